"""„Stimmt das noch?“: facts that go stale, when each was last typed or confirmed, and which are to be asked again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.client import Client
from app.domain.completeness import recorded
from app.domain.dates import add_months
from app.domain.language import LanguageAssessment
from app.domain.residence import ResidenceDocument

# Months until a fact is asked again; proposals, no law. Papers and German levels are dated by their own records.
PERISHABLE: Mapping[str, int] = {"phone": 3, "accommodation": 6, "employment": 3, "livelihood": 6}
# Facts that are asked in one breath with another one: „Sind Sie noch so zu erreichen?“, „Wohnen Sie noch dort?“
ASKED_WITH: Mapping[str, str] = {"mail": "phone", "messenger": "phone", "accommodation_id": "accommodation",
                                 "room": "accommodation"}
# A level can be confirmed without a new test; a paper that has expired can only be followed by another one.
LEVEL, LEVEL_MONTHS, PAPER = "level", 12, "paper"
CONFIRMABLE = frozenset({*PERISHABLE, LEVEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheck:
    """The day a perishable fact (an attribute of Client, or LEVEL) was last typed or confirmed; one per person and
    fact."""

    id: str
    client_id: str
    fact: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A fact to ask about again; ``since`` is the day it was last told, None where nobody knows, for a paper its end.
    """

    fact: str
    since: date | None


def perishable(attributes: Collection[str]) -> tuple[str, ...]:
    """The facts of PERISHABLE that are told anew when these attributes of Client are."""
    told = {ASKED_WITH.get(name, name) for name in attributes}
    return tuple(fact for fact in PERISHABLE if fact in told)


def is_told(client: Client, fact: str) -> bool:
    """Whether there is anything that could be wrong by now."""
    names = (fact, *(name for name, asked in ASKED_WITH.items() if asked == fact))
    return any(recorded(getattr(client, name)) for name in names)


def stale(client: Client, checks: Iterable[FactCheck], level: LanguageAssessment | None,
          paper: ResidenceDocument | None, today: date) -> tuple[Stale, ...]:
    """What is to be asked again today, the oldest first; ``level`` and ``paper`` are those that count today."""
    told_on = {check.fact: check.on for check in checks}
    found = [Stale(fact=fact, since=told_on.get(fact)) for fact, months in PERISHABLE.items()
             if is_told(client, fact) and _over(told_on.get(fact), months, today)]
    if level is not None and _over(since := max(level.on, told_on.get(LEVEL, level.on)), LEVEL_MONTHS, today):
        found.append(Stale(fact=LEVEL, since=since))
    if paper is not None and paper.valid_to is not None and paper.valid_to < today:
        found.append(Stale(fact=PAPER, since=paper.valid_to))
    return tuple(sorted(found, key=lambda one: one.since or date.min))


def _over(since: date | None, months: int, today: date) -> bool:
    return since is None or add_months(since, months) <= today
