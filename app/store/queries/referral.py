"""One referral in full, and what is known of a person whom one is about to refer. Lists of them are in `referrals`."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.errors import UserError
from app.domain.language import LanguageAssessment, latest
from app.domain.names import shown
from app.domain.referral import (
    ONE_AT_A_TIME,
    Certificate,
    Participation,
    Referral,
    ReferralState,
    ReferralStep,
    beside,
    state_of,
)
from app.domain.residence import ResidenceDocument, current
from app.domain.steps import ordered
from app.store.casefile import CaseFile
from app.store.queries.current import referral_states
from app.store.records import from_row, table_of
from app.store.schema import CaseRow, ParticipationRow
from app.store.work import GONE

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPage:
    """A referral with its steps, its participation if it began, and whose it is; ``consents`` are the person's.

    ``running`` are other courses of the person beside which this one should not run.
    """

    referral: Referral
    steps: tuple[ReferralStep, ...]
    participation: Participation | None
    certificates: tuple[Certificate, ...]
    running: tuple[Referral, ...]
    client_id: str
    name: str
    consents: tuple[Consent, ...]

    @property
    def state(self) -> ReferralState:
        """The state now."""
        return state_of(self.steps) or ReferralState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """The facts that stand beside the conditions of an offering; paper and level are those that count today.

    ``before`` is the referral of this case that was begun last, ``before_on`` its day.
    """

    case_id: str
    client: Client
    name: str
    paper: ResidenceDocument | None
    level: LanguageAssessment | None
    consents: tuple[Consent, ...]
    before: Referral | None = None
    before_on: date | None = None


def page(file: CaseFile, referral_id: str) -> ReferralPage:
    """One referral in a few small statements; raises UserError where it has gone."""
    with file.read() as connection:
        found = _all(connection, Referral, id=referral_id)
        if not found:
            raise UserError(GONE)
        client = _client(connection, found[0].case_id)
        participations = _all(connection, Participation, referral_id=referral_id)
        return ReferralPage(
            referral=found[0], client_id=client.id, name=_name(client),
            steps=tuple(ordered(_all(connection, ReferralStep, referral_id=referral_id))),
            participation=participations[0] if participations else None,
            # a paper comes out of a course one has been in
            certificates=_all(connection, Certificate, referral_id=referral_id) if participations else (),
            running=_running(connection, found[0]),
            consents=_all(connection, Consent, client_id=client.id),
        )


def person(file: CaseFile, case_id: str) -> PersonPage:
    """What is known of the person of a case; raises UserError where the case has gone."""
    today = file.today()
    with file.read() as connection:
        client = _client(connection, case_id)
        begun = [(min(step.on for step in steps), max(step.recorded_at for step in steps), one)
                 for one in _all(connection, Referral, case_id=case_id)
                 if (steps := _all(connection, ReferralStep, referral_id=one.id))]
        before_on, _at, before = max(begun, key=lambda known: known[:2], default=(None, None, None))
        return PersonPage(
            case_id=case_id, client=client, name=_name(client),
            paper=current(_all(connection, ResidenceDocument, client_id=client.id), today),
            level=latest(_all(connection, LanguageAssessment, client_id=client.id), today),
            consents=_all(connection, Consent, client_id=client.id), before=before, before_on=before_on,
        )


def planned_ends(file: CaseFile) -> dict[str, date]:
    """Per referral that runs the planned end of its participation, where one is known."""
    query = select(ParticipationRow.referral_id, ParticipationRow.planned_end).where(
        ParticipationRow.exit_kind == "", ParticipationRow.planned_end.is_not(None))
    with file.read() as connection:
        return {row.referral_id: row.planned_end for row in connection.execute(query)}


def _running(connection: Connection, one: Referral) -> tuple[Referral, ...]:
    """Other courses of the case beside which this one should not run; most referrals need no look at them."""
    if one.component != ONE_AT_A_TIME:
        return ()
    others = [other for other in _all(connection, Referral, case_id=one.case_id) if other.id != one.id]
    states = referral_states(connection, [other.id for other in others])
    return beside(one.component, [(other, ReferralState(states[other.id].state)) for other in others])


def _client(connection: Connection, case_id: str) -> Client:
    owner = connection.execute(select(CaseRow.client_id).where(CaseRow.id == case_id)).scalar()
    found = _all(connection, Client, id=owner)
    if not found:
        raise UserError(GONE)
    return found[0]


def _name(client: Client) -> str:
    return shown(family=client.family_name, given=client.given_name, alias=client.aliases[0] if client.aliases else "")


def _all(connection: Connection, kind: type[V], **equals: Any) -> tuple[V, ...]:
    table = table_of(kind)
    ((name, wish),) = equals.items()
    rows = connection.execute(select(table).where(table.columns[name] == wish)).mappings()
    return tuple(from_row(kind, row) for row in rows)
