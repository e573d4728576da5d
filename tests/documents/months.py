"""Invented months for the tests of what is printed: persons with random codes, counted and rounded on the spot."""

from collections import Counter
from random import Random

from app.domain.dates import Month
from app.statistics.plan import STOCK, Cell, Part, cell, load_plan
from app.statistics.report_format import AUDIT, TINY_CASELOAD, Report, ReportHead, ReportTable, to_bytes

OCTOBER = Month(2026, 10)
PLAN = load_plan()


def report_of(size: int, month: Month = OCTOBER, *, pseudonym: str = "a7f3c2", ags: str = "05315000",
              catalogue: int | None = 12, audited: tuple[str, ...] = ()) -> Report:
    """A month of so many persons, with the group rule; below 20 and in ``audited`` tables are withheld."""
    random = Random(f"{size} {pseudonym}")
    drawn = {name: random.choices(attribute.codes, weights=range(len(attribute.codes), 0, -1), k=size)
             for name, attribute in PLAN.attributes.items()}
    values: dict[Cell, int] = {}
    for part in (part for table in PLAN.tables for part in table.parts):
        happened = Counter(zip(*(drawn[name] for name in part.by), strict=True)) if part.by else {(): size}
        for c in PLAN.part_cells(part, month.year):
            codes = dict(c.conditions)
            values[c] = (happened.get(tuple(codes[name] for name in part.by), 0) + 2) // 5 * 5
    tiny = values[cell(STOCK)] < 20
    out = {table.no: TINY_CASELOAD for table in PLAN.tables if tiny and table.no != "1"} | dict.fromkeys(audited, AUDIT)
    tables = tuple(ReportTable(no=table.no, cells=tuple(
        (c, None if table.grouped and _small(values, table.parts[0], c) else values[c])
        for c in PLAN.cells(table, month.year))) for table in PLAN.tables if table.no not in out)
    head = ReportHead(month=month, app_version="0.1.0", pseudonym=pseudonym, ags=ags, catalogue=catalogue)
    return Report(head=head, tables=tables, withheld=tuple(out.items()), unknown_share=(("age", 5), ("school", 10)))


def month_of(size: int, month: Month = OCTOBER, **facts: object) -> bytes:
    """The file of `report_of`."""
    return to_bytes(report_of(size, month, **facts))  # type: ignore[arg-type]


def _small(values: dict[Cell, int], part: Part, c: Cell) -> bool:
    return any(values[cell(STOCK, "", {name: dict(c.conditions)[name]})] < 10 for name in part.by)
