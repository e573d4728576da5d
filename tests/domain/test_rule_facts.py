"""What a person's records say to the rules, and how accepted follow-ups go along with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import CaseState, CaseStep
from app.domain.client import Client
from app.domain.dates import PartialDate, next_workday
from app.domain.family import Child
from app.domain.followup import CANCELLED, DEADLINE, DECLINED, DONE, NORMAL, OPEN, FollowUp, ReferralFacts
from app.domain.referral import Participation, Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument
from app.domain.rule_facts import Known, facts, follow_up_of, recomputed, record_of, suggested, unanswered
from app.domain.rules import PROPOSAL, made_by

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10)
PERSON = Client(id="client", number=1)
DULDUNG = ResidenceDocument(id="paper", client_id="client", kind="toleration_60a", valid_from=date(2026, 6, 1),
                            valid_to=date(2027, 6, 1), work_permission="any")
ARRIVED = PartialDate(2026, 10, 1)


def steps(*states: CaseState, on: date = TODAY) -> list[CaseStep]:
    return [CaseStep(id=str(n), case_id="case", state=state, on=on, recorded_at=NOW + timedelta(minutes=n))
            for n, state in enumerate(states)]


def known(*papers: ResidenceDocument, children: Sequence[Child] = (), state: CaseState = CaseState.OPEN,
          referrals: Sequence[ReferralFacts] = (), **person: Any) -> Known:
    return Known(client=replace(PERSON, **person), case_steps=steps(state), papers=papers, children=children,
                 referrals=referrals)


def due(who: Known, today: date = TODAY) -> dict[str, date]:
    return {one.rule.id: one.due.on for one in suggested(who, today) if not one.over}


def test_a_young_person_with_a_duldung_is_told_of_both_ages() -> None:
    assert due(known(DULDUNG, birth=PartialDate(2002, 3, 5))) == {
        "age_25a": date(2029, 3, 4), "programme_age": date(2030, 3, 5)}


def test_without_a_paper_of_that_kind_the_law_asks_nothing() -> None:
    recognised = replace(DULDUNG, kind="permit_25_1_2", valid_from=date(2025, 8, 31))
    assert due(known(recognised, birth=PartialDate(2002, 3, 5), arrived=ARRIVED)) == {
        "residence_12a": date(2028, 8, 31), "programme_age": date(2030, 3, 5)}
    assert due(known(birth=PartialDate(2002, 3, 5))) == {"programme_age": date(2030, 3, 5)}


def test_who_is_older_already_is_not_told_any_more() -> None:
    assert due(known(DULDUNG, birth=PartialDate(1990, 3, 5))) == {}


def test_a_birthday_that_may_have_been_is_asked_about_today() -> None:
    (late,) = [one for one in suggested(known(DULDUNG, birth=PartialDate(1999)), TODAY) if one.rule.id == "age_25a"]
    assert (late.due.on, late.due.exact_on, late.due.latest) == (TODAY, None, date(2026, 12, 30))
    assert late.late and not late.over


def test_the_waiting_for_work_is_told_only_while_the_paper_forbids_it() -> None:
    banned = replace(DULDUNG, work_permission="banned", work_ban_reason="waiting_period")
    assert due(known(banned, arrived=ARRIVED))["work_wait_3m"] == date(2027, 1, 4)
    assert due(known(banned, arrived=ARRIVED))["work_wait_4y"] == date(2030, 10, 1)
    lasting = replace(banned, work_ban_reason="self_caused_obstacle")
    asks = replace(DULDUNG, work_permission="with_authority_permit")
    for paper in (lasting, asks):
        assert "work_wait_3m" not in due(known(paper, arrived=ARRIVED))
        assert "work_wait_4y" in due(known(paper, arrived=ARRIVED))
    assert "work_wait_4y" not in due(known(DULDUNG, arrived=ARRIVED))


def test_the_identity_is_asked_for_of_whoever_came_since_2020_and_has_not_done_all() -> None:
    assert due(known(DULDUNG, arrived=ARRIVED))["id_60c"] == date(2027, 4, 1)
    assert "id_60c" not in due(known(DULDUNG, arrived=ARRIVED, identity_state="measures_taken"))
    before = known(DULDUNG, arrived=PartialDate(2019, 12))
    assert "id_60c" not in {one.rule.id for one in suggested(before, TODAY)}


def test_a_child_under_age_in_the_home_shortens_the_years() -> None:
    def child(**more: Any) -> Child:
        return Child(**{"id": "child", "client_id": "client", "birth_year": 2020, "lives_with": "with_person", **more})

    who = known(DULDUNG, arrived=ARRIVED, identity_state="clarified_passport")
    long, short = {"stay_25b": date(2032, 10, 1)}, {"stay_25b_child": date(2030, 10, 1)}
    assert due(who) == long
    for one in (child(), child(birth_year=None)):
        assert due(replace(who, children=[one])) == short
    for one in (child(birth_year=2008), child(lives_with="abroad")):
        assert due(replace(who, children=[one])) == long
    assert due(replace(who, client=replace(who.client, household="single_parent"))) == short


def test_the_chance_ends_18_months_after_the_first_such_paper_and_never_after_the_printed_day() -> None:
    first = replace(DULDUNG, kind="permit_104c", valid_from=date(2025, 8, 31), valid_to=None)
    assert due(known(first))["104c_end"] == date(2027, 2, 28)
    card = replace(first, id="card", valid_from=date(2025, 11, 1), valid_to=date(2027, 5, 1))
    assert due(known(first, card))["104c_end"] == date(2027, 2, 28)
    short = replace(card, valid_to=date(2027, 1, 31))
    assert due(known(first, short))["104c_end"] == date(2027, 1, 31)


def test_a_decision_is_told_with_both_periods_until_it_is_final() -> None:
    served = known(decision_served_on=date(2026, 11, 20), asylum_state="rejected_appeal_open")
    assert due(served) == {"asylum_appeal_1w": date(2026, 11, 27), "asylum_appeal": date(2026, 12, 4)}
    assert due(known(decision_served_on=date(2026, 11, 20), asylum_state="rejected_final")) == {}


def test_a_paper_without_an_end_is_asked_about_late_rather_than_never() -> None:
    endless = replace(DULDUNG, valid_to=None)
    (asked,) = suggested(known(endless), TODAY)
    assert (asked.rule.id, asked.due.on, asked.due.exact_on) == ("doc_missing_date", TODAY, date(2026, 6, 15))
    assert due(known(replace(endless, valid_from=TODAY))) == {"doc_missing_date": date(2026, 12, 7)}
    assert due(known(replace(endless, kind="none_unclear"))) == {}


def test_a_permission_for_one_employer_ends_on_the_printed_day() -> None:
    sunday = date(2026, 12, 6)
    assert due(known(replace(DULDUNG, permission_until=sunday))) == {"work_permit_end": sunday}


def test_half_time_of_a_running_course_is_a_working_day() -> None:
    sent = Referral(id="referral", case_id="case", component="4", title="Kurs")
    step = ReferralStep(id="s", referral_id="referral", state=ReferralState.STARTED, on=TODAY, recorded_at=NOW)
    going = ReferralFacts(referral=sent, steps=(step,), participation=Participation(
        id="p", referral_id="referral", planned_end=date(2027, 1, 5)))
    (half,) = suggested(known(referrals=[going]), TODAY)
    assert (half.rule.id, half.due.on, half.fact.title) == ("course_midterm", date(2026, 12, 14), "Kurs")
    over = replace(going, steps=(replace(step, state=ReferralState.COMPLETED),))
    assert suggested(known(referrals=[over]), TODAY) == ()


@pytest.mark.parametrize(("states", "rule", "on"), [
    ((CaseState.CLOSING, CaseState.CLOSED), "retention_review", date(2027, 11, 23)),
    ((CaseState.CLOSING, CaseState.CLOSED, CaseState.LOCKED), "retention_review", date(2027, 11, 23)),
    ((CaseState.PROSPECT, CaseState.DISCARDED), "retention_review_contact", date(2027, 5, 24)),
])
def test_of_an_ended_case_only_the_deletion_is_asked(states: tuple[CaseState, ...], rule: str, on: date) -> None:
    who = replace(known(DULDUNG, birth=PartialDate(2002, 3, 5)), case_steps=steps(*states))
    assert due(who) == {rule: on}


def test_every_rule_that_proposes_has_somebody_it_proposes_to() -> None:
    def paper(kind: str, **more: Any) -> ResidenceDocument:
        return replace(DULDUNG, kind=kind, valid_from=date(2026, 3, 1), **more)

    child = Child(id="child", client_id="client", birth_year=2020, lives_with="with_person")
    course = ReferralFacts(
        referral=Referral(id="r", case_id="case", component="4", title="Kurs"),
        steps=(ReferralStep(id="s", referral_id="r", state=ReferralState.STARTED, on=TODAY, recorded_at=NOW),),
        participation=Participation(id="p", referral_id="r", planned_end=date(2027, 1, 5)))
    people = (
        known(replace(DULDUNG, work_permission="banned", work_ban_reason="waiting_period",
                      permission_until=date(2027, 1, 2)),
              birth=PartialDate(2002, 3, 5), arrived=ARRIVED, decision_served_on=TODAY,
              asylum_state="rejected_appeal_open", identity_state="unclear", referrals=[course]),
        known(paper("toleration_60d", valid_to=None), arrived=ARRIVED, children=[child]), known(paper("permit_104c")),
        known(paper("permit_25_1_2")), known(state=CaseState.CLOSED), known(state=CaseState.DISCARDED))
    assert {one.rule.id for who in people for one in suggested(who, TODAY)} == made_by(PROPOSAL)


def test_a_case_being_closed_is_asked_nothing() -> None:
    assert facts(known(DULDUNG, birth=PartialDate(2002), state=CaseState.CLOSING), TODAY) == ()


def test_the_law_makes_a_deadline_and_all_else_can_wait() -> None:
    made = {one.rule.id: follow_up_of(one, "case") for one in suggested(
        known(DULDUNG, birth=PartialDate(2002)), TODAY)}
    assert (made["age_25a"].priority, made["programme_age"].priority) == (DEADLINE, NORMAL)
    assert made["age_25a"].title == "Antrag nach § 25a vor dem 27. Geburtstag (geschätzt)"
    assert (record_of(made["age_25a"]), made["age_25a"].source) == ("birth", "birth@2002")


BIRTHS = st.builds(PartialDate, st.integers(1999, 2005), st.integers(1, 12) | st.none())
STATES = st.sampled_from([OPEN, DONE, CANCELLED, DECLINED])


@st.composite
def accepted(draw: st.DrawFn) -> list[FollowUp]:
    """Answers given when other dates stood there: at most one open for each rule."""
    made: list[FollowUp] = []
    for birth in draw(st.lists(BIRTHS, max_size=3)):
        for one in suggested(known(DULDUNG, birth=birth), TODAY):
            state = draw(STATES)
            if state != OPEN or (one.rule.id, OPEN) not in {(f.rule, f.state) for f in made}:
                made.append(replace(follow_up_of(one, "case"), state=state, edited=draw(st.booleans())))
    return made


@settings(max_examples=60)
@given(accepted(), BIRTHS | st.none())
def test_afterwards_everything_agrees_with_the_date_and_nothing_is_left_to_do(
    existing: list[FollowUp], birth: PartialDate | None,
) -> None:
    wishes = suggested(known(DULDUNG, birth=birth), TODAY)
    changed = {one.id: one for one in recomputed(existing, wishes)}
    after = [changed.get(one.id, one) for one in existing]
    assert recomputed(after, wishes) == []
    keys = {one.rule.id: one.fact.key for one in wishes}
    now_open = [one for one in after if one.state == OPEN]
    assert len({one.rule for one in now_open}) == len(now_open)
    assert all(one.rule in keys and (one.edited or one.source == keys[one.rule]) for one in now_open)
    assert [one for one in existing if one.state in (DONE, DECLINED)] == [
        one for one in after if one.state in (DONE, DECLINED)]
    asked = {one.rule.id for one in unanswered(wishes, after)}
    assert asked.isdisjoint(one.rule for one in now_open)
    assert asked.isdisjoint(one.rule for one in after if one.state == DECLINED and one.source == keys.get(one.rule))


def test_what_was_asked_late_is_not_late_anew_the_next_day() -> None:
    who = known(replace(DULDUNG, valid_to=None))
    (first,) = suggested(who, TODAY)
    made = follow_up_of(first, "case")
    for days in (1, 30):
        assert recomputed([made], suggested(who, TODAY + timedelta(days))) == []


def test_a_deadline_that_passed_stays_open_until_somebody_says_so() -> None:
    who = known(DULDUNG, birth=PartialDate(1999, 12, 1))
    (made,) = [follow_up_of(one, "case") for one in suggested(who, TODAY) if one.rule.id == "age_25a"]
    assert recomputed([made], suggested(who, date(2027, 3, 1))) == []


@settings(max_examples=50)
@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), BIRTHS, st.dates(date(2018, 11, 1), date(2030, 1, 1)))
def test_nothing_is_proposed_for_a_day_that_has_passed(arrived: date, birth: PartialDate, today: date) -> None:
    who = known(replace(DULDUNG, valid_from=date(2018, 1, 1), work_permission="banned", valid_to=None), birth=birth,
                arrived=PartialDate.of(arrived))
    found = suggested(who, today)
    assert all(today <= one.due.on or one.over for one in found)
    assert [one.due.on for one in found] == sorted(one.due.on for one in found)
    assert all(one.due.on == next_workday(today) for one in found if one.late and one.rule.kind == "own")
