"""The password slot: how a password opens the master secret, and the limits checked before anything is derived."""

import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.vault.errors import Damaged, NoMemory, ParamsRefused, TooNew, WrongSecret
from app.vault.sealed import FORMAT, SECRET_BYTES, Fields, canonical, hkdf, to_text

_NAME = "argon2id"
_VERSION = 19
_TYPE = "password"
_TAG_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Kdf:
    """Cost of Argon2id: ``m`` in KiB, ``t`` passes, ``p`` lanes. Raises ParamsRefused outside the limits."""

    m: int
    t: int
    p: int

    def __post_init__(self) -> None:
        # Too little is a downgrade, too much would keep or exhaust the machine before the password is even tried.
        if not (64 * 1024 <= self.m <= 1024 * 1024 and 2 <= self.t <= 10 and 1 <= self.p <= 8):
            raise ParamsRefused


DEFAULT_KDF = Kdf(m=262144, t=3, p=4)
FALLBACK_KDF = Kdf(m=65536, t=3, p=4)
LIGHT_KDF = Kdf(m=65536, t=2, p=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrapped copy of the master secret: ``sid`` 8, ``salt`` 16, ``nonce`` 12, ``ct`` 20 + 16 bytes."""

    sid: bytes
    kdf: Kdf
    salt: bytes
    nonce: bytes
    ct: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """What a key file and the header of a container share: whose keys these are (16 bytes), which issue, the slot."""

    file_id: bytes
    gen: int
    slot: Slot


def wrap(secret: bytes, password: str, kdf: Kdf, file_id: bytes) -> Slot:
    """A new slot by which ``password`` opens ``secret``.

    A machine that cannot give the memory gets the weaker FALLBACK_KDF (the slot says so); NoMemory if even that fails.
    """
    salt = os.urandom(16)
    try:
        kek = _kek(password, kdf, salt)
    except NoMemory:
        if kdf.m <= FALLBACK_KDF.m:
            raise
        kdf = FALLBACK_KDF
        kek = _kek(password, kdf, salt)
    sid, nonce = os.urandom(8), os.urandom(12)
    ct = AESGCM(kek).encrypt(nonce, secret, _aad(file_id, sid, kdf, salt))
    return Slot(sid=sid, kdf=kdf, salt=salt, nonce=nonce, ct=ct)


def unwrap(slot: Slot, password: str, file_id: bytes) -> bytes:
    """The master secret, or WrongSecret; NoMemory when the machine cannot give what the slot asks for."""
    kek = _kek(password, slot.kdf, slot.salt)
    try:
        return AESGCM(kek).decrypt(slot.nonce, slot.ct, _aad(file_id, slot.sid, slot.kdf, slot.salt))
    except InvalidTag:
        raise WrongSecret from None


def key_fields(part: KeyPart) -> dict[str, object]:
    """The JSON fields a key file and a container header have in common."""
    slot = part.slot
    entry = {
        "type": _TYPE,
        "sid": to_text(slot.sid),
        "kdf": _kdf_fields(slot.kdf, slot.salt),
        "n": to_text(slot.nonce),
        "ct": to_text(slot.ct),
    }
    return {"fmt": FORMAT, "id": to_text(part.file_id), "gen": part.gen, "slots": [entry]}


def read_key_fields(fields: Fields) -> KeyPart:
    """The counterpart of ``key_fields``; raises Damaged, TooNew (another kind of slot) or ParamsRefused."""
    slots = fields.value("slots")
    if not isinstance(slots, list) or not slots:
        raise Damaged
    for entry in slots:
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            raise Damaged
        if entry["type"] != _TYPE:
            raise TooNew
    if len(slots) > 1:
        raise Damaged
    return KeyPart(file_id=fields.binary("id", 16), gen=fields.number("gen", 1), slot=_read_slot(slots[0]))


def _read_slot(entry: object) -> Slot:
    fields = Fields(entry, "type", "sid", "kdf", "n", "ct")
    costs = Fields(fields.value("kdf"), "name", "v", "m", "t", "p", "salt")
    name, version = costs.text("name"), costs.number("v")
    m, t, p = costs.number("m"), costs.number("t"), costs.number("p")
    if name != _NAME or version != _VERSION:
        raise ParamsRefused
    return Slot(
        sid=fields.binary("sid", 8),
        kdf=Kdf(m=m, t=t, p=p),
        salt=costs.binary("salt", 16),
        nonce=fields.binary("n", 12),
        ct=fields.binary("ct", SECRET_BYTES + _TAG_BYTES),
    )


def _kdf_fields(kdf: Kdf, salt: bytes) -> dict[str, object]:
    return {"name": _NAME, "v": _VERSION, "m": kdf.m, "t": kdf.t, "p": kdf.p, "salt": to_text(salt)}


def _aad(file_id: bytes, sid: bytes, kdf: Kdf, salt: bytes) -> bytes:
    # Binds the slot to its file, its kind and its cost: it cannot be moved, relabelled or made cheaper.
    public_key = None
    return canonical([FORMAT, to_text(file_id), _TYPE, to_text(sid), _kdf_fields(kdf, salt), public_key])


def _kek(password: str, kdf: Kdf, salt: bytes) -> bytes:
    # A macOS keyboard sends ü as two code points, others as one; without NFC the same password would be two.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hkdf(_argon2id(secret, kdf, salt), "slot-password")


def _argon2id(password: bytes, kdf: Kdf, salt: bytes) -> bytes:
    try:
        return Argon2id(salt=salt, length=32, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.m).derive(password)
    except MemoryError:
        raise NoMemory from None
