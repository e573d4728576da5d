"""Two files of one person: what was decided about a pair that looks alike."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDuplicate:
    """„Kein Duplikat“: these two were looked at and are two persons; never suggested again."""

    id: str
    client_id: str
    other_id: str
    on: date
