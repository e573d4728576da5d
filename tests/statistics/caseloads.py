"""Invented caseloads for the tests of counting and reporting; nobody in them exists."""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from app.domain.dates import Month, PartialDate
from app.statistics.facts import CaseFact, Caseload, ContactFact, GapFact, ReferralFact, ResidenceFact

OCTOBER = Month(2026, 10)
SIZES = (0, 1, 2, 8, 25, 50, 120)
KEY = bytes(range(32))
AFTER_START = ("completed", "completed_without_certificate", "transferred", "dropped")
PAPERS = ("toleration_60a", "asylum_permission", "permit_25b", "none_unclear")
ROUTES = ("self", "outreach", "jmd", "unknown")
REASONS = ("none_exists", "full", "no_childcare")
CONTACT_KINDS = ("in_person_office", "phone", "attempt", "third_party", "case_conference")


def case(client: str = "c1", opened: date | None = date(2026, 3, 10), **facts: object) -> CaseFact:
    """A case with the given facts, everything else not recorded."""
    return CaseFact(client_id=client, opened_on=opened, **{"case_id": f"case-{client}-{opened}", **facts})  # type: ignore[arg-type]


def referral(component: str, *steps: tuple[date, str], ended_with: str = "") -> ReferralFact:
    """A referral with its dated states."""
    return ReferralFact(component=component, steps=tuple((on, state, "") for on, state in steps), ended_with=ended_with)


def caseload(*cases: CaseFact, contacts: tuple[ContactFact, ...] = ()) -> Caseload:
    """A caseload of these cases."""
    return Caseload(cases=cases, contacts=contacts)


def invented(size: int, random: Random) -> Caseload:
    """So many episodes of 2025 to 2027 of somewhat fewer people: some return, some overlap, some are prospects."""
    cases = tuple(_case(f"c{random.randrange(size + size // 3 + 1):03}", number, random) for number in range(size))
    contacts = tuple(
        ContactFact(client_id=random.choice(cases).client_id, on=_day(random), kind=random.choice(CONTACT_KINDS),
                    result=random.choice(("reached", "not_met"))) for _ in range(size * 2))
    gaps = tuple(_gap(random.choice(cases).client_id, random) for _ in range(size // 2))
    return Caseload(cases=cases, contacts=contacts, gaps=gaps)


@st.composite
def caseloads(draw: st.DrawFn, largest: int = 30) -> Caseload:
    """Any invented caseload up to a size; shrinks towards few people."""
    return invented(draw(st.integers(0, largest)), draw(st.randoms(use_true_random=False)))


months = st.builds(Month, st.integers(2025, 2027), st.integers(1, 12))


def _day(random: Random) -> date:
    return date(2025, 1, 1) + timedelta(days=random.randrange(900))


def _case(client: str, number: int, random: Random) -> CaseFact:
    opened = _day(random) if random.random() < 0.9 else None
    closed = opened + timedelta(days=random.randrange(400)) if opened and random.random() < 0.4 else None
    return CaseFact(
        client_id=client, case_id=f"case{number:03}", opened_on=opened, closed_on=closed,
        access_route=ROUTES[number % len(ROUTES)],
        closed_with=random.choice(("employed_full", "job_seeking", "unknown")) if closed else "",
        sex=random.choice(("m", "m", "w", "d", "x", "unknown")), birth=PartialDate(random.randrange(1985, 2012)),
        nationality=random.choice(("423", "475", "121", "232", "160", "997", "unknown")),
        german_oral=random.choice(("0", "alpha", "a1", "a2", "b1", "b2", "c1", "unknown", "refused")),
        school_years=random.choice(("0", "1_4", "5_8", "9_10", "11plus", "unknown", "refused")),
        residence=tuple(ResidenceFact(from_=_day(random), kind=random.choice(PAPERS))
                        for _ in range(random.randrange(3))),
        referrals=tuple(_referral(random) for _ in range(random.randrange(3))),
    )


def _referral(random: Random) -> ReferralFact:
    day, steps = _day(random), []
    path = ["draft", "ready", "sent", "confirmed", "started", random.choice(AFTER_START)]
    for state in path[: random.randrange(1, 7)]:
        steps.append((day, state, ""))
        day += timedelta(days=random.randrange(60))
    ended_with = random.choice(("to_work", "to_training", "dropped", "completed")) if len(steps) == 6 else ""
    return ReferralFact(component=random.choice("12345R"), steps=tuple(steps), ended_with=ended_with)


def _gap(client: str, random: Random) -> GapFact:
    since = _day(random)
    until = since + timedelta(days=random.randrange(200)) if random.random() < 0.5 else None
    return GapFact(client_id=client, component=random.choice("12345R"), reason=random.choice(REASONS), since=since,
                   until=until)
