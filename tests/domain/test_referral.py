"""Referrals: only the steps of domain.md § 10.2, and a snapshot of the offering that outlives later catalogues."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import Offering
from app.domain.errors import UserError
from app.domain.referral import ENDED, OVER, ReferralState, ReferralStep, advance, of_offering, state_of
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED, STEP_TOO_EARLY

NOW = datetime(2026, 11, 23, 10, 0)
TODAY = NOW.date()
BEFORE_START = ("draft", "consent_missing", "ready", "sent", "waiting_list", "confirmed", "no_reply")
# domain.md § 10.2, typed off the page and not off the code
ALLOWED: dict[str | None, set[str]] = {
    None: {"draft"},
    "draft": {"consent_missing", "ready"},
    "consent_missing": {"ready"},
    "ready": {"sent"},
    "sent": {"waiting_list", "confirmed", "rejected", "no_reply"},
    # an answer may still come after the reminder
    "no_reply": {"waiting_list", "confirmed", "rejected"},
    "waiting_list": {"confirmed", "expired"},
    "confirmed": {"started", "not_started"},
    "started": {"completed", "completed_without_certificate", "transferred", "dropped"},
}
for state in BEFORE_START:
    ALLOWED[state].add("withdrawn")
WITH_REASON = {"rejected", "dropped", "not_started", "withdrawn"}


def step(state: str, on: date = TODAY) -> ReferralStep:
    return ReferralStep(id=f"{state}-{on}", referral_id="referral", state=state, on=on, recorded_at=NOW)


def test_from_every_state_exactly_the_steps_of_the_specification_are_accepted() -> None:
    for before in (None, *ReferralState):
        steps = [step(before)] if before else []
        for to in ReferralState:
            if to in ALLOWED.get(before, set()):
                assert advance("referral", steps, to, on=TODAY, now=NOW, reason="Grund").state == to
            else:
                with pytest.raises(UserError) as refused:
                    advance("referral", steps, to, on=TODAY, now=NOW, reason="Grund")
                assert refused.value.msgid == NOT_FROM_HERE


@given(st.data())
def test_the_state_is_that_of_the_last_step_that_fitted(data: st.DataObject) -> None:
    taken: list[ReferralStep] = []
    for _ in range(data.draw(st.integers(1, 9))):
        last = taken[-1] if taken else None
        following = sorted(ALLOWED.get(last.state if last else None, set()))
        to = data.draw(st.sampled_from(following or ["draft"]) | st.sampled_from(sorted(ReferralState)))
        on = TODAY + timedelta(data.draw(st.integers(-30, 2)))
        reason = data.draw(st.sampled_from(["", "Grund"]))
        fits = (to in following and on <= TODAY and (last is None or on >= last.on)
                and bool(reason or to not in WITH_REASON))
        try:
            taken.append(advance("referral", taken, ReferralState(to), on=on, now=NOW, reason=reason))
        except UserError:
            assert not fits
        else:
            assert fits
    assert state_of(data.draw(st.permutations(taken))) == (taken[-1].state if taken else None)


@pytest.mark.parametrize("to", sorted(WITH_REASON))
def test_an_unhappy_end_needs_a_reason(to: str) -> None:
    before = next(state for state, following in ALLOWED.items() if to in following)
    assert before is not None
    with pytest.raises(UserError) as refused:
        advance("referral", [step(before)], ReferralState(to), on=TODAY, now=NOW)
    assert refused.value.msgid == REASON_NEEDED


def test_an_answer_cannot_be_dated_before_the_sending() -> None:
    with pytest.raises(UserError, match=r"am 23\.11\.2026") as refused:
        advance("referral", [step("sent")], ReferralState.CONFIRMED, on=TODAY - timedelta(1), now=NOW)
    assert refused.value.msgid == STEP_TOO_EARLY


def test_what_is_over_leads_nowhere_and_only_a_participation_ends() -> None:
    assert {s for s in ReferralState if not ALLOWED.get(s)} == OVER
    assert ALLOWED["started"] == ENDED


def test_a_referral_keeps_a_snapshot_of_its_offering() -> None:
    offering = Offering(key="K-1", offer_key="K", component="4", title="Kurs", provider="MUSTER-Träger",
                        provider_phone="0200 0000", place="Köln", start=date(2026, 12, 1), end=date(2027, 3, 31))
    made = of_offering("case", offering, supports=("travel",), note="mit Kind")
    assert (made.case_id, made.offering_key, made.component, made.title, made.provider) == (
        "case", "K-1", "4", "Kurs", "MUSTER-Träger")
    assert (made.provider_phone, made.place, made.starts_on, made.ends_on) == (
        "0200 0000", "Köln", date(2026, 12, 1), date(2027, 3, 31))
    assert (made.supports, made.note) == (("travel",), "mit Kind")
    assert made.id != of_offering("case", offering).id
