"""What a person brings along: schools, trainings and work so far, each as a short dated record."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.dates import PartialDate
from app.domain.errors import N_, UserError

JOB_MISSING = N_("Es fehlt, was die Person gearbeitet hat. Es wurde nichts gespeichert. Ein Wort genügt.")
ENDS_BEFORE_START = N_("Das Ende liegt vor dem Anfang. Es wurde nichts gespeichert. Prüfen Sie die beiden Angaben.")
BEGINS_IN_FUTURE = N_("Der Anfang liegt in der Zukunft. Es wurde nichts gespeichert. "
                      "Für Geplantes gibt es die Wiedervorlage.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationEntry:
    """A school, training or study; ``kind`` is of the list education_kind, ``country`` a nationality code."""

    id: str
    client_id: str
    kind: str = "unknown"
    country: str = ""
    place: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
    certificate: str = ""
    recognition: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEntry:
    """A job or internship; ``kind`` is of the list employment."""

    id: str
    client_id: str
    job: str
    kind: str = "unknown"
    country: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None


Entry = TypeVar("Entry", EducationEntry, WorkEntry)


def checked(entry: Entry, today: date) -> Entry:
    """The entry itself; raises UserError for work without a word for it and for dates that cannot be."""
    if isinstance(entry, WorkEntry) and not entry.job:
        raise UserError(JOB_MISSING)
    if entry.started and entry.started.first_day() > today:
        raise UserError(BEGINS_IN_FUTURE)
    if entry.started and entry.ended and entry.ended.last_day() < entry.started.first_day():
        raise UserError(ENDS_BEFORE_START)
    return entry
