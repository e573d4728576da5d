"""Appointments that leave the laptop: the slip as PDF and the calendar file, each entered in the register. Not in
`appointments`: drawing loads slowly."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.documents import calendar_file
from app.documents.appointment_slip import Slip, slip_pdf
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.store.casefile import CaseFile
from app.store.queries.appointments import AppointmentLine
from app.usecases import outgoing
from app.usecases.appointments import NOTHING_AHEAD, SLIP_CONTACT
from app.usecases.muster import WORD, is_muster
from app.usecases.new_file import put_down

SLIP, SELF = N_("Terminzettel für den {day}"), N_("die Person selbst")
CALENDAR = N_("Kalenderdatei: {n} Termine ohne Namen, {where}")
WITH_PLACE, WITHOUT_PLACE = N_("mit Ort"), N_("ohne Ort")


def write_slip(file: CaseFile, line: AppointmentLine, contact: str, target: Path) -> None:
    """One page in the language of the person, German beside it, in a new file; UserError where it cannot be written."""
    one = line.appointment
    drawn = slip_pdf(Slip(language=line.language, number=f"K-{line.number:04d}", day=one.on, at=one.at,
                          place=one.place, whom=one.whom, contact=contact),
                     muster=is_muster(file))
    put_down(target, drawn)
    file.set_meta(**{SLIP_CONTACT: contact})
    outgoing.note(file, "print", SLIP.format(day=german(one.on)), SELF, line.client_id)


def write_calendar(file: CaseFile, lines: Sequence[AppointmentLine], target: Path, *, place: bool) -> int:
    """These appointments without names in a new file, the place only if wished; returns how many they are."""
    if not lines:
        raise UserError(NOTHING_AHEAD)
    entries = [calendar_file.Entry(uid=_uid(line.appointment.id), on=line.appointment.on, at=line.appointment.at,
                                   minutes=line.appointment.minutes, place=line.appointment.place if place else "")
               for line in lines]
    put_down(target, calendar_file.calendar_bytes(entries, made=file.now(),
                                                  mark=WORD if is_muster(file) else ""))
    outgoing.note(file, "list", CALENDAR.format(n=len(lines), where=WITH_PLACE if place else WITHOUT_PLACE))
    return len(lines)


def _uid(appointment_id: str) -> str:
    """The same for the same appointment, without telling the identity it has in the file."""
    return hashlib.sha256(f"termin {appointment_id}".encode()).hexdigest()[:32]
