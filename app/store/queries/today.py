"""What is due: the lines of Heute and the numbers of its tiles, which are the lengths of these lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain import followup
from app.domain.case import CaseState
from app.domain.policy import policy_on
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries.current import (
    NAME_COLUMNS,
    case_states,
    last_contacts,
    latest_cases,
    name_of,
    referral_states,
)
from app.store.schema import CaseRow, CatalogueRow, ClientRow, FollowUpRow, IssuedMonthRow, ReferralRow


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
    """Everything on Heute; each tile shows the length of one of these. ``next_due`` is the first day not shown yet."""

    lines: tuple[TodayLine, ...]
    papers: tuple[TodayLine, ...]
    courses: tuple[CourseLine, ...]
    silent: tuple[SilentLine, ...]
    last_issued: str
    next_due: date | None
    groups: dict[str, tuple[TodayLine, ...]] = field(default_factory=dict)


def page(file: CaseFile) -> TodayPage:
    """What is due on this day."""
    today = file.today()
    policy = policy_on(today)
    with file.read() as connection:
        due = connection.execute(_open_follow_ups()).all()
        asking = {row.source: row for row in due if row.rule == "course_start_check"}
        courses = _begun_courses(connection, today, asking)
        silent = _silent(connection, today - timedelta(days=policy.no_contact_days))
        last_issued = connection.execute(select(func.max(IssuedMonthRow.period))).scalar()
    lines = [_line(row, today) for row in due]
    shown = tuple(line for line, row in zip(lines, due, strict=True) if _is_shown(row, today))
    hidden = [row.due_on for row in due if not _is_shown(row, today)]
    papers = tuple(line for line in shown if line.rule == "doc_expiry")
    groups = {name: tuple(line for line in shown if line.group == name)
              for name in ("overdue", "today", "week", "later", "someday")}
    return TodayPage(
        lines=shown, papers=papers, groups=groups, last_issued=last_issued or "",
        courses=courses, silent=silent, next_due=min(hidden, default=None),
    )


def _open_follow_ups() -> Any:
    return (
        select(FollowUpRow.__table__, CaseRow.client_id, *NAME_COLUMNS)
        .outerjoin(CaseRow, CaseRow.id == FollowUpRow.case_id).outerjoin(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(FollowUpRow.state == followup.OPEN).order_by(FollowUpRow.due_on.is_(None), FollowUpRow.due_on)
    )


def _begun_courses(connection: Connection, today: date, asking: Mapping[str, Any]) -> tuple[CourseLine, ...]:
    """``asking`` holds the open reminders by referral."""
    query = (
        select(ReferralRow.id, ReferralRow.title, ReferralRow.starts_on, CaseRow.client_id, *NAME_COLUMNS)
        .join(CaseRow, CaseRow.id == ReferralRow.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(ReferralRow.starts_on <= today).order_by(ReferralRow.starts_on)
    )
    rows = connection.execute(query).all()
    states = referral_states(connection)
    found = []
    for row in rows:
        reminder, step = asking.get(row.id), states[row.id]
        if step.state == ReferralState.CONFIRMED and (reminder is None or _asks(reminder, today)):
            found.append(CourseLine(
                referral_id=row.id, client_id=row.client_id, name=name_of(row), title=row.title,
                starts_on=row.starts_on, since=step.on, follow_up_id=reminder.id if reminder else "",
                due_on=reminder.due_on if reminder else None))
    return tuple(found)


def _asks(reminder: Any, today: date) -> bool:
    if reminder.postponements:
        return reminder.due_on is None or bool(reminder.due_on <= today)
    return _warned(reminder, today)


def _silent(connection: Connection, before: date) -> tuple[SilentLine, ...]:
    cases, contacts = latest_cases(connection), last_contacts(connection)
    states = case_states(connection)
    # a new episode or one resumed after a pause is not silent because of what lies before it
    quiet_since = {client: max(contacts.get(client, states[case.id].on), states[case.id].on)
                   for client, case in cases.items() if states[case.id].state == CaseState.OPEN}
    silent = sorted((since, client) for client, since in quiet_since.items() if since < before)
    names = connection.execute(select(ClientRow.id, *NAME_COLUMNS)).all() if silent else []
    shown = {row.id: name_of(row) for row in names if row.id in quiet_since}
    return tuple(SilentLine(client_id=client, case_id=cases[client].id, name=shown[client],
                            last_on=contacts.get(client)) for _, client in silent)


def _is_shown(row: Any, today: date) -> bool:
    """Due by the end of this week, without a date, or inside its warning time."""
    if row.due_on is None or row.due_on <= _week_end(today):
        return True
    return _warned(row, today)


def _warned(row: Any, today: date) -> bool:
    return row.due_on is None or bool(row.due_on - timedelta(days=max(row.warn_days, default=0)) <= today)


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
