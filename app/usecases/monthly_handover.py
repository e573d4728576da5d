"""That a month was handed over: who gave it to whom on which day, as an entry in the register. The files stay as they
are, and nothing is sent here."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.date_words import month_in_words
from app.domain.dates import Month, german
from app.domain.errors import N_, UserError
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.store.queries import outgoing as query
from app.usecases import outgoing

KIND = "report"
SUBJECT = "Monatsmeldung {month} übergeben am {day} von {by}"
_NOTED = re.compile(r"Monatsmeldung (?P<month>.+) übergeben am (?P<day>[0-9.]{10}) von (?P<by>.+)")
NOBODY = N_("Es fehlt, wer die Meldung übergeben hat oder wer sie bekam. Es wurde nichts vermerkt.")
TO_COME = N_("Der {day} liegt in der Zukunft. Es wurde nichts vermerkt.")
NOT_ISSUED = N_("{month} ist noch nicht ausgegeben. Es wurde nichts vermerkt.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """One entry: the month, the day it changed hands, who gave it and who has it."""

    month: Month
    on: date
    by: str
    to: str


def note(file: CaseFile, month: Month, *, by: str, to: str, on: date) -> None:
    """Enters that the files of an issued month were handed over; raises UserError and then enters nothing."""
    by, to, words = clean(by), clean(to), month_in_words(month.year, month.month)
    if not by or not to:
        raise UserError(NOBODY)
    if on > file.today():
        raise UserError(TO_COME, day=german(on))
    if monthly.issued(file, month) is None:
        raise UserError(NOT_ISSUED, month=words)
    outgoing.note(file, KIND, SUBJECT.format(month=words, day=german(on), by=by), to)


def noted(file: CaseFile) -> tuple[HandedOver, ...]:
    """All such entries, the latest first. The register holds texts, so the months are known by their words."""
    months = {month_in_words(line.month.year, line.month.month): line.month for line in monthly.issued_lines(file)}
    found = []
    for line in query.lines(file):
        parts = _NOTED.fullmatch(line.entry.subject) if line.entry.kind == KIND else None
        if parts and parts["month"] in months:
            found.append(HandedOver(month=months[parts["month"]], by=parts["by"], to=line.entry.recipient,
                                    on=datetime.strptime(parts["day"], "%d.%m.%Y").date()))
    return tuple(found)
