"""The history: a chain of acts whose contents can be erased with the person, and the undo made from it (vault.md)."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.errors import N_, UserError
from app.store.records import from_row, kind_named, plain, restored, table_of
from app.store.schema import ActPayloadRow, ActRow, ActSubjectRow
from app.store.work import ADD, REMOVE, SET, Noted, Work

NOTHING_TO_UNDO = N_("Es gibt nichts rückgängig zu machen.")
NOTHING_TO_REDO = N_("Es gibt nichts zu wiederholen.")
CHANGED_SINCE = N_("„{title}“ lässt sich nicht mehr rückgängig machen, weil seitdem etwas daran geändert wurde. "
                   "Es bleibt alles, wie es ist.")
DO, UNDO, REDO = "do", "undo", "redo"
FIRST_LINK = b"\0" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of the history as a person sees it: when, what, and which records it touched."""

    number: int
    at: datetime
    title: str
    kind: str
    undoable: bool


def note(connection: Connection, work: Work, *, at: datetime, title: str, kind: str = DO, target: int | None = None,
         undoable: bool = True) -> int:
    """Writes the act as the next link of the chain and returns its number."""
    last = connection.execute(select(ActRow.number, ActRow.link).order_by(ActRow.number.desc()).limit(1)).first()
    number, previous = (last.number + 1, last.link) if last else (1, FIRST_LINK)
    subjects = sorted({(entity, identity) for _, entity, identity, _ in work.noted})
    salt, content = secrets.token_bytes(16), json.dumps(work.noted, ensure_ascii=False, separators=(",", ":"))
    payload_hash = hashlib.sha256(salt + content.encode()).digest()
    link = _link(previous, number, at, title, kind, target, subjects, payload_hash)
    connection.execute(insert(ActRow), {
        "number": number, "at": at, "title": title, "kind": kind, "target": target, "undoable": undoable,
        "payload_hash": payload_hash, "link": link,
    })
    connection.execute(insert(ActPayloadRow), {"number": number, "salt": salt, "content": content})
    if subjects:
        connection.execute(insert(ActSubjectRow),
                           [{"number": number, "entity": e, "entity_id": i} for e, i in subjects])
    return number


def _link(previous: bytes, number: int, at: datetime, title: str, kind: str, target: int | None,
          subjects: list[tuple[str, str]], payload_hash: bytes) -> bytes:
    header = json.dumps([number, at.isoformat(), title, kind, target, subjects], ensure_ascii=True)
    return hashlib.sha256(previous + header.encode() + payload_hash).digest()


def first_broken_link(connection: Connection) -> int | None:
    """The number of the first act whose link or content was altered, or None if the chain holds."""
    subjects: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(select(ActSubjectRow.number, ActSubjectRow.entity, ActSubjectRow.entity_id)):
        subjects.setdefault(row.number, []).append((row.entity, row.entity_id))
    contents = {p.number: p for p in connection.execute(select(ActPayloadRow.__table__))}
    previous = FIRST_LINK
    for act in connection.execute(select(ActRow.__table__).order_by(ActRow.number)):
        expected = _link(previous, act.number, act.at, act.title, act.kind, act.target,
                         sorted(subjects.get(act.number, [])), act.payload_hash)
        content = contents.get(act.number)
        whole = content is None or hashlib.sha256(content.salt + content.content.encode()).digest() == act.payload_hash
        if act.link != expected or not whole:
            return int(act.number)
        previous = act.link
    return None


def next_undo(connection: Connection) -> Any | None:
    """The act that Ctrl+Z would take back."""
    return connection.execute(
        select(ActRow.__table__).where(ActRow.kind.in_((DO, REDO)), ActRow.undoable, ActRow.reversed_by.is_(None))
        .order_by(ActRow.number.desc()).limit(1)
    ).first()


def next_redo(connection: Connection) -> Any | None:
    """The undo that could be repeated: the latest one, while nothing new was done after it."""
    last_done = connection.execute(select(func.max(ActRow.number)).where(ActRow.kind == DO)).scalar() or 0
    return connection.execute(
        select(ActRow.__table__).where(ActRow.kind == UNDO, ActRow.reversed_by.is_(None), ActRow.number > last_done)
        .order_by(ActRow.number.desc()).limit(1)
    ).first()


def reverse(connection: Connection, act: Any, *, at: datetime, kind: str) -> Work:
    """Applies the inverse of an act as a new act; raises UserError if anything it changed has changed since."""
    row = connection.execute(select(ActPayloadRow.content).where(ActPayloadRow.number == act.number)).scalar()
    if row is None:
        raise UserError(CHANGED_SINCE, title=act.title)
    work = Work(connection)
    try:
        for noted in reversed(json.loads(row)):
            _reverse_one(work, tuple(noted), act.title)
    except IntegrityError:
        raise UserError(CHANGED_SINCE, title=act.title) from None
    number = note(connection, work, at=at, title=act.title, kind=kind, target=act.number)
    connection.execute(update(ActRow).where(ActRow.number == act.number).values(reversed_by=number))
    return work


def _reverse_one(work: Work, noted: Noted, title: str) -> None:
    what, entity, identity, fields = noted
    kind = kind_named(entity)
    table = table_of(kind)
    stored = work.connection.execute(table.select().where(table.c.id == identity)).mappings().first()
    if what == REMOVE:
        if stored is not None:
            raise UserError(CHANGED_SINCE, title=title)
        work.add(kind(**{name: restored(kind, name, value) for name, value in fields.items()}))
        return
    expected = fields if what == ADD else {name: new for name, (_, new) in fields.items()}
    if stored is None or any(plain(stored[name]) != value for name, value in expected.items()):
        raise UserError(CHANGED_SINCE, title=title)
    value: Any = from_row(kind, stored)
    if what == ADD:
        work.remove(value)
    elif what == SET:
        work.change(kind, identity, **{name: restored(kind, name, old) for name, (old, _) in fields.items()})
