"""What is due: the lines of Heute and the numbers of its tiles, which are the lengths of these lists. The days of a
week are `week`'s."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.domain import followup
from app.domain.case import CaseState
from app.domain.codes import all_counted_as
from app.domain.contact import NOT_WITH_CLIENT
from app.domain.errors import UserError
from app.domain.followup import DEADLINE, NORMAL, FollowUp
from app.domain.policy import policy_on
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import appointments, reporting
from app.store.queries.appointments import AppointmentLine
from app.store.queries.current import NAME_COLUMNS, last_contacts, name_of, written
from app.store.queries.hidden import may_be_listed
from app.store.records import from_row, table_of
from app.store.schema import (
    CaseRow,
    CaseStepRow,
    ClientRow,
    ContactRow,
    FollowUpRow,
    MetaRow,
    ReferralRow,
    ReferralStepRow,
)
from app.store.schema_offers import CatalogueRow
from app.store.work import GONE

# what a silent case is told by; a name changes its line
SILENT_FROM = frozenset({"contact", "case_step", "case_", "client"})
# No warning is longer than a year, so nothing beyond it can be shown today.
AHEAD_DAYS = 366
# from so many persons on nobody needs first steps; and where it is kept that they were put away
MANY, PUT_AWAY = 10, "first_steps_away"
ASKS = "course_start_check"
PAPER = "doc_expiry"
ENDS = frozenset({"course_end_before", "course_end_after"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """A follow-up with its person; ``group`` is overdue, today, week, later or someday.

    ``repeat`` and ``priority`` are of the lists follow_up_repeat and follow_up_priority.
    """

    follow_up_id: str
    client_id: str
    case_id: str
    name: str
    title: str
    rule: str
    due_on: date | None
    group: str
    postponements: int
    repeat: str = ""
    priority: str = NORMAL

    @property
    def deadline(self) -> bool:
        """Whether its day cannot be moved."""
        return self.priority == DEADLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A confirmed referral whose course has begun or begins this week. ``since`` is the day it was confirmed.

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
    """Everything on Heute; each tile shows the length of one of these, or of two together.

    ``appointments`` are the planned ones up to Sunday, those that are over without a result among them. ``courses``
    have begun and ask whether they were, ``starting`` begin later this week, ``ends`` are the follow-ups about an end.
    ``next_due`` is the first due day after this week.
    """

    lines: tuple[TodayLine, ...]
    papers: tuple[TodayLine, ...]
    courses: tuple[CourseLine, ...]
    silent: tuple[SilentLine, ...]
    last_issued: str
    next_due: date | None
    appointments: tuple[AppointmentLine, ...] = ()
    starting: tuple[CourseLine, ...] = ()
    ends: tuple[TodayLine, ...] = ()
    groups: dict[str, tuple[TodayLine, ...]] = field(default_factory=dict)


def page(file: CaseFile, known: tuple[SilentLine, ...] | None = None) -> TodayPage:
    """What is due on this day; ``known`` are the silent cases where they were read before: they take longest."""
    today = file.today()
    quiet = silent(file) if known is None else known
    with file.read() as connection:
        due = connection.execute(_open_follow_ups(today)).all()
        next_due = connection.execute(_first_after(week_end(today), today)).scalar()
        courses, starting = _courses(connection, today)
        meetings = appointments.planned(connection, week_end(today))
        last_issued = reporting.last_period(connection)
    shown = tuple(line_of(row, today) for row in sorted(due, key=by_day) if _is_shown(row, today))
    groups = {name: tuple(line for line in shown if line.group == name)
              for name in ("overdue", "today", "week", "later", "someday")}
    return TodayPage(
        lines=shown, papers=tuple(line for line in shown if line.rule == PAPER), groups=groups,
        last_issued=last_issued, courses=courses, silent=quiet, next_due=next_due, appointments=meetings,
        starting=starting, ends=tuple(line for line in shown if line.rule in ENDS),
    )


def by_day(row: Any) -> tuple[date, bool]:
    """The order of follow-ups, without a day last; sorted here, because a sort inside SQLite costs more (current.py).

    Of one day what has a deadline comes first.
    """
    return row.due_on or date.max, row.priority != DEADLINE


def follow_ups() -> Any:
    """The statement for the rows that `line_of` takes, joined to follow_up."""
    own = FollowUpRow
    return (select(own.id, own.case_id, own.due_on, own.warn_days, own.title, own.rule, own.postponements, own.repeat,
                   own.priority, CaseRow.client_id, *NAME_COLUMNS)
            .outerjoin(CaseRow, CaseRow.id == own.case_id).outerjoin(ClientRow, ClientRow.id == CaseRow.client_id))


def _open_follow_ups(today: date) -> Any:
    """Those that may be shown: what is due later than this week is so only with a warning."""
    own = FollowUpRow
    return follow_ups().where(own.state == followup.OPEN, may_be_listed(today), or_(
        own.due_on.is_(None), own.due_on <= written(week_end(today)),
        and_(own.due_on <= written(today + timedelta(days=AHEAD_DAYS)), own.warn_days != ())))


def _first_after(day: date, today: date) -> Any:
    own = FollowUpRow
    return select(func.min(own.due_on)).where(own.state == followup.OPEN, own.due_on > written(day),
                                              may_be_listed(today))


def _courses(connection: Connection, today: date) -> tuple[tuple[CourseLine, ...], tuple[CourseLine, ...]]:
    """Confirmed courses that have begun and ask for an answer, and those that begin by Sunday."""
    state, since = last_step(ReferralStepRow, ReferralStepRow.referral_id == ReferralRow.id)
    rows = connection.execute(
        select(ReferralRow.id, ReferralRow.case_id, ReferralRow.title, ReferralRow.starts_on, since.label("since"),
               CaseRow.client_id, *NAME_COLUMNS)
        .join(CaseRow, CaseRow.id == ReferralRow.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(ReferralRow.starts_on <= written(week_end(today)), state == ReferralState.CONFIRMED)).all()
    own = FollowUpRow
    reminders = {row.source: row for row in connection.execute(
        select(own.source, own.id, own.due_on, own.warn_days, own.postponements)
        .where(own.case_id.in_({row.case_id for row in rows}), own.rule == ASKS, own.state == followup.OPEN))}
    begun, starting = [], []
    for row in sorted(rows, key=lambda row: row.starts_on):
        reminder = reminders.get(row.id)
        line = CourseLine(
            referral_id=row.id, client_id=row.client_id, name=name_of(row), title=row.title, starts_on=row.starts_on,
            since=row.since, follow_up_id=reminder.id if reminder else "", due_on=reminder.due_on if reminder else None)
        if row.starts_on > today:
            starting.append(line)
        elif reminder is None or _asks(reminder, today):
            begun.append(line)
    return tuple(begun), tuple(starting)


def _asks(reminder: Any, today: date) -> bool:
    if reminder.postponements:
        return reminder.due_on is None or bool(reminder.due_on <= today)
    return _warned(reminder, today)


def silent(file: CaseFile) -> tuple[SilentLine, ...]:
    """Running cases whose last step and last contact both lie longer back than the policy allows, longest first."""
    before = file.today() - timedelta(days=policy_on(file.today()).no_contact_days)
    contact = ContactRow
    state, since = last_step(CaseStepRow, CaseStepRow.case_id == CaseRow.id)
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


def last_step(step: Any, mine: ColumnElement[bool]) -> tuple[Any, Any]:
    """State and day of the last step, looked up through the index row by row, as columns of a statement."""
    def last(column: Any) -> Any:
        return (select(column).where(mine).order_by(step.on.desc(), step.recorded_at.desc()).limit(1)
                .scalar_subquery())

    return last(step.state), last(step.on)


def _is_shown(row: Any, today: date) -> bool:
    """Due by the end of this week, without a date, or inside its warning time.

    A deadline ahead that was put off keeps its day: it comes with the warning that was moved instead.
    """
    put_off = row.postponements and row.priority == DEADLINE and row.warn_days and row.due_on and row.due_on > today
    if row.due_on is None or (row.due_on <= week_end(today) and not put_off):
        return True
    return _warned(row, today)


def _warned(row: Any, today: date) -> bool:
    return followup.is_shown(row.due_on, row.warn_days, today)


def week_end(today: date) -> date:
    """The Sunday of that week."""
    return today + timedelta(days=6 - today.weekday())


def _group(due: date | None, today: date) -> str:
    if due is None:
        return "someday"
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "week" if due <= week_end(today) else "later"


def line_of(row: Any, today: date) -> TodayLine:
    """A follow-up as Heute and the week show it, from a row of `follow_ups`."""
    return TodayLine(
        follow_up_id=row.id, client_id=row.client_id or "", case_id=row.case_id or "",
        name=name_of(row) if row.client_id else "", title=row.title, rule=row.rule, due_on=row.due_on,
        group=_group(row.due_on, today), postponements=row.postponements, repeat=row.repeat, priority=row.priority,
    )


def follow_up(file: CaseFile, follow_up_id: str) -> FollowUp:
    """One follow-up with everything it says; UserError where it has gone."""
    table = table_of(FollowUp)
    with file.read() as connection:
        row = connection.execute(select(table).where(table.c.id == follow_up_id)).mappings().first()
    if row is None:
        raise UserError(GONE)
    return from_row(FollowUp, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Which of the first steps with a new file are done; ``people`` counts to ten, ``put_away`` by the person."""

    people: int
    catalogue: bool
    put_away: bool


def beginning(file: CaseFile) -> Beginning:
    """How many there are, whether there is anything to refer to, whether the steps were put away; one statement."""
    people = select(func.count()).select_from(select(ClientRow.id).limit(MANY).subquery()).scalar_subquery()
    away = select(MetaRow.value).where(MetaRow.name == PUT_AWAY).scalar_subquery()
    with file.read() as connection:
        found = connection.execute(select(people, select(CatalogueRow.id).limit(1).scalar_subquery(), away)).one()
    return Beginning(people=found[0], catalogue=found[1] is not None, put_away=bool(found[2]))
