"""What the pages share: per client the current case, state, paper, level and last contact. No page lines here."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.codes import all_counted_as
from app.domain.contact import NOT_WITH_CLIENT
from app.domain.names import shown
from app.store.schema import (
    AccommodationRow,
    CaseRow,
    CaseStepRow,
    ClientRow,
    ContactRow,
    LanguageAssessmentRow,
    ReferralStepRow,
    ResidenceDocumentRow,
)

NAME_COLUMNS = (ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.number)
Found = dict[str, Any]


def name_of(row: Any) -> str:
    """The name as lists show it, from a row with the client's name columns."""
    return shown(family=row.family_name, given=row.given_name, alias=row.aliases[0] if row.aliases else "")


def shelter_names(connection: Connection) -> dict[str | None, str]:
    """The names of all shelters by identity: a few dozen, read whole."""
    return {row.id: row.name for row in connection.execute(select(AccommodationRow.id, AccommodationRow.name))}


def some(column: InstrumentedAttribute[Any], ids: Collection[str] | None) -> ColumnElement[bool]:
    """A condition that narrows to these identities, or none at all."""
    return true() if ids is None else column.in_(ids)


# Everything here is an ordered scan folded into a dictionary. What SQLite builds for a window function or a sort is
# locked in memory page by page (cipher_memory_security), and that costs ten times the scan itself.


def written(day: date) -> ColumnElement[date]:
    """A day written into the statement: SQLite converts a bound one anew for every row, in locked memory (15 µs)."""
    return literal(day, literal_execute=True)


def last_by(connection: Connection, query: Executable) -> Found:
    """Per first column the last row in the order of the query."""
    return {row[0]: row for row in connection.execute(query).all()}


def latest_cases(connection: Connection, clients: Collection[str] | None = None) -> Found:
    """Per client the latest episode: client_id, id, phase."""
    case = CaseRow
    return last_by(connection, select(case.client_id, case.id, case.phase).where(some(case.client_id, clients))
                   .order_by(case.client_id, case.episode))


def case_states(connection: Connection, cases: Collection[str] | None = None) -> Found:
    """Per case its last step: case_id, state, on."""
    step = CaseStepRow
    return last_by(connection, select(step.case_id, step.state, step.on).where(some(step.case_id, cases))
                   .order_by(step.case_id, step.on, step.recorded_at))


def referral_states(connection: Connection, referrals: Collection[str] | None = None) -> Found:
    """Per referral its last step: referral_id, state, on, reason."""
    step = ReferralStepRow
    return last_by(connection, select(step.referral_id, step.state, step.on, step.reason)
                   .where(some(step.referral_id, referrals)).order_by(step.referral_id, step.on, step.recorded_at))


def current_papers(connection: Connection, day: date, clients: Collection[str] | None = None) -> Found:
    """Per client the paper that counts on that day, as ``domain.residence.current`` picks it: kind, valid_to,
    work_permission."""
    paper = ResidenceDocumentRow
    rows = connection.execute(
        select(paper.client_id, paper.kind, paper.valid_to, paper.valid_from, paper.id, paper.work_permission)
        .where(paper.valid_from <= written(day), some(paper.client_id, clients))
        .order_by(paper.client_id, paper.valid_from)).all()
    return _last(rows, lambda row: (row.valid_from, row.valid_to or date.max, row.id))


def current_levels(connection: Connection, day: date, clients: Collection[str] | None = None) -> Found:
    """Per client the German assessment that counts on that day: oral, written."""
    level = LanguageAssessmentRow
    rows = connection.execute(
        select(level.client_id, level.oral, level.written, level.on, level.id)
        .where(level.on <= written(day), some(level.client_id, clients)).order_by(level.client_id, level.on)).all()
    return _last(rows, lambda row: (row.on, row.id))


def _last(rows: Iterable[Any], rank: Callable[[Any], Any]) -> Found:
    """Per first column the row of highest rank; ties are settled here: a longer ORDER BY would sort in SQLite."""
    best: Found = {}
    for row in rows:
        if row[0] not in best or rank(row) > rank(best[row[0]]):
            best[row[0]] = row
    return best


def last_contacts(connection: Connection, clients: Collection[str] | None = None) -> dict[str, date]:
    """Per client the day of the last contact in which the person was reached, in any episode."""
    contact, case = ContactRow, CaseRow
    newest = (select(contact.on).where(contact.case_id == case.id, contact.result == "reached",
                                       contact.kind.not_in(all_counted_as("contact_kind", NOT_WITH_CLIENT)))
              .order_by(contact.on.desc()).limit(1).scalar_subquery())
    last: dict[str, date] = {}
    query = select(case.client_id, newest).where(some(case.client_id, clients))
    for client, day in connection.execute(query).all():
        if day is not None:
            last[client] = max(day, last.get(client, day))
    return last
