"""Key file, format 1: create, open, change, renew, and its copies in the folder that heal each other.

The database and what lies in it are none of its business: which secret opens it, the caller finds out.
"""

import contextlib
import dataclasses
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import N_
from app.vault import files, hpke_slot
from app.vault.errors import Damaged, ParamsRefused, TooNew, VaultError, WrongSecret
from app.vault.sealed import LIMIT, Fields, decode, encode, hkdf, mac_fits, mac_of, new_secret
from app.vault.slot import (
    DEFAULT_KDF,
    FALLBACK_KDF,
    LIGHT_KDF,
    MOST_OTHERS,
    Kdf,
    KeyPart,
    Slot,
    key_fields,
    read_key_fields,
    unwrap,
    wrap,
)

__all__ = [
    "BOTH_DAMAGED",
    "COPIES",
    "DEFAULT_KDF",
    "FALLBACK_KDF",
    "LIGHT_KDF",
    "PENDING",
    "Kdf",
    "KeyFile",
    "KeyPart",
    "Slot",
    "change_password",
    "create",
    "forget_pending",
    "from_bytes",
    "give_access",
    "heal",
    "hkdf",
    "latest",
    "load",
    "new_secret",
    "open_with_password",
    "renew",
    "save",
    "save_pending",
    "sealed_with",
    "secrets_of",
    "take_access",
    "to_bytes",
    "unlock",
    "unlock_with_seeds",
    "verifies",
]

COPIES = ("schluessel-a.json", "schluessel-b.json")
# The key files of a renewal under way: they become the copies once the database has the new key.
PENDING = ("schluessel-neu-a.json", "schluessel-neu-b.json")

_MISSING = N_(
    "In diesem Ordner fehlen die beiden Schlüsseldateien. Die verschlüsselten Daten wurden nicht angerührt. "
    "Öffnen Sie mit dem Wiederherstellungscode, oder stellen Sie die letzte Sicherung wieder her."
)
BOTH_DAMAGED = N_(
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
    return _next(keyfile, secret, slot=wrap(secret, password, kdf, keyfile.part.file_id))


def renew(keyfile: KeyFile, secret: bytes, password: str, kdf: Kdf = DEFAULT_KDF) -> KeyFile:
    """The next issue around another master ``secret``; the people who had access with keys of their own keep it."""
    file_id = keyfile.part.file_id
    others = tuple(hpke_slot.seal(secret, other.public, file_id, os.urandom(8)) for other in keyfile.part.others)
    return _next(keyfile, secret, slot=wrap(secret, password, kdf, file_id), others=others)


def give_access(keyfile: KeyFile, secret: bytes, public: bytes) -> KeyFile:
    """The next issue, which the holder of the key ``public`` can open too.

    Compare the fingerprint first. ValueError for a key that has access already and for too many; Damaged for no key.
    """
    others = keyfile.part.others
    if len(others) == MOST_OTHERS or public in (other.public for other in others):
        raise ValueError("access")
    return _next(keyfile, secret, others=(*others, hpke_slot.seal(secret, public, keyfile.part.file_id, os.urandom(8))))


def take_access(keyfile: KeyFile, secret: bytes, public: bytes) -> KeyFile:
    """The next issue without the slot for ``public``; whoever held it may know the secret: renew the key as well."""
    return _next(keyfile, secret, others=tuple(one for one in keyfile.part.others if one.public != public))


def _next(keyfile: KeyFile, secret: bytes, **changes: object) -> KeyFile:
    part: KeyPart = dataclasses.replace(keyfile.part, gen=keyfile.gen + 1, **changes)  # type: ignore[arg-type]
    return sealed_with(part, secret)


def unlock(keyfile: KeyFile, password: str) -> bytes:
    """The master secret. Raises WrongSecret, NoMemory, or Damaged when the password fits and the MAC does not."""
    return _checked(keyfile, unwrap(keyfile.part.slot, password, keyfile.part.file_id))


def unlock_with_seeds(keyfile: KeyFile, seeds: bytes) -> bytes:
    """The master secret for the holder of a private key; raises WrongSecret, or Damaged when the MAC does not fit."""
    public = hpke_slot.public_of(seeds)
    slot = next((one for one in keyfile.part.others if one.public == public), None)
    if slot is None:
        raise WrongSecret
    return _checked(keyfile, hpke_slot.unseal(slot, seeds, keyfile.part.file_id))


def verifies(keyfile: KeyFile, secret: bytes) -> bool:
    """Whether this issue was made with ``secret`` and is whole."""
    return mac_fits(key_fields(keyfile.part), secret, keyfile.mac)


def _checked(keyfile: KeyFile, secret: bytes) -> bytes:
    if not verifies(keyfile, secret):
        raise Damaged(BOTH_DAMAGED)
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


def save_pending(folder: Path, keyfile: KeyFile) -> None:
    """Lays the key file of a renewal beside the copies before the database gets its key. OSError from the disk."""
    for name in PENDING:
        files.write_whole(folder / name, to_bytes(keyfile))


def forget_pending(folder: Path) -> None:
    """Ends a renewal: its key files are the copies now, or it did not come to pass. OSError from the disk."""
    for name in PENDING:
        (folder / name).unlink(missing_ok=True)
    files.sync_folder(folder)


def load(folder: Path) -> list[KeyFile]:
    """The readable, different copies, the latest issue first; changes nothing.

    With none: TooNew or ParamsRefused if a copy says so, else Damaged with a sentence for missing or for damaged.
    """
    found, failures = _readable(folder, COPIES)
    if not found:
        raise _gravest(failures)
    return found


def open_with_password(folder: Path, password: str) -> tuple[bytes, KeyFile]:
    """The master secret and the key file that counts, of the two copies alone; changes nothing.

    Raises WrongSecret only when a whole copy refused the password; else what ``load`` and ``unlock`` raise.
    """
    candidates = load(folder)
    secret = next(_opened(candidates, password))
    # After a cut between the copies the old password may open the older one: the later issue still counts.
    return secret, next(one for one in candidates if verifies(one, secret))


def secrets_of(folder: Path, password: str) -> Iterator[bytes]:
    """Every master secret this password opens, the likelier first; more than one only inside a cut-off renewal.

    Raises what ``open_with_password`` raises if there is none; derives only as far as it is asked.
    """
    found, failures = _readable(folder, COPIES)
    candidates = [*found, *_readable(folder, PENDING)[0]]
    if not candidates:
        raise _gravest(failures)
    return _opened(candidates, password)


def latest(folder: Path, secret: bytes, spare: bytes = b"") -> KeyFile | None:
    """The latest issue made with ``secret`` among the copies, those of a renewal, and the ``spare`` from elsewhere."""
    candidates = [*_readable(folder, COPIES)[0], *_readable(folder, PENDING)[0]]
    with contextlib.suppress(VaultError):
        candidates.append(from_bytes(spare))
    return max((one for one in candidates if verifies(one, secret)), key=lambda one: one.gen, default=None)


def heal(folder: Path, secret: bytes, spare: bytes = b"") -> KeyFile | None:
    """Makes both copies the latest issue of the ``secret`` that opened the database, and tidies a cut-off renewal.

    Only for whoever holds the lock of the folder: another process may be saving. None when no issue is left.
    """
    winner = latest(folder, secret, spare)
    if winner is None:
        return None
    # A folder that cannot be written must still open; the next opening tries to heal again.
    with contextlib.suppress(OSError):
        data = to_bytes(winner)
        for name in COPIES:
            if _needs_healing(folder / name, data):
                files.write_whole(folder / name, data)
        kept = any(verifies(copy, secret) for copy in _readable(folder, COPIES)[0])
        if kept and any((folder / name).exists() for name in PENDING):
            forget_pending(folder)
    return winner


def _readable(folder: Path, names: Sequence[str]) -> tuple[list[KeyFile], list[VaultError]]:
    found: list[KeyFile] = []
    failures: list[VaultError] = []
    for name in names:
        try:
            keyfile = from_bytes(_read(folder / name))
        except FileNotFoundError:
            failures.append(Damaged(_MISSING))
        except (OSError, Damaged):
            failures.append(Damaged(BOTH_DAMAGED))
        except (TooNew, ParamsRefused) as refusal:
            failures.append(refusal)
        else:
            if keyfile not in found:
                found.append(keyfile)
    return sorted(found, key=lambda keyfile: keyfile.gen, reverse=True), failures


def _opened(candidates: Sequence[KeyFile], password: str) -> Iterator[bytes]:
    refusals: list[VaultError] = []
    told: set[bytes] = set()
    for candidate in candidates:
        # An issue of a secret that is known already needs no second derivation.
        if any(verifies(candidate, secret) for secret in told):
            continue
        try:
            secret = unlock(candidate, password)
        except (WrongSecret, Damaged) as refusal:
            refusals.append(refusal)
            continue
        told.add(secret)
        yield secret
    if not told:
        raise next((one for one in refusals if isinstance(one, WrongSecret)), refusals[0])


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _gravest(failures: list[VaultError]) -> VaultError:
    # "Newer" and "refused" were read from a copy that is whole; they explain more than the other copy's damage.
    for failure in failures:
        if isinstance(failure, TooNew | ParamsRefused):
            return failure
    return next((one for one in failures if one.msgid != _MISSING), failures[0])


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
