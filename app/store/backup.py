"""Backups and restoring: copied, reopened, checked and counted before a file counts as a backup (vault.md)."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store import migrations
from app.store.casefile import DATABASE, SUFFIX, CaseFile
from app.store.check import CANNOT_WRITE, COPY_DIFFERS, Progress, check_database, copy_database, room_for
from app.store.lock import refuse_open
from app.vault import container, keyfile
from app.vault.container import Header

TARGET_EXISTS = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie wurde nicht überschrieben. "
                   "Wählen Sie einen anderen Namen.")
NOT_READABLE = N_("Die Sicherung lässt sich nicht lesen. Ihre Daten sind unverändert. "
                  "Prüfen Sie, ob der Datenträger noch steckt.")
BACKUP_SUFFIX = ".kdsicherung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup says of itself before anything is restored: when it was made and how much is in it."""

    created: datetime
    counts: dict[str, int]
    schema: int


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def back_up(file: CaseFile, target: Path, progress: Progress = _silent) -> Backup:
    """Writes ``target`` and returns what is in it; raises UserError and leaves nothing behind if it does not hold."""
    if target.exists():
        raise UserError(TARGET_EXISTS)
    if not target.parent.is_dir():
        raise UserError(CANNOT_WRITE)
    size = file.database.stat().st_size
    room_for(target, 2 * size)
    image, unfinished = target.with_name(target.name + ".bild"), target.with_name(target.name + ".neu")
    backup_id = container.new_backup_id()
    key = container.payload_key(file.secret, backup_id)
    _remove(image, unfinished)
    try:
        copy_database(file.database, keyfile.hkdf(file.secret, "db"), image, key, progress)
        made = check_database(image, key)
        if made.problems:
            raise UserError(COPY_DIFFERS)
        keys = max(keyfile.load(file.folder), key=lambda k: k.gen)
        container.write(unfinished, image, file.secret, keys, backup_id=backup_id, created=file.now().isoformat(),
                        schema=made.schema, counts=made.counts)
        # the finished container is opened again the way a restore would, before it may bear its name
        header = container.extract(unfinished, file.secret, image)
        again = check_database(image, key)
        if again.problems or again.counts != made.counts or header.counts != made.counts:
            raise UserError(COPY_DIFFERS)
        os.replace(unfinished, target)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    finally:
        _remove(image, unfinished)
    return _backup(header)


def look(source: Path, password: str) -> tuple[Backup, bytes, Header]:
    """What a backup holds, and the master secret its password gives; nothing is written."""
    try:
        header = container.read_header(source)
    except OSError:
        raise UserError(NOT_READABLE) from None
    return _backup(header), container.unlock(header, password), header


def restore(source: Path, password: str, folder: Path) -> Backup:
    """Restores into ``folder``; a folder of that name is kept aside. Works when the live one is damaged or gone.

    The old folder is moved only after the restored copy has passed both checks and the row counts.
    """
    backup, secret, header = look(source, password)
    migrations.refuse_newer(backup.schema)
    if folder.exists():
        # moved aside while open, it would go on taking entries that nobody finds again
        refuse_open(folder)
    room_for(folder, header.length)
    fresh = folder.with_name(folder.name + ".neu")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(mode=0o700, parents=True)
        _fill(source, secret, header, fresh)
        if folder.exists():
            os.replace(folder, _aside(folder))
        os.replace(fresh, folder)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return backup


def _fill(source: Path, secret: bytes, header: Header, folder: Path) -> None:
    image, key = folder / "bild.db", container.payload_key(secret, header.backup_id)
    container.extract(source, secret, image)
    copy_database(image, key, folder / DATABASE, keyfile.hkdf(secret, "db"))
    made = check_database(folder / DATABASE, keyfile.hkdf(secret, "db"))
    if made.problems or made.counts != header.counts:
        raise UserError(COPY_DIFFERS)
    _remove(image)
    keyfile.save(folder, container.keyfile_of(header, secret))


def _aside(folder: Path) -> Path:
    stem = folder.name.removesuffix(SUFFIX)
    names = (folder.with_name(f"{stem}-vor-Wiederherstellung-{n}{SUFFIX}") for n in range(1, 1000))
    return next(path for path in names if not path.exists())


def _backup(header: Header) -> Backup:
    return Backup(created=datetime.fromisoformat(header.created), counts=dict(header.counts), schema=header.schema)


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        # the copy's own journal, emptied by its last commit; the journal of a live file is never touched
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
