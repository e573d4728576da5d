"""What is recorded already when a list comes in: all persons whole, and which rows of older lists they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.client import Client
from app.domain.old_import import ImportedRow
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The persons by identity, and the person behind the fingerprint of each row that was taken over."""

    people: Mapping[str, Client]
    rows: Mapping[str, str]


def read(file: CaseFile) -> Recorded:
    """As the file stands now."""
    with file.read() as connection:
        people = connection.execute(select(table_of(Client))).mappings().all()
        rows = connection.execute(select(table_of(ImportedRow))).mappings().all()
    return Recorded(people={row["id"]: from_row(Client, row) for row in people},
                    rows={row["id"]: row["client_id"] for row in rows})


def within(work: Work) -> Recorded:
    """The same inside an act."""
    return Recorded(people={client.id: client for client in work.find(Client)},
                    rows={row.id: row.client_id for row in work.find(ImportedRow)})
