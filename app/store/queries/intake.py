"""What Aufnahme reads: the last intake as ready-made values, and the persons whose names are like the typed ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import clients, current
from app.store.queries.current import NAME_COLUMNS, name_of
from app.store.schema import AccommodationRow, CaseRow, ClientRow

SIMILAR_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LastIntake:
    """What was recorded of the person taken in last; ``former`` is False where there was nobody yet."""

    ags: str = ""
    shelter: str = ""
    former: bool = False
    access_route: str = "unknown"
    contact_language: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarLine:
    """A person with a like name, as the panel beside the form shows them."""

    client_id: str
    number: int
    name: str
    birth: PartialDate | None
    shelter: str


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


def similar(file: CaseFile, names: Sequence[str]) -> tuple[SimilarLine, ...]:
    """Persons found by all typed names together, else by one of them; no notes, at most five."""
    typed = [name.strip() for name in names if len(name.strip()) > 1]
    attempts = [" ".join(typed), *(typed if len(typed) > 1 else [])]
    found: dict[str, None] = {}
    for attempt in attempts:
        found.update({hit.client_id: None for hit in clients.search(file, attempt) if hit.why in ("", "alias")})
        if len(found) >= SIMILAR_AT_MOST:
            break
    ids = list(found)[:SIMILAR_AT_MOST]
    if not ids:
        return ()
    columns = (ClientRow.id, ClientRow.birth, ClientRow.accommodation_id, *NAME_COLUMNS)
    query = select(*columns).where(ClientRow.id.in_(ids))
    with file.read() as connection:
        rows = {row.id: row for row in connection.execute(query)}
        shelters = current.shelter_names(connection)
    found_rows = (rows[identity] for identity in ids)
    return tuple(SimilarLine(client_id=row.id, number=row.number, name=name_of(row), birth=row.birth,
                             shelter=shelters.get(row.accommodation_id, "")) for row in found_rows)
