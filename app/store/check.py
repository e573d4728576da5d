"""Checks of a database file: both integrity checks, row counts, the room that a copy needs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import N_, UserError
from app.store.connection import failures_told, open_connection

NO_ROOM = N_("Auf dem Datenträger ist zu wenig Platz: gebraucht werden {need} MB. Es wurde nichts geschrieben. "
             "Schaffen Sie Platz oder nehmen Sie einen anderen Datenträger.")
COPY_DIFFERS = N_("Die Kopie stimmt nicht mit der Klientendatei überein und wurde verworfen. "
                  "Ihre Daten sind unverändert. Nehmen Sie einen anderen Datenträger.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Ihre Daten sind unverändert. "
                  "Wählen Sie einen anderen Ort oder Datenträger.")
KEEP_FREE = 50 * 1024 * 1024
COUNTED = ("client", "case_", "contact", "referral", "follow_up", "issued_month", "act")
Progress = Callable[[int, int], None]
During = Callable[[Any], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of both integrity checks and the row counts of the tables that matter."""

    problems: tuple[str, ...]
    counts: dict[str, int]
    schema: int


def check_database(path: Path, key: bytes, during: During = nullcontext) -> Checked:
    """Both checks of vault.md, each on a connection of its own outside the pool; neither is enough alone.

    Where pages are damaged nothing is counted any more: what would be read could not be trusted.
    """
    problems = check_pages(path, key)
    if problems:
        return Checked(problems=problems, counts={}, schema=0)
    problems = check_structure(path, key, during)
    with failures_told(), closing(open_connection(path, key)) as connection:
        counts = {t: int(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in COUNTED}
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return Checked(problems=problems, counts=counts, schema=schema)


def check_pages(path: Path, key: bytes) -> tuple[str, ...]:
    """``cipher_integrity_check``, all its rows: every page's HMAC. Blocks nobody and cannot be interrupted.

    A page that is being written meanwhile counts as damaged: where somebody may write, a finding is asked for again.
    """
    with failures_told(), closing(open_connection(path, key)) as connection:
        return tuple(str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall())


def check_structure(path: Path, key: bytes, during: During = nullcontext) -> tuple[str, ...]:
    """``integrity_check`` on a new connection. A commit has to wait for it: ``during`` may hand it to who interrupts.

    What is interrupted raises the driver's OperationalError.
    """
    with failures_told(), closing(open_connection(path, key)) as connection, during(connection):
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
    return tuple(line for line in found if line != "ok")


def room_for(target: Path, size: int) -> None:
    """Keeps 50 MB free: on a full disk even a DELETE fails."""
    place = next((parent for parent in target.absolute().parents if parent.exists()), target.parent)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    if free < size + KEEP_FREE:
        raise UserError(NO_ROOM, need=(size + KEEP_FREE) // 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVersions:
    """The database engine and the library it encrypts with."""

    sqlcipher: str
    sqlite: str
    provider: str


def engine_versions() -> EngineVersions:
    """What the engine of this program says of itself, without any file."""
    with closing(sqlcipher.connect(":memory:")) as connection:
        # without a key there is no cipher that could be asked
        connection.execute("PRAGMA key = 'x'")

        def told(question: str) -> str:
            row = connection.execute(question).fetchone()
            return str(row[0]) if row else ""

        return EngineVersions(
            sqlcipher=told("PRAGMA cipher_version"), sqlite=told("SELECT sqlite_version()"),
            provider=told("PRAGMA cipher_provider_version") or told("PRAGMA cipher_provider"))
