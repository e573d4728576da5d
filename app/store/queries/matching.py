"""Reads what matching looks at, for one person or for all whose case runs, each kind of record in one statement; the
rules themselves are in `domain.conditions` and `domain.matching`."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.catalogue import Lifecycle, Offering
from app.domain.conditions import Condition, PersonFacts, Underway
from app.domain.errors import N_, UserError
from app.domain.followup import RUNNING
from app.domain.listing import ListedOffering
from app.domain.matching import Candidate, Match, rank
from app.domain.names import sort_key
from app.domain.referral import OVER
from app.store.casefile import CaseFile
from app.store.queries.current import (
    NAME_COLUMNS,
    case_states,
    current_levels,
    latest_cases,
    name_of,
    referral_states,
    some,
)
from app.store.records import from_row
from app.store.schema import (
    CaseRow,
    ClientRow,
    EligibilityRow,
    OfferGapRow,
    ReferralRow,
    ReferralStepRow,
    ResidenceDocumentRow,
)
from app.store.schema_offers import OfferingRow
from app.store.work import GONE

NOT_LISTED = N_("Dieses Angebot steht nicht mehr im Katalog. Es ist nichts verändert. Wählen Sie ein anderes.")
Ids = Collection[str] | None
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMatch:
    """A person whose case runs, held against an offering."""

    case_id: str
    client_id: str
    number: int
    name: str
    sort: tuple[str, str]
    match: Match


def offers_for(file: CaseFile, case_id: str, offerings: Sequence[Offering] | None = None) -> tuple[Match, ...]:
    """All offerings for the person of a case, the best first; one statement more unless the page has read
    ``offerings`` already. Withdrawn ones are left out: there is nothing to enter any more.

    Raises UserError where the case has gone.
    """
    facts = facts_of(file, case_id)
    if offerings is None:
        with file.read() as connection:
            offerings = _current(connection)
    return rank(facts, (one for one in offerings if one.lifecycle != Lifecycle.WITHDRAWN), file.today())


def facts_of(file: CaseFile, case_id: str) -> PersonFacts:
    """What matching looks at of the person of a case, in eight small statements; raises UserError where it has gone."""
    with file.read() as connection:
        owner = connection.execute(select(CaseRow.client_id).where(CaseRow.id == case_id)).scalar()
        if owner is None:
            raise UserError(GONE)
        records = _Records(connection, file.today(), {owner: case_id}, narrow=True)
        return records.of(records.people[0])


def offering(file: CaseFile, key: str) -> ListedOffering:
    """One offering as the catalogue has it now; raises UserError where it has it no longer."""
    with file.read() as connection:
        return _offering(connection, key)


def _offering(connection: Connection, key: str) -> ListedOffering:
    row = connection.execute(select(OfferingRow.__table__).where(
        OfferingRow.until.is_(None), OfferingRow.key == key)).mappings().first()
    if row is None:
        raise UserError(NOT_LISTED)
    return from_row(ListedOffering, row)


def people_for(file: CaseFile, offering_key: str) -> tuple[PersonMatch, ...]:
    """All persons whose latest case runs for an offering, by the same rule, then by name; ten statements,
    however many they are.

    Raises UserError where the catalogue no longer has the offering.
    """
    today = file.today()
    with file.read() as connection:
        listed = _offering(connection, offering_key)
        states = case_states(connection)
        cases = {client: case.id for client, case in latest_cases(connection).items()
                 if states[case.id].state in RUNNING}
        facts = _Records(connection, today, cases, narrow=False)
        answers: dict[Hashable, Condition] = {}
        found = [_person(row, cases[row.id], Candidate(facts.of(row), today, answers=answers).match(listed))
                 for row in facts.people if row.id in cases]
    return tuple(sorted(found, key=lambda one: (one.match.order, one.sort, one.number)))


def _current(connection: Connection) -> tuple[ListedOffering, ...]:
    """What the catalogues in force list, withdrawn ones left out."""
    rows = connection.execute(select(OfferingRow.__table__).where(
        OfferingRow.until.is_(None), OfferingRow.lifecycle != Lifecycle.WITHDRAWN)).mappings()
    return tuple(from_row(ListedOffering, row) for row in rows)


def _person(row: Any, case_id: str, match: Match) -> PersonMatch:
    family, given, aliases = row.family_name, row.given_name, row.aliases
    sort = sort_key(family=family, given=given, alias=aliases[0] if aliases else "")
    return PersonMatch(case_id=case_id, client_id=row.id, number=row.number, name=name_of(row), sort=sort, match=match)


class _Records:
    """What is recorded of some persons or of all, by their identities and those of their ``cases``."""

    def __init__(self, connection: Connection, today: date, cases: dict[str, str], *, narrow: bool) -> None:
        # to name three thousand identities costs more than to read the table
        clients: Ids = tuple(cases) if narrow else None
        case_ids: Ids = tuple(cases.values()) if narrow else None
        self._cases = cases
        self.people = connection.execute(_people(clients)).all()
        self._levels = current_levels(connection, today, clients)
        self._papers = _grouped(connection.execute(_papers(clients)))
        self._assessed = _grouped(connection.execute(_assessed(case_ids)))
        self._wanted = _grouped(connection.execute(_gaps(case_ids)))
        self._underway = _underway(connection, case_ids)

    def of(self, row: Any) -> PersonFacts:
        """The facts of one person; rows have the fields of the values they hold."""
        case = self._cases[row.id]
        return PersonFacts(
            birth=row.birth, sex=row.sex, ags=row.ags, accommodation=row.accommodation, childcare=row.childcare,
            employment=row.employment, certificate=row.certificate, papers=self._papers.get(row.id, ()),
            level=self._levels.get(row.id), assessed=self._assessed.get(case, ()),
            underway=self._underway.get(case, ()),
            wanted=frozenset([gap.component for gap in self._wanted[case]]) if case in self._wanted else _NOTHING)


def _people(clients: Ids) -> Any:
    of = ClientRow
    return select(of.id, *NAME_COLUMNS, of.birth, of.sex, of.ags, of.accommodation, of.childcare, of.employment,
                  of.certificate).where(some(of.id, clients))


def _papers(clients: Ids) -> Any:
    of = ResidenceDocumentRow
    return select(of.client_id, of.id, of.kind, of.valid_from, of.valid_to, of.work_permission,
                  of.permission_until).where(some(of.client_id, clients))


def _assessed(cases: Ids) -> Any:
    of = EligibilityRow
    return select(of.case_id, of.id, of.component, of.result, of.checked_on, of.reason, of.rule_version).where(
        some(of.case_id, cases))


def _gaps(cases: Ids) -> Any:
    of = OfferGapRow
    return select(of.case_id, of.component).where(of.resolved_on.is_(None), some(of.case_id, cases))


def _underway(connection: Connection, cases: Ids) -> dict[str, list[Underway]]:
    """Per case its referrals that are not over."""
    of, step = ReferralRow, ReferralStepRow
    rows = connection.execute(
        select(of.case_id, of.id, of.offering_key, of.component, of.title)
        .where(some(of.case_id, cases),
               of.id.not_in(select(step.referral_id).where(step.state.in_(sorted(OVER)))))).all()
    last = referral_states(connection, [row.id for row in rows] if cases is not None else None)
    found: dict[str, list[Underway]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(Underway(
            offering_key=row.offering_key, component=row.component, title=row.title, state=last[row.id].state,
            since=last[row.id].on))
    return found


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Per first column its rows."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
