"""Whose records a change touched, so that a list of persons reads only those lines again."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, select

from app.store.casefile import CaseFile
from app.store.schema import ROWS, AccommodationRow, CaseRow, ClientRow, ReferralRow

_TABLES = {row.__tablename__: row.__table__ for row in ROWS.values()}


def clients(file: CaseFile, entities: Collection[str], ids: Collection[str]) -> frozenset[str] | None:
    """The persons behind changed records of these tables; None where a record has gone, so that nobody can tell."""
    found: dict[str, str] = {}
    moved: set[str] = set()
    with file.read() as connection:
        for name in entities:
            if name == AccommodationRow.__tablename__:
                known, living = _at_home(connection, ids)
                found.update(dict.fromkeys(known, ""))
                moved |= living
                continue
            query = _owners(name, ids)
            if query is not None:
                found.update({row.id: row.client_id for row in connection.execute(query)})
    return None if set(ids) - found.keys() else frozenset({*found.values(), *moved} - {""})


def _at_home(connection: Connection, ids: Collection[str]) -> tuple[set[str], set[str]]:
    """Which of these are shelters, and who lives there: their lines show its name."""
    known = set(connection.execute(select(AccommodationRow.id).where(AccommodationRow.id.in_(ids))).scalars())
    living = select(ClientRow.id).where(ClientRow.accommodation_id.in_(known))
    return known, set(connection.execute(living).scalars()) if known else set()


def _owners(name: str, ids: Collection[str]) -> Select[Any] | None:
    """Record and person, along the foreign keys; None for tables of no person."""
    table = _TABLES[name]
    columns, mine = table.columns, table.columns["id"].in_(ids)
    if name == ClientRow.__tablename__:
        return select(columns["id"], columns["id"].label("client_id")).where(mine)
    if "client_id" in columns:
        return select(columns["id"], columns["client_id"]).where(mine)
    if "case_id" in columns:
        query = select(columns["id"], CaseRow.client_id).join_from(table, CaseRow, CaseRow.id == columns["case_id"])
        return query.where(mine)
    if "referral_id" in columns:
        query = select(columns["id"], CaseRow.client_id).join_from(
            table, ReferralRow, ReferralRow.id == columns["referral_id"])
        return query.join(CaseRow, CaseRow.id == ReferralRow.case_id).where(mine)
    return None
