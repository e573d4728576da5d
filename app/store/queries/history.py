"""The history as it is read: what was done about a person, the last steps of the whole file, acts that still stand."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.names import shown
from app.store import belongings
from app.store.casefile import CaseFile
from app.store.history import DO, REDO, RELATIVE, UNDO, next_redo, next_undo, standing_act
from app.store.queries.current import NAME_COLUMNS, name_of
from app.store.records import kind_named, table_of
from app.store.schema import (
    AccommodationRow,
    ActPayloadRow,
    ActRow,
    ActSubjectRow,
    CaseRow,
    ClientRow,
    ContactRow,
    GoalRow,
    ReferralRow,
)
from app.store.work import REMOVE, SET

AT_ONCE, LAST = 200, 100
OWNERS = frozenset({"client_id", "other_id", "case_id", "referral_id"})
CLIENT, CONTACT = ClientRow.__tablename__, ContactRow.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record in an act; ``what`` is add, set, remove or because; ``fields`` in plain form, for set [old, new]."""

    what: str
    entity: str
    identity: str
    fields: Mapping[str, Any]

    @property
    def kind(self) -> type:
        """What the record is or was."""
        return kind_named(self.entity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of the history: when, what, and the records it touched; ``entries`` None where they were erased.

    ``standing`` tells that it can still be taken back as far as the history knows.
    """

    number: int
    at: datetime
    title: str
    kind: str
    standing: bool
    taken_back: bool
    entries: tuple[Entry, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Acts, newest first; ``older`` tells of more. ``names`` gives words for what fields refer to, by identity;
    ``confidential`` are the notes whose text nobody shall see in passing."""

    acts: tuple[Act, ...]
    older: bool
    names: Mapping[str, str]
    confidential: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the last acts of the file and whom it was about; ``erased`` where its content is gone."""

    number: int
    at: datetime
    title: str
    kind: str
    people: tuple[str, ...]
    taken_back: bool
    undoable: bool
    erased: bool


def of_client(file: CaseFile, client_id: str, limit: int = AT_ONCE) -> Acts:
    """The last ``limit`` acts about a person and whoever was merged into them, also on records that have gone."""
    with file.read() as connection:
        people = belongings.merged_into(connection, client_id)
        rows = connection.execute(
            _acts().where(ActRow.number.in_(select(ActSubjectRow.number).where(
                ActSubjectRow.entity.in_((CLIENT, RELATIVE)), ActSubjectRow.entity_id.in_(people))))
            .order_by(ActRow.number.desc()).limit(limit + 1)).all()
        acts = [_act(row) for row in rows[:limit]]
        shared = _shared(connection, [act.number for act in acts], people)
        if shared:
            mine = _identities(connection, people)
            acts = [_kept(connection, act, mine) if act.number in shared else act for act in acts]
        entries = [entry for act in acts for entry in act.entries or ()]
        return Acts(acts=tuple(acts), older=len(rows) > limit, names=_names(connection, entries),
                    confidential=_confidential(connection, entries))


def last(file: CaseFile, limit: int = LAST) -> tuple[Step, ...]:
    """The last acts of the whole file, newest first, with the persons that are still in it."""
    with file.read() as connection:
        rows = connection.execute(
            select(ActRow.number, ActRow.at, ActRow.title, ActRow.kind, ActRow.reversed_by, ActRow.undoable,
                   ActPayloadRow.number.label("held"))
            .join(ActPayloadRow, ActPayloadRow.number == ActRow.number, isouter=True)
            .order_by(ActRow.number.desc()).limit(limit)).all()
        people: dict[int, list[str]] = defaultdict(list)
        for row in connection.execute(
                select(ActSubjectRow.number, *NAME_COLUMNS).join(ClientRow, ClientRow.id == ActSubjectRow.entity_id)
                .where(ActSubjectRow.number.in_([row.number for row in rows]), ActSubjectRow.entity == CLIENT)):
            people[row[0]].append(name_of(row))
        people.update(_gone(connection, [row.number for row in rows if row.held and row.number not in people]))
    return tuple(Step(number=row.number, at=row.at, title=row.title, kind=row.kind, people=tuple(people[row.number]),
                      taken_back=row.reversed_by is not None, undoable=row.undoable and row.kind != UNDO,
                      erased=row.held is None) for row in rows)


def _gone(connection: Connection, numbers: list[int]) -> dict[int, list[str]]:
    """Whom acts took out, by number: a file in the bin is named by what the act itself knows."""
    found: dict[int, list[str]] = {}
    for row in connection.execute(select(ActPayloadRow.number, ActPayloadRow.content).where(
            ActPayloadRow.number.in_(numbers), ActPayloadRow.content.contains(f'"{CLIENT}"'))):
        people = [fields for what, entity, _identity, fields in json.loads(row.content)
                  if entity == CLIENT and what == REMOVE]
        found[row.number] = [shown(family=one["family_name"], given=one["given_name"],
                                   alias=next(iter(one["aliases"]), "")) for one in people]
    return found


def weight(file: CaseFile, choose: Callable[[Connection], Any | None]) -> int:
    """How many records the act touched that ``choose`` finds, 0 for none: many take longer than a key press may."""
    with file.read() as connection:
        act = choose(connection)
        if act is None:
            return 0
        return connection.execute(select(func.count()).where(ActSubjectRow.number == act.number)).scalar() or 0


def weight_of_undo(file: CaseFile, number: int | None = None) -> int:
    """The weight of what Strg+Z would take back now, or of the act of that number."""
    return weight(file, next_undo if number is None else partial(standing_act, number=number))


def weight_of_redo(file: CaseFile) -> int:
    """The weight of what would be repeated now."""
    return weight(file, next_redo)


def standing(file: CaseFile, title: str) -> tuple[Act, ...]:
    """Acts of that title that were not taken back and whose content is there, newest first."""
    with file.read() as connection:
        return standing_in(connection, title)


def standing_in(connection: Connection, title: str) -> tuple[Act, ...]:
    """The same inside a reading that is under way."""
    query = _acts().where(ActRow.title == title, ActRow.kind.in_((DO, REDO)), ActRow.undoable,
                          ActRow.reversed_by.is_(None), ActPayloadRow.content.is_not(None))
    return tuple(_act(row) for row in connection.execute(query.order_by(ActRow.number.desc())))


def _acts() -> Select[int, datetime, str, str, int | None, bool, str]:
    return select(ActRow.number, ActRow.at, ActRow.title, ActRow.kind, ActRow.reversed_by, ActRow.undoable,
                  ActPayloadRow.content).join(ActPayloadRow, ActPayloadRow.number == ActRow.number, isouter=True)


def _act(row: Any) -> Act:
    entries = None if row.content is None else tuple(
        Entry(what=what, entity=entity, identity=identity, fields=fields)
        for what, entity, identity, fields in json.loads(row.content))
    return Act(number=row.number, at=row.at, title=row.title, kind=row.kind, entries=entries,
               taken_back=row.reversed_by is not None,
               standing=row.undoable and row.reversed_by is None and entries is not None)


def _shared(connection: Connection, numbers: list[int], own: set[str]) -> set[int]:
    """Acts about several persons: of those only what concerns the one is shown."""
    return set(connection.execute(select(ActSubjectRow.number).where(
        ActSubjectRow.number.in_(numbers), ActSubjectRow.entity.in_((CLIENT, RELATIVE)),
        ActSubjectRow.entity_id.not_in(own))).scalars())


def _identities(connection: Connection, people: set[str]) -> set[str]:
    """The person, their cases and referrals: what records of an act name as their owner."""
    cases = set(connection.execute(select(CaseRow.id).where(CaseRow.client_id.in_(people))).scalars())
    referrals = connection.execute(select(ReferralRow.id).where(ReferralRow.case_id.in_(cases))).scalars()
    return {*people, *cases, *referrals}


def _kept(connection: Connection, act: Act, mine: set[str]) -> Act:
    """The act with the entries about one person, whose identities, cases and referrals are ``mine``."""
    entries = act.entries or ()
    known = {entry.identity for entry in entries if entry.identity in mine or _owned(entry, mine)}
    changed: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.what == SET:
            changed[entry.entity].add(entry.identity)
    for entity, ids in changed.items():
        table = table_of(kind_named(entity))
        for name in OWNERS & set(table.columns.keys()):
            known.update(connection.execute(
                select(table.c.id).where(table.c.id.in_(ids), table.c[name].in_(mine))).scalars())
    return replace(act, entries=None if act.entries is None else tuple(e for e in entries if e.identity in known))


def _owned(entry: Entry, mine: set[str]) -> bool:
    values = [entry.fields[name] for name in OWNERS & entry.fields.keys()]
    return any(mine & set(value if entry.what == SET else [value]) for value in values)


def _names(connection: Connection, entries: Iterable[Entry]) -> dict[str, str]:
    """Words for persons, shelters and goals that fields refer to; what has gone meanwhile has none."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for name in ("other_id", "client_id", "accommodation_id", "goal_id"):
            if name in entry.fields:
                value = entry.fields[name]
                wanted[name].update(v for v in (value if isinstance(value, list) else [value]) if v)
    people = wanted["other_id"] | wanted["client_id"]
    found: dict[str, str] = {}
    if people:
        found |= {row.id: name_of(row) for row in connection.execute(
            select(ClientRow.id, *NAME_COLUMNS).where(ClientRow.id.in_(people)))}
    for name, row, words in (("accommodation_id", AccommodationRow, AccommodationRow.name),
                             ("goal_id", GoalRow, GoalRow.title)):
        if wanted[name]:
            found |= {one[0]: one[1] for one in connection.execute(
                select(row.id, words).where(row.id.in_(wanted[name])))}
    return found


def _confidential(connection: Connection, entries: Iterable[Entry]) -> frozenset[str]:
    """Notes that are confidential now or were so in any of the entries: their text is hidden throughout."""
    notes = [entry for entry in entries if entry.entity == CONTACT]
    said = {entry.identity for entry in notes if entry.fields.get("confidential") not in (None, False)}
    now = connection.execute(select(ContactRow.id).where(
        ContactRow.id.in_({entry.identity for entry in notes}), ContactRow.confidential)).scalars() if notes else ()
    return frozenset({*said, *now})
