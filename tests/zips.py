"""A reader of ZIPs encrypted as AE-2, written from WinZip's description alone and held against a file of another
program (tests/files/winzip_aes.zip, made by pyzipper 0.4.0). No pytest here."""

import hashlib
import hmac
import io
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PASSWORD = "fahrradbahn-himmeltreppe-dachwinkel-abendhalle-eselplatz"


def names(archive: bytes) -> list[str]:
    """The names inside, which need no password."""
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()


def unzipped(archive: bytes, password: str = PASSWORD) -> dict[str, bytes]:
    """Every file inside by its name; ValueError for a wrong password or a changed byte."""
    return {info.filename: _opened(archive, info, password.encode())
            for info in zipfile.ZipFile(io.BytesIO(archive)).infolist()}


def _opened(archive: bytes, info: zipfile.ZipInfo, password: bytes) -> bytes:
    start = info.header_offset
    signature, flags, method, crc, packed, size, name, more = struct.unpack_from("<4s2xHH4xIIIHH", archive, start)
    # zipfile reads the directory at the end, other programs the header in front: both must say the same
    assert (signature, flags & 1, method, crc) == (b"PK\3\4", 1, 99, 0) and info.flag_bits & 1
    assert (info.compress_type, info.CRC, info.compress_size, info.file_size) == (99, 0, packed, size)
    start += 30 + name + more
    extra = archive[start - more:start]
    assert extra == info.extra and struct.unpack("<HHH2sB", extra[:9]) == (0x9901, 7, 2, b"AE", 3)
    body = archive[start:start + packed]
    salt, proof, hidden, mac = body[:16], body[16:18], body[18:-10], body[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    if keys[64:] != proof or hmac.digest(keys[32:64], hidden, "sha1")[:10] != mac:
        raise ValueError("wrong password or changed")
    block = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()
    stream = b"".join(block.update(n.to_bytes(16, "little")) for n in range(1, len(hidden) // 16 + 2))
    clear = bytes(a ^ b for a, b in zip(hidden, stream, strict=False))
    content = clear if struct.unpack("<H", extra[9:])[0] == 0 else zlib.decompress(clear, -zlib.MAX_WBITS)
    assert len(content) == size
    return content
