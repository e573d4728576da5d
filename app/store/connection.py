"""How the encrypted database is opened: key, pragmas, pool, and which SQL failures a person is told of."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import N_, UserError
from app.vault.errors import Damaged

DISK_FULL = N_("Der Datenträger ist voll. Gespeichert ist alles bis zum letzten Schritt. "
               "Schaffen Sie Platz und wiederholen Sie den letzten Schritt.")
READ_ONLY = N_("Der Ordner der Klientendatei ist schreibgeschützt. Ihre Daten sind unverändert. "
               "Öffnen Sie sie an einem Ort, an dem Sie schreiben dürfen.")
BUSY = N_("Die Klientendatei wird gerade an anderer Stelle beschrieben. Es wurde nichts geändert. "
          "Wiederholen Sie den Schritt in einem Augenblick.")
TOO_LONG = N_("Ein Text ist länger, als die Klientendatei ihn aufnimmt. Es wurde nichts gespeichert. Kürzen Sie ihn.")
UNREADABLE = N_("Der Datenträger hat beim Lesen oder Schreiben einen Fehler gemeldet. Gespeichert ist alles bis zum "
                "letzten Schritt. Sichern Sie die Klientendatei auf einem anderen Datenträger.")
# SQLite's own messages: the driver passes no result codes through SQLAlchemy's wrapper on every platform.
KNOWN_FAILURES = {
    "database or disk is full": DISK_FULL,
    "attempt to write a readonly database": READ_ONLY,
    "unable to open database file": READ_ONLY,
    "database is locked": BUSY,
    "disk i/o error": UNREADABLE,
    # the schema has no other checks than those of lengths
    "check constraint failed": TOO_LONG,
}
# seconds
PATIENCE = 5.0
DAMAGE_WORDS = ("malformed", "file is not a database", "hmac check failed", "vtable constructor failed")
BEFORE_KEY = ("PRAGMA cipher_log_level=NONE", "PRAGMA cipher_memory_security=ON")
PRAGMAS = (
    "PRAGMA temp_store=MEMORY", "PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON", "PRAGMA journal_mode=TRUNCATE", "PRAGMA synchronous=EXTRA", "PRAGMA busy_timeout=5000",
)


def quoted_key(key: bytes) -> bytearray:
    """The raw key in SQLCipher's quoted hex form; the 32 bytes themselves would be taken as a passphrase."""
    return bytearray(b"x'" + key.hex().encode() + b"'")


def open_connection(path: Path, key: bytes, *, create: bool = False) -> Any:
    """A keyed DBAPI connection with every pragma of vault.md; never creates a file unless told to.

    Raises Damaged where the right key does not open it, UserError for known failures of the place it lies in.
    """
    if not create and not path.exists():
        raise Damaged
    with failures_told(), ExitStack() as undone:
        mode = "rwc" if create else "rw"
        connection = sqlcipher.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None,
                                       check_same_thread=False)
        undone.callback(connection.close)
        for pragma in BEFORE_KEY:
            connection.execute(pragma)
        connection.set_key(quoted_key(key))
        for pragma in PRAGMAS:
            connection.execute(pragma).fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # With FILE, SQLite would spill client data in plain text into the temporary folder.
        assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
        undone.pop_all()
    return connection


def told(error: BaseException) -> UserError | None:
    """The sentence for a known failure of the environment, or None if the error is a defect."""
    message = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if any(word in message for word in DAMAGE_WORDS):
        return Damaged()
    return next((UserError(sentence) for words, sentence in KNOWN_FAILURES.items() if words in message), None)


@contextmanager
def failures_told() -> Iterator[None]:
    """Turns known failures of the environment into one sentence; everything else stays a defect."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        sentence = told(error)
        if sentence is None:
            raise
        raise sentence from None


def make_engine(path: Path, key: bytes, *, writes: bool) -> Engine:
    """An engine for writers (one connection) or for readers, which cannot write (three: the window, its two workers).
    Transactions begin explicitly.

    They are apart because switching ``query_only`` on a connection makes SQLite compile every statement anew, and
    with its memory locked page by page that costs more than the statements themselves.
    """
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=lambda: open_connection(path, key), poolclass=QueuePool,
        pool_size=1 if writes else 3, max_overflow=0, pool_timeout=2, hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def only_reads(connection: Any, record: object) -> None:
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Without an explicit BEGIN, DDL survives a rollback and a failed migration leaves half a schema.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def leave_alone(engine: Engine) -> None:
    """Waits until nobody reads through ``engine`` any more and closes its connections; UserError after 5 s."""
    assert isinstance(engine.pool, QueuePool)
    until = time.monotonic() + PATIENCE
    while engine.pool.checkedout():
        if time.monotonic() > until:
            raise UserError(BUSY)
        time.sleep(0.01)
    engine.dispose()
