"""What counting is fed with, and the months issued so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, func, select, text

from app.domain.case import CaseState
from app.domain.dates import Month
from app.domain.errors import N_
from app.domain.local_codes import LocalCode
from app.domain.monthly import IssuedMonth, LedgerCell, Tally
from app.statistics import counting
from app.statistics.facts import CaseFact, Caseload, ContactFact, GapFact, ReferralFact, ResidenceFact
from app.statistics.plan import load_plan
from app.store.casefile import CaseFile
from app.store.queries import history, local_codes, reporting
from app.store.queries.history import Act
from app.store.records import fields_of, from_row, kind_named, restored, table_of
from app.store.schema import (
    CaseRow,
    CaseStepRow,
    ClientRow,
    ContactRow,
    IssuedMonthRow,
    MetaRow,
    OfferGapRow,
    ParticipationRow,
    ReferralRow,
    ReferralStepRow,
    ResidenceDocumentRow,
)
from app.store.schema_offers import CatalogueRow
from app.store.work import REMOVE

# the act that puts a file into the bin, and nothing else does that
DISCARD = N_("Akte in den Papierkorb legen")
# what an own value of a list counts as, by list and code
Counts = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyFacts:
    """Everything a report is built from, in the codes of the state; ``rounding_key`` never leaves the file.

    ``unassigned`` are the own values that somebody has recorded and nobody has assigned: they stay as they are.
    """

    caseload: Caseload
    unassigned: tuple[LocalCode, ...]
    ledger: dict[str, LedgerCell]
    rounding_key: bytes
    pseudonym: str
    ags: str
    catalogue_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLine:
    """One month in the list of those handed out."""

    month: Month
    issued_on: date
    sha256: str


def issued(file: CaseFile, month: Month) -> IssuedMonth | None:
    """The stored month, or None if it has not been issued."""
    table = table_of(IssuedMonth)
    with file.read() as connection:
        row = connection.execute(select(table).where(table.c.period == str(month))).mappings().first()
    return from_row(IssuedMonth, row) if row else None


def issued_lines(file: CaseFile) -> tuple[IssuedLine, ...]:
    """All months issued, latest first."""
    query = select(IssuedMonthRow.period, IssuedMonthRow.issued_at, IssuedMonthRow.sha256)
    with file.read() as connection:
        rows = connection.execute(query.order_by(IssuedMonthRow.period.desc())).all()
    return tuple(IssuedLine(month=Month.parse(r.period), issued_on=r.issued_at.date(), sha256=r.sha256) for r in rows)


def last_period(file: CaseFile) -> str:
    """The latest month issued as ``YYYY-MM``, empty before the first."""
    with file.read() as connection:
        return reporting.last_period(connection)


def facts(file: CaseFile) -> MonthlyFacts:
    """All dated facts of the file, in one reading transaction and a fixed number of statements."""
    with file.read() as connection:
        own = local_codes.all_of(connection)
        counts = _counts(own)
        in_use = local_codes.uses(connection, [value for value in own if not value.counts_as])
        cases = _cases(connection, counts)
        caseload = Caseload(cases=cases, contacts=_contacts(connection, counts), gaps=_gaps(connection, cases),
                            tallies=_tallies(connection, counts))
        ledger = [from_row(LedgerCell, row) for row in connection.execute(select(table_of(LedgerCell))).mappings()]
        meta = {row.name: row.value for row in connection.execute(select(MetaRow.name, MetaRow.value))}
        number = connection.execute(select(func.max(CatalogueRow.number))).scalar()
    return MonthlyFacts(caseload=caseload, unassigned=tuple(value for value in own if in_use[value.code]),
                        ledger={cell.id: cell for cell in ledger}, ags=meta["ags"],
                        rounding_key=bytes.fromhex(meta["rounding_key"]), pseudonym=meta["pseudonym"],
                        catalogue_number=number)


def tallies_of(connection: Connection, act: Act) -> tuple[Tally, ...]:
    """What the person whom an act put into the bin had added to the counters until then."""
    return _tallies_of(act, _counts(local_codes.all_of(connection)))


def _counts(own: Iterable[LocalCode]) -> Counts:
    return {(value.list_name, value.code): value.counts_as for value in own if value.counts_as}


def _tallies(connection: Connection, counts: Counts) -> tuple[Tally, ...]:
    """Those held, and those of files in the bin: a counter must not fall for the days until they are erased."""
    held = [from_row(Tally, row) for row in connection.execute(select(table_of(Tally))).mappings()]
    binned = [tally for act in history.standing_in(connection, DISCARD) for tally in _tallies_of(act, counts)]
    return tuple(held + binned)


def _tallies_of(act: Act, counts: Counts) -> tuple[Tally, ...]:
    # what was entered ahead of that day never happened
    return counting.tallies(load_plan(), _removed(act, counts), until=act.at.date())


def _removed(act: Act, counts: Counts) -> Caseload:
    """Cases and contacts of a person as the act that took them out remembers them."""
    rows: dict[str, list[Any]] = {}
    for entry in act.entries or ():
        if entry.what == REMOVE:
            rows.setdefault(entry.entity, []).append(_row(entry.entity, entry.fields))

    def of(row: Any, key: str) -> dict[str, list[Any]]:
        groups: dict[str, list[Any]] = {}
        for one in rows.get(row.__tablename__, ()):
            groups.setdefault(getattr(one, key), []).append(one)
        return groups

    def in_order(steps: list[Any]) -> list[Any]:
        return sorted(steps, key=lambda step: (step.on, step.recorded_at))

    (client,) = rows[ClientRow.__tablename__]
    steps, moves = of(CaseStepRow, "case_id"), of(ReferralStepRow, "referral_id")
    joined = of(ParticipationRow, "referral_id")
    referrals = {case_id: [_referral(r.component, [j.exit_kind for j in joined.get(r.id, [])],
                                     in_order(moves.get(r.id, []))) for r in of_case]
                 for case_id, of_case in of(ReferralRow, "case_id").items()}
    for case in (cases := rows.get(CaseRow.__tablename__, [])):
        case.sex, case.birth, case.nationalities = client.sex, client.birth, client.nationalities
    return Caseload(
        cases=tuple(_case(case, in_order(steps.get(case.id, [])), [], referrals.get(case.id, []), counts)
                    for case in cases),
        contacts=tuple(_contact(client.id, c, counts) for c in rows.get(ContactRow.__tablename__, ())))


def _row(entity: str, fields: Mapping[str, Any]) -> Any:
    kind = kind_named(entity)
    return SimpleNamespace(**{name: restored(kind, name, fields[name]) for name in fields_of(kind) if name in fields})


def _contacts(connection: Connection, counts: Counts) -> tuple[ContactFact, ...]:
    query = select(CaseRow.client_id, ContactRow.on, ContactRow.kind, ContactRow.result).join(
        CaseRow, CaseRow.id == ContactRow.case_id)
    return tuple(_contact(row.client_id, row, counts) for row in connection.execute(query))


def _contact(client_id: str, row: Any, counts: Counts) -> ContactFact:
    return ContactFact(client_id=client_id, on=row.on, result=row.result,
                       kind=counts.get(("contact_kind", row.kind), row.kind))


def _gaps(connection: Connection, cases: Iterable[CaseFact]) -> tuple[GapFact, ...]:
    """A gap is open until it is resolved; whoever is no longer supported needs no offer any more."""
    of, case_of = OfferGapRow, {case.case_id: case for case in cases}
    query = select(of.case_id, of.component, of.reason, of.since, of.resolved_on).order_by(of.since, of.id)
    return tuple(GapFact(client_id=case_of[r.case_id].client_id, component=r.component, reason=r.reason, since=r.since,
                         until=min(filter(None, (r.resolved_on, case_of[r.case_id].closed_on)), default=None))
                 for r in connection.execute(query))


def _grouped(connection: Connection, query: Any, key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        groups.setdefault(getattr(row, key), []).append(row)
    return groups


def _cases(connection: Connection, counts: Counts) -> tuple[CaseFact, ...]:
    step, papers_of = CaseStepRow, ResidenceDocumentRow
    steps = _grouped(connection, select(step.case_id, step.state, step.on).order_by(step.on, step.recorded_at),
                     "case_id")
    papers = _grouped(connection, select(papers_of.client_id, papers_of.kind, papers_of.valid_from).order_by(
        papers_of.valid_from, papers_of.valid_to, papers_of.id), "client_id")
    referrals = _referrals(connection)
    rows = connection.execute(
        select(CaseRow.__table__, ClientRow.sex, ClientRow.birth, ClientRow.nationalities)
        .join(ClientRow, ClientRow.id == CaseRow.client_id)).all()
    return tuple(_case(row, steps.get(row.id, []), papers.get(row.client_id, []), referrals.get(row.id, []),
                       counts) for row in rows)


def _case(row: Any, steps: list[Any], papers: list[Any], referrals: list[ReferralFact], counts: Counts) -> CaseFact:
    first = {state: next((s.on for s in steps if s.state == state), None)
             for state in (CaseState.OPEN, CaseState.CLOSED)}
    return CaseFact(
        client_id=row.client_id, case_id=row.id, opened_on=first[CaseState.OPEN], closed_on=first[CaseState.CLOSED],
        closed_with=counts.get(("outcome_situation", row.outcome_situation), row.outcome_situation),
        access_route=counts.get(("access_route", row.access_route), row.access_route), sex=row.sex, birth=row.birth,
        nationality=row.nationalities[0] if row.nationalities else "unknown", german_oral=row.entry_german_oral,
        school_years=row.entry_school_years, referrals=tuple(referrals),
        residence=tuple(ResidenceFact(from_=p.valid_from, kind=p.kind) for p in papers),
    )


def _referrals(connection: Connection) -> dict[str, list[ReferralFact]]:
    step = ReferralStepRow
    steps = _grouped(connection, select(step.referral_id, step.on, step.state, step.reason)
                     .order_by(step.on, step.recorded_at), "referral_id")
    rows = _grouped(connection, select(ReferralRow.id, ReferralRow.case_id, ReferralRow.component,
                                       ParticipationRow.exit_kind)
                    .outerjoin(ParticipationRow, ParticipationRow.referral_id == ReferralRow.id)
                    # of two sent on one day the one recorded later counts, always the same one
                    .order_by(text("referral.rowid")), "case_id")
    return {case_id: [_referral(r.component, [r.exit_kind], steps.get(r.id, [])) for r in of_case]
            for case_id, of_case in rows.items()}


def _referral(component: str, exits: list[str | None], steps: list[Any]) -> ReferralFact:
    return ReferralFact(component=component, ended_with=next(filter(None, exits), ""),
                        steps=tuple((s.on, s.state, s.reason) for s in steps))
