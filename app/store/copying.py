"""Copies of a database under another key, page by page: of one at rest, and of one that is being written.
The targets are images on the way into something verified; nobody opens them as they are."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from app.store.check import COUNTED, Progress
from app.store.connection import failures_told, open_connection
from app.vault import keyfile

# About 5 ms of work: a commit waits for one step at most, and SQLite looks again after at most 25 ms.
PAGES = 100
RESTARTS = 3
_SECONDS_TO_NEXT_TRY = 0.005
_STEPPED = (0, 101)  # SQLITE_OK, SQLITE_DONE; else the step found the file locked and nothing was copied


class Live(Protocol):
    """What a copy needs of an open Klientendatei."""

    now: Callable[[], datetime]

    @property
    def folder(self) -> Path:
        """Where it lies."""

    @property
    def secret(self) -> bytes:
        """Its master secret."""

    @property
    def database(self) -> Path:
        """The encrypted database."""

    def read(self) -> AbstractContextManager[Connection]:
        """A reading transaction."""

    def between_writes(self) -> AbstractContextManager[tuple[Any, Callable[[], None]]]:
        """The writers' own connection with all acts queued, and the call that lets the waiting ones in."""


class _Overtaken(Exception):
    """Acts of other connections made SQLite begin anew more often than one should wait for."""


class _Steps:
    """Hears of each step: passes progress on and counts how often SQLite had to begin anew."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done, self._restarts = progress, 0, 0

    def __call__(self, status: int, left: int, total: int) -> None:
        done = total - left
        if status in _STEPPED:
            self._restarts += self._done > 0 and done <= self._done
            self._done = done
        if self._restarts > RESTARTS:
            raise _Overtaken
        self._progress(done, total)


def copy_database(source: Path, source_key: bytes, target: Path, target_key: bytes,
                  progress: Progress = lambda done, total: None) -> None:
    """A copy of a database that nobody writes, on the disk when this returns; an exception in ``progress`` cancels."""
    with failures_told(), ExitStack() as closed:
        reading = open_connection(source, source_key)
        closed.callback(reading.close)
        _into(reading, target, target_key, lambda status, left, total: progress(total - left, total))
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def copy_live(file: Live, target: Path, key: bytes, progress: Progress) -> dict[str, int] | None:
    """A copy of the open database while people go on working; an exception in ``progress`` cancels it.

    Returns the row counts of the original where nothing was written meanwhile, so that the copy must have the same.
    An act makes SQLite begin anew; after three times the copy goes on over the writers' own connection, whose acts
    change the copy too, and lets what waits in after each step.
    """
    with failures_told(), ExitStack() as closed:
        reading = open_connection(file.database, keyfile.hkdf(file.secret, "db"))
        closed.callback(reading.close)
        before = _data_version(reading)
        try:
            _into(reading, target, key, _Steps(progress))
        except _Overtaken:
            _copy_between_writes(file, target, key, progress)
            return None
        counts = count_rows(reading)
        return counts if _data_version(reading) == before else None


def count_rows(connection: Any) -> dict[str, int]:
    """The rows of the tables that matter, on a connection of the driver."""
    return {table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}


def _copy_between_writes(file: Live, target: Path, key: bytes, progress: Progress) -> None:
    with file.between_writes() as (own, let_in):
        def stepped(_status: int, left: int, total: int) -> None:
            progress(total - left, total)
            let_in()

        _into(own, target, key, stepped)


def _into(reading: Any, target: Path, key: bytes, stepped: Callable[[int, int, int], None]) -> None:
    target.unlink(missing_ok=True)
    writing = open_connection(target, key, create=True)
    try:
        # an image that breaks off is thrown away, so it needs no journal, and the whole is put on the disk only once
        writing.execute("PRAGMA journal_mode=OFF").fetchall()
        writing.execute("PRAGMA synchronous=OFF")
        reading.backup(writing, pages=PAGES, progress=stepped, sleep=_SECONDS_TO_NEXT_TRY)
    finally:
        writing.close()


def _data_version(connection: Any) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
