"""The few dates of the whole file that reminders are computed from, in three small statements."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.store.casefile import CaseFile
from app.store.queries import reporting
from app.store.schema import CaseStepRow
from app.store.schema_offers import CatalogueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDates:
    """``last_issued`` is a month ``YYYY-MM`` or ""; ``first_step`` the first day of any case; ``catalogue_read_on`` the
    day a catalogue of the Geschäftsführende Stelle was last read in, own lists not counted."""

    last_issued: str
    first_step: date | None
    catalogue_read_on: date | None


def dates(file: CaseFile) -> FileDates:
    """Read in one transaction."""
    with file.read() as connection:
        read_at = connection.execute(
            select(func.max(CatalogueRow.imported_at)).where(CatalogueRow.series == "")).scalar()
        return FileDates(
            last_issued=reporting.last_period(connection),
            first_step=connection.execute(select(func.min(CaseStepRow.on))).scalar(),
            catalogue_read_on=read_at.date() if read_at else None)
