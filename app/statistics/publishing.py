"""From true counts to the report of a month and the ledger after it; the order of months and storing are not here."""

from collections.abc import Mapping

from app.domain.monthly import LedgerCell
from app.statistics.counting import TrueCounts
from app.statistics.ledger import after_export
from app.statistics.plan import STOCK, Cell, Plan, Table, cell
from app.statistics.report_format import TINY_CASELOAD, Report, ReportHead, ReportTable
from app.statistics.rounding import BASE, cell_id, published

TINY_BELOW = 20
TINY_TABLES = frozenset({"1"})
UNKNOWN_CODES = frozenset({"unbekannt", "unklar"})

Ledger = dict[str, LedgerCell]


def build(plan: Plan, counts: TrueCounts, key: bytes, ledger: Mapping[str, LedgerCell],
          head: ReportHead) -> tuple[Report, Ledger]:
    """The report of a month and the ledger after it, keyed by cell id; equal input gives equal output.

    Everything in the report follows from published values alone, so that no side figure narrows a cell. Tables under
    the group rule stay inside until there is an audit, but the ledger follows their cells from the first export on.
    """
    if head.month != counts.month:
        raise ValueError("the head names another month than the counts")
    year = counts.month.year
    values = {c: published(key, _id(c), counts[c]) for c in counts.behind}
    tiny = values[cell(STOCK)] < TINY_BELOW
    offered = [table for table in plan.tables if not table.grouped]
    shown = [table for table in offered if not tiny or table.no in TINY_TABLES]
    tables = tuple(ReportTable(no=table.no, cells=tuple((c, values[c]) for c in plan.cells(table, year)))
                   for table in shown)
    report = Report(
        head=head, tables=tables, withheld=tuple((t.no, TINY_CASELOAD) for t in offered if t not in shown),
        unknown_share=tuple(sorted(_unknown_shares(plan, shown, values).items())),
    )
    visible = {c for table in tables for c, _ in table.cells}
    after = {name: after_export(name, ledger.get(name), counts[c], values[c] if c in visible else None)
             for c, name in ((c, _id(c)) for c in values)}
    # Counters of earlier years stay as they were: their cells are closed, not forgotten.
    return report, {**ledger, **after}


def _id(c: Cell) -> str:
    return cell_id(c.measure, c.epoch, c.conditions)


def _unknown_shares(plan: Plan, shown: list[Table], values: Mapping[Cell, int]) -> dict[str, int]:
    """Per attribute the share of the unknown in its published total, in steps of 5 %; empty where that is 0."""
    shares = {}
    for name, attribute in plan.attributes.items():
        for code in UNKNOWN_CODES.intersection(attribute.codes):
            if not any(part.by == (name,) for table in shown for part in table.parts):
                continue
            total = sum(values[cell(STOCK, "", {name: each})] for each in attribute.codes)
            if total:
                shares[name] = _in_steps(values[cell(STOCK, "", {name: code})], total)
    return shares


def _in_steps(part: int, whole: int) -> int:
    steps = 100 // BASE
    return (2 * part * steps + whole) // (2 * whole) * BASE
