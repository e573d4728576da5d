"""Acts on needs (Bedarf): a rating of an area of life, which goes on from the last one or corrects it."""

from collections.abc import Mapping
from datetime import date

from app.domain import needs
from app.domain.case import Case, Phase
from app.domain.consent import Consent
from app.domain.errors import N_, UserError
from app.domain.needs import Need
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases.casework import IN_FUTURE

RATE = N_("Bedarf erheben")


def rate(file: CaseFile, case_id: str, area: str, *, on: date | None = None, **fields: object) -> None:
    """Level, resource, note, goal or next step of one area on a day (today); the same day corrects.

    Raises UserError for a day to come, and for health without its own consent.
    """
    rate_several(file, case_id, {area: fields}, on=on)


def rate_several(file: CaseFile, case_id: str, ratings: Mapping[str, Mapping[str, object]], *,
                 on: date | None = None) -> None:
    """Several areas in one act, as `rate` does one."""
    day = on or file.today()
    if day > file.today():
        raise UserError(IN_FUTURE)
    with file.write(RATE) as work:
        case = work.get(Case, case_id)
        consents = work.find(Consent, client_id=case.client_id)
        known = work.find(Need, case_id=case_id)
        for area in ratings:
            needs.check_unlocked(area, consents, file.today())
        _keep(work, known, [needs.rated(known, case_id, area, day, **fields) for area, fields in ratings.items()])
        if case.phase == Phase.ACCESS:
            work.change(Case, case_id, phase=Phase.ASSESSMENT)


def _keep(work: Work, known: list[Need], said: list[Need]) -> None:
    stored = {need.id: need for need in known}
    work.add_all(need for need in said if need.id not in stored)
    for need in said:
        if need.id in stored and needs.is_blank(need):
            # taken back on the day it was said: that is no rating, and the one before holds again
            work.remove(stored[need.id])
        elif need.id in stored:
            work.put(need)
