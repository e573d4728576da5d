"""A day in a shelter: what was noted of all persons there becomes one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.appointment import KEPT, Appointment
from app.domain.errors import N_
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.store.casefile import CaseFile
from app.usecases import contact, followup

ENTER = N_("Tag in der Unterkunft eintragen")
TRY_AGAIN = N_("Noch einmal aufsuchen")
AGAIN = N_("Noch einmal in der Unterkunft aufsuchen")
KIND = "in_person_shelter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What was noted of one person; without a ``result`` there was no contact, only follow-ups that are ``done`` and
    appointments that were ``kept``."""

    case_id: str
    kind: str = KIND
    result: str = ""
    minutes: int = 0
    text: str = ""
    next_step: str = ""
    next_on: date | None = None
    done: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def draft_kind(accommodation_id: str) -> str:
    """The draft in which a day stands until it is entered."""
    return f"day:{accommodation_id}"


def enter(file: CaseFile, accommodation_id: str, noted: Sequence[Noted], *, on: date) -> int:
    """One contact per person met or tried, next steps as follow-ups, what was ticked is done; returns how many met.

    The draft of the day is gone with it. UserError for a day in the future; then nothing is written.
    """
    with file.write(ENTER) as work:
        for one in noted:
            if one.result:
                contact.written(work, file.today(), one.case_id, on=on, kind=one.kind, result=one.result,
                                minutes=one.minutes, text=one.text, next_step=one.next_step, next_on=one.next_on)
            for follow_up_id in one.done:
                followup.finished(work, follow_up_id, file.today())
            for appointment_id in one.kept:
                work.change(Appointment, appointment_id, state=KEPT)
        work.discard_draft(draft_kind(accommodation_id))
    return sum(bool(one.result) for one in noted)


def try_again(file: CaseFile, cases: Sequence[str], *, on: date) -> None:
    """Who was not met is looked for again on that day: a follow-up each, one act."""
    with file.write(TRY_AGAIN) as work:
        work.add_all(FollowUp(id=new_id(), case_id=case_id, title=AGAIN, due_on=on) for case_id in cases)
