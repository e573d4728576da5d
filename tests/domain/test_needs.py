"""Needs: thirteen areas, one rating a day, a course that shows change, and health behind a consent of its own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import needs
from app.domain.consent import Consent
from app.domain.errors import UserError
from app.domain.needs import LOCKED, MEASURED, Need, course, history, latest, rated

DAY = date(2026, 11, 23)
AGREED = Consent(id="c", client_id="p", kind="health", given_on=DAY - timedelta(30))


def rating(days: int, level: str, area: str = "work") -> Need:
    return Need(id=f"{area}{days}", case_id="case", area=area, on=DAY + timedelta(days), level=level)


def test_there_are_thirteen_areas_and_one_of_them_is_protected() -> None:
    assert len(needs.areas()) == 13
    assert needs.PROTECTED_AREA in needs.areas()


@pytest.mark.parametrize(("consents", "open_"), [
    ([], False), ([AGREED], True), ([replace(AGREED, withdrawn_on=DAY)], False),
    ([replace(AGREED, expires_on=DAY - timedelta(1))], False), ([replace(AGREED, kind="casework")], False),
])
def test_health_is_open_only_while_its_own_consent_holds(consents: list[Consent], open_: bool) -> None:
    assert needs.unlocked("health", consents, DAY) is open_
    assert all(needs.unlocked(area, consents, DAY) for area in needs.areas() if area != "health")
    needs.check_unlocked("work", consents, DAY)
    if not open_:
        with pytest.raises(UserError) as refused:
            needs.check_unlocked("health", consents, DAY)
        assert refused.value.msgid == LOCKED


def test_a_later_rating_goes_on_from_the_one_before_and_leaves_it_alone() -> None:
    first = replace(rating(-90, "2"), resource=True, goal="Arbeit finden")
    second = rated([first], "case", "work", DAY, level="1")
    assert (second.level, second.resource, second.goal, second.on) == ("1", True, "Arbeit finden", DAY)
    assert second.id != first.id
    assert [n.level for n in course([first, second])] == ["2", "1"]


def test_the_course_leaves_out_what_was_not_measured_and_what_stayed() -> None:
    found = [rating(-9, "3"), rating(-7, "3"), rating(-5, "refused"), rating(-3, "1"), rating(-1, "unknown")]
    assert [n.level for n in course(found)] == ["3", "1"]


def test_no_answer_counts_as_asked_and_what_was_taken_back_does_not() -> None:
    found = [rating(-9, "refused"), rating(-9, "2", "money"), rating(-1, "unknown", "money")]
    assert needs.asked(found) == {"work"}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(MEASURED)), min_size=1, max_size=12))
def test_one_rating_a_day_stays_and_the_last_said_of_a_day_holds(said: list[tuple[int, str]]) -> None:
    known: dict[str, Need] = {}
    for days, level in said:
        need = rated(known.values(), "case", "work", DAY + timedelta(days), level=level)
        known[need.id] = need
    ordered = history(known.values(), "work")
    assert [(n.on - DAY).days for n in ordered] == sorted({days for days, _level in said})
    assert {(n.on - DAY).days: n.level for n in ordered} == dict(said)
    for days, level in dict(said).items():
        found = latest(known.values(), "work", DAY + timedelta(days))
        assert found is not None and found.level == level
    assert latest(known.values(), "work", DAY - timedelta(1)) is None


def test_ratings_of_health_go_out_of_sight_with_their_consent() -> None:
    both = (rating(0, "2", "health"), rating(0, "1"))
    assert needs.readable(both, (AGREED,), DAY) == both
    assert needs.readable(both, (replace(AGREED, withdrawn_on=DAY),), DAY) == both[1:]
    assert needs.readable(both, (), DAY) == both[1:]
