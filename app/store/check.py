"""Copies and checks of a database file: both integrity checks, row counts, SQLite's own page-by-page copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of both integrity checks and the row counts of the tables that matter."""

    problems: tuple[str, ...]
    counts: dict[str, int]
    schema: int


def check_database(path: Path, key: bytes) -> Checked:
    """Both checks of vault.md, each on a connection of its own outside the pool; neither is enough alone.

    Where pages are damaged nothing is counted any more: what would be read could not be trusted.
    """
    with failures_told():
        with closing(open_connection(path, key)) as connection:
            problems = tuple(str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall())
        if problems:
            return Checked(problems=problems, counts={}, schema=0)
        with closing(open_connection(path, key)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
            counts = {t: int(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in COUNTED}
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return Checked(problems=tuple(line for line in found if line != "ok"), counts=counts, schema=schema)


def copy_database(source: Path, source_key: bytes, target: Path, target_key: bytes,
                  progress: Progress = lambda done, total: None) -> None:
    """A copy under another key through SQLite's own backup; an exception in ``progress`` cancels it."""
    with failures_told():
        reading = open_connection(source, source_key)
        writing = open_connection(target, target_key, create=True)
        try:
            reading.backup(writing, pages=500, progress=lambda status, left, total: progress(total - left, total))
        finally:
            writing.close()
            reading.close()


def copy_before_migration(database: Path, key: bytes, target: Path) -> None:
    """A verified copy beside the file before its schema is changed; an older copy of the same step is replaced."""
    room_for(target, database.stat().st_size)
    target.unlink(missing_ok=True)
    copy_database(database, key, target, key)
    if check_database(target, key).problems:
        target.unlink()
        raise UserError(COPY_DIFFERS)


def room_for(target: Path, size: int) -> None:
    """Keeps 50 MB free: on a full disk even a DELETE fails."""
    place = next((parent for parent in target.absolute().parents if parent.exists()), target.parent)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    if free < size + KEEP_FREE:
        raise UserError(NO_ROOM, need=(size + KEEP_FREE) // 1_000_000)


def cipher_version() -> str:
    """The version of SQLCipher this program runs on."""
    connection = sqlcipher.connect(":memory:")
    try:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()
