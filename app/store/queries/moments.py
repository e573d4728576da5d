"""What the clock is held against: the latest entry, and the day of the newest catalogue."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.store.casefile import CaseFile
from app.store.schema import ActRow
from app.store.schema_offers import CatalogueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """None where there is no entry or no catalogue yet."""

    last_entry: datetime | None
    catalogue_of: date | None


def known(file: CaseFile) -> Moments:
    """The latest moment of any act, which after a clock that was wrong need not be the last act's."""
    with file.read() as connection:
        return Moments(last_entry=connection.execute(select(func.max(ActRow.at))).scalar(),
                       catalogue_of=connection.execute(select(func.max(CatalogueRow.as_of))).scalar())
