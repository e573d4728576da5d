"""What a person speaks and writes, as dated assessments with their basis (domain.md § 4.2, GER)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# What can be reached, the lowest first; "nicht erhoben" and "keine Angabe" of the list are said of persons only.
LEVELS = ("0", "alpha", "a1", "a2", "b1", "b2", "c1", "c2")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageAssessment:
    """German at a date, oral and written apart: A2 oral is the legal test, courses ask for both."""

    id: str
    client_id: str
    on: date
    oral: str = "unknown"
    written: str = "unknown"
    basis: str = "unknown"
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A language other than German; ``level`` is of the list language_skill."""

    id: str
    client_id: str
    language: str
    level: str = "unknown"
    reads: str = "unknown"


def latest(assessments: Iterable[LanguageAssessment], day: date) -> LanguageAssessment | None:
    """The assessment that counts on ``day``."""
    return max((a for a in assessments if a.on <= day), key=lambda a: (a.on, a.id), default=None)


def at_least(level: str, wanted: str) -> bool | None:
    """Whether ``level`` reaches ``wanted``; None where the level is not known."""
    if level not in LEVELS:
        return None
    return not wanted or LEVELS.index(level) >= LEVELS.index(wanted)
