"""Contacts: a dated event with or about the person, in a few words, without diagnoses; what others may read of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from app.domain.codes import counted_as

# A talk about a person is no contact of that person (anonymity.md, rulings).
NOT_WITH_CLIENT = frozenset({"third_party", "case_conference"})
# A try that failed says nothing about how the next talk will be held.
NO_HABIT = frozenset({"attempt", "unknown"})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How one last spoke with a person: channel and interpreter of that note, and its day."""

    kind: str
    interpreter: str
    on: date


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """Oldest first; of one day those without a time come first."""
    return sorted(contacts, key=lambda c: (c.on, c.at is not None, c.at or time.min))


def for_others(contacts: Iterable[Contact], include_confidential: bool = False) -> tuple[Contact, ...]:
    """What may leave this room: every letter, print, handover and own list takes its notes from here, oldest first.

    Confidential notes are left out unless somebody ticked them for this one time (features.md, row 57).
    """
    return tuple(c for c in in_order(contacts) if include_confidential or not c.confidential)


def last_habit(contacts: Iterable[Contact]) -> Habit | None:
    """Channel and interpreter of the last talk with the person, None before the first."""
    for contact in reversed(in_order(contacts)):
        if counted_as("contact_kind", contact.kind) not in NO_HABIT | NOT_WITH_CLIENT:
            return Habit(kind=contact.kind, interpreter=contact.interpreter, on=contact.on)
    return None
