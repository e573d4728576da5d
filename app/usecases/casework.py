"""Everyday acts on a client and a case: a changed field, a paper, a level, pause. Its end stands in closing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain import case as cases
from app.domain import residence
from app.domain.case import Case, CaseState, CaseStep
from app.domain.client import Client, checked
from app.domain.consent import HEALTH, Consent, given
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.domain.names import cleaned
from app.domain.residence import MEDICAL, ResidenceDocument
from app.domain.rule_facts import OF_CLIENT
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import accommodation, followup, freshness

CHANGE_CLIENT = N_("Angabe ändern")
CHANGE_CASE = N_("Angabe zum Fall ändern")
ADD_PAPER = N_("Aufenthaltspapier eintragen")
CHANGE_PAPER = N_("Aufenthaltspapier ändern")
ADD_LEVEL = N_("Deutschstand eintragen")
CHANGE_LEVEL = N_("Deutschstand ändern")
PAUSE = N_("Fall unterbrechen")
RESUME = N_("Fall fortsetzen")
IN_FUTURE = N_("Das Datum liegt in der Zukunft. Es wurde nichts gespeichert. Für Geplantes gibt es die Wiedervorlage.")
HEALTH_NOT_AGREED = N_("Medizinische Gründe sind Angaben zur Gesundheit. Dafür gilt keine Einwilligung, und es wurde "
                       "nichts gespeichert. Tragen Sie erst die Einwilligung ein oder lassen Sie den Grund offen.")


def change_client(file: CaseFile, client_id: str, **fields: Any) -> None:
    """One or more facts about the person, as one step; ``shelter`` is the name of the accommodation."""
    tidy = cleaned(fields)
    with file.write(CHANGE_CLIENT) as work:
        client = work.get(Client, client_id)
        if "shelter" in tidy:
            tidy |= accommodation.moved(work, client, tidy.pop("shelter"))
        changed = work.put(checked(replace(client, **tidy), file.today()))
        freshness.touched(work, changed, tidy, file.today())
        if OF_CLIENT & tidy.keys():
            followup.refresh_all(work, client_id, file.today())


def change_case(file: CaseFile, case_id: str, **fields: Any) -> None:
    """Facts about the case: phase, access route, situation at entry."""
    with file.write(CHANGE_CASE) as work:
        work.change(Case, case_id, **fields)


def add_paper(file: CaseFile, client_id: str, **fields: Any) -> str:
    """A new residence paper; the one before stays in the history and its reminder goes."""
    with file.write(ADD_PAPER) as work:
        _health_agreed(work, client_id, fields, file.today())
        paper = work.add(residence.checked(ResidenceDocument(id=new_id(), client_id=client_id, **fields)))
        followup.refresh_all(work, client_id, file.today())
    return paper.id


def change_paper(file: CaseFile, paper_id: str, **fields: Any) -> None:
    """A correction of what was typed from the paper."""
    with file.write(CHANGE_PAPER) as work:
        paper = work.put(residence.checked(replace(work.get(ResidenceDocument, paper_id), **fields)))
        _health_agreed(work, paper.client_id, fields, file.today())
        followup.refresh_all(work, paper.client_id, file.today())


def _health_agreed(work: Work, client_id: str, fields: Mapping[str, Any], today: date) -> None:
    """A medical reason is health data (DSGVO Art. 9): only behind its own consent (domain.md § 3.1)."""
    if fields.get("reason_group") == MEDICAL and not given(work.find(Consent, client_id=client_id), HEALTH, today):
        raise UserError(HEALTH_NOT_AGREED)


def add_level(file: CaseFile, client_id: str, **fields: Any) -> str:
    """What the person speaks and writes, on a date, with its basis; of one day there is one: a second one on that day
    says more of it or corrects it, or nobody could tell which of the two counts."""
    with file.write(ADD_LEVEL) as work:
        level = LanguageAssessment(id=new_id(), client_id=client_id, **fields)
        _not_in_future(level.on, file.today())
        same = next((one for one in work.find(LanguageAssessment, client_id=client_id) if one.on == level.on), None)
        if same is None:
            return work.add(level).id
        said = {name: value for name, value in fields.items() if value not in ("", "unknown")}
        return work.change(LanguageAssessment, same.id, **said).id


def change_level(file: CaseFile, level_id: str, **fields: Any) -> None:
    """A correction of a level that was typed wrongly; a new level is a new record."""
    with file.write(CHANGE_LEVEL) as work:
        level = work.change(LanguageAssessment, level_id, **fields)
        _not_in_future(level.on, file.today())


def pause(file: CaseFile, case_id: str, *, on: date, reason: str, resume_on: date | None = None) -> None:
    """Interrupted, still in the stock; a follow-up asks on the day of return."""
    with file.write(PAUSE) as work:
        _step(file, work, case_id, CaseState.PAUSED, on, reason)
        if resume_on:
            work.add(FollowUp(id=new_id(), case_id=case_id, title=RESUME, due_on=resume_on))


def resume(file: CaseFile, case_id: str, *, on: date) -> None:
    """Goes on after an interruption."""
    with file.write(RESUME) as work:
        _step(file, work, case_id, CaseState.OPEN, on, "")


def _step(file: CaseFile, work: Work, case_id: str, to: CaseState, on: date, reason: str) -> None:
    steps = work.find(CaseStep, case_id=case_id)
    work.add(cases.advance(case_id, steps, to, on=on, now=file.now(), reason=reason))


def _not_in_future(day: date, today: date) -> None:
    if day > today:
        raise UserError(IN_FUTURE)
