"""The container of everything a person carries: a sealed header that says what it holds, then the payload.

The payload is encrypted by whoever made it; here it is only measured, carried and compared.
"""

import dataclasses
import datetime
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import N_
from app.vault import files
from app.vault.errors import Damaged, TooNew, WrongSecret
from app.vault.keyfile import KeyFile, sealed_with
from app.vault.sealed import LIMIT, Fields, decode, encode, hkdf, mac_fits, mac_of, to_text
from app.vault.slot import KeyPart, key_fields, read_key_fields, unwrap

BACKUP = "backup"
# told how many bytes of the payload are through; what it raises breaks the work off
Step = Callable[[int], object]

_MAGIC = b"KLIDAT1\n"
_ANY_MAGIC = re.compile(rb"KLIDAT([1-9])\n")
_LENGTH_BYTES = 4
_BLOCK = 1024 * 1024
_BACKUP_ID = re.compile(r"[0-9a-f]{32}")
_OWN_FIELDS = ("kind", "backup", "created", "schema", "counts", "len", "sha256")

_NOT_OURS = N_(
    "Diese Datei ist keine Sicherung einer Klientendatei, oder ihr Anfang ist beschädigt. Es wurde nichts verändert. "
    "Wählen Sie eine andere Sicherung."
)
_TORN = N_(
    "Diese Sicherung ist beschädigt oder unvollständig. Es wurde nichts verändert. Wählen Sie eine andere Sicherung."
)
_OTHER_KEY = N_(
    "Dieses Kennwort oder dieser Code gehört nicht zu dieser Sicherung. Es wurde nichts verändert. "
    "Ältere Sicherungen öffnen sich mit dem Kennwort, das damals galt."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a container says about itself.

    ``backup_id`` 32 hex digits, ``created`` ISO 8601, ``counts`` rows by table, ``length`` and ``sha256`` (hex) of the
    payload; ``part`` is the slot of the key file of that day. All of it is unverified until a secret was tried.
    """

    kind: str
    backup_id: str
    created: str
    schema: int
    counts: Mapping[str, int]
    length: int
    sha256: str
    part: KeyPart
    mac: bytes


def new_backup_id() -> str:
    """16 random bytes as 32 hex digits."""
    return os.urandom(16).hex()


def payload_key(secret: bytes, backup_id: str) -> bytes:
    """The 32-byte key of the payload with this id: every backup has its own."""
    return hkdf(secret, f"backup-db/{backup_id}")


def write(
    target: Path,
    payload: Path,
    secret: bytes,
    keyfile: KeyFile,
    *,
    backup_id: str,
    created: str,
    schema: int,
    counts: Mapping[str, int],
    step: Step = lambda through: None,
) -> Header:
    """Writes the finished ``payload`` into the container ``target`` (replaced if it exists), mode 0600, on disk.

    Give ``target`` a name that does not count as a backup yet, reopen and check it, then rename. ValueError for a
    malformed id or date or too many counts; OSError from the disk, Damaged when the payload changes meanwhile: then
    no target is left. What ``step`` raises leaves the beginning of one, for the caller to remove.
    """
    if not _BACKUP_ID.fullmatch(backup_id):
        raise ValueError("backup_id")
    datetime.datetime.fromisoformat(created)
    with payload.open("rb") as source:
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        length = source.tell()
    # The MAC covers all other fields, so the header is put together once without it.
    unsealed = Header(
        kind=BACKUP,
        backup_id=backup_id,
        created=created,
        schema=schema,
        counts=dict(counts),
        length=length,
        sha256=sha256,
        part=keyfile.part,
        mac=b"",
    )
    header = dataclasses.replace(unsealed, mac=mac_of(_fields(unsealed), secret))
    encoded = encode(_fields(header), header.mac)
    if len(encoded) > LIMIT:
        raise ValueError("counts")
    try:
        with files.create_private(target) as out, payload.open("rb") as source:
            out.write(_MAGIC + len(encoded).to_bytes(_LENGTH_BYTES, "big") + encoded)
            _copy(source, out, header, step)
            files.flush_to_disk(out)
    except (OSError, Damaged):
        target.unlink(missing_ok=True)
        raise
    files.sync_folder(target.parent)
    return header


def verify(path: Path, secret: bytes, step: Step = lambda through: None) -> Header:
    """Reads all of ``path`` from its disk and returns the header: MAC and payload are those that were written.

    Raises what ``read_header`` raises, and Damaged when the payload is another.
    """
    header, start = _read(path, secret)
    with path.open("rb") as source:
        # else the system would answer from its memory what has only just been written, whatever the disk kept of it
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        source.seek(start)
        _copy(source, None, header, step)
    return header


def read_header(path: Path, secret: bytes | None = None) -> Header:
    """What ``path`` says about itself, without reading the payload; with a ``secret`` its MAC is verified too.

    Raises Damaged, TooNew or ParamsRefused; WrongSecret for a secret of another Klientendatei; OSError.
    """
    return _read(path, secret)[0]


def unlock(header: Header, password: str) -> bytes:
    """The master secret of the day of the backup. WrongSecret, NoMemory, or Damaged when the MAC does not fit."""
    try:
        secret = unwrap(header.part.slot, password, header.part.file_id)
    except WrongSecret:
        # A backup keeps the password of its day, which is the first thing to say here.
        raise WrongSecret(_OTHER_KEY) from None
    if not mac_fits(_fields(header), secret, header.mac):
        raise Damaged(_TORN)
    return secret


def keyfile_of(header: Header, secret: bytes) -> KeyFile:
    """The key file of that day, to lie beside the restored database."""
    return sealed_with(header.part, secret)


def extract(path: Path, secret: bytes, target: Path) -> Header:
    """Verifies header and payload and writes the payload to ``target``, mode 0600; nothing is left of a failed try.

    Raises what ``read_header`` raises, and Damaged when the payload is not what was written.
    """
    header, start = _read(path, secret)
    try:
        with path.open("rb") as source, files.create_private(target) as out:
            source.seek(start)
            _copy(source, out, header)
            files.flush_to_disk(out)
    except (OSError, Damaged):
        target.unlink(missing_ok=True)
        raise
    return header


def _copy(source: BinaryIO, out: BinaryIO | None, header: Header, step: Step = lambda through: None) -> None:
    """Carries the payload over block by block; Damaged unless it is exactly the one the header was made for."""
    digest, through = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        if out is not None:
            out.write(block)
        through += len(block)
        step(through)
    if digest.hexdigest() != header.sha256:
        raise Damaged(_TORN)


def _read(path: Path, secret: bytes | None) -> tuple[Header, int]:
    with path.open("rb") as file:
        encoded = _encoded_header(file)
        start, size = file.tell(), file.seek(0, os.SEEK_END)
    try:
        header = _header(encoded)
    except Damaged:
        raise Damaged(_TORN) from None
    # A copy that stopped half-way is the commonest damage; its size shows it before a password is asked for.
    if size - start != header.length:
        raise Damaged(_TORN)
    if secret is not None and not mac_fits(_fields(header), secret, header.mac):
        raise WrongSecret(_OTHER_KEY)
    return header, start


def _encoded_header(file: BinaryIO) -> bytes:
    magic = file.read(len(_MAGIC))
    if magic != _MAGIC:
        raise TooNew if _ANY_MAGIC.fullmatch(magic) else Damaged(_NOT_OURS)
    length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    # Checked before reading: a hostile length must not fetch four gigabytes into memory.
    if not 0 < length <= LIMIT:
        raise Damaged(_TORN)
    encoded = file.read(length)
    if len(encoded) != length:
        raise Damaged(_TORN)
    return encoded


def _header(encoded: bytes) -> Header:
    values, mac = decode(encoded)
    # A handover and whatever comes later are other kinds with fields of their own.
    if values.get("kind") != BACKUP:
        raise TooNew if isinstance(values.get("kind"), str) else Damaged
    fields = Fields(values, "fmt", "id", "gen", "slots", *_OWN_FIELDS)
    backup_id, created = fields.text("backup"), fields.text("created")
    # The id goes into a key label, so only its one spelling may pass.
    if not _BACKUP_ID.fullmatch(backup_id):
        raise Damaged
    try:
        datetime.datetime.fromisoformat(created)
    except ValueError:
        raise Damaged from None
    counts = fields.value("counts")
    if not isinstance(counts, dict):
        raise Damaged
    numbers = Fields(counts, *counts)
    return Header(
        kind=BACKUP,
        backup_id=backup_id,
        created=created,
        schema=fields.number("schema", 1),
        counts={name: numbers.number(name) for name in counts},
        length=fields.number("len"),
        sha256=fields.binary("sha256", 32).hex(),
        part=read_key_fields(fields),
        mac=mac,
    )


def _fields(header: Header) -> dict[str, object]:
    return {
        **key_fields(header.part),
        "kind": header.kind,
        "backup": header.backup_id,
        "created": header.created,
        "schema": header.schema,
        "counts": dict(header.counts),
        "len": header.length,
        "sha256": to_text(bytes.fromhex(header.sha256)),
    }
