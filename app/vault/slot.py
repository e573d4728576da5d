"""The slots of a key file: how a password opens the master secret, the limits checked before deriving, all as JSON.

Slots for other people's keys are made in ``hpke_slot``; here they are only read and written.
"""

import os
import threading
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.vault import hpke_slot
from app.vault.errors import Damaged, NoMemory, ParamsRefused, TooNew, WrongSecret
from app.vault.hpke_slot import HpkeSlot
from app.vault.sealed import FORMAT, SECRET_BYTES, Fields, hkdf, slot_aad, to_text

_NAME = "argon2id"
_VERSION = 19
_TYPE = "password"
_TAG_BYTES = 16
# Two derivations with several lanes at once wait for each other for ever (cryptography 50 with OpenSSL's threads).
_ONE_AT_A_TIME = threading.Lock()
# Each weighs 3.3 KB of the 64 that a key file may have.
MOST_OTHERS = 12


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
    """What a key file and the header of a container share: whose keys these are (16 bytes), which issue, the slots.

    ``slot`` is that of the password, ``others`` those of people who can open the file with a key of their own.
    """

    file_id: bytes
    gen: int
    slot: Slot
    others: tuple[HpkeSlot, ...] = ()


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
    slots = [entry, *map(hpke_slot.fields_of, part.others)]
    return {"fmt": FORMAT, "id": to_text(part.file_id), "gen": part.gen, "slots": slots}


def read_key_fields(fields: Fields) -> KeyPart:
    """The counterpart of ``key_fields``; raises Damaged, TooNew (another kind of slot) or ParamsRefused."""
    slots = fields.value("slots")
    if not isinstance(slots, list) or not slots:
        raise Damaged
    for entry in slots:
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            raise Damaged
        if entry["type"] not in (_TYPE, hpke_slot.TYPE):
            raise TooNew
    # The password stands first and once: whoever reads a key file knows without searching what a password must fit.
    kinds = [entry["type"] for entry in slots]
    if kinds[0] != _TYPE or kinds.count(_TYPE) > 1 or len(slots) > 1 + MOST_OTHERS:
        raise Damaged
    slot, others = _read_slot(slots[0]), tuple(map(hpke_slot.read, slots[1:]))
    if len({slot.sid, *(other.sid for other in others)}) != len(slots):
        raise Damaged
    return KeyPart(file_id=fields.binary("id", 16), gen=fields.number("gen", 1), slot=slot, others=others)


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
    return slot_aad(file_id, _TYPE, sid, kdf=_kdf_fields(kdf, salt), public=None)


def _kek(password: str, kdf: Kdf, salt: bytes) -> bytes:
    # A macOS keyboard sends ü as two code points, others as one; without NFC the same password would be two.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hkdf(_argon2id(secret, kdf, salt), "slot-password")


def _argon2id(password: bytes, kdf: Kdf, salt: bytes) -> bytes:
    try:
        with _ONE_AT_A_TIME:
            return Argon2id(salt=salt, length=32, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.m).derive(password)
    except MemoryError:
        raise NoMemory from None
