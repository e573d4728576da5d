"""Follow-ups: what the four rules want from dated facts, and how that meets what is there (domain.md §§ 10.3, 11)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.followup import (
    CANCELLED,
    DONE,
    OPEN,
    TITLE_MISSING,
    FollowUp,
    ReferralFacts,
    checked,
    done,
    expected,
    is_shown,
    postponed,
    reconcile,
)
from app.domain.policy import policy_on
from app.domain.referral import ENDED, OVER, Participation, Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument

TODAY = date(2026, 11, 23)
POLICY = policy_on(TODAY)
START, END = date(2026, 12, 1), date(2027, 3, 31)
PAPER = ResidenceDocument(id="paper", client_id="client", kind="toleration_60a", valid_from=date(2026, 6, 1),
                          valid_to=date(2026, 12, 15))


def facts(state: ReferralState, *, on: date = TODAY, planned_end: date | None = END) -> ReferralFacts:
    referral = Referral(id="referral", case_id="case", component="4", title="Kurs", starts_on=START, ends_on=END)
    step = ReferralStep(id="step", referral_id="referral", state=state, on=on, recorded_at=datetime(2026, 11, 23, 10))
    part = Participation(id="part", referral_id="referral", planned_end=planned_end)
    return ReferralFacts(referral=referral, steps=(step,), participation=part)


def wanted(*papers: ResidenceDocument, fact: ReferralFacts | None = None) -> list[tuple[str, date | None]]:
    found = expected("case", papers, [fact] if fact else [], POLICY, TODAY)
    return [(follow_up.rule, follow_up.due_on) for follow_up in found]


def applied(existing: Sequence[FollowUp], wishes: Sequence[FollowUp]) -> list[FollowUp]:
    added, changed = reconcile(existing, wishes)
    by_id = {f.id: f for f in (*existing, *changed)}
    return [*by_id.values(), *added]


def test_a_paper_with_an_end_is_asked_for_on_that_day_and_warned_of_six_weeks_before() -> None:
    (made,) = expected("case", [PAPER], [], POLICY, TODAY)
    assert (made.rule, made.source, made.due_on, made.warn_days) == ("doc_expiry", "paper", date(2026, 12, 15),
                                                                     (42, 21, 7))
    assert [is_shown(made.due_on, made.warn_days, date(2026, 11, day)) for day in (2, 3)] == [False, True]


def test_an_expired_paper_is_still_asked_for_until_the_next_one_begins() -> None:
    expired = replace(PAPER, valid_to=date(2026, 11, 1))
    assert wanted(expired) == [("doc_expiry", date(2026, 11, 1))]
    newer = replace(PAPER, id="newer", valid_from=TODAY, valid_to=date(2027, 6, 1))
    assert wanted(expired, newer) == [("doc_expiry", date(2027, 6, 1))]


def test_a_paper_without_end_or_not_yet_begun_wants_nothing() -> None:
    assert wanted(replace(PAPER, valid_to=None)) == []
    assert wanted(replace(PAPER, valid_from=TODAY + timedelta(1))) == []


@pytest.mark.parametrize(("state", "rules"), [
    (ReferralState.SENT, [("referral_no_reply", TODAY + timedelta(14))]),
    (ReferralState.CONFIRMED, [("course_start_check", START + timedelta(3))]),
    (ReferralState.STARTED, [("course_end_before", END - timedelta(14)), ("course_end_after", END + timedelta(7))]),
    *((state, [("course_end_after", TODAY + timedelta(7))]) for state in sorted(ENDED)),
    *((state, []) for state in sorted(OVER - ENDED)),
    *((state, []) for state in (ReferralState.DRAFT, ReferralState.READY, ReferralState.WAITING_LIST)),
])
def test_each_state_of_a_referral_wants_its_reminders(state: ReferralState, rules: list[tuple[str, date]]) -> None:
    assert wanted(fact=facts(state)) == rules


def test_the_question_about_the_start_is_shown_from_the_first_day_of_the_course() -> None:
    (made,) = expected("case", [], [facts(ReferralState.CONFIRMED)], POLICY, TODAY)
    assert [is_shown(made.due_on, made.warn_days, START + timedelta(day)) for day in (-1, 0)] == [False, True]
    assert made.title == "Angetreten? Kurs"


def test_without_dates_or_steps_nothing_is_wanted() -> None:
    assert wanted(fact=facts(ReferralState.STARTED, planned_end=None)) == []
    assert wanted(fact=replace(facts(ReferralState.SENT), steps=())) == []
    confirmed = facts(ReferralState.CONFIRMED)
    assert wanted(fact=replace(confirmed, referral=replace(confirmed.referral, starts_on=None))) == []


def test_postponing_counts_from_the_due_day_or_from_today_if_that_is_past() -> None:
    ahead = FollowUp(id="1", title="Anruf", due_on=TODAY + timedelta(3))
    assert postponed(ahead, 7, TODAY).due_on == TODAY + timedelta(10)
    assert postponed(replace(ahead, due_on=TODAY - timedelta(30)), 1, TODAY).due_on == TODAY + timedelta(1)
    twice = postponed(postponed(replace(ahead, due_on=None), 1, TODAY), 1, TODAY)
    assert (twice.due_on, twice.postponements, twice.edited) == (TODAY + timedelta(2), 2, True)


def test_done_and_titles() -> None:
    follow_up = FollowUp(id="1", title="Anruf")
    assert (done(follow_up, TODAY).state, done(follow_up, TODAY).done_on) == (DONE, TODAY)
    assert checked(follow_up) is follow_up
    assert is_shown(follow_up.due_on, follow_up.warn_days, TODAY)
    with pytest.raises(UserError) as refused:
        checked(replace(follow_up, title="  "))
    assert refused.value.msgid == TITLE_MISSING


def test_a_moved_date_moves_the_reminder_unless_a_person_re_dated_it() -> None:
    (made,) = expected("case", [PAPER], [], POLICY, TODAY)
    (moved,) = expected("case", [replace(PAPER, valid_to=date(2027, 1, 15))], [], POLICY, TODAY)
    assert reconcile([made], [moved]) == ([], [replace(made, due_on=date(2027, 1, 15))])
    assert reconcile([replace(made, edited=True, due_on=TODAY)], [moved]) == ([], [])


def test_a_finished_reminder_is_not_made_again() -> None:
    (made,) = expected("case", [PAPER], [], POLICY, TODAY)
    assert reconcile([done(made, TODAY)], [made]) == ([], [])


def test_a_reminder_whose_reason_is_gone_is_cancelled_and_comes_back_with_it() -> None:
    (made,) = expected("case", [], [facts(ReferralState.SENT)], POLICY, TODAY)
    added, changed = reconcile([made], [])
    assert (added, [f.state for f in changed]) == ([], [CANCELLED])
    assert reconcile(changed, []) == ([], [])
    assert reconcile(changed, [made]) == ([], [made])


def test_what_a_person_made_is_never_touched() -> None:
    own = FollowUp(id="own", case_id="case", title="Anruf", due_on=TODAY)
    assert reconcile([own], []) == ([], [])


KEYS = st.tuples(st.sampled_from(["doc_expiry", "course_end_after", "referral_no_reply"]), st.sampled_from("ab"))
DUE = st.integers(0, 5).map(lambda days: TODAY + timedelta(days))


@st.composite
def wishes(draw: st.DrawFn) -> list[FollowUp]:
    keys = draw(st.lists(KEYS, unique=True, max_size=4))
    return [FollowUp(id=f"wish-{rule}-{source}", case_id="case", rule=rule, source=source, title=rule,
                     due_on=draw(DUE)) for rule, source in keys]


@st.composite
def standing(draw: st.DrawFn) -> list[FollowUp]:
    state = st.sampled_from([OPEN, DONE, CANCELLED])
    made = [replace(wish, id=f"old-{wish.id}", state=draw(state), edited=draw(st.booleans()))
            for wish in draw(wishes())]
    return [*made, FollowUp(id="own", case_id="case", title="Anruf", state=draw(state))]


@given(standing(), wishes())
def test_reconciling_twice_adds_and_changes_nothing_more(existing: list[FollowUp], wish: list[FollowUp]) -> None:
    once = applied(existing, wish)
    assert reconcile(once, wish) == ([], [])


@given(standing(), wishes())
def test_afterwards_every_wish_stands_once_and_finished_or_re_dated_ones_are_as_before(
    existing: list[FollowUp], wish: list[FollowUp],
) -> None:
    after = applied(existing, wish)
    rules = [(f.rule, f.source) for f in after if f.rule]
    assert len(rules) == len(set(rules))
    assert {(f.rule, f.source) for f in wish} <= set(rules)
    open_rules = {(f.rule, f.source) for f in after if f.rule and f.state == OPEN}
    assert open_rules <= {(f.rule, f.source) for f in wish}
    for f in existing:
        wished = (f.rule, f.source) in {(w.rule, w.source) for w in wish}
        if f.state == DONE or not f.rule or (f.edited and f.state == OPEN and wished):
            assert f in after
