"""The question half a year after a case was closed: what the person does now, or that nobody was reached; one act."""

from datetime import date

from app.domain.case import Case, CaseState, CaseStep, state_on
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.followup import FOLLOWUP_6M, OPEN, FollowUp
from app.domain.steps import ordered
from app.store.casefile import CaseFile
from app.usecases import followup

ANSWER = N_("Nach sechs Monaten nachgefragt")
NOT_CLOSED = N_("Dieser Fall ist nicht abgeschlossen. Es wurde nichts eingetragen.")
TOO_EARLY = N_("Der Fall wurde am {date} abgeschlossen. Es wurde nichts eingetragen. Prüfen Sie das Datum.")
SITUATION_MISSING = N_("Es fehlt, was die Person jetzt macht. Es wurde nichts eingetragen. Wählen Sie eine Antwort.")
YES, NO, NOT_REACHED = "yes", "no", "not_reached"


def answer(file: CaseFile, case_id: str, *, on: date, situation: str) -> None:
    """What the person does now (list outcome_situation); ``not_reached`` says that the question found nobody.

    The follow-up that asked is done with it. UserError for a case that is not closed, or a day before it was.
    """
    if not situation:
        raise UserError(SITUATION_MISSING)
    with file.write(ANSWER) as work:
        steps = work.find(CaseStep, case_id=case_id)
        if state_on(steps, file.today()) != CaseState.CLOSED:
            raise UserError(NOT_CLOSED)
        closed_on = ordered(steps)[-1].on
        if not closed_on <= on <= file.today():
            raise UserError(TOO_EARLY, date=german(closed_on))
        work.change(Case, case_id, asked_6m=NO if situation == NOT_REACHED else YES, situation_6m=situation,
                    situation_6m_on=on)
        for one in work.find(FollowUp, case_id=case_id, rule=FOLLOWUP_6M, state=OPEN):
            followup.finished(work, one.id, file.today())
