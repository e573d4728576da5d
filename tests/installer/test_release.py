"""What the build signs, the program takes as an update; without a key nothing is signed, a wrong one stops it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import VERSION
from app.domain.release import BUILT, file_name, read_news
from app.usecases import updates
from app.vault import minisign
from installer import dev, release
from tests.updates import device, publish

LIGHT = minisign.Cost(ops=2**15, memory=2**24)
LATER = "0.2.0"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The publisher's secret key, as the build is given it."""
    path = tmp_path / "herausgeber.key"
    path.write_text(minisign.lock(minisign.new_secret_key(), "Probe", LIGHT), encoding="utf-8")
    monkeypatch.setenv(release.KEY, str(path))
    monkeypatch.setenv(release.PASSWORD, "Probe")
    release._secret.cache_clear()
    yield path
    release._secret.cache_clear()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """All installers of a later version, of which something new is told."""
    news = tmp_path / "neuigkeiten.md"
    news.write_text(f"## {LATER}\n* Zwei Sätze.\n* Und noch einer.\n## {VERSION}\n* Der erste.\n", encoding="utf-8")
    monkeypatch.setattr(release, "NEWS", news)
    (tmp_path / "dist").mkdir()
    files = [tmp_path / "dist" / file_name(LATER, *one) for one in BUILT]
    for path in files:
        path.write_bytes(path.name.encode() * 1000)
    return files


def test_every_installer_that_is_signed_is_an_update_where_it_belongs(
    key: Path, built: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert release.sign(built, LATER) == [path.with_name(path.name + ".minisig") for path in built]
    publish(monkeypatch, tmp_path)
    tmp_path.joinpath("mitgeliefert", *updates.KEY).write_text(release.public_key(), encoding="utf-8")
    for path, (platform, kind) in zip(built, BUILT, strict=True):
        device(monkeypatch, platform, kind)
        offer = updates.find([path.parent])
        assert (offer.path, offer.release.version) == (path, LATER)
        assert offer.news == {LATER: ("Zwei Sätze.", "Und noch einer.")}


def test_without_a_key_nothing_is_signed(built: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(release.KEY, raising=False)
    assert (release.public_key(), release.sign(built, LATER)) == ("", [])
    assert not list(built[0].parent.glob("*.minisig"))


def test_nothing_is_signed_that_is_not_this_version_or_tells_no_news(key: Path, built: list[Path]) -> None:
    with pytest.raises(dev.SetupStopped, match="not the name of an installer"):
        release.sign([*built, built[0].with_name(file_name(VERSION, *BUILT[0]))], LATER)
    release.NEWS.write_text(f"## {VERSION}\n* Der erste.\n", encoding="utf-8")
    with pytest.raises(dev.SetupStopped, match="says nothing of version"):
        release.sign(built, LATER)
    assert not list(built[0].parent.glob("*.minisig"))


def test_a_key_that_does_not_open_stops_the_build(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(release.PASSWORD, "falsch")
    with pytest.raises(dev.SetupStopped, match="does not open"):
        release.public_key()
    monkeypatch.setenv(release.KEY, str(key.parent / "fehlt.key"))
    with pytest.raises(dev.SetupStopped, match="cannot be read"):
        release.public_key()


def test_the_shipped_news_tell_of_the_version_that_is_built() -> None:
    assert read_news(release.NEWS.read_text(encoding="utf-8"))[VERSION]
