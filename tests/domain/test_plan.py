"""The Teilhabeplan: what its words need, its progress and version, and when it is gone through again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import plan as plans
from app.domain.errors import UserError
from app.domain.followup import PLAN_REVIEW, PLAN_STEP, expected, is_shown, reconcile
from app.domain.plan import GOAL_MISSING, NOTHING_TO_REVIEW, STEP_MISSING, Goal, Plan, PlanReview, PlanStep
from app.domain.rules import in_force

DAY = date(2026, 11, 23)
RULES = in_force(DAY)
GOAL = Goal(id="goal", case_id="case", area="work", title="Arbeit finden", agreed_on=DAY)
STEP = PlanStep(id="step", case_id="case", goal_id="goal", title="{Betrieb} anrufen", due_on=DAY + timedelta(7))


def review(version: int, days: int = 0) -> PlanReview:
    return PlanReview(id=f"r{version}", case_id="case", version=version, on=DAY + timedelta(days))


def test_goal_and_step_say_something() -> None:
    assert (plans.checked_goal(GOAL), plans.checked_step(STEP)) == (GOAL, STEP)
    for refuse, value, sentence in ((plans.checked_goal, GOAL, GOAL_MISSING), (plans.checked_step, STEP, STEP_MISSING)):
        with pytest.raises(UserError) as refused:
            refuse(replace(value, title=" "))  # type: ignore[operator, type-var]
        assert refused.value.msgid == sentence


def test_progress_counts_what_is_still_wanted() -> None:
    states = ("done", "open", "dropped", "done")
    assert plans.progress(replace(STEP, state=state) for state in states) == (2, 3)
    assert plans.progress(()) == (0, 0)


@pytest.mark.parametrize(("plan", "days"), [
    (Plan(), None),
    (Plan(goals=(GOAL,)), 90),
    (Plan(goals=(GOAL, replace(GOAL, agreed_on=DAY - timedelta(10)))), 80),
    (Plan(goals=(GOAL,), reviews=(review(1, 20),)), 110),
    (Plan(goals=(replace(GOAL, result="partly"),)), 90),
    (Plan(goals=(replace(GOAL, result="reached"),)), None),
    (Plan(goals=(GOAL,), reviews=(review(1, -400),)), 90),
])
def test_a_plan_with_a_running_goal_is_gone_through_every_ninety_days(plan: Plan, days: int | None) -> None:
    assert plans.review_due(plan, 90) == (None if days is None else DAY + timedelta(days))


def test_a_review_needs_a_running_goal_and_does_not_lie_before_the_last() -> None:
    plans.check_review(Plan(goals=(GOAL,), reviews=(review(1),)), DAY)
    with pytest.raises(UserError) as refused:
        plans.check_review(Plan(goals=(replace(GOAL, result="dropped"),)), DAY)
    assert refused.value.msgid == NOTHING_TO_REVIEW
    with pytest.raises(UserError, match=r"zuletzt am 23\.11\.2026"):
        plans.check_review(Plan(goals=(GOAL,), reviews=(review(1),)), DAY - timedelta(1))


@settings(max_examples=50)
@given(st.integers(0, 30), st.randoms())
def test_the_version_is_one_more_than_the_reviews_in_whatever_order_they_are_read(count: int, rng: object) -> None:
    reviews = [review(n) for n in range(1, count + 1)]
    rng.shuffle(reviews)  # type: ignore[attr-defined]
    assert plans.version(reviews) == count + 1
    last = plans.last_review(reviews)
    assert (last.version if last else 0) == count


def test_open_steps_with_a_day_and_the_next_review_are_reminded_of() -> None:
    steps = (STEP, replace(STEP, id="2", due_on=None), replace(STEP, id="3", state="done"),
             replace(STEP, id="4", state="dropped"))
    step, again = expected("case", [], [], RULES, DAY, Plan(goals=(GOAL,), steps=steps))
    assert (step.rule, step.source, step.title, step.due_on) == (PLAN_STEP, "step", STEP.title, STEP.due_on)
    assert (again.rule, again.title, again.due_on) == (PLAN_REVIEW, "Teilhabeplan durchsprechen", DAY + timedelta(90))
    assert [is_shown(again.due_on, again.warn_days, DAY + timedelta(day)) for day in (82, 83)] == [False, True]


def test_each_review_asks_for_the_next_one_anew() -> None:
    (first,) = expected("case", [], [], RULES, DAY, Plan(goals=(GOAL,)))
    wishes = expected("case", [], [], RULES, DAY, Plan(goals=(GOAL,), reviews=(review(1, 5),)))
    added, changed = reconcile([replace(first, state="done")], wishes)
    assert [f.due_on for f in added] == [DAY + timedelta(95)]
    assert changed == []
