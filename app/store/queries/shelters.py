"""The shelters with how many persons live in each, and who these are."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.accommodation import Accommodation
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.clients import ClientLine
from app.store.records import from_row, table_of
from app.store.schema import ClientRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterLine:
    """A shelter and the number of persons of the file who live there."""

    shelter: Accommodation
    people: int


def lines(file: CaseFile) -> tuple[ShelterLine, ...]:
    """All shelters by name; a few dozen, in two statements."""
    counted = select(ClientRow.accommodation_id, func.count()).group_by(ClientRow.accommodation_id)
    with file.read() as connection:
        people = {identity: number for identity, number in connection.execute(counted)}
        found = [from_row(Accommodation, row)
                 for row in connection.execute(select(table_of(Accommodation))).mappings()]
    return tuple(ShelterLine(shelter=one, people=people.get(one.id, 0))
                 for one in sorted(found, key=lambda one: one.name.casefold()))


def residents(file: CaseFile, accommodation_id: str) -> tuple[ClientLine, ...]:
    """Who lives in a shelter, by name."""
    with file.read() as connection:
        wanted = select(ClientRow.id).where(ClientRow.accommodation_id == accommodation_id)
        ids = connection.execute(wanted).scalars().all()
    return clients.lines(file, only=ids) if ids else ()
