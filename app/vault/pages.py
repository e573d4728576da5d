"""The decrypted pages of a database file, free ones included: for proving that a word is or is no longer in it."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# SQLCipher 4: pages of 4096 bytes, each ending in a 16-byte IV and a 64-byte HMAC; the first begins with the salt.
PAGE = 4096
IV, RESERVE, SALT = 16, 80, 16


def decrypted(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file as plain bytes without its reserve; ``key`` is the raw 32-byte database key.

    Nothing is verified here: a damaged page comes out as noise (the integrity check says so).
    """
    with path.open("rb") as file:
        number = 0
        while len(page := file.read(PAGE)) == PAGE:
            start = 0 if number else SALT
            iv = page[-RESERVE : -RESERVE + IV]
            decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
            yield decryptor.update(page[start:-RESERVE]) + decryptor.finalize()
            number += 1


def count(path: Path, key: bytes, words: set[bytes]) -> int:
    """How often any of the words stands in the pages; a word across a page border counts too."""
    longest = max(map(len, words))
    found, tail = 0, b""
    for page in decrypted(path, key):
        text = tail + page
        found += sum(text.count(word) - tail.count(word) for word in words)
        tail = text[-(longest - 1) :] if longest > 1 else b""
    return found
