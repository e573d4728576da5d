"""What the page Monatsmeldung has done in the worker. The use case is imported there, because it loads slowly."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import VERSION
from app.domain.dates import Month
from app.i18n import _
from app.statistics import readable, report_format
from app.statistics.readable import PeopleTable
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.store.queries.monthly import IssuedLine
from app.ui.tasks import Step

if TYPE_CHECKING:
    from app.usecases.data_quality import Finding
    from app.usecases.monthly_export import Prepared

MONTHS_AT_FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The months that may be chosen, the suggested one first, and those issued."""

    months: tuple[Month, ...]
    issued: tuple[IssuedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A month ready to be shown: its tables made from the bytes alone, and the code for the telephone."""

    prepared: "Prepared"
    tables: tuple[PeopleTable, ...]
    head: tuple[tuple[str, str], ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What was found in the records for a month."""

    month: Month
    findings: tuple["Finding", ...]


def turn(file: CaseFile) -> Callable[[Step], Turn]:
    """Which month is next; before the first one a person may begin up to two months earlier."""
    def job(_step: Step) -> Turn:
        from app.usecases import monthly_export

        issued, following = monthly.issued_lines(file), monthly_export.next_month(file)
        earlier = () if issued else tuple(following.plus(-n) for n in range(1, MONTHS_AT_FIRST))
        return Turn(months=(following, *earlier), issued=issued)
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
    def job(_step: Step) -> Shown:
        from app.usecases import monthly_export

        return _shown(monthly_export.prepare(file, month, VERSION))
    return job


def issue(file: CaseFile, month: Month) -> Callable[[Step], Shown]:
    """Issues the month; one that was issued before gives its stored bytes."""
    def job(_step: Step) -> Shown:
        from app.usecases import monthly_export

        return _shown(monthly_export.issue(file, month, VERSION))
    return job


def write(file: CaseFile, shown: Shown, folder: Path) -> Callable[[Step], tuple[Path, ...]]:
    """Writes the two files of an issued month."""
    def job(_step: Step) -> tuple[Path, ...]:
        from app.usecases import monthly_export

        return monthly_export.write_files(file, shown.prepared, folder)
    return job


def _shown(prepared: "Prepared") -> Shown:
    # read back from the bytes, so that nothing can be shown that is not in the file
    report = report_format.from_bytes(prepared.content)
    shares = readable.unknown_shares(report)
    head = (
        (_("Monat"), str(report.head.month)), (_("Fassung"), report_format.SCHEMA),
        (_("Vermerk"), report_format.NOTICE), (_("Programm"), report.head.app_version),
        (_("Gemeindeschlüssel"), report.head.ags), (_("Kennung dieser Klientendatei"), report.head.pseudonym),
        (_("Katalog"), _("keiner") if report.head.catalogue is None else str(report.head.catalogue)),
        *((_("nicht bekannt: {name}").format(name=name), f"{share} %") for name, share in shares),
    )
    return Shown(prepared=prepared, tables=tuple(readable.tables_for_people(report)), head=head,
                 code=report_format.short_code(prepared.content))
