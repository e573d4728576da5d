"""The rows of the week: a heading for each day, also for one on which nothing stands. No reads, no acts."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.appointment import PLANNED
from app.store.queries.appointments import AppointmentLine
from app.store.queries.week import Day, Week
from app.ui.appointment_rows import KINDS, day_words, what_words
from app.ui.client_fields import word
from app.ui.rows import GroupHeading, TaskRow
from app.ui.today_list import DueTasks
from app.ui.today_rows import course_day_row, follow_up_row, meeting_row


@dataclass(frozen=True, slots=True)
class DayHeading(GroupHeading):
    """The heading of a day."""

    on: date = date.min


class WeekTasks(DueTasks):
    """All days under each other, in one list of tasks; Strg+↑↓ go by day."""

    def show_days(self, days: Sequence[Day], today: date) -> None:
        """Shows a week; the current row stays."""
        entries: list[DayHeading | TaskRow] = []
        for day in days:
            entries.append(DayHeading(day_words(day.on, today), day.count, day.on < today and _late(day), on=day.on))
            entries += _rows(day, today)
        keys = {entry.key for entry in entries}
        self._marked = {key: None for key in self._marked if key in keys}
        self.show_entries(entries)

    def current_day(self) -> date | None:
        """The day of the current row, None without a row."""
        row = self.currentIndex().row()
        before = [entry for entry in self.entries.entries[:row + 1] if isinstance(entry, DayHeading)]
        return before[-1].on if row >= 0 and before else None

    def go_to_day(self, day: date) -> None:
        """To the first row on that day or after it."""
        on = date.min
        for entry in self.entries.entries:
            if isinstance(entry, DayHeading):
                on = entry.on
            elif on >= day:
                self.set_current(entry.key)
                return


def _late(day: Day) -> bool:
    return bool(day.follow_ups) or any(line.appointment.state == PLANNED for line in day.appointments)


def _rows(day: Day, today: date) -> Iterator[TaskRow]:
    for line in day.appointments:
        yield _meeting(line, today)
    for course in day.courses:
        yield course_day_row(course, "")
    for follow_up in day.follow_ups:
        row = follow_up_row(follow_up, today)
        # what is late or has a deadline says so itself
        quiet = not (row.urgent or follow_up.deadline)
        yield replace(row, pill_text="" if quiet else row.pill_text)


def _meeting(line: AppointmentLine, today: date) -> TaskRow:
    # the heading says the day
    row, state = replace(meeting_row(line, today), title=what_words(line.appointment)), line.appointment.state
    if state != PLANNED:
        said = word("appointment_state", state)
        return replace(row, pill_text=said, pill_kind=KINDS[state], urgent=False,
                       accessible=f"{row.accessible}, {said}")
    quiet = not (row.urgent or line.clashes)
    return replace(row, pill_text="" if quiet else row.pill_text)


def someday_rows(week: Week, today: date) -> list[TaskRow]:
    """What has no day, without a heading of its own."""
    return [replace(follow_up_row(line, today), group="") for line in week.someday]


def client_of(week: Week | None, key: Hashable) -> str:
    """The person of a row, "" for a follow-up without one."""
    people: dict[Hashable, str] = {}
    for day in week.days if week is not None else ():
        people.update({line.appointment.id: line.client_id for line in day.appointments})
        people.update({(course.referral_id, course.what): course.client_id for course in day.courses})
        people.update({line.follow_up_id: line.client_id for line in day.follow_ups})
    people.update({line.follow_up_id: line.client_id for line in (week.someday if week is not None else ())})
    return people.get(key, "")


def without(week: Week, key: Hashable) -> Week:
    """The week as it is once that row has gone; what comes in its place is read."""
    def rest(day: Day) -> Day:
        return replace(day, follow_ups=tuple(line for line in day.follow_ups if line.follow_up_id != key),
                       appointments=tuple(line for line in day.appointments if line.appointment.id != key))

    return Week(days=tuple(rest(day) for day in week.days),
                someday=tuple(line for line in week.someday if line.follow_up_id != key))
