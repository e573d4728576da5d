"""Who a change is about, and what hangs on a record by the keys of the schema; the rows themselves say it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from app.store.column_types import Row
from app.store.records import kind_named
from app.store.schema import ROWS, ActPayloadRow, ActRow, ActSubjectRow, CaseRow, ClientRow, ReferralRow
from app.store.work import REMOVE, Work

CLIENT = ClientRow.__tablename__
_TABLES = {row.__tablename__ for row in ROWS.values()}


def _references() -> dict[str, list[tuple[str, str]]]:
    """Per table, what refers to what: field and table, those that are referred to first."""
    return {table.name: [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
            for table in Row.metadata.sorted_tables if table.name in _TABLES}


REFERENCES = _references()


def persons(connection: Connection, owners: Collection[tuple[str, str]]) -> set[str]:
    """The persons behind client_id, case_id and referral_id; what went in the same act named its person itself.

    Whom a link names (relative_id) is not among them.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for name, identity in owners:
        known[name].add(identity)
    if known["referral_id"]:
        known["case_id"].update(connection.execute(
            select(ReferralRow.case_id).where(ReferralRow.id.in_(known["referral_id"]))).scalars())
    if known["case_id"]:
        known["client_id"].update(connection.execute(
            select(CaseRow.client_id).where(CaseRow.id.in_(known["case_id"]))).scalars())
    return known["client_id"]


def merged_into(connection: Connection, client_id: str) -> set[str]:
    """The person and all who were merged into them, also by others: their acts are about this person now."""
    found, asked = {client_id}, [client_id]
    own, other = aliased(ActSubjectRow), aliased(ActSubjectRow)
    while asked:
        person = asked.pop()
        # an act about two persons that took one of them out is a merge; what is in the bin went alone
        acts = connection.execute(
            select(ActPayloadRow.content).join(ActRow, ActRow.number == ActPayloadRow.number)
            .join(own, own.number == ActRow.number).join(other, other.number == ActRow.number)
            .where(own.entity == CLIENT, own.entity_id == person, other.entity == CLIENT, other.entity_id != person,
                   other.entity_id.not_in(select(ClientRow.id)), ActRow.reversed_by.is_(None), ActRow.kind != "undo")
            .distinct()).scalars()
        for content in acts:
            gone = {identity for what, entity, identity, _ in json.loads(content)
                    if what == REMOVE and entity == CLIENT}
            if person not in gone:
                asked += gone - found
                found |= gone
    return found


def of(work: Work, value: object, without: Collection[type] = ()) -> list[Any]:
    """The record and everything that refers to it, also by others, in the order in which it can be removed."""
    start = next(row.__tablename__ for kind, row in ROWS.items() if kind is type(value))
    found: dict[str, dict[str, Any]] = {start: {value.id: value}}  # type: ignore[attr-defined]
    for table, references in REFERENCES.items():
        kind = kind_named(table)
        if kind in without:
            continue
        for field, target in references:
            if target != table and found.get(target):
                records: list[Any] = work.find(kind, **{field: list(found[target])})
                found.setdefault(table, {}).update({record.id: record for record in records})
    return [value for table in reversed(REFERENCES) for value in _later_first(table, found.get(table, {}))]


def _later_first(table: str, records: dict[str, Any]) -> Iterable[Any]:
    """Of records that refer to others of their own kind (an episode to the one before), those first; else the latest
    first, because what is taken back comes again in the opposite order."""
    own = [field for field, target in REFERENCES[table] if target == table]

    def depth(record: Any) -> int:
        before = [records[getattr(record, field)] for field in own if getattr(record, field) in records]
        return 1 + max(map(depth, before), default=0)

    return sorted(reversed(records.values()), key=depth, reverse=True)
