"""Acts on consents (Einwilligungen): enter, correct, withdraw – and the gate before anything about a person leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.domain import consent as consents
from app.domain.case import Case
from app.domain.client import Client
from app.domain.codes import code_list
from app.domain.consent import CASEWORK, DISCLOSURE, HEALTH, Consent, Weighed
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.followup import DELETION_REVIEW, FollowUp
from app.domain.identity import new_id
from app.domain.names import clean, folded
from app.domain.outgoing import Outgoing
from app.domain.referral import Referral, ReferralState, ReferralStep
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import client as queries
from app.store.queries import outgoing as register
from app.store.work import Work
from app.usecases import followup

ADD = N_("Einwilligung eintragen")
CHANGE = N_("Einwilligung berichtigen")
WITHDRAW = N_("Einwilligung widerrufen")
IN_FUTURE = N_("Das Datum liegt in der Zukunft. Es wurde nichts gespeichert. Tragen Sie die Einwilligung ein, wenn sie "
               "erteilt ist.")
WITHDRAWN_WHEN = N_("Ein Widerruf liegt zwischen der Einwilligung und heute. Es wurde nichts geändert. "
                    "Prüfen Sie das Datum.")
REVIEW = N_("Löschung prüfen: Einwilligung widerrufen")
SHUT = N_("{why} Es wurde nichts ausgegeben. Holen Sie die Einwilligung ein oder nennen Sie einen Grund.")
TO_INFORM = N_("Zu informieren: {names}")
# Erasure „without undue delay“ (DSGVO Art. 17) still leaves time to inform the receivers and to close the case.
REVIEW_DAYS = 14
# What was agreed stays as it was agreed; anything else is another consent.
CORRECTABLE = frozenset({"paper_location", "template_version", "language", "interpreter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether something may go out: ``sentence`` says why not ("" if it may), ``consent_id`` by what it may."""

    ok: bool
    sentence: str = ""
    consent_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """By what something went out, for the register: a consent, or the reason of whoever overrode the gate."""

    consent_id: str | None = None
    reason: str = ""


def gate(source: CaseFile | Work, client_id: str, kind: str, recipient: str = "", *, day: date | None = None) -> Gate:
    """Asked before something about a person leaves; inside an act with its ``Work`` and the ``day`` of that act.

    What goes to the person needs no consent. UserError where the person has gone.
    """
    if isinstance(source, Work):
        client, known = source.get(Client, client_id), source.find(Consent, client_id=client_id)
        if day is None:
            raise ValueError("inside an act the gate needs its day")
    else:
        shown = queries.page(source, client_id)
        client, known, day = shown.client, list(shown.consents), day or source.today()
    if kind == DISCLOSURE and recipient and consents.is_own(recipient, _names(client)):
        return Gate(ok=True)
    found = consents.weigh(known, kind, day, recipient)
    if found.consent is not None:
        return Gate(ok=True, consent_id=found.consent.id)
    return Gate(ok=False, sentence=sentence(found, kind, recipient))


def sentence(found: Weighed, kind: str, recipient: str = "") -> str:
    """One sentence for what stands against it."""
    return _(consents.WHY[found.why]).format(
        kind=_(code_list("consent_kind").label(kind)), recipient=clean(recipient), names=", ".join(found.names),
        day=german(found.day) if found.day else "")


def release(file: CaseFile, client_id: str, recipient: str, reason: str = "", kind: str = DISCLOSURE) -> Release:
    """What the register gets for something that is about to leave; UserError with the sentence of a shut gate.

    ``reason`` opens it all the same and is kept (features.md, row 36).
    """
    found = gate(file, client_id, kind, recipient)
    if found.ok:
        return Release(consent_id=found.consent_id)
    if not clean(reason):
        raise UserError(SHUT, why=found.sentence)
    return Release(reason=clean(reason))


def add_consent(file: CaseFile, client_id: str, *, kind: str, given_on: date, **fields: Any) -> str:
    """A declaration of consent, with where the signed sheet lies."""
    if given_on > file.today():
        raise UserError(IN_FUTURE)
    # health data are special by law, whatever was ticked (DSGVO Art. 9)
    fields["special_categories"] = bool(fields.get("special_categories")) or kind == HEALTH
    with file.write(ADD) as work:
        consent = work.add(consents.checked(
            Consent(id=new_id(), client_id=client_id, kind=kind, given_on=given_on, **fields)))
        followup.refresh_all(work, client_id, file.today())
    return consent.id


def change_consent(file: CaseFile, consent_id: str, **fields: Any) -> None:
    """Corrects how it was recorded, never what was agreed: ``fields`` are of CORRECTABLE, else ValueError."""
    if not CORRECTABLE.issuperset(fields):
        raise ValueError(f"not correctable: {sorted(set(fields) - CORRECTABLE)}")
    with file.write(CHANGE) as work:
        work.change(Consent, consent_id, **fields)


def withdraw_consent(file: CaseFile, consent_id: str, on: date) -> None:
    """Blocks new disclosures from that day on; without consent to the casework a review of deletion is due.

    The case itself is closed by a person (domain.md § 5.2); the review outlasts that.
    """
    with file.write(WITHDRAW) as work:
        consent = work.get(Consent, consent_id)
        if not consent.given_on <= on <= file.today():
            raise UserError(WITHDRAWN_WHEN)
        work.put(replace(consent, withdrawn_on=on))
        if consent.kind == CASEWORK:
            _plan_review(work, consent, on)
        followup.refresh_all(work, consent.client_id, file.today())


def _plan_review(work: Work, consent: Consent, on: date) -> None:
    cases = sorted(work.find(Case, client_id=consent.client_id), key=lambda case: case.episode)
    referrals = work.find(Referral, case_id=[case.id for case in cases])
    informed = ", ".join(_receivers(
        work.get(Client, consent.client_id), work.find(Consent, client_id=consent.client_id), referrals,
        work.find(ReferralStep, referral_id=[r.id for r in referrals]),
        work.find(Outgoing, client_id=consent.client_id)))
    work.add(FollowUp(id=new_id(), case_id=cases[-1].id, due_on=on + timedelta(days=REVIEW_DAYS), title=_(REVIEW),
                      note=_(TO_INFORM).format(names=informed) if informed else "", rule=DELETION_REVIEW,
                      source=consent.id))


def receivers(file: CaseFile, client_id: str) -> tuple[str, ...]:
    """Who may know something of the person and is to be told of a withdrawal, by name (domain.md § 10.4)."""
    shown = queries.page(file, client_id)
    entries = [line.entry for line in register.lines(file, client_id)]
    return _receivers(shown.client, shown.consents, shown.referrals, shown.referral_steps, entries)


def _receivers(client: Client, known: Iterable[Consent], referrals: Iterable[Referral], steps: Iterable[ReferralStep],
               entries: Iterable[Outgoing]) -> tuple[str, ...]:
    """Whom a consent names, where a referral was sent, and to whom something went out."""
    sent = {step.referral_id for step in steps if step.state == ReferralState.SENT}
    found = [name for consent in known for name in consent.recipients]
    found += [referral.provider for referral in referrals if referral.id in sent]
    found += [entry.recipient for entry in entries]
    by_spelling = {folded(name): name for name in reversed(found)
                   if name and not consents.is_own(name, _names(client))}
    return tuple(sorted(by_spelling.values(), key=folded))


def _names(client: Client) -> tuple[str, ...]:
    return (f"{client.given_name} {client.family_name}", *client.aliases)
