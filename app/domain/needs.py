"""Needs (Bedarf) in the thirteen areas of life (domain.md § 4.3): dated ratings, so that change can be seen."""

from dataclasses import dataclass
from datetime import date

# Asked only behind a consent of its own (DSGVO Art. 9).
PROTECTED_AREA = "health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One rating of one area on a day: ``level`` 0–3 of need_level; voluntary, never exported."""

    id: str
    case_id: str
    area: str
    on: date
    level: str = "unknown"
    resource: bool = False
    note: str = ""
    goal: str = ""
    next_step: str = ""
