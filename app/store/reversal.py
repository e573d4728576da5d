"""Takes acts back and repeats them: the changes they noted, in the opposite order, alike ones in one statement."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.catalogue import Catalogue
from app.domain.client import Client
from app.domain.errors import UserError
from app.domain.organisation import ContactPerson, Organisation
from app.domain.outgoing import Outgoing
from app.store import history, search
from app.store.history import CHANGED_SINCE, ERASED, IN_REGISTER, LINKS, Head
from app.store.records import fields_of, from_row, kind_named, plain, restored, table_of
from app.store.schema import ActPayloadRow, ActRow
from app.store.work import ADD, BECAUSE, REMOVE, SET, Noted, Work

Step = Callable[[int, int], None]
# one statement for so many; between two of them the work can be stopped
AT_ONCE = 200
# worded once, which takes as long as asking
_CONTENT = select(ActPayloadRow.content).where(ActPayloadRow.number == bindparam("act"))
_TAKEN_BACK = update(ActRow).where(ActRow.number == bindparam("act")).values(reversed_by=bindparam("by"))


def silent(_done: int, _total: int) -> None:
    """The step of what nobody watches or stops."""


def reverse(connection: Connection, act: Any, *, at: datetime, kind: str, step: Step = silent) -> tuple[Work, Head]:
    """Applies the inverse of an act as a new act; raises UserError if anything it changed has changed since.

    ``step(done, total)`` is called between the changes and may raise to stop; then nothing has happened.
    """
    content = connection.execute(_CONTENT, {"act": act.number}).scalar()
    if content is None:
        raise UserError(ERASED, title=act.title)
    changes: list[Noted] = json.loads(content)
    work, total = Work(connection), len(changes)
    of_catalogue = any(entity == table_of(Catalogue).name for _what, entity, _identity, _fields in changes)
    try:
        while changes:
            step(total - len(changes), total)
            run = _last_alike(changes)
            _reverse_run(work, _without_kept(work, run) if of_catalogue else run, act.title)
    except IntegrityError:
        raise UserError(CHANGED_SINCE, title=act.title) from None
    noted = history.note(connection, work, at=at, title=act.title, kind=kind, target=act.number)
    connection.execute(_TAKEN_BACK, {"act": act.number, "by": noted.number})
    return work, noted


def rehearse(work: Work, records: Sequence[object], *, at: datetime) -> None:
    """Adds records and takes that back, so that the statements of both are ready; the caller gives the act up."""
    # whom they belong to may have gone meanwhile
    with suppress(IntegrityError):
        for record in records:
            work.add(record)
        search.reindex(work.connection, work.noted)
        history.note(work.connection, work, at=at, title="")
        reverse(work.connection, history.next_undo(work.connection), at=at, kind=history.UNDO)


def _last_alike(changes: list[Noted]) -> list[Noted]:
    """Takes the last changes of one sort off the list, the last first, each about another record."""
    run = [changes.pop()]
    seen, sort = {run[0][2]}, (run[0][0], run[0][1])
    while changes and len(run) < AT_ONCE and (changes[-1][0], changes[-1][1]) == sort and changes[-1][2] not in seen:
        run.append(changes.pop())
        seen.add(run[-1][2])
    return run


def _reverse_run(work: Work, run: Sequence[Noted], title: str) -> None:
    if not run:
        return
    what, entity = run[0][0], run[0][1]
    if what == BECAUSE:
        # goes along, so that an act that is repeated has its reason again
        work.noted += [(*one,) for one in run]
        return
    if what == REMOVE and entity in LINKS:
        run = [one for one in run if _both_there(work, one[3])]
    kind = kind_named(entity)
    known = set(fields_of(kind))
    stored = _stored(work, kind, [identity for _what, _entity, identity, _fields in run])
    # a later schema may have given a field up (what an older act says of it can no longer be put back)
    if any(not fields.keys() <= known for *_others, fields in run):
        raise UserError(CHANGED_SINCE, title=title)
    if what == REMOVE:
        if stored:
            raise UserError(CHANGED_SINCE, title=title)
        work.add_all(_restored(kind, fields) for *_others, fields in run)
        return
    if any(not _as_left(what, stored.get(identity), fields) for _what, _entity, identity, fields in run):
        raise UserError(CHANGED_SINCE, title=title)
    values: list[Any] = [from_row(kind, stored[identity]) for _what, _entity, identity, _fields in run]
    if what == ADD:
        if kind is Client and work.find(Outgoing, client_id=[value.id for value in values]):
            raise UserError(IN_REGISTER, title=title)
        work.remove_all(values)
    elif what == SET:
        work.put_all([(value, replace(value, **_earlier(kind, one[3])))
                      for value, one in zip(values, run, strict=True)])


def _stored(work: Work, kind: type, ids: Sequence[str]) -> dict[str, RowMapping]:
    table = table_of(kind)
    rows = work.connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return {row["id"]: row for row in rows}


def _as_left(what: str, row: RowMapping | None, fields: dict[str, Any]) -> bool:
    """Whether a record is still as the act left it."""
    if row is None:
        return False
    left = fields if what == ADD else {name: new for name, (_old, new) in fields.items()}
    return all(plain(row[name]) == value for name, value in left.items())


def _restored(kind: type, fields: dict[str, Any]) -> object:
    return kind(**{name: restored(kind, name, value) for name, value in fields.items()})


def _earlier(kind: type, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: restored(kind, name, old) for name, (old, _new) in fields.items()}


def _both_there(work: Work, link: dict[str, Any]) -> bool:
    return len(work.find(Client, id=[link["client_id"], link["other_id"]])) == 2


def _without_kept(work: Work, run: list[Noted]) -> list[Noted]:
    """A catalogue brings its providers into the book. What a person has since written or deleted there, or whom they
    have put down as to be called there, is theirs and does not keep the catalogue from being taken back."""
    what, entity = run[0][0], run[0][1]
    if what not in (ADD, SET) or entity != table_of(Organisation).name:
        return run
    ids = [identity for _what, _entity, identity, _fields in run]
    untouched = {identity for identity, row in _stored(work, Organisation, ids).items() if row["from_catalogue"]}
    if what == ADD:
        untouched -= {person.organisation_id for person in work.find(ContactPerson, organisation_id=ids)}
    return [one for one in run if one[2] in untouched]
