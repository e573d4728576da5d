"""Follow-ups (Wiedervorlagen): those a person makes and those the rules make from dated facts (domain.md § 11)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain import referral as referrals
from app.domain.codes import code_list
from app.domain.consent import Consent, running_out
from app.domain.errors import N_, UserError
from app.domain.flag import Flag, standing
from app.domain.identity import new_id
from app.domain.plan import NO_PLAN, Plan, last_review, review_due
from app.domain.plan import OPEN as STEP_OPEN
from app.domain.policy import Policy
from app.domain.referral import Participation, Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument, current
from app.domain.steps import ordered

TITLE_MISSING = N_("Es fehlt, woran Sie erinnert werden möchten. Ein Wort genügt.")
OPEN, DONE, CANCELLED, DECLINED = "open", "done", "cancelled", "declined"
NORMAL, DEADLINE = "normal", "deadline"
DELETION_REVIEW, FOLLOWUP_6M = "deletion_review", "followup_6m"
# Made once by an act and not by a dated fact: no later fact cancels them, closing the case neither.
OUTLASTING = frozenset({DELETION_REVIEW, FOLLOWUP_6M})
CONSENT_WARN_DAYS = 30
PLAN_STEP, PLAN_REVIEW = "plan_step", "plan_review"
REVIEW_WARN_DAYS = 7
TITLES = {
    "doc_expiry": N_("Neues Aufenthaltspapier gesehen?"),
    "referral_no_reply": N_("Rückmeldung vom Träger fehlt: {title}"),
    "course_start_check": N_("Angetreten? {title}"),
    "course_end_before": N_("Endet bald, wie geht es weiter? {title}"),
    "course_end_after": N_("Nach dem Ende: Ergebnis und nächster Schritt. {title}"),
    "consent_expiry": N_("Einwilligung läuft ab: {title}"),
    "flag": N_("Merker prüfen: {title}"),
    PLAN_STEP: "{title}",
    PLAN_REVIEW: N_("Teilhabeplan durchsprechen"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something to do; ``due_on`` None means „bei Gelegenheit“. Due and overdue are computed, never stored.

    ``repeat`` is of the list follow_up_repeat ("" once), ``priority`` of follow_up_priority. ``exact_on`` is the day
    of the rule itself where ``due_on`` was moved to a working day, else None.
    """

    id: str
    case_id: str | None = None
    due_on: date | None = None
    warn_days: tuple[int, ...] = ()
    title: str = ""
    note: str = ""
    rule: str = ""
    source: str = ""
    state: str = OPEN
    done_on: date | None = None
    postponements: int = 0
    edited: bool = False
    repeat: str = ""
    priority: str = NORMAL
    exact_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """What the rules need of one referral."""

    referral: Referral
    steps: tuple[ReferralStep, ...]
    participation: Participation | None = None


def checked(follow_up: FollowUp) -> FollowUp:
    """The follow-up itself, if it says what to do."""
    if not follow_up.title.strip():
        raise UserError(TITLE_MISSING)
    return follow_up


def is_shown(due_on: date | None, warn_days: Collection[int], today: date) -> bool:
    """Whether a follow-up of that day is to be seen today: from its longest warning on; without a day always."""
    return due_on is None or due_on - timedelta(days=max(warn_days, default=0)) <= today


def postponed(follow_up: FollowUp, days: int, today: date) -> FollowUp:
    """Moved on by ``days`` from its date, or from today where that has passed already."""
    start = max(follow_up.due_on or today, today)
    return replace(follow_up, due_on=start + timedelta(days=days), postponements=follow_up.postponements + 1,
                   edited=True)


def done(follow_up: FollowUp, on: date) -> FollowUp:
    """Marked as finished on that day."""
    return replace(follow_up, state=DONE, done_on=on)


def expected(case_id: str, papers: Iterable[ResidenceDocument], facts: Sequence[ReferralFacts], policy: Policy,
             today: date, plan: Plan = NO_PLAN, consents: Sequence[Consent] = ()) -> tuple[FollowUp, ...]:
    """Every follow-up the rules want for a running case, computed afresh from its dated facts."""
    wanted = []
    paper = current(papers, today)
    if paper and paper.valid_to:
        wanted.append(_rule(case_id, "doc_expiry", paper.id, paper.valid_to, policy.doc_expiry_warn_days))
    for fact in facts:
        wanted += _of_referral(case_id, fact, policy)
    wanted += _of_consents(case_id, consents, facts)
    return tuple(wanted + _of_plan(case_id, plan, policy))


def _of_consents(case_id: str, consents: Sequence[Consent], facts: Iterable[ReferralFacts]) -> list[FollowUp]:
    """Consents whose end asks for a new one, while what they are needed for goes on (§ 11, consent_expiry)."""
    needed = [(fact.referral.provider, fact.referral.ends_on) for fact in facts
              if fact.steps and ordered(fact.steps)[-1].state not in referrals.OVER]
    return [_rule(case_id, "consent_expiry", one.id, one.expires_on, (CONSENT_WARN_DAYS,),
                  code_list("consent_kind").label(one.kind))
            for one in running_out(consents, needed) if one.expires_on]


def _of_plan(case_id: str, plan: Plan, policy: Policy) -> list[FollowUp]:
    """Every open step with a day, and the next time the plan is gone through."""
    found = [_rule(case_id, PLAN_STEP, step.id, step.due_on, title=step.title)
             for step in plan.steps if step.state == STEP_OPEN and step.due_on]
    if due := review_due(plan, policy.plan_review_days):
        last = last_review(plan.reviews)
        # one reminder for each version: the next one is not silenced by what became of the one before
        found.append(_rule(case_id, PLAN_REVIEW, last.id if last else case_id, due, (REVIEW_WARN_DAYS,)))
    return found


def _of_referral(case_id: str, fact: ReferralFacts, policy: Policy) -> list[FollowUp]:
    referral, steps = fact.referral, ordered(fact.steps)
    if not steps:
        return []
    state, since, title = ReferralState(steps[-1].state), steps[-1].on, referral.title
    if state == ReferralState.SENT:
        due = since + timedelta(days=policy.referral_no_reply_days)
        return [_rule(case_id, "referral_no_reply", referral.id, due, title=title)]
    if state == ReferralState.CONFIRMED and referral.starts_on:
        # shown from the first day of the course, due some days later: the answer is often known at once
        days = policy.course_start_check_days
        due = referral.starts_on + timedelta(days=days)
        return [_rule(case_id, "course_start_check", referral.id, due, (days,), title)]
    before, after = policy.course_end_days
    if state == ReferralState.STARTED and fact.participation and fact.participation.planned_end:
        end = fact.participation.planned_end
        return [_rule(case_id, "course_end_before", referral.id, end + timedelta(days=before), title=title),
                _rule(case_id, "course_end_after", referral.id, end + timedelta(days=after), title=title)]
    if state in referrals.ENDED:
        return [_rule(case_id, "course_end_after", referral.id, since + timedelta(days=after), title=title)]
    return []


def of_flags(case_id: str, flags: Iterable[Flag]) -> tuple[FollowUp, ...]:
    """A reminder on the day until which a standing flag holds: it is not cleared by the day, but by a person."""
    return tuple(_rule(case_id, "flag", flag.id, flag.until, title=flag.reason)
                 for flag in standing(flags) if flag.until is not None)


def _rule(case_id: str, rule: str, source: str, due: date, warn: tuple[int, ...] = (), title: str = "") -> FollowUp:
    return FollowUp(id=new_id(), case_id=case_id, due_on=due, warn_days=warn, rule=rule, source=source,
                    title=TITLES[rule].format(title=title))


def reconcile(existing: Sequence[FollowUp], wanted: Sequence[FollowUp]) -> tuple[list[FollowUp], list[FollowUp]]:
    """What to add and what to replace so that the rule-made follow-ups agree with the facts again.

    Finished ones and those a person has re-dated stay; open ones whose reason is gone are cancelled.
    """
    known = {(f.rule, f.source): f for f in existing if f.rule and f.rule not in OUTLASTING}
    added, changed = [], []
    for wish in wanted:
        have = known.pop((wish.rule, wish.source), None)
        if have is None:
            added.append(wish)
        elif have.state == CANCELLED:
            changed.append(replace(have, state=OPEN, due_on=wish.due_on, title=wish.title, edited=False))
        elif have.state == OPEN and not have.edited and (have.due_on, have.title) != (wish.due_on, wish.title):
            changed.append(replace(have, due_on=wish.due_on, title=wish.title))
    changed += [replace(gone, state=CANCELLED) for gone in known.values() if gone.state == OPEN]
    return added, changed
