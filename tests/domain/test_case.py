"""Cases: only the steps of domain.md § 10.1, in the order of their dates, with a reason where one is asked for."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import (
    IN_STOCK,
    OPENING_GAPS,
    CaseState,
    CaseStep,
    advance,
    checked_opening,
    opened,
    state_on,
)
from app.domain.errors import UserError
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED, STEP_IN_FUTURE, STEP_TOO_EARLY, ordered

NOW = datetime(2026, 11, 23, 10, 0)
TODAY = NOW.date()
# domain.md § 10.1, typed off the page and not off the code
ALLOWED = {
    None: {"prospect"},
    "prospect": {"open", "discarded"},
    "open": {"paused", "closing"},
    "paused": {"open", "closing"},
    "closing": {"closed"},
    "closed": {"locked"},
    "locked": {"erased"},
    "erased": set(),
    "discarded": set(),
}
WITH_REASON = {"paused", "closing", "discarded"}


def step(state: str, on: date, at: datetime = NOW) -> CaseStep:
    return CaseStep(id=f"{state}-{on}", case_id="case", state=state, on=on, recorded_at=at)


def test_from_every_state_exactly_the_steps_of_the_specification_are_accepted() -> None:
    for before, following in ALLOWED.items():
        steps = [step(before, TODAY)] if before else []
        for to in CaseState:
            if to in following:
                assert advance("case", steps, to, on=TODAY, now=NOW, reason="Grund").state == to
            else:
                with pytest.raises(UserError) as refused:
                    advance("case", steps, to, on=TODAY, now=NOW, reason="Grund")
                assert refused.value.msgid == NOT_FROM_HERE


def test_a_refused_step_names_both_states_in_words() -> None:
    with pytest.raises(UserError, match=r"Der Stand ist „Klärung“\. Von dort führt kein Schritt nach „abgeschlossen“"):
        advance("case", [step("prospect", TODAY)], CaseState.CLOSED, on=TODAY, now=NOW)
    with pytest.raises(UserError, match="noch kein Stand"):
        advance("case", [], CaseState.OPEN, on=TODAY, now=NOW)


@given(st.data())
def test_a_life_of_attempts_keeps_only_steps_that_fit(data: st.DataObject) -> None:
    days = st.integers(-40, 3).map(lambda offset: TODAY + timedelta(offset))
    taken: list[CaseStep] = []
    for _ in range(data.draw(st.integers(1, 8))):
        last = taken[-1] if taken else None
        following = sorted(ALLOWED[last.state if last else None]) or ["open"]
        to = CaseState(data.draw(st.sampled_from(following) | st.sampled_from(sorted(CaseState))))
        on, reason = data.draw(days), data.draw(st.sampled_from(["", "Grund"]))
        fits = (to in ALLOWED[last.state if last else None] and on <= TODAY and (last is None or on >= last.on)
                and bool(reason or to not in WITH_REASON))
        try:
            taken.append(advance("case", data.draw(st.permutations(taken)), to, on=on, now=NOW, reason=reason))
        except UserError:
            assert not fits
        else:
            assert fits
    assert ordered(data.draw(st.permutations(taken))) == taken
    for day in data.draw(st.lists(days, max_size=4)):
        until = [s.state for s in taken if s.on <= day]
        assert state_on(taken, day) == (until[-1] if until else None)


def test_several_steps_of_one_day_and_moment_keep_their_order() -> None:
    steps: list[CaseStep] = []
    for to in (CaseState.PROSPECT, CaseState.OPEN, CaseState.PAUSED, CaseState.CLOSING, CaseState.CLOSED):
        steps.append(advance("case", steps, to, on=TODAY, now=NOW, reason="Grund"))
    assert all(earlier.recorded_at < later.recorded_at for earlier, later in pairwise(steps))
    assert state_on(reversed(steps), TODAY) == CaseState.CLOSED


def test_a_clock_set_back_does_not_reorder_what_was_recorded() -> None:
    first = step("prospect", TODAY - timedelta(1), NOW + timedelta(days=1))
    second = advance("case", [first], CaseState.OPEN, on=TODAY - timedelta(1), now=NOW)
    assert ordered([second, first]) == [first, second]


@pytest.mark.parametrize(("to", "on", "reason", "why"), [
    (CaseState.OPEN, TODAY + timedelta(1), "", STEP_IN_FUTURE),
    (CaseState.OPEN, TODAY - timedelta(8), "", STEP_TOO_EARLY),
    (CaseState.DISCARDED, TODAY, "", REASON_NEEDED),
])
def test_a_step_in_the_future_too_early_or_without_reason_says_so(to: CaseState, on: date, reason: str,
                                                                  why: str) -> None:
    with pytest.raises(UserError) as refused:
        advance("case", [step("prospect", TODAY - timedelta(7))], to, on=on, now=NOW, reason=reason)
    assert refused.value.msgid == why
    assert "Es wurde nichts geändert" in str(refused.value)


def test_before_the_first_step_a_case_has_no_state() -> None:
    assert state_on([step("prospect", TODAY)], TODAY - timedelta(1)) is None
    assert state_on([], TODAY) is None


def test_a_paused_or_closing_case_is_still_in_stock_and_a_closed_one_is_not() -> None:
    assert {"open", "paused", "closing"} == IN_STOCK


@given(st.integers(0, 500))
def test_an_opening_before_the_intake_takes_the_intake_with_it(days: int) -> None:
    typed, day = step("prospect", TODAY - timedelta(9)), TODAY - timedelta(days)
    first, last = opened("case", [typed], on=day, now=NOW)
    assert (first.id, first.on, last.state, last.on) == (typed.id, min(typed.on, day), "open", day)
    assert ordered([last, first]) == [first, last]
    assert state_on([first, last], day) == "open"
    assert state_on([first, last], first.on - timedelta(1)) is None


def test_a_case_that_is_open_is_not_opened_earlier_and_none_before_the_end_of_the_last() -> None:
    steps = [step("prospect", TODAY), step("open", TODAY, NOW + timedelta(seconds=1))]
    with pytest.raises(UserError) as refused:
        opened("case", steps, on=TODAY - timedelta(1), now=NOW)
    assert refused.value.msgid == NOT_FROM_HERE
    with pytest.raises(UserError) as refused:
        opened("case", steps[:1], on=TODAY - timedelta(2), now=NOW, after=TODAY - timedelta(1))
    assert refused.value.msgid == STEP_TOO_EARLY


def test_gaps_at_opening_are_named_unless_a_reason_is_given() -> None:
    with pytest.raises(UserError) as refused:
        checked_opening(["Geschlecht", "Zugangsweg"], "")
    assert refused.value.msgid == OPENING_GAPS
    assert "Geschlecht, Zugangsweg" in str(refused.value)
    checked_opening(["Geschlecht"], "später")
    checked_opening([], "")
