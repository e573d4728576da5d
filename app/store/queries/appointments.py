"""Appointments with the person each is of: what lies ahead, and what is over without anybody having said how."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from app.domain.appointment import PLANNED, Appointment, at_the_same_time, by_time
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, name_of, written
from app.store.records import from_row, table_of
from app.store.schema import CaseRow, ClientRow
from app.store.work import GONE

# So long one still looks up what became of an appointment; older ones stand in the thread of the person.
BACK_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentLine:
    """An appointment and its person; ``language`` is that of the slip. ``clashes`` are the names of those who are
    expected at the same time."""

    appointment: Appointment
    client_id: str
    name: str
    number: int
    language: str
    clashes: tuple[str, ...] = ()


def lines(file: CaseFile) -> tuple[AppointmentLine, ...]:
    """Everything from `BACK_DAYS` ago on, and what is planned whatever its day, by day and time; one statement."""
    table = table_of(Appointment)
    first = file.today() - timedelta(days=BACK_DAYS)
    query = _with_person().where(or_(table.c.on >= written(first), table.c.state == PLANNED))
    with file.read() as connection:
        found = [_line(row) for row in connection.execute(query)]
    return tuple(_with_clashes(sorted(found, key=lambda line: by_time(line.appointment))))


def line(file: CaseFile, appointment_id: str) -> AppointmentLine:
    """One appointment with its person; UserError where it has gone."""
    query = _with_person().where(table_of(Appointment).c.id == appointment_id)
    with file.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise UserError(GONE)
    return _line(row)


def on_day(file: CaseFile, day: date) -> tuple[AppointmentLine, ...]:
    """The planned appointments of one day by time, from the index on the day."""
    with file.read() as connection:
        found = between(connection, day, day)
    return tuple(line for line in found if line.appointment.state == PLANNED)


def planned(connection: Connection, last: date) -> tuple[AppointmentLine, ...]:
    """What is planned up to that day, those that are over and still without a result too; by day and time."""
    table = table_of(Appointment)
    return _in_order(connection, table.c.on <= written(last), table.c.state == PLANNED)


def between(connection: Connection, first: date, last: date) -> tuple[AppointmentLine, ...]:
    """Everything of these days, whatever became of it; by day and time."""
    table = table_of(Appointment)
    return _in_order(connection, table.c.on.between(written(first), written(last)))


def _in_order(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[AppointmentLine, ...]:
    found = [_line(row) for row in connection.execute(_with_person().where(*conditions))]
    return tuple(_with_clashes(sorted(found, key=lambda line: by_time(line.appointment))))


def _with_person() -> Select[Any]:
    table = table_of(Appointment)
    return (select(table, CaseRow.client_id, ClientRow.contact_language, *NAME_COLUMNS)
            .join(CaseRow, CaseRow.id == table.c.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id))


def _line(row: Any) -> AppointmentLine:
    return AppointmentLine(appointment=from_row(Appointment, row._mapping), client_id=row.client_id, name=name_of(row),
                           number=row.number, language=row.contact_language)


def _with_clashes(found: Iterable[AppointmentLine]) -> Iterable[AppointmentLine]:
    """Two persons at the same time, or one person twice."""
    days: dict[date, list[AppointmentLine]] = defaultdict(list)
    for one in found:
        days[one.appointment.on].append(one)
    for day in days.values():
        for one in day:
            others = [o.name for o in day if at_the_same_time(one.appointment, o.appointment)]
            yield replace(one, clashes=tuple(others)) if others else one
