"""The check of a real file: what is found in which order, gone once it is mended; and the act that changes days."""

from datetime import date, timedelta

import pytest

from app import VERSION
from app.domain.case import CaseState, CaseStep
from app.domain.dates import Month, PartialDate
from app.domain.identity import new_id
from app.domain.referral import Referral, ReferralStep
from app.domain.steps import STEP_IN_FUTURE
from app.statistics.counting import CountsDisagree
from app.statistics.data_quality import Kind
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.usecases import casework, local_codes, monthly_export
from app.usecases import data_quality as quality
from app.usecases.data_quality import TURNED, Effect, Finding
from tests.casefiles import Clock, opened_case, refusal, taken_in

NOVEMBER = Month(2026, 11)
OCTOBER = NOVEMBER.previous()
FIFTH, TENTH = date(2026, 11, 5), date(2026, 11, 10)


def found(file: CaseFile, *kinds: Kind) -> list[Finding]:
    return [one for one in quality.findings(file, NOVEMBER) if one.fault.kind in (kinds or set(Kind) - {Kind.MISSING})]


def closed_before_opened(file: CaseFile, case_id: str, on: date) -> None:
    with file.write("Probe") as work:
        for number, state in enumerate((CaseState.CLOSING, CaseState.CLOSED), start=1):
            work.add(CaseStep(id=new_id(), case_id=case_id, state=state, on=on,
                              recorded_at=file.now() + timedelta(seconds=number)))


def course(file: CaseFile, case_id: str, *steps: tuple[str, date]) -> str:
    """A referral with steps recorded one after another, whatever their days."""
    with file.write("Probe") as work:
        made = work.add(Referral(id=new_id(), case_id=case_id, component="4", title="Deutsch A1"))
        for number, (state, on) in enumerate(steps):
            work.add(ReferralStep(id=new_id(), referral_id=made.id, state=state, on=on,
                                  recorded_at=file.now() + timedelta(seconds=number)))
    return made.id


def test_what_refuses_comes_first_then_what_contradicts_then_what_is_missing(file: CaseFile, clock: Clock) -> None:
    clock.go_to(FIFTH)
    someone, case_id = opened_case(file, given_name="Zora")
    old, _ = opened_case(file, given_name="Amira", birth=PartialDate(1890), arrived=PartialDate(2026, 11, 5))
    own = local_codes.add(file, list_name="access_route", label="Bus")
    casework.change_case(file, case_id, access_route=f"own:{own}")
    closed_before_opened(file, case_id, date(2026, 10, 30))
    lines = quality.findings(file, NOVEMBER)
    assert [(one.effect, one.fault.kind, one.name) for one in lines][:3] == [
        (Effect.REFUSES, Kind.CASE_ENDS_FIRST, "MUSTER, Zora"), (Effect.REFUSES, Kind.OWN_VALUE, ""),
        (Effect.CONTRADICTS, Kind.AGE, "MUSTER, Amira")]
    ranks = [(one.effect, -one.fault.figures) for one in lines]
    assert ranks == sorted(ranks) and {one.effect for one in lines} == set(Effect)
    assert len({one.key for one in lines}) == len(lines)
    assert {one.fault.client_id for one in lines} == {someone, old, ""}


def test_what_makes_counting_refuse_is_listed_as_that_and_mending_it_lets_the_month_go(
        file: CaseFile, clock: Clock) -> None:
    clock.go_to(FIFTH)
    _, case_id = opened_case(file)
    closed_before_opened(file, case_id, date(2026, 10, 30))
    clock.go_to(date(2026, 12, 2))
    with pytest.raises(CountsDisagree):
        monthly_export.prepare(file, NOVEMBER, VERSION)
    (finding,) = found(file)
    assert finding.effect == Effect.REFUSES
    steps = [step for step in clients.page(file, finding.fault.client_id).case_steps if step.on < FIFTH]
    quality.redate(file, CaseStep, finding.fault.record, {step.id: TENTH for step in steps})
    assert found(file) == []
    assert not monthly_export.prepare(file, NOVEMBER, VERSION).issued


def test_a_gap_is_gone_once_it_is_filled_and_a_prospect_has_none(file: CaseFile) -> None:
    who, case_id = opened_case(file)
    taken_in(file)
    missing = {one.fault.record for one in found(file, Kind.MISSING)}
    assert {"sex", "nationalities", "paper", "entry_german_oral", "access_route"} <= missing
    casework.change_client(file, who, sex="w", nationalities=("423",))
    casework.change_case(file, case_id, entry_german_oral="a1", entry_school_years="5_8", access_route="self")
    casework.add_paper(file, who, kind="toleration_60a", valid_from=FIFTH)
    assert quality.findings(file, NOVEMBER) == ()


def test_days_of_a_course_are_mended_in_one_step_that_can_be_taken_back(file: CaseFile, clock: Clock) -> None:
    clock.go_to(date(2026, 10, 20))
    _, case_id = opened_case(file)
    clock.go_to(date(2026, 11, 23))
    one = course(file, case_id, ("sent", FIFTH), ("started", TENTH), ("dropped", date(2026, 11, 8)))
    assert [line.fault.kind for line in found(file)] == [Kind.COURSE_ENDS_FIRST]
    with file.write("Blick") as work:
        dropped = next(step for step in work.find(ReferralStep, referral_id=one) if step.state == "dropped")
    quality.redate(file, ReferralStep, one, {dropped.id: date(2026, 11, 18)})
    assert found(file) == []
    file.undo()
    assert [line.fault.kind for line in found(file)] == [Kind.COURSE_ENDS_FIRST]


def test_days_that_turn_the_steps_round_or_lie_ahead_change_nothing(file: CaseFile) -> None:
    who, case_id = opened_case(file)
    before = clients.page(file, who).case_steps
    first, last = sorted(before, key=lambda step: step.recorded_at)
    assert refusal(lambda: quality.redate(file, CaseStep, case_id, {last.id: first.on - timedelta(1)})) == TURNED
    ahead = file.today() + timedelta(1)
    assert refusal(lambda: quality.redate(file, CaseStep, case_id, {last.id: ahead})) == STEP_IN_FUTURE
    assert clients.page(file, who).case_steps == before
