"""Appointments (Termine) of a case: planned, kept, missed or called off; never more words than a slip may show."""

from dataclasses import dataclass
from datetime import date, time

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
