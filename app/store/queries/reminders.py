"""The few dates of the whole file that reminders are computed from, in three small statements."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.store.casefile import CaseFile
from app.store.schema import CaseStepRow, CatalogueRow, IssuedMonthRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDates:
    """``last_issued`` is a month ``YYYY-MM`` or ""; ``first_step`` the first day of any case; ``catalogue_as_of`` the
    date of the newest catalogue of the Geschäftsführende Stelle, own lists not counted."""

    last_issued: str
    first_step: date | None
    catalogue_as_of: date | None


def dates(file: CaseFile) -> FileDates:
    """Read in one transaction."""
    with file.read() as connection:
        return FileDates(
            last_issued=connection.execute(select(func.max(IssuedMonthRow.period))).scalar() or "",
            first_step=connection.execute(select(func.min(CaseStepRow.on))).scalar(),
            catalogue_as_of=connection.execute(
                select(CatalogueRow.as_of).where(CatalogueRow.series == "")
                .order_by(CatalogueRow.number.desc()).limit(1)).scalar())
