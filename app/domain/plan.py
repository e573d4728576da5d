"""The Teilhabeplan: goals agreed with the person, steps (who, until when), and reviews, each a version of the plan."""

from dataclasses import dataclass
from datetime import date

OPEN, DONE, DROPPED = "open", "done", "dropped"


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
