"""The invented Geschäftsführende Stelle of the Musterdatei signs its catalogues. Its key is known to everybody and
stands in no other file."""

import hashlib
from pathlib import Path

from app.documents import catalogue_csv
from app.domain.errors import N_
from app.domain.trust import ACTIVE, catalogue_comment
from app.store.casefile import CaseFile
from app.usecases import trust
from app.vault import minisign
from app.vault.minisign import SecretKey

NAME = N_("Geschäftsführende Stelle MUSTER (frei erfunden)")
_SEED = hashlib.sha256(b"Musterdatei").digest()
SECRET = SecretKey(key_id=_SEED[:8], seed=_SEED)


def enter_key(file: CaseFile) -> None:
    """As if somebody had compared the fingerprint on the telephone."""
    trust.enter(file, trust.proposal(minisign.public_line(minisign.public_of(SECRET))), ACTIVE, NAME)


def sign(path: Path) -> None:
    """Puts the signature beside a catalogue in CSV."""
    content = path.read_bytes()
    read = catalogue_csv.read(content)
    written = minisign.sign(content, SECRET, catalogue_comment(read.head, read.sha256))
    path.with_name(path.name + trust.SUFFIX).write_text(written, encoding="utf-8")
