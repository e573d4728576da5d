"""The plan as acts: steps and their follow-ups agree whatever is done to either, reviews count, goals end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import followup as followups
from app.domain.case import Phase
from app.domain.followup import PLAN_REVIEW, PLAN_STEP, FollowUp
from app.domain.needs import LOCKED
from app.domain.plan import GOAL_MISSING, NOTHING_TO_REVIEW, STEP_MISSING, PlanStep
from app.store.casefile import CaseFile
from app.store.queries import today
from app.store.queries.client import ClientPage, page
from app.usecases import casework, closing, followup, needs, plan
from app.usecases.casework import IN_FUTURE
from app.usecases.closing import Closing
from app.usecases.plan import NO_GOAL, TAKEN_ALREADY, Talk
from tests.casefiles import PASSWORD, Clock, after, every_row, new_file, opened_case, refusal


def work_goal(file: CaseFile, case_id: str, **fields: object) -> str:
    return plan.add_goal(file, case_id, **{"title": "Arbeit finden", "area": "work", "agreed_on": after(0), **fields})


def reminders(shown: ClientPage, rule: str = PLAN_STEP) -> list[FollowUp]:
    return [f for f in shown.follow_ups if f.rule == rule]


def only_step(file: CaseFile, client_id: str) -> tuple[PlanStep, FollowUp]:
    shown = page(file, client_id)
    (step,), (asked,) = shown.plan_steps, reminders(shown)
    return step, asked


def test_a_goal_with_two_steps_is_one_act_and_stands_on_heute(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    work_goal(file, case_id, steps=({"title": " Betrieb  anrufen ", "who": "beide", "due_on": after(0)},
                                    {"title": "Lebenslauf"}))
    shown = page(file, client_id)
    assert [(s.title, s.who, s.due_on) for s in shown.plan_steps] == [("Betrieb anrufen", "beide", after(0)),
                                                                     ("Lebenslauf", "", None)]
    assert [line.title for line in today.page(file).groups["today"]] == ["Betrieb anrufen"]
    assert [f.due_on for f in reminders(shown, PLAN_REVIEW)] == [after(90)]
    assert shown.case.phase == Phase.PLANNING
    assert file.undo() == plan.ADD_GOAL
    shown = page(file, client_id)
    assert (shown.goals, shown.plan_steps, shown.follow_ups, shown.case.phase) == ((), (), (), Phase.ASSESSMENT)


def test_ticking_the_step_finishes_its_follow_up_and_back(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    plan.add_step(file, work_goal(file, case_id), title="Anruf", due_on=after(3))
    step, asked = only_step(file, client_id)
    plan.tick(file, step.id)
    step, asked = only_step(file, client_id)
    assert (step.state, step.done_on, asked.state, asked.done_on) == ("done", after(0), "done", after(0))
    plan.tick(file, step.id, done=False)
    step, asked = only_step(file, client_id)
    assert (step.state, step.done_on, asked.state, asked.due_on) == ("open", None, "open", after(3))


def test_finishing_the_follow_up_ticks_the_step_and_undo_takes_both_back(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    plan.add_step(file, work_goal(file, case_id), title="Anruf", due_on=after(3))
    before = only_step(file, client_id)
    followup.finish(file, before[1].id)
    step, asked = only_step(file, client_id)
    assert (step.state, step.done_on, asked.state) == ("done", after(0), "done")
    followup.reopen(file, asked.id)
    assert only_step(file, client_id) == before
    file.undo()
    file.undo()
    assert only_step(file, client_id) == before


def test_a_new_day_in_the_plan_counts_more_than_a_reminder_put_off(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    plan.add_step(file, work_goal(file, case_id), title="Anruf", due_on=after(3))
    step, asked = only_step(file, client_id)
    followup.postpone(file, asked.id, 7)
    plan.change_step(file, step.id, who="Betrieb")
    assert only_step(file, client_id)[1].due_on == after(10)
    plan.change_step(file, step.id, title="Besuch", due_on=after(5))
    step, asked = only_step(file, client_id)
    assert (step.who, asked.title, asked.due_on) == ("Betrieb", "Besuch", after(5))
    plan.change_step(file, step.id, due_on=None)
    assert only_step(file, client_id)[1].state == followups.CANCELLED
    plan.remove_step(file, step.id)
    assert page(file, client_id).plan_steps == ()


@contextmanager
def scratch() -> Iterator[CaseFile]:
    with TemporaryDirectory() as place:
        file = new_file(Path(place) / "probe.klientendatei", PASSWORD, Clock())
        yield file
        file.close()


ACTS = ("tick", "open", "finish", "postpone", "date", "no date", "drop", "remove goal", "end goal", "review", "undo")


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=5, max_size=9))
def test_every_open_step_with_a_day_has_one_open_follow_up_whatever_was_done(acts: list[tuple[str, int]]) -> None:
    with scratch() as file:
        client_id, case_id = opened_case(file)
        for name in ("Anruf", "Besuch"):
            work_goal(file, case_id, title=name, steps=({"title": name, "due_on": after(5)},))
        for act, which in acts:
            _do(file, page(file, client_id), act, which)
            shown = page(file, client_id)
            wanted = sorted(s.id for s in shown.plan_steps if s.state == "open" and s.due_on)
            assert sorted(f.source for f in reminders(shown) if f.state == followups.OPEN) == wanted
            sources = [f.source for f in reminders(shown)]
            assert len(sources) == len(set(sources))
            assert sorted(r.version for r in shown.plan_reviews) == list(range(1, len(shown.plan_reviews) + 1))
            running = any(g.result == "open" for g in shown.goals)
            assert [f.state for f in reminders(shown, PLAN_REVIEW)].count(followups.OPEN) == running


def _do(file: CaseFile, shown: ClientPage, act: str, which: int) -> None:
    """One act on one of the two goals or steps, where there still is such a one."""
    step = dict(enumerate(shown.plan_steps)).get(which)
    goal = dict(enumerate(g for g in shown.goals if g.result == "open")).get(which)
    asked = next((f for f in reminders(shown) if step and f.source == step.id and f.state == followups.OPEN), None)
    if act == "undo":
        file.undo()
    elif goal and act == "remove goal":
        plan.remove_goal(file, goal.id)
    elif goal and act == "end goal":
        plan.change_goal(file, goal.id, result="reached")
    elif goal and act == "review":
        plan.review(file, goal.case_id, Talk(on=after(0), results={goal.id: "open"}))
    elif asked and act in ("finish", "postpone"):
        followup.finish(file, asked.id) if act == "finish" else followup.postpone(file, asked.id, 7)
    elif step and step.goal_id in {g.id for g in shown.goals if g.result == "open"}:
        changes: dict[str, dict[str, object]] = {"date": {"due_on": after(8)}, "no date": {"due_on": None},
                                                 "drop": {"state": "dropped"}}
        if act in changes:
            plan.change_step(file, step.id, **changes[act])
        elif act in ("tick", "open"):
            plan.tick(file, step.id, done=act == "tick")


def test_reviews_make_versions_end_goals_and_ask_again_in_ninety_days(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    work = work_goal(file, case_id, steps=({"title": "Anruf", "due_on": after(99)},))
    school = work_goal(file, case_id, title="Abschluss", area="school")
    clock.go_to(after(95))
    talk = Talk(on=after(95), results={work: "reached", school: "partly"}, notes={work: " Seit Mai "}, client_copy=True)
    assert plan.review(file, case_id, talk) == 1
    shown = page(file, client_id)
    (step,), (review,) = shown.plan_steps, shown.plan_reviews
    assert {g.id: (g.result, g.ended_on) for g in shown.goals} == {work: ("reached", after(95)),
                                                                   school: ("partly", None)}
    assert {(g.goal_id, g.result, g.note) for g in shown.goal_reviews} == {(work, "reached", "Seit Mai"),
                                                                          (school, "partly", "")}
    assert (step.state, review.version, review.client_copy) == ("dropped", 1, True)
    assert sorted((f.due_on, f.state) for f in reminders(shown, PLAN_REVIEW)) == [(after(90), "done"),
                                                                                 (after(185), "open")]
    assert plan.review(file, case_id, Talk(on=after(95), results={school: "reached"})) == 2
    assert refusal(lambda: plan.review(file, case_id, Talk(on=after(95)))) == NOTHING_TO_REVIEW
    file.undo()
    file.undo()
    assert page(file, client_id).plan_reviews == ()
    assert only_step(file, client_id)[1].state == followups.OPEN


def test_a_goal_entered_by_mistake_goes_with_its_steps_and_what_was_said_of_it(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    wrong = work_goal(file, case_id, steps=({"title": "Anruf", "due_on": after(9)},))
    right = work_goal(file, case_id, title="Abschluss", area="school", steps=({"title": "Amt", "due_on": after(5)},))
    clock.go_to(after(2))
    plan.review(file, case_id, Talk(on=after(2)))
    before = page(file, client_id)
    plan.remove_goal(file, wrong)
    shown = page(file, client_id)
    assert [goal.id for goal in shown.goals] == [right] == [one.goal_id for one in shown.goal_reviews]
    assert [step.title for step in shown.plan_steps] == ["Amt"]
    assert {asked.title: asked.state for asked in reminders(shown)} == {
        "Anruf": followups.CANCELLED, "Amt": followups.OPEN}
    file.undo()
    again = page(file, client_id)
    for parts in ("goals", "plan_steps", "goal_reviews", "follow_ups"):
        assert sorted(getattr(again, parts), key=lambda one: one.id) == sorted(
            getattr(before, parts), key=lambda one: one.id)


def test_a_need_is_taken_over_once(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    needs.rate(file, case_id, "work", level="2")
    assert refusal(lambda: plan.take_over(file, case_id, "work")) == NO_GOAL
    needs.rate(file, case_id, "work", goal="Arbeit  finden")
    assert plan.take_over(file, case_id, "work") == "Arbeit finden"
    needs.rate(file, case_id, "work", next_step="Betrieb anrufen")
    assert plan.take_over(file, case_id, "work") == "Arbeit finden"
    assert refusal(lambda: plan.take_over(file, case_id, "work")) == TAKEN_ALREADY
    shown = page(file, client_id)
    assert [(g.title, g.area) for g in shown.goals] == [("Arbeit finden", "work")]
    assert [s.title for s in shown.plan_steps] == ["Betrieb anrufen"]


def test_what_cannot_be_is_refused_and_changes_nothing(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    goal = work_goal(file, case_id)
    before = every_row(file)
    for act, sentence in (
        (lambda: work_goal(file, case_id, title=" "), GOAL_MISSING),
        (lambda: work_goal(file, case_id, agreed_on=after(1)), IN_FUTURE),
        (lambda: work_goal(file, case_id, area="health"), LOCKED),
        (lambda: plan.change_goal(file, goal, area="health"), LOCKED),
        (lambda: plan.add_step(file, goal, title=""), STEP_MISSING),
        (lambda: plan.review(file, case_id, Talk(on=after(1))), IN_FUTURE),
    ):
        assert refusal(act) == sentence
    assert every_row(file) == before
    assert page(file, client_id).goals[0].ended_on is None


def test_a_closed_case_asks_for_no_step_and_a_changed_goal_keeps_its_place(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.change_case(file, case_id, phase=Phase.MONITORING)
    goal = work_goal(file, case_id, steps=({"title": "Anruf", "due_on": after(3)},))
    plan.change_goal(file, goal, title=" Stelle  finden", agreed_on=after(0) - timedelta(2))
    assert page(file, client_id).case.phase == Phase.MONITORING
    assert [g.title for g in page(file, client_id).goals] == ["Stelle finden"]
    closing.close(file, case_id, Closing(on=after(0), reason="goals_reached", outcome_situation="employed_full"))
    assert {f.state for f in page(file, client_id).follow_ups} == {followups.CANCELLED}
    plan.tick(file, page(file, client_id).plan_steps[0].id)
    assert {f.state for f in page(file, client_id).follow_ups} == {followups.CANCELLED}
