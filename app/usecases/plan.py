"""Acts on the Teilhabeplan: goals, steps and reviews; every act leaves steps and their follow-ups in agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.domain import followup as followups
from app.domain import needs
from app.domain import plan as plans
from app.domain.case import Case, Phase
from app.domain.consent import Consent
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.names import clean, cleaned
from app.domain.needs import Need
from app.domain.plan import DONE, DROPPED, OPEN, Goal, GoalReview, Plan, PlanReview, PlanStep
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage
from app.store.work import Work
from app.usecases import followup
from app.usecases.casework import IN_FUTURE

ADD_GOAL = N_("Ziel vereinbaren")
CHANGE_GOAL = N_("Ziel ändern")
REMOVE_GOAL = N_("Ziel entfernen")
ADD_STEP = N_("Schritt anlegen")
CHANGE_STEP = N_("Schritt ändern")
TICK = N_("Schritt erledigen")
REOPEN_STEP = N_("Schritt wieder öffnen")
REMOVE_STEP = N_("Schritt entfernen")
TAKE_OVER = N_("Bedarf in den Plan übernehmen")
REVIEW = N_("Plan durchsprechen")
NO_GOAL = N_("Bei diesem Bereich steht noch kein Ziel. Es wurde nichts übernommen. Schreiben Sie zuerst dort ein Ziel.")
TAKEN_ALREADY = N_("Ziel und Schritt stehen schon im Plan. Es wurde nichts geändert.")
BEFORE_PLANNING = frozenset({Phase.ACCESS, Phase.ASSESSMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What came of going through the plan: result and note by goal; a goal not named stands as it stood."""

    on: date
    results: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    client_copy: bool = False


def add_goal(file: CaseFile, case_id: str, *, title: str, area: str, agreed_on: date,
             steps: Sequence[Mapping[str, Any]] = ()) -> str:
    """A goal that was agreed, with its first steps (title, who, due_on); the draft is gone then. Returns its id."""
    with file.write(ADD_GOAL) as work:
        goal = _new_goal(file, work, case_id, title=title, area=area, agreed_on=agreed_on)
        work.add_all(_new_step(goal, **step) for step in steps)
        work.discard_draft(f"goal:{case_id}")
        followup.refresh(work, case_id, file.today())
    return goal.id


def change_goal(file: CaseFile, goal_id: str, **fields: Any) -> None:
    """Title, area, day or result; a result that ends the goal is dated today and lets go of its open steps."""
    with file.write(CHANGE_GOAL) as work:
        old = work.get(Goal, goal_id)
        new = plans.checked_goal(replace(old, **cleaned(fields)))
        _not_in_future(new.agreed_on, file)
        if new.area != old.area:
            _check_area(file, work, new)
        _put_goal(work, new, file.today())
        followup.refresh(work, new.case_id, file.today())


def remove_goal(file: CaseFile, goal_id: str) -> None:
    """Was entered by mistake: goes with its steps and what reviews said of it."""
    with file.write(REMOVE_GOAL) as work:
        goal = work.get(Goal, goal_id)
        for part in (*work.find(GoalReview, goal_id=goal_id), *work.find(PlanStep, goal_id=goal_id), goal):
            work.remove(part)
        followup.refresh(work, goal.case_id, file.today())


def add_step(file: CaseFile, goal_id: str, *, title: str, who: str = "", due_on: date | None = None) -> str:
    """A step towards a goal; with a day it stands on Heute by then. The draft is gone then. Returns its id."""
    with file.write(ADD_STEP) as work:
        goal = work.get(Goal, goal_id)
        step = work.add(_new_step(goal, title=title, who=who, due_on=due_on))
        work.discard_draft(f"plan_step:{goal.case_id}")
        followup.refresh(work, goal.case_id, file.today())
    return step.id


def change_step(file: CaseFile, step_id: str, **fields: Any) -> None:
    """Title, who, until when or state; its follow-up goes along, also one that was put off by hand."""
    with file.write(CHANGE_STEP) as work:
        _put_step(file, work, replace(work.get(PlanStep, step_id), **cleaned(fields)))


def tick(file: CaseFile, step_id: str, done: bool = True) -> None:
    """Done today, or open again."""
    with file.write(TICK if done else REOPEN_STEP) as work:
        _put_step(file, work, replace(work.get(PlanStep, step_id), state=DONE if done else OPEN))


def remove_step(file: CaseFile, step_id: str) -> None:
    """Was entered by mistake; its follow-up is cancelled."""
    with file.write(REMOVE_STEP) as work:
        step = work.get(PlanStep, step_id)
        work.remove(step)
        followup.refresh(work, step.case_id, file.today())


def take_over(file: CaseFile, case_id: str, area: str) -> str:
    """Goal and next step of a need become part of the plan, each once; returns the title of the goal."""
    with file.write(TAKE_OVER) as work:
        need = needs.latest(work.find(Need, case_id=case_id, area=area), area)
        title = clean(need.goal) if need else ""
        if need is None or not title:
            raise UserError(NO_GOAL)
        known = [g for g in work.find(Goal, case_id=case_id, area=area, title=title) if plans.goes_on(g)]
        goal = known[0] if known else _new_goal(file, work, case_id, title=title, area=area, agreed_on=file.today())
        step = clean(need.next_step)
        if step and not work.find(PlanStep, goal_id=goal.id, title=step):
            work.add(_new_step(goal, title=step))
        elif known:
            raise UserError(TAKEN_ALREADY)
        followup.refresh(work, case_id, file.today())
    return title


def review(file: CaseFile, case_id: str, talk: Talk) -> int:
    """The plan was gone through: the version, how each running goal stands, and what that ends. Returns the version."""
    with file.write(REVIEW) as work:
        plan = followup.plan_of(work, case_id)
        _not_in_future(talk.on, file)
        plans.check_review(plan, talk.on)
        made = work.add(PlanReview(id=new_id(), case_id=case_id, version=plans.version(plan.reviews), on=talk.on,
                                   note=talk.note.strip(), client_copy=talk.client_copy))
        for goal in plan.goals:
            if plans.goes_on(goal):
                result = talk.results.get(goal.id, goal.result)
                work.add(GoalReview(id=new_id(), case_id=case_id, review_id=made.id, goal_id=goal.id, result=result,
                                    note=talk.notes.get(goal.id, "").strip()))
                _put_goal(work, replace(goal, result=result), talk.on)
        # whoever asked for the talk has been heard
        for asked in work.find(FollowUp, case_id=case_id, rule=followups.PLAN_REVIEW, state=followups.OPEN):
            work.put(followups.done(asked, file.today()))
        followup.refresh(work, case_id, file.today())
    return made.version


def plan_shown(record: ClientPage) -> Plan:
    """The plan of the latest episode, out of everything recorded of a person."""
    case_id = record.case.id
    return Plan(goals=tuple(goal for goal in record.goals if goal.case_id == case_id),
                steps=tuple(step for step in record.plan_steps if step.case_id == case_id),
                reviews=tuple(review for review in record.plan_reviews if review.case_id == case_id))


def _new_goal(file: CaseFile, work: Work, case_id: str, *, title: str, area: str, agreed_on: date) -> Goal:
    _not_in_future(agreed_on, file)
    goal = plans.checked_goal(Goal(id=new_id(), case_id=case_id, area=area, title=clean(title), agreed_on=agreed_on))
    _check_area(file, work, goal)
    work.add(goal)
    # only ever forward: who is further on goes back by hand (domain.md § 2.1)
    if work.get(Case, case_id).phase in BEFORE_PLANNING:
        work.change(Case, case_id, phase=Phase.PLANNING)
    return goal


def _new_step(goal: Goal, *, title: str, who: str = "", due_on: date | None = None) -> PlanStep:
    return plans.checked_step(PlanStep(id=new_id(), case_id=goal.case_id, goal_id=goal.id, title=clean(title),
                                       who=clean(who), due_on=due_on))


def _put_goal(work: Work, goal: Goal, on: date) -> None:
    """Stores a goal; one that ends drops its open steps, whose follow-ups would ask for nothing any more."""
    if plans.goes_on(goal):
        work.put(replace(goal, ended_on=None))
        return
    work.put(replace(goal, ended_on=goal.ended_on or on))
    for step in work.find(PlanStep, goal_id=goal.id, state=OPEN):
        work.put(replace(step, state=DROPPED))


def _put_step(file: CaseFile, work: Work, step: PlanStep) -> None:
    """Stores a step and brings its follow-up to the same state; the other way round is in `followup`."""
    old = work.get(PlanStep, step.id)
    done_on = (step.done_on or file.today()) if step.state == DONE else None
    work.put(plans.checked_step(replace(step, done_on=done_on)))
    for asked in work.find(FollowUp, case_id=step.case_id, rule=followups.PLAN_STEP, source=step.id):
        if step.state == DONE and asked.state == followups.OPEN:
            work.put(followups.done(asked, file.today()))
        elif step.state != DONE and (old.title, old.due_on, old.state) != (step.title, step.due_on, step.state):
            # said anew in the plan, which counts more than a reminder put off or finished before
            wanted = followups.CANCELLED if asked.state == followups.DONE else asked.state
            work.put(replace(asked, state=wanted, done_on=None, edited=False))
    followup.refresh(work, step.case_id, file.today())


def _check_area(file: CaseFile, work: Work, goal: Goal) -> None:
    client_id = work.get(Case, goal.case_id).client_id
    needs.check_unlocked(goal.area, work.find(Consent, client_id=client_id), file.today())


def _not_in_future(day: date, file: CaseFile) -> None:
    if day > file.today():
        raise UserError(IN_FUTURE)
