"""Whose signature on a catalogue counts: the keys of the Geschäftsführende Stelle, entered once and compared."""

from dataclasses import dataclass
from datetime import date

ACTIVE, RESERVE = "active", "reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A public signing key; ``key_id`` are its 16 hex digits, ``public_key`` the line a minisign `.pub` file holds.

    ``role`` is active (signs catalogues) or reserve (signs the change of keys only). ``compared_on`` is the day on
    which a person compared the fingerprint; ``retired_on`` None while it counts.
    """

    id: str
    key_id: str
    public_key: str
    role: str
    name: str
    compared_on: date
    retired_on: date | None = None
