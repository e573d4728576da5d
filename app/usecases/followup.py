"""Acts on follow-ups (Wiedervorlagen): add, finish, postpone – and keeping the rule-made ones true to the facts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain import followup as followups
from app.domain import rule_facts, rules
from app.domain.case import Case, CaseStep, state_on
from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.errors import N_
from app.domain.family import Child
from app.domain.flag import Flag
from app.domain.followup import NORMAL, FollowUp, ReferralFacts
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.plan import Goal, Plan, PlanReview, PlanStep
from app.domain.referral import Participation, Referral, ReferralStep
from app.domain.residence import ResidenceDocument
from app.domain.rule_facts import Known
from app.store.casefile import CaseFile
from app.store.work import Work

ADD = N_("Wiedervorlage anlegen")
FINISH = N_("Wiedervorlage erledigen")
POSTPONE = N_("Wiedervorlage verschieben")
CHANGE = N_("Wiedervorlage ändern")
REOPEN = N_("Wiedervorlage wieder öffnen")
RUNNING = followups.RUNNING


def add(file: CaseFile, case_id: str | None, *, title: str, due_on: date | None, note: str = "", repeat: str = "",
        priority: str = NORMAL) -> str:
    """A follow-up made by a person; without a date it stands under „bei Gelegenheit“. ``repeat`` is of the list
    follow_up_repeat, "" for once, ``priority`` of follow_up_priority."""
    with file.write(ADD) as work:
        made = work.add(followups.checked(FollowUp(id=new_id(), case_id=case_id, title=clean(title), due_on=due_on,
                                                   note=note.strip(), repeat=repeat, priority=priority)))
    return made.id


def finish(file: CaseFile, follow_up_id: str) -> None:
    """Done today, and so is the step of the plan it stands for; a repeated one makes the next in the same act."""
    with file.write(FINISH) as work:
        finished(work, follow_up_id, file.today())


def finished(work: Work, follow_up_id: str, today: date) -> None:
    """The same as part of an act."""
    done = work.put(followups.done(work.get(FollowUp, follow_up_id), today))
    following = followups.next_time(done, today)
    if following is not None:
        work.add(following)
    _step_follows(work, done, today)


def postpone(file: CaseFile, follow_up_id: str, days: int) -> FollowUp:
    """Moved on by so many days; a rule then leaves its date alone. Of a deadline ahead only the warning moves."""
    with file.write(POSTPONE) as work:
        return work.put(followups.postponed(work.get(FollowUp, follow_up_id), days, file.today()))


def change(file: CaseFile, follow_up_id: str, *, title: str, due_on: date | None, note: str | None = None,
           repeat: str | None = None, priority: str | None = None) -> None:
    """Another title or date by hand, and what else is given; None leaves it as it is."""
    said = {"note": note, "repeat": repeat, "priority": priority}
    more: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    with file.write(CHANGE) as work:
        old = work.get(FollowUp, follow_up_id)
        work.put(followups.checked(replace(old, title=clean(title), due_on=due_on, edited=True, **more)))


def reopen(file: CaseFile, follow_up_id: str) -> None:
    """Was finished too early; the next one of a repeated follow-up goes, as long as nobody touched it."""
    with file.write(REOPEN) as work:
        old = work.get(FollowUp, follow_up_id)
        following = followups.next_time(old, old.done_on) if old.done_on else None
        if following is not None:
            for one in work.find(FollowUp, case_id=old.case_id, title=old.title, state=followups.OPEN, edited=False,
                                 due_on=following.due_on, source=following.source, repeat=old.repeat):
                work.remove(one)
        _step_follows(work, work.put(replace(old, state=followups.OPEN, done_on=None)), file.today())


def _step_follows(work: Work, follow_up: FollowUp, today: date) -> None:
    """A step of the plan is done, or open again, with its follow-up; the other way round is `plan.tick`."""
    if follow_up.rule == followups.PLAN_STEP:
        for step in work.find(PlanStep, id=follow_up.source):
            work.put(replace(step, state=follow_up.state, done_on=follow_up.done_on))
            refresh(work, step.case_id, today)


def refresh(work: Work, case_id: str, today: date) -> None:
    """Makes the rule-made follow-ups of a case agree with its dated facts, inside the act that changed them."""
    case = work.get(Case, case_id)
    proposed = rules.made_by(rules.PROPOSAL)
    existing = work.find(FollowUp, case_id=case_id)
    accepted = [one for one in existing if one.rule in proposed]
    steps = work.find(CaseStep, case_id=case_id)
    papers = work.find(ResidenceDocument, client_id=case.client_id)
    facts: list[ReferralFacts] = []
    wanted: tuple[FollowUp, ...] = ()
    # a step may be dated up to today only, so its last state is the one after all of them
    if state_on(steps, date.max) in RUNNING:
        facts = _referral_facts(work, case_id)
        wanted = _wanted(work, case, papers, facts, today)
    added, changed = followups.reconcile([one for one in existing if one.rule not in proposed], wanted)
    if accepted:
        known = Known(client=work.get(Client, case.client_id), case_steps=steps, papers=papers, referrals=facts,
                      children=work.find(Child, client_id=case.client_id))
        changed += rule_facts.recomputed(accepted, rule_facts.suggested(known, today))
    work.add_all(added)
    for follow_up in changed:
        work.put(follow_up)


def _referral_facts(work: Work, case_id: str) -> list[ReferralFacts]:
    referrals = work.find(Referral, case_id=case_id)
    ids = [r.id for r in referrals]
    steps = work.find(ReferralStep, referral_id=ids)
    participations = {p.referral_id: p for p in work.find(Participation, referral_id=ids)}
    return [ReferralFacts(referral=r, steps=tuple(s for s in steps if s.referral_id == r.id),
                          participation=participations.get(r.id)) for r in referrals]


def _wanted(work: Work, case: Case, papers: Sequence[ResidenceDocument], facts: Sequence[ReferralFacts],
            today: date) -> tuple[FollowUp, ...]:
    """What acts make by themselves. What a paper, consent or flag of the person asks is asked in one case only."""
    law, plan = rules.in_force(today), plan_of(work, case.id)
    if not _is_last_running(work, case):
        return followups.expected(case.id, (), facts, law, today, plan)
    consents = work.find(Consent, client_id=case.client_id)
    flags = work.find(Flag, client_id=case.client_id, cleared_on=None)
    return (*followups.expected(case.id, papers, facts, law, today, plan, consents),
            *followups.of_flags(case.id, flags, law))


def _is_last_running(work: Work, case: Case) -> bool:
    """Whether no later case of the person goes on; after a merge two may."""
    later = [one.id for one in work.find(Case, client_id=case.client_id) if one.episode > case.episode]
    steps = work.find(CaseStep, case_id=later) if later else []
    return not any(state_on([step for step in steps if step.case_id == one], date.max) in RUNNING for one in later)


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
