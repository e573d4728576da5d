"""A day in a shelter: who of the file lives there, and what is due for each of them."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from app.domain import followup
from app.domain.accommodation import Accommodation
from app.domain.appointment import PLANNED, Appointment
from app.domain.case import CaseState
from app.domain.errors import UserError
from app.domain.policy import policy_on
from app.store.casefile import CaseFile
from app.store.queries import appointments, shelters
from app.store.queries.appointments import AppointmentLine
from app.store.queries.clients import ClientLine
from app.store.queries.current import case_states, latest_cases
from app.store.queries.hidden import may_be_listed
from app.store.records import from_row, table_of
from app.store.schema import ClientRow, FollowUpRow
from app.store.work import GONE

RUNNING = frozenset({CaseState.OPEN, CaseState.PAUSED, CaseState.PROSPECT})
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A follow-up that is due, warned of, or waits for an occasion (``due_on`` None), or an ``appointment`` of today.

    Of an appointment there is no ``title``: `follow_up_id` is then its own identity.
    """

    follow_up_id: str
    title: str
    due_on: date | None
    rule: str
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person with a running case; ``silent`` where the policy asks for a contact, ``waiting`` by urgency."""

    client_id: str
    case_id: str
    number: int
    name: str
    given_name: str
    room: str
    last_contact: date | None
    paper_until: date | None
    silent: bool
    waiting: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterDay:
    """A shelter and its residents by name; ``others`` live there too, but their cases are over."""

    shelter: Accommodation
    today: date
    residents: tuple[Resident, ...] = field(default=())
    others: int = 0

    def by_room(self) -> tuple[Resident, ...]:
        """As one walks through the house; without a room last."""
        return tuple(sorted(self.residents, key=lambda one: (not one.room, _as_walked(one.room))))

    def by_need(self) -> tuple[Resident, ...]:
        """What is overdue longest first, then who was not reached for long, then the rest."""
        return tuple(sorted(self.residents, key=self._need))

    def _need(self, one: Resident) -> tuple[date, bool, tuple[str, int]]:
        days = [due.due_on for due in one.waiting if due.due_on]
        return min(days, default=date.max), not one.silent, _as_walked(one.room)


def _as_walked(room: str) -> tuple[str, int]:
    """Room 2 before room 10, whatever letters stand before the number."""
    found = _NUMBERS.search(room)
    return room[:found.start()].casefold() if found else room.casefold(), int(found[0]) if found else 0


def running(file: CaseFile) -> dict[str, int]:
    """Per shelter how many persons with a running case live there: as many as its day has lines."""
    with file.read() as connection:
        homes = {row.id: row.accommodation_id for row in connection.execute(
            select(ClientRow.id, ClientRow.accommodation_id).where(ClientRow.accommodation_id.is_not(None)))}
        cases = latest_cases(connection, list(homes))
        states = case_states(connection, [case.id for case in cases.values()])
    return Counter(homes[who] for who, case in cases.items() if states[case.id].state in RUNNING)


def day(file: CaseFile, accommodation_id: str) -> ShelterDay:
    """The residents with what is due today; UserError where the shelter is gone. Thirteen statements."""
    today, lines = file.today(), shelters.residents(file, accommodation_id)
    running = [line for line in lines if line.state in RUNNING]
    home, person, own = table_of(Accommodation), ClientRow, FollowUpRow
    with file.read() as connection:
        row = connection.execute(select(home).where(home.c.id == accommodation_id)).mappings().first()
        people = {one.id: one for one in connection.execute(
            select(person.id, person.room, person.given_name, person.aliases)
            .where(person.accommodation_id == accommodation_id))}
        open_ones = connection.execute(
            select(own.id, own.case_id, own.title, own.due_on, own.warn_days, own.rule)
            .where(own.case_id.in_([line.case_id for line in running]), own.state == followup.OPEN,
                   may_be_listed(today))).all()
        meetings = [line for line in appointments.between(connection, today, today)
                    if line.appointment.state == PLANNED]
    if row is None:
        raise UserError(GONE)
    waiting: dict[str, list[Due]] = {line.case_id: [] for line in running}
    for one in sorted(open_ones, key=lambda one: (one.due_on or date.max, one.id)):
        if followup.is_shown(one.due_on, one.warn_days, today):
            waiting[one.case_id].append(
                Due(follow_up_id=one.id, title=one.title, due_on=one.due_on, rule=one.rule))
    for case_id, mine in waiting.items():
        # whoever is expected at a time comes first, whatever else is due
        waiting[case_id] = [*(_meeting(line) for line in meetings if line.appointment.case_id == case_id), *mine]
    return ShelterDay(
        shelter=from_row(Accommodation, row), today=today, others=len(lines) - len(running),
        residents=tuple(_resident(line, people[line.client_id], waiting[line.case_id], today) for line in running))


def _meeting(line: AppointmentLine) -> Due:
    one = line.appointment
    return Due(follow_up_id=one.id, title="", due_on=one.on, rule="", appointment=one)


def _resident(line: ClientLine, person: object, waiting: list[Due], today: date) -> Resident:
    given, aliases = getattr(person, "given_name", ""), getattr(person, "aliases", ())
    before = today - timedelta(days=policy_on(today).no_contact_days)
    # as on Heute: what lies before a new episode or a pause makes nobody silent
    silent = line.state == CaseState.OPEN and max(line.last_contact or line.since, line.since) < before
    return Resident(
        client_id=line.client_id, case_id=line.case_id, number=line.number, name=line.name,
        given_name=given or next(iter(aliases), ""), room=getattr(person, "room", ""),
        last_contact=line.last_contact, paper_until=line.paper_until, silent=silent, waiting=tuple(waiting))
