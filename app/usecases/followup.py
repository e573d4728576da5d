"""Acts on follow-ups (Wiedervorlagen): add, finish, postpone – and keeping the rule-made ones true to the facts."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain import followup as followups
from app.domain.case import Case, CaseState, CaseStep, state_on
from app.domain.consent import Consent
from app.domain.errors import N_
from app.domain.flag import Flag
from app.domain.followup import FollowUp, ReferralFacts
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.plan import Goal, Plan, PlanReview, PlanStep
from app.domain.policy import policy_on
from app.domain.referral import Participation, Referral, ReferralStep
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.store.work import Work

ADD = N_("Wiedervorlage anlegen")
FINISH = N_("Wiedervorlage erledigen")
POSTPONE = N_("Wiedervorlage verschieben")
CHANGE = N_("Wiedervorlage ändern")
REOPEN = N_("Wiedervorlage wieder öffnen")
RUNNING = frozenset({CaseState.OPEN, CaseState.PAUSED, CaseState.PROSPECT})


def add(file: CaseFile, case_id: str | None, *, title: str, due_on: date | None, note: str = "") -> str:
    """A follow-up made by a person; without a date it stands under „bei Gelegenheit“."""
    with file.write(ADD) as work:
        made = work.add(followups.checked(FollowUp(id=new_id(), case_id=case_id, title=clean(title), due_on=due_on,
                                                   note=note.strip())))
    return made.id


def finish(file: CaseFile, follow_up_id: str) -> None:
    """Done today, and so is the step of the plan it stands for."""
    with file.write(FINISH) as work:
        finished(work, follow_up_id, file.today())


def finished(work: Work, follow_up_id: str, today: date) -> None:
    """The same as part of an act."""
    _step_follows(work, work.put(followups.done(work.get(FollowUp, follow_up_id), today)), today)


def postpone(file: CaseFile, follow_up_id: str, days: int) -> None:
    """Moved on by so many days; a rule then leaves its date alone."""
    with file.write(POSTPONE) as work:
        work.put(followups.postponed(work.get(FollowUp, follow_up_id), days, file.today()))


def change(file: CaseFile, follow_up_id: str, *, title: str, due_on: date | None) -> None:
    """Another title or date, by hand."""
    with file.write(CHANGE) as work:
        old = work.get(FollowUp, follow_up_id)
        work.put(followups.checked(replace(old, title=clean(title), due_on=due_on, edited=True)))


def reopen(file: CaseFile, follow_up_id: str) -> None:
    """Was finished too early."""
    with file.write(REOPEN) as work:
        _step_follows(work, work.change(FollowUp, follow_up_id, state=followups.OPEN, done_on=None), file.today())


def _step_follows(work: Work, follow_up: FollowUp, today: date) -> None:
    """A step of the plan is done, or open again, with its follow-up; the other way round is `plan.tick`."""
    if follow_up.rule == followups.PLAN_STEP:
        for step in work.find(PlanStep, id=follow_up.source):
            work.put(replace(step, state=follow_up.state, done_on=follow_up.done_on))
            refresh(work, step.case_id, today)


def refresh(work: Work, case_id: str, today: date) -> None:
    """Makes the rule-made follow-ups of a case agree with its dated facts, inside the act that changed them."""
    case = work.get(Case, case_id)
    existing = work.find(FollowUp, case_id=case_id)
    # a step may be dated up to today only, so the state of tomorrow is the state after all of them
    state = state_on(work.find(CaseStep, case_id=case_id), today + timedelta(days=1))
    wanted: tuple[FollowUp, ...] = ()
    if state in RUNNING:
        referrals = work.find(Referral, case_id=case_id)
        ids = [r.id for r in referrals]
        steps = work.find(ReferralStep, referral_id=ids)
        participations = {p.referral_id: p for p in work.find(Participation, referral_id=ids)}
        facts = [ReferralFacts(referral=r, steps=tuple(s for s in steps if s.referral_id == r.id),
                               participation=participations.get(r.id)) for r in referrals]
        wanted = followups.expected(case_id, work.find(ResidenceDocument, client_id=case.client_id), facts,
                                    policy_on(today), today, plan_of(work, case_id),
                                    work.find(Consent, client_id=case.client_id))
        wanted += followups.of_flags(case_id, work.find(Flag, client_id=case.client_id, cleared_on=None))
    added, changed = followups.reconcile(existing, wanted)
    work.add_all(added)
    for follow_up in changed:
        work.put(follow_up)


def refresh_all(work: Work, client_id: str, today: date) -> None:
    """The same for all cases of a person, after a fact of the person changed."""
    for case in work.find(Case, client_id=client_id):
        refresh(work, case.id, today)


def plan_of(work: Work, case_id: str) -> Plan:
    """The plan of a case as it stands inside the act."""
    return Plan(goals=tuple(work.find(Goal, case_id=case_id)), steps=tuple(work.find(PlanStep, case_id=case_id)),
                reviews=tuple(work.find(PlanReview, case_id=case_id)))


def cancel_all(work: Work, case_id: str) -> None:
    """Closing a case cancels what is still open, except what outlasts it (domain.md § 10.3)."""
    for follow_up in work.find(FollowUp, case_id=case_id, state=followups.OPEN):
        if follow_up.rule not in followups.OUTLASTING:
            work.put(replace(follow_up, state=followups.CANCELLED))
