"""Referral (Vermittlung) to a Baustein and the participation it leads to: dated steps, never a stored state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.catalogue import Offering
from app.domain.identity import new_id
from app.domain.steps import check, ordered, recording


class ReferralState(StrEnum):
    """States of domain.md § 10.2."""

    DRAFT = "draft"
    CONSENT_MISSING = "consent_missing"
    READY = "ready"
    SENT = "sent"
    WAITING_LIST = "waiting_list"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NO_REPLY = "no_reply"
    STARTED = "started"
    COMPLETED = "completed"
    COMPLETED_WITHOUT_CERTIFICATE = "completed_without_certificate"
    TRANSFERRED = "transferred"
    DROPPED = "dropped"
    NOT_STARTED = "not_started"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


S = ReferralState
FOLLOWS: dict[ReferralState | None, frozenset[ReferralState]] = {
    None: frozenset({S.DRAFT}),
    S.DRAFT: frozenset({S.CONSENT_MISSING, S.READY, S.WITHDRAWN}),
    S.CONSENT_MISSING: frozenset({S.READY, S.WITHDRAWN}),
    S.READY: frozenset({S.SENT, S.WITHDRAWN}),
    S.SENT: frozenset({S.WAITING_LIST, S.CONFIRMED, S.REJECTED, S.NO_REPLY, S.WITHDRAWN}),
    # „keine Rückmeldung“ is no end: the answer may still come.
    S.NO_REPLY: frozenset({S.WAITING_LIST, S.CONFIRMED, S.REJECTED, S.WITHDRAWN}),
    S.WAITING_LIST: frozenset({S.CONFIRMED, S.WITHDRAWN, S.EXPIRED}),
    S.CONFIRMED: frozenset({S.STARTED, S.NOT_STARTED, S.WITHDRAWN}),
    S.STARTED: frozenset({S.COMPLETED, S.COMPLETED_WITHOUT_CERTIFICATE, S.TRANSFERRED, S.DROPPED}),
    **{end: frozenset() for end in (S.COMPLETED, S.COMPLETED_WITHOUT_CERTIFICATE, S.TRANSFERRED, S.DROPPED,
                                    S.REJECTED, S.NOT_STARTED, S.WITHDRAWN, S.EXPIRED)},
}
NEEDS_REASON = frozenset({S.REJECTED, S.NOT_STARTED, S.DROPPED, S.WITHDRAWN})
ENDED = frozenset({S.COMPLETED, S.COMPLETED_WITHOUT_CERTIFICATE, S.TRANSFERRED, S.DROPPED})
OVER = frozenset(state for state, following in FOLLOWS.items() if state is not None and not following)
# Two running courses of this Baustein are warned of, never barred; Baustein 1 runs beside everything (§ 10.2).
ONE_AT_A_TIME = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One attempt to bring a person into an offer; what describes the offer is a snapshot of the catalogue.

    ``wish`` is why this offer, in words the provider may read; ``channel`` how it went out (list contact_channel).
    """

    id: str
    case_id: str
    component: str
    offering_key: str = ""
    offer_key: str = ""
    title: str = ""
    provider: str = ""
    provider_phone: str = ""
    provider_mail: str = ""
    contact_person: str = ""
    place: str = ""
    schedule: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    supports: tuple[str, ...] = ()
    wish: str = ""
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralStep:
    """One dated change; the state of a referral is its last step."""

    id: str
    referral_id: str
    state: str
    on: date
    recorded_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Made by the step ``started``; start and end are the dates of the steps, the plan and the exit stand here."""

    id: str
    referral_id: str
    planned_end: date | None = None
    exit_kind: str = ""
    situation_at_exit: str = ""
    certificate_seen: bool = False
    units_attended: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate out of a participation; ``seen`` is True only where the paper was looked at."""

    id: str
    referral_id: str
    title: str
    on: date | None = None
    issuer: str = ""
    seen: bool = False


def state_of(steps: Iterable[ReferralStep]) -> ReferralState | None:
    """The state now: that of the last step."""
    past = ordered(steps)
    return ReferralState(past[-1].state) if past else None


def advance(referral_id: str, steps: Sequence[ReferralStep], to: ReferralState, *, on: date, now: datetime,
            reason: str = "") -> ReferralStep:
    """The step that brings the referral into ``to`` on that date; raises UserError where § 10.2 knows no such step."""
    last = ordered(steps)[-1] if steps else None
    check(last, to, FOLLOWS, NEEDS_REASON, on=on, now=now, reason=reason, labels="referral_state")
    return ReferralStep(id=new_id(), referral_id=referral_id, state=to, on=on, recorded_at=recording(last, now),
                        reason=reason)


def beside(component: str, others: Iterable[tuple[Referral, ReferralState | None]]) -> tuple[Referral, ...]:
    """Of the other referrals of a person those whose course runs and should not run beside one of ``component``."""
    return tuple(one for one, state in others
                 if state == S.STARTED and component == one.component == ONE_AT_A_TIME)


def of_offering(case_id: str, offering: Offering, *, supports: tuple[str, ...] = (), note: str = "", wish: str = "",
                channel: str = "", contact_person: str = "") -> Referral:
    """A referral to a catalogue offering, with the snapshot that outlives later catalogues."""
    return Referral(
        id=new_id(), case_id=case_id, component=offering.component, offering_key=offering.key,
        offer_key=offering.offer_key, title=offering.title, provider=offering.provider,
        provider_phone=offering.provider_phone, provider_mail=offering.provider_mail, place=offering.place,
        schedule=offering.schedule, starts_on=offering.start, ends_on=offering.end, supports=supports, note=note,
        wish=wish, channel=channel, contact_person=contact_person,
    )
