"""What the check before a month end reads beside the facts of the month, for all persons in a fixed number of
statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.names import sort_key
from app.statistics.data_quality import Course, DatedStates, Paper, Records
from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, name_of, written
from app.store.schema import (
    CaseRow,
    CaseStepRow,
    ClientRow,
    ContactRow,
    ReferralRow,
    ReferralStepRow,
    ResidenceDocumentRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person as the list of findings names and sorts them."""

    name: str
    number: int
    sort: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The records the rules look at, and the names of all persons."""

    records: Records
    names: Mapping[str, Named]


def read(file: CaseFile) -> Checked:
    """All of it in one reading transaction."""
    with file.read() as connection:
        people = connection.execute(select(ClientRow.id, ClientRow.arrived, *NAME_COLUMNS)).all()
        cases = connection.execute(select(CaseRow.id, CaseRow.client_id).order_by(CaseRow.episode)).all()
        records = Records(
            latest={case.client_id: case.id for case in cases},
            arrived={person.id: person.arrived for person in people if person.arrived},
            steps=_steps(connection, select(CaseStepRow.case_id, CaseStepRow.state, CaseStepRow.on,
                                            CaseStepRow.recorded_at)),
            courses=_courses(connection, {case.id: case.client_id for case in cases}),
            papers=_papers(connection), contacts=_ahead(connection, file.today()))
    return Checked(records=records, names={person.id: Named(
        name=name_of(person), number=person.number, sort=_sorted_by(person)) for person in people})


def _sorted_by(person: Any) -> tuple[str, str]:
    return sort_key(family=person.family_name, given=person.given_name,
                    alias=person.aliases[0] if person.aliases else "")


def _steps(connection: Connection, query: Any) -> dict[str, DatedStates]:
    """Per first column the states with their days, in the order in which they were recorded."""
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row[0], []).append(row)
    # sorted here: what SQLite sorts it keeps in locked memory
    return {owner: tuple((row.state, row.on) for row in sorted(rows, key=lambda row: (row.recorded_at, row.on)))
            for owner, rows in found.items()}


def _courses(connection: Connection, clients: Mapping[str, str]) -> tuple[Course, ...]:
    step, one = ReferralStepRow, ReferralRow
    steps = _steps(connection, select(step.referral_id, step.state, step.on, step.recorded_at))
    rows = connection.execute(select(one.id, one.case_id, one.component, one.title, one.starts_on, one.ends_on))
    return tuple(Course(id=row.id, case_id=row.case_id, client_id=clients[row.case_id], component=row.component,
                        title=row.title, steps=steps.get(row.id, ()), starts_on=row.starts_on, ends_on=row.ends_on)
                 for row in rows)


def _papers(connection: Connection) -> tuple[Paper, ...]:
    paper = ResidenceDocumentRow
    return tuple(Paper(id=row.id, client_id=row.client_id, valid_from=row.valid_from, valid_to=row.valid_to)
                 for row in connection.execute(select(paper.id, paper.client_id, paper.valid_from, paper.valid_to)))


def _ahead(connection: Connection, today: date) -> tuple[tuple[str, str, date], ...]:
    """Contacts of days to come; of all the others, by far the most records of a file, there is nothing to check."""
    rows = connection.execute(select(CaseRow.client_id, ContactRow.id, ContactRow.on).join(
        CaseRow, CaseRow.id == ContactRow.case_id).where(ContactRow.on > written(today)))
    return tuple((row.client_id, row.id, row.on) for row in rows)
