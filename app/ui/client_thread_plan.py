"""The rows of the thread that come from assessment and plan. No widgets."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from app.domain.names import isolated
from app.domain.plan import DONE
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui import client_plan_words
from app.ui.client_fields import word
from app.ui.timeline import TimelineRow


def plan_rows(record: Record) -> Iterator[TimelineRow]:
    """Ratings of a day, goals when agreed and when ended, steps done, and the talks in which the plan was reviewed."""
    yield from _ratings(record)
    goals = {goal.id: goal for goal in record.goals}
    for goal in record.goals:
        yield TimelineRow(key=("goal", goal.id, "agreed"), on=goal.agreed_on, sign="target", kind="info",
                          title=_("Ziel vereinbart: {goal}").format(goal=isolated(goal.title)),
                          caption=word("need_area", goal.area))
    for step in record.plan_steps:
        if step.state == DONE and step.done_on:
            goal_title = isolated(goals[step.goal_id].title) if step.goal_id in goals else ""
            yield TimelineRow(key=("plan_step", step.id), on=step.done_on, sign="check", kind="ok",
                              title=_("Schritt erledigt: {step}").format(step=isolated(step.title)),
                              caption=" · ".join(part for part in (isolated(step.who), goal_title) if part))
    yield from client_plan_words.plan_rows(record)


def _ratings(record: Record) -> Iterator[TimelineRow]:
    """One row for what was asked on one day."""
    days: dict[date, list[str]] = defaultdict(list)
    for need in record.needs:
        days[need.on].append(f"{word('need_area', need.area)} {word('need_level', need.level)}")
    for day, said in days.items():
        yield TimelineRow(key=("need", day), on=day, sign="layers", kind="info", title=_("Bedarf erhoben"),
                          caption=" · ".join(said))
