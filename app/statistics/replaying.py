"""A month that was issued after the backup that is open now: what it told, brought back into the ledger."""

from collections.abc import Mapping

from app.domain.monthly import LedgerCell
from app.statistics.counting import TrueCounts
from app.statistics.ledger import after_export
from app.statistics.plan import Cell
from app.statistics.report_format import Report
from app.statistics.rounding import BASE, cell_id, offset


def counts_that_explain(report: Report | None, counts: TrueCounts, key: bytes) -> dict[Cell, int]:
    """The count of every cell nearest to today's recount that rounds to what the month printed.

    Records entered after the backup are lost, so that a recount may differ from the count of that day; what was printed
    does not. Without a report the recount stands.
    """
    shown = _shown(report)
    return {c: _nearest(key, c, counts[c], shown.get(c)) for c in counts.behind}


def replayed(report: Report | None, explained: Mapping[Cell, int], key: bytes,
             ledger: Mapping[str, LedgerCell]) -> dict[str, LedgerCell]:
    """The ledger after the month; of a lost one (None) everything counts as shown: whoever has it knows no more."""
    shown = _shown(report)
    after = dict(ledger)
    for c, count in explained.items():
        name = cell_id(c.measure, c.epoch, c.conditions)
        value = shown.get(c) if report is not None else (count + offset(key, name)) // BASE * BASE
        after[name] = after_export(name, ledger.get(name), count, value)
    return after


def _shown(report: Report | None) -> dict[Cell, int]:
    cells = () if report is None else (pair for table in report.tables for pair in table.cells)
    return {c: value for c, value in cells if value is not None}


def _nearest(key: bytes, c: Cell, count: int, shown: int | None) -> int:
    if shown is None:
        return count
    lowest = shown - offset(key, cell_id(c.measure, c.epoch, c.conditions))
    return max(lowest, 0, min(count, lowest + BASE - 1))
