"""The slot for another person's key (handover, deputy): hybrid keys, sealing to them, fingerprints for the telephone.

Where private seeds are kept is not decided here; they never appear in a key file.
"""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from app.vault.errors import Damaged, WrongSecret
from app.vault.sealed import SECRET_BYTES, Fields, slot_aad, to_text

TYPE = "hpke"
SEED_BYTES = 64 + 32
PUBLIC_BYTES = 1184 + 32
FINGERPRINT_GROUPS = 8

_MLKEM_SEED, _MLKEM_PUBLIC = 64, 1184
# The encapsulated key (1,088 + 32 bytes), then the secret and the tag of AES-GCM.
_CT_BYTES = 1120 + SECRET_BYTES + 16
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_GROUP_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HpkeSlot:
    """The master secret for the holder of one key pair: ``sid`` 8, ``public`` 1,216, ``ct`` 1,156 bytes."""

    sid: bytes
    public: bytes
    ct: bytes


def new_seeds() -> bytes:
    """A fresh private key as its 96 bytes of seeds: 64 for ML-KEM-768, 32 for X25519."""
    return MLKEM768PrivateKey.generate().private_bytes_raw() + X25519PrivateKey.generate().private_bytes_raw()


def public_of(seeds: bytes) -> bytes:
    """The 1,216 bytes that may be given away. ValueError for seeds of another length."""
    mlkem, x25519 = _private(seeds)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Eight groups of five digits (132 bits) that two people read to each other before they trust a key.

    Digits, because letters are misheard; no words, because a later word list would name the same key differently.
    """
    digest = hashlib.sha512(b"klientendatei/1/fingerprint" + public).digest()
    number = int.from_bytes(digest, "big") % 10 ** (FINGERPRINT_GROUPS * _GROUP_DIGITS)
    digits = f"{number:0{FINGERPRINT_GROUPS * _GROUP_DIGITS}d}"
    return " ".join(digits[start : start + _GROUP_DIGITS] for start in range(0, len(digits), _GROUP_DIGITS))


def seal(secret: bytes, public: bytes, file_id: bytes, sid: bytes) -> HpkeSlot:
    """A slot of this file that only the holder of ``public`` can open; Damaged for bytes that are no public key."""
    if len(public) != PUBLIC_BYTES:
        raise Damaged
    try:
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
        )
        ct = _SUITE.encrypt(secret, key, info=_info(file_id, sid, public))
    except ValueError:
        # Also a point of X25519 that would give a secret everybody can compute.
        raise Damaged from None
    return HpkeSlot(sid=sid, public=public, ct=ct)


def unseal(slot: HpkeSlot, seeds: bytes, file_id: bytes) -> bytes:
    """The master secret, or WrongSecret when the slot was made for another key, another file or was altered."""
    mlkem, x25519 = _private(seeds)
    try:
        key = MLKEM768X25519PrivateKey(mlkem, x25519)
        return _SUITE.decrypt(slot.ct, key, info=_info(file_id, slot.sid, slot.public))
    except (InvalidTag, ValueError):
        raise WrongSecret from None


def fields_of(slot: HpkeSlot) -> dict[str, object]:
    """The slot as JSON fields."""
    return {"type": TYPE, "sid": to_text(slot.sid), "pub": to_text(slot.public), "ct": to_text(slot.ct)}


def read(entry: object) -> HpkeSlot:
    """The counterpart of ``fields_of``; Damaged for a wrong shape. Whether the key is one shows only its use."""
    fields = Fields(entry, "type", "sid", "pub", "ct")
    return HpkeSlot(
        sid=fields.binary("sid", 8), public=fields.binary("pub", PUBLIC_BYTES), ct=fields.binary("ct", _CT_BYTES)
    )


def _private(seeds: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    return (
        MLKEM768PrivateKey.from_seed_bytes(seeds[:_MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(seeds[_MLKEM_SEED:]),
    )


def _info(file_id: bytes, sid: bytes, public: bytes) -> bytes:
    return slot_aad(file_id, TYPE, sid, kdf=None, public=to_text(public))
