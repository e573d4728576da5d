"""What the store keeps of issued months: their bytes and the ledger; no counting here (statistics)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedMonth:
    """A month that was issued: its bytes never change; ``period`` is ``YYYY-MM``."""

    id: str
    period: str
    schema_id: str
    content: bytes
    sha256: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCell:
    """The window an attacker could compute for one cell (anonymity.md, "Ledger"); ``s_hi`` None means unbounded."""

    id: str
    s_lo: int = 0
    s_hi: int | None = None
    nn: int = 0
    last: int = 0
    low: int = 0
