"""Contacts: a dated event with or about the person, in a few words and without diagnoses."""

from dataclasses import dataclass
from datetime import date, time

# A talk about a person is no contact of that person (anonymity.md, rulings).
NOT_WITH_CLIENT = frozenset({"third_party", "case_conference"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact or attempt; ``minutes`` is 0 where not noted. A confidential one is hidden until a key is held."""

    id: str
    case_id: str
    on: date
    at: time | None = None
    kind: str = "unknown"
    result: str = "reached"
    minutes: int = 0
    interpreter: str = "unknown"
    topics: tuple[str, ...] = ()
    text: str = ""
    place: str = ""
    confidential: bool = False
