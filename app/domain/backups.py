"""Which of the automatic backups stay: the last ones, then one a day, a week, a month. A rule; it touches no file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One backup in the folder: ``made`` as its sealed header says, ``verified`` when that header was checked."""

    name: str
    made: datetime
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinning:
    """How many stay: the newest ``last``, then the newest of so many days, ISO weeks and months that have one."""

    last: int = 5
    days: int = 7
    weeks: int = 4
    months: int = 12


def superfluous(copies: Iterable[Copy], rule: Thinning = Thinning()) -> frozenset[str]:
    """Names that may go. Never the newest; never one that was not verified, and no such one takes another's place."""
    newest_first = sorted((copy for copy in copies if copy.verified), key=lambda copy: (copy.made, copy.name),
                          reverse=True)
    stay = {copy.name for copy in newest_first[: max(1, rule.last)]}
    stay |= _first_of_each(newest_first, rule.days, lambda at: at.date())
    stay |= _first_of_each(newest_first, rule.weeks, lambda at: at.isocalendar()[:2])
    stay |= _first_of_each(newest_first, rule.months, lambda at: (at.year, at.month))
    return frozenset(copy.name for copy in newest_first) - stay


def _first_of_each(newest_first: list[Copy], most: int, span: Callable[[datetime], Any]) -> set[str]:
    found: dict[Any, str] = {}
    for copy in newest_first:
        found.setdefault(span(copy.made), copy.name)
    # spans without a backup take no place: after a long leave the days before it still count
    return set(list(found.values())[:most])
