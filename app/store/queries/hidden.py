"""Which follow-ups no list may show: those of a step toward a goal about health whose consent does not hold. On the
page of a person `health` says the same."""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from app.domain.consent import HEALTH
from app.domain.followup import PLAN_STEP
from app.domain.needs import PROTECTED_AREA
from app.store.queries.current import written
from app.store.schema import CaseRow, ConsentRow, FollowUpRow, GoalRow, PlanStepRow


def may_be_listed(today: date) -> ColumnElement[bool]:
    """A condition on FollowUpRow (domain.md § 4.3); looked up through identities, for steps of a plan alone."""
    # of its own, because most lists join the case of the follow-up themselves
    case = aliased(CaseRow)
    holds = exists().where(
        ConsentRow.client_id == case.client_id, ConsentRow.kind == HEALTH, ConsentRow.given_on <= written(today),
        or_(ConsentRow.withdrawn_on.is_(None), ConsentRow.withdrawn_on > written(today)),
        or_(ConsentRow.expires_on.is_(None), ConsentRow.expires_on >= written(today)))
    about_health = exists().where(
        PlanStepRow.id == FollowUpRow.source, GoalRow.id == PlanStepRow.goal_id, GoalRow.area == PROTECTED_AREA,
        case.id == PlanStepRow.case_id, ~holds)
    return or_(FollowUpRow.rule != PLAN_STEP, ~about_health)
