"""Invented caseloads that move from month to month, counted straight away without a database; nobody in them exists."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from random import Random

from app.domain.dates import Month
from app.statistics.plan import BAUSTEINE, GAP, STOCK, Cell, cell, load_plan

PLAN = load_plan()
Counts = dict[Cell, int]
# Shares of the codes of an attribute in their order in the plan; the others fall like 1/rank.
SHARES: Mapping[str, tuple[float, ...]] = {
    "status": (.25, .5, .2, .05), "sex": (.76, .21, .03), "age": (.08, .3, .32, .22, .04, .04),
    "origin": (.1, .3, .28, .24, .08), "german": (.15, .25, .28, .18, .04, .1), "school": (.14, .24, .36, .16, .1),
    "baustein": (.5, .18, .12, .1, .06, .04), "referral": (.4, .15, .25, .12, .08),
}
STOCK_PARTS = [part for table in PLAN.tables for part in table.parts if part.measure == STOCK]
NAMES = sorted({name for part in STOCK_PARTS for name in part.by})
# the chance in a month that these change, that a person leaves or is met first in the year; that who leaves has work
CHANGES = {"status": .03, "baustein": .07, "referral": .1}
LEAVING, MEETING, TO_WORK = .05, .2, .3

Person = dict[str, str]


class Movement:
    """A caseload of about ``size`` persons that lives on month by month from one random source."""

    def __init__(self, size: int, random: Random) -> None:
        self._random, self._size = random, size
        self._persons = [person(random) for _ in range(size)]
        self._year: Counts = {}

    def month(self, month: Month) -> Counts:
        """One month later: every cell of the plan with its count at the end of that month."""
        if month.month == 1:
            self._year = {}
        year = str(month.year)
        self._leave(year)
        for one in self._persons:
            self._change(one, year)
        for _ in range(self._arrivals()):
            self._persons.append(person(self._random))
            self._event("intake_ytd", year)
            self._event("access_ytd", year, access=code("access", self._random))
        counts = stock(self._persons, month.year) | self._year
        for c in counts:
            if c.measure == GAP:
                counts[c] = self._random.randrange(len(self._persons) // 8 + 2)
        return counts

    def _leave(self, year: str) -> None:
        staying = [one for one in self._persons if self._random.random() >= LEAVING]
        for _ in range(len(self._persons) - len(staying)):
            self._event("closed_ytd", year)
            if self._random.random() < TO_WORK:
                self._event("transition_ytd", year)
        self._persons = staying

    def _change(self, one: Person, year: str) -> None:
        for name, chance in CHANGES.items():
            if self._random.random() < chance:
                one[name] = code(name, self._random)
                if name == "baustein" and one[name] in BAUSTEINE:
                    self._event("start_ytd", year, baustein=one[name])
                if name == "referral":
                    self._event("referral_ytd", year, baustein=self._random.choice(BAUSTEINE))
                    self._event(self._random.choice(("completed_ytd", "dropped_ytd")), year)
        for measure in ("reached_ytd", "contacted_ytd"):
            if self._random.random() < MEETING:
                self._event(measure, year)

    def _arrivals(self) -> int:
        missing = max(self._size - len(self._persons), 0)
        return sum(1 for _ in range(2 * missing + 1) if self._random.random() < .5)

    def _event(self, measure: str, year: str, **conditions: str) -> None:
        of = cell(measure, year, conditions)
        self._year[of] = self._year.get(of, 0) + 1


def code(name: str, random: Random) -> str:
    """A code of an attribute by its share."""
    codes = PLAN.attributes[name].codes
    shares = SHARES.get(name) or tuple(1 / rank for rank in range(1, len(codes) + 1))
    return random.choices(codes, cum_weights=list(accumulate(shares)))[0]


def person(random: Random) -> Person:
    """Somebody with a code of every attribute of the stock."""
    return {name: code(name, random) for name in NAMES}


def stock(persons: Iterable[Person], year: int) -> Counts:
    """Every cell of the plan with these persons in stock; counters and gaps are 0."""
    counts = {c: 0 for table in PLAN.tables for c in PLAN.cells(table, year)}
    for one in persons:
        for part in STOCK_PARTS:
            counts[cell(STOCK, "", {name: one[name] for name in part.by})] += 1
    return counts


def series(size: int, months: int, random: Random) -> Iterator[tuple[Month, Counts]]:
    """The counts of so many months in a row, the first of them any month of 2026."""
    month, movement = Month(2026, random.randrange(1, 13)), Movement(size, random)
    for _ in range(months):
        yield month, movement.month(month)
        month = month.next()
