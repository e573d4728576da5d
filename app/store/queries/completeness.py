"""What the Füllstand is computed from: for the list in one statement, for a person out of the page that was read."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal, or_, select

from app.domain import language, residence
from app.domain.codes import UNKNOWN
from app.domain.completeness import Known
from app.domain.consent import CASEWORK, given
from app.domain.plan import GOING_ON
from app.store.queries.client import ClientPage
from app.store.queries.current import Found, last_by, some, written
from app.store.schema import CaseRow, ConsentRow, EligibilityRow, GoalRow, NeedRow


def latest_cases(connection: Connection, today: date, clients: Collection[str] | None) -> Found:
    """Per client the latest episode with what its Füllstand needs, each looked up by its index."""
    case = CaseRow
    query = (
        select(case.client_id, case.id, case.phase, case.access_route, case.entry_employment, case.entry_school_years,
               case.entry_certificate, case.closing_reason, case.outcome_situation, case.handed_over_to,
               _consent(today).label("consent"),
               _of_case(EligibilityRow.case_id).label("eligibility"),
               _of_case(NeedRow.case_id, NeedRow.level != UNKNOWN).label("needs"),
               _of_case(GoalRow.case_id, _goes_on()).label("goals_open"))
        .where(some(case.client_id, clients)).order_by(case.client_id, case.episode)
    )
    return last_by(connection, query)


def of_line(person: Any, case: Any, state: str, paper: Any, level: Any) -> Known:
    """The rows of a person in the list as the rules want them: rows have the fields of the values they hold."""
    return Known(client=person, case=case, state=state, paper=paper, level=level, consent=bool(case.consent),
                 eligibility=bool(case.eligibility), needs=bool(case.needs), goals_open=bool(case.goals_open))


def of_page(shown: ClientPage, today: date) -> Known:
    """The same of a person whose page was read."""
    case_id = shown.case.id
    return Known(
        client=shown.client, case=shown.case, state=shown.state, paper=residence.current(shown.papers, today),
        level=language.latest(shown.levels, today), consent=given(shown.consents, CASEWORK, today) is not None,
        eligibility=any(one.case_id == case_id for one in shown.eligibilities),
        needs=any(need.case_id == case_id and need.level != UNKNOWN for need in shown.needs),
        goals_open=any(goal.case_id == case_id and goal.result in GOING_ON and goal.ended_on is None
                       for goal in shown.goals))


def _of_case(owner: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return _there(owner == CaseRow.id, *conditions)


def _consent(today: date) -> ColumnElement[bool]:
    """As ``domain.consent.holds`` has it."""
    own, day = ConsentRow, written(today)
    return _there(own.client_id == CaseRow.client_id, own.kind == CASEWORK, own.given_on <= day,
                  or_(own.withdrawn_on.is_(None), own.withdrawn_on > day),
                  or_(own.expires_on.is_(None), own.expires_on >= day))


def _there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    # without `correlate` the cases would be joined once more inside, and any row of anybody would do
    return select(literal(1)).where(*conditions).correlate(CaseRow).exists()


def _goes_on() -> ColumnElement[bool]:
    return GoalRow.result.in_(sorted(GOING_ON)) & GoalRow.ended_on.is_(None)
