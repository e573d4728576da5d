"""What the Teilhabeplan says: its rows, how far it is, when it is gone through, entries of the thread. No widgets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain import plan as plans
from app.domain.date_words import due_in_words, short
from app.domain.dates import german
from app.domain.names import isolated
from app.domain.plan import DONE, OPEN, Goal, Plan, PlanStep
from app.domain.policy import policy_on
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import word
from app.ui.paint import Pill
from app.ui.timeline import TimelineRow
from app.usecases.plan import plan_shown

GOAL, STEP = "goal", "step"
RESULT_KINDS = {"reached": "ok", "partly": "info", "not_reached": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A goal or a step: ``key`` is ``goal:<id>`` or ``step:<id>``; ``caption`` the area, or who does it."""

    key: str
    title: str
    caption: str
    state: str
    pill: Pill | None
    spoken: str

    @property
    def is_goal(self) -> bool:
        """Whether steps stand below it."""
        return self.key.startswith(GOAL)


def key_of(value: Goal | PlanStep) -> str:
    """The key of its row."""
    return f"{GOAL if isinstance(value, Goal) else STEP}:{value.id}"


def going_on(record: Record) -> list[Goal]:
    """The goals of the latest episode that are still worked on, in the order of the list."""
    return [goal for goal in _ordered(plan_shown(record)) if plans.goes_on(goal)]


def _ordered(plan: Plan) -> list[Goal]:
    return sorted(plan.goals, key=lambda goal: (not plans.goes_on(goal), goal.agreed_on, goal.title))


def plan_list(record: Record, today: date) -> tuple[PlanRow, ...]:
    """Each goal with its steps below it; goals that go on first, each kind by the day it was agreed."""
    plan = plan_shown(record)
    return tuple(row for goal in _ordered(plan) for row in (
        _goal_row(goal), *(_step_row(step, today) for step in plans.steps_of(plan, goal))))


def _goal_row(goal: Goal) -> PlanRow:
    area, result = word("need_area", goal.area), word("goal_result", goal.result)
    pill = None if goal.result == OPEN else Pill(text=result, kind=RESULT_KINDS.get(goal.result, "plain"), icon="flag")
    agreed = _("vereinbart {date}").format(date=german(goal.agreed_on))
    spoken = [_("Ziel: {title}").format(title=goal.title), area, agreed, result if pill else ""]
    return PlanRow(key=key_of(goal), title=goal.title, caption=f"{area} · {agreed}", pill=pill,
                   state=OPEN if plans.goes_on(goal) else DONE, spoken=", ".join(part for part in spoken if part))


def _step_row(step: PlanStep, today: date) -> PlanRow:
    pill = _step_pill(step, today)
    said = pill.text if pill else _(plans.STATE_WORDS[step.state])
    spoken = [_("Schritt: {title}").format(title=step.title), step.who, said]
    return PlanRow(key=key_of(step), title=step.title, caption=step.who, state=step.state, pill=pill,
                   spoken=", ".join(part for part in spoken if part))


def _step_pill(step: PlanStep, today: date) -> Pill | None:
    if step.state == DONE:
        done = short(step.done_on, today, _) if step.done_on else ""
        return Pill(text=_("erledigt {date}").format(date=done).strip(), kind="ok")
    if step.state != OPEN:
        return Pill(text=_(plans.STATE_WORDS[step.state]), icon="minus")
    if step.due_on is None:
        return None
    days = (step.due_on - today).days
    words = due_in_words(step.due_on, today, _) if days <= 1 else short(step.due_on, today, _)
    return Pill(text=words, kind="bad" if days < 0 else "warn" if days == 0 else "plain",
                icon="calendar-days" if days > 0 else "")


def progress_words(plan: Plan) -> str:
    """``3 von 7 Schritten erledigt``."""
    done, count = plans.progress(plan.steps)
    return _("{done} von {all} Schritten erledigt").format(done=done, all=count)


def next_review(plan: Plan, today: date) -> date | None:
    """The day by which the plan is gone through next."""
    return plans.review_due(plan, policy_on(today).plan_review_days)


def review_words(plan: Plan, today: date) -> str:
    """When the plan was gone through and when it is the next time."""
    last, due = plans.last_review(plan.reviews), next_review(plan, today)
    said = [_("Durchgesprochen am {date}").format(date=german(last.on)) if last else _("Noch nicht durchgesprochen")]
    if due:
        words = _("das nächste Mal bis {date} ({when})") if due >= today else _("fällig {when}, {date}")
        said.append(words.format(date=german(due), when=due_in_words(due, today, _)))
    return ", ".join(said)


def plan_rows(record: Record) -> Iterator[TimelineRow]:
    """Reviews and ended goals of all episodes, for the thread."""
    goals = {goal.id: goal for goal in record.goals}
    for review in record.plan_reviews:
        results = [f"{isolated(goals[one.goal_id].title)}: {word('goal_result', one.result)}"
                   for one in record.goal_reviews if one.review_id == review.id and one.goal_id in goals]
        copy = [_("Blatt mitgegeben")] if review.client_copy else []
        yield TimelineRow(key=("plan_review", review.id), on=review.on, sign="target", kind="info",
                          title=_("Teilhabeplan durchgesprochen, Fassung {n}").format(n=review.version),
                          caption=" · ".join([*results, *copy]), text=review.note)
    for goal in record.goals:
        if goal.ended_on and not plans.goes_on(goal):
            result = word("goal_result", goal.result)
            said = _("Ziel {result}: {title}").format(result=result, title=isolated(goal.title))
            yield TimelineRow(key=("goal", goal.id), on=goal.ended_on, sign="flag", title=said,
                              caption=word("need_area", goal.area), kind="ok" if goal.result == "reached" else "plain")
