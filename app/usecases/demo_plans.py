"""Needs and plans of the Musterdatei: for about half of the open cases, with dice of their own, so that what is counted
of the months stays what it is without them."""

from datetime import timedelta
from random import Random

from app.domain.followup import PLAN_REVIEW, PLAN_STEP
from app.domain.needs import MEASURED, PROTECTED_AREA, areas
from app.domain.plan import DONE, OPEN
from app.store.queries import today as today_query
from app.store.queries.client import page
from app.usecases import followup, needs, plan
from app.usecases.demo_stage import Life, Stage
from app.usecases.plan import Talk, plan_shown

# Of a hundred opened cases so many get a plan; so often a step that is due is done by the end of its week.
PLANNED, DONE_IN_TIME = 55, 0.85
RULES = frozenset({PLAN_STEP, PLAN_REVIEW})
GOALS = (
    ("language", "Ich möchte die Prüfung B1 bestehen", ("Einstufungstest machen", "Zum Kurs anmelden")),
    ("school", "Ich möchte den Hauptschulabschluss machen", ("Zeugnis übersetzen lassen", "Beratung im Berufskolleg")),
    ("training", "Ich möchte eine Ausbildung beginnen", ("Lebenslauf fertig machen", "Drei Bewerbungen abschicken")),
    ("work", "Ich möchte ein Praktikum machen", ("Betrieb anrufen", "Arbeitserlaubnis beantragen")),
    ("housing", "Ich möchte ruhiger wohnen", ("Wohnberechtigungsschein beantragen", "Zwei Wohnungen ansehen")),
    ("money", "Ich möchte meine Post selbst erledigen", ("Konto eröffnen", "Fahrtkosten beantragen")),
)
WHO = ("Klient", "beide", "Teilhabemanagement", "Träger")


def begin(stage: Stage, life: Life) -> None:
    """Decides by the person's number alone whether there will be a plan, and asks for needs some days later."""
    dice = Random(f"plan {life.number}")
    if dice.random() * 100 < PLANNED:
        stage.diary.after(dice.randrange(3, 20), _assess, stage, life, dice)


def _assess(stage: Stage, life: Life, dice: Random) -> None:
    """Most areas in one talk, some left out; the goal that follows is noted where the need is highest."""
    if not life.active:
        return
    chosen = dice.sample(GOALS, 2)
    ratings: dict[str, dict[str, object]] = {
        area: {"level": dice.choice(MEASURED), "resource": dice.random() < 0.2} for area in areas()
        if area != PROTECTED_AREA and dice.random() < 0.9}
    for area, goal, steps in chosen:
        ratings[area] = {"level": dice.choice("23"), "goal": goal, "next_step": steps[0]}
    needs.rate_several(stage.file, life.case_id, ratings)
    stage.diary.after(dice.randrange(3, 15), _agree, stage, life, dice, chosen)


def _agree(stage: Stage, life: Life, dice: Random, chosen: list[tuple[str, str, tuple[str, ...]]]) -> None:
    if not life.active:
        return
    today = stage.diary.today
    for area, goal, steps in chosen:
        plan.add_goal(stage.file, life.case_id, title=goal, area=area, agreed_on=today, steps=[
            {"title": step, "who": dice.choice(WHO), "due_on": today + timedelta(days=dice.randrange(10, 75))}
            for step in steps])


def clear(stage: Stage) -> None:
    """Once a week: most steps that are due are done, and a plan whose time has come is gone through."""
    today, dice = stage.diary.today, Random(f"plans {stage.diary.today}")
    lives = {life.client_id: life for life in stage.lives if life.active}
    # identities are random: only by number does a seed meet the same lines again
    lines = sorted((line for line in today_query.page(stage.file).lines
                    if line.rule in RULES and line.client_id in lives and line.due_on),
                   key=lambda line: (lives[line.client_id].number, line.rule, line.title))
    for line in lines:
        if line.rule == PLAN_REVIEW:
            _talk_through(stage, lives[line.client_id], dice)
        elif line.due_on and line.due_on <= today and dice.random() < DONE_IN_TIME:
            followup.finish(stage.file, line.follow_up_id)


def _talk_through(stage: Stage, life: Life, dice: Random) -> None:
    record = page(stage.file, life.client_id)
    shown = plan_shown(record)
    results: dict[str, str] = {}
    for goal in sorted(shown.goals, key=lambda goal: goal.title):
        left = [step for step in shown.steps if step.goal_id == goal.id and step.state != DONE]
        # one goal at least goes on, so that the plan is a plan
        results[goal.id] = OPEN if left or "reached" in results.values() else dice.choice(("reached", "partly"))
        better = "1" if results[goal.id] != OPEN else "2"
        needs.rate(stage.file, life.case_id, goal.area, level=better)
    plan.review(stage.file, life.case_id, Talk(on=stage.diary.today, results=results, client_copy=dice.random() < 0.7))
