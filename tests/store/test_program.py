"""A newer program makes a backup before it writes, once; a failing one keeps nobody out unless the schema changes."""

from pathlib import Path

import pytest

from app import VERSION
from app.domain.errors import UserError
from app.store import casefile, migrations, program
from app.store.casefile import CaseFile
from app.store.check import NO_ROOM
from app.usecases import backup
from app.vault import keyfile
from tests.casefiles import PASSWORD, Clock, Opener, dump_restored, every_row, refusal, taken_in


@pytest.fixture
def written(opener: Opener) -> Opener:
    """A closed file with a person, to which this version has written."""
    taken_in(opener())
    opener.close()
    return opener


def newer(monkeypatch: pytest.MonkeyPatch, version: str = "0.2.0") -> None:
    monkeypatch.setattr(program, "VERSION", version)


def before(opener: Opener) -> list[str]:
    return [one.before_version for one in backup.local(opener.folder)]


def test_a_file_says_which_version_wrote_to_it_last(written: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written()
    assert (file.meta(program.PROGRAM), file.standing.updated, before(written)) == (VERSION, None, [])
    file.close()
    newer(monkeypatch)
    assert written().meta(program.PROGRAM) == "0.2.0"


def test_the_first_start_of_a_newer_version_keeps_the_file_as_it_was(
    written: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    file = written()
    rows = every_row(file)
    file.close()
    newer(monkeypatch)
    file = written()
    assert file.standing.updated == program.Updated(since=VERSION, failure=None)
    (made,) = backup.local(written.folder)
    assert made.before_version == "0.2.0"
    fresh = backup.prepare(backup.look(made.path, file=file), tmp_path / "zurück.klientendatei")
    assert dump_restored(fresh / "daten.db", file.secret) == rows
    file.close()
    file = written()
    assert file.standing.updated is None and before(written) == ["0.2.0"]


def test_a_backup_that_the_update_itself_has_made_is_not_made_again(
    written: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = written()
    program.local_backups.before_version(file, "0.2.0")
    file.close()
    newer(monkeypatch)
    assert written().standing.updated is not None
    assert before(written) == ["0.2.0"]


def test_what_was_written_after_that_backup_is_kept_too(written: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written()
    program.local_backups.before_version(file, "0.2.0")
    taken_in(file, given_name="Łukasz")
    file.close()
    newer(monkeypatch)
    written()
    assert before(written) == ["0.2.0", "0.2.0"]


def test_an_older_version_of_the_same_schema_works_on_silently(
    written: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer(monkeypatch)
    written().close()
    newer(monkeypatch, VERSION)
    file = written()
    assert file.standing.updated is None
    taken_in(file)
    assert (file.meta(program.PROGRAM), before(written)) == (VERSION, ["0.2.0"])


def test_a_version_written_in_a_way_of_the_future_opens(written: Opener) -> None:
    file = written()
    file.set_meta(program="Herbst 2031")
    file.close()
    assert written().standing.updated is None


def test_a_full_disk_is_told_and_keeps_nobody_out(written: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch)
    with monkeypatch.context() as full:
        full.setattr("app.store.check.KEEP_FREE", 2**60)
        file = written()
        updated = file.standing.updated
        assert updated is not None and updated.failure is not None and updated.failure.msgid == NO_ROOM
        file.close()
    # nothing was written meanwhile: the next start tries again
    assert written().standing.updated == program.Updated(since=VERSION, failure=None)
    assert before(written) == ["0.2.0"]


def test_a_full_disk_stops_an_update_that_changes_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, secret = sample(tmp_path)
    newer(monkeypatch)
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    with pytest.raises(UserError, match="zu wenig Platz"):
        casefile.unlock(folder, secret, clock=Clock())


def test_a_new_schema_of_a_newer_version_makes_one_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, secret = sample(tmp_path)
    newer(monkeypatch)
    file: CaseFile = casefile.unlock(folder, secret, clock=Clock())
    assert file.standing.updated == program.Updated(since=VERSION, failure=None)
    (made,) = backup.local(folder)
    assert made.backup and made.before_version == "0.2.0" and made.backup.schema == migrations.CURRENT - 1
    counts = made.backup.counts
    file.close()
    file = casefile.unlock(folder, secret, clock=Clock())
    assert backup.holds(file) == counts and len(backup.local(folder)) == 1
    file.close()


def sample(tmp_path: Path) -> tuple[Path, bytes]:
    """A file of the schema before this one, closed, and its secret."""
    file = casefile.create(tmp_path / "alt.klientendatei", PASSWORD, office="MUSTER-Amt", ags="05315000",
                           clock=Clock(), kdf=keyfile.LIGHT_KDF, schema=migrations.CURRENT - 1)
    file.close()
    return file.folder, file.secret


def test_a_newer_file_is_refused_before_any_backup(written: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch)
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT - 1)
    assert "neueren Fassung" in refusal(written)
    assert before(written) == []
