"""The Teilhabeplan: goals agreed with the person, steps (who, until when), and reviews, each a version of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.errors import N_, UserError

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATE_WORDS = {OPEN: N_("offen"), DONE: N_("erledigt"), DROPPED: N_("entfällt")}
# Partly reached is no end: at a review such a goal goes on.
GOING_ON = frozenset({OPEN, "partly"})
GOAL_MISSING = N_("Es fehlt, worum es bei dem Ziel geht. Ein Satz genügt. Es wurde nichts gespeichert.")
STEP_MISSING = N_("Es fehlt, was zu tun ist. Ein Wort genügt. Es wurde nichts gespeichert.")
REVIEW_TOO_EARLY = N_("Der Plan wurde zuletzt am {last:%d.%m.%Y} durchgesprochen. Ein späteres Gespräch kann nicht "
                      "davor liegen. Es wurde nichts gespeichert.")
NOTHING_TO_REVIEW = N_("Es läuft kein Ziel, das sich durchsprechen ließe. Es wurde nichts gespeichert.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was agreed; ``result`` is open until a review or the closing says how it went (list goal_result)."""

    id: str
    case_id: str
    area: str
    title: str
    agreed_on: date
    result: str = OPEN
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One step towards a goal; ``who`` in a word or a name, ``state`` open, done or dropped."""

    id: str
    case_id: str
    goal_id: str
    title: str
    who: str = ""
    due_on: date | None = None
    state: str = OPEN
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReview:
    """The plan was gone through together: ``version`` counts from 1, ``client_copy`` says a sheet was handed over."""

    id: str
    case_id: str
    version: int
    on: date
    note: str = ""
    client_copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview:
    """How one goal stood at a review."""

    id: str
    case_id: str
    review_id: str
    goal_id: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the rules need of the plan of one case."""

    goals: tuple[Goal, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    reviews: tuple[PlanReview, ...] = ()


NO_PLAN = Plan()


def checked_goal(goal: Goal) -> Goal:
    """The goal itself, if it says what it is."""
    if not goal.title.strip():
        raise UserError(GOAL_MISSING)
    return goal


def checked_step(step: PlanStep) -> PlanStep:
    """The step itself, if it says what to do."""
    if not step.title.strip():
        raise UserError(STEP_MISSING)
    return step


def goes_on(goal: Goal) -> bool:
    """Whether the goal is still worked on."""
    return goal.result in GOING_ON


def version(reviews: Iterable[PlanReview]) -> int:
    """The version (Fassung) of the plan as it stands: 1 until it is gone through, then one more with each review."""
    return max((review.version for review in reviews), default=0) + 1


def on_sheet(plan: Plan) -> tuple[Goal, ...]:
    """The goals a printed sheet names: those that go on, and those that ended with the last review or after it."""
    last = last_review(plan.reviews)
    ended = [goal for goal in plan.goals if last and goal.ended_on and goal.ended_on >= last.on]
    return tuple(sorted((goal for goal in plan.goals if goes_on(goal) or goal in ended), key=lambda g: g.agreed_on))


def steps_of(plan: Plan, goal: Goal) -> tuple[PlanStep, ...]:
    """The steps towards a goal: open ones by their day, then what is done, then what was dropped."""
    order = (OPEN, DONE, DROPPED)
    return tuple(sorted((step for step in plan.steps if step.goal_id == goal.id),
                        key=lambda s: (order.index(s.state), s.due_on or s.done_on or date.max, s.title)))


def last_review(reviews: Iterable[PlanReview]) -> PlanReview | None:
    """The review that counts: the latest version."""
    return max(reviews, key=lambda review: review.version, default=None)


def progress(steps: Iterable[PlanStep]) -> tuple[int, int]:
    """Steps done and steps in all; dropped ones are none."""
    counted = [step for step in steps if step.state != DROPPED]
    return sum(step.state == DONE for step in counted), len(counted)


def review_due(plan: Plan, days: int) -> date | None:
    """When the plan is gone through next: so many days after the last review, before it after the first goal that is
    still worked on was agreed (domain.md § 11, plan_review); None while no goal is."""
    agreed = [goal.agreed_on for goal in plan.goals if goes_on(goal)]
    if not agreed:
        return None
    last = last_review(plan.reviews)
    # a plan that begins anew long after its last review is not late on its first day
    return max(min(agreed), last.on if last else date.min) + timedelta(days=days)


def check_review(plan: Plan, on: date) -> None:
    """Raises UserError where there is nothing to go through, or the talk would lie before the last one."""
    if not any(goes_on(goal) for goal in plan.goals):
        raise UserError(NOTHING_TO_REVIEW)
    last = last_review(plan.reviews)
    if last is not None and on < last.on:
        raise UserError(REVIEW_TOO_EARLY, last=last.on)
