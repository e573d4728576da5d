"""Everyday acts on a client and a case: a changed field, a paper, a level, a contact, consent, pause and closing."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.domain import case as cases
from app.domain import referral as referrals
from app.domain import residence
from app.domain.case import Case, CaseState, CaseStep, Phase
from app.domain.client import Client, checked
from app.domain.consent import Consent
from app.domain.contact import Contact
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.domain.names import clean
from app.domain.referral import OVER, Referral, ReferralState, ReferralStep, state_of
from app.domain.residence import ResidenceDocument
from app.domain.steps import ordered
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import accommodation, followup, intake

CHANGE_CLIENT = N_("Angabe ändern")
CHANGE_CASE = N_("Angabe zum Fall ändern")
ADD_PAPER = N_("Aufenthaltspapier eintragen")
CHANGE_PAPER = N_("Aufenthaltspapier ändern")
ADD_LEVEL = N_("Deutschstand eintragen")
CHANGE_LEVEL = N_("Deutschstand ändern")
ADD_CONTACT = N_("Notiz schreiben")
CHANGE_CONTACT = N_("Notiz ändern")
ADD_CONSENT = N_("Einwilligung eintragen")
WITHDRAW = N_("Einwilligung widerrufen")
PAUSE = N_("Fall unterbrechen")
RESUME = N_("Fall fortsetzen")
CLOSE = N_("Fall abschließen")
RETURN = N_("Neuen Fall beginnen")
IN_FUTURE = N_("Das Datum liegt in der Zukunft. Es wurde nichts gespeichert. Für Geplantes gibt es die Wiedervorlage.")
STILL_RUNNING = N_("Es laufen noch Vermittlungen: {titles}. Der Fall ist unverändert. Beenden Sie sie zuerst.")
WITHDRAWN_WHEN = N_("Ein Widerruf liegt zwischen der Einwilligung und heute. Es wurde nichts geändert. "
                    "Prüfen Sie das Datum.")
NOT_OVER = N_("Der letzte Fall dieser Person ist noch nicht abgeschlossen. Es wurde nichts geändert.")
RUNNING_REFERRALS = frozenset({ReferralState.CONFIRMED, ReferralState.STARTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What is said when a case ends: reason and situation are counted, in neutral groups only."""

    on: date
    reason: str
    outcome_situation: str


def change_client(file: CaseFile, client_id: str, **fields: Any) -> None:
    """One or more facts about the person, as one step; ``shelter`` is the name of the accommodation."""
    tidy: dict[str, Any] = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    with file.write(CHANGE_CLIENT) as work:
        client = work.get(Client, client_id)
        if "shelter" in tidy:
            tidy["accommodation_id"] = accommodation.identity_of(work, tidy.pop("shelter"), client.ags,
                                                                 client.accommodation)
        work.put(checked(replace(client, **tidy), file.today()))


def change_case(file: CaseFile, case_id: str, **fields: Any) -> None:
    """Facts about the case: phase, access route, situation at entry."""
    with file.write(CHANGE_CASE) as work:
        work.change(Case, case_id, **fields)


def add_paper(file: CaseFile, client_id: str, **fields: Any) -> str:
    """A new residence paper; the one before stays in the history and its reminder goes."""
    with file.write(ADD_PAPER) as work:
        paper = work.add(residence.checked(ResidenceDocument(id=new_id(), client_id=client_id, **fields)))
        _refresh_cases(work, client_id, file.today())
    return paper.id


def change_paper(file: CaseFile, paper_id: str, **fields: Any) -> None:
    """A correction of what was typed from the paper."""
    with file.write(CHANGE_PAPER) as work:
        paper = work.put(residence.checked(replace(work.get(ResidenceDocument, paper_id), **fields)))
        _refresh_cases(work, paper.client_id, file.today())


def add_level(file: CaseFile, client_id: str, **fields: Any) -> str:
    """What the person speaks and writes, on a date, with its basis."""
    with file.write(ADD_LEVEL) as work:
        level = LanguageAssessment(id=new_id(), client_id=client_id, **fields)
        _not_in_future(level.on, file.today())
        work.add(level)
    return level.id


def change_level(file: CaseFile, level_id: str, **fields: Any) -> None:
    """A correction of a level that was typed wrongly; a new level is a new record."""
    with file.write(CHANGE_LEVEL) as work:
        level = work.change(LanguageAssessment, level_id, **fields)
        _not_in_future(level.on, file.today())


def add_contact(file: CaseFile, case_id: str, *, on: date, text: str = "", at: time | None = None,
                next_step: str = "", next_on: date | None = None, **fields: Any) -> str:
    """A contact or attempt; a next step becomes a follow-up in the same act. The note's draft is gone then."""
    _not_in_future(on, file.today())
    with file.write(ADD_CONTACT) as work:
        contact = work.add(Contact(id=new_id(), case_id=case_id, on=on, at=at, text=text.strip(), **fields))
        if next_step.strip():
            work.add(FollowUp(id=new_id(), case_id=case_id, title=clean(next_step), due_on=next_on))
        work.discard_draft(f"note:{case_id}")
    return contact.id


def change_contact(file: CaseFile, contact_id: str, **fields: Any) -> None:
    """A correction of a note."""
    with file.write(CHANGE_CONTACT) as work:
        contact = work.change(Contact, contact_id, **fields)
        _not_in_future(contact.on, file.today())


def add_consent(file: CaseFile, client_id: str, *, kind: str, given_on: date, **fields: Any) -> str:
    """A declaration of consent, with where the signed sheet lies."""
    _not_in_future(given_on, file.today())
    with file.write(ADD_CONSENT) as work:
        consent = work.add(Consent(id=new_id(), client_id=client_id, kind=kind, given_on=given_on, **fields))
    return consent.id


def withdraw_consent(file: CaseFile, consent_id: str, on: date) -> None:
    """Blocks new disclosures from that day on."""
    with file.write(WITHDRAW) as work:
        if not work.get(Consent, consent_id).given_on <= on <= file.today():
            raise UserError(WITHDRAWN_WHEN)
        work.change(Consent, consent_id, withdrawn_on=on)


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


def close(file: CaseFile, case_id: str, closing: Closing) -> None:
    """Austritt FB6 in one act, which may be backdated; open follow-ups are cancelled, waiting referrals withdrawn."""
    with file.write(CLOSE) as work:
        sent = work.find(Referral, case_id=case_id)
        steps = work.find(ReferralStep, referral_id=[r.id for r in sent])
        running = [r.title for r in sent
                   if state_of(s for s in steps if s.referral_id == r.id) in RUNNING_REFERRALS - OVER]
        if running:
            raise UserError(STILL_RUNNING, titles=", ".join(running))
        for referral in sent:
            _withdraw(file, work, [s for s in steps if s.referral_id == referral.id], closing.on)
        _step(file, work, case_id, CaseState.CLOSING, closing.on, closing.reason)
        _step(file, work, case_id, CaseState.CLOSED, closing.on, closing.reason)
        work.change(Case, case_id, closing_reason=closing.reason, outcome_situation=closing.outcome_situation,
                    phase=Phase.CLOSING)
        followup.cancel_all(work, case_id)


def _withdraw(file: CaseFile, work: Work, steps: list[ReferralStep], on: date) -> None:
    last = ordered(steps)[-1]
    if last.state not in OVER:
        work.add(referrals.advance(last.referral_id, steps, ReferralState.WITHDRAWN, on=max(on, last.on),
                                   now=file.now(), reason="by_case_manager"))


def begin_again(file: CaseFile, client_id: str, *, access_route: str) -> str:
    """A person returns: a new episode, never a silent reopening (domain.md § 4.4)."""
    with file.write(RETURN) as work:
        for case in work.find(Case, client_id=client_id):
            state = cases.state_on(work.find(CaseStep, case_id=case.id), file.today())
            if state not in (CaseState.CLOSED, CaseState.LOCKED, CaseState.DISCARDED):
                raise UserError(NOT_OVER)
        begun = intake.start_episode(work, client_id, file, access_route=access_route)
        followup.refresh(work, begun.id, file.today())
    return begun.id


def _step(file: CaseFile, work: Work, case_id: str, to: CaseState, on: date, reason: str) -> None:
    steps = work.find(CaseStep, case_id=case_id)
    work.add(cases.advance(case_id, steps, to, on=on, now=file.now(), reason=reason))


def _refresh_cases(work: Work, client_id: str, today: date) -> None:
    for case in work.find(Case, client_id=client_id):
        followup.refresh(work, case.id, today)


def _not_in_future(day: date, today: date) -> None:
    if day > today:
        raise UserError(IN_FUTURE)
