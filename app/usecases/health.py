"""What may be seen of a person's health: nothing of it while no consent of its own holds (domain.md § 4.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.consent import holds_health
from app.domain.followup import PLAN_STEP
from app.domain.needs import PROTECTED_AREA, readable
from app.store.queries.client import ClientPage
from app.store.queries.history import Act, Acts, Entry

# the fields by which a record hangs on a rating, a goal or a step
_HANG_ON = ("goal_id", "source")


def of_page(record: ClientPage, today: date) -> ClientPage:
    """The page without ratings, goals, steps and follow-ups about health, unless their consent holds on ``today``."""
    if holds_health(record.consents, today):
        return record
    gone = {goal.id for goal in record.goals if goal.area == PROTECTED_AREA}
    steps = tuple(step for step in record.plan_steps if step.goal_id not in gone)
    # of a step that was removed nobody can tell any more what it was about
    told_of = {step.id for step in steps}
    return replace(
        record, needs=readable(record.needs, record.consents, today),
        goals=tuple(goal for goal in record.goals if goal.id not in gone),
        plan_steps=steps,
        goal_reviews=tuple(one for one in record.goal_reviews if one.goal_id not in gone),
        follow_ups=tuple(one for one in record.follow_ups if one.rule != PLAN_STEP or one.source in told_of))


def of_acts(acts: Acts, record: ClientPage, today: date) -> Acts:
    """The history without what was entered about health, whether it is still there or not; an act of it alone goes."""
    if holds_health(record.consents, today):
        return acts
    entries = [entry for act in acts.acts for entry in act.entries or ()]
    hidden = {need.id for need in record.needs if need.area == PROTECTED_AREA}
    hidden |= {goal.id for goal in record.goals if goal.area == PROTECTED_AREA}
    hidden |= {entry.identity for entry in entries if PROTECTED_AREA in _told(entry.fields, "area")}
    hidden |= {step.id for step in record.plan_steps if step.goal_id in hidden}
    hidden |= _hanging(entries, hidden)
    hidden |= {one.id for one in record.goal_reviews if one.goal_id in hidden}
    hidden |= {one.id for one in record.follow_ups if one.source in hidden} | _hanging(entries, hidden)
    return replace(acts, acts=tuple(left for act in acts.acts if (left := _left(act, hidden)) is not None))


def _hanging(entries: Iterable[Entry], hidden: set[str]) -> set[str]:
    return {entry.identity for entry in entries
            if any(not hidden.isdisjoint(_told(entry.fields, name)) for name in _HANG_ON)}


def _told(fields: Mapping[str, Any], name: str) -> list[Any]:
    """What a field said, before and after where it was changed."""
    value = fields.get(name)
    return value if isinstance(value, list) else [value]


def _left(act: Act, hidden: set[str]) -> Act | None:
    if act.entries is None:
        return act
    kept = tuple(entry for entry in act.entries if entry.identity not in hidden)
    return act if kept == act.entries else replace(act, entries=kept) if kept else None
