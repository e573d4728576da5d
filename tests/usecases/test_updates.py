"""An update is the publisher's, whole, for this device and newer, or it is refused with a sentence; nothing is begun
before the copy on this disk was verified and a backup made."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from app import VERSION, resources
from app.domain.errors import UserError
from app.domain.release import BUILT, read_news
from app.store.casefile import CaseFile
from app.store.check import NO_ROOM
from app.usecases import backup, updates, updates_here
from app.vault import minisign
from tests.updates import CONTENT, NEWS, SECRET, device, installer, publish, signature_of


@pytest.fixture(autouse=True)
def publisher(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    publish(monkeypatch, tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        act()
    return str(refused.value)


def refused(*places: Path) -> str:
    return refusal(lambda: updates.find(places))


def told(msgid: str, **values: object) -> str:
    return str(UserError(msgid, **values))


def test_a_newer_installer_is_found_with_the_news_of_all_versions_between(stick: Path) -> None:
    for version in ("0.2.0", "0.3.0"):
        path = installer(stick, version)
    installer(stick, "0.1.0")
    installer(stick, "0.3.0", "windows-x86_64", "setup")
    offer = updates.find([stick])
    assert (offer.path, offer.release.version, offer.size) == (path, "0.3.0", len(CONTENT))
    assert offer.news == {version: NEWS[version] for version in ("0.3.0", "0.2.0")}


def test_it_is_found_in_a_folder_on_the_second_stick(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    path = installer(stick / "IT", "0.2.0")
    assert updates.find([tmp_path / "leer", tmp_path / "abgezogen", stick]).path == path


def test_a_build_without_a_key_checks_nothing(stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installer(stick)
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path.joinpath("nichts", *parts))
    assert refused(stick) == updates.NO_KEY


def test_where_no_installer_lies_it_says_what_to_choose(stick: Path, tmp_path: Path) -> None:
    (stick / "klientendatei.txt").write_text("x")
    (stick / "anderes-setup.exe").write_bytes(b"MZ")
    assert refused(stick) == updates.NO_INSTALLER
    assert refused(tmp_path / "abgezogen") == updates.CANNOT_READ


def test_the_same_and_an_older_version_are_refused(stick: Path) -> None:
    older = installer(stick, "0.0.9")
    assert refused(stick) == told(updates.OLDER, own=VERSION, file=older.name, version="0.0.9")
    installer(stick, VERSION)
    assert refused(stick) == told(updates.SAME, version=VERSION)


def test_an_installer_for_another_system_or_way_is_refused(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = installer(stick, "0.2.0", "windows-x86_64", "setup")
    assert refused(stick) == told(updates.OTHER_PLATFORM, file=path.name, platform="Windows (x86-64)",
                                  own="Linux (x86-64)")
    device(monkeypatch, "windows-x86_64", "msi")
    assert refused(stick) == told(updates.OTHER_KIND, file=path.name, own=".msi")


def test_an_installer_without_a_readable_signature_is_refused(stick: Path) -> None:
    path = installer(stick)
    lines = minisign.sign(CONTENT, SECRET, "x").splitlines()
    for spoilt in ("kein Text einer Unterschrift", "", "\n".join(lines[:3]), "x" * 20_000):
        signature_of(path).write_text(spoilt)
        assert refused(stick) == told(updates.UNREADABLE, file=path.name)
    signature_of(path).write_bytes(b"\xff\xfe")
    assert refused(stick) == told(updates.UNREADABLE, file=path.name)
    signature_of(path).unlink()
    assert refused(stick) == told(updates.UNSIGNED, file=path.name)


def test_a_foreign_key_is_refused_also_under_the_number_of_ours(stick: Path) -> None:
    foreign = minisign.new_secret_key()
    path = installer(stick, secret=foreign)
    assert refused(stick) == told(updates.FOREIGN, file=path.name)
    installer(stick, secret=minisign.SecretKey(key_id=SECRET.key_id, seed=foreign.seed))
    assert refused(stick) == told(updates.ALTERED, file=path.name)


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b"\0" + CONTENT[1:], b""])
def test_an_altered_installer_is_refused(stick: Path, content: bytes) -> None:
    path = installer(stick)
    path.write_bytes(content)
    assert refused(stick) == told(updates.ALTERED, file=path.name)


def test_what_the_signature_claims_is_held_against_the_file(stick: Path) -> None:
    path = installer(stick, sha256="00" * 32)
    assert refused(stick) == told(updates.ALTERED, file=path.name)
    lines = signature_of(installer(stick)).read_text("utf-8").replace('"version":"0.2.0"', '"version":"9.2.0"')
    signature_of(path).write_text(lines, encoding="utf-8")
    assert refused(stick) == told(updates.ALTERED, file=path.name)


def test_a_renamed_old_installer_is_no_newer_one(stick: Path) -> None:
    old = installer(stick, "0.0.9")
    new = stick / old.name.replace("0.0.9", "0.2.0")
    old.rename(new)
    signature_of(old).rename(signature_of(new))
    assert refused(stick) == told(updates.RENAMED, file=new.name, signed=old.name)


def test_something_else_that_the_publisher_signed_is_no_update(stick: Path) -> None:
    path = installer(stick)
    signature_of(path).write_text(minisign.sign(CONTENT, SECRET, "klientendatei-update/9 {}"), encoding="utf-8")
    assert refused(stick) == told(updates.UNKNOWN_FORM, file=path.name)


def test_what_is_wrong_with_ours_is_told_before_what_is_merely_no_use(stick: Path) -> None:
    installer(stick, VERSION)
    path = installer(stick, "0.2.0")
    signature_of(path).unlink()
    installer(stick, "0.2.0", "windows-x86_64", "msi").write_bytes(b"beschnitten")
    assert refused(stick) == told(updates.UNSIGNED, file=path.name)


def test_the_copy_is_for_its_person_alone_and_an_earlier_one_goes(stick: Path, tmp_path: Path) -> None:
    place = tmp_path / "daten" / "Aktualisierung"
    for version in ("0.2.0", "0.3.0"):
        installer(stick, version)
        copy = updates.take(updates.find([stick]), place)
    assert copy.read_bytes() == CONTENT
    assert sorted(place.iterdir()) == [copy, signature_of(copy)]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_what_is_exchanged_after_the_check_is_refused(stick: Path, tmp_path: Path) -> None:
    path, place = installer(stick), tmp_path / "hier"
    offer = updates.find([stick])
    # signed by the publisher too, and yet not what was checked
    old = installer(stick / "alt", "0.0.9", content=b"alt" * len(CONTENT))
    path.write_bytes(old.read_bytes())
    assert refusal(lambda: updates.take(offer, place)) == told(updates.ALTERED, file=path.name)
    path.unlink()
    assert refusal(lambda: updates.take(offer, place)) == updates.CANNOT_COPY
    assert list(place.iterdir()) == []


def test_what_is_exchanged_on_the_disk_before_the_start_is_refused(
    stick: Path, tmp_path: Path, file: CaseFile, monkeypatch: pytest.MonkeyPatch,
) -> None:
    installer(stick)
    offer, place = updates.find([stick]), tmp_path / "hier"
    real = updates.local_backups.before_version

    def meanwhile(*words: object) -> None:
        real(*words)
        place.joinpath(offer.release.file).write_bytes(b"anderes")

    monkeypatch.setattr(updates.local_backups, "before_version", meanwhile)
    assert refusal(lambda: updates.prepare(file, offer, place)) == told(updates.ALTERED, file=offer.path.name)


def test_a_backup_named_after_the_version_is_made_before_anything_begins(
    stick: Path, tmp_path: Path, file: CaseFile,
) -> None:
    installer(stick)
    steps: list[int] = []
    copy = updates.prepare(file, updates.find([stick]), tmp_path / "hier", lambda done, total: steps.append(done))
    assert copy.read_bytes() == CONTENT and steps == sorted(steps) and steps[-1] == 1000
    assert [one.before_version for one in backup.local(file.folder)] == ["0.2.0"]


def test_stopping_leaves_no_unverified_file(stick: Path, tmp_path: Path) -> None:
    installer(stick)
    offer, place = updates.find([stick]), tmp_path / "hier"

    def stop(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        updates.take(offer, place, stop)
    assert list(place.iterdir()) == []


def test_a_full_disk_is_one_sentence(stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installer(stick)
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    sentence = refusal(lambda: updates.take(updates.find([stick]), tmp_path / "hier"))
    assert sentence.startswith(NO_ROOM.split("{")[0])


def test_only_a_setup_is_started_by_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [kind for _platform, kind in BUILT if updates_here.starts_by_itself(kind)] == ["setup"]
    command = updates_here.instruction("deb", Path("/srv/anna muster/k.deb")).command
    assert command == "sudo apt install '/srv/anna muster/k.deb'"
    monkeypatch.setattr(updates_here.sys, "executable", "/srv/anna/klientendatei/klientendatei")
    archive = Path("/x/klientendatei-0.2.0-linux-x86_64.tar.xz")
    what = updates_here.instruction("tar.xz", archive)
    assert what.command == f"tar -xf {archive} -C /srv/anna" and "Ordner „klientendatei-0.2.0“" in what.sentence


@pytest.mark.parametrize(("frozen", "program", "kind"), [
    (True, "/opt/klientendatei/klientendatei", "deb"), (True, "/usr/lib/klientendatei/klientendatei", "deb"),
    (True, "/srv/anna/klientendatei/klientendatei", "tar.xz"), (False, "/usr/bin/python3", "tar.xz")])
def test_how_the_program_came_here_is_known_by_where_it_lies(
    monkeypatch: pytest.MonkeyPatch, frozen: bool, program: str, kind: str,
) -> None:
    monkeypatch.setattr(updates_here.sys, "platform", "linux")
    monkeypatch.setattr(updates_here.paths, "is_frozen", lambda: frozen)
    monkeypatch.setattr(updates_here.sys, "executable", program)
    assert updates_here.own_kind() == kind


def test_the_shipped_news_tell_of_this_version_in_plain_sentences() -> None:
    news = read_news(resources.path(*updates.NEWS).read_text(encoding="utf-8"))
    assert next(iter(news)) == VERSION
    assert all(one.endswith(".") and "!" not in one for said in news.values() for one in said)
    assert updates.own_news() == {VERSION: news[VERSION]} and updates.own_news(VERSION) == {}
