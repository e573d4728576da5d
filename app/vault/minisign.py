"""The format of minisign: public keys, password-protected secret keys, prehashed signatures. Texts in, texts out;
whose key counts and where files lie is not decided here. (Format: jedisct1.github.io/minisign, "Signature format".)"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.errors import N_
from app.vault.errors import Damaged, NoMemory, ParamsRefused, VaultError, WrongSecret
from app.vault.sealed import from_text, to_text

FINGERPRINT_GROUPS = 6
# The stock program reads no longer trusted comment; it counts its own words and the line end too.
COMMENT_BYTES = 8000

_GROUP_DIGITS = 5
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_EDDSA, _PREHASHED = b"Ed", b"ED"
_SCRYPT, _BLAKE2, _OPEN = b"Sc", b"B2", b"\0\0"
_PUBLIC_BYTES, _SIGNATURE_BYTES = 2 + 8 + 32, 2 + 8 + 64
_LOCKED_BYTES = 8 + 64 + 32
_SECRET_BYTES = 2 + 2 + 2 + 32 + 8 + 8 + _LOCKED_BYTES
_LIMIT = 16 * 1024

_WRONG_PASSWORD = N_(
    "Dieses Kennwort passt nicht zu diesem Schlüssel, oder die Schlüsseldatei ist beschädigt. Es wurde nichts "
    "unterschrieben. Prüfen Sie die Feststelltaste, oder nehmen Sie die Kopie der Schlüsseldatei."
)
_PARAMS = N_(
    "Die Schlüsseldatei verlangt Rechenwerte außerhalb der erlaubten Grenzen. Es wurde nichts unterschrieben. "
    "Nehmen Sie die Kopie der Schlüsseldatei."
)
_NO_MEMORY = N_(
    "Für das Kennwort dieses Schlüssels braucht das Programm etwa 1 GB freien Arbeitsspeicher. Es wurde nichts "
    "unterschrieben. Schließen Sie andere Programme und versuchen Sie es noch einmal."
)


class SignatureRefused(VaultError):
    """What all refusals of this format have in common; the sentence of each stands below."""

    kind = "signature"


class UnreadableSignature(SignatureRefused):
    """The text is not a minisign signature: lines, lengths or spelling are not what the format says."""

    sentence = N_("Die Unterschrift (.minisig) ist beschädigt oder keine. Es wurde nichts eingelesen. "
                  "Lassen Sie sich beide Dateien noch einmal geben.")


class LegacySignature(SignatureRefused):
    """A signature over the file itself ("Ed"), which minisign made before it hashed first ("ED")."""

    sentence = N_("Die Unterschrift hat eine veraltete Form, die nicht mehr gilt. Es wurde nichts eingelesen. "
                  "Die Datei muss mit einer neueren Fassung von minisign noch einmal unterschrieben werden.")


class ForeignKey(SignatureRefused):
    """The signature names another key than the one it is held against."""

    sentence = N_("Die Datei ist mit einem fremden Schlüssel unterschrieben. Es wurde nichts eingelesen. "
                  "Fragen Sie nach, von wem die Datei kommt.")


class AlteredContent(SignatureRefused):
    """The signature was not made over these bytes."""

    sentence = N_("Die Datei wurde nach der Unterschrift verändert. Es wurde nichts eingelesen. "
                  "Lassen Sie sich die Datei noch einmal geben.")


class AlteredComment(SignatureRefused):
    """The content is what was signed, the trusted comment is not."""

    sentence = N_("Die Angaben in der Unterschrift wurden nachträglich verändert. Es wurde nichts eingelesen. "
                  "Lassen Sie sich beide Dateien noch einmal geben.")


class NoPublicKey(SignatureRefused):
    """The text holds no public key, or one that is not whole."""

    sentence = N_("Das ist kein vollständiger öffentlicher Schlüssel. Es wurde nichts geändert. Er beginnt mit RW und "
                  "hat 56 Zeichen; kopieren Sie die ganze Zeile oder wählen Sie die Datei, die auf .pub endet.")


class NoSecretKey(SignatureRefused):
    """The text is no minisign secret key."""

    sentence = N_("Das ist keine Schlüsseldatei zum Unterschreiben, oder sie ist beschädigt. Es wurde nichts "
                  "unterschrieben. Wählen Sie die Datei, die auf .key endet, oder nehmen Sie ihre Kopie.")


class UnprotectedKey(SignatureRefused):
    """A secret key that was made without a password."""

    sentence = N_("Dieser Schlüssel ist durch kein Kennwort geschützt und wird nicht verwendet. Es wurde nichts "
                  "unterschrieben. Geben Sie ihm mit „minisign -C“ ein Kennwort, oder legen Sie neue Schlüssel an.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """``key_id`` 8 bytes, chosen at random by whoever made the pair; ``point`` 32 bytes of Ed25519."""

    key_id: bytes
    point: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretKey:
    """``key_id`` 8 bytes, ``seed`` 32 bytes of Ed25519; the seed is in no representation."""

    key_id: bytes
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """As read, nothing verified: ``key_id`` 8, ``over_content`` and ``over_comment`` 64 bytes each."""

    key_id: bytes
    over_content: bytes
    comment: str
    over_comment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What scrypt may cost, in libsodium's measures: ``ops`` operations, ``memory`` bytes. Raises ParamsRefused."""

    ops: int
    memory: int

    def __post_init__(self) -> None:
        # From the least of libsodium up to what the stock program takes by itself; on a small machine it halves both.
        within = 2**15 <= self.ops <= 2**25 and 2**24 <= self.memory <= 2**30
        if not within or self.ops.bit_count() > 1 or self.memory.bit_count() > 1:
            raise ParamsRefused(_PARAMS)

    def scrypt(self) -> tuple[int, int, int]:
        """N, r and p, as libsodium's crypto_pwhash_scryptsalsa208sha256 picks them."""
        by_operations = self.ops < self.memory // 32
        most = self.ops // 32 if by_operations else self.memory // 1024
        n = 1 << most.bit_length() - 1
        return n, 8, 1 if by_operations else self.ops // 4 // n // 8


# 2^20, 8, 1: 1 GiB of memory for three to six seconds; what `minisign -G` takes.
DEFAULT_COST = Cost(ops=2**25, memory=2**30)


def key_id_of(raw: bytes) -> str:
    """The eight bytes as 16 hex digits, in the order in which the stock program prints them."""
    return f"{int.from_bytes(raw, 'little'):016X}"


def fingerprint(key: PublicKey) -> str:
    """Six groups of five digits (99 bits) that two people read to each other before they trust a key."""
    digest = hashlib.sha512(b"klientendatei/1/minisign-fingerprint" + _EDDSA + key.key_id + key.point).digest()
    size = FINGERPRINT_GROUPS * _GROUP_DIGITS
    digits = f"{int.from_bytes(digest, 'big') % 10**size:0{size}d}"
    return " ".join(digits[start : start + _GROUP_DIGITS] for start in range(0, size, _GROUP_DIGITS))


def read_public_key(text: str) -> PublicKey:
    """The key of a `.pub` file or of its second line alone; NoPublicKey for anything else."""
    lines = _lines(text, NoPublicKey)
    if len(lines) == 2 and lines[0].startswith(_UNTRUSTED):
        del lines[0]
    if len(lines) != 1:
        raise NoPublicKey
    data = _binary(lines[0], _PUBLIC_BYTES, NoPublicKey)
    if data[:2] != _EDDSA:
        raise NoPublicKey
    return PublicKey(key_id=data[2:10], point=data[10:])


def public_line(key: PublicKey) -> str:
    """The key as the line ``RW…`` of 56 characters."""
    return to_text(_EDDSA + key.key_id + key.point)


def public_file(key: PublicKey) -> str:
    """The text of a `.pub` file."""
    return f"{_UNTRUSTED}minisign public key {key_id_of(key.key_id)}\n{public_line(key)}\n"


def new_secret_key() -> SecretKey:
    """A fresh pair."""
    return SecretKey(key_id=os.urandom(8), seed=os.urandom(32))


def public_of(secret: SecretKey) -> PublicKey:
    """What may be given away of a pair."""
    point = Ed25519PrivateKey.from_private_bytes(secret.seed).public_key().public_bytes_raw()
    return PublicKey(key_id=secret.key_id, point=point)


def lock(secret: SecretKey, password: str, cost: Cost = DEFAULT_COST) -> str:
    """The text of a secret key file that only ``password`` opens; takes as long as `unlock`. Raises NoMemory."""
    salt = os.urandom(32)
    pair = secret.seed + public_of(secret).point
    plain = secret.key_id + pair + _checksum(secret.key_id + pair)
    numbers = cost.ops.to_bytes(8, "little") + cost.memory.to_bytes(8, "little")
    locked = _masked(plain, password, salt, cost)
    return f"{_UNTRUSTED}minisign encrypted secret key {key_id_of(secret.key_id)}\n" \
           f"{to_text(_EDDSA + _SCRYPT + _BLAKE2 + salt + numbers + locked)}\n"


def unlock(text: str, password: str) -> SecretKey:
    """The secret key of a file; takes some seconds and 1 GiB at the usual cost: never in the event loop.

    Raises NoSecretKey, UnprotectedKey, ParamsRefused before deriving, then NoMemory or WrongSecret; the format cannot
    tell a wrong password from damaged bytes.
    """
    lines = _lines(text, NoSecretKey)
    if len(lines) != 2 or not lines[0].startswith(_UNTRUSTED):
        raise NoSecretKey
    data = _binary(lines[1], _SECRET_BYTES, NoSecretKey)
    if (data[:2], data[4:6]) != (_EDDSA, _BLAKE2) or data[2:4] not in (_SCRYPT, _OPEN):
        raise NoSecretKey
    if data[2:4] == _OPEN:
        raise UnprotectedKey
    cost = Cost(ops=int.from_bytes(data[38:46], "little"), memory=int.from_bytes(data[46:54], "little"))
    plain = _masked(data[54:], password, data[6:38], cost)
    key_id, pair, checksum = plain[:8], plain[8:72], plain[72:]
    if not hmac.compare_digest(_checksum(key_id + pair), checksum):
        raise WrongSecret(_WRONG_PASSWORD)
    secret = SecretKey(key_id=key_id, seed=pair[:32])
    # A pair whose halves do not belong together was put together by somebody.
    if public_of(secret).point != pair[32:]:
        raise NoSecretKey
    return secret


def sign(content: bytes, secret: SecretKey, comment: str) -> str:
    """The text of a `.minisig` over ``content`` and the trusted ``comment``.

    ValueError for a comment of several lines or of more than COMMENT_BYTES.
    """
    if len(comment.splitlines()) > 1 or comment != comment.strip() or len(comment.encode("utf-8")) > COMMENT_BYTES:
        raise ValueError("a trusted comment is one line of limited length")
    key = Ed25519PrivateKey.from_private_bytes(secret.seed)
    over_content = key.sign(_digest(content))
    over_comment = key.sign(over_content + comment.encode("utf-8"))
    return f"{_UNTRUSTED}signature by minisign key {key_id_of(secret.key_id)}\n" \
           f"{to_text(_PREHASHED + secret.key_id + over_content)}\n{_TRUSTED}{comment}\n{to_text(over_comment)}\n"


def read_signature(text: str) -> Signature:
    """A `.minisig` of exactly four lines; raises LegacySignature, UnreadableSignature. Nothing is verified yet."""
    lines = _lines(text, UnreadableSignature)
    if len(lines) != 4 or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise UnreadableSignature
    data = _binary(lines[1], _SIGNATURE_BYTES, UnreadableSignature)
    if data[:2] == _EDDSA:
        raise LegacySignature
    if data[:2] != _PREHASHED:
        raise UnreadableSignature
    return Signature(key_id=data[2:10], over_content=data[10:], comment=lines[2].removeprefix(_TRUSTED),
                     over_comment=_binary(lines[3], 64, UnreadableSignature))


def verify(content: bytes, signature: Signature, key: PublicKey) -> None:
    """Returns if ``key`` signed exactly this content and comment; raises ForeignKey, AlteredContent, AlteredComment."""
    verify_digest(_digest(content), signature, key)


def verify_comment(signature: Signature, key: PublicKey) -> None:
    """Returns if ``key`` signed this comment, whatever the content is; raises ForeignKey, AlteredComment."""
    if signature.key_id != key.key_id:
        raise ForeignKey
    _verify(key, signature.over_comment, signature.over_content + signature.comment.encode("utf-8"), AlteredComment)


def verify_digest(digest: bytes, signature: Signature, key: PublicKey) -> None:
    """As ``verify`` for a content too large for the memory: ``digest`` is what ``content_hash`` made of it."""
    if signature.key_id != key.key_id:
        raise ForeignKey
    _verify(key, signature.over_content, digest, AlteredContent)
    verify_comment(signature, key)


def _verify(key: PublicKey, signature: bytes, message: bytes, refusal: type[SignatureRefused]) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.point).verify(signature, message)
    except InvalidSignature:
        raise refusal from None


def content_hash(content: bytes = b"") -> hashlib.blake2b:
    """What a content is fed into, piece by piece, before it is signed or verified."""
    return hashlib.blake2b(content, digest_size=64)


def _digest(content: bytes) -> bytes:
    return content_hash(content).digest()


def _checksum(key_id_and_pair: bytes) -> bytes:
    return hashlib.blake2b(_EDDSA + key_id_and_pair, digest_size=32).digest()


def _masked(data: bytes, password: str, salt: bytes, cost: Cost) -> bytes:
    """``data`` under the mask that the password gives; a second time takes the mask off."""
    n, r, p = cost.scrypt()
    # NFC as for every other password here; the terminals the stock program reads from send the same.
    secret = bytearray(unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass"))
    try:
        room = 128 * r * (n + p + 4)
        mask = hashlib.scrypt(secret, salt=salt, n=n, r=r, p=p, maxmem=room, dklen=_LOCKED_BYTES)
    except (MemoryError, ValueError):
        # The numbers were checked: a ValueError is how OpenSSL says that it got no memory.
        raise NoMemory(_NO_MEMORY) from None
    finally:
        secret[:] = bytes(len(secret))
    return bytes(one ^ other for one, other in zip(data, mask, strict=True))


def _lines(text: str, refusal: type[SignatureRefused]) -> list[str]:
    """The lines of a short text in UTF-8, whichever line ends it was given on its way."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise refusal from None
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    if size > _LIMIT or any("\r" in line or "\0" in line for line in lines):
        raise refusal
    return lines


def _binary(line: str, size: int, refusal: type[SignatureRefused]) -> bytes:
    try:
        return from_text(line, size)
    except Damaged:
        raise refusal from None
