"""Backups: made, reopened, checked and counted; a damaged one is refused and nothing that lives is touched."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store import backup
from app.store.backup import NOT_READABLE, TARGET_EXISTS, back_up, look, restore
from app.store.casefile import CaseFile
from app.store.check import CANNOT_WRITE, COPY_DIFFERS, NO_ROOM, Checked, check_database, copy_database
from app.store.lock import IN_USE
from app.store.queries.client import page
from app.usecases import casework
from app.vault import container, keyfile
from app.vault.errors import Damaged, TooNew, WrongSecret
from tests.casefiles import PASSWORD, Opener, dump, every_row, refusal, taken_in


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "muster.kdsicherung"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_backup_holds_every_row_and_says_how_much(file: CaseFile, target: Path) -> None:
    taken_in(file, family_name="Zzyzx")
    made = back_up(file, target)
    assert (made.created, made.schema, made.counts["client"], made.counts["act"]) == (file.now(), 2, 1, 1)
    assert os.listdir(target.parent) == [target.name]
    assert look(target, PASSWORD)[0] == made
    stored = target.read_bytes()
    assert b"Zzyzx" not in stored
    assert b"SQLite format 3" not in stored


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
    assert dump(opener.folder / "daten.db", opener.secret) == before
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
    assert dump(elsewhere / "daten.db", opener.secret) == rows
    for name in os.listdir(opener.folder):
        (opener.folder / name).write_bytes(b"ruin")
    restore(target, PASSWORD, opener.folder)
    assert dump(opener.folder / "daten.db", opener.secret) == rows
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
    assert refusal(lambda: look(target.with_name("nichts"), PASSWORD)) == NOT_READABLE


def test_a_backup_of_a_newer_program_is_refused_before_anything_is_written(
    opener: Opener, target: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = opener()
    back_up(file, target)
    file.close()
    before = contents(opener.folder)
    monkeypatch.setattr(backup.migrations, "CURRENT", 1)
    with pytest.raises(TooNew):
        restore(target, PASSWORD, opener.folder)
    assert contents(opener.folder) == before


def test_an_existing_file_is_never_overwritten(file: CaseFile, target: Path) -> None:
    target.write_text("wichtig")
    assert refusal(lambda: back_up(file, target)) == TARGET_EXISTS
    assert target.read_text() == "wichtig"


def test_a_cancelled_backup_leaves_nothing(file: CaseFile, target: Path) -> None:
    taken_in(file)
    before = every_row(file)
    seen: list[tuple[int, int]] = []

    def cancel(done: int, total: int) -> None:
        seen.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(file, target, cancel)
    assert [0 < done <= total for done, total in seen] == [True]
    assert os.listdir(target.parent) == []
    assert every_row(file) == before
    back_up(file, target)


def test_leftovers_of_a_broken_off_backup_are_no_obstacle(file: CaseFile, target: Path) -> None:
    for ending in (".bild", ".neu"):
        target.with_name(target.name + ending).write_bytes(b"rest")
    back_up(file, target)
    assert os.listdir(target.parent) == [target.name]


def test_a_copy_that_differs_is_thrown_away(file: CaseFile, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "check_database", lambda *_: Checked(problems=("page 3",), counts={}, schema=2))
    assert refusal(lambda: back_up(file, target)) == COPY_DIFFERS
    assert os.listdir(target.parent) == []


def test_a_restore_that_differs_leaves_the_live_file(opener: Opener, target: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    file = opener()
    back_up(file, target)
    file.close()
    before = contents(opener.folder)
    monkeypatch.setattr(backup, "check_database", lambda *_: Checked(problems=(), counts={"client": 9}, schema=2))
    assert refusal(lambda: restore(target, PASSWORD, opener.folder)) == COPY_DIFFERS
    assert contents(opener.folder) == before
    assert sorted(os.listdir(opener.folder.parent)) == ["muster.klientendatei", "stick"]


def test_too_little_room_and_no_place_are_told_before_anything_is_written(
    file: CaseFile, target: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert refusal(lambda: back_up(file, target.parent / "fort" / "x.kdsicherung")) == CANNOT_WRITE
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    assert refusal(lambda: back_up(file, target)) == NO_ROOM
    assert os.listdir(target.parent) == []


def test_every_backup_has_a_key_and_a_salt_of_its_own(file: CaseFile, target: Path) -> None:
    second = target.with_name("zwei.kdsicherung")
    back_up(file, target)
    back_up(file, second)
    one, two = container.read_header(target), container.read_header(second)
    assert one.backup_id != two.backup_id
    assert one.sha256 != two.sha256


def test_a_copy_under_another_key_holds_the_same_and_opens_with_no_other(file: CaseFile, tmp_path: Path) -> None:
    taken_in(file)
    key = keyfile.hkdf(file.secret, "db")
    copy_database(file.database, key, tmp_path / "kopie.db", b"k" * 32)
    copied = check_database(tmp_path / "kopie.db", b"k" * 32)
    assert copied == check_database(file.database, key)
    assert copied.counts["client"] == 1
    with pytest.raises(Damaged):
        check_database(tmp_path / "kopie.db", key)
