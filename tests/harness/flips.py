"""Altered, truncated and zeroed copies of a database and of key files: each is refused or flagged."""

import random
import shutil
from pathlib import Path

from app.store.casefile import DATABASE
from app.store.check import check_database
from app.vault import keyfile
from app.vault.errors import Damaged, VaultError
from tests.harness import acts


def flips(folder: Path, times: int, rng: random.Random) -> int:
    """One flipped bit at a time, found by the start check each time; returns how many were found."""
    database, key, whole = _made(folder)
    for _time in range(times):
        data = bytearray(whole)
        place = rng.randrange(len(data))
        data[place] ^= 1 << rng.randrange(8)
        database.write_bytes(data)
        assert _flagged(database, key), f"bit flip at byte {place} not found"
    database.write_bytes(whole)
    return times


def torn(folder: Path, times: int, rng: random.Random) -> int:
    """Copies that end early or hold zeroes, each refused or flagged; and one spoilt key file heals, two are refused."""
    database, key, whole = _made(folder)
    for time in range(times):
        data = bytearray(whole)
        place = rng.randrange(len(data))
        if time % 2:
            del data[place:]
        else:
            length = rng.randrange(1, 8192)
            data[place:place + length] = bytes(len(data[place:place + length]))
        if bytes(data) != whole:
            database.write_bytes(data)
            assert _flagged(database, key), f"copy torn at byte {place} not found"
        _spoil_keys(folder, rng)
    database.write_bytes(whole)
    return times


def _made(folder: Path) -> tuple[Path, bytes, bytes]:
    secret = acts.secret_of(folder) if folder.exists() else acts.new(folder)
    database = folder / DATABASE
    key = keyfile.hkdf(secret, "db")
    assert not check_database(database, key).problems
    return database, key, database.read_bytes()


def _flagged(database: Path, key: bytes) -> bool:
    try:
        return bool(check_database(database, key).problems)
    except Damaged:
        return True
    finally:
        # what a hot journal of a damaged file would do is no part of this
        Path(f"{database}-journal").unlink(missing_ok=True)


def _spoil_keys(folder: Path, rng: random.Random) -> None:
    """Both copies of the key file altered in one byte: never opened, never called a wrong password."""
    spoilt = folder.with_name("schluessel")
    shutil.rmtree(spoilt, ignore_errors=True)
    spoilt.mkdir()
    for name in keyfile.COPIES:
        data = bytearray((folder / name).read_bytes())
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        (spoilt / name).write_bytes(data)
    try:
        keyfile.load(spoilt)
    except VaultError:
        return
    raise AssertionError("an altered key file was read")
