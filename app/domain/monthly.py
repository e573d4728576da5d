"""What the store keeps of issued months: their bytes and the ledger; no counting here (statistics)."""

from dataclasses import dataclass
from datetime import date, datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What erased persons had added to the counters of a year: a number of events in a month, and nobody behind it.

    ``id`` is measure, month and conditions; the counters of every later month of that year contain ``n``.
    """

    id: str
    measure: str
    period: str
    conditions: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCell:
    """What the audit remembers of one cell, apart from the ledger; ``offsets`` has a bit for each offset 0..4 that
    explains every value shown so far, the rest is the window an attacker could compute."""

    id: str
    offsets: int = 31
    s_lo: int = 0
    s_hi: int | None = None
    nn: int = 0
    last: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedReport:
    """A monthly report as a laptop handed it to the Geschäftsführende Stelle; ``period`` is ``YYYY-MM``."""

    id: str
    pseudonym: str
    period: str
    ags: str
    content: bytes
    sha256: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Potential:
    """How many persons of the target group live in a commune; ``persons`` None = not reported, which is not 0."""

    id: str
    ags: str
    as_of: date
    persons: int | None = None
    source: str = ""
