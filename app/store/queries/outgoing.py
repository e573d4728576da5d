"""The register of what left the laptop, newest first."""

from dataclasses import dataclass

from sqlalchemy import select

from app.domain.outgoing import Outgoing
from app.store.casefile import CaseFile
from app.store.queries.current import name_of
from app.store.records import from_row
from app.store.schema import ClientRow, OutgoingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """One entry and whom it concerns: name as lists show it, number of the file; "" and None for nobody."""

    entry: Outgoing
    person: str = ""
    number: int | None = None


def lines(file: CaseFile, client_id: str = "") -> tuple[OutgoingLine, ...]:
    """Every entry of the register, or those of one person, newest first; of two in the same second the later written
    stands above."""
    table = OutgoingRow.__table__
    query = (
        select(table, ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.number)
        .outerjoin(ClientRow, ClientRow.id == OutgoingRow.client_id).order_by(OutgoingRow.at.desc())
    )
    if client_id:
        query = query.where(OutgoingRow.client_id == client_id)
    with file.read() as connection:
        rows = connection.execute(query).all()
    return tuple(
        OutgoingLine(entry=from_row(Outgoing, row._mapping), number=row.number,
                     person=name_of(row) if row.number is not None else "")
        for row in rows)
