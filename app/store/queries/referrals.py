"""All referrals with their state: what waits for an answer, runs, has ended; and the one shown in full."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.domain.referral import OVER
from app.store.casefile import CaseFile
from app.store.queries.current import NAME_COLUMNS, name_of, referral_states
from app.store.queries.referral import planned_ends
from app.store.schema import CaseRow, ClientRow, ReferralRow, ReferralStepRow

# Nothing follows a step of these, so it is the last one of its referral.
_END = ReferralStepRow.state.in_(sorted(OVER))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the page Vermittlung lists, latest step first; ``ended`` counts all that ended, listed or not.

    ``planned_ends`` has the planned end of each referral that runs, where one is known.
    """

    lines: tuple[ReferralLine, ...]
    open: int
    ended: int
    planned_ends: dict[str, date]


def overview(file: CaseFile, at_most: int, with_ended: bool, chosen: str) -> Overview:
    """All open ones, and the ``at_most`` that ended last where they are wanted or ``chosen`` is none of the open."""
    found, ended = open_lines(file), ended_count(file)
    still_open = len(found)
    if with_ended or (chosen and chosen not in {line.referral_id for line in found}):
        found += ended_lines(file, at_most)
    return Overview(lines=found, open=still_open, ended=ended, planned_ends=planned_ends(file))


def lines(file: CaseFile, client_id: str | None = None) -> tuple[ReferralLine, ...]:
    """Referrals, latest step first; all of them or those of one person."""
    return _read(file, CaseRow.client_id == client_id if client_id else None)


def open_lines(file: CaseFile) -> tuple[ReferralLine, ...]:
    """Referrals from which something can still follow, latest step first."""
    return _read(file, ReferralRow.id.not_in(select(ReferralStepRow.referral_id).where(_END)))


def ended_lines(file: CaseFile, at_most: int) -> tuple[ReferralLine, ...]:
    """The referrals that ended last."""
    step = ReferralStepRow
    with file.read() as connection:
        ids = connection.execute(select(step.referral_id).where(_END).order_by(step.on.desc()).limit(at_most)).scalars()
        wanted = list(ids)
    return _read(file, ReferralRow.id.in_(wanted))


def ended_count(file: CaseFile) -> int:
    """How many referrals have ended."""
    with file.read() as connection:
        return connection.execute(select(func.count()).select_from(ReferralStepRow).where(_END)).scalar_one()


def _read(file: CaseFile, which: ColumnElement[bool] | None) -> tuple[ReferralLine, ...]:
    query = (
        select(ReferralRow.__table__, CaseRow.client_id, *NAME_COLUMNS)
        .join(CaseRow, CaseRow.id == ReferralRow.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
    )
    with file.read() as connection:
        rows = connection.execute(query if which is None else query.where(which)).all()
        states = referral_states(connection, None if which is None else [row.id for row in rows])
    made = (_line(row, states[row.id]) for row in rows)
    return tuple(sorted(made, key=lambda line: (line.since, line.referral_id), reverse=True))


def _line(row: Any, step: Any) -> ReferralLine:
    return ReferralLine(
        referral_id=row.id, case_id=row.case_id, client_id=row.client_id, name=name_of(row), component=row.component,
        title=row.title, provider=row.provider, provider_phone=row.provider_phone, state=step.state, since=step.on,
        reason=step.reason, starts_on=row.starts_on, ends_on=row.ends_on)
