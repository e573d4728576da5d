"""The open Klientendatei: one act is one ``write``; reads end inside ``queries``; nobody else touches the database."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError

from app.domain.errors import N_, UserError
from app.store import history, migrations, program, reversal, search
from app.store.checkup import Checkup
from app.store.connection import failures_told, leave_alone, make_engine, open_connection
from app.store.history import Head
from app.store.lock import FolderLock
from app.store.reversal import Step, silent
from app.store.schema import DraftRow, MetaRow
from app.store.standing import Standing
from app.store.work import Work
from app.vault import keyfile
from app.vault.errors import Damaged

ALREADY_THERE = N_("An diesem Ort gibt es schon etwas mit diesem Namen. Es wurde nichts verändert. "
                   "Wählen Sie einen anderen Namen oder Ort.")
CANNOT_CREATE = N_("Hier lässt sich keine Klientendatei anlegen, weil nicht geschrieben werden kann. "
                   "Es wurde nichts angelegt. Wählen Sie einen anderen Ort.")
NOT_A_FILE = N_("An diesem Ort liegt keine Klientendatei. Es wurde nichts verändert. Wählen Sie den Ordner, "
                "dessen Name auf „.klientendatei“ endet.")
CLOSED = N_("Diese Klientendatei ist schon geschlossen. Es wurde nichts geändert. Öffnen Sie sie noch einmal.")
KEY_CHANGED = N_("Der Schlüssel wurde inzwischen erneuert. Die begonnene Kopie ist verworfen, Ihre Daten sind "
                 "unverändert. Beginnen Sie die Sicherung noch einmal.")
UNKNOWN = N_("Der Datenträger hat beim Speichern von „{title}“ einen Fehler gemeldet, und es lässt sich nicht "
             "nachlesen, ob es gespeichert ist. Alles davor ist gespeichert. Schließen Sie das Programm, öffnen Sie es "
             "neu und sehen Sie nach, bevor Sie den Schritt wiederholen.")
# seconds in which an act that waits for a copy gets its turn
LET_IN = 0.001
DATABASE = "daten.db"
# where a third copy of the key file stands, for the day when both others are spoilt (vault.md)
KEY_FILE = "key_file"
SUFFIX = ".klientendatei"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a committed act touched: table names and identities; told to subscribers after COMMIT."""

    title: str
    entities: frozenset[str]
    ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record being created, as it was last left; ``cursor`` names the field with the caret."""

    kind: str
    content: dict[str, Any]
    cursor: str
    saved_at: datetime


class CaseFile:
    """An unlocked Klientendatei in its folder; made by ``create`` or ``unlock``, given back by ``close``."""

    def __init__(self, folder: Path, secret: bytes, lock: FolderLock,
                 clock: Callable[[], datetime]) -> None:
        self.folder, self.secret, self.now = folder, secret, clock
        self._lock = lock
        self._readers, self._writers = _engines(self.database, secret)
        self._writer = threading.RLock()
        self._turnstile = threading.Lock()
        self._writing = False
        self._subscribers: list[Callable[[Change], None]] = []
        self.checkup = Checkup(self.database, lambda: keyfile.hkdf(self.secret, "db"), clock)
        self.standing = Standing(self)

    @property
    def database(self) -> Path:
        """The encrypted database file."""
        return self.folder / DATABASE

    def today(self) -> date:
        """The wall-clock date."""
        return self.now().date()

    @contextmanager
    def write(self, title: str, *, undoable: bool = True) -> Iterator[Work]:
        """One act: transaction, history entry, undo step, search index and refresh; a failed one leaves no trace."""
        noted: list[Head] = []
        with self._transaction(title, noted) as connection:
            work = Work(connection)
            yield work
            if work.noted:
                search.reindex(connection, work.noted)
                noted.append(history.note(connection, work, at=self.now(), title=title, undoable=undoable))
        self._tell(title, work)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction; only for ``queries``, which fetch everything before it ends."""
        with failures_told():
            # who changes the key stands in the turnstile: no reader may come in with the old one
            with self._turnstile:
                connection = self._readers.connect()
            with connection, connection.begin():
                yield connection

    def undo(self, number: int | None = None, step: Step = silent) -> str:
        """Takes the last act back, or the one of that number, and returns its title; UserError where it cannot.

        ``step(done, total)`` is told how far it is and may raise to stop: then all is as it was.
        """
        choose = history.next_undo if number is None else partial(history.standing_act, number=number)
        return self._reverse(choose, history.NOTHING_TO_UNDO, history.UNDO, step)

    def redo(self, step: Step = silent) -> str:
        """Repeats the act taken back last and returns its title; ``step`` as for `undo`."""
        return self._reverse(history.next_redo, history.NOTHING_TO_REDO, history.REDO, step)

    def _reverse(self, choose: Callable[[Connection], Any], nothing: str, kind: str, step: Step) -> str:
        noted: list[Head] = []
        with self._transaction(history.WORDS[kind], noted) as connection:
            act = choose(connection)
            if act is None:
                raise UserError(nothing)
            work, head = reversal.reverse(connection, act, at=self.now(), kind=kind, step=step)
            search.reindex(connection, work.noted)
            noted.append(head)
        self._tell(act.title, work)
        return str(act.title)

    def save_draft(self, kind: str, content: dict[str, Any], cursor: str) -> None:
        """Keeps a record being created as it stands; in no history and no count."""
        with self._transaction() as connection:
            row = {"kind": kind, "content": json.dumps(content, ensure_ascii=False), "cursor": cursor,
                   "saved_at": self.now()}
            connection.execute(upsert(DraftRow).values(row).on_conflict_do_update(index_elements=["kind"], set_=row))

    def discard_draft(self, kind: str) -> None:
        """Forgets a draft, because it became a record or is not wanted."""
        with self._transaction() as connection:
            connection.execute(delete(DraftRow).where(DraftRow.kind == kind))

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts that lock, crash or restart left behind."""
        with self.read() as connection:
            rows = connection.execute(select(DraftRow.__table__)).all()
        return tuple(Draft(kind=r.kind, content=json.loads(r.content), cursor=r.cursor, saved_at=r.saved_at)
                     for r in rows)

    def meta(self, name: str) -> str:
        """A fact about the file itself (office, AGS, role, Muster), empty where not set."""
        with self.read() as connection:
            return connection.execute(select(MetaRow.value).where(MetaRow.name == name)).scalar() or ""

    def set_meta(self, **facts: str) -> None:
        """Sets facts about the file itself."""
        with self._transaction() as connection:
            for name, value in facts.items():
                Work(connection).set_meta(name, value)

    def subscribe(self, told: Callable[[Change], None]) -> None:
        """Calls ``told`` after every commit, in the thread that wrote."""
        self._subscribers.append(told)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keeps other writers and ``close`` waiting, for acts on the files of the folder; UserError once closed."""
        with self._writer:
            if not self._lock.held:
                raise UserError(CLOSED)
            yield

    @contextmanager
    def between_writes(self) -> Iterator[tuple[Any, Callable[[], None]]]:
        """The writers' own connection for a copy in steps, and what lets the acts that wait in between two steps."""
        with self.alone():
            with self._writers.connect() as connection:
                own = connection.connection.driver_connection

            secret = self.secret

            def let_in() -> None:
                self._writer.release()
                # a lock that is taken again at once would never be handed over
                time.sleep(LET_IN)
                self._writer.acquire()
                if not self._lock.held:
                    raise UserError(CLOSED)
                # the connection is closed, and the copy would be of two keys
                if self.secret != secret:
                    raise UserError(KEY_CHANGED)

            yield own, let_in

    def change_secret(self, secret: bytes, rekey: Callable[[], None]) -> None:
        """Goes on with another master secret after ``rekey`` gave the database its key; readers wait meanwhile."""
        with self.alone(), self.checkup.giving_way(), self._turnstile:
            leave_alone(self._readers)
            self._writers.dispose()
            rekey()
            self.secret = secret
            self._readers, self._writers = _engines(self.database, secret)

    def close(self) -> None:
        """Ends all connections and gives the lock back; the object is of no use afterwards."""
        self.checkup.stop()
        # an act under way ends first: after the lock is given back it would write into somebody else's file
        with self._writer:
            self._subscribers.clear()
            self.standing.keep()
            self._readers.dispose()
            self._writers.dispose()
            self._lock.release()

    @contextmanager
    def _transaction(self, title: str = "", noted: Sequence[Head] = ()) -> Iterator[Connection]:
        """``noted`` has the act's link in it when the block ends: what a failing COMMIT has done is read from it."""
        with self._writer, failures_told(), self.checkup.giving_way():
            if self._writing:
                raise RuntimeError("a write inside a write")
            self._writing = True
            try:
                with self._writers.connect() as connection, connection.begin():
                    yield connection
                    self.standing.raise_once(connection)
                self.standing.raised = True
            except DBAPIError:
                if not (noted and _stands(self, noted[0], title)):
                    raise
            finally:
                self._writing = False

    def _tell(self, title: str, work: Work) -> None:
        if work.noted:
            change = Change(title=title, entities=frozenset(n[1] for n in work.noted),
                            ids=frozenset(n[2] for n in work.noted))
            for told in list(self._subscribers):
                told(change)


def _engines(database: Path, secret: bytes) -> tuple[Engine, Engine]:
    key = keyfile.hkdf(secret, "db")
    return make_engine(database, key, writes=False), make_engine(database, key, writes=True)


def _stands(file: CaseFile, act: Head, title: str) -> bool:
    """Whether an act stands although its COMMIT raised, which means "unknown"; UserError where nobody can read it."""
    # what the open connections know of the file may be what the disk does not hold
    file._writers.dispose()
    file._readers.dispose()
    try:
        with file.read() as connection:
            return history.holds(connection, act)
    except (UserError, DBAPIError):
        raise UserError(UNKNOWN, title=title) from None


def create(folder: Path, password: str, *, office: str, ags: str, clock: Callable[[], datetime], role: str = "office",
           muster: bool = False, kdf: keyfile.Kdf = keyfile.DEFAULT_KDF, schema: int = migrations.CURRENT) -> CaseFile:
    """A new Klientendatei in a folder that does not exist yet, opened; its master secret is in ``.secret``."""
    if folder.exists():
        raise UserError(ALREADY_THERE)
    secret = keyfile.new_secret()
    keys = keyfile.create(secret, password, kdf)
    meta = {
        "office": office, "ags": ags, "role": role, "muster": "1" if muster else "",
        # both stay for the life of the caseload (anonymity.md): never exported, never renewed
        "rounding_key": secrets.token_hex(32), "pseudonym": secrets.token_hex(4),
        KEY_FILE: keyfile.to_bytes(keys).decode("ascii"),
    }
    with ExitStack() as undone:
        try:
            os.umask(0o077)
            folder.mkdir(mode=0o700, parents=True)
            undone.callback(shutil.rmtree, folder, ignore_errors=True)
            keyfile.save(folder, keys)
            file = _fill(folder, secret, clock, schema, meta)
        except OSError:
            raise UserError(CANNOT_CREATE) from None
        undone.pop_all()
    return file


def _fill(folder: Path, secret: bytes, clock: Callable[[], datetime], schema: int, meta: dict[str, str]) -> CaseFile:
    key = keyfile.hkdf(secret, "db")
    with ExitStack() as undone:
        lock = FolderLock(folder)
        lock.acquire()
        undone.callback(lock.release)
        open_connection(folder / DATABASE, key, create=True).close()
        file = CaseFile(folder, secret, lock, clock)
        undone.callback(file.close)
        with file._transaction() as connection:
            migrations.migrate(connection, upto=schema)
            for name, value in meta.items():
                Work(connection).set_meta(name, value)
        file.standing.compare()
        undone.pop_all()
    return file


def unlock(folder: Path, secret: bytes, *, clock: Callable[[], datetime]) -> CaseFile:
    """Opens the Klientendatei with its master secret, brings an older schema up to date after a verified copy.

    A newer program than the one that wrote last makes that copy too (store/program.py).

    Raises UserError: no such file, in use, newer than this program, damaged; nothing is changed then.
    """
    if not (folder / DATABASE).exists() and not folder.is_dir():
        raise UserError(NOT_A_FILE)
    lock = FolderLock(folder)
    lock.acquire()
    with ExitStack() as undone:
        undone.callback(lock.release)
        file = CaseFile(folder, secret, lock, clock)
        undone.callback(file.close)
        with file.read() as connection:
            found = migrations.version(connection)
        if found == 0:  # emptied from outside: filling it with tables would hide that everything is gone
            raise Damaged
        migrations.refuse_newer(found)
        updated = program.before_first_write(file, found)
        if found < migrations.CURRENT:
            with file._transaction() as connection:
                migrations.migrate(connection)
        # the first act of a session shall not wait for pragmas and the first pages
        file._writers.connect().close()
        file.standing.compare()
        file.standing.updated = updated
        if updated is not None and updated.failure is None:
            # noted at once, so that a session that only reads makes no further backup; a full disk may wait
            with suppress(UserError), file._transaction():
                pass
        undone.pop_all()
    return file
