"""The sheet of a day as a PDF, entered in the register. Not in `appointments` or `followup`: drawing loads slowly."""

from datetime import date
from pathlib import Path

from app.documents.today_sheet import SheetLine, TodaySheet, today_sheet_pdf
from app.domain.appointment import PLANNED
from app.domain.codes import code_list
from app.domain.date_words import due_in_words
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import today, week
from app.store.queries.appointments import AppointmentLine
from app.store.queries.today import TodayLine
from app.store.queries.week import END, CourseDay
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down

SUBJECT = N_("Tagesblatt vom {day} mit Namen")
NOTHING = N_("An diesem Tag steht nichts an. Es wurde kein Blatt geschrieben.")
STARTS, ENDS, DEADLINE = N_("Kursbeginn"), N_("Kursende"), N_("Frist")


def sheet_of(file: CaseFile, on: date) -> TodaySheet:
    """What is planned and due on that day; of today also what is overdue. UserError for an empty day."""
    day = week.day(file, on)
    overdue = today.page(file, ()).groups["overdue"] if on == file.today() else ()
    meetings = [_meeting(one) for one in day.appointments if one.appointment.state == PLANNED]
    sheet = TodaySheet(
        on=on, appointments=tuple(meetings), courses=tuple(_course(one) for one in day.courses),
        overdue=tuple(_follow_up(one, file.today()) for one in overdue),
        follow_ups=tuple(_follow_up(one, file.today()) for one in day.follow_ups))
    if not sheet.filled:
        raise UserError(NOTHING)
    return sheet


def write_day(file: CaseFile, on: date, target: Path) -> None:
    """Writes the sheet to a new file and enters that it left; UserError where it cannot."""
    content = today_sheet_pdf(sheet_of(file, on), office=file.meta("office"), muster=is_muster(file))
    put_down(target, content)
    outgoing.note(file, "print", SUBJECT.format(day=german(on)))


def _meeting(line: AppointmentLine) -> SheetLine:
    one = line.appointment
    about = [_(code_list("appointment_kind").label(one.kind)), one.place, one.whom]
    return SheetLine(when=f"{one.at:%H:%M}" if one.at else "", what=line.name,
                     about=" · ".join(part for part in about if part))


def _course(one: CourseDay) -> SheetLine:
    return SheetLine(when="", what=one.name, about=f"{_(ENDS if one.what == END else STARTS)}: {one.title}")


def _follow_up(one: TodayLine, now: date) -> SheetLine:
    about = [one.name, _(DEADLINE) if one.deadline else "",
             due_in_words(one.due_on, now, _) if one.group == "overdue" and one.due_on else ""]
    return SheetLine(when="", what=one.title, about=" · ".join(part for part in about if part))
