"""Canonical JSON under a checksum and a MAC, and the keys derived from the master secret.

Knows nothing of passwords, files or backups.
"""

import base64
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.errors import Damaged, TooNew

FORMAT = "klientendatei-key/1"
LIMIT = 64 * 1024
SECRET_BYTES = 20
MAC_BYTES = 32

_ANY_FORMAT = re.compile(r"klientendatei-key/([1-9][0-9]{0,8})")


def new_secret() -> bytes:
    """A fresh master secret: 20 bytes from the operating system."""
    return os.urandom(SECRET_BYTES)


def hkdf(secret: bytes, label: str) -> bytes:
    """32 bytes for one purpose: HKDF-SHA512 with an empty salt and ``klientendatei/1/`` + ``label`` as info."""
    info = b"klientendatei/1/" + label.encode("ascii")
    return HKDF(algorithm=SHA512(), length=32, salt=b"", info=info).derive(secret)


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, ASCII, one final LF. ValueError for NaN."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.encode("ascii") + b"\n"


def mac_of(fields: Mapping[str, object], secret: bytes) -> bytes:
    """HMAC-SHA256 under the label ``header-mac`` over ``fields``, which hold neither ``mac`` nor ``sum``."""
    return hmac.digest(hkdf(secret, "header-mac"), canonical(fields), "sha256")


def mac_fits(fields: Mapping[str, object], secret: bytes, mac: bytes) -> bool:
    """Whether ``mac`` was made with this secret over these fields; compares in constant time."""
    return hmac.compare_digest(mac_of(fields, secret), mac)


def encode(fields: Mapping[str, object], mac: bytes) -> bytes:
    """The bytes to store: ``fields`` with their ``mac`` and, around both, the unkeyed ``sum``."""
    # The sum lets damage be told from a wrong password without knowing any secret; it protects against nothing else.
    body = {**fields, "mac": to_text(mac)}
    return canonical({**body, "sum": to_text(hashlib.sha256(canonical(body)).digest())})


def decode(data: bytes) -> tuple[dict[str, object], bytes]:
    """The fields and the (unverified) MAC of stored bytes.

    Raises TooNew for a later format, Damaged for anything that is not byte for byte what ``encode`` writes.
    """
    if len(data) > LIMIT:
        raise Damaged
    try:
        value = json.loads(data.decode("ascii"))
        # RecursionError: sixty thousand opening brackets are a short file.
    except (ValueError, RecursionError):
        raise Damaged from None
    if not isinstance(value, dict):
        raise Damaged
    _check_format(value.get("fmt"))
    try:
        # Written again it must be the same bytes: that refuses doubled keys, other spellings and NaN in one go.
        if canonical(value) != data:
            raise Damaged
    except (ValueError, RecursionError):
        raise Damaged from None
    stored_sum = from_text(value.pop("sum", None), MAC_BYTES)
    if hashlib.sha256(canonical(value)).digest() != stored_sum:
        raise Damaged
    return value, from_text(value.pop("mac", None), MAC_BYTES)


def _check_format(name: object) -> None:
    found = _ANY_FORMAT.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        raise Damaged
    if name != FORMAT:
        raise TooNew


def slot_aad(file_id: bytes, kind: str, sid: bytes, *, kdf: object, public: str | None) -> bytes:
    """What every slot is bound to: its file, its kind, its cost, its key; it cannot be moved, relabelled or lowered."""
    return canonical([FORMAT, to_text(file_id), kind, to_text(sid), kdf, public])


def to_text(data: bytes) -> str:
    """Binary as base64 without line breaks."""
    return base64.b64encode(data).decode("ascii")


def from_text(value: object, size: int) -> bytes:
    """Exactly ``size`` bytes from the one base64 spelling of them, else Damaged."""
    if not isinstance(value, str):
        raise Damaged
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        raise Damaged from None
    # Unused trailing bits would give several spellings of the same bytes.
    if len(data) != size or to_text(data) != value:
        raise Damaged
    return data


class Fields:
    """A JSON object with exactly the expected names; each reader raises Damaged for a wrong type or size."""

    def __init__(self, value: object, *names: str) -> None:
        if not isinstance(value, dict) or value.keys() != set(names):
            raise Damaged
        self._values: dict[str, object] = value

    def value(self, name: str) -> object:
        """The field as it was read, for a caller that checks it further."""
        return self._values[name]

    def text(self, name: str) -> str:
        """A string field."""
        value = self._values[name]
        if not isinstance(value, str):
            raise Damaged
        return value

    def number(self, name: str, least: int = 0, most: int = 2**53) -> int:
        """An integer from ``least`` to ``most``; true and false are not numbers here."""
        value = self._values[name]
        if type(value) is not int or not least <= value <= most:
            raise Damaged
        return value

    def binary(self, name: str, size: int) -> bytes:
        """A base64 field of exactly ``size`` bytes."""
        return from_text(self._values[name], size)
