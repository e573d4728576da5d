"""The stand of a folder: an older database is told once, a restored or a newer one never, and no claim without it."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.store import restore
from app.store.casefile import DATABASE, CaseFile
from app.store.checkup import Verdict
from app.store.rekey import rekey
from app.store.standing import Older
from app.usecases import backup, casework
from app.vault import keyfile, stand
from tests.casefiles import MONDAY, PASSWORD, Opener, every_row, taken_in

LATER = MONDAY + timedelta(hours=7)


def put_back(opener: Opener, copy: Path) -> None:
    shutil.copy(copy, opener.folder / DATABASE)


@pytest.fixture
def copy(opener: Opener, tmp_path: Path) -> Path:
    """The database after one person, copied; the file itself went on to another one and was closed at 17 o'clock."""
    file = opener()
    taken_in(file)
    file.close()
    kept = tmp_path / "kopie.db"
    shutil.copy(opener.folder / DATABASE, kept)
    opener.clock.moment = LATER
    again = opener()
    taken_in(again)
    again.close()
    return kept


def test_the_same_database_again_is_not_older(opener: Opener, copy: Path) -> None:
    assert opener().standing.older is None


def test_an_older_copy_is_told_with_both_moments_and_only_once(opener: Opener, copy: Path) -> None:
    put_back(opener, copy)
    file = opener()
    assert file.standing.older == Older(used=LATER, last_entry=MONDAY)
    file.close()
    assert opener().standing.older is None


def test_the_newer_one_that_was_found_again_is_not_older(opener: Opener, copy: Path, tmp_path: Path) -> None:
    newer = tmp_path / "neuer.db"
    shutil.copy(opener.folder / DATABASE, newer)
    put_back(opener, copy)
    opener().close()
    put_back(opener, newer)
    assert opener().standing.older is None


def test_an_older_copy_that_went_on_elsewhere_is_older_although_it_is_longer(
    opener: Opener, copy: Path, tmp_path: Path,
) -> None:
    known = (opener.folder / stand.NAME).read_bytes()
    put_back(opener, copy)
    elsewhere = opener()
    for _ in range(3):
        taken_in(elsewhere)
    elsewhere.close()
    (opener.folder / stand.NAME).write_bytes(known)
    older = opener().standing.older
    assert older is not None and older.used == LATER


def test_an_older_copy_without_any_entry_is_told_as_empty(opener: Opener, pattern: tuple[Path, bytes]) -> None:
    file = opener()
    taken_in(file)
    file.close()
    put_back(opener, pattern[0] / DATABASE)
    assert opener().standing.older == Older(used=MONDAY, last_entry=None)


def test_a_session_of_settings_alone_is_told_by_its_generation(opener: Opener, tmp_path: Path) -> None:
    shutil.copy(opener.folder / DATABASE, tmp_path / "kopie.db")
    file = opener()
    file.set_meta(office="Neues Amt")
    file.save_draft("intake", {}, "")
    file.close()
    put_back(opener, tmp_path / "kopie.db")
    assert opener().standing.older == Older(used=MONDAY, last_entry=None)


def test_the_generation_rises_once_a_session_and_only_with_a_write(opener: Opener) -> None:
    generations = []
    for writes in (0, 1, 3):
        file = opener()
        for _ in range(writes):
            taken_in(file)
        generations.append(int(file.meta("generation")))
        before = every_row(file)
        file.close()
        assert every_row(opener()) == before
        opener.opened[-1].close()
    assert generations == [generations[0], generations[0] + 1, generations[0] + 2]


@pytest.mark.parametrize("spoil", ["missing", "damaged", "foreign"])
def test_without_a_stand_nothing_is_claimed_and_it_is_written_anew(opener: Opener, copy: Path, spoil: str) -> None:
    path = opener.folder / stand.NAME
    if spoil == "missing":
        path.unlink()
    elif spoil == "damaged":
        path.write_bytes(path.read_bytes()[:-10])
    else:
        known = stand.load(opener.folder, opener.secret)
        assert known is not None
        stand.save(opener.folder, known, keyfile.new_secret())
    put_back(opener, copy)
    file = opener()
    assert file.standing.older is None
    file.close()
    assert stand.load(opener.folder, opener.secret) is not None


def test_a_killed_session_leaves_an_earlier_stand_and_no_warning(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.standing.keep()
    taken_in(file)
    known = (opener.folder / stand.NAME).read_bytes()
    file.close()
    (opener.folder / stand.NAME).write_bytes(known)
    assert opener().standing.older is None


def test_a_restored_backup_is_not_called_older(opener: Opener, tmp_path: Path) -> None:
    file = opener()
    taken_in(file)
    made = tmp_path / "sicherung.kdsicherung"
    backup.make(file, made)
    taken_in(file)
    file.close()
    backup.restore(restore.look(made, password=PASSWORD), opener.folder)
    assert not (opener.folder / stand.NAME).exists()
    assert opener().standing.older is None


def test_a_renewed_key_takes_the_stand_along(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.standing.keep()
    fresh = keyfile.new_secret()
    rekey(file, fresh)
    file.close()
    opener.secret = fresh
    again = opener()
    assert again.standing.older is None
    known = stand.load(opener.folder, fresh)
    assert known is not None and known.number == 1


def test_the_stand_holds_the_head_of_the_chain_while_the_file_is_open(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="0200")
    file.standing.keep()
    known = stand.load(file.folder, file.secret)
    assert known is not None
    assert (known.number, known.link) == every_row(file)["act"][-1][0::8]


def test_the_last_check_without_a_finding_is_remembered_in_the_stand(opener: Opener) -> None:
    file = opener()
    assert file.standing.checked is None
    file.checkup.verdict = Verdict(at=LATER, problems=())
    file.close()
    again = opener()
    assert again.standing.checked == LATER
    again.checkup.verdict = Verdict(at=LATER, problems=("page 7",))
    again.close()
    assert opener().standing.checked is None


def test_a_folder_that_takes_no_stand_does_not_keep_the_file_open(opener: Opener) -> None:
    file = opener()
    (opener.folder / stand.NAME).unlink()
    (opener.folder / stand.NAME).mkdir()
    file.close()
    opener()


def test_a_failed_opening_leaves_the_stand_as_it_was(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.close()
    before = (opener.folder / stand.NAME).read_bytes()
    with (opener.folder / DATABASE).open("r+b") as database:
        database.seek(100)
        database.write(b"\0\0\0\0")
    with pytest.raises(Exception, match="beschädigt"):
        opener()
    assert (opener.folder / stand.NAME).read_bytes() == before
