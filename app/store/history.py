"""The history: a chain of acts whose contents can be erased with the person, and the undo made from it (vault.md)."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import N_, UserError
from app.store import belongings
from app.store.records import kind_named, restored
from app.store.schema import ActPayloadRow, ActRow, ActSubjectRow, ClientRow
from app.store.work import Work

NOTHING_TO_UNDO = N_("Es gibt nichts rückgängig zu machen.")
NOTHING_TO_REDO = N_("Es gibt nichts zu wiederholen.")
CHANGED_SINCE = N_("„{title}“ lässt sich nicht mehr rückgängig machen, weil seitdem etwas daran geändert wurde. "
                   "Es bleibt alles, wie es ist.")
IN_REGISTER = N_("„{title}“ lässt sich nicht mehr rückgängig machen, weil zu dieser Person schon etwas hinausgegangen "
                 "ist und im Ausgang steht. Es bleibt alles, wie es ist. Die ganze Akte können Sie in den Papierkorb "
                 "legen.")
GONE_SINCE = N_("Dieser Eintrag ist nicht mehr da, und so lässt sich der alte Wert nirgends eintragen. Es bleibt "
                "alles, wie es ist. Holen Sie zuerst den Eintrag zurück.")
REFERENCE_GONE = N_("Der alte Wert verweist auf etwas, das nicht mehr da ist. Es bleibt alles, wie es ist. Tragen Sie "
                    "den Wert von Hand ein.")
ERASED = N_("„{title}“ lässt sich nicht mehr rückgängig machen, weil Angaben dazu endgültig gelöscht wurden. "
            "Es bleibt alles, wie es ist.")
DO, UNDO, REDO = "do", "undo", "redo"
WORDS = {UNDO: N_("Rückgängig"), REDO: N_("Wiederholen")}
FIRST_LINK = b"\0" * 32
# In the subjects of an act: a person whom only a link names. Erasing them must not erase the file of the other one,
# which may lie in the bin and be nothing but the content of this act.
RELATIVE = "relative"
# links between two persons mean nothing once one of them has gone for good
LINKS = ("family_link", "not_duplicate")
# one text instead of two for each record: the memory of every text is locked, and a catalogue has 40,000 of them
_SUBJECTS = text("INSERT INTO act_subject (number, entity, entity_id) "
                 "SELECT :number, value ->> 0, value ->> 1 FROM json_each(:subjects)")
_HELD = select(ActPayloadRow.number).where(ActPayloadRow.number == ActRow.number).exists()
# what every act asks is worded once: that takes as long as asking it
_LAST = select(ActRow.number, ActRow.link).order_by(ActRow.number.desc()).limit(1)
_NEXT_UNDO = (select(ActRow.__table__)
              .where(ActRow.kind.in_((DO, REDO)), ActRow.undoable, ActRow.reversed_by.is_(None), _HELD)
              .order_by(ActRow.number.desc()).limit(1))
_NEW_ACT, _NEW_PAYLOAD = insert(ActRow), insert(ActPayloadRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest link of the chain; number 0 for a history without acts."""

    number: int
    link: bytes


def head(connection: Connection) -> Head:
    """How far the history has come."""
    last = connection.execute(_LAST).first()
    return Head(number=last.number, link=last.link) if last else Head(number=0, link=FIRST_LINK)


def holds(connection: Connection, head: Head) -> bool:
    """Whether the history has come through that link, and not merely as far."""
    link = connection.execute(select(ActRow.link).where(ActRow.number == head.number)).scalar()
    return head.number == 0 or link == head.link


def note(connection: Connection, work: Work, *, at: datetime, title: str, kind: str = DO, target: int | None = None,
         undoable: bool = True) -> Head:
    """Writes the act as the next link of the chain and returns it."""
    last = head(connection)
    number = last.number + 1
    touched = {(entity, identity) for _, entity, identity, _ in work.noted}
    # so that what was done about a person is found, and forgotten, also where the record itself has gone
    people = {(ClientRow.__tablename__, person) for person in belongings.persons(connection, work.owners)}
    related = {(RELATIVE, person) for name, person in work.owners if name == "relative_id"}
    subjects = sorted(touched | people | related)
    salt, content = secrets.token_bytes(16), json.dumps(work.noted, ensure_ascii=False, separators=(",", ":"))
    payload_hash = _hashed(salt, content)
    link = _link(last.link, [number, at.isoformat(), title, kind, target, subjects], payload_hash)
    connection.execute(_NEW_ACT, {
        "number": number, "at": at, "title": title, "kind": kind, "target": target, "undoable": undoable,
        "payload_hash": payload_hash, "link": link,
    })
    connection.execute(_NEW_PAYLOAD, {"number": number, "salt": salt, "content": content})
    connection.execute(_SUBJECTS, {"number": number, "subjects": json.dumps(subjects)})
    return Head(number=number, link=link)


def _link(previous: bytes, header: list[Any], payload_hash: bytes) -> bytes:
    return hashlib.sha256(previous + json.dumps(header, ensure_ascii=True).encode() + payload_hash).digest()


def first_broken_link(connection: Connection) -> int | None:
    """The number of the first act that was altered outside the program, or None if the chain holds.

    Found is every change to header, subjects, salt, content, hash or link of an act, one taken out before the last,
    and one put in. Not found: acts taken off the end (that is what stand.json is for), a changed ``undoable`` (a mark
    that is rightly taken away later), and the work of somebody who has the key and makes all links anew from the
    place of the change. An erased content is no break.
    """
    subjects: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(select(ActSubjectRow.number, ActSubjectRow.entity, ActSubjectRow.entity_id)):
        subjects.setdefault(row.number, []).append((row.entity, row.entity_id))
    reversals: dict[int, int] = {}
    marks: dict[int, int] = {}
    previous = FIRST_LINK
    acts = select(ActRow.__table__, ActPayloadRow.salt, ActPayloadRow.content).join(
        ActPayloadRow, ActPayloadRow.number == ActRow.number, isouter=True).order_by(ActRow.number)
    for act in connection.execute(acts):
        header = [act.number, act.at.isoformat(), act.title, act.kind, act.target, sorted(subjects.pop(act.number, []))]
        content_fits = act.salt is None or _hashed(act.salt, act.content) == act.payload_hash
        if act.link != _link(previous, header, act.payload_hash) or not content_fits:
            return int(act.number)
        if act.target is not None:
            reversals[act.target] = act.number
        if act.reversed_by is not None:
            marks[act.number] = act.reversed_by
        previous = act.link
    strays = select(ActPayloadRow.number).where(ActPayloadRow.number.not_in(select(ActRow.number)))
    misled = {number for number, _ in reversals.items() ^ marks.items()}
    return min([*subjects, *misled, *connection.execute(strays).scalars()], default=None)


def _hashed(salt: bytes, content: str) -> bytes:
    return hashlib.sha256(salt + content.encode()).digest()


def erase_payloads(connection: Connection, entity_ids: Iterable[str]) -> int:
    """Forgets what the acts that touched these records wrote, and returns how many acts that were.

    Old and new values go together with the random bytes that hide them in the chain; number, moment, title and links
    stay and keep verifying. An act that touched other records too loses all its content and with it its undo.
    """
    numbers = select(ActSubjectRow.number).where(ActSubjectRow.entity_id.in_(list(entity_ids)),
                                                 ActSubjectRow.entity != RELATIVE)
    return connection.execute(delete(ActPayloadRow).where(ActPayloadRow.number.in_(numbers))).rowcount


def next_undo(connection: Connection) -> Any | None:
    """The act that Ctrl+Z would take back: the last that stands and whose content was not erased."""
    return connection.execute(_NEXT_UNDO).first()


def standing_act(connection: Connection, number: int) -> Any | None:
    """The act of that number, while it stands and may be taken back."""
    return connection.execute(
        select(ActRow.__table__).where(ActRow.number == number, ActRow.kind.in_((DO, REDO)), ActRow.undoable,
                                       ActRow.reversed_by.is_(None))
    ).first()


def next_redo(connection: Connection) -> Any | None:
    """The undo that could be repeated: the latest one, while nothing new that could be undone was done after it."""
    # an entry in the register, made beside the work by a backup, must not take the repeating away
    done = select(func.max(ActRow.number)).where(ActRow.kind == DO, ActRow.undoable)
    last_done = connection.execute(done).scalar() or 0
    return connection.execute(
        select(ActRow.__table__)
        .where(ActRow.kind == UNDO, ActRow.undoable, ActRow.reversed_by.is_(None), ActRow.number > last_done, _HELD)
        .order_by(ActRow.number.desc()).limit(1)
    ).first()


def put_back(work: Work, entity: str, identity: str, values: dict[str, Any]) -> Any:
    """The record with fields as the history holds them; UserError where it or what they name has gone."""
    kind = kind_named(entity)
    found: list[Any] = work.find(kind, id=identity)
    if not found:
        raise UserError(GONE_SINCE)
    try:
        return work.put(replace(found[0], **{name: restored(kind, name, value) for name, value in values.items()}))
    except IntegrityError:
        raise UserError(REFERENCE_GONE) from None
