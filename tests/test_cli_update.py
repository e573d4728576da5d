"""The command that verifies an update, and what the command line says after one; files of a later program stay shut."""

from pathlib import Path

import pytest

from app import VERSION
from app.store import migrations, program
from app.usecases import backup, updates
from app.vault.errors import TooNew
from tests.casefiles import Opener, clock, opener, pattern, taken_in
from tests.commands import Run, refused_with, run
from tests.updates import CONTENT, NEWS, installer, publish

__all__ = ["clock", "opener", "pattern", "run"]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    publish(monkeypatch, tmp_path)
    return tmp_path / "stick"


def test_update_verifies_and_says_what_is_new_and_what_to_do(run: Run, stick: Path) -> None:
    path = installer(stick)
    checked = run("update", stick, "--json")
    assert checked.code == 0
    assert checked.result == {
        "ok": True, "file": str(path), "version": "0.2.0", "installed": VERSION, "platform": "linux-x86_64",
        "kind": "tar.xz", "size": len(CONTENT), "sha256": checked.result["sha256"],
        "news": {"0.2.0": list(NEWS["0.2.0"])}}
    assert all(one in checked.err for one in (*NEWS["0.2.0"], "tar -xf", "Neu in Version 0.2.0"))
    assert sorted(one.name for one in stick.iterdir()) == [path.name, f"{path.name}.minisig"]


def test_update_refuses_with_a_sentence(run: Run, stick: Path) -> None:
    path = installer(stick)
    path.write_bytes(CONTENT + b"x")
    assert refused_with(run("update", stick), updates.ALTERED.format(file=path.name))
    assert run("update").code == 2


def test_the_first_command_of_a_newer_version_makes_the_backup_and_tells_a_failing_one(
    run: Run, opener: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken_in(opener())
    opener.close()
    monkeypatch.setattr(program, "VERSION", "0.2.0")
    with monkeypatch.context() as full:
        full.setattr("app.store.check.KEEP_FREE", 2**60)
        told = run("check", opener.folder, "--password-stdin")
    assert "Die Sicherung davor gelang nicht: Auf dem Datenträger ist zu wenig Platz" in told.err
    assert backup.local(opener.folder) == ()
    assert run("check", opener.folder, "--password-stdin", "--json").result["counts"]["client"] == 1
    (made,) = backup.local(opener.folder)
    assert made.before_version == "0.2.0" and made.backup and made.backup.counts["client"] == 1


def test_every_command_leaves_a_file_of_a_newer_program_shut(
    run: Run, opener: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT - 1)
    monkeypatch.setattr(program, "VERSION", "0.0.9")
    before = (opener.folder / "daten.db").read_bytes()
    for words in (("check", opener.folder), ("backup", opener.folder, tmp_path / "s.kdsicherung")):
        refused = run(*words, "--password-stdin")
        assert refused.code == TooNew.exit_code and refused_with(refused, TooNew.sentence)
    assert (opener.folder / "daten.db").read_bytes() == before and backup.local(opener.folder) == ()
