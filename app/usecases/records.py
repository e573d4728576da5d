"""Removing one record of a person, whatever its kind: undoable, refused where something still hangs on it."""

from datetime import date
from typing import Any

from app.domain import followup as followups
from app.domain.accommodation import Accommodation
from app.domain.background import EducationEntry, WorkEntry
from app.domain.case import Eligibility
from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.contact import Contact
from app.domain.errors import N_, UserError
from app.domain.family import Child, FamilyLink
from app.domain.flag import Flag
from app.domain.followup import FollowUp
from app.domain.labels import LABELS
from app.domain.language import LanguageAssessment, SpokenLanguage
from app.domain.needs import Need
from app.domain.outgoing import Outgoing
from app.domain.plan import Goal, GoalReview, PlanReview, PlanStep
from app.domain.referral import Participation, Referral, ReferralState, ReferralStep, state_of
from app.domain.residence import ResidenceDocument
from app.domain.text_module import TextModule
from app.store import belongings
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import followup

TITLES: dict[type, str] = {
    Contact: N_("Notiz löschen"), ResidenceDocument: N_("Aufenthaltspapier löschen"),
    LanguageAssessment: N_("Deutschstand löschen"), Consent: N_("Einwilligung löschen"),
    FollowUp: N_("Wiedervorlage löschen"), Referral: N_("Vermittlung löschen"), Goal: N_("Ziel löschen"),
    PlanStep: N_("Schritt im Teilhabeplan löschen"), PlanReview: N_("Besprechung des Teilhabeplans löschen"),
    Need: N_("Bedarf löschen"), Eligibility: N_("Prüfung der Zielgruppe löschen"), Child: N_("Kind löschen"),
    FamilyLink: N_("Verbindung zu Angehörigen löschen"), SpokenLanguage: N_("Weitere Sprache löschen"),
    EducationEntry: N_("Schule oder Ausbildung löschen"), WorkEntry: N_("Arbeit löschen"),
    Flag: N_("Merker löschen"), TextModule: N_("Textbaustein löschen"), Accommodation: N_("Unterkunft löschen"),
}
STAYS = N_("Dieser Eintrag gehört zum Verlauf des Falls und lässt sich nicht einzeln löschen. Es wurde nichts "
           "geändert. Nehmen Sie den ganzen Schritt zurück (Verlauf der Schritte).")
STILL_USED = N_("„{what}“ lässt sich nicht löschen, weil daran noch etwas hängt: {others}. Es wurde nichts "
                "geändert. Löschen Sie zuerst das.")
WENT_BY_IT = N_("Mit dieser Einwilligung ist schon etwas hinausgegangen (Ausgang). Sie bleibt stehen. Ist sie nicht "
                "mehr gültig, so tragen Sie den Widerruf ein.")
ALREADY_SENT = N_("Diese Vermittlung ist schon angemeldet. Sie bleibt stehen. Tragen Sie ein, wie sie ausgegangen ist.")
COMES_AGAIN = N_("Diese Wiedervorlage macht die Klientendatei selbst, und sie käme wieder, solange ihr Anlass besteht. "
                 "Es wurde nichts geändert. Erledigen oder verschieben Sie sie.")
# What has no meaning without the record and goes with it.
PARTS: dict[type, tuple[type, ...]] = {Referral: (ReferralStep, Participation), PlanReview: (GoalReview,)}
PREPARED = frozenset({ReferralState.DRAFT, ReferralState.CONSENT_MISSING, ReferralState.READY})
REMINDED = (Client, Child, ResidenceDocument, Flag, Referral, Goal, PlanStep, PlanReview)


def remove(file: CaseFile, record: object) -> str:
    """Takes a record out and returns the title of the act; raises UserError where it has to stay."""
    kind: Any = type(record)
    if kind not in TITLES:
        raise UserError(STAYS)
    with file.write(TITLES[kind]) as work:
        stored = work.get(kind, record.id)  # type: ignore[attr-defined]
        _may_go(work, stored)
        hanging = belongings.of(work, stored)
        gone_too = (kind, *PARTS.get(kind, ()))
        others = {LABELS[type(one)].one for one in hanging if type(one) not in gone_too}
        if others:
            raise UserError(STILL_USED, what=LABELS[kind].one, others=", ".join(sorted(others)))
        for one in hanging:
            work.remove(one)
        remind(work, stored, file.today())
    return TITLES[kind]


def _may_go(work: Work, record: object) -> None:
    if isinstance(record, Consent) and work.find(Outgoing, consent_id=record.id):
        raise UserError(WENT_BY_IT)
    if isinstance(record, FollowUp) and record.rule and record.state == followups.OPEN:
        raise UserError(COMES_AGAIN)
    if isinstance(record, Referral):
        steps = work.find(ReferralStep, referral_id=record.id)
        if steps and state_of(steps) not in PREPARED:
            raise UserError(ALREADY_SENT)


def remind(work: Work, record: Any, today: date) -> None:
    """Keeps the rule-made follow-ups true after a record of which rules know was added, changed or removed."""
    if isinstance(record, REMINDED):
        if hasattr(record, "case_id"):
            followup.refresh(work, record.case_id, today)
        else:
            followup.refresh_all(work, getattr(record, "client_id", record.id), today)
