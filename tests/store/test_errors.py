"""What goes wrong around the file: one sentence that says what is safe, nothing lost, never an empty new database."""

import hashlib
import os
import random
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import UserError
from app.store.casefile import NOT_A_FILE, CaseFile, unlock
from app.store.check import check_database
from app.store.connection import DISK_FULL, READ_ONLY, UNREADABLE, failures_told, open_connection, told
from app.store.queries import clients
from app.store.queries.client import page
from app.usecases import casework, keys
from app.usecases.contact import add_contact
from app.vault import keyfile
from app.vault.errors import Damaged, WrongSecret
from tests.casefiles import PASSWORD, Clock, Opener, every_row, refusal, taken_in

PAGE = 4096


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_a_wrong_password_is_no_damage_and_changes_nothing(opener: Opener) -> None:
    before = contents(opener.folder)
    with pytest.raises(WrongSecret):
        keys.unlock(opener.folder, "falsch", clock=opener.clock)
    assert contents(opener.folder) == before


def test_both_key_files_damaged_is_never_called_a_wrong_password(opener: Opener) -> None:
    for name in keyfile.COPIES:
        flip(opener.folder / name, 100)
    before = contents(opener.folder)
    with pytest.raises(Damaged, match="Schlüsseldateien sind beschädigt"):
        keys.unlock(opener.folder, PASSWORD, clock=opener.clock)
    assert contents(opener.folder) == before
    file = opener()
    assert file.meta("ags") == "05315000"


def test_one_damaged_key_file_is_healed_from_the_other(opener: Opener) -> None:
    flip(opener.folder / "schluessel-a.json", 100)
    keys.unlock(opener.folder, PASSWORD, clock=opener.clock).close()
    a, b = ((opener.folder / name).read_bytes() for name in keyfile.COPIES)
    assert a == b


@pytest.mark.parametrize("missing", [("daten.db",), ("daten.db", *keyfile.COPIES)])
def test_a_missing_database_is_never_made_anew(opener: Opener, missing: tuple[str, ...]) -> None:
    for name in missing:
        (opener.folder / name).unlink()
    assert refusal(lambda: keys.unlock(opener.folder, PASSWORD, clock=opener.clock)) == NOT_A_FILE
    with pytest.raises(Damaged):
        opener()
    with pytest.raises(Damaged):
        open_connection(opener.folder / "daten.db", b"k" * 32)
    assert not (opener.folder / "daten.db").exists()


def test_a_damaged_first_page_is_told_at_opening_and_the_lock_is_given_back(opener: Opener) -> None:
    flip(opener.folder / "daten.db", 100)
    before = (opener.folder / "daten.db").read_bytes()
    for _ in range(2):  # the second time it must not say "already open"
        assert refusal(opener) == Damaged.sentence
    assert (opener.folder / "daten.db").read_bytes() == before


def test_another_secret_opens_nothing_and_leaves_the_bytes(opener: Opener) -> None:
    before = (opener.folder / "daten.db").read_bytes()
    with pytest.raises(Damaged):
        unlock(opener.folder, keyfile.new_secret(), clock=Clock())
    assert (opener.folder / "daten.db").read_bytes() == before


def test_every_flipped_byte_is_found_by_the_checks(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.close()
    database, key = opener.folder / "daten.db", keyfile.hkdf(opener.secret, "db")
    whole = database.read_bytes()
    assert check_database(database, key).problems == ()
    places = random.Random(1).sample(range(PAGE, len(whole)), 12)
    for place in places:
        flip(database, place)
        try:
            problems: tuple[str, ...] = check_database(database, key).problems
        except Damaged:
            problems = ("told at once",)
        assert problems, place
        database.write_bytes(whole)


def test_a_damaged_page_met_while_reading_is_one_sentence(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.close()
    database = opener.folder / "daten.db"
    whole = bytearray(database.read_bytes())
    for start in range(PAGE, len(whole), PAGE):
        whole[start + 50] ^= 1
    database.write_bytes(whole)
    with pytest.raises(Damaged):
        clients.lines(opener())


def test_a_truncated_database_is_damaged(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    file.close()
    database = opener.folder / "daten.db"
    os.truncate(database, database.stat().st_size // 2)
    with pytest.raises(Damaged):
        clients.lines(opener())


def test_a_full_disk_keeps_everything_up_to_the_last_step(opener: Opener) -> None:
    file = opener()
    client_id, case_id = taken_in(file)

    @event.listens_for(file._writers, "begin")
    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    before = every_row(file)
    assert refusal(lambda: add_contact(file, case_id, on=file.today(), text="x" * 19_000)) == DISK_FULL
    assert every_row(file) == before
    assert page(file, client_id).contacts == ()
    file.close()
    again = opener()
    add_contact(again, case_id, on=again.today(), text="x" * 19_000)
    assert len(page(again, client_id).contacts) == 1


def test_a_failing_disk_is_told_and_nothing_is_half_written(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    # a folder in the place of the journal stops every write, whoever runs the test
    journal = file.folder / "daten.db-journal"
    file._writers.dispose()
    file._readers.dispose()
    journal.unlink(missing_ok=True)
    journal.mkdir()
    assert refusal(lambda: casework.change_client(file, client_id, phone="0200")) == UNREADABLE
    journal.rmdir()
    assert page(file, client_id).client.phone == ""
    casework.change_client(file, client_id, phone="0300")
    assert page(file, client_id).client.phone == "0300"


def test_a_file_that_became_read_only_is_told_and_reading_goes_on(opener: Opener) -> None:
    file = opener()
    client_id, _ = taken_in(file)

    @event.listens_for(file._writers, "begin")
    def forbid(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    before = every_row(file)
    assert refusal(lambda: casework.change_client(file, client_id, phone="0200")) == READ_ONLY
    assert every_row(file) == before
    assert page(file, client_id).client.phone == ""


@pytest.mark.parametrize(("message", "sentence"), [
    ("database or disk is full", DISK_FULL), ("disk I/O error", UNREADABLE),
    ("attempt to write a readonly database", READ_ONLY), ("database disk image is malformed", Damaged.sentence),
    ("file is not a database", Damaged.sentence),
])
def test_known_failures_are_sentences_wherever_they_come_from(message: str, sentence: str) -> None:
    for error in (sqlcipher.OperationalError(message), OperationalError("SELECT 1", None, Exception(message))):
        with pytest.raises(UserError) as refused, failures_told():
            raise error
        assert refused.value.msgid == sentence
        assert refused.value.__cause__ is None


def test_an_unknown_failure_stays_a_defect() -> None:
    assert told(sqlcipher.OperationalError("no such table: x")) is None
    with pytest.raises(sqlcipher.OperationalError, match="no such table"), failures_told():
        raise sqlcipher.OperationalError("no such table: x")


def test_no_sentence_of_the_database_shows_what_was_written(file: CaseFile) -> None:
    with pytest.raises(Exception, match="no such column") as failed, file.write("Probe") as work:
        work.connection.execute(text("UPDATE client SET no_field = :name"), {"name": "Zzyzx"})
    assert "Zzyzx" not in str(failed.value)
