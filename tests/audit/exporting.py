"""A desk that exports as the program does and hands every file to the audit; and one that exports without thinking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.dates import Month
from app.domain.monthly import AuditCell, LedgerCell
from app.statistics import audit, publishing, report_format, rounding, solver_child
from app.statistics.audit import Verdict
from app.statistics.counting import TrueCounts
from app.statistics.plan import STOCK, Cell, cell
from app.statistics.report_format import Report, ReportHead, ReportTable
from app.statistics.solver import Bounds, Problem, Solved
from tests.audit.movements import PLAN, Counts

TOTAL = cell(STOCK)


def head(month: Month) -> ReportHead:
    """The head of an invented laptop."""
    return ReportHead(month=month, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000", catalogue=12)


def blind(problems: Sequence[Problem]) -> Solved:
    """A solver to which every group looks large enough, for what has to be found without it."""
    return [tuple((0.0, 9.0) for _target in problem.targets) for problem in problems]


@dataclass(kw_only=True)
class Desk:
    """One Klientendatei: its key and ledger, and apart from them what the audit remembers."""

    key: bytes
    bounds: Bounds = solver_child.solve
    ledger: Mapping[str, LedgerCell] = field(default_factory=dict)
    issued: dict[str, bytes] = field(default_factory=dict)
    cells: dict[str, AuditCell] = field(default_factory=dict)
    rungs: list[int] = field(default_factory=list)

    def export(self, month: Month, counts: Counts) -> bytes:
        """The honest file of the next month; the ledger follows."""
        true = TrueCounts(month=month, behind={c: ("",) * number for c, number in counts.items()})
        built = publishing.build(PLAN, true, self.key, self.ledger, head(month), self.bounds)
        self.ledger = built.ledger
        self.rungs.append(built.rung)
        return report_format.to_bytes(built.report)

    def audited(self, month: Month, content: bytes, counts: Counts) -> Verdict:
        """The verdict on a file; what passes is issued and remembered, AuditRefused leaves everything as it was."""
        verdict = audit.check(content, self.issued, counts, self.cells, self.bounds)
        self.issued[str(month)] = content
        self.cells |= {one.id: one for one in verdict.cells}
        return verdict


def keyed(key: bytes, counts: Counts) -> Callable[[Cell], int]:
    """Rounds each cell with its own offset."""
    return lambda c: rounding.published(key, rounding.cell_id(c.measure, c.epoch, c.conditions), counts[c])


def thoughtless(month: Month, value: Callable[[Cell], int]) -> bytes:
    """A file of all that the two rules of size allow, whatever it may give away."""
    tiny = value(TOTAL) < publishing.TINY_BELOW
    tables = [table for table in PLAN.tables if not tiny or table.no == "1"]
    return report_format.to_bytes(Report(head=head(month), tables=tuple(
        ReportTable(no=table.no, cells=tuple(
            (c, None if table.grouped and not _large(c, value) else value(c)) for c in PLAN.cells(table, month.year)))
        for table in tables)))


def _large(c: Cell, value: Callable[[Cell], int]) -> bool:
    return all(value(cell(c.measure, c.epoch, dict([one]))) >= 10 for one in c.conditions)
