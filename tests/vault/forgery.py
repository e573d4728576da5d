"""What an attacker can do to a key file without knowing the secret."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from app.vault import sealed
from app.vault.keyfile import KeyFile, to_bytes

Json = dict[str, Any]


def resummed(document: Json) -> bytes:
    """The checksum is put right again, the MAC is not."""
    body = {name: value for name, value in document.items() if name != "sum"}
    digest = hashlib.sha256(sealed.canonical(body)).digest()
    return sealed.canonical({**body, "sum": sealed.to_text(digest)})


def changed(keyfile: KeyFile, change: Callable[[Json], None]) -> bytes:
    document = json.loads(to_bytes(keyfile))
    change(document)
    return resummed(document)
