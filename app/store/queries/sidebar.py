"""What the sidebar says: how much waits on each page, counted by the database without fetching a line."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.domain import followup
from app.domain.case import IN_STOCK, CaseState
from app.domain.dates import Month
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.schema import CaseRow, CaseStepRow, FollowUpRow, IssuedMonthRow, ReferralRow, ReferralStepRow

_WAITING = (ReferralState.SENT, ReferralState.NO_REPLY, ReferralState.WAITING_LIST)


def due(file: CaseFile) -> int:
    """Open follow-ups that are overdue or due today."""
    return _count(file, select(func.count()).select_from(FollowUpRow).where(
        FollowUpRow.state == followup.OPEN, FollowUpRow.due_on <= file.today()))


def running(file: CaseFile) -> int:
    """Persons whose latest case is in clarification, open, paused or about to be closed: what Klienten shows first."""
    step, other = CaseStepRow, aliased(CaseRow)
    # a correlated lookup through the index: a sort or window would be locked in memory page by page
    last = (select(step.state).where(step.case_id == CaseRow.id).order_by(step.on.desc(), step.recorded_at.desc())
            .limit(1).scalar_subquery())
    latest = select(func.max(other.episode)).where(other.client_id == CaseRow.client_id).scalar_subquery()
    return _count(file, select(func.count()).select_from(CaseRow).where(
        CaseRow.episode == latest, last.in_({*IN_STOCK, CaseState.PROSPECT})))


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
        issued = connection.execute(select(func.max(IssuedMonthRow.period))).scalar() or ""
        began = connection.execute(select(func.min(CaseStepRow.on))).scalar()
    return began is not None and began <= month.last_day() and issued < str(month)


def _count(file: CaseFile, query: Select[int]) -> int:
    with file.read() as connection:
        return connection.execute(query).scalar() or 0
