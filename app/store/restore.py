"""Bringing a backup back: looked into, unpacked beside the live folder, checked and counted, then put in its place.
Works when the live folder is damaged or gone; how backups are made stands in backup.py."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store import migrations
from app.store.backup import Backup, backup_of, remove
from app.store.casefile import DATABASE, SUFFIX
from app.store.check import CANNOT_WRITE, COPY_DIFFERS, Progress, check_database, room_for
from app.store.connection import open_connection
from app.store.copying import copy_database
from app.store.lock import refuse_open
from app.vault import container, keyfile, recovery
from app.vault.container import Header
from app.vault.errors import WrongSecret

NOT_READABLE = N_("Die Sicherung lässt sich nicht lesen. Ihre Daten sind unverändert. "
                  "Prüfen Sie, ob der Datenträger noch steckt.")
OTHER_CODE = N_("Dieser Wiederherstellungscode gehört nicht zu dieser Sicherung. Es wurde nichts verändert. "
                "Prüfen Sie, ob das Blatt von dieser Klientendatei stammt und ob der Schlüssel seitdem erneuert wurde.")
# the fact about the file that says of which moment it is; who issues months has to ask for those issued since
RESTORED_FROM = "restored_from"
_UNPACKED = 600
_TOTAL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A backup whose key is known: its header is verified, its content is not yet."""

    source: Path
    backup: Backup
    secret: bytes
    header: Header


def look(source: Path, *, password: str = "", code: str = "", secret: bytes = b"") -> Opened:
    """What a backup holds, by password, recovery code or a secret that is known; nothing is written.

    Raises WrongSecret, Damaged, TooNew, also for a schema this program does not know, or UserError for the disk.
    """
    if code:
        secret = recovery.secret_of(code)
    try:
        header = container.read_header(source, secret or None)
        if password:
            secret = container.unlock(header, password)
    except OSError:
        raise UserError(NOT_READABLE) from None
    except WrongSecret:
        # a mistyped code was told by its check digits before; this one is whole and of another file
        if code:
            raise WrongSecret(OTHER_CODE) from None
        raise
    migrations.refuse_newer(header.schema)
    return Opened(source=source, backup=backup_of(header), secret=secret, header=header)


def prepare(opened: Opened, folder: Path, progress: Progress = lambda done, total: None) -> Path:
    """Unpacks and checks beside ``folder``, which stays as it is, even open; returns what ``put_in_place`` takes.

    Raises Damaged or UserError, and what ``progress`` raises to cancel; nothing is left then.
    """
    room_for(folder, 2 * opened.header.length)
    fresh = folder.with_name(folder.name + ".neu")
    shutil.rmtree(fresh, ignore_errors=True)
    whole = False
    try:
        fresh.mkdir(mode=0o700, parents=True)
        _fill(opened, fresh, progress)
        whole = True
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    finally:
        if not whole:
            shutil.rmtree(fresh, ignore_errors=True)
    return fresh


def put_in_place(fresh: Path, folder: Path) -> Path | None:
    """Makes what was prepared the Klientendatei ``folder``; returns where the one that lay there is kept aside."""
    aside = None
    try:
        if folder.exists():
            # moved aside while open, it would go on taking entries that nobody finds again
            refuse_open(folder)
            aside = _aside(folder)
            os.replace(folder, aside)
        os.replace(fresh, folder)
    except (OSError, UserError) as error:
        # a folder that was moved before its successor failed goes back to where people look for it
        if aside is not None and aside.exists() and not folder.exists():
            os.replace(aside, folder)
        shutil.rmtree(fresh, ignore_errors=True)
        raise error if isinstance(error, UserError) else UserError(CANNOT_WRITE) from None
    return aside


def _fill(opened: Opened, folder: Path, progress: Progress) -> None:
    header, secret = opened.header, opened.secret
    image, key = folder / "bild.db", container.payload_key(secret, header.backup_id)
    progress(0, _TOTAL)
    container.extract(opened.source, secret, image)
    copy_database(image, key, folder / DATABASE, keyfile.hkdf(secret, "db"),
                  lambda done, total: progress(_UNPACKED * done // total, _TOTAL))
    made = check_database(folder / DATABASE, keyfile.hkdf(secret, "db"))
    progress(_TOTAL, _TOTAL)
    if made.problems or made.counts != header.counts:
        raise UserError(COPY_DIFFERS)
    with closing(open_connection(folder / DATABASE, keyfile.hkdf(secret, "db"))) as connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (RESTORED_FROM, header.created))
    remove(image)
    keyfile.save(folder, container.keyfile_of(header, secret))


def _aside(folder: Path) -> Path:
    stem = folder.name.removesuffix(SUFFIX)
    names = (folder.with_name(f"{stem}-vor-Wiederherstellung-{n}{SUFFIX}") for n in range(1, 1000))
    return next(path for path in names if not path.exists())
