"""Whose record a draft is: the person behind the case or person its kind names."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, name_of
from app.store.schema import CaseRow, ClientRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The person a record being created is about."""

    client_id: str
    name: str


def owners(file: CaseFile, ids: Collection[str]) -> dict[str, Owner]:
    """The persons behind ids of cases or of persons; an id of somebody who has gone is left out."""
    query = (
        select(ClientRow.id, CaseRow.id.label("case_id"), *NAME_COLUMNS)
        .join(CaseRow, CaseRow.client_id == ClientRow.id).where(or_(ClientRow.id.in_(ids), CaseRow.id.in_(ids)))
    )
    with file.read() as connection:
        rows = connection.execute(query).all()
    found: dict[str, Owner] = {}
    for row in rows:
        owner = Owner(client_id=row.id, name=name_of(row))
        found.update({known: owner for known in (row.id, row.case_id) if known in ids})
    return found
