"""The dated facts a month is counted from; the store fills them, nothing here knows where they come from."""

from dataclasses import dataclass
from datetime import date

from app.domain.dates import PartialDate
from app.domain.monthly import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFact:
    """One contact or attempt; also of persons whose case was never opened."""

    client_id: str
    on: date
    kind: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceFact:
    """A residence paper and the day from which it counts; it counts until the next one begins."""

    from_: date
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFact:
    """A referral: ``steps`` are (date, state, reason) by date, then by recording; ``component`` is '1'..'5' or 'R'.

    ``ended_with`` is the exit code of its participation, empty while there is none.
    """

    component: str
    steps: tuple[tuple[date, str, str], ...] = ()
    ended_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One case episode, attributes at entry in the codes of resources/codes; a prospect has no ``opened_on``."""

    client_id: str
    case_id: str
    opened_on: date | None
    closed_on: date | None = None
    closed_with: str = ""
    access_route: str = "unknown"
    sex: str = "unknown"
    birth: PartialDate | None = None
    nationality: str = "unknown"
    german_oral: str = "unknown"
    school_years: str = "unknown"
    residence: tuple[ResidenceFact, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFact:
    """A need without a fitting offer, in the codes of referral_target and gap_reason.

    ``until`` is the day it was resolved or its case closed; None while it is open.
    """

    client_id: str
    component: str
    reason: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """All that one Klientendatei contributes to a month; ``tallies`` stand for files erased or in the bin."""

    cases: tuple[CaseFact, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    gaps: tuple[GapFact, ...] = ()
    tallies: tuple[Tally, ...] = ()
