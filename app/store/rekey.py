"""Another master secret for an open Klientendatei: the database gets its key in one transaction of SQLCipher.

The key files are not touched here; their order round this step is decided in usecases.keys.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.connection import failures_told, open_connection, quoted_key
from app.vault import keyfile
from app.vault.errors import Damaged


def rekey(file: CaseFile, secret: bytes) -> None:
    """Encrypts every page anew under ``secret`` and goes on with it; about a second for 50 MB.

    After any kill exactly one of both secrets opens the undamaged file (the journal holds the old pages). UserError
    for a full disk, a reader that does not end, damaged pages: then the old secret still holds.
    """
    # the journal holds a copy of every page until the commit
    room_for(file.database, file.database.stat().st_size)
    file.change_secret(secret, lambda: _rekey(file.database, file.secret, secret))


def opens(database: Path, secret: bytes) -> bool:
    """Whether this secret opens the database; an interrupted change of the key is rolled back by looking."""
    try:
        open_connection(database, keyfile.hkdf(secret, "db")).close()
    except Damaged:
        return False
    return True


def _rekey(database: Path, old: bytes, new: bytes) -> None:
    try:
        with failures_told(), closing(open_connection(database, keyfile.hkdf(old, "db"))) as connection:
            # never as text in a PRAGMA, which could stand in a log or an error
            connection.reset_key(quoted_key(keyfile.hkdf(new, "db")))
    except UserError:
        # a failure at COMMIT means "unknown": only the file can tell which key it has
        if not opens(database, new):
            raise
    if not opens(database, new):
        raise Damaged
