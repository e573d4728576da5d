"""Appointments (Termine) of a case: planned, kept, missed or called off; never more words than a slip may show."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

PLANNED, KEPT, NO_SHOW, CALLED_OFF = "planned", "kept", "no_show", "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """``kind`` is of the list appointment_kind, ``state`` of appointment_state; ``at`` None is a day without a time.

    ``minutes`` 0: not said. ``place`` and ``whom`` are what the person gets on the slip, ``note`` stays here.
    """

    id: str
    case_id: str
    on: date
    at: time | None = None
    minutes: int = 0
    kind: str = "talk"
    place: str = ""
    whom: str = ""
    interpreter: str = "unknown"
    state: str = PLANNED
    note: str = ""


def moved(appointment: Appointment, days: int, today: date) -> Appointment:
    """Later by so many days; one that has passed goes on in such steps until it lies ahead (a Tuesday stays one)."""
    day = appointment.on + timedelta(days=days)
    while day <= today:
        day += timedelta(days=days)
    return replace(appointment, on=day)


def open_past(appointment: Appointment, today: date) -> bool:
    """Whether its day is over and nobody has said yet what became of it."""
    return appointment.state == PLANNED and appointment.on < today


def lies_after(appointment: Appointment, on: date, now: datetime) -> bool:
    """Whether it is planned for after that day, or for later today where that day is today; without a time it may have
    been already."""
    if appointment.state != PLANNED or appointment.on != on:
        return appointment.state == PLANNED and appointment.on > on
    return on == now.date() and appointment.at is not None and appointment.at > now.time()


def at_the_same_time(one: Appointment, other: Appointment) -> bool:
    """Whether two planned appointments overlap; one without a length lasts a moment, one without a time never does."""
    if one.id == other.id or one.on != other.on or one.at is None or other.at is None:
        return False
    if (one.state, other.state) != (PLANNED, PLANNED):
        return False
    first, second = _minute(one.at), _minute(other.at)
    return first < second + max(other.minutes, 1) and second < first + max(one.minutes, 1)


def by_time(appointment: Appointment) -> tuple[date, bool, time]:
    """The order of a list: by day, of one day those without a time first."""
    return appointment.on, appointment.at is not None, appointment.at or time.min


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
