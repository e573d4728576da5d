"""What the page Zusammenfassung has done in the worker: reading, adding up, taking in, writing. No widgets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.dates import Month
from app.domain.monthly import Potential
from app.statistics import merging, reach
from app.statistics.merging import Cycle, Merged, MergedPeriod
from app.statistics.reach import GapTable, Reach
from app.statistics.report_format import Report
from app.statistics.report_reading import ReportReader
from app.store.casefile import CaseFile
from app.store.queries import received
from app.store.queries.received import ReceivedLine
from app.ui.tasks import Step
from app.usecases import potentials, received_reports
from app.usecases.potentials import Sheet
from app.usecases.received_reports import Missing, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything the page shows of one period; without any report there is neither a period nor reach nor gaps.

    `known` are the sums of the cycles looked at before, which hold as long as no report comes or goes.
    """

    lines: tuple[ReceivedLine, ...]
    potentials: tuple[Potential, ...]
    merged: Merged
    known: Mapping[Cycle, Merged] = field(default_factory=dict)
    period: MergedPeriod | None = None
    missing: Missing | None = None
    reach: Reach | None = None
    gaps: GapTable | None = None


def summary(file: CaseFile, cycle: Cycle, period: str, before: Summary | None) -> Callable[[Step], Summary]:
    """Adds up by a cycle and looks at a period, by default the latest."""
    def job(step: Step) -> Summary:
        lines, told = received.lines(file), potentials.lines(file)
        known = dict(before.known) if before is not None and before.lines == lines else {}
        if cycle not in known:
            # thousands of reports are never in memory together
            known[cycle] = merging.merge(received_reports.each_report(file, step), cycle)
        merged = known[cycle]
        shown = merged.period(period) or merged.latest
        if shown is None:
            return Summary(lines=lines, potentials=told, merged=merged, known=known)
        month = shown.period.last
        reports = _of_month(file, lines, month)
        return Summary(lines=lines, potentials=told, merged=merged, known=known, period=shown,
                       missing=received_reports.who_is_missing(file, month), reach=reach.reach(reports, month, told),
                       gaps=reach.gaps(reports, month))
    return job


def _of_month(file: CaseFile, lines: Sequence[ReceivedLine], month: Month) -> list[Report]:
    reader = ReportReader()
    return [reader.read(content)
            for content in received.contents(file, [line.id for line in lines if line.month == month])]


def take(file: CaseFile, paths: Sequence[Path]) -> Callable[[Step], tuple[Taken, ...]]:
    """Takes files in, and those in folders."""
    return lambda step: received_reports.take(file, paths, step)


def remove(file: CaseFile, pseudonym: str, month: Month) -> Callable[[Step], int]:
    """Takes out what one laptop reported for one month."""
    def job(_step: Step) -> int:
        return received_reports.remove(file, [line.id for line in received.lines(file)
                                              if (line.pseudonym, line.month) == (pseudonym, month)])
    return job


def look(file: CaseFile, path: Path | None) -> Callable[[Step], Sheet]:
    """Potentials from a table, or those that come with the program."""
    return lambda step: potentials.annex() if path is None else potentials.look(path, file.today(), step)


def write(file: CaseFile, shown: Summary, folder: Path) -> Callable[[Step], tuple[Path, ...]]:
    """Writes what is shown as PDF, and all periods for other programs."""
    def job(_step: Step) -> tuple[Path, ...]:
        # ReportLab loads slowly
        from app.documents.merged_words import Summary as Printed
        from app.usecases import merged_files

        assert shown.period is not None
        never = shown.missing.never if shown.missing is not None else ()
        printed = Printed(merged=shown.merged, office=file.meta("office"), on=file.today(), reach=shown.reach,
                          gaps=shown.gaps, never=tuple(one.name for one in never))
        return merged_files.write(file, printed, shown.period, folder)
    return job
