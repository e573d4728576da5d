"""Who may be whom: the caseload as the finder knows it, kept up to date with the file; pairs, and merges that stand."""

import json
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from anyascii import anyascii
from sqlalchemy import Connection, Select, bindparam, select

from app.domain.caseload import AT_MOST, Caseload, Found
from app.domain.client import Client
from app.domain.dates import PartialDate
from app.domain.duplicates import Traits
from app.domain.merging import MERGE, TAKEN_BACK_FOR
from app.store.casefile import CaseFile, Change
from app.store.history import DO, REDO
from app.store.queries.current import NAME_COLUMNS, name_of, shelter_names
from app.store.records import from_row, plain, table_of, to_row
from app.store.schema import ActPayloadRow, ActRow, ActSubjectRow, ClientRow, NotDuplicateRow
from app.store.work import REMOVE

Step = Callable[[int, int], None]
_COLUMNS = (ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.original_script, ClientRow.birth,
            ClientRow.sex, ClientRow.nationalities, ClientRow.phone)
# More than that at once is an import: the whole is read anew.
_MANY = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person as suggestions show them."""

    client_id: str
    number: int
    name: str
    birth: PartialDate | None
    shelter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """Two files that may be of one person: the one with the lower number, the other, and what speaks for it."""

    one: PersonLine
    other: PersonLine
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge into a file that can still be taken back: the act, when, and the number the other file had."""

    number: int
    at: datetime
    reference: str


def traits(person: Client | Any) -> Traits:
    """What is compared of a person; the number of a merged file is no name."""
    names = tuple(alias for alias in person.aliases if not (alias[:2] == "K-" and alias[2:].isdigit()))
    return Traits(family=person.family_name, given=person.given_name, aliases=names, phone=person.phone,
                  original_script=person.original_script, birth=person.birth, sex=person.sex,
                  nationalities=person.nationalities)


class KnownPeople:
    """The caseload of one open file in memory. `build` belongs into a worker; everything else is for one thread."""

    def __init__(self) -> None:
        self._caseload: Caseload | None = None
        self._changed: set[str] = set()
        self._lock = threading.Lock()
        self._listening = False

    @property
    def ready(self) -> bool:
        """Whether it was read."""
        return self._caseload is not None

    def build(self, file: CaseFile, step: Step = lambda done, total: None) -> None:
        """Reads everybody: a second or two for 3,000 people. Changes meanwhile are not lost."""
        with self._lock:
            if not self._listening:
                file.subscribe(self._told)
                self._listening = True
            self._changed.clear()
        made = _caseload(file)
        made.warm(step)
        with self._lock:
            self._caseload = made

    def _told(self, change: Change) -> None:
        if ClientRow.__tablename__ in change.entities:
            with self._lock:
                self._changed |= change.ids

    def caseload(self, file: CaseFile) -> Caseload:
        """The caseload as the file stands now."""
        if self._caseload is None:
            self.build(file)
        with self._lock:
            assert self._caseload is not None
            changed, self._changed = self._changed, set()
            if len(changed) > _MANY:
                self._caseload = _caseload(file)
            elif changed:
                there = dict(_people(file, changed))
                for identity in changed:
                    self._caseload.drop(identity)
                for identity, found in there.items():
                    self._caseload.put(identity, found)
            return self._caseload

    def similar(self, file: CaseFile, typed: Traits, but: Collection[str] = ()) -> tuple[Found, ...]:
        """Who may be the person being typed, likeliest first; nobody while it was not read yet."""
        return self.caseload(file).similar(typed, but=but) if self.ready else ()


_known: WeakKeyDictionary[CaseFile, KnownPeople] = WeakKeyDictionary()


def known(file: CaseFile) -> KnownPeople:
    """The people of an open file; made once, gone with it."""
    return _known.setdefault(file, KnownPeople())


def similar_names(file: CaseFile, typed: str, at_most: int = AT_MOST) -> tuple[PersonLine, ...]:
    """Persons whose names are other spellings of what was typed. Reads everybody once where nobody did before."""
    found = known(file).caseload(file).bearing(typed, at_most)
    there = lines(file, found)
    return tuple(there[identity] for identity in found if identity in there)


def _people(file: CaseFile, only: Collection[str] | None = None) -> list[tuple[str, Traits]]:
    query = select(ClientRow.id, *_COLUMNS).order_by(ClientRow.number)
    with file.read() as connection:
        rows = connection.execute(query if only is None else query.where(ClientRow.id.in_(only))).all()
    return [(row.id, traits(row)) for row in rows]


def _caseload(file: CaseFile) -> Caseload:
    made = Caseload(anyascii)
    for identity, found in _people(file):
        made.put(identity, found)
    return made


def lines(file: CaseFile, ids: Iterable[str]) -> dict[str, PersonLine]:
    """Persons by identity, those who are still there."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = select(ClientRow.id, ClientRow.birth, ClientRow.accommodation_id, *NAME_COLUMNS).where(
        ClientRow.id.in_(wanted))
    with file.read() as connection:
        rows, shelters = connection.execute(query).all(), shelter_names(connection)
    return {row.id: PersonLine(client_id=row.id, number=row.number, name=name_of(row), birth=row.birth,
                               shelter=shelters.get(row.accommodation_id, "")) for row in rows}


def recorded(file: CaseFile, client_id: str) -> Client | None:
    """The person as stored, None where they have gone."""
    table = table_of(Client)
    with file.read() as connection:
        row = connection.execute(select(table).where(table.c.id == client_id)).mappings().first()
    return from_row(Client, row) if row is not None else None


def spoken(client: Client) -> dict[str, Any]:
    """The attributes of a person in plain form, as the words of the history take them."""
    return {name: plain(value) for name, value in to_row(client).items()}


def pairs(file: CaseFile, step: Step = lambda done, total: None) -> tuple[PairLine, ...]:
    """All pairs of files that may be of one person, likeliest first; without those known to be two. For a worker."""
    with file.read() as connection:
        apart = {frozenset((row.client_id, row.other_id)) for row in connection.execute(
            select(NotDuplicateRow.client_id, NotDuplicateRow.other_id))}
    found = _caseload(file).pairs(step, but=apart)
    there = lines(file, {identity for one, hit in found for identity in (one, hit.id)})
    return tuple(_pair(there[one], there[hit.id], hit) for one, hit in found if one in there and hit.id in there)


def _pair(one: PersonLine, other: PersonLine, hit: Found) -> PairLine:
    first, second = sorted((one, other), key=lambda line: line.number)
    return PairLine(one=first, other=second, score=hit.likeness.score, reasons=hit.likeness.reasons)


def merges(file: CaseFile, client_id: str) -> Sequence[Merged]:
    """The merges into a file that the last 30 days saw and that stand, latest first; one small statement."""
    with file.read() as connection:
        return standing_merges(connection, client_id, file.now())


def standing_merges(connection: Connection, client_id: str, now: datetime) -> Sequence[Merged]:
    """The same inside a reading transaction."""
    rows = connection.execute(_standing(), {"client_id": client_id, "since": now - TAKEN_BACK_FOR})
    return [Merged(number=row.number, at=row.at, reference=_reference(row.content)) for row in rows]


@cache
def _standing() -> Select[int, datetime, str]:
    return (
        select(ActRow.number, ActRow.at, ActPayloadRow.content)
        .join(ActSubjectRow, ActSubjectRow.number == ActRow.number)
        .join(ActPayloadRow, ActPayloadRow.number == ActRow.number)
        .where(ActSubjectRow.entity_id == bindparam("client_id"), ActSubjectRow.entity == ClientRow.__tablename__,
               ActRow.title == MERGE, ActRow.kind.in_((DO, REDO)), ActRow.undoable, ActRow.reversed_by.is_(None),
               ActRow.at >= bindparam("since")).order_by(ActRow.number.desc())
    )


def _reference(content: str) -> str:
    gone = next(fields for what, entity, _identity, fields in json.loads(content)
                if (what, entity) == (REMOVE, ClientRow.__tablename__))
    return f"K-{gone['number']:04d}"
