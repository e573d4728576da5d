"""Backups: copied while people work, checked, counted and read again; what does not hold leaves no file."""

import os
import threading
from pathlib import Path

import pytest

from app.store import backup, copying, migrations
from app.store.backup import IMAGE, TARGET_EXISTS, TOTAL, back_up, check_beside
from app.store.casefile import CLOSED, CaseFile
from app.store.check import CANNOT_WRITE, COPY_DIFFERS, NO_ROOM, check_database
from app.store.connection import BUSY
from app.store.copying import copy_database
from app.store.restore import look, prepare
from app.usecases import casework
from app.vault import container, keyfile
from app.vault.errors import Damaged
from tests.casefiles import PASSWORD, Opener, dump, every_row, refusal, taken_in


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick" / "muster.kdsicherung"


def test_a_backup_holds_every_row_and_says_how_much(file: CaseFile, target: Path) -> None:
    taken_in(file, family_name="Zzyzx")
    made = back_up(file, target)
    assert (made.created, made.schema) == (file.now(), migrations.CURRENT)
    assert (made.counts["client"], made.counts["act"]) == (1, 1)
    assert os.listdir(target.parent) == [target.name]
    assert look(target, password=PASSWORD).backup == made
    assert not (file.folder / IMAGE).exists()
    stored = target.read_bytes()
    assert b"Zzyzx" not in stored
    assert b"SQLite format 3" not in stored


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
    for rest in (file.folder / IMAGE, target.with_name(target.name + ".neu")):
        rest.write_bytes(b"rest")
    back_up(file, target)
    assert not (file.folder / IMAGE).exists()
    assert os.listdir(target.parent) == [target.name]


@pytest.mark.parametrize("check", ["check_pages", "check_structure"])
def test_a_copy_that_fails_a_check_is_thrown_away(file: CaseFile, target: Path, monkeypatch: pytest.MonkeyPatch,
                                                  check: str) -> None:
    monkeypatch.setattr(backup, check, lambda *_: ("page 3",))
    assert refusal(lambda: back_up(file, target)) == COPY_DIFFERS
    assert os.listdir(target.parent) == []


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


def test_progress_rises_to_the_end(file: CaseFile, target: Path) -> None:
    seen: list[int] = []
    back_up(file, target, lambda done, total: seen.append(done if total == TOTAL else -1))
    assert seen == sorted(seen)
    assert (seen[0] >= 0, seen[-1]) == (True, TOTAL)


@pytest.mark.parametrize("at", [0.0, 0.4, 0.9, 0.95])
def test_a_backup_can_be_cancelled_in_each_of_its_parts(file: CaseFile, target: Path, at: float) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done >= at * total:
            raise Stopped

    with pytest.raises(Stopped):
        back_up(file, target, stop)
    assert os.listdir(target.parent) == []
    assert not (file.folder / IMAGE).exists()


class Busy:
    """Writes an act at each step of a backup, from a thread of its own as the window does, until it has written all."""

    def __init__(self, file: CaseFile, client_id: str, acts: int) -> None:
        self._file, self._client, self._left, self.written = file, client_id, acts, 0

    def __call__(self, done: int, total: int) -> None:
        if self._left and done <= 0.3 * total:
            self._left -= 1
            writer = threading.Thread(target=self._write)
            writer.start()
            # between the writes of the program the copy waits for nobody: only a step of its own lets the act in
            writer.join(0.05)

    def _write(self) -> None:
        casework.change_client(self._file, self._client, phone=f"0{self._left}")
        self.written += 1


@pytest.mark.parametrize("acts", [1, 3, 12])
def test_a_backup_under_acts_holds_a_state_that_was_and_ends(file: CaseFile, target: Path, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch, acts: int) -> None:
    monkeypatch.setattr(copying, "PAGES", 5)
    client_id, _ = taken_in(file)
    busy = Busy(file, client_id, acts)
    made = back_up(file, target, busy)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread._target is not None:  # type: ignore[attr-defined]
            thread.join(5)
    assert busy.written == acts
    opened = look(target, password=PASSWORD)
    fresh = prepare(opened, tmp_path / "neu.klientendatei")
    rows = dump(fresh / "daten.db", file.secret)
    # what was acknowledged before the last page was copied is in it, and history agrees with the records
    assert made.counts["act"] == len(rows["act"]) == 1 + acts
    assert rows["client"] == every_row(file)["client"]


def test_after_three_restarts_the_copy_goes_on_between_the_acts(file: CaseFile, target: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PAGES", 5)
    client_id, _ = taken_in(file)
    ways: list[str] = []
    between = copying._copy_between_writes
    monkeypatch.setattr(copying, "_copy_between_writes", lambda *given: (ways.append("between"), between(*given)))
    back_up(file, target, Busy(file, client_id, 2))
    assert ways == []
    back_up(file, target.with_name("zwei.kdsicherung"), Busy(file, client_id, 9))
    assert ways == ["between"]


def test_closing_ends_a_copy_between_the_acts(opener: Opener) -> None:
    file = opener()
    closer = threading.Thread(target=file.close)
    with file.between_writes() as (_own, let_in):
        closer.start()

        def until_closed() -> None:
            while True:
                let_in()

        assert refusal(until_closed) == CLOSED
    closer.join()


def test_a_key_that_was_renewed_under_the_copy_is_no_damage(file: CaseFile, target: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    def renewed(*_given: object) -> None:
        file.secret = keyfile.new_secret()
        raise Damaged

    monkeypatch.setattr(backup, "copy_live", renewed)
    assert refusal(lambda: back_up(file, target)) == BUSY


def test_counts_that_differ_from_the_original_throw_the_copy_away(file: CaseFile, target: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    whole = backup.copy_live
    monkeypatch.setattr(backup, "copy_live", lambda *given: {**(whole(*given) or {}), "client": 7})
    assert refusal(lambda: back_up(file, target)) == COPY_DIFFERS
    assert os.listdir(target.parent) == []


def test_what_the_disk_gives_back_must_be_what_was_checked(file: CaseFile, target: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    write = container.write

    def forgetful(path: Path, *given: object, **more: object) -> object:
        header = write(path, *given, **more)  # type: ignore[arg-type]
        with path.open("r+b") as stick:
            stick.seek(-100, os.SEEK_END)
            stick.write(b"\0" * 16)
        return header

    monkeypatch.setattr(container, "write", forgetful)
    with pytest.raises(Damaged):
        back_up(file, target)
    assert os.listdir(target.parent) == []


def test_without_any_key_file_the_backup_opens_by_the_code(file: CaseFile, target: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keyfile.COPIES:
        (file.folder / name).unlink()
    monkeypatch.setattr(keyfile, "create", lambda secret, password, create=keyfile.create: create(
        secret, password, keyfile.LIGHT_KDF))
    made = back_up(file, target)
    assert look(target, secret=file.secret).backup == made


def test_the_check_on_a_copy_finds_what_is_damaged_and_counts_what_is_whole(file: CaseFile) -> None:
    taken_in(file)
    whole = check_beside(file, lambda done, total: None)
    assert (whole.problems, whole.counts["client"]) == ((), 1)
    with file.database.open("r+b") as database:
        database.seek(3 * 4096 + 700)
        database.write(b"\0" * 32)
    assert check_beside(file, lambda done, total: None).problems
    assert not (file.folder / IMAGE).exists()


def test_without_room_for_a_copy_the_original_is_checked(file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    assert check_beside(file, lambda done, total: None).problems == ()
