"""Key file, format 1: create, open, change, and the two copies of it that heal each other.

The database and what lies in it are none of its business.
"""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import N_
from app.vault import files
from app.vault.errors import Damaged, ParamsRefused, TooNew, VaultError, WrongSecret
from app.vault.recovery import secret_of
from app.vault.sealed import LIMIT, Fields, decode, encode, hkdf, mac_fits, mac_of, new_secret
from app.vault.slot import (
    DEFAULT_KDF,
    FALLBACK_KDF,
    LIGHT_KDF,
    Kdf,
    KeyPart,
    Slot,
    key_fields,
    read_key_fields,
    unwrap,
    wrap,
)

__all__ = [
    "COPIES",
    "DEFAULT_KDF",
    "FALLBACK_KDF",
    "LIGHT_KDF",
    "Kdf",
    "KeyFile",
    "KeyPart",
    "Slot",
    "change_password",
    "create",
    "from_bytes",
    "hkdf",
    "load",
    "new_secret",
    "open_with_code",
    "open_with_password",
    "save",
    "sealed_with",
    "to_bytes",
    "unlock",
]

COPIES = ("schluessel-a.json", "schluessel-b.json")

_MISSING = N_(
    "In diesem Ordner fehlen die beiden Schlüsseldateien. Die verschlüsselten Daten wurden nicht angerührt. "
    "Öffnen Sie mit dem Wiederherstellungscode, oder stellen Sie die letzte Sicherung wieder her."
)
_BOTH_DAMAGED = N_(
    "Die Schlüsseldateien sind beschädigt, deshalb lässt sich kein Kennwort prüfen. "
    "Die verschlüsselten Daten wurden nicht angerührt. "
    "Öffnen Sie mit dem Wiederherstellungscode, oder stellen Sie die letzte Sicherung wieder her."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """One issue of the key file; ``mac`` is unverified until a secret was tried on it."""

    part: KeyPart
    mac: bytes

    @property
    def gen(self) -> int:
        """The number of this issue, one more at every change."""
        return self.part.gen

    @property
    def kdf(self) -> Kdf:
        """The cost actually used: weaker than what was asked for on a machine without the memory."""
        return self.part.slot.kdf


def sealed_with(part: KeyPart, secret: bytes) -> KeyFile:
    """The key file of ``part``, under the MAC of ``secret``."""
    return KeyFile(part=part, mac=mac_of(key_fields(part), secret))


def create(secret: bytes, password: str, kdf: Kdf = DEFAULT_KDF) -> KeyFile:
    """The first key file of a ``secret``: a new id, issue 1. NoMemory if even the fallback cost cannot be met."""
    file_id = os.urandom(16)
    return sealed_with(KeyPart(file_id=file_id, gen=1, slot=wrap(secret, password, kdf, file_id)), secret)


def change_password(keyfile: KeyFile, secret: bytes, password: str, kdf: Kdf = DEFAULT_KDF) -> KeyFile:
    """The next issue, opened by ``password`` alone; old issues on old disks keep opening with the old one."""
    file_id = keyfile.part.file_id
    slot = wrap(secret, password, kdf, file_id)
    return sealed_with(KeyPart(file_id=file_id, gen=keyfile.gen + 1, slot=slot), secret)


def unlock(keyfile: KeyFile, password: str) -> bytes:
    """The master secret. Raises WrongSecret, NoMemory, or Damaged when the password fits and the MAC does not."""
    secret = unwrap(keyfile.part.slot, password, keyfile.part.file_id)
    if not _verifies(keyfile, secret):
        raise Damaged(_BOTH_DAMAGED)
    return secret


def to_bytes(keyfile: KeyFile) -> bytes:
    """The canonical bytes, at most 64 KiB."""
    return encode(key_fields(keyfile.part), keyfile.mac)


def from_bytes(data: bytes) -> KeyFile:
    """The counterpart of ``to_bytes``: strict, derives nothing. Raises Damaged, TooNew or ParamsRefused."""
    values, mac = decode(data)
    return KeyFile(part=read_key_fields(Fields(values, "fmt", "id", "gen", "slots")), mac=mac)


def save(folder: Path, keyfile: KeyFile, sleep: files.Sleep = time.sleep) -> None:
    """Writes both copies, one after the other, so that one of them is whole at any moment. OSError from the disk."""
    for name in COPIES:
        files.write_whole(folder / name, to_bytes(keyfile), sleep)


def load(folder: Path) -> list[KeyFile]:
    """The readable, different copies, the latest issue first; changes nothing.

    With none: TooNew or ParamsRefused if a copy says so, else Damaged with a sentence for missing or for damaged.
    """
    found: list[KeyFile] = []
    failures: list[VaultError] = []
    for name in COPIES:
        try:
            keyfile = from_bytes(_read(folder / name))
        except FileNotFoundError:
            failures.append(Damaged(_MISSING))
        except OSError:
            failures.append(Damaged(_BOTH_DAMAGED))
        except Damaged:
            failures.append(Damaged(_BOTH_DAMAGED))
        except (TooNew, ParamsRefused) as refusal:
            failures.append(refusal)
        else:
            if keyfile not in found:
                found.append(keyfile)
    if not found:
        raise _gravest(failures)
    return sorted(found, key=lambda keyfile: keyfile.gen, reverse=True)


def open_with_password(folder: Path, password: str) -> tuple[bytes, KeyFile]:
    """The master secret and the valid key file; the other copy is healed where the folder can be written.

    Raises WrongSecret only when a whole copy refused the password; else what ``load`` and ``unlock`` raise.
    """
    candidates = load(folder)
    refusals: list[VaultError] = []
    for candidate in candidates:
        try:
            secret = unlock(candidate, password)
        except (WrongSecret, Damaged) as refusal:
            refusals.append(refusal)
            continue
        # After a cut between the copies the old password may open the older one: the later issue still counts.
        winner = next(one for one in candidates if _verifies(one, secret))
        _heal(folder, winner)
        return secret, winner
    raise next((one for one in refusals if isinstance(one, WrongSecret)), refusals[0])


def open_with_code(folder: Path, code: str) -> bytes:
    """The master secret by the recovery code, with or without key files; WrongSecret for a mistyped code.

    Whether it is this folder's secret only the database can tell: a key file may be missing, or of a renewed key.
    """
    secret = secret_of(code)
    # No key file may stand in the way of the code: it is for the day when all of them are spoilt.
    with contextlib.suppress(VaultError):
        for candidate in load(folder):
            if _verifies(candidate, secret):
                _heal(folder, candidate)
                break
    return secret


def _verifies(keyfile: KeyFile, secret: bytes) -> bool:
    return mac_fits(key_fields(keyfile.part), secret, keyfile.mac)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _gravest(failures: list[VaultError]) -> VaultError:
    # "Newer" and "refused" were read from a copy that is whole; they explain more than the other copy's damage.
    for failure in failures:
        if isinstance(failure, TooNew | ParamsRefused):
            return failure
    return next((one for one in failures if one.msgid != _MISSING), failures[0])


def _heal(folder: Path, winner: KeyFile) -> None:
    data = to_bytes(winner)
    for name in COPIES:
        # A folder that cannot be written must still open; the next opening tries to heal again.
        with contextlib.suppress(OSError):
            if _needs_healing(folder / name, data):
                files.write_whole(folder / name, data)


def _needs_healing(path: Path, data: bytes) -> bool:
    try:
        stored = _read(path)
        from_bytes(stored)
    except TooNew:
        # Perhaps the beginning of an update that a newer program will finish.
        return False
    except (VaultError, FileNotFoundError):
        return True
    return stored != data
