"""A week by its days: appointments, follow-ups, courses that start or end; what waits for an occasion stands apart."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from app.domain import followup
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import appointments
from app.store.queries.appointments import AppointmentLine
from app.store.queries.current import NAME_COLUMNS, name_of, written
from app.store.queries.hidden import may_be_listed
from app.store.queries.today import TodayLine, by_day, follow_ups, last_step, line_of
from app.store.schema import CaseRow, ClientRow, FollowUpRow, ParticipationRow, ReferralRow, ReferralStepRow

DAYS = 7
START, END = "start", "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDay:
    """A course of a person that starts or ends (``what``) on a day, as planned."""

    referral_id: str
    client_id: str
    name: str
    title: str
    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day, each kind in its order."""

    on: date
    appointments: tuple[AppointmentLine, ...] = ()
    courses: tuple[CourseDay, ...] = ()
    follow_ups: tuple[TodayLine, ...] = ()

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.appointments) + len(self.courses) + len(self.follow_ups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Monday to Sunday, and the follow-ups without a day."""

    days: tuple[Day, ...]
    someday: tuple[TodayLine, ...]


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def week(file: CaseFile, monday: date) -> Week:
    """The seven days from that Monday on, in four statements: open follow-ups, appointments whatever became of them."""
    last = monday + timedelta(days=DAYS - 1)
    found = _days(file, monday, last, someday=True)
    return Week(days=tuple(found[0]), someday=found[1])


def day(file: CaseFile, on: date) -> Day:
    """One day alone."""
    return _days(file, on, on, someday=False)[0][0]


def _days(file: CaseFile, first: date, last: date, someday: bool) -> tuple[list[Day], tuple[TodayLine, ...]]:
    today, own = file.today(), FollowUpRow
    between: Any = own.due_on.between(written(first), written(last))
    wanted = or_(between, own.due_on.is_(None)) if someday else between
    with file.read() as connection:
        rows = connection.execute(follow_ups().where(own.state == followup.OPEN, may_be_listed(today), wanted)).all()
        meetings = appointments.between(connection, first, last)
        courses = _courses(connection, first, last)
    lines = [line_of(row, today) for row in sorted(rows, key=by_day)]
    count = (last - first).days + 1
    days = [Day(on=on, appointments=tuple(one for one in meetings if one.appointment.on == on),
                courses=tuple(one for one in courses if one.on == on),
                follow_ups=tuple(one for one in lines if one.due_on == on))
            for on in (first + timedelta(days=n) for n in range(count))]
    return days, tuple(one for one in lines if one.due_on is None)


def _courses(connection: Connection, first: date, last: date) -> list[CourseDay]:
    """Starts of what is confirmed or was begun, planned ends of what runs."""
    state, _since = last_step(ReferralStepRow, ReferralStepRow.referral_id == ReferralRow.id)
    own, part = ReferralRow, ParticipationRow
    query = (select(own.id, own.title, own.starts_on, part.planned_end, state.label("state"), CaseRow.client_id,
                    *NAME_COLUMNS)
             .join(CaseRow, CaseRow.id == own.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
             .outerjoin(part, part.referral_id == own.id)
             .where(or_(own.starts_on.between(written(first), written(last)),
                        part.planned_end.between(written(first), written(last)))))
    found = []
    for row in connection.execute(query):
        if row.state in (ReferralState.CONFIRMED, ReferralState.STARTED) and row.starts_on is not None:
            found.append(_course(row, row.starts_on, START))
        if row.state == ReferralState.STARTED and row.planned_end is not None:
            found.append(_course(row, row.planned_end, END))
    return sorted((one for one in found if first <= one.on <= last), key=lambda one: (one.on, one.what, one.name))


def _course(row: Any, on: date, what: str) -> CourseDay:
    return CourseDay(referral_id=row.id, client_id=row.client_id, name=name_of(row), title=row.title, on=on, what=what)
