"""A backup: copied, checked, counted and read again before a file counts as one (vault.md).
The automatic ones stand in local_backups.py, how one is brought back in restore.py."""

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import N_, UserError
from app.store.check import (
    CANNOT_WRITE,
    COPY_DIFFERS,
    NO_ROOM,
    Checked,
    Progress,
    check_database,
    check_pages,
    check_structure,
    room_for,
)
from app.store.connection import BUSY, open_connection
from app.store.copying import Live, copy_live, count_rows
from app.vault import container, keyfile
from app.vault.container import Header
from app.vault.errors import VaultError

TARGET_EXISTS = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie wurde nicht überschrieben. "
                   "Wählen Sie einen anderen Namen.")
R = TypeVar("R")
BACKUP_SUFFIX = ".kdsicherung"
IMAGE = "sicherung.bild"
TOTAL = 1000
# how the time of a backup on the same disk is shared out: copy, both checks, writing, reading again
_COPIED, _PAGES_CHECKED, _WRITTEN, _READ = 350, 500, 650, 800
# of SQLite's own; about 15 ms
STEPS_BETWEEN = 50_000
# the image lies in the folder of the Klientendatei, and two backups would write into one another's
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself before anything is restored: when it was made and how much is in it."""

    created: datetime
    counts: dict[str, int]
    schema: int


def back_up(file: Live, target: Path, progress: Progress = lambda done, total: None) -> Backup:
    """Writes ``target`` and returns what is in it; raises UserError and leaves nothing behind if it does not hold.

    People go on working meanwhile. What ``progress`` raises cancels; one call at a time, others wait for it.
    """
    with _one_at_a_time:
        if target.exists():
            raise UserError(TARGET_EXISTS)
        if not target.parent.is_dir():
            raise UserError(CANNOT_WRITE)
        secret = file.secret
        try:
            _refuse_without_room(file, target)
            return _made(file, secret, target, progress)
        except OSError:
            raise UserError(CANNOT_WRITE) from None
        except VaultError:
            # the pages got another key under the copy, which is no damage
            if file.secret != secret:
                raise UserError(BUSY) from None
            raise
        finally:
            with suppress(OSError):
                remove(file.folder / IMAGE, _unfinished(target))


def _refuse_without_room(file: Live, target: Path) -> None:
    size = file.database.stat().st_size
    same = target.parent.stat().st_dev == file.folder.stat().st_dev
    room_for(file.folder / IMAGE, 2 * size if same else size)
    room_for(target, size)


def _made(file: Live, secret: bytes, target: Path, progress: Progress) -> Backup:
    image, unfinished = file.folder / IMAGE, _unfinished(target)
    remove(image, unfinished)
    backup_id, at = container.new_backup_id(), file.now()
    key = container.payload_key(secret, backup_id)
    expected = copy_live(file, image, key, _part(progress, 0, _COPIED))
    counts, schema = _content(image, key)
    if expected not in (None, counts):
        raise UserError(COPY_DIFFERS)
    rising = _Rising(progress)
    # the longer of both checks needs half the time, so the file is written and read again meanwhile
    with ThreadPoolExecutor(1) as beside:
        structure = beside.submit(check_structure, image, key, rising.asked)
        if check_pages(image, key):
            raise UserError(COPY_DIFFERS)
        rising(_PAGES_CHECKED, TOTAL)
        size, written = image.stat().st_size, _part(rising, _PAGES_CHECKED, _WRITTEN)
        header = container.write(unfinished, image, secret, _keys(file.folder, secret), backup_id=backup_id,
                                 created=at.isoformat(), schema=schema, counts=counts,
                                 step=lambda through: written(through, size))
        read = _part(rising, _WRITTEN, _READ)
        # byte for byte the image that the checks are of, as the disk gives it back
        again = container.verify(unfinished, secret, lambda through: read(through, size))
        if again != header or rising.reasoned(structure.result):
            raise UserError(COPY_DIFFERS)
    progress(TOTAL, TOTAL)
    os.replace(unfinished, target)
    return backup_of(header)


def _content(image: Path, key: bytes) -> tuple[dict[str, int], int]:
    with closing(open_connection(image, key)) as connection:
        return count_rows(connection), int(connection.execute("PRAGMA user_version").fetchone()[0])


class _Rising:
    """Progress told by two threads: it never goes back, and either of them hears a wish to stop."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done = progress, _COPIED

    def __call__(self, done: int, total: int) -> None:
        self._done = max(self._done, done)
        self._progress(self._done, total)

    @contextmanager
    def asked(self, connection: Any) -> Iterator[None]:
        """Around a check that can be stopped: what is raised in there only interrupts it."""
        connection.set_progress_handler(lambda: self(0, TOTAL), STEPS_BETWEEN)
        yield

    def reasoned(self, check: Callable[[], R]) -> R:
        """What the check returns; of an interrupted one the reason, by asking for progress once more."""
        try:
            return check()
        except sqlcipher.OperationalError:
            self(0, TOTAL)
            raise


def _unfinished(target: Path) -> Path:
    return target.with_name(target.name + ".neu")


def _part(progress: Progress, start: int, end: int) -> Callable[[int, int], None]:
    return lambda done, total: progress(start + (end - start) * done // max(1, total), TOTAL)


def _keys(folder: Path, secret: bytes) -> keyfile.KeyFile:
    """The key file that shall open the backup; where none is left, one that nothing but the recovery code opens."""
    return keyfile.latest(folder, secret) or keyfile.create(secret, secrets.token_hex(32))


def live_counts(file: Live) -> dict[str, int]:
    """What an open Klientendatei holds now, counted as in a backup."""
    with file.read() as connection:
        return count_rows(connection.connection.driver_connection)


def check_beside(file: Live, progress: Progress) -> Checked:
    """Both checks without a commit that has to wait: the second is made on a copy, where there is room for one."""
    key = keyfile.hkdf(file.secret, "db")
    # a page that is being written counts as damaged; real damage is found again
    problems = check_pages(file.database, key) and check_pages(file.database, key)
    if problems:
        return Checked(problems=problems, counts={}, schema=0)
    image, own = file.folder / IMAGE, secrets.token_bytes(32)
    with _one_at_a_time:
        try:
            room_for(image, file.database.stat().st_size)
            copy_live(file, image, own, _part(progress, 0, _COPIED))
            rising = _Rising(progress)
            return rising.reasoned(partial(check_database, image, own, rising.asked))
        except UserError as refusal:
            if refusal.msgid != NO_ROOM:
                raise
            return check_database(file.database, key)
        finally:
            remove(image)


def backup_of(header: Header) -> Backup:
    """What a header says."""
    return Backup(created=datetime.fromisoformat(header.created), counts=dict(header.counts), schema=header.schema)


def remove(*paths: Path) -> None:
    """Removes what a copy left behind."""
    for path in paths:
        path.unlink(missing_ok=True)
        # the copy's own journal, emptied by its last commit; the journal of a live file is never touched
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
