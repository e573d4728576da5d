"""Acts on contacts (Notizen): write one with its next step, correct one."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.domain.contact import Contact
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases.casework import IN_FUTURE

ADD = N_("Notiz schreiben")
CHANGE = N_("Notiz ändern")


def add_contact(file: CaseFile, case_id: str, *, on: date, text: str = "", at: time | None = None,
                next_step: str = "", next_on: date | None = None, **fields: Any) -> str:
    """A contact or attempt; a next step becomes a follow-up in the same act. The note's draft is gone then."""
    with file.write(ADD) as work:
        contact = written(work, file.today(), case_id, on=on, at=at, text=text, next_step=next_step, next_on=next_on,
                          **fields)
        work.discard_draft(f"note:{case_id}")
    return contact.id


def written(work: Work, today: date, case_id: str, *, on: date, next_step: str = "", next_on: date | None = None,
            **fields: Any) -> Contact:
    """The contact and the follow-up of its next step, as part of an act."""
    contact = work.add(_checked(Contact(id=new_id(), case_id=case_id, on=on, **fields), today))
    if next_step.strip():
        work.add(FollowUp(id=new_id(), case_id=case_id, title=clean(next_step), due_on=next_on))
    return contact


def change_contact(file: CaseFile, contact_id: str, **fields: Any) -> None:
    """A correction of a note."""
    with file.write(CHANGE) as work:
        work.put(_checked(replace(work.get(Contact, contact_id), **fields), file.today()))


def _checked(contact: Contact, today: date) -> Contact:
    if contact.on > today:
        raise UserError(IN_FUTURE)
    return replace(contact, text=contact.text.strip(), place=clean(contact.place))
