"""What Aufnahme reads: the last intake as ready-made values, and words typed before as proposals."""

from dataclasses import dataclass

from sqlalchemy import select

from app.store.casefile import CaseFile
from app.store.queries import current
from app.store.schema import AccommodationRow, CaseRow, ClientRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LastIntake:
    """What was recorded of the person taken in last; ``former`` is False where there was nobody yet."""

    ags: str = ""
    shelter: str = ""
    former: bool = False
    access_route: str = "unknown"
    contact_language: str = "unknown"


def last(file: CaseFile) -> LastIntake:
    """The values of the last intake; the commune of the office where there was none yet."""
    query = (
        select(ClientRow.ags, AccommodationRow.name, ClientRow.contact_language, CaseRow.access_route)
        .join(CaseRow, CaseRow.client_id == ClientRow.id)
        .outerjoin(AccommodationRow, AccommodationRow.id == ClientRow.accommodation_id).where(CaseRow.episode == 1)
        .order_by(ClientRow.number.desc()).limit(1)
    )
    with file.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return LastIntake(ags=file.meta("ags"))
    return LastIntake(former=True, ags=row.ags, shelter=row.name or "", access_route=row.access_route,
                      contact_language=row.contact_language)


def shelter_names(file: CaseFile) -> tuple[str, ...]:
    """The names of the known shelters, as proposals."""
    with file.read() as connection:
        return tuple(sorted(set(current.shelter_names(connection).values())))


def occupations(file: CaseFile) -> tuple[str, ...]:
    """Every occupation that stands in the file, as proposals."""
    with file.read() as connection:
        found = connection.execute(select(ClientRow.occupation).where(ClientRow.occupation != "").distinct())
        return tuple(sorted(found.scalars()))
