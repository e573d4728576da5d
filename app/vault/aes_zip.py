"""An encrypted ZIP that 7-Zip and WinZip open: AES-256 in the form AE-2 around the standard library's zipfile. Names
and sizes inside stay readable without the password; what goes in, and what it is called, is decided elsewhere."""

import hashlib
import hmac
import io
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.domain.errors import N_, UserError
from app.vault import passphrase
from app.vault.passphrase import Verdict

# A guess at a ZIP is 1,000 rounds of SHA-1, some 10^6 times cheaper than one at the key file (Argon2id), whose floor
# is 10^12; the five words that are offered have more than 10^19.
ENOUGH_LOG10 = 18.0
MOST = 99  # characters, of 7-Zip
TOO_EASY = N_("Dieses Kennwort ist für eine ZIP-Datei zu leicht zu erraten: Wer sie hat, kann beliebig oft probieren. "
              "Es wurde nichts ausgegeben. Nehmen Sie die vorgeschlagenen fünf Wörter oder mehr eigene.")
NOT_TYPABLE = N_("Dieses Kennwort öffnet nicht jedes ZIP-Programm. Es wurde nichts ausgegeben. Nehmen Sie höchstens 99 "
                 "Zeichen und nur Buchstaben ohne Umlaute, Ziffern und die üblichen Zeichen der Tastatur.")

_ROUNDS, _SALT, _KEY, _MAC, _BLOCK, _PIECE = 1000, 16, 32, 10, 16, 1 << 16
_DEFLATED, _AES, _VERSION_NEEDED, _ENCRYPTED = 8, 99, 51, 0x1


def judge(password: str, hints: Iterable[str] = ()) -> Verdict:
    """As ``passphrase.judge``, by what a guess at a ZIP costs and by what every program for ZIPs can be told."""
    found = passphrase.judge(password, hints)
    if not (password.isascii() and password.isprintable() and len(password) <= MOST):
        return replace(found, accepted=False, sentence=NOT_TYPABLE)
    enough = found.guesses_log10 >= ENOUGH_LOG10
    return replace(found, accepted=enough, sentence=None if enough else TOO_EASY)


def check(password: str) -> None:
    """Raises UserError for a password that `judge` does not accept."""
    if (sentence := judge(password).sentence) is not None:
        raise UserError(sentence)


def zipped(name: str, content: bytes, password: str, at: datetime) -> bytes:
    """A ZIP of one file, made in memory."""
    out = io.BytesIO()
    with EncryptedZip(out, password, at) as archive:
        archive.add(name, [content])
    return out.getvalue()


class EncryptedZip:
    """Files go into ``out`` (written, seekable, empty) one after the other; nothing in the clear ever reaches it.

    The form: WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2", 1.04. AE-2 keeps no checksum
    of the clear text, which would tell what a small file holds. OSError of ``out`` is the caller's to tell.
    """

    def __init__(self, out: BinaryIO, password: str, at: datetime) -> None:
        self._out, self._password, self._at = out, password.encode("ascii"), at
        self._zip = ZipFile(out, "w")

    def __enter__(self) -> "EncryptedZip":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One file under an ASCII ``name``, packed and encrypted as its pieces come."""
        info = ZipInfo(name, self._at.timetuple()[:6])
        info.extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _DEFLATED)
        keys = hashlib.pbkdf2_hmac("sha1", self._password, salt := os.urandom(_SALT), _ROUNDS, 2 * _KEY + 2)
        mac, packed = hmac.new(keys[_KEY:2 * _KEY], digestmod="sha1"), _Packed(pieces)
        with self._zip.open(info, "w") as inner:
            inner.write(salt + keys[2 * _KEY:])
            for piece in _encrypted(packed, keys[:_KEY]):
                mac.update(piece)
                inner.write(piece)
            inner.write(mac.digest()[:_MAC])
        # zipfile knows no encryption: for it these are the stored bytes of a file, and only its headers tell the truth
        info.compress_type, info.flag_bits, info.extract_version = _AES, info.flag_bits | _ENCRYPTED, _VERSION_NEEDED
        info.CRC, info.file_size = 0, packed.size
        self._out.seek(info.header_offset)
        self._out.write(info.FileHeader(zip64=False))


class _Packed:
    """Pieces deflated, in lengths of ``_PIECE`` and one rest; ``size`` counts what went in."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self.size = pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        packing, held = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS), bytearray()
        for piece in self._pieces:
            self.size += len(piece)
            held += packing.compress(piece)
            while len(held) >= _PIECE:
                yield bytes(held[:_PIECE])
                del held[:_PIECE]
        held += packing.flush()
        for start in range(0, len(held), _PIECE):
            yield bytes(held[start:start + _PIECE])


def _encrypted(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """AES in counter mode with a counter from 1 in little endian; all pieces but the last have whole blocks."""
    # cryptography counts in big endian only, so the blocks of the counter are encrypted one by one
    block, count = Cipher(algorithms.AES(key), modes.ECB()).encryptor(), 1
    for piece in pieces:
        blocks = -(-len(piece) // _BLOCK)
        stream = block.update(b"".join(n.to_bytes(_BLOCK, "little") for n in range(count, count + blocks)))
        count += blocks
        mixed = int.from_bytes(piece, "little") ^ int.from_bytes(stream[:len(piece)], "little")
        yield mixed.to_bytes(len(piece), "little")
