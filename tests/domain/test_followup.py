"""Follow-ups: what acts make by the rules, how that meets what is there (domain.md §§ 10.3, 11), and repeated ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import code_list
from app.domain.consent import Consent
from app.domain.dates import month_end
from app.domain.errors import UserError
from app.domain.flag import Flag
from app.domain.followup import (
    CANCELLED,
    DEADLINE,
    DECLINED,
    DONE,
    NORMAL,
    OPEN,
    STRIDES,
    TITLE_MISSING,
    FollowUp,
    ReferralFacts,
    asked_again,
    checked,
    done,
    expected,
    is_shown,
    next_time,
    of_flags,
    postponed,
    reconcile,
)
from app.domain.plan import Goal, Plan, PlanStep
from app.domain.referral import ENDED, OVER, Participation, Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument
from app.domain.rules import ACT, in_force, made_by

TODAY = date(2026, 11, 23)
RULES = in_force(TODAY)
START, END = date(2026, 12, 1), date(2027, 3, 31)
PAPER = ResidenceDocument(id="paper", client_id="client", kind="toleration_60a", valid_from=date(2026, 6, 1),
                          valid_to=date(2026, 12, 15))


def facts(state: ReferralState, *, on: date = TODAY, planned_end: date | None = END) -> ReferralFacts:
    referral = Referral(id="referral", case_id="case", component="4", title="Kurs", starts_on=START, ends_on=END)
    step = ReferralStep(id="step", referral_id="referral", state=state, on=on, recorded_at=datetime(2026, 11, 23, 10))
    part = Participation(id="part", referral_id="referral", planned_end=planned_end)
    return ReferralFacts(referral=referral, steps=(step,), participation=part)


def wanted(*papers: ResidenceDocument, fact: ReferralFacts | None = None) -> list[tuple[str, date | None]]:
    found = expected("case", papers, [fact] if fact else [], RULES, TODAY)
    return [(follow_up.rule, follow_up.due_on) for follow_up in found]


def applied(existing: Sequence[FollowUp], wishes: Sequence[FollowUp]) -> list[FollowUp]:
    added, changed = reconcile(existing, wishes)
    by_id = {f.id: f for f in (*existing, *changed)}
    return [*by_id.values(), *added]


def test_a_paper_with_an_end_is_asked_for_on_that_day_and_warned_of_six_weeks_before() -> None:
    (made,) = expected("case", [PAPER], [], RULES, TODAY)
    assert (made.rule, made.source, made.due_on, made.warn_days) == ("doc_expiry", "paper", date(2026, 12, 15),
                                                                     (42, 21, 7))
    assert [is_shown(made.due_on, made.warn_days, date(2026, 11, day)) for day in (2, 3)] == [False, True]
    assert made.priority == DEADLINE


def test_an_end_printed_on_a_paper_is_not_moved_to_a_working_day() -> None:
    (made,) = expected("case", [replace(PAPER, valid_to=date(2026, 12, 25))], [], RULES, TODAY)
    assert (made.due_on, made.exact_on) == (date(2026, 12, 25), None)


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
    (made,) = expected("case", [], [facts(ReferralState.CONFIRMED)], RULES, TODAY)
    assert [is_shown(made.due_on, made.warn_days, START + timedelta(day)) for day in (-1, 0)] == [False, True]
    assert (made.title, made.priority) == ("Angetreten? Kurs", NORMAL)


def test_every_rule_of_the_acts_makes_something() -> None:
    consent = Consent(id="c", client_id="client", kind="casework", given_on=TODAY, expires_on=END)
    goal = Goal(id="g", case_id="case", title="Deutsch B1", area="language", agreed_on=TODAY)
    step = PlanStep(id="s", case_id="case", goal_id="g", title="Anruf", due_on=TODAY)
    of_states = [one for state in ReferralState for one in expected("case", [PAPER], [facts(state)], RULES, TODAY)]
    made = [*of_states, *expected("case", [], [], RULES, TODAY, Plan(goals=(goal,), steps=(step,)), [consent]),
            *of_flags("case", [Flag(id="f", client_id="client", kind="protect", reason="x", set_on=TODAY, until=END)],
                      RULES), asked_again("case", TODAY, RULES)]
    assert {one.rule for one in made} == made_by(ACT)
    assert all(one.warn_days == RULES[one.rule].warn_days for one in made)


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


@given(st.integers(1, 400), st.integers(1, 30))
def test_a_deadline_ahead_is_told_of_again_as_many_days_later_and_never_after_it(left: int, days: int) -> None:
    due_on = TODAY + timedelta(left)
    ahead = FollowUp(id="1", title="Papier", due_on=due_on, warn_days=(42, 21, 7), priority=DEADLINE)
    later = postponed(ahead, days, TODAY)
    if left > 42 or days >= left:
        assert (later.due_on, later.edited) == (due_on + timedelta(days), True)
    else:
        assert (later.due_on, later.edited) == (due_on, False)
        assert is_shown(due_on, later.warn_days, TODAY + timedelta(days))
        assert not is_shown(due_on, later.warn_days, TODAY + timedelta(days - 1))


def test_done_and_titles() -> None:
    follow_up = FollowUp(id="1", title="Anruf")
    assert (done(follow_up, TODAY).state, done(follow_up, TODAY).done_on) == (DONE, TODAY)
    assert checked(follow_up) is follow_up
    assert is_shown(follow_up.due_on, follow_up.warn_days, TODAY)
    with pytest.raises(UserError) as refused:
        checked(replace(follow_up, title="  "))
    assert refused.value.msgid == TITLE_MISSING


def test_a_moved_date_moves_the_reminder_unless_a_person_re_dated_it() -> None:
    (made,) = expected("case", [PAPER], [], RULES, TODAY)
    (moved,) = expected("case", [replace(PAPER, valid_to=date(2027, 1, 15))], [], RULES, TODAY)
    assert reconcile([made], [moved]) == ([], [replace(made, due_on=date(2027, 1, 15))])
    assert reconcile([replace(made, edited=True, due_on=TODAY)], [moved]) == ([], [])


def test_a_finished_reminder_is_not_made_again() -> None:
    (made,) = expected("case", [PAPER], [], RULES, TODAY)
    assert reconcile([done(made, TODAY)], [made]) == ([], [])


def test_a_reminder_whose_reason_is_gone_is_cancelled_and_comes_back_with_it() -> None:
    (made,) = expected("case", [], [facts(ReferralState.SENT)], RULES, TODAY)
    added, changed = reconcile([made], [])
    assert (added, [f.state for f in changed]) == ([], [CANCELLED])
    assert reconcile(changed, []) == ([], [])
    assert reconcile(changed, [made]) == ([], [made])


def test_what_a_person_made_is_never_touched() -> None:
    own = FollowUp(id="own", case_id="case", title="Anruf", due_on=TODAY)
    assert reconcile([own], []) == ([], [])


def weekly(due_on: date | None, repeat: str = "weekly", **more: object) -> FollowUp:
    return FollowUp(id="1", case_id="case", title="Anruf", due_on=due_on, repeat=repeat, **more)  # type: ignore[arg-type]


def following(follow_up: FollowUp, on: date) -> FollowUp:
    found = next_time(follow_up, on)
    assert found is not None
    return found


def test_the_repeats_are_those_of_the_list_and_others_are_refused() -> None:
    assert set(STRIDES) == {code.id for code in code_list("follow_up_repeat")}
    assert {code.id for code in code_list("follow_up_priority")} == {NORMAL, DEADLINE}
    for wrong in (weekly(TODAY, "daily"), weekly(TODAY, priority="urgent")):
        with pytest.raises(ValueError, match="no such"):
            checked(wrong)


def test_what_is_not_repeated_has_no_next_time() -> None:
    assert next_time(weekly(TODAY, ""), TODAY) is None


def test_the_next_one_is_counted_from_the_due_day_and_what_was_missed_is_not_asked_again() -> None:
    monday = weekly(TODAY, note="Zimmer 3", priority=DEADLINE, postponements=2, edited=True)
    again = following(monday, TODAY - timedelta(1))
    assert (again.due_on, again.state, again.postponements, again.edited) == (TODAY + timedelta(7), OPEN, 0, False)
    assert (again.title, again.note, again.case_id, again.priority) == ("Anruf", "Zimmer 3", "case", DEADLINE)
    assert following(monday, TODAY + timedelta(16)).due_on == TODAY + timedelta(21)
    assert following(weekly(TODAY, "biweekly"), TODAY).due_on == TODAY + timedelta(14)


def test_without_a_date_the_next_one_is_counted_from_the_day_it_was_done() -> None:
    assert following(weekly(None), TODAY).due_on == TODAY + timedelta(7)


def test_each_month_on_the_31st_comes_back_to_the_31st_after_february() -> None:
    one, days = weekly(date(2026, 12, 31), "monthly"), []
    for _ in range(3):
        one = following(one, one.due_on or TODAY)
        days.append(one.due_on)
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    moved = replace(one, due_on=date(2027, 4, 2))
    assert following(moved, TODAY).due_on == date(2027, 5, 2)
    assert following(weekly(date(2026, 11, 30), "quarterly"), TODAY).due_on == date(2027, 2, 28)


def test_the_next_one_of_a_rule_is_a_persons_own() -> None:
    made = replace(expected("case", [PAPER], [], RULES, TODAY)[0], repeat="weekly")
    assert following(made, TODAY).rule == ""


@settings(max_examples=50)
@given(st.dates(date(2020, 1, 1), date(2028, 12, 31)), st.sampled_from(sorted(STRIDES)),
       st.lists(st.integers(-20, 400), min_size=1, max_size=4))
def test_a_series_never_lies_in_the_past_and_keeps_its_day(begun: date, repeat: str, late: list[int]) -> None:
    one, on = weekly(begun, repeat), begun
    for days in late:
        before = one.due_on or begun
        on = max(on, before + timedelta(days))
        one = following(one, on)
        assert one.due_on is not None and one.due_on > max(before, on)
        # the one before it would have been too early
        months, stride = STRIDES[repeat]
        assert one.due_on <= max(before, on) + timedelta(stride + 31 * months)
        if months:
            assert one.due_on.day == min(begun.day, month_end(one.due_on.year, one.due_on.month).day)
        else:
            assert (one.due_on - begun).days % stride == 0


KEYS = st.tuples(st.sampled_from(["doc_expiry", "course_end_after", "referral_no_reply"]), st.sampled_from("ab"))
DUE = st.integers(0, 5).map(lambda days: TODAY + timedelta(days))


@st.composite
def wishes(draw: st.DrawFn) -> list[FollowUp]:
    keys = draw(st.lists(KEYS, unique=True, max_size=4))
    return [FollowUp(id=f"wish-{rule}-{source}", case_id="case", rule=rule, source=source, title=rule,
                     due_on=draw(DUE)) for rule, source in keys]


@st.composite
def standing(draw: st.DrawFn) -> list[FollowUp]:
    state = st.sampled_from([OPEN, DONE, CANCELLED, DECLINED])
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
        if f.state in (DONE, DECLINED) or not f.rule or (f.edited and f.state == OPEN and wished):
            assert f in after
