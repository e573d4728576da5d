"""Acts on appointments (Termine): make, change, move, what became of them, take out. Paper and calendar file are
appointments_print's."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.domain.appointment import CALLED_OFF, KEPT, NO_SHOW, PLANNED, Appointment, moved
from app.domain.contact import Contact
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import followup

ADD = N_("Termin anlegen")
CHANGE = N_("Termin ändern")
KEEP = N_("Termin wahrgenommen")
MISS = N_("Nicht zum Termin erschienen")
EXCUSE = N_("Versäumten Termin entschuldigen")
CALL_OFF = N_("Termin absagen")
PLAN_AGAIN = N_("Termin wieder planen")
POSTPONE = N_("Termin verschieben")
REMOVE = N_("Termin löschen")
AGAIN = N_("Nach versäumtem Termin melden")
AHEAD = N_("Dieser Termin liegt noch vor Ihnen. Was daraus wurde, lässt sich ab seinem Tag eintragen. "
           "Es wurde nichts geändert.")
OVER = N_("Nur ein geplanter Termin lässt sich verschieben oder absagen. Es wurde nichts geändert. "
          "Legen Sie einen neuen an.")
NOTHING_AHEAD = N_("Es liegt kein geplanter Termin vor Ihnen. Es wurde nichts gespeichert.")
# whom to call is the same for weeks: the next slip proposes it again
SLIP_CONTACT = "slip_contact"
# A person who does not come was tried to be reached: the note says by its kind that there was no talk.
ATTEMPT, UNEXCUSED, EXCUSED = "attempt", "missed_unexcused", "missed_excused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a missed appointment has left: the note of it, and the case it belongs to."""

    contact_id: str
    case_id: str


def add(file: CaseFile, case_id: str, **fields: Any) -> str:
    """A planned appointment; returns its identity. It may overlap others and lie in the past: only the list says so."""
    with file.write(ADD) as work:
        made = work.add(Appointment(id=new_id(), case_id=case_id, **_tidy(fields)))
    return made.id


def change(file: CaseFile, appointment_id: str, **fields: Any) -> None:
    """Another day, time, place or whatever was wrong."""
    with file.write(CHANGE) as work:
        work.put(replace(work.get(Appointment, appointment_id), **_tidy(fields)))


def keep(file: CaseFile, *appointment_ids: str) -> None:
    """The persons came; several are one act. UserError for one that lies ahead, and then none is changed."""
    with file.write(KEEP) as work:
        for identity in appointment_ids:
            work.put(replace(_past(work, identity, file), state=KEPT))


def miss(file: CaseFile, appointment_id: str) -> Missed:
    """The person did not come: a note of the attempt says so, dated as the appointment, in the same act.

    Who was marked as missed before gets no second note. UserError for an appointment that lies ahead.
    """
    with file.write(MISS) as work:
        old = _past(work, appointment_id, file)
        known = work.find(Contact, case_id=old.case_id, on=old.on, at=old.at, result=[UNEXCUSED, EXCUSED])
        note = known[0] if known else work.add(Contact(
            id=new_id(), case_id=old.case_id, on=old.on, at=old.at, kind=ATTEMPT, result=UNEXCUSED, place=old.place))
        work.put(replace(old, state=NO_SHOW))
    return Missed(contact_id=note.id, case_id=old.case_id)


def excuse(file: CaseFile, contact_id: str) -> None:
    """The person had a reason: the note of the missed appointment says so."""
    with file.write(EXCUSE) as work:
        work.change(Contact, contact_id, result=EXCUSED)


def remind_tomorrow(file: CaseFile, case_id: str, title: str) -> str:
    """A follow-up for tomorrow: what is offered after a missed appointment."""
    return followup.add(file, case_id, title=title, due_on=file.today() + timedelta(days=1))


def call_off(file: CaseFile, appointment_id: str) -> None:
    """Somebody has cancelled it before its time; that is no missed appointment."""
    with file.write(CALL_OFF) as work:
        work.put(replace(_planned(work, appointment_id), state=CALLED_OFF))


def plan_again(file: CaseFile, appointment_id: str) -> None:
    """It was marked by mistake. A note that a missed one has left stays and can be removed in the thread."""
    with file.write(PLAN_AGAIN) as work:
        work.change(Appointment, appointment_id, state=PLANNED)


def postpone(file: CaseFile, appointment_id: str, days: int) -> Appointment:
    """Later by so many days, always into the future; returns it with its new day."""
    with file.write(POSTPONE) as work:
        return work.put(moved(_planned(work, appointment_id), days, file.today()))


def remove(file: CaseFile, appointment_id: str) -> None:
    """Takes out one that was entered by mistake; it comes back by undo."""
    with file.write(REMOVE) as work:
        work.remove(work.get(Appointment, appointment_id))


def _past(work: Work, appointment_id: str, file: CaseFile) -> Appointment:
    found = work.get(Appointment, appointment_id)
    if found.on > file.today():
        raise UserError(AHEAD)
    return found


def _planned(work: Work, appointment_id: str) -> Appointment:
    found = work.get(Appointment, appointment_id)
    if found.state != PLANNED:
        raise UserError(OVER)
    return found


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """Lines as they may be stored; the note keeps its line breaks."""
    return {name: value.strip() if name == "note" and isinstance(value, str) else
            clean(value) if isinstance(value, str) else value for name, value in fields.items()}
