"""What appointments say in words: rows of the page, of the thread and of „Auf einen Blick“. No widgets, no reads."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from app.domain.appointment import CALLED_OFF, KEPT, NO_SHOW, PLANNED, Appointment, by_time, open_past
from app.domain.date_words import in_words, short
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.names import isolated
from app.i18n import _
from app.store.queries.appointments import AppointmentLine
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import word
from app.ui.rows import TaskRow
from app.ui.timeline import TimelineRow

ALL, TODAY, WEEK, LATER, OVER = "all", "today", "week", "later", "over"
CHIPS = ((ALL, N_("Alles, was kommt")), (TODAY, N_("Heute")), (WEEK, N_("Diese Woche")), (LATER, N_("Später")),
         (OVER, N_("Vergangene")))
SIGNS = {"talk": "message-circle", "provider": "handshake", "authority": "landmark", "test": "graduation-cap",
         "visit": "building-2"}
KINDS = {KEPT: "ok", NO_SHOW: "warn", CALLED_OFF: "plain", PLANNED: "info"}


def chosen(lines: Sequence[AppointmentLine], chip: str, today: date) -> tuple[AppointmentLine, ...]:
    """The appointments behind a chip: what is past and still open comes with „Alles“ and „Heute“, at the top."""
    end = today + timedelta(days=6 - today.weekday())
    late = tuple(one for one in lines if open_past(one.appointment, today))
    ahead = tuple(one for one in lines if one.appointment.on >= today)
    if chip == OVER:
        return tuple(one for one in reversed(lines) if one.appointment.on < today)
    if chip == TODAY:
        return (*late, *(one for one in ahead if one.appointment.on == today))
    if chip == WEEK:
        return tuple(one for one in ahead if one.appointment.on <= end)
    return tuple(one for one in ahead if one.appointment.on > end) if chip == LATER else (*late, *ahead)


def rows_of(lines: Iterable[AppointmentLine], chip: str, today: date) -> tuple[TaskRow, ...]:
    """A row each, grouped by day; what is past and open is one group above them."""
    return tuple(_row(line, chip, today) for line in lines)


def _row(line: AppointmentLine, chip: str, today: date) -> TaskRow:
    one, late = line.appointment, open_past(line.appointment, today)
    group = _("Vorbei, Ergebnis fehlt") if late and chip != OVER else day_words(one.on, today)
    title = what_words(one) if not late or chip == OVER else f"{short(one.on, today, _)} {what_words(one)}"
    pill, kind = _pill(line, late)
    spoken = [in_words(one.on, _), what_words(one), line.name, isolated(one.whom), pill, clash_words(line)]
    return TaskRow(key=one.id, group=group, sign=SIGNS.get(one.kind, "calendar-clock"), title=title, person=line.name,
                   pill_text=pill, pill_kind=kind, urgent=late and chip != OVER,
                   accessible=", ".join(part for part in spoken if part))


def _pill(line: AppointmentLine, late: bool) -> tuple[str, str]:
    state = line.appointment.state
    if late:
        return _("Ergebnis fehlt"), "bad"
    if state == PLANNED:
        return (_("gleichzeitig"), "warn") if line.clashes else ("", "plain")
    return word("appointment_state", state), KINDS[state]


def day_words(day: date, today: date) -> str:
    """``Heute, Dienstag, 24. November 2026``; the next day is „Morgen“."""
    near = {today: _("Heute, {day}"), today + timedelta(days=1): _("Morgen, {day}")}.get(day, "{day}")
    return near.format(day=in_words(day, _))


def what_words(one: Appointment) -> str:
    """``10:30 Gespräch, Rathaus Zimmer 4``; without a time the day is meant."""
    at = f"{one.at:%H:%M} " if one.at else ""
    place = f", {isolated(one.place)}" if one.place else ""
    return f"{at}{word('appointment_kind', one.kind)}{place}"


def clash_words(line: AppointmentLine) -> str:
    """Who else is expected at that time, "" for nobody."""
    if not line.clashes:
        return ""
    return _("Zur gleichen Zeit: {names}").format(names="; ".join(dict.fromkeys(line.clashes)))


def next_words(record: Record, today: date) -> str:
    """The next planned appointment of a person for „Auf einen Blick“, "" for none."""
    ahead = [one for one in record.appointments if one.state == PLANNED and one.on >= today]
    if not ahead:
        return ""
    one = min(ahead, key=by_time)
    at = f", {one.at:%H:%M}" if one.at else ""
    return f"{short(one.on, today, _)}{at}" + (f", {isolated(one.place)}" if one.place else "")


def thread_rows(record: Record) -> Iterator[TimelineRow]:
    """Every appointment of a person with what became of it; a missed one also has its own note."""
    for one in record.appointments:
        title = _("Termin {state}: {kind}").format(state=word("appointment_state", one.state),
                                                   kind=word("appointment_kind", one.kind))
        about = (isolated(one.place), isolated(one.whom))
        yield TimelineRow(key=("appointment", one.id), on=one.on, time=f"{one.at:%H:%M}" if one.at else "",
                          sign="calendar-clock", kind=KINDS.get(one.state, "plain"), title=title, text=one.note,
                          caption=" · ".join(part for part in about if part))


def said_of(line: AppointmentLine) -> str:
    """``MUSTER, Amira am 24.11.2026 um 10:30``, for a sentence about what was done."""
    one = line.appointment
    day = _("{name} am {day}").format(name=line.name, day=german(one.on))
    return _("{when} um {at:%H:%M}").format(when=day, at=one.at) if one.at else day
