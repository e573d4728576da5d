"""Restoring: every refusal tells its reason and touches nothing that lives; what is restored equals row by row."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.store import migrations
from app.store import restore as restoring
from app.store.backup import back_up
from app.store.casefile import CaseFile
from app.store.check import CANNOT_WRITE, COPY_DIFFERS, NO_ROOM, Checked
from app.store.lock import IN_USE
from app.store.queries.client import page
from app.store.restore import NOT_READABLE, OTHER_CODE, look, prepare, put_in_place
from app.usecases import backup, casework
from app.vault import keyfile, recovery
from app.vault.errors import Damaged, TooNew, WrongSecret
from tests.casefiles import PASSWORD, Opener, dump, dump_restored, every_row, refusal, taken_in


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "muster.kdsicherung"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def restore(source: Path, password: str, folder: Path) -> Path | None:
    return backup.restore(look(source, password=password), folder)


def test_a_restored_backup_equals_the_file_row_by_row_and_the_old_folder_stays(opener: Opener, target: Path) -> None:
    file = opener()
    client_id, _ = taken_in(file)
    back_up(file, target)
    before = every_row(file)
    casework.change_client(file, client_id, phone="0200")
    later = every_row(file)
    file.close()
    restore(target, PASSWORD, opener.folder)
    aside = opener.folder.with_name("muster-vor-Wiederherstellung-1.klientendatei")
    assert dump_restored(opener.folder / "daten.db", opener.secret) == before
    assert dump(aside / "daten.db", opener.secret) == later
    again = opener()
    assert page(again, client_id).client.phone == ""
    again.close()
    restore(target, PASSWORD, opener.folder)
    assert (opener.folder.parent / "muster-vor-Wiederherstellung-2.klientendatei").is_dir()


def test_a_backup_restores_where_nothing_or_only_ruins_lie(opener: Opener, target: Path, tmp_path: Path) -> None:
    file = opener()
    taken_in(file)
    back_up(file, target)
    rows = every_row(file)
    file.close()
    elsewhere = tmp_path / "laptop.klientendatei"
    restore(target, PASSWORD, elsewhere)
    assert dump_restored(elsewhere / "daten.db", opener.secret) == rows
    for name in os.listdir(opener.folder):
        (opener.folder / name).write_bytes(b"ruin")
    restore(target, PASSWORD, opener.folder)
    assert dump_restored(opener.folder / "daten.db", opener.secret) == rows
    assert keyfile.open_with_password(opener.folder, PASSWORD)[0] == opener.secret


def test_a_folder_that_is_open_is_not_moved_aside(file: CaseFile, target: Path) -> None:
    back_up(file, target)
    assert refusal(lambda: restore(target, PASSWORD, file.folder)) == IN_USE
    taken_in(file)
    assert sorted(os.listdir(file.folder.parent)) == ["muster.klientendatei", "stick"]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "one byte short": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "only a beginning": lambda data: data[:7],
    "empty": lambda data: b"",
    "one byte long": lambda data: data + b"\0",
    "a bit of the header": lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:],
    "a bit in the middle": lambda data: data[:-5000] + bytes([data[-5000] ^ 1]) + data[-4999:],
    "the last bit": lambda data: data[:-1] + bytes([data[-1] ^ 128]),
}


def test_a_spoilt_backup_is_refused_and_the_live_file_untouched(opener: Opener, target: Path) -> None:
    file = opener()
    taken_in(file)
    back_up(file, target)
    file.close()
    whole, before = target.read_bytes(), contents(opener.folder)
    for name, spoil in SPOILT.items():
        target.write_bytes(spoil(whole))
        with pytest.raises(Damaged):
            restore(target, PASSWORD, opener.folder)
        assert contents(opener.folder) == before, name
        assert sorted(os.listdir(opener.folder.parent)) == ["muster.klientendatei", "stick"], name


def test_another_password_and_another_file_are_told_apart(opener: Opener, target: Path) -> None:
    back_up(opener(), target)
    with pytest.raises(WrongSecret):
        restore(target, "falsch", opener.folder)
    assert refusal(lambda: look(target.with_name("nichts"), password=PASSWORD)) == NOT_READABLE


def test_a_backup_of_a_newer_program_is_refused_before_anything_is_written(
    opener: Opener, target: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = opener()
    back_up(file, target)
    file.close()
    before = contents(opener.folder)
    monkeypatch.setattr(migrations, "CURRENT", 1)
    with pytest.raises(TooNew):
        restore(target, PASSWORD, opener.folder)
    assert contents(opener.folder) == before


def test_a_restore_that_differs_leaves_the_live_file(opener: Opener, target: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    file = opener()
    back_up(file, target)
    file.close()
    before = contents(opener.folder)
    monkeypatch.setattr(restoring, "check_database", lambda *_: Checked(problems=(), counts={"client": 9}, schema=2))
    assert refusal(lambda: restore(target, PASSWORD, opener.folder)) == COPY_DIFFERS
    assert contents(opener.folder) == before
    assert sorted(os.listdir(opener.folder.parent)) == ["muster.klientendatei", "stick"]


def test_the_recovery_code_opens_a_backup_and_a_foreign_or_mistyped_one_is_told(opener: Opener, target: Path) -> None:
    file = opener()
    taken_in(file)
    made = back_up(file, target)
    opened = look(target, code=recovery.code_of(file.secret))
    assert (opened.backup, opened.secret) == (made, file.secret)
    assert refusal(lambda: look(target, code=recovery.code_of(keyfile.new_secret()))) == OTHER_CODE
    with pytest.raises(WrongSecret) as mistyped:
        look(target, code="0000")
    assert mistyped.value.msgid != OTHER_CODE


def test_the_key_of_the_open_file_opens_its_backups_without_a_password(file: CaseFile, target: Path) -> None:
    made = back_up(file, target)
    assert backup.look(target, file=file).backup == made
    file.secret = keyfile.new_secret()
    with pytest.raises(WrongSecret):
        backup.look(target, file=file)


def test_a_backup_is_prepared_beside_an_open_file_and_put_in_place_once_it_is_closed(opener: Opener,
                                                                                     target: Path) -> None:
    file = opener()
    back_up(file, target)
    taken_in(file)
    fresh = prepare(look(target, password=PASSWORD), opener.folder)
    assert refusal(lambda: put_in_place(fresh, opener.folder)) == IN_USE
    fresh = prepare(look(target, password=PASSWORD), opener.folder)
    taken_in(file)
    file.close()
    aside = put_in_place(fresh, opener.folder)
    assert aside is not None and len(dump(aside / "daten.db", opener.secret)["client"]) == 2
    assert dump(opener.folder / "daten.db", opener.secret)["client"] == []


def test_where_the_new_folder_cannot_take_its_place_the_old_one_goes_back(
    opener: Opener, target: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    back_up(opener(), target)
    opener.close()
    before = contents(opener.folder)
    fresh = prepare(look(target, password=PASSWORD), opener.folder)
    replace = os.replace

    def refuses(source: Path, goal: Path) -> None:
        if Path(source) == fresh:
            raise PermissionError
        replace(source, goal)

    monkeypatch.setattr(os, "replace", refuses)
    assert refusal(lambda: put_in_place(fresh, opener.folder)) == CANNOT_WRITE
    assert contents(opener.folder) == before
    assert not fresh.exists()


def test_too_little_room_is_told_before_anything_is_unpacked(opener: Opener, target: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(opener(), target)
    opened = look(target, password=PASSWORD)
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    assert refusal(lambda: prepare(opened, opener.folder)) == NO_ROOM
    assert sorted(os.listdir(opener.folder.parent)) == ["muster.klientendatei", "stick"]


def test_a_cancelled_restore_leaves_nothing(opener: Opener, target: Path) -> None:
    back_up(opener(), target)

    def cancel(_done: int, _total: int) -> None:
        raise UserError("angehalten")

    assert refusal(lambda: prepare(look(target, password=PASSWORD), opener.folder, cancel)) == "angehalten"
    assert sorted(os.listdir(opener.folder.parent)) == ["muster.klientendatei", "stick"]
