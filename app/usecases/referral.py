"""Bringing a person into an offer: begin, record what the provider says, start, end – each a dated step in one act."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.domain import referral as referrals
from app.domain.case import Case, CaseStep, Phase, state_on
from app.domain.consent import DISCLOSURE, Consent
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.listing import ListedOffering, offering_of
from app.domain.names import clean
from app.domain.referral import Certificate, Participation, Referral, ReferralState, ReferralStep
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import followup
from app.usecases.consent import Gate, gate

BEGIN = N_("Vermittlung beginnen")
SEND = N_("Vermittlung anmelden")
RECORD = N_("Rückmeldung erfassen")
REVISE = N_("Vermittlung ändern")
CORRECT = N_("Teilnahme berichtigen")
ADD_CERTIFICATE = N_("Zertifikat eintragen")
SEE_CERTIFICATE = N_("Zertifikat gesehen")
REMOVE_CERTIFICATE = N_("Zertifikat löschen")
NOT_OFFERED = N_("Dieses Angebot steht nicht mehr im Katalog. Es wurde nichts angelegt. Wählen Sie ein anderes.")
CONSENT_NEEDED = N_("{why} Die Vermittlung ist gemerkt, aber nicht angemeldet. Holen Sie die Einwilligung ein oder "
                    "nennen Sie einen Grund.")
CASE_OVER = N_("Dieser Fall läuft nicht. Es wurde nichts angelegt. Beginnen Sie zuerst einen neuen Fall.")
ENDS_BEFORE_START = N_("Das Ende liegt vor dem Beginn. Es wurde nichts geändert. Prüfen Sie beide Daten.")
SENT_ALREADY = N_("Diese Vermittlung ist schon angemeldet. Es wurde nichts geändert.")
EXIT_NEEDED = N_("Es fehlt, wie die Teilnahme zu Ende ging. Es wurde nichts geändert. "
                 "Wählen Sie ein Ergebnis aus der Liste.")
TITLE_MISSING = N_("Es fehlt, wie das Zertifikat heißt. Es wurde nichts eingetragen.")
NOT_BEGUN = N_("In diesem Angebot hat die Person noch nicht angefangen. Es wurde nichts eingetragen.")
S = ReferralState
# What is agreed about a referral after it began; the rest is the snapshot of the offering.
REVISABLE = frozenset({"starts_on", "ends_on", "supports", "wish", "channel", "contact_person", "note"})
CORRECTABLE = frozenset({"exit_kind", "situation_at_exit", "units_attended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a participation ended: exit code and situation afterwards, both from the code lists; ``units`` attended.

    ``certificate`` is its title, "" for none; ``certificate_seen`` whether the paper was looked at.
    """

    exit_kind: str
    situation: str = "unknown"
    certificate_seen: bool = False
    certificate: str = ""
    units: float | None = None


def begin(file: CaseFile, case_id: str, offering_key: str, *, on: date, consent_given: bool = False, reason: str = "",
          supports: tuple[str, ...] = (), **said: str) -> str:
    """A referral to an offering of the current catalogue, sent if consent allows it; returns its id.

    ``said`` are wish, channel, contact_person and note (``Referral``). ``consent_given`` records a signed consent for
    this provider; without one, ``reason`` overrides and is kept with the step; with neither the referral waits as
    „Einwilligung fehlt“.
    """
    with file.write(BEGIN) as work:
        if state_on(work.find(CaseStep, case_id=case_id), file.today()) not in followup.RUNNING:
            raise UserError(CASE_OVER)
        found = work.find(ListedOffering, key=offering_key, until=None)
        if not found:
            raise UserError(NOT_OFFERED)
        told: dict[str, Any] = _tidy(said)
        referral = work.add(referrals.of_offering(case_id, offering_of(found[0]), supports=supports, **told))
        _step(file, work, referral.id, S.DRAFT, on)
        if consent_given:
            _add_consent(work, referral, on)
        if reason or _gate(work, referral, on).ok:
            _step(file, work, referral.id, S.READY, on, reason)
            _step(file, work, referral.id, S.SENT, on, reason)
            work.change(Case, case_id, phase=Phase.IMPLEMENTATION)
        else:
            _step(file, work, referral.id, S.CONSENT_MISSING, on)
        followup.refresh(work, case_id, file.today())
        work.discard_draft(f"referral:{case_id}")
    return referral.id


def send(file: CaseFile, referral_id: str, *, on: date, consent_given: bool = False, reason: str = "") -> None:
    """Sends a referral that waited; needs consent for its provider or a reason, else raises UserError."""
    with file.write(SEND) as work:
        referral = work.get(Referral, referral_id)
        state = referrals.state_of(work.find(ReferralStep, referral_id=referral_id))
        if state not in (S.DRAFT, S.CONSENT_MISSING, S.READY):
            raise UserError(SENT_ALREADY)
        if consent_given:
            _add_consent(work, referral, on)
        _may_go(work, referral, on, reason)
        if state != S.READY:
            _step(file, work, referral_id, S.READY, on, reason)
        _step(file, work, referral_id, S.SENT, on, reason)
        work.change(Case, referral.case_id, phase=Phase.IMPLEMENTATION)
        followup.refresh(work, referral.case_id, file.today())


def record(file: CaseFile, referral_id: str, state: ReferralState, *, on: date, reason: str = "",
           planned_end: date | None = None, outcome: Outcome | None = None) -> None:
    """What the provider or the person reports: one dated step, with what belongs to it.

    ``started`` creates the participation (planned end from the catalogue unless given); an end needs ``outcome``.
    """
    with file.write(RECORD) as work:
        recorded(file, work, work.get(Referral, referral_id), state, on=on, reason=reason, planned_end=planned_end,
                 outcome=outcome)


def recorded(file: CaseFile, work: Work, referral: Referral, state: ReferralState, *, on: date, reason: str = "",
             planned_end: date | None = None, outcome: Outcome | None = None) -> None:
    """The same as part of an act."""
    if state == S.SENT:
        _may_go(work, referral, on, reason)
    _step(file, work, referral.id, state, on, reason)
    if state == S.STARTED:
        work.add(Participation(id=new_id(), referral_id=referral.id, planned_end=planned_end or referral.ends_on))
        work.change(Case, referral.case_id, phase=Phase.MONITORING)
    elif state in referrals.ENDED:
        if outcome is None or not outcome.exit_kind:
            raise UserError(EXIT_NEEDED)
        participation = work.find(Participation, referral_id=referral.id)[0]
        work.put(replace(participation, exit_kind=outcome.exit_kind, situation_at_exit=outcome.situation,
                         certificate_seen=outcome.certificate_seen,
                         units_attended=participation.units_attended if outcome.units is None else outcome.units))
        if clean(outcome.certificate):
            work.add(Certificate(id=new_id(), referral_id=referral.id, title=clean(outcome.certificate),
                                 issuer=referral.provider, seen=outcome.certificate_seen))
    followup.refresh(work, referral.case_id, file.today())


def revise(file: CaseFile, referral_id: str, **fields: Any) -> None:
    """Dates the provider moved by word of mouth, and what else was agreed; reminders follow. ``fields`` are of
    REVISABLE, else ValueError."""
    if not REVISABLE.issuperset(fields):
        raise ValueError(f"not revisable: {sorted(set(fields) - REVISABLE)}")
    with file.write(REVISE) as work:
        referral = work.change(Referral, referral_id, **_tidy(fields))
        if referral.starts_on and referral.ends_on and referral.ends_on < referral.starts_on:
            raise UserError(ENDS_BEFORE_START)
        for participation in work.find(Participation, referral_id=referral_id) if "ends_on" in fields else ():
            if not participation.exit_kind:
                work.put(replace(participation, planned_end=referral.ends_on))
        followup.refresh(work, referral.case_id, file.today())


def correct(file: CaseFile, referral_id: str, **fields: Any) -> None:
    """How it ended, or the units attended, said anew; ``fields`` are of CORRECTABLE, else ValueError."""
    if not CORRECTABLE.issuperset(fields):
        raise ValueError(f"not correctable: {sorted(set(fields) - CORRECTABLE)}")
    if fields.get("exit_kind", "-") in ("", None):
        raise UserError(EXIT_NEEDED)
    with file.write(CORRECT) as work:
        work.put(replace(_participation(work, referral_id), **fields))


def add_certificate(file: CaseFile, referral_id: str, *, title: str, on: date | None = None, issuer: str = "",
                    seen: bool = False) -> str:
    """A certificate out of a participation, often weeks after its end; returns its id."""
    if not clean(title):
        raise UserError(TITLE_MISSING)
    with file.write(ADD_CERTIFICATE) as work:
        made = work.add(Certificate(id=new_id(), referral_id=referral_id, title=clean(title), on=on,
                                    issuer=clean(issuer), seen=seen))
        _count_seen(work, referral_id, seen)
    return made.id


def see_certificate(file: CaseFile, certificate_id: str) -> None:
    """Its paper was looked at."""
    with file.write(SEE_CERTIFICATE) as work:
        _count_seen(work, work.change(Certificate, certificate_id, seen=True).referral_id, True)


def remove_certificate(file: CaseFile, certificate_id: str) -> None:
    """One that was entered by mistake; whether a paper was seen follows from those that are left."""
    with file.write(REMOVE_CERTIFICATE) as work:
        gone = work.get(Certificate, certificate_id)
        work.remove(gone)
        left = work.find(Certificate, referral_id=gone.referral_id)
        part = _participation(work, gone.referral_id)
        work.put(replace(part, certificate_seen=(part.certificate_seen and not gone.seen)
                         or any(one.seen for one in left)))


def _count_seen(work: Work, referral_id: str, seen: bool) -> None:
    """The participation says of all its certificates whether one was seen."""
    part = _participation(work, referral_id)
    work.put(replace(part, certificate_seen=part.certificate_seen or seen))


def _participation(work: Work, referral_id: str) -> Participation:
    found = work.find(Participation, referral_id=referral_id)
    if not found:
        raise UserError(NOT_BEGUN)
    return found[0]


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """Lines as they may be stored; a note keeps its line breaks."""
    return {name: value if not isinstance(value, str) else value.strip() if name == "note" else clean(value)
            for name, value in fields.items()}


def _step(file: CaseFile, work: Work, referral_id: str, to: ReferralState, on: date, reason: str = "") -> None:
    steps = work.find(ReferralStep, referral_id=referral_id)
    work.add(referrals.advance(referral_id, steps, to, on=on, now=file.now(), reason=reason))


def _gate(work: Work, referral: Referral, on: date) -> Gate:
    return gate(work, work.get(Case, referral.case_id).client_id, DISCLOSURE, referral.provider, day=on)


def _may_go(work: Work, referral: Referral, on: date, reason: str) -> None:
    """Refuses to send without consent for the provider; a reason, kept with the step, overrides."""
    found = _gate(work, referral, on)
    if not found.ok and not reason:
        raise UserError(CONSENT_NEEDED, why=found.sentence)


def _add_consent(work: Work, referral: Referral, on: date) -> None:
    client_id = work.get(Case, referral.case_id).client_id
    work.add(Consent(id=new_id(), client_id=client_id, kind=DISCLOSURE, given_on=on, recipients=(referral.provider,),
                     # a release for one referral does not outlive its course for long
                     expires_on=(referral.ends_on or on) + timedelta(days=365)))
