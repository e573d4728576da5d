"""One period of support (Fall): its states as dated steps, its phase and the facts at entry and exit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.steps import STEP_TOO_EARLY, check, ordered, recording

OPENING_GAPS = N_("Zum Eröffnen fehlt noch: {gaps}. Ergänzen Sie die Angaben oder nennen Sie einen Grund, "
                  "warum der Fall trotzdem eröffnet wird.")


class CaseState(StrEnum):
    """States of domain.md § 10.1."""

    PROSPECT = "prospect"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
    LOCKED = "locked"
    ERASED = "erased"
    DISCARDED = "discarded"


class Phase(StrEnum):
    """The six phases of domain.md § 2.1: a label on the case, never a gate."""

    ACCESS = "access"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    MONITORING = "monitoring"
    CLOSING = "closing"


FOLLOWS: dict[CaseState | None, frozenset[CaseState]] = {
    None: frozenset({CaseState.PROSPECT}),
    CaseState.PROSPECT: frozenset({CaseState.OPEN, CaseState.DISCARDED}),
    CaseState.OPEN: frozenset({CaseState.PAUSED, CaseState.CLOSING}),
    CaseState.PAUSED: frozenset({CaseState.OPEN, CaseState.CLOSING}),
    CaseState.CLOSING: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.LOCKED}),
    CaseState.LOCKED: frozenset({CaseState.ERASED}),
    CaseState.ERASED: frozenset(),
    CaseState.DISCARDED: frozenset(),
}
NEEDS_REASON = frozenset({CaseState.PAUSED, CaseState.CLOSING, CaseState.DISCARDED})
IN_STOCK = frozenset({CaseState.OPEN, CaseState.PAUSED, CaseState.CLOSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An episode; a person who returns gets a new one (``episode`` + 1). Facts ``entry_*`` are those at opening."""

    id: str
    client_id: str
    episode: int = 1
    phase: str = Phase.ACCESS
    access_route: str = "unknown"
    entry_employment: str = "unknown"
    entry_school_years: str = "unknown"
    entry_certificate: str = "unknown"
    entry_german_oral: str = "unknown"
    closing_reason: str = ""
    outcome_situation: str = ""
    handed_over_to: str = ""
    satisfaction: str = "unknown"
    asked_6m: str = "unknown"
    situation_6m: str = ""
    situation_6m_on: date | None = None
    former_case_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One dated change of state; the state of a case on a day is its last step up to that day."""

    id: str
    case_id: str
    state: str
    on: date
    recorded_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """A checked and dated assessment for one Baustein; it warns and never blocks (domain.md § 1.2)."""

    id: str
    case_id: str
    component: str
    result: str
    checked_on: date
    reason: str = ""
    rule_version: str = ""


def state_on(steps: Iterable[CaseStep], day: date) -> CaseState | None:
    """The state on ``day`` by its dated steps, or None before the first."""
    known = [s for s in ordered(steps) if s.on <= day]
    return CaseState(known[-1].state) if known else None


def advance(case_id: str, steps: Sequence[CaseStep], to: CaseState, *, on: date, now: datetime,
            reason: str = "") -> CaseStep:
    """The step that brings the case into ``to`` on that date; raises UserError where § 10.1 knows no such step."""
    last = ordered(steps)[-1] if steps else None
    check(last, to, FOLLOWS, NEEDS_REASON, on=on, now=now, reason=reason, labels="case_state")
    return CaseStep(id=new_id(), case_id=case_id, state=to, on=on, recorded_at=recording(last, now),
                    reason=reason)


def opened(case_id: str, steps: Sequence[CaseStep], *, on: date, now: datetime, reason: str = "",
           after: date | None = None) -> tuple[CaseStep, ...]:
    """The steps of a case that is opened on that date, also before its intake was typed: Friday's talk, on Monday.

    The first step is the first contact (§ 10.1) and so moves back to the opening; ``after`` is the end of the episode
    before, which nothing may precede. Nothing is counted of a prospect, so only the date of the opening counts.
    """
    first, *more = ordered(steps)
    if after is not None and on < after:
        raise UserError(STEP_TOO_EARLY, last=after)
    if not more and first.state == CaseState.PROSPECT and on < first.on:
        first = replace(first, on=on)
    return first, *more, advance(case_id, [first, *more], CaseState.OPEN, on=on, now=now, reason=reason)


def checked_opening(gaps: Sequence[str], reason: str) -> None:
    """Refuses to open a case with gaps unless a reason is given: § 10.1 warns, the person decides."""
    if gaps and not reason:
        raise UserError(OPENING_GAPS, gaps=", ".join(gaps))
