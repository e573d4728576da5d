"""The rules of the check before a month end, one by one, and that a sound caseload has no fault."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.statistics.counting import Span, count, in_stock, prove
from app.statistics.data_quality import Course, DatedStates, Fault, Kind, Paper, Records, faults, off_balance
from app.statistics.facts import CaseFact, Caseload, ResidenceFact
from app.statistics.plan import load_plan
from tests.statistics.caseloads import OCTOBER, case, caseload, invented, months

PLAN = load_plan()
TODAY = date(2026, 11, 3)
MARCH, APRIL, MAY = date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)
# all that the report asks of a person
WHOLE = {"sex": "w", "birth": PartialDate(2003), "nationality": "423", "german_oral": "a1", "school_years": "5_8",
         "access_route": "self", "residence": (ResidenceFact(from_=MARCH, kind="toleration_60a"),)}


def whole(**facts: object) -> CaseFact:
    return case(**{**WHOLE, **facts})  # type: ignore[arg-type]


def records(*cases: CaseFact, steps: DatedStates = (), **more: object) -> Records:
    return Records(**{"latest": {one.client_id: one.case_id for one in cases}, "arrived": {},  # type: ignore[arg-type]
                      "steps": {cases[-1].case_id: steps}, **more})


def course(*steps: tuple[str, date], component: str = "4", **facts: object) -> Course:
    return Course(id="r1", case_id=whole().case_id, client_id="c1", component=component, steps=steps,
                  **facts)  # type: ignore[arg-type]


def found(*cases: CaseFact, **more: object) -> list[Fault]:
    return faults(PLAN, caseload(*cases), records(*cases, **more), OCTOBER, TODAY)  # type: ignore[arg-type]


def kinds(*cases: CaseFact, **more: object) -> list[Kind]:
    return [fault.kind for fault in found(*cases, **more)]


def test_a_person_of_whom_all_is_known_has_no_fault() -> None:
    assert found(whole(), steps=(("prospect", MARCH), ("open", MARCH)),
                 courses=[course(("sent", MARCH), ("started", APRIL), ("completed", MAY))]) == []


def test_an_age_nobody_is_taken_in_at_moves_the_tables_by_age() -> None:
    (old,) = found(whole(birth=PartialDate(1890)))
    assert (old.kind, old.number, old.figures) == (Kind.AGE, 136, 4)
    assert kinds(whole(birth=PartialDate(2017))) == [Kind.AGE]
    assert kinds(whole(birth=PartialDate(2016, 3, 10))) == kinds(whole(birth=PartialDate(1945, 3, 11))) == []
    assert kinds(whole(birth=PartialDate(2026, 4, 1))) == [Kind.BORN_LATE]


def test_an_end_before_the_start_refuses_the_months_in_which_the_stock_does_not_follow() -> None:
    turned = whole(opened=date(2026, 10, 20), closed_on=date(2026, 9, 20), closed_with="job_seeking")
    (fault,) = found(turned)
    assert (fault.kind, fault.days, fault.refuses) == (Kind.CASE_ENDS_FIRST, (date(2026, 9, 20), date(2026, 10, 20)),
                                                       True)
    (settled,) = faults(PLAN, caseload(turned), records(turned), OCTOBER.next(), TODAY)
    assert not settled.refuses and settled.figures


@settings(max_examples=30)
@given(st.integers(1, 25), st.randoms(use_true_random=False), months)
def test_counting_refuses_no_month_that_has_no_fault_that_refuses(size: int, random: Random, month: object) -> None:
    load = _turned(invented(size, random), random)
    assert hasattr(month, "year")
    spans = [Span(client_id=one.client_id, start=one.opened_on, end=one.closed_on) for one in load.cases]
    if any(off_balance(span, month) for span in spans):  # type: ignore[arg-type]
        return
    prove(load, count(PLAN, load, month))  # type: ignore[arg-type]


def _turned(load: Caseload, random: Random) -> Caseload:
    """Some cases end before they begin; no referrals, which have their own faults."""
    return replace(load, cases=tuple(replace(
        one, referrals=(), closed_on=one.opened_on if random.random() < 0.8 else one.opened_on.replace(
            year=one.opened_on.year - 1, day=1)) if one.opened_on and one.closed_on else replace(one, referrals=())
        for one in load.cases))


def test_steps_of_a_case_come_in_the_order_they_were_recorded_and_not_in_the_future() -> None:
    assert kinds(whole(), steps=(("open", APRIL), ("paused", MARCH))) == [Kind.CASE_BACKWARDS]
    assert kinds(whole(), steps=(("open", MARCH), ("paused", date(2026, 11, 4)))) == [Kind.CASE_IN_FUTURE]
    assert kinds(whole(opened=None, closed_on=MAY, closed_with="job_seeking")) == [Kind.CASE_NEVER_OPENED]


def test_courses_are_checked_like_cases_and_only_bausteine_move_figures() -> None:
    def of(*steps: tuple[str, date], component: str = "4", **facts: object) -> Fault:
        (fault,) = found(whole(), courses=[course(*steps, component=component, **facts)])
        return fault

    ends_first = of(("started", MAY), ("dropped", APRIL))
    # table 3 twice and 4 twice, each out of one row into another; started and dropped once
    assert (ends_first.kind, ends_first.figures) == (Kind.COURSE_ENDS_FIRST, 10)
    assert of(("started", MAY), ("dropped", APRIL), component="R").figures == 0
    assert of(("started", date(2026, 10, 2)), ("dropped", APRIL)).refuses
    assert of(("completed", MAY)).kind == Kind.COURSE_NEVER_STARTED
    assert of(("sent", MAY), ("rejected", APRIL)).kind == Kind.COURSE_BACKWARDS
    assert of(("sent", date(2026, 11, 9))).kind == Kind.COURSE_IN_FUTURE
    assert of(("started", date(2026, 3, 9))).kind == Kind.COURSE_OUTSIDE
    assert of(starts_on=MAY, ends_on=APRIL).kind == Kind.AGREED_BACKWARDS


def test_a_course_begun_before_the_case_or_without_one_is_told() -> None:
    started = course(("started", APRIL))
    assert kinds(whole(), courses=[started]) == []
    for opened, closed in ((None, None), (MAY, None), (date(2026, 1, 7), MARCH)):
        one = replace(whole(), opened_on=opened, closed_on=closed, closed_with="job_seeking")
        assert Kind.COURSE_OUTSIDE in kinds(one, courses=[started])


def test_two_open_cases_a_paper_a_contact_and_an_arrival_are_told() -> None:
    first, second = whole(case_id="one"), whole(opened=MAY, case_id="two")
    (both,) = found(first, second)
    assert (both.kind, both.number, both.figures) == (Kind.TWO_OPEN, 2, 10)
    papers = [Paper(id="p1", client_id="c1", valid_from=MAY, valid_to=APRIL),
              Paper(id="p2", client_id="c1", valid_from=APRIL, valid_to=APRIL)]
    (paper,) = found(whole(), papers=papers)
    assert (paper.kind, paper.record) == (Kind.PAPER_BACKWARDS, "p1")
    assert kinds(whole(), contacts=[("c1", "k1", date(2026, 11, 4)), ("c1", "k2", TODAY)]) == [Kind.CONTACT_IN_FUTURE]
    assert kinds(whole(), arrived={"c1": PartialDate(2026, 4)}) == [Kind.ARRIVED_LATE]
    assert kinds(whole(), arrived={"c1": PartialDate(2002)}) == [Kind.ARRIVED_UNBORN]


def gaps(*cases: CaseFact) -> dict[str, int]:
    return {fault.record: fault.figures for fault in found(*cases)}


def test_each_attribute_nobody_recorded_is_a_gap_with_the_figures_it_moves() -> None:
    assert gaps(case()) == {"paper": 10, "sex": 4, "birth": 4, "nationalities": 2, "entry_german_oral": 4,
                            "entry_school_years": 2, "access_route": 2}
    closed = whole(closed_on=MAY)
    assert gaps(closed) == {"outcome_situation": 1}


def test_an_answer_that_is_no_answer_is_no_gap() -> None:
    assert gaps(whole(sex="x", german_oral="refused", school_years="refused", nationality="998")) == {}


def test_who_is_not_in_the_stock_has_no_gap() -> None:
    assert gaps(case(opened=None)) == {}
    assert gaps(replace(whole(closed_on=MAY, closed_with="job_seeking"), sex="unknown")) == {}
    assert gaps(replace(whole(opened=date(2026, 11, 2)), sex="unknown")) == {}


@settings(max_examples=30)
@given(st.integers(1, 25), st.randoms(use_true_random=False))
def test_the_gaps_of_an_attribute_are_those_counted_as_unknown(size: int, random: Random) -> None:
    load = invented(size, random)
    latest: dict[str, str] = {}
    for one in sorted(load.cases, key=lambda one: one.opened_on or date.min):
        latest[one.client_id] = one.case_id
    checked = faults(PLAN, load, Records(latest=latest, arrived={}, steps={}), OCTOBER, TODAY)
    told = {fault.client_id for fault in checked if fault.record == "sex"}
    assert told == {who for who, cases in in_stock(load, OCTOBER.last_day()).items()
                    if cases[-1].sex == "unknown" and _opened_by_then(load.cases, who)}


def _opened_by_then(cases: Sequence[CaseFact], who: str) -> bool:
    """Whether the latest case of somebody is one that counts in October: of another nobody can fill in a field."""
    last = max((one.opened_on or date.min, number, one) for number, one in enumerate(cases) if one.client_id == who)[2]
    return last in in_stock(Caseload(cases=tuple(cases)), OCTOBER.last_day()).get(who, [])[-1:]
