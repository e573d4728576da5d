"""What the tests of the start share: an invented clock, a password, a new Klientendatei. No pytest here."""

from datetime import datetime
from pathlib import Path

from app.store import casefile
from app.store.casefile import CaseFile
from app.vault.slot import LIGHT_KDF

PASSWORD = "kuchen-laterne-fahrrad-regen-tasse"
NOW = datetime(2026, 11, 3, 14, 3, 22)


def clock() -> datetime:
    """Tuesday, 3 November 2026, in the afternoon."""
    return NOW


def new_file(place: Path) -> CaseFile:
    """A Klientendatei without people, open."""
    return casefile.create(place / "musterstadt.klientendatei", PASSWORD, office="Amt Musterstadt", ags="05315000",
                           clock=clock, kdf=LIGHT_KDF)
