"""Flags (Merker) on a person: something one must see first, with its reason, until it is cleared with a reason."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """``kind`` is of the list flag_kind; shown in colour and words while ``cleared_on`` is None."""

    id: str
    client_id: str
    kind: str
    reason: str
    set_on: date
    until: date | None = None
    cleared_on: date | None = None
    cleared_reason: str = ""
