"""What in the dated facts contradicts itself or is missing, and how many figures of a month hang on it. Pure rules: no
names, no words, no store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from app.domain.completeness import recorded
from app.domain.dates import Month, PartialDate, age_on
from app.domain.referral import ENDED
from app.statistics.counting import Span, in_stock, residence_on
from app.statistics.facts import CaseFact, Caseload
from app.statistics.plan import BAUSTEINE, NO_DOCUMENT, STOCK, Plan

# Nobody younger or older has ever been taken in: such an age is a slip of the pen. It is no rule of the programme.
YOUNGEST, OLDEST = 10, 80
# The attributes of the table plan taken from the case at entry; of two open cases only one can say them.
AT_ENTRY = ("age", "german", "school")
COURSE = ("baustein", "referral")
ACCESS = "access_ytd"
DatedStates = Sequence[tuple[str, date]]


class Kind(StrEnum):
    """What is wrong; the first eight are about the dated steps of a case or a referral."""

    CASE_ENDS_FIRST = "case_ends_first"
    CASE_NEVER_OPENED = "case_never_opened"
    CASE_BACKWARDS = "case_backwards"
    CASE_IN_FUTURE = "case_in_future"
    COURSE_ENDS_FIRST = "course_ends_first"
    COURSE_NEVER_STARTED = "course_never_started"
    COURSE_BACKWARDS = "course_backwards"
    COURSE_IN_FUTURE = "course_in_future"
    COURSE_OUTSIDE = "course_outside"
    AGREED_BACKWARDS = "agreed_backwards"
    TWO_OPEN = "two_open"
    BORN_LATE = "born_late"
    AGE = "age"
    ARRIVED_LATE = "arrived_late"
    ARRIVED_UNBORN = "arrived_unborn"
    PAPER_BACKWARDS = "paper_backwards"
    CONTACT_IN_FUTURE = "contact_in_future"
    OWN_VALUE = "own_value"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One contradiction or gap. ``record`` is the case, referral, paper or contact it is in, of MISSING the fact.

    ``figures`` are the numbers of the month's tables that may change when it is settled: two per table for a fact that
    puts a person into another row, one for a counter. ``refuses``: with it no month can be issued.
    """

    kind: Kind
    client_id: str = ""
    record: str = ""
    text: str = ""
    days: tuple[date, ...] = ()
    day: PartialDate | None = None
    number: int = 0
    figures: int = 0
    refuses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A referral as it is checked: its steps in the order in which they were recorded, and the agreed dates."""

    id: str
    case_id: str
    client_id: str
    component: str
    title: str = ""
    steps: DatedStates = ()
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A residence paper with its dates."""

    id: str
    client_id: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What counting does not need: per client the case of the last episode and the arrival, per case its steps in the
    order in which they were recorded, and contacts of days to come as (client, contact, day)."""

    latest: Mapping[str, str]
    arrived: Mapping[str, PartialDate]
    steps: Mapping[str, DatedStates]
    courses: Sequence[Course] = ()
    papers: Sequence[Paper] = ()
    contacts: Sequence[tuple[str, str, date]] = ()


def faults(plan: Plan, caseload: Caseload, records: Records, month: Month, today: date) -> list[Fault]:
    """All of them for a month, in no order; the month need not be over."""
    check = _Check(plan, caseload, records, month, today)
    return [*check.cases(), *check.courses(), *check.persons(), *check.others(), *check.missing()]


def off_balance(span: Span, month: Month) -> bool:
    """Whether it enters or leaves in that month without the stock following, so that counting refuses."""
    entered = span.start is not None and span.start in month
    left = span.end is not None and span.end in month
    before, after = span.runs_on(month.previous().last_day()), span.runs_on(month.last_day())
    return before + entered - left != after


class _Check:
    """The rules over one file and one month."""

    def __init__(self, plan: Plan, caseload: Caseload, records: Records, month: Month, today: date) -> None:
        self._month, self._today, self._records, self._caseload = month, today, records, caseload
        self._parts = [set(part.by) for table in plan.tables for part in table.parts if part.measure == STOCK]
        self._measures = {part.measure for table in plan.tables for part in table.parts}
        self._stock = in_stock(caseload, month.last_day())
        self._case = {case.case_id: case for case in caseload.cases}

    def _rows(self, client_id: str, *attributes: str) -> int:
        """The figures a person moves between when an attribute is settled; none outside the stock."""
        return 2 * sum(not by.isdisjoint(attributes) for by in self._parts) if client_id in self._stock else 0

    def _this_year(self, day: date | None) -> bool:
        return day is not None and day.year == self._month.year and day <= self._month.last_day()

    def cases(self) -> Iterator[Fault]:
        """Steps of cases, at most one fault each: who mends it looks at all their dates."""
        kinds = (Kind.CASE_IN_FUTURE, Kind.CASE_NEVER_OPENED, Kind.CASE_ENDS_FIRST, Kind.CASE_BACKWARDS)
        for case in self._caseload.cases:
            span = Span(client_id=case.client_id, start=case.opened_on, end=case.closed_on)
            found = self._of_steps(span, self._records.steps.get(case.case_id, ()), kinds)
            if found is not None:
                counters = sum(map(self._this_year, (span.start, span.end)))
                # in the stock or not: one figure in every part of the plan
                yield Fault(kind=found[0], client_id=case.client_id, record=case.case_id, days=found[1],
                            figures=counters + len(self._parts) if counters else 0,
                            refuses=off_balance(span, self._month))

    def courses(self) -> Iterator[Fault]:
        """Steps of referrals, and courses begun while no case was open; only Bausteine are counted."""
        kinds = (Kind.COURSE_IN_FUTURE, Kind.COURSE_NEVER_STARTED, Kind.COURSE_ENDS_FIRST, Kind.COURSE_BACKWARDS)
        for course in self._records.courses:
            span = Span(client_id=course.client_id, start=_first(course.steps, {"started"}),
                        end=_first(course.steps, ENDED))
            found = self._of_steps(span, course.steps, kinds) or self._outside(span, self._case[course.case_id])
            counted = course.component in BAUSTEINE
            if found is not None:
                moved = self._rows(course.client_id, *COURSE) + sum(map(self._this_year, (span.start, span.end)))
                yield Fault(kind=found[0], client_id=course.client_id, record=course.id, text=course.title,
                            days=found[1], figures=moved if counted else 0,
                            refuses=counted and off_balance(span, self._month))
            if course.starts_on and course.ends_on and course.ends_on < course.starts_on:
                yield Fault(kind=Kind.AGREED_BACKWARDS, client_id=course.client_id, record=course.id,
                            text=course.title, days=(course.ends_on, course.starts_on))

    def _of_steps(self, span: Span, steps: DatedStates, kinds: Sequence[Kind]) -> tuple[Kind, tuple[date, ...]] | None:
        in_future, never_begun, ends_first, backwards = kinds
        ahead = [on for _state, on in steps if on > self._today]
        if ahead:
            return in_future, (ahead[0],)
        if span.end is not None and span.start is None:
            return never_begun, (span.end,)
        if span.end is not None and span.start is not None and span.end < span.start:
            return ends_first, (span.end, span.start)
        turned = [(after, before) for (_, before), (_, after) in pairwise(steps) if after < before]
        return (backwards, turned[0]) if turned else None

    @staticmethod
    def _outside(span: Span, case: CaseFact) -> tuple[Kind, tuple[date, ...]] | None:
        if span.start is None:
            return None
        opened, closed = case.opened_on, case.closed_on
        if opened is not None and opened <= span.start and (closed is None or span.start <= closed):
            return None
        return Kind.COURSE_OUTSIDE, (span.start,)

    def persons(self) -> Iterator[Fault]:
        """Birth and arrival against the entry into the latest case, and cases that are open at the same time."""
        for client_id, case_id in self._records.latest.items():
            case, arrived = self._case[case_id], self._records.arrived.get(client_id)
            entry, moved = case.opened_on or self._today, self._rows(client_id, "age")
            age = age_on(case.birth, entry) if case.birth else None
            if case.birth and age is None:
                yield Fault(kind=Kind.BORN_LATE, client_id=client_id, day=case.birth, days=(entry,), figures=moved)
            elif case.birth and age is not None and not YOUNGEST <= age <= OLDEST:
                yield Fault(kind=Kind.AGE, client_id=client_id, day=case.birth, number=age, figures=moved)
            if arrived and arrived.first_day() > entry:
                yield Fault(kind=Kind.ARRIVED_LATE, client_id=client_id, day=arrived, days=(entry,))
            elif arrived and case.birth and arrived.last_day() < case.birth.first_day():
                yield Fault(kind=Kind.ARRIVED_UNBORN, client_id=client_id, day=arrived)
        for client_id, episodes in self._stock.items():
            if len(episodes) > 1:
                # they count as one, but one of the two says what the person was like at entry
                yield Fault(kind=Kind.TWO_OPEN, client_id=client_id, number=len(episodes),
                            figures=self._rows(client_id, *AT_ENTRY))

    def others(self) -> Iterator[Fault]:
        """Papers and contacts."""
        for paper in self._records.papers:
            if paper.valid_to is not None and paper.valid_to < paper.valid_from:
                yield Fault(kind=Kind.PAPER_BACKWARDS, client_id=paper.client_id, record=paper.id,
                            days=(paper.valid_to, paper.valid_from))
        for client_id, contact_id, on in self._records.contacts:
            if on > self._today:
                yield Fault(kind=Kind.CONTACT_IN_FUTURE, client_id=client_id, record=contact_id, days=(on,),
                            figures=int(self._this_year(on)))

    def missing(self) -> Iterator[Fault]:
        """What would count as „unbekannt“: of who is in the stock, and of cases opened or closed in the year.

        Only of the latest case, because nobody can fill in another one; „keine Angabe“ is an answer (domain.md § 4.2).
        """
        day = self._month.last_day()
        for client_id, case_id in self._records.latest.items():
            case = self._case[case_id]
            if client_id in self._stock and self._stock[client_id][-1] is case:
                for attribute, fact in _unknown(case, day):
                    yield Fault(kind=Kind.MISSING, client_id=client_id, record=fact, days=(day,),
                                figures=self._rows(client_id, attribute))
            if self._this_year(case.opened_on) and not recorded(case.access_route):
                yield Fault(kind=Kind.MISSING, client_id=client_id, record="access_route", days=(day,),
                            figures=2 * (ACCESS in self._measures))
            if self._this_year(case.closed_on) and not recorded(case.closed_with):
                yield Fault(kind=Kind.MISSING, client_id=client_id, record="outcome_situation", days=(day,), figures=1)


def _unknown(case: CaseFact, day: date) -> Iterator[tuple[str, str]]:
    """The attributes of the table plan that nobody recorded, each with the fact that says it."""
    said = (("sex", "sex", case.sex), ("age", "birth", case.birth), ("origin", "nationalities", case.nationality),
            ("german", "entry_german_oral", case.german_oral), ("school", "entry_school_years", case.school_years))
    kind = residence_on(case.residence, day)
    if kind == NO_DOCUMENT or not recorded(kind):
        yield "status", "paper"
    yield from ((attribute, fact) for attribute, fact, value in said if not recorded(value))


def _first(steps: DatedStates, states: Collection[str]) -> date | None:
    return min((on for state, on in steps if state in states), default=None)
