"""From true counts to the report of a month and the ledger after it; the order of months and storing are not here."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.monthly import LedgerCell
from app.statistics import choosing
from app.statistics.choosing import TOTAL_ONLY, Choice, Crossing, Stock, crossing, crossings
from app.statistics.counting import TrueCounts
from app.statistics.ledger import after_export
from app.statistics.plan import STOCK, Cell, Plan, Table, cell
from app.statistics.report_format import AUDIT, TINY_CASELOAD, Report, ReportHead, ReportTable
from app.statistics.rounding import BASE, cell_id, published
from app.statistics.solver import Bounds

TINY_BELOW = 20
TINY_TABLES = frozenset({"1"})
TINY_CROSSINGS: frozenset[Crossing] = frozenset({(), ("status",)})
UNKNOWN_CODES = frozenset({"unbekannt", "unklar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A report with the ledger after it, keyed by cell id; which plan of the ladder, 1 to 5, it follows, and whose
    attributes kept it from the first. The last two never leave the device."""

    report: Report
    ledger: dict[str, LedgerCell]
    rung: int
    offending: tuple[str, ...]


def build(plan: Plan, counts: TrueCounts, key: bytes, ledger: Mapping[str, LedgerCell], head: ReportHead,
          bounds: Bounds) -> Built:
    """The report of a month and the ledger after it; equal input gives equal output, SolverFailed without a proof.

    What is shown of the stock is chosen by `choosing`; all else follows from published values alone, so that no side
    figure narrows a cell. The ledger follows every cell from the first export on, shown or not.
    """
    if head.month != counts.month:
        raise ValueError("the head names another month than the counts")
    values = {c: published(key, _id(c), counts[c]) for c in counts.behind}
    stock = Stock(counts={c: counts[c] for c in values if c.measure == STOCK},
                  values={c: value for c, value in values.items() if c.measure == STOCK}, ledger=ledger)
    tiny = values[cell(STOCK)] < TINY_BELOW
    choice = choosing.choose(stock, TINY_CROSSINGS if tiny else crossings(plan), bounds)
    withheld = tuple((table.no, reason) for table in plan.tables if (reason := _reason(table, choice, tiny)))
    shown = _shown(plan, counts.month.year, values, choice, tiny)
    report = Report(head=head, tables=shown, withheld=withheld,
                    unknown_share=tuple(sorted(_unknown_shares(plan, choice, values).items())))
    visible = {c: value for table in shown for c, value in table.cells}
    after = {_id(c): after_export(_id(c), ledger.get(_id(c)), counts[c], visible.get(c)) for c in values}
    # Counters of earlier years stay as they were: their cells are closed, not forgotten.
    return Built(report=report, ledger={**ledger, **after}, rung=choice.rung, offending=choice.offending)


def _id(c: Cell) -> str:
    return cell_id(c.measure, c.epoch, c.conditions)


def _kept(table: Table, choice: Choice, tiny: bool) -> list[bool]:
    """Of each part of a table whether it is shown; counters and gaps go only where nothing but the total may stay."""
    if tiny and table.no not in TINY_TABLES:
        return [False] * len(table.parts)
    return [crossing(part.by) in choice.crossings if part.measure == STOCK else choice.rung < TOTAL_ONLY
            for part in table.parts]


def _reason(table: Table, choice: Choice, tiny: bool) -> str:
    if all(_kept(table, choice, tiny)):
        return ""
    return TINY_CASELOAD if tiny and table.no not in TINY_TABLES else AUDIT


def _shown(plan: Plan, year: int, values: Mapping[Cell, int], choice: Choice, tiny: bool) -> tuple[ReportTable, ...]:
    """The tables of which anything is shown; a cell that the group rule or the audit keeps back is None."""
    stock = {c: value for c, value in values.items() if c.measure == STOCK}
    out = choosing.visible(stock, choice.crossings)
    return tuple(
        ReportTable(no=table.no, cells=tuple(
            (c, None if c in stock and c not in out else values[c]) for c in plan.cells(table, year)))
        for table in plan.tables if any(_kept(table, choice, tiny)))


def _unknown_shares(plan: Plan, choice: Choice, values: Mapping[Cell, int]) -> dict[str, int]:
    """Per attribute the share of the unknown in its published total, in steps of 5 %; empty where that is 0."""
    shares = {}
    for name, attribute in plan.attributes.items():
        for code in UNKNOWN_CODES.intersection(attribute.codes):
            if (name,) not in choice.crossings:
                continue
            total = sum(values[cell(STOCK, "", {name: each})] for each in attribute.codes)
            if total:
                shares[name] = _in_steps(values[cell(STOCK, "", {name: code})], total)
    return shares


def _in_steps(part: int, whole: int) -> int:
    steps = 100 // BASE
    return (2 * part * steps + whole) // (2 * whole) * BASE
