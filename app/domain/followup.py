"""Follow-ups (Wiedervorlagen): those a person makes, repeated ones, and those that acts make by the rules of domain.md
§ 11. What the rules only propose is worked out in `rule_facts`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from app.domain import referral as referrals
from app.domain.case import CaseState
from app.domain.codes import code_list
from app.domain.consent import Consent, running_out
from app.domain.dates import add_months
from app.domain.errors import N_, UserError
from app.domain.flag import Flag, standing
from app.domain.identity import new_id
from app.domain.plan import NO_PLAN, Plan, last_review, review_due
from app.domain.plan import OPEN as STEP_OPEN
from app.domain.referral import Participation, Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument, current
from app.domain.rules import LAW, Rule, due, worded
from app.domain.steps import ordered

TITLE_MISSING = N_("Es fehlt, woran Sie erinnert werden möchten. Ein Wort genügt.")
OPEN, DONE, CANCELLED, DECLINED = "open", "done", "cancelled", "declined"
NORMAL, DEADLINE = "normal", "deadline"
DELETION_REVIEW, FOLLOWUP_6M = "deletion_review", "followup_6m"
# Made once by an act and not by a dated fact: no later fact cancels them, closing the case neither.
OUTLASTING = frozenset({DELETION_REVIEW, FOLLOWUP_6M})
PLAN_STEP, PLAN_REVIEW = "plan_step", "plan_review"
# Cases somebody works on: reminders are kept for these.
RUNNING = frozenset({CaseState.OPEN, CaseState.PAUSED, CaseState.PROSPECT})
# Months and days from one to the next, by the codes of the list follow_up_repeat.
STRIDES = {"weekly": (0, 7), "biweekly": (0, 14), "monthly": (1, 0), "quarterly": (3, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something to do; ``due_on`` None means „bei Gelegenheit“. Due and overdue are computed, never stored.

    ``repeat`` is of the list follow_up_repeat ("" once), ``priority`` of follow_up_priority. ``exact_on`` is the day
    of the rule itself where ``due_on`` was moved to a working day, else None. ``source`` is what a rule started from,
    of one without rule the day on which a series of repeats began.
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
    """The follow-up itself, if it says what to do; ValueError for a repeat or priority that is none."""
    if not follow_up.title.strip():
        raise UserError(TITLE_MISSING)
    if (follow_up.repeat and follow_up.repeat not in STRIDES) or follow_up.priority not in (NORMAL, DEADLINE):
        raise ValueError(f"no such repeat or priority: {follow_up.repeat!r}, {follow_up.priority!r}")
    return follow_up


def is_shown(due_on: date | None, warn_days: Collection[int], today: date) -> bool:
    """Whether a follow-up of that day is to be seen today: from its longest warning on; without a day always."""
    return due_on is None or due_on - timedelta(days=max(warn_days, default=0)) <= today


def postponed(follow_up: FollowUp, days: int, today: date) -> FollowUp:
    """Moved on by ``days`` from its date, or from today where that has passed already.

    A deadline that is only warned of yet keeps its day: it is the warning that comes again after ``days``.
    """
    start = max(follow_up.due_on or today, today)
    left = (start - today).days - days
    if follow_up.priority == DEADLINE and left > 0 and is_shown(start, follow_up.warn_days, today):
        return replace(follow_up, warn_days=(left, *(n for n in follow_up.warn_days if n < left)),
                       postponements=follow_up.postponements + 1)
    return replace(follow_up, due_on=start + timedelta(days=days), postponements=follow_up.postponements + 1,
                   edited=True)


def done(follow_up: FollowUp, on: date) -> FollowUp:
    """Marked as finished on that day."""
    return replace(follow_up, state=DONE, done_on=on)


def next_time(follow_up: FollowUp, on: date) -> FollowUp | None:
    """The next one of a repeated follow-up that is finished on that day, None where it is not repeated.

    Counted from its due day, so that finishing late moves no rhythm, and always after ``on``: what was missed in
    between is not asked for again. One begun on the 31st comes back to the 31st after a shorter month.
    """
    if not follow_up.repeat:
        return None
    last = follow_up.due_on or on
    start, stride = _begun(follow_up, last), _stride(follow_up.repeat)
    due_on = next(day for n in count(1) if (day := stride(start, n)) > max(last, on))
    return FollowUp(id=new_id(), case_id=follow_up.case_id, title=follow_up.title, note=follow_up.note, due_on=due_on,
                    warn_days=follow_up.warn_days, repeat=follow_up.repeat, priority=follow_up.priority,
                    source=start.isoformat())


def _begun(follow_up: FollowUp, last: date) -> date:
    """Where its series began; a day somebody chose since begins a new one."""
    if follow_up.rule or not follow_up.source:
        return last
    began, stride = date.fromisoformat(follow_up.source), _stride(follow_up.repeat)
    reached = next(day for n in count() if (day := stride(began, n)) >= last)
    return began if reached == last else last


def _stride(repeat: str) -> Callable[[date, int], date]:
    months, days = STRIDES[repeat]
    return lambda start, n: add_months(start, n * months) + timedelta(days=n * days)


def priority_of(rule: Rule) -> str:
    """What the law asks for has a deadline; all else can wait."""
    return DEADLINE if rule.kind == LAW else NORMAL


def expected(case_id: str, papers: Iterable[ResidenceDocument], facts: Sequence[ReferralFacts],
             rules: Mapping[str, Rule], today: date, plan: Plan = NO_PLAN,
             consents: Sequence[Consent] = ()) -> tuple[FollowUp, ...]:
    """Every follow-up that acts make for a running case, computed afresh from its dated facts."""
    wanted = []
    paper = current(papers, today)
    if paper and paper.valid_to:
        wanted.append(_made(case_id, rules["doc_expiry"], paper.id, paper.valid_to))
    for fact in facts:
        wanted += _of_referral(case_id, fact, rules)
    wanted += _of_consents(case_id, consents, facts, rules["consent_expiry"])
    return tuple(wanted + _of_plan(case_id, plan, rules))


def _of_consents(case_id: str, consents: Sequence[Consent], facts: Iterable[ReferralFacts],
                 rule: Rule) -> list[FollowUp]:
    """Consents whose end asks for a new one, while what they are needed for goes on (§ 11, consent_expiry)."""
    needed = [(fact.referral.provider, fact.referral.ends_on) for fact in facts
              if fact.steps and ordered(fact.steps)[-1].state not in referrals.OVER]
    return [_made(case_id, rule, one.id, one.expires_on, code_list("consent_kind").label(one.kind))
            for one in running_out(consents, needed) if one.expires_on]


def _of_plan(case_id: str, plan: Plan, rules: Mapping[str, Rule]) -> list[FollowUp]:
    """Every open step with a day, and the next time the plan is gone through."""
    found = [_made(case_id, rules[PLAN_STEP], step.id, step.due_on, step.title)
             for step in plan.steps if step.state == STEP_OPEN and step.due_on]
    if spoken := review_due(plan, 0):
        last = last_review(plan.reviews)
        # one reminder for each version: the next one is not silenced by what became of the one before
        found.append(_made(case_id, rules[PLAN_REVIEW], last.id if last else case_id, spoken))
    return found


def _of_referral(case_id: str, fact: ReferralFacts, rules: Mapping[str, Rule]) -> list[FollowUp]:
    referral, steps = fact.referral, ordered(fact.steps)
    if not steps:
        return []
    state, since = ReferralState(steps[-1].state), steps[-1].on
    asked: list[tuple[str, date]] = []
    if state in (ReferralState.SENT, ReferralState.NO_REPLY):
        # who asked and heard nothing asks again (§ 10.2)
        asked = [("referral_no_reply", since)]
    elif state == ReferralState.CONFIRMED and referral.starts_on:
        # its warning is as long as its offset: shown from the first day of the course, the answer is often known then
        asked = [("course_start_check", referral.starts_on)]
    elif state == ReferralState.STARTED and fact.participation and fact.participation.planned_end:
        end = fact.participation.planned_end
        asked = [("course_end_before", end), ("course_end_after", end)]
    elif state in referrals.ENDED:
        asked = [("course_end_after", since)]
    return [_made(case_id, rules[rule], referral.id, day, referral.title) for rule, day in asked]


def asked_again(case_id: str, closed_on: date, rules: Mapping[str, Rule]) -> FollowUp:
    """The question half a year after a case was closed (§ 11, followup_6m); whether it may be asked is the closing's.

    ``rules`` are those of the day it is closed on.
    """
    return _made(case_id, rules[FOLLOWUP_6M], case_id, closed_on)


def of_flags(case_id: str, flags: Iterable[Flag], rules: Mapping[str, Rule]) -> tuple[FollowUp, ...]:
    """A reminder on the day until which a standing flag holds: it is not cleared by the day, but by a person."""
    return tuple(_made(case_id, rules["flag"], flag.id, flag.until, flag.reason)
                 for flag in standing(flags) if flag.until is not None)


def _made(case_id: str, rule: Rule, source: str, day: date, title: str = "") -> FollowUp:
    when = due(rule, day)
    return FollowUp(id=new_id(), case_id=case_id, due_on=when.on, exact_on=when.exact_on, warn_days=rule.warn_days,
                    rule=rule.id, source=source, title=worded(rule, when, title), priority=priority_of(rule))


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
            changed.append(replace(have, state=OPEN, due_on=wish.due_on, title=wish.title, edited=False,
                                   warn_days=wish.warn_days))
        elif have.state == OPEN and not have.edited and (have.due_on, have.title) != (wish.due_on, wish.title):
            changed.append(replace(have, due_on=wish.due_on, title=wish.title, warn_days=wish.warn_days))
    changed += [replace(gone, state=CANCELLED) for gone in known.values() if gone.state == OPEN]
    return added, changed
