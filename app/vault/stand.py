"""`stand.json`: how far this folder's database had come when it was last closed, under the label ``state``.

What the numbers mean and what follows from them, the store knows.
"""

import hmac
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.vault import files
from app.vault.errors import Damaged
from app.vault.sealed import LIMIT, MAC_BYTES, Fields, canonical, from_text, hkdf, to_text

NAME = "stand.json"
FORMAT = "klientendatei-stand/1"
_LINK = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """``generation`` counts the sessions that wrote, ``number`` and ``link`` are the head of the chain of acts.

    ``at`` is when it was written, ``checked`` when both integrity checks last found nothing, None for never.
    """

    generation: int
    number: int
    link: bytes
    at: datetime
    checked: datetime | None = None


def to_bytes(stand: Stand, secret: bytes) -> bytes:
    """Canonical JSON with its MAC."""
    fields: dict[str, object] = {
        "fmt": FORMAT, "generation": stand.generation, "number": stand.number, "link": to_text(stand.link),
        "at": stand.at.isoformat(), "checked": stand.checked.isoformat() if stand.checked else "",
    }
    return canonical({**fields, "mac": to_text(_mac(fields, secret))})


def from_bytes(data: bytes, secret: bytes) -> Stand:
    """What ``to_bytes`` wrote with the same secret; Damaged for everything else."""
    try:
        value = json.loads(data.decode("ascii"))
        same = canonical(value) == data
    except (ValueError, RecursionError):
        raise Damaged from None
    read = Fields(value, "fmt", "generation", "number", "link", "at", "checked", "mac")
    mac = from_text(value.pop("mac"), MAC_BYTES)
    if not same or read.text("fmt") != FORMAT or not hmac.compare_digest(_mac(value, secret), mac):
        raise Damaged
    checked = read.text("checked")
    return Stand(generation=read.number("generation"), number=read.number("number"),
                 link=read.binary("link", _LINK), at=datetime.fromisoformat(read.text("at")),
                 checked=datetime.fromisoformat(checked) if checked else None)


def load(folder: Path, secret: bytes) -> Stand | None:
    """The stand of a folder; None where it is missing, damaged or of another master secret: then nothing is known."""
    try:
        with (folder / NAME).open("rb") as file:
            return from_bytes(file.read(LIMIT + 1), secret)
    except (OSError, Damaged):
        return None


def save(folder: Path, stand: Stand, secret: bytes) -> None:
    """Replaces the stand, whole or not at all; without fsync, because losing it costs one warning and no data."""
    fresh = folder / f"{NAME}.neu"
    with files.create_private(fresh) as file:
        file.write(to_bytes(stand, secret))
    # not tried again as key files are: the next one comes in ten minutes
    os.replace(fresh, folder / NAME)


def _mac(fields: dict[str, object], secret: bytes) -> bytes:
    return hmac.digest(hkdf(secret, "state"), canonical(fields), "sha256")
