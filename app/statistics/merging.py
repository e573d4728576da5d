"""Monthly reports of many laptops added up: sums of published figures and nothing else, with what they can mean.
No true counts, no key, no store; totals are never corrected from parts or parts from totals (anonymity.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt
from typing import TypeAlias

from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.statistics.plan import STOCK, Cell, Table, cell, load_plan
from app.statistics.report_format import Report

Values: TypeAlias = Sequence[int | None]


class Cycle(StrEnum):
    """How many months one period of the merge has; what the state asks for has changed before, so it is a setting."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The length of a period; it divides the year."""
        return {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6, Cycle.YEAR: 12}[self]


class Span(StrEnum):
    """What the figures of a table count: on the last day, since 1 January, or within the period."""

    AT_END = "at_end"
    SINCE_JANUARY = "since_january"
    IN_PERIOD = "in_period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The months of one cycle, named by the last of them; ``str`` gives the short form for file names."""

    cycle: Cycle
    last: Month

    @property
    def first(self) -> Month:
        """Its first month."""
        return self.last.plus(1 - self.cycle.months)

    def words(self) -> str:
        """As it stands in a heading, in German like the reports themselves."""
        number = self.last.month // self.cycle.months
        return {Cycle.MONTH: month_in_words(self.last.year, self.last.month),
                Cycle.QUARTER: f"{number}. Quartal {self.last.year}",
                Cycle.HALF_YEAR: f"{number}. Halbjahr {self.last.year}",
                Cycle.YEAR: str(self.last.year)}[self.cycle]

    def __str__(self) -> str:
        number = self.last.month // self.cycle.months
        return {Cycle.MONTH: str(self.last), Cycle.QUARTER: f"{self.last.year}-Q{number}",
                Cycle.HALF_YEAR: f"{self.last.year}-H{number}", Cycle.YEAR: str(self.last.year)}[self.cycle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A sum of published numbers; ``added`` is how many they are (K), for one cell the files that print it."""

    total: int
    added: int

    @property
    def band(self) -> int:
        """± 4·√K, rounded up to a whole number.

        Each published number is unbiased and at most 4 from the truth with a standard deviation of 2 on average, and
        the offsets of two laptops are independent: twice 2·√K holds in about 19 of 20 cases. The difference of two
        numbers of the same cell shares one offset and keeps the same bounds, so that it counts as one number.
        """
        return isqrt(16 * self.added - 1) + 1 if self.added else 0

    @property
    def weak(self) -> bool:
        """Whether the sum is smaller than its band and says little more than „few“ (shown grey)."""
        return self.total < self.band


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCell:
    """One cell of the plan over all files; None where no file prints it, which is not 0."""

    cell: Cell
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedTable:
    """One table over all files: ``files`` print it, others withheld it for (reason, how many); for counters of a longer
    period ``files`` are those that print it at both its ends.

    ``covered`` is, for tables under the group rule, the share of clients in the cells that are shown, in per cent.
    """

    no: str
    grouped: bool
    span: Span
    cells: tuple[MergedCell, ...]
    files: int
    withheld: tuple[tuple[str, int], ...] = ()
    covered: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file that went into a period; ``no_start``: its counters did not, the month before the period is missing."""

    pseudonym: str
    ags: str
    no_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A laptop that has reported before, last for ``last``, and not for the last month of a period."""

    pseudonym: str
    ags: str
    last: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPeriod:
    """The tables of one period, which files went into it and which are missing."""

    period: Period
    members: tuple[Member, ...]
    absent: tuple[Absent, ...]
    tables: tuple[MergedTable, ...]

    def figure(self, measure: str, **conditions: str) -> Figure | None:
        """The figure of a cell, whether it is a counter of the year or not; None where no file prints it."""
        wanted = {cell(measure, epoch, conditions) for epoch in ("", str(self.period.last.year))}
        return next((one.figure for table in self.tables for one in table.cells if one.cell in wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """All periods for whose last month there is a file, the oldest first."""

    cycle: Cycle
    periods: tuple[MergedPeriod, ...]
    laptops: int
    reports: int

    @property
    def latest(self) -> MergedPeriod | None:
        """The newest period, None where nothing was merged."""
        return self.periods[-1] if self.periods else None

    def period(self, name: str) -> MergedPeriod | None:
        """The period with that short form."""
        return next((one for one in self.periods if str(one.period) == name), None)

    def series(self, measure: str, **conditions: str) -> tuple[tuple[Period, Figure | None], ...]:
        """One figure over time; counters start anew with each year, or hold each period for itself."""
        return tuple((one.period, one.figure(measure, **conditions)) for one in self.periods)


@dataclass(frozen=True, slots=True)
class _File:
    """One report as the merge needs it: the numbers of each table without their cells, which all files share."""

    ags: str
    values: Mapping[str, Values]
    withheld: tuple[tuple[str, str], ...]


_Laptops: TypeAlias = dict[str, dict[Month, _File]]


def merge(reports: Iterable[Report], cycle: Cycle = Cycle.MONTH) -> Merged:
    """Adds the reports up for every period of the cycle; they may come in any order, also one after the other.

    Stock and gaps of a period are those of its last month. Counters run since 1 January: for a month they are added
    as they stand; for a longer period each file gives its counter of the last month less that of the month before the
    period (nothing where the period begins in January), never below 0, since a correction takes back what an earlier
    period had and not what happened in this one. ValueError for two reports of one laptop and month.
    """
    laptops: _Laptops = {}
    for report in reports:
        of_laptop = laptops.setdefault(report.head.pseudonym, {})
        if report.head.month in of_laptop:
            raise ValueError("two reports of one laptop and month")
        of_laptop[report.head.month] = _File(
            report.head.ags, {table.no: [value for _, value in table.cells] for table in report.tables},
            report.withheld)
    ends = {month for of_laptop in laptops.values() for month in of_laptop if month.month % cycle.months == 0}
    periods = [Period(cycle=cycle, last=end) for end in sorted(ends)]
    return Merged(cycle=cycle, periods=tuple(_period(one, laptops) for one in periods), laptops=len(laptops),
                  reports=sum(map(len, laptops.values())))


def missing(reports: Iterable[tuple[str, str, Month]], month: Month) -> tuple[Absent, ...]:
    """Who reported before and not for ``month``, of reports given as (pseudonym, AGS, month); by AGS."""
    last: dict[str, Absent] = {}
    there = set()
    for pseudonym, ags, reported in reports:
        known = last.get(pseudonym)
        if reported == month:
            there.add(pseudonym)
        elif reported < month and (known is None or known.last < reported):
            last[pseudonym] = Absent(pseudonym=pseudonym, ags=ags, last=reported)
    return tuple(sorted((one for name, one in last.items() if name not in there),
                        key=lambda one: (one.ags, one.pseudonym)))


def _period(period: Period, laptops: _Laptops) -> MergedPeriod:
    at_end = {name: months[period.last] for name, months in laptops.items() if period.last in months}
    before = period.first.previous()
    runs_on = period.cycle is not Cycle.MONTH and before.year == period.last.year
    starts = {name: laptops[name][before] for name in at_end if before in laptops[name]} if runs_on else {}
    members = [Member(pseudonym=name, ags=one.ags, no_start=runs_on and name not in starts)
               for name, one in at_end.items()]
    told = ((name, one.ags, month) for name, months in laptops.items() for month, one in months.items())
    return MergedPeriod(
        period=period, members=tuple(sorted(members, key=lambda one: (one.ags, one.pseudonym))),
        absent=missing(told, period.last),
        tables=tuple(_table(table, period, at_end, starts if runs_on else None) for table in load_plan().tables))


def _table(table: Table, period: Period, at_end: Mapping[str, _File],
           starts: Mapping[str, _File] | None) -> MergedTable:
    """``starts`` are the files of the month before the period, None where counters are taken as they stand."""
    yearly = table.parts[0].yearly
    printed = {name: one.values[table.no] for name, one in at_end.items() if table.no in one.values}
    columns = list(printed.values())
    if yearly and starts is not None:
        columns = [_since(values, starts[name].values[table.no]) for name, values in printed.items()
                   if name in starts and table.no in starts[name].values]
    cells = load_plan().cells(table, period.last.year)
    reasons = Counter(reason for one in at_end.values() for no, reason in one.withheld if no == table.no)
    span = Span.AT_END
    if yearly:
        span = Span.SINCE_JANUARY if period.cycle is Cycle.MONTH else Span.IN_PERIOD
    return MergedTable(
        no=table.no, grouped=table.grouped, span=span, files=len(columns), withheld=tuple(sorted(reasons.items())),
        cells=tuple(MergedCell(cell=c, figure=figure)
                    for c, figure in zip(cells, _figures(len(cells), columns), strict=True)),
        covered=_covered(columns, at_end.values()) if table.grouped else None)


def _since(values: Values, start: Values) -> Values:
    return [None if now is None or then is None else max(now - then, 0)
            for now, then in zip(values, start, strict=True)]


def _figures(size: int, columns: Sequence[Values]) -> list[Figure | None]:
    """The figure of each cell from the numbers of each file."""
    if not columns:
        return [None] * size
    shown = ([value for value in numbers if value is not None] for numbers in zip(*columns, strict=True))
    return [Figure(total=sum(numbers), added=len(numbers)) if numbers else None for numbers in shown]


def _covered(columns: Iterable[Values], files: Iterable[_File]) -> int | None:
    """Per cent of the stock of all files, also of those that withheld the table; rounding can bring it over 100."""
    place = load_plan().cells(_total_table(), 0).index(cell(STOCK))
    stock = sum(one.values[_total_table().no][place] or 0 for one in files if _total_table().no in one.values)
    shown = sum(value for values in columns for value in values if value is not None)
    return min((200 * shown + stock) // (2 * stock), 100) if stock else None


def _total_table() -> Table:
    """The table that prints the total."""
    return next(table for table in load_plan().tables if any(p.measure == STOCK and not p.by for p in table.parts))
