"""Invented monthly reports as laptops hand them in, for the tests of the merge and of what stands on it."""

from collections.abc import Callable, Iterable, Mapping
from random import Random

from app.domain.dates import Month
from app.statistics.plan import Cell, load_plan
from app.statistics.report_format import AUDIT, Report, ReportHead, ReportTable

OCTOBER = Month(2026, 10)
KOELN, SOEST, WERL = "05315000", "05974040", "05974052"


def report(laptop: int = 1, month: Month = OCTOBER, *, ags: str = KOELN, said: Mapping[str, int] | None = None,
           other: Callable[[Cell], int | None] = lambda c: 10, without: Iterable[str] = ()) -> Report:
    """A report in which a measure as a whole has the number ``said`` of it, and every other cell what ``other`` says;
    the tables ``without`` are withheld."""
    told, left_out = said or {}, frozenset(without)
    tables = [table for table in load_plan().tables if table.no not in left_out]
    return Report(
        head=ReportHead(month=month, app_version="0.1.0", pseudonym=f"{laptop:08x}", ags=ags, catalogue=12),
        tables=tuple(ReportTable(no=table.no, cells=tuple(
            (c, told[c.measure] if c.measure in told and not c.conditions else other(c))
            for c in load_plan().cells(table, month.year))) for table in tables),
        withheld=tuple((no, AUDIT) for no in sorted(left_out)), unknown_share=(("age", 5),))


def any_numbers(random: Random) -> Callable[[Cell], int | None]:
    """Multiples of five for every cell, and now and then none for one of a two-way table."""
    return lambda c: None if len(c.conditions) == 2 and random.random() < 0.4 else 5 * random.randrange(2, 30)
