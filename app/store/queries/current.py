"""Pieces of SQL the pages share: the current case, its state and paper, a client's last contact. No page lines here."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.sql.selectable import Subquery

from app.domain.contact import NOT_WITH_CLIENT
from app.domain.names import shown
from app.store.schema import (
    CaseRow,
    CaseStepRow,
    ClientRow,
    ContactRow,
    LanguageAssessmentRow,
    ReferralStepRow,
    ResidenceDocumentRow,
)


def name_of(row: Any) -> str:
    """The name as lists show it, from a row with the client's name columns."""
    return shown(family=row.family_name, given=row.given_name, alias=row.aliases[0] if row.aliases else "")


def last_of(query: Select[Any], name: str) -> Subquery:
    """Keeps the rows ranked first by the window column ``place``."""
    ranked = query.subquery()
    return select(ranked).where(ranked.c.place == 1).subquery(name)


def some(column: ColumnElement[str], ids: Collection[str] | None) -> ColumnElement[bool]:
    """A condition that narrows to these identities, or none at all."""
    return and_(True) if ids is None else column.in_(ids)


def case_states(name: str = "state_now") -> Subquery:
    """Per case its last step: case_id, state, on, reason."""
    step = CaseStepRow
    place = func.row_number().over(partition_by=step.case_id, order_by=(step.on.desc(), step.recorded_at.desc()))
    return last_of(select(step.case_id, step.state, step.on, step.reason, place.label("place")), name)


def latest_cases(ids: Collection[str] | None = None) -> Subquery:
    """Per client the latest episode."""
    place = func.row_number().over(partition_by=CaseRow.client_id, order_by=CaseRow.episode.desc())
    columns = [c for c in CaseRow.__table__.columns]
    return last_of(select(*columns, place.label("place")).where(some(CaseRow.client_id, ids)), "latest_case")


def referral_states(name: str = "referral_now") -> Subquery:
    """Per referral its last step: referral_id, state, on, reason."""
    step = ReferralStepRow
    place = func.row_number().over(partition_by=step.referral_id, order_by=(step.on.desc(), step.recorded_at.desc()))
    return last_of(select(step.referral_id, step.state, step.on, step.reason, place.label("place")), name)


def current_papers(day: date, ids: Collection[str] | None = None) -> Subquery:
    """Per client the paper that counts on that day, as ``domain.residence.current`` picks it."""
    paper = ResidenceDocumentRow
    order = (paper.valid_from.desc(), func.coalesce(paper.valid_to, date.max).desc(), paper.id.desc())
    place = func.row_number().over(partition_by=paper.client_id, order_by=order)
    query = select(paper.id, paper.client_id, paper.kind, paper.valid_to, paper.work_permission, place.label("place"))
    return last_of(query.where(paper.valid_from <= day, some(paper.client_id, ids)), "paper_now")


def current_levels(day: date, ids: Collection[str] | None = None) -> Subquery:
    """Per client the German assessment that counts on that day."""
    level = LanguageAssessmentRow
    place = func.row_number().over(partition_by=level.client_id, order_by=(level.on.desc(), level.id.desc()))
    query = select(level.client_id, level.oral, level.written, place.label("place"))
    return last_of(query.where(level.on <= day, some(level.client_id, ids)), "level_now")


def last_contacts(ids: Collection[str] | None = None) -> Subquery:
    """Per client the day of the last contact in which the person was reached."""
    query = select(CaseRow.client_id, func.max(ContactRow.on).label("last_on")).join(
        ContactRow, ContactRow.case_id == CaseRow.id)
    reached = and_(ContactRow.result == "reached", ContactRow.kind.not_in(NOT_WITH_CLIENT))
    return query.where(reached, some(CaseRow.client_id, ids)).group_by(CaseRow.client_id).subquery("contact_last")


NAME_COLUMNS = (ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.number)
