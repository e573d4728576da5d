"""Reads many monthly reports quickly, and accepts exactly what `report_format.from_bytes` accepts; a report differs
from the one before in its head and its numbers only, so that nearly all of its bytes are compared and not parsed."""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.domain.dates import Month
from app.statistics.plan import Cell, load_plan
from app.statistics.report_format import (
    MAX_BYTES,
    NOT_A_REPORT,
    SCHEMA,
    SHAPES,
    Report,
    ReportHead,
    ReportTable,
    ReportUnreadable,
    from_bytes,
)

BASE = 5  # every number of a report is a multiple of it (anonymity.md, "The rule")
LEAST_MARGIN = 10
_HEAD = re.compile(
    rb'\{{"ags":"(?P<ags>{ags})","app_version":"(?P<app_version>{app_version})",'
    rb'"catalogue":(?P<catalogue>null|0|[1-9][0-9]{{0,8}}),"month":"(?P<month>20[0-9]{{2}}-(?:0[1-9]|1[0-2]))",'
    rb'"pseudonym":"(?P<pseudonym>{pseudonym})",(?="schema":"{schema}")'.decode()
    .format(**SHAPES, schema=re.escape(SCHEMA)).encode())
# Leading zeros, other than multiples of five and long numbers are left to the strict reader, which knows the words.
_VALUE = re.compile(rb'":(null|0|5|[1-9][0-9]{0,6}[05])(?=[,}])')
_HOLE = b"#"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """What reports with the same bytes around their numbers have in common; ``ends`` are where tables begin and end
    among the numbers, the unknown shares come after the last."""

    tables: tuple[tuple[str, tuple[Cell, ...]], ...]
    ends: tuple[int, ...]
    bare: tuple[int, ...]
    unknown: tuple[str, ...]
    withheld: tuple[tuple[str, str], ...]


class ReportReader:
    """Reads reports one after the other and remembers the patterns it met; one for each round of reading."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[bytes, bytes], _Pattern] = {}
        self._numbers: dict[bytes, int | None] = {b"null": None}

    def read(self, content: bytes) -> Report:
        """The report of canonical bytes; ReportUnreadable for all others and for a number that is no multiple of 5."""
        head = _HEAD.match(content) if len(content) <= MAX_BYTES else None
        if head is None:
            return self._strictly(content)
        pieces = _VALUE.split(content[head.end():])
        values = pieces[1::2]
        # the holes stay visible: a file that wrote one itself has a number less than the pattern
        around = head["month"][:4], _HOLE.join(pieces[::2])
        pattern = self._patterns.get(around)
        if pattern is not None:
            report = self._filled(pattern, head, [self._number(value) for value in values])
            return self._strictly(content) if report is None else report
        report = self._strictly(content)
        pattern = _pattern(report)
        if len(values) == pattern.ends[-1] + len(pattern.unknown):
            self._patterns[around] = pattern
        return report

    def _number(self, value: bytes) -> int | None:
        if value not in self._numbers:
            self._numbers[value] = int(value)
        return self._numbers[value]

    def _strictly(self, content: bytes) -> Report:
        report = from_bytes(content)
        if any(value % BASE for table in report.tables for _, value in table.cells if value is not None):
            raise ReportUnreadable(NOT_A_REPORT)
        return report

    def _filled(self, pattern: _Pattern, head: re.Match[bytes], values: list[int | None]) -> Report | None:
        """The pattern with these numbers, None where only the strict reader can tell."""
        if len(values) != pattern.ends[-1] + len(pattern.unknown):
            return None
        shares = values[pattern.ends[-1]:]
        if None in shares or any(None in values[pattern.ends[at]:pattern.ends[at + 1]] for at in pattern.bare):
            return None
        said = {name: value.decode() for name, value in head.groupdict().items()}
        catalogue = said["catalogue"]
        return Report(
            head=ReportHead(month=Month.parse(said["month"]), app_version=said["app_version"],
                            pseudonym=said["pseudonym"], ags=said["ags"],
                            catalogue=None if catalogue == "null" else int(catalogue)),
            tables=tuple(ReportTable(no=no, cells=tuple(zip(cells, values[start:end], strict=True)))
                         for (no, cells), (start, end) in zip(pattern.tables, pairwise(pattern.ends), strict=True)),
            withheld=pattern.withheld,
            unknown_share=tuple((name, share) for name, share in zip(pattern.unknown, shares, strict=True)
                                if share is not None))


def _pattern(report: Report) -> _Pattern:
    grouped = {table.no for table in load_plan().tables if table.grouped}
    ends = [0]
    for table in report.tables:
        ends.append(ends[-1] + len(table.cells))
    return _Pattern(
        tables=tuple((table.no, tuple(c for c, _ in table.cells)) for table in report.tables), ends=tuple(ends),
        bare=tuple(at for at, table in enumerate(report.tables) if table.no not in grouped),
        unknown=tuple(name for name, _ in report.unknown_share), withheld=report.withheld)


def keeps_group_rule(report: Report) -> bool:
    """Whether each two-way number that is shown has both its margins printed with at least 10; no program of ours
    writes another file (anonymity.md, "Group rule")."""
    printed = {c: value for table in report.tables for c, value in table.cells if len(c.conditions) == 1}
    shown = (c for table in report.tables for c, value in table.cells if len(c.conditions) == 2 and value is not None)
    return all((printed.get(Cell(measure=c.measure, epoch=c.epoch, conditions=(one,))) or 0) >= LEAST_MARGIN
               for c in shown for one in c.conditions)
