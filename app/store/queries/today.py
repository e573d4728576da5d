"""What is due: the lines of Heute and the numbers of its tiles, which are the lengths of these lists."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.domain import followup
from app.domain.case import CaseState
from app.domain.codes import all_counted_as
from app.domain.contact import NOT_WITH_CLIENT
from app.domain.policy import policy_on
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, last_contacts, name_of, written
from app.store.schema import (
    CaseRow,
    CaseStepRow,
    CatalogueRow,
    ClientRow,
    ContactRow,
    FollowUpRow,
    IssuedMonthRow,
    ReferralRow,
    ReferralStepRow,
)

# what a silent case is told by; a name changes its line
SILENT_FROM = frozenset({"contact", "case_step", "case_", "client"})
# No warning is longer than a year, so nothing beyond it can be shown today.
AHEAD_DAYS = 366
ASKS = "course_start_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """A follow-up with its person; ``group`` is overdue, today, week, later or someday."""

    follow_up_id: str
    client_id: str
    case_id: str
    name: str
    title: str
    rule: str
    due_on: date | None
    group: str
    postponements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A confirmed referral whose course has begun: „Angetreten?“ ``since`` is the day it was confirmed.

    ``follow_up_id`` is the open reminder that asks and ``due_on`` its day; a postponed one asks again on that day.
    """

    referral_id: str
    client_id: str
    name: str
    title: str
    starts_on: date
    since: date
    follow_up_id: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentLine:
    """A running case without contact for longer than the policy says; ``last_on`` None means never."""

    client_id: str
    case_id: str
    name: str
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """Everything on Heute; each tile shows the length of one of these.

    ``next_due`` is the first due day after this week.
    """

    lines: tuple[TodayLine, ...]
    papers: tuple[TodayLine, ...]
    courses: tuple[CourseLine, ...]
    silent: tuple[SilentLine, ...]
    last_issued: str
    next_due: date | None
    groups: dict[str, tuple[TodayLine, ...]] = field(default_factory=dict)


def page(file: CaseFile, known: tuple[SilentLine, ...] | None = None) -> TodayPage:
    """What is due on this day; ``known`` are the silent cases where they were read before: they take longest."""
    today = file.today()
    quiet = silent(file) if known is None else known
    with file.read() as connection:
        due = connection.execute(_open_follow_ups(today)).all()
        next_due = connection.execute(_first_after(_week_end(today))).scalar()
        courses = _begun_courses(connection, today)
        last_issued = connection.execute(select(func.max(IssuedMonthRow.period))).scalar()
    # sorted here: a sort inside SQLite costs more (see current.py)
    due = sorted(due, key=lambda row: row.due_on or date.max)
    shown = tuple(_line(row, today) for row in due if _is_shown(row, today))
    papers = tuple(line for line in shown if line.rule == "doc_expiry")
    groups = {name: tuple(line for line in shown if line.group == name)
              for name in ("overdue", "today", "week", "later", "someday")}
    return TodayPage(
        lines=shown, papers=papers, groups=groups, last_issued=last_issued or "", courses=courses, silent=quiet,
        next_due=next_due,
    )


def _open_follow_ups(today: date) -> Any:
    """Those that may be shown: what is due later than this week is so only with a warning."""
    own = FollowUpRow
    return (
        select(own.id, own.case_id, own.due_on, own.warn_days, own.title, own.rule, own.postponements,
               CaseRow.client_id, *NAME_COLUMNS)
        .outerjoin(CaseRow, CaseRow.id == own.case_id).outerjoin(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(own.state == followup.OPEN, or_(
            own.due_on.is_(None), own.due_on <= written(_week_end(today)),
            and_(own.due_on <= written(today + timedelta(days=AHEAD_DAYS)), own.warn_days != ())))
    )


def _first_after(day: date) -> Any:
    own = FollowUpRow
    return select(func.min(own.due_on)).where(own.state == followup.OPEN, own.due_on > written(day))


def _begun_courses(connection: Connection, today: date) -> tuple[CourseLine, ...]:
    state, since = _last_step(ReferralStepRow, ReferralStepRow.referral_id == ReferralRow.id)
    rows = connection.execute(
        select(ReferralRow.id, ReferralRow.case_id, ReferralRow.title, ReferralRow.starts_on, since.label("since"),
               CaseRow.client_id, *NAME_COLUMNS)
        .join(CaseRow, CaseRow.id == ReferralRow.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(ReferralRow.starts_on <= written(today), state == ReferralState.CONFIRMED)).all()
    own = FollowUpRow
    reminders = {row.source: row for row in connection.execute(
        select(own.source, own.id, own.due_on, own.warn_days, own.postponements)
        .where(own.case_id.in_({row.case_id for row in rows}), own.rule == ASKS, own.state == followup.OPEN))}
    found = []
    for row in sorted(rows, key=lambda row: row.starts_on):
        reminder = reminders.get(row.id)
        if reminder is None or _asks(reminder, today):
            found.append(CourseLine(
                referral_id=row.id, client_id=row.client_id, name=name_of(row), title=row.title,
                starts_on=row.starts_on, since=row.since, follow_up_id=reminder.id if reminder else "",
                due_on=reminder.due_on if reminder else None))
    return tuple(found)


def _asks(reminder: Any, today: date) -> bool:
    if reminder.postponements:
        return reminder.due_on is None or bool(reminder.due_on <= today)
    return _warned(reminder, today)


def silent(file: CaseFile) -> tuple[SilentLine, ...]:
    """Running cases whose last step and last contact both lie longer back than the policy allows, longest first."""
    before = file.today() - timedelta(days=policy_on(file.today()).no_contact_days)
    contact = ContactRow
    state, since = _last_step(CaseStepRow, CaseStepRow.case_id == CaseRow.id)
    reached = select(contact.on).where(contact.case_id == CaseRow.id, contact.result == "reached",
                                       contact.kind.not_in(all_counted_as("contact_kind", NOT_WITH_CLIENT)))
    last = reached.order_by(contact.on.desc()).limit(1).scalar_subquery()
    # a new episode or one resumed after a pause is not silent because of what lies before it
    quiet = (state == CaseState.OPEN, since < written(before),
             ~reached.where(contact.on >= written(before)).exists())
    query = (select(CaseRow.id, CaseRow.client_id, since.label("since"), last.label("last_on"), *NAME_COLUMNS)
             .join(ClientRow, ClientRow.id == CaseRow.client_id).where(*quiet))
    with file.read() as connection:
        rows = connection.execute(query).all()
        earlier = last_contacts(connection, {row.client_id for row in rows if row.last_on is None})
    ordered = sorted(rows, key=lambda row: max(row.last_on or row.since, row.since))
    return tuple(SilentLine(client_id=row.client_id, case_id=row.id, name=name_of(row),
                            last_on=row.last_on or earlier.get(row.client_id)) for row in ordered)


def _last_step(step: Any, mine: ColumnElement[bool]) -> tuple[Any, Any]:
    """State and day of the last step, looked up through the index row by row."""
    def last(column: Any) -> Any:
        return (select(column).where(mine).order_by(step.on.desc(), step.recorded_at.desc()).limit(1)
                .scalar_subquery())

    return last(step.state), last(step.on)


def _is_shown(row: Any, today: date) -> bool:
    """Due by the end of this week, without a date, or inside its warning time."""
    if row.due_on is None or row.due_on <= _week_end(today):
        return True
    return _warned(row, today)


def _warned(row: Any, today: date) -> bool:
    return followup.is_shown(row.due_on, row.warn_days, today)


def _week_end(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())


def _group(due: date | None, today: date) -> str:
    if due is None:
        return "someday"
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "week" if due <= _week_end(today) else "later"


def _line(row: Any, today: date) -> TodayLine:
    return TodayLine(
        follow_up_id=row.id, client_id=row.client_id or "", case_id=row.case_id or "",
        name=name_of(row) if row.client_id else "", title=row.title, rule=row.rule, due_on=row.due_on,
        group=_group(row.due_on, today), postponements=row.postponements,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Which of the first steps with a new file are done."""

    person: bool
    catalogue: bool


def beginning(file: CaseFile) -> Beginning:
    """Whether there is anybody, and anything to refer to."""
    with file.read() as connection:
        person = connection.execute(select(ClientRow.id).limit(1)).first()
        catalogue = connection.execute(select(CatalogueRow.id).limit(1)).first()
    return Beginning(person=person is not None, catalogue=catalogue is not None)
