"""A catalogue as the Geschäftsführende Stelle issued it: the very bytes, so that the next one is compared with them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCatalogue:
    """``content`` are the bytes of the file, ``signature`` the text of its `.minisig`, "" where it was not signed."""

    id: str
    name: str
    number: int
    as_of: date
    mode: str
    valid_until: date | None = None
    issued_at: datetime
    rows: int
    content: bytes
    sha256: str
    signature: str = ""
    key_id: str = ""
