"""One person in full: facts, cases, papers, levels, consents, referrals, follow-ups and the one thread of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Select, bindparam, or_, select

from app.domain.accommodation import Accommodation
from app.domain.appointment import Appointment
from app.domain.attachment import Attachment
from app.domain.background import EducationEntry, WorkEntry
from app.domain.case import Case, CaseState, CaseStep, Eligibility
from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.contact import Contact
from app.domain.errors import UserError
from app.domain.family import Child, FamilyLink, relation_seen_from
from app.domain.flag import Flag
from app.domain.followup import FollowUp
from app.domain.freshness import FactCheck
from app.domain.language import LanguageAssessment, SpokenLanguage
from app.domain.needs import Need
from app.domain.offer_gap import OfferGap
from app.domain.plan import Goal, GoalReview, PlanReview, PlanStep
from app.domain.referral import Certificate, Participation, Referral, ReferralStep
from app.domain.residence import ResidenceDocument
from app.domain.steps import ordered
from app.store.casefile import CaseFile
from app.store.history import DO, REDO
from app.store.queries.current import NAME_COLUMNS, name_of
from app.store.queries.duplicates import Merged, standing_merges
from app.store.records import from_row, table_of
from app.store.schema import ActRow, ActSubjectRow, ClientRow, DraftRow
from app.store.work import GONE

V = TypeVar("V")
OF_PERSON: dict[str, type] = {
    "papers": ResidenceDocument, "levels": LanguageAssessment, "consents": Consent, "attachments": Attachment,
    "children": Child, "languages": SpokenLanguage, "education": EducationEntry, "works": WorkEntry, "flags": Flag,
    "fact_checks": FactCheck}
OF_CASE: dict[str, type] = {
    "eligibilities": Eligibility, "contacts": Contact, "follow_ups": FollowUp, "needs": Need, "goals": Goal,
    "plan_steps": PlanStep, "plan_reviews": PlanReview, "goal_reviews": GoalReview, "appointments": Appointment,
    "gaps": OfferGap}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A person of the file linked to the one shown; ``relation`` is what they are to the one shown."""

    link_id: str
    client_id: str
    relation: str
    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagChange:
    """A flag was set, changed or cleared at that moment, by the act of that title; what exactly, the history tells."""

    flag_id: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Everything recorded of one person; the latest case is the one being worked on."""

    client: Client
    cases: tuple[Case, ...]
    case_steps: tuple[CaseStep, ...]
    eligibilities: tuple[Eligibility, ...]
    papers: tuple[ResidenceDocument, ...]
    levels: tuple[LanguageAssessment, ...]
    consents: tuple[Consent, ...]
    contacts: tuple[Contact, ...]
    referrals: tuple[Referral, ...]
    referral_steps: tuple[ReferralStep, ...]
    participations: tuple[Participation, ...]
    certificates: tuple[Certificate, ...]
    follow_ups: tuple[FollowUp, ...]
    attachments: tuple[Attachment, ...]
    shelter: Accommodation | None
    children: tuple[Child, ...]
    relatives: tuple[Relative, ...]
    languages: tuple[SpokenLanguage, ...]
    education: tuple[EducationEntry, ...]
    works: tuple[WorkEntry, ...]
    needs: tuple[Need, ...]
    goals: tuple[Goal, ...]
    plan_steps: tuple[PlanStep, ...]
    plan_reviews: tuple[PlanReview, ...]
    goal_reviews: tuple[GoalReview, ...]
    appointments: tuple[Appointment, ...]
    gaps: tuple[OfferGap, ...]
    flags: tuple[Flag, ...]
    fact_checks: tuple[FactCheck, ...]
    flag_changes: tuple[FlagChange, ...]
    merges: tuple[Merged, ...]
    # kinds of all drafts there are, `note:` and the id of the case among them
    drafts: frozenset[str]

    @property
    def case(self) -> Case:
        """The latest episode."""
        return self.cases[-1]

    @property
    def state(self) -> CaseState:
        """Where the latest episode stands."""
        return CaseState(ordered(s for s in self.case_steps if s.case_id == self.case.id)[-1].state)


def page(file: CaseFile, client_id: str) -> ClientPage:
    """Everything of that person, in some twenty small statements; raises UserError where the person has gone."""
    with file.read() as connection:
        found = _all(connection, Client, id=client_id)
        if not found:
            raise UserError(GONE)
        cases = sorted(_all(connection, Case, client_id=client_id), key=lambda c: c.episode)
        case_ids = [case.id for case in cases]
        referrals = _all(connection, Referral, case_id=case_ids)
        referral_ids = [referral.id for referral in referrals]
        records: dict[str, tuple[Any, ...]] = {
            "cases": tuple(cases), "referrals": referrals,
            "case_steps": tuple(ordered(_all(connection, CaseStep, case_id=case_ids))),
            "referral_steps": _all(connection, ReferralStep, referral_id=referral_ids),
            "participations": _all(connection, Participation, referral_id=referral_ids),
            "certificates": _all(connection, Certificate, referral_id=referral_ids),
            **{name: _all(connection, kind, client_id=client_id) for name, kind in OF_PERSON.items()},
            **{name: _all(connection, kind, case_id=case_ids) for name, kind in OF_CASE.items()},
        }
        home = found[0].accommodation_id
        shelter = _all(connection, Accommodation, id=home) if home else ()
        return ClientPage(client=found[0], flag_changes=_flag_changes(connection, records["flags"]),
                          shelter=shelter[0] if shelter else None, relatives=_relatives(connection, client_id),
                          merges=tuple(standing_merges(connection, client_id, file.now())),
                          drafts=frozenset(connection.execute(select(DraftRow.kind)).scalars()), **records)


def _relatives(connection: Connection, client_id: str) -> tuple[Relative, ...]:
    """Who is linked to the person, from either side, by name."""
    links = [from_row(FamilyLink, row) for row in connection.execute(_links(), {"client_id": client_id}).mappings()]
    others = {one.id: one.other_id if one.client_id == client_id else one.client_id for one in links}
    names = {row.id: row for row in connection.execute(
        select(ClientRow.id, *NAME_COLUMNS).where(ClientRow.id.in_(others.values())))} if links else {}
    return tuple(Relative(link_id=one.id, client_id=others[one.id], relation=relation_seen_from(one, client_id),
                          name=name_of(names[others[one.id]]), number=names[others[one.id]].number) for one in links)


@cache
def _links() -> Select[Any]:
    link = table_of(FamilyLink)
    person: BindParameter[str] = bindparam("client_id")
    return select(link).where(or_(link.c.client_id == person, link.c.other_id == person))


def _all(connection: Connection, kind: type[V], **equals: Any) -> tuple[V, ...]:
    ((name, wish),) = equals.items()
    if wish == []:
        return ()
    query = _query(kind, name, isinstance(wish, list))  # type: ignore[arg-type]
    rows = connection.execute(query, {"wish": wish})
    return tuple(from_row(kind, row) for row in rows.mappings())


@cache
def _query(kind: type, name: str, many: bool) -> Select[Any]:
    """Records by an attribute; built once, because building it takes longer than running it."""
    column = table_of(kind).columns[name]
    wish: BindParameter[Any] = bindparam("wish", expanding=many)
    return select(table_of(kind)).where(column.in_(wish) if many else column == wish)


def _flag_changes(connection: Connection, flags: Sequence[Flag]) -> tuple[FlagChange, ...]:
    """What stands of the acts on the flags, in their order; a person without flags costs no statement."""
    if not flags:
        return ()
    query = (
        select(ActSubjectRow.entity_id, ActRow.at, ActRow.title).join(ActRow, ActRow.number == ActSubjectRow.number)
        .where(ActSubjectRow.entity_id.in_([flag.id for flag in flags]), ActRow.kind.in_((DO, REDO)),
               ActRow.reversed_by.is_(None)).order_by(ActRow.number)
    )
    return tuple(FlagChange(flag_id=row.entity_id, at=row.at, title=row.title) for row in connection.execute(query))
