"""What the sidebar says: how much waits on each page, counted by the database without fetching a line."""

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from app.domain import followup
from app.domain.appointment import PLANNED
from app.domain.case import IN_STOCK, CaseState
from app.domain.dates import Month
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import reporting
from app.store.queries.hidden import may_be_listed
from app.store.schema import (
    AppointmentRow,
    CaseRow,
    CaseStepRow,
    FollowUpRow,
    ReferralRow,
    ReferralStepRow,
)

_WAITING = (ReferralState.SENT, ReferralState.NO_REPLY, ReferralState.WAITING_LIST)


def due(file: CaseFile) -> int:
    """Open follow-ups that are overdue or due today, appointments of today and those that wait for a result."""
    today, meeting = file.today(), AppointmentRow
    lines = select(func.count()).select_from(FollowUpRow).where(
        FollowUpRow.state == followup.OPEN, FollowUpRow.due_on <= today, may_be_listed(today))
    meetings = select(func.count()).select_from(meeting).where(meeting.on <= today, meeting.state == PLANNED)
    return _count(file, select(lines.scalar_subquery() + meetings.scalar_subquery()))


def running(file: CaseFile) -> int:
    """Persons whose latest case is in clarification, open, paused or about to be closed: what Klienten shows first."""
    step, later = CaseStepRow, aliased(CaseRow)
    # a correlated lookup through the index: a sort or window would be locked in memory page by page
    last = (select(step.state).where(step.case_id == CaseRow.id).order_by(step.on.desc(), step.recorded_at.desc())
            .limit(1).scalar_subquery())
    runs = last.in_({*IN_STOCK, CaseState.PROSPECT})
    # after a merge an earlier case of a person may run as well; few have a second one, so it is asked from there
    behind = select(func.count(CaseRow.id.distinct())).select_from(later).join(
        CaseRow, and_(CaseRow.client_id == later.client_id, CaseRow.episode < later.episode)).where(
        later.episode > 1, runs)
    every = select(func.count()).select_from(CaseRow).where(runs)
    return _count(file, select(every.scalar_subquery() - behind.scalar_subquery()))


def unanswered(file: CaseFile) -> int:
    """Referrals that wait for the provider's answer, on a waiting list or after a question too."""
    step = ReferralStepRow
    last = (select(step.state).where(step.referral_id == ReferralRow.id)
            .order_by(step.on.desc(), step.recorded_at.desc()).limit(1).scalar_subquery())
    return _count(file, select(func.count()).select_from(ReferralRow).where(last.in_(_WAITING)))


def month_waits(file: CaseFile) -> bool:
    """True while the month before this one had a case and is not issued."""
    month = Month.of(file.today()).previous()
    with file.read() as connection:
        issued = reporting.last_period(connection)
        began = connection.execute(select(func.min(CaseStepRow.on))).scalar()
    return began is not None and began <= month.last_day() and issued < str(month)


def _count(file: CaseFile, query: Select[int]) -> int:
    with file.read() as connection:
        return connection.execute(query).scalar() or 0
