"""The open Klientendatei: one act is one transaction, one entry, one refresh; a failed one leaves no trace."""

import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.errors import UserError
from app.domain.identity import new_id
from app.store import connection as connections
from app.store.casefile import ALREADY_THERE, CANNOT_CREATE, NOT_A_FILE, CaseFile, Change, create, unlock
from app.store.connection import BUSY, READ_ONLY, TOO_LONG, open_connection
from app.store.queries import clients
from app.store.queries.client import page
from app.store.queries.history import of_client
from app.store.work import GONE, Work
from app.usecases import casework
from app.vault import keyfile
from tests.casefiles import PASSWORD, Clock, Opener, dump, every_row, refusal, taken_in


def test_a_write_commits_and_notes_old_and_new(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    with file.write("Angabe ändern") as work:
        work.change(Client, client_id, phone="0200 0042", room="3")
    rows = every_row(file)
    assert page(file, client_id).client.phone == "0200 0042"
    noted = ["set", "client", client_id, {"phone": ["", "0200 0042"], "room": ["", "3"]}]
    assert json.loads(rows["act_payload"][-1][2]) == [noted]
    assert [act.title for act in of_client(file, client_id).acts] == ["Angabe ändern", "Person aufnehmen"]


def test_a_write_that_changes_nothing_is_no_entry(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    told: list[Change] = []
    file.subscribe(told.append)
    casework.change_client(file, client_id, phone="")
    assert every_row(file) == before
    assert told == []


def test_a_failing_write_leaves_no_trace(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    before = every_row(file)
    told: list[Change] = []
    file.subscribe(told.append)
    with pytest.raises(ZeroDivisionError), file.write("Notiz schreiben") as work:
        work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), text="Zzyzx"))
        work.change(Client, client_id, family_name="Zzyzx")
        work.next_number()
        work.set_meta("office", "Zzyzx")
        raise ZeroDivisionError
    assert every_row(file) == before
    assert (told, clients.search(file, "zzyzx")) == ([], ())


def test_a_failure_while_the_history_is_written_leaves_no_trace(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch,
) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    monkeypatch.setattr("app.store.history.json.dumps", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        casework.change_client(file, client_id, phone="0200")
    assert every_row(file) == before


def test_a_write_inside_a_write_is_a_defect_and_undoes_both(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    with pytest.raises(RuntimeError, match="write inside a write"), file.write("außen") as work:
        work.change(Client, client_id, phone="0200")
        casework.change_client(file, client_id, phone="0300")
    assert every_row(file) == before
    casework.change_client(file, client_id, phone="0400")
    assert page(file, client_id).client.phone == "0400"


def test_a_write_just_after_a_page_was_read_does_not_wait(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    for number in range(3):
        begun = perf_counter()
        assert page(file, client_id).client.room == (str(number - 1) if number else "")
        casework.change_client(file, client_id, room=str(number))
        assert perf_counter() - begun < 2


def test_writes_of_several_threads_and_reads_between_them_all_arrive(file: CaseFile) -> None:
    taken_in(file)
    failures: list[BaseException] = []
    readable = threading.Semaphore(1)

    def work(act: str) -> None:
        try:
            for number in range(4):
                if act == "read":
                    with readable:
                        clients.lines(file)
                else:
                    taken_in(file, given_name=f"{act}{number}")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(act,)) for act in ("A", "B", "read")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(line.number for line in clients.lines(file)) == list(range(1, 10))


def test_a_write_waits_for_a_running_import_of_another_thread(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    inside, go_on = threading.Event(), threading.Event()

    def long_import() -> None:
        with file.write("Katalog einlesen") as work:
            work.change(Client, client_id, phone="0200")
            inside.set()
            go_on.wait(5)

    importing = threading.Thread(target=long_import)
    importing.start()
    inside.wait(5)
    assert page(file, client_id).client.phone == ""
    writing = threading.Thread(target=lambda: casework.change_client(file, client_id, room="7"))
    writing.start()
    writing.join(0.1)
    assert writing.is_alive()
    go_on.set()
    importing.join(5)
    writing.join(5)
    client = page(file, client_id).client
    assert (client.phone, client.room) == ("0200", "7")


def test_a_commit_that_an_open_read_blocks_is_told_and_leaves_no_trace(
    opener: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "PRAGMAS", (*connections.PRAGMAS[:-1], "PRAGMA busy_timeout=50"))
    file = opener()
    client_id, _ = taken_in(file)
    reader = open_connection(file.database, keyfile.hkdf(file.secret, "db"))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM client").fetchone()
    assert refusal(lambda: casework.change_client(file, client_id, phone="0200")) == BUSY
    reader.execute("ROLLBACK")
    reader.close()
    assert page(file, client_id).client.phone == ""
    casework.change_client(file, client_id, phone="0300")
    assert page(file, client_id).client.phone == "0300"


def test_a_write_holds_the_file_from_its_beginning(file: CaseFile) -> None:
    other = open_connection(file.database, keyfile.hkdf(file.secret, "db"))
    other.execute("PRAGMA busy_timeout=0")
    with file.write("Probe"), pytest.raises(sqlcipher.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_subscribers_are_told_after_the_commit_what_was_touched(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    seen: list[tuple[Change, str]] = []
    file.subscribe(lambda change: seen.append((change, page(file, client_id).client.occupation)))
    casework.change_client(file, client_id, occupation="Bäckerin")
    file.undo()
    change = Change(title="Angabe ändern", entities=frozenset({"client"}), ids=frozenset({client_id}))
    assert seen == [(change, "Bäckerin"), (change, "")]


def test_a_subscriber_may_write(file: CaseFile) -> None:
    client_id, _ = taken_in(file)

    def told(change: Change) -> None:
        if page(file, client_id).client.room == "":
            casework.change_client(file, client_id, room="7")

    file.subscribe(told)
    casework.change_client(file, client_id, phone="0200")
    assert (page(file, client_id).client.phone, page(file, client_id).client.room) == ("0200", "7")


def test_readers_cannot_write(file: CaseFile) -> None:
    with file.read() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar() == 1
    with pytest.raises(UserError) as refused, file.read() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    assert refused.value.msgid == READ_ONLY
    assert file.meta("office") == "MUSTER-Amt"


def test_drafts_survive_reopening_and_are_in_no_history(opener: Opener, clock: Clock) -> None:
    file = opener()
    file.save_draft("intake", {"family_name": "MUSTER", "aliases": ["محمد"]}, "given_name")
    clock.moment += timedelta(seconds=1)
    file.save_draft("intake", {"family_name": "MUSTERMANN"}, "phone")
    file.save_draft("note", {"text": "halb"}, "text")
    file.close()
    again = opener()
    drafts = {draft.kind: draft for draft in again.drafts()}
    assert drafts["intake"].content == {"family_name": "MUSTERMANN"}
    assert (drafts["intake"].cursor, drafts["intake"].saved_at) == ("phone", clock.moment)
    again.discard_draft("note")
    assert [draft.kind for draft in again.drafts()] == ["intake"]
    assert every_row(again)["act"] == []


def test_facts_about_the_file_are_kept(opener: Opener) -> None:
    file = opener()
    assert (file.meta("office"), file.meta("ags"), file.meta("role"), file.meta("nothing")) == (
        "MUSTER-Amt", "05315000", "office", "")
    assert len(file.meta("rounding_key")) == 64
    file.set_meta(office="Neues Amt", last_backup="2026-11-23")
    file.close()
    assert (opener().meta("office"), opener.opened[-1].meta("last_backup")) == ("Neues Amt", "2026-11-23")


def test_what_has_gone_meanwhile_is_told(file: CaseFile) -> None:
    with file.write("nichts") as work:
        assert refusal(lambda: work.get(Client, "gone")) == GONE
    assert refusal(lambda: page(file, "gone")) == GONE


def test_a_text_that_is_too_long_is_refused_in_a_sentence(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    assert refusal(lambda: casework.change_client(file, client_id, room="x" * 61)) == TOO_LONG
    assert page(file, client_id).client.room == ""


def test_several_values_come_back_as_they_were_put_in(file: CaseFile) -> None:
    client_id, _ = taken_in(file, aliases=("Sam", "محمد"), nationalities=("423", "475"), original_script="أميرة")
    client = page(file, client_id).client
    assert (client.aliases, client.nationalities, client.original_script) == (("Sam", "محمد"), ("423", "475"), "أميرة")
    with file.write("Probe") as work:
        assert work.find(Client, id=[client_id, "other"]) == [client]
        assert work.find(Client, family_name="MUSTER", original_script="أميرة") == [client]
        assert work.find(Client, family_name="Łukasz") == []


def test_the_file_is_encrypted_and_private(opener: Opener) -> None:
    file = opener()
    taken_in(file, family_name="Zzyzx")
    stored = file.database.read_bytes()
    assert stored[:15] != b"SQLite format 3"
    assert b"Zzyzx" not in stored
    assert file.folder.stat().st_mode & 0o077 == 0
    assert {path.name: path.stat().st_mode & 0o077 for path in file.folder.iterdir() if path.suffix != ".lock"} == {
        "daten.db": 0, "daten.db-journal": 0, "schluessel-a.json": 0, "schluessel-b.json": 0,
        "stand.json": 0}


ASK_FOR_PRAGMAS = """
import json, sys
from datetime import datetime
from pathlib import Path
from app.store import casefile
file = casefile.unlock(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), clock=datetime.now)
with file.read() as connection:
    print(json.dumps({name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in sys.argv[3:]}))
file.close()
"""


def test_the_pragmas_are_those_of_the_vault(opener: Opener) -> None:
    wanted = {"temp_store": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1,
              "journal_mode": "truncate", "synchronous": 3, "busy_timeout": 5000, "cipher_memory_security": "1"}
    # in a process of its own: once locked, the memory of a process stays locked and slows all other tests
    asked = subprocess.run([sys.executable, "-c", ASK_FOR_PRAGMAS, str(opener.folder), opener.secret.hex(), *wanted],
                           capture_output=True, check=True, text=True)
    assert json.loads(asked.stdout) == wanted
    file = opener()
    for index in ("client_search", "contact_search"):
        config = dict(every_row(file)[f"{index}_config"])
        assert config["secure-delete"] == 1


def test_another_opening_derives_nothing_and_the_quoted_key_opens_the_same_file(file: CaseFile) -> None:
    taken_in(file)
    key = keyfile.hkdf(file.secret, "db")
    durations = []
    for _ in range(5):
        begun = perf_counter()
        open_connection(file.database, key).close()
        durations.append(perf_counter() - begun)
    # as a passphrase the key would be stretched for more than 100 ms
    assert min(durations) < 0.02
    plain = sqlcipher.connect(str(file.database))
    plain.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    assert plain.execute("SELECT count(*) FROM client").fetchone() == (1,)
    plain.close()


def test_a_folder_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    taken = tmp_path / "da.klientendatei"
    taken.mkdir()
    (taken / "brief.txt").write_text("wichtig")
    assert refusal(lambda: create(taken, PASSWORD, office="", ags="05315000", clock=Clock())) == ALREADY_THERE
    assert [path.name for path in taken.iterdir()] == ["brief.txt"]


def test_a_place_where_nothing_can_be_written_gets_no_file(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("kein Ordner")
    inside = tmp_path / "datei" / "neu.klientendatei"
    assert refusal(lambda: create(inside, PASSWORD, office="", ags="05315000", clock=Clock(),
                                  kdf=keyfile.LIGHT_KDF)) == CANNOT_CREATE
    assert [path.name for path in tmp_path.iterdir()] == ["datei"]


def test_a_creation_that_fails_half_way_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "neu.klientendatei"

    def make() -> CaseFile:
        return create(folder, PASSWORD, office="", ags="05315000", clock=Clock(), kdf=keyfile.LIGHT_KDF)

    with monkeypatch.context() as patch:
        patch.setattr(Work, "set_meta", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make()
    assert list(tmp_path.iterdir()) == []
    make().close()


def test_a_folder_that_is_no_klientendatei_is_not_taken_for_one(tmp_path: Path, pattern: tuple[Path, bytes]) -> None:
    secret = pattern[1]
    assert refusal(lambda: unlock(tmp_path / "nichts", secret, clock=Clock())) == NOT_A_FILE
    assert list(tmp_path.iterdir()) == []


def test_a_closed_file_reads_the_same_when_it_is_opened_again(opener: Opener) -> None:
    file = opener()
    taken_in(file, given_name="Łukasz")
    before = every_row(file)
    file.close()
    assert dump(file.database, file.secret) == before
    assert [line.name for line in clients.lines(opener())] == ["MUSTER, Łukasz"]
