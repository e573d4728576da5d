"""Broken catalogues, backups and attachments: each is read or refused by a sentence, quickly, and changes nothing."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from app import resources
from app.domain import attachment
from app.domain.errors import UserError
from app.store import casefile
from app.store.casefile import DATABASE
from app.usecases import backup, catalogue
from app.vault import container
from tests.harness import acts

SECONDS = 2.0
BITS = (b";", b"\t", b",", b'"', b"\n", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"99999999999", b"31.02.2026",
        b"-1", b"=1+1", "\u202e".encode(), "ſ".encode(), b"A" * 5000, b"\x1a", b"{", b"<", b"%PDF", b"\x80")


PAPER = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + b"x" * 600 + b"\nstartxref\n9\n%%EOF\n"
PICTURE = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01"
           b"H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82")


def imports(folder: Path, times: int, rng: random.Random) -> dict[str, int]:
    """``times`` altered files through reading and preview; returns how many were read and how many refused."""
    secret = acts.new(folder)
    file = casefile.unlock(folder, secret, clock=acts.clock)
    made = folder.with_name("muster.kdsicherung")
    backup.make(file, made)
    before = (folder / DATABASE).read_bytes()
    sheet = resources.path("samples", "katalog_muster_1.csv").read_bytes()
    target = folder.with_name("eingabe")

    def read_catalogue(data: bytes) -> None:
        target.write_bytes(data)
        catalogue.preview(file, catalogue.read(target))

    def read_backup(data: bytes) -> None:
        target.write_bytes(data)
        container.read_header(target, secret)

    kinds: list[tuple[bytes, Callable[[bytes], object]]] = [
        (sheet, read_catalogue), (sheet[:1500], read_catalogue), (made.read_bytes()[:6000], read_backup),
        (PAPER, lambda data: attachment.recognised("anlage", data)),
        (PICTURE, lambda data: attachment.recognised("anlage", data)),
    ]
    read = refused = 0
    for _time in range(times):
        data, reader = rng.choice(kinds)
        began = time.monotonic()
        try:
            reader(altered(data, rng))
            read += 1
        except UserError:
            refused += 1
        lasted = time.monotonic() - began
        assert lasted < SECONDS, f"an input of {len(data)} bytes took {lasted:.1f} s"
    file.close()
    assert (folder / DATABASE).read_bytes() == before, "reading changed the database"
    return {"read": read, "refused": refused}


def altered(data: bytes, rng: random.Random) -> bytes:
    """One to six bytes, pieces or lengths of ``data`` changed."""
    found = bytearray(data)
    for _change in range(rng.randrange(1, 7)):
        place = rng.randrange(len(found) + 1)
        what = rng.randrange(5)
        if what == 0 and place < len(found):
            found[place] = rng.randrange(256)
        elif what == 1:
            found[place:place] = rng.choice(BITS)
        elif what == 2:
            del found[place:place + rng.randrange(1, 400)]
        elif what == 3:
            piece = found[place:place + rng.randrange(1, 400)]
            found[place:place] = piece * rng.randrange(1, 4)
        else:
            del found[place:]
    return bytes(found)
