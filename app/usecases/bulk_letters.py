"""Invitations for several persons in one PDF, entered in the register for each. Not in `bulk`: drawing loads slowly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from app.documents import letters
from app.documents.letters import Invitation
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.identity import new_id
from app.domain.outgoing import Outgoing
from app.store.casefile import CaseFile
from app.store.queries.clients import ClientLine
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down

SUBJECT = N_("Einladung zum {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What all letters say: when, where, whom to call, what about. Only the day is needed."""

    day: date
    at: time | None = None
    place: str = ""
    contact: str = ""
    about: str = ""


def missing_languages(lines: Sequence[ClientLine]) -> tuple[str, ...]:
    """The languages of these persons that have no translation yet, by their German names."""
    return letters.missing_languages([_letter(line, Appointment(day=date.min), "") for line in lines])


def _letter(line: ClientLine, appointment: Appointment, office: str) -> Invitation:
    name = f"{line.given} {line.family}".strip() or line.name
    return Invitation(language=line.language, name=name, number=f"K-{line.number:04d}", day=appointment.day,
                      at=appointment.at, place=appointment.place, office=office, contact=appointment.contact,
                      about=appointment.about)


def write_pdf(file: CaseFile, lines: Sequence[ClientLine], appointment: Appointment, target: Path) -> None:
    """One page a person, in their order, in a new file; then an entry in the register for each person.

    UserError where the file cannot be written; then nothing is entered.
    """
    office = file.meta("office")
    drawn = letters.invitations_pdf([_letter(line, appointment, office) for line in lines], office=office,
                                    on=file.today(), muster=is_muster(file))
    put_down(target, drawn)
    subject = SUBJECT.format(day=german(appointment.day))
    with file.write(outgoing.NOTE, undoable=False) as work:
        work.add_all([Outgoing(id=new_id(), at=file.now(), kind="print", subject=subject, client_id=line.client_id)
                      for line in lines])
