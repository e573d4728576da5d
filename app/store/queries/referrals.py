"""All referrals with their state: what waits for an answer, runs, has ended; and the one shown in full."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, name_of, referral_states
from app.store.schema import CaseRow, ClientRow, ReferralRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """One referral as lists show it; ``since`` is the date of its last step."""

    referral_id: str
    case_id: str
    client_id: str
    name: str
    component: str
    title: str
    provider: str
    provider_phone: str
    state: str
    since: date
    reason: str
    starts_on: date | None
    ends_on: date | None


def lines(file: CaseFile, client_id: str | None = None) -> tuple[ReferralLine, ...]:
    """Referrals, latest step first; all of them or those of one person."""
    state = referral_states()
    query = (
        select(ReferralRow.__table__, state.c.state, state.c.on, state.c.reason, CaseRow.client_id, *NAME_COLUMNS)
        .join(state, state.c.referral_id == ReferralRow.id).join(CaseRow, CaseRow.id == ReferralRow.case_id)
        .join(ClientRow, ClientRow.id == CaseRow.client_id).order_by(state.c.on.desc(), ReferralRow.id)
    )
    if client_id:
        query = query.where(CaseRow.client_id == client_id)
    with file.read() as connection:
        rows = connection.execute(query).all()
    return tuple(ReferralLine(
        referral_id=r.id, case_id=r.case_id, client_id=r.client_id, name=name_of(r), component=r.component, title=r.title,
        provider=r.provider, provider_phone=r.provider_phone, state=r.state, since=r.on, reason=r.reason,
        starts_on=r.starts_on, ends_on=r.ends_on) for r in rows)
