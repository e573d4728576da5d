"""What the page Monatsmeldung has done in the worker. The use case is imported there, because it loads slowly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import VERSION
from app.domain.dates import Month
from app.i18n import _
from app.statistics import readable, report_format
from app.statistics.plan import cell
from app.statistics.readable import PeopleTable
from app.statistics.report_format import Report
from app.store.casefile import CaseFile
from app.store.queries import monthly, reporting
from app.store.queries.monthly import IssuedLine
from app.ui.charts import Series
from app.ui.tasks import Step

if TYPE_CHECKING:
    from app.usecases.data_quality import Finding
    from app.usecases.monthly_export import Prepared
    from app.usecases.monthly_handover import HandedOver

MONTHS_AT_FIRST = 3
# months in the chart of what was issued
MONTHS_SHOWN = 12
_TOTAL = cell("stock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The months that may be chosen, the suggested one first, those issued, and those that have ended and wait, the
    one whose turn it is first. `missing` are those a restored backup may know nothing of, `lost` those whose
    files are gone for good."""

    months: tuple[Month, ...]
    issued: tuple[IssuedLine, ...]
    waiting: tuple[Month, ...] = ()
    handed: tuple["HandedOver", ...] = ()
    missing: tuple[Month, ...] = ()
    lost: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A month ready to be shown: its tables made from the bytes alone, and the code for the telephone."""

    prepared: "Prepared"
    tables: tuple[PeopleTable, ...]
    head: tuple[tuple[str, str], ...]
    sha256: str
    code: str
    course: tuple[tuple[str, ...], tuple[Series, ...]] = ((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What was found in the records for a month."""

    month: Month
    findings: tuple["Finding", ...]


def turn(file: CaseFile) -> Callable[[Step], Turn]:
    """Which month is next; before the first one a person may begin up to two months earlier."""
    def job(_step: Step) -> Turn:
        from app.usecases import monthly_export, monthly_handover, months_restored

        issued, following = monthly.issued_lines(file), monthly_export.next_month(file)
        earlier = () if issued else tuple(following.plus(-n) for n in range(1, MONTHS_AT_FIRST))
        return Turn(months=(following, *earlier), issued=issued, waiting=monthly_export.waiting(file),
                    handed=monthly_handover.noted(file), missing=monthly_export.missing_after_restore(file),
                    lost=tuple(Month.parse(period) for period in months_restored.lost(file)))
    return job


def quality(file: CaseFile, month: Month | None) -> Callable[[Step], Quality]:
    """What contradicts itself or is missing for a month; without one for that whose turn it is."""
    def job(_step: Step) -> Quality:
        from app.usecases import data_quality, monthly_export

        checked = month or monthly_export.next_month(file)
        return Quality(month=checked, findings=data_quality.findings(file, checked))
    return job


def prepare(file: CaseFile, month: Month) -> Callable[[Step], Shown]:
    """The preview of a month, or the bytes of one that was issued."""
    def job(step: Step) -> Shown:
        from app.usecases import monthly_export

        shown = _shown(file, monthly_export.prepare(file, month, VERSION, step))
        # whoever stopped it meanwhile sees nothing of it
        step(0, 0)
        return shown
    return job


def issue(file: CaseFile, month: Month) -> Callable[[Step], Shown]:
    """Issues the month; one that was issued before gives its stored bytes."""
    def job(step: Step) -> Shown:
        from app.usecases import monthly_export

        return _shown(file, monthly_export.issue(file, month, VERSION, step))
    return job


def write(file: CaseFile, shown: Shown, folder: Path) -> Callable[[Step], tuple[Path, ...]]:
    """Writes the files of an issued month."""
    def job(_step: Step) -> tuple[Path, ...]:
        from app.usecases import monthly_export

        return monthly_export.write_files(file, shown.prepared, folder)
    return job


def hand_over(file: CaseFile, month: Month, by: str, to: str, on: date) -> Callable[[Step], None]:
    """Enters in the register that the files were handed over."""
    def job(_step: Step) -> None:
        from app.usecases import monthly_handover

        monthly_handover.note(file, month, by=by, to=to, on=on)
    return job


def take_back(file: CaseFile, paths: Sequence[Path]) -> Callable[[Step], tuple[Month, ...]]:
    """Takes the months of files back that were issued after the backup; returns which are back."""
    def job(_step: Step) -> tuple[Month, ...]:
        from app.usecases import monthly_export

        return monthly_export.take_back(file, paths)
    return job


def settle(file: CaseFile, lost: Sequence[Month]) -> Callable[[Step], None]:
    """Nobody is asked any more for months after the backup; `lost` ones were issued and have no file."""
    def job(_step: Step) -> None:
        from app.usecases import monthly_export

        monthly_export.settle_restore(file, lost)
    return job


def _shown(file: CaseFile, prepared: "Prepared") -> Shown:
    # read back from the bytes, so that nothing can be shown that is not in the file
    report = report_format.from_bytes(prepared.content)
    shares = readable.unknown_shares(report)
    head = (
        (_("Monat"), str(report.head.month)), (_("Fassung"), report_format.SCHEMA),
        (_("Programm"), report.head.app_version),
        (_("Gemeindeschlüssel"), report.head.ags), (_("Kennung dieser Klientendatei"), report.head.pseudonym),
        (_("Katalog"), _("keiner") if report.head.catalogue is None else str(report.head.catalogue)),
        *((_("nicht bekannt: {name}").format(name=name), f"{share} %") for name, share in shares),
    )
    earlier = {period: report_format.from_bytes(content) for period, content in reporting.issued_bytes(file).items()
               if period < str(report.head.month)}
    months = [*[*earlier.values()][-MONTHS_SHOWN + 1:], report]
    return Shown(prepared=prepared, tables=tuple(readable.tables_for_people(report)), head=head,
                 code=report_format.short_code(prepared.content),
                 sha256=report_format.sha256(prepared.content), course=_course(months))


def _course(reports: Sequence[Report]) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """The issued stock over the months; nothing is counted anew for it."""
    totals = [next((value for table in one.tables for c, value in table.cells if c == _TOTAL), None) for one in reports]
    known = [(one.head.month, total) for one, total in zip(reports, totals, strict=True) if total is not None]
    return (tuple(f"{month.month:02}/{month.year % 100:02}" for month, _total in known),
            (Series(name=_("Bestand"), values=tuple(total for _month, total in known)),) if known else ())
