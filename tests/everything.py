"""A person with records of every kind that the schema knows, made from the fields alone. No pytest here."""

from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from sqlalchemy import text

from app.domain.attachment import Attachment
from app.domain.case import Case
from app.domain.client import Client
from app.domain.identity import new_id
from app.domain.outgoing import Outgoing
from app.domain.plan import Goal, PlanReview
from app.domain.referral import Referral
from app.store import attachments, history
from app.store.casefile import CaseFile
from app.store.records import owners_of
from app.store.schema import ROWS
from tests.casefiles import every_row

# in an order in which each finds what it refers to
FIRST = (Referral, Goal, PlanReview)
KINDS: tuple[type, ...] = (*FIRST, *(kind for kind in ROWS if owners_of(kind) and kind not in (Client, Case, *FIRST)))
WORD = "Zzyzx"


def record(kind: type, ids: dict[str, str], n: int, moment: datetime) -> Any:
    """One record whose texts hold a word that stands nowhere else."""
    made = {"str": f"{WORD} {n}", "int": n, "date": moment.date(), "datetime": moment, "bool": True}
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name == "id":
            values["id"] = new_id()
        elif field.name in ids:
            values[field.name] = ids[field.name]
        elif field.default is MISSING or field.type is str:
            values[field.name] = made[getattr(field.type, "__name__", "str")]
    return kind(**values)


def fill(file: CaseFile, client_id: str, case_id: str, other_id: str, kinds: tuple[type, ...] = KINDS) -> list[Any]:
    """Adds one record of each of these kinds, with what they refer to; an attachment has its bytes."""
    ids = {"client_id": client_id, "case_id": case_id, "other_id": other_id}
    places = {Referral: "referral_id", Goal: "goal_id", PlanReview: "review_id"}
    added = []
    with file.write("Füllen") as work:
        for n, kind in enumerate((*FIRST, *(kind for kind in kinds if kind not in FIRST)), start=2):
            one = record(kind, ids, n, file.now())
            if isinstance(one, Attachment):
                attachments.put(work, one, f"{WORD} bytes".encode())
            else:
                work.add(one)
            if kind in places:
                ids[places[kind]] = one.id
            added.append(one)
    return added


def left(file: CaseFile, kind: type = Outgoing) -> list[Any]:
    """All records of a kind."""
    with file.write("Lesen") as work:
        return work.find(kind)


# what an undo is allowed to leave behind: the history itself and the numbers already given out
HISTORY = ("act", "act_payload", "act_subject", "meta")


def facts(file: CaseFile) -> dict[str, list[Any]]:
    """Everything but the history; of the search index its text, because its pages are arranged anew."""
    rows = every_row(file)
    index = {name for name in rows if "_search_" in name}
    with file.read() as connection:
        searched = {name: connection.execute(text(
            f"SELECT r.ref, s.words, s.folded FROM {name} s JOIN {name}_ref r ON r.docid = s.rowid ORDER BY r.ref"
        )).all() for name in ("client_search", "contact_search")}
    kept = {name: content for name, content in rows.items() if name not in (*HISTORY, *index, *searched)}
    return {**kept, **searched}


def broken(file: CaseFile) -> int | None:
    with file.read() as connection:
        return history.first_broken_link(connection)
