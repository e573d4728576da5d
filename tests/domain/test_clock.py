"""The rule for a clock that cannot be right: before the last entry, or more than a day before the catalogue."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock import BEFORE_CATALOGUE, BEFORE_ENTRY, ClockDoubt, doubt

ENTRY = datetime(2026, 11, 23, 10, 0)
HOUR = timedelta(hours=1)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))


def test_a_clock_set_back_a_year_is_doubted_with_both_dates() -> None:
    found = doubt(datetime(2025, 11, 24, 8, 0), ENTRY, None)
    assert found == ClockDoubt(now=datetime(2025, 11, 24, 8, 0), known=ENTRY, of_catalogue=False)
    assert found.sentence.msgid == BEFORE_ENTRY
    assert "24.11.2025" in str(found.sentence) and "23.11.2026" in str(found.sentence)


def test_on_the_same_day_the_time_of_day_is_said() -> None:
    found = doubt(datetime(2026, 11, 23, 7, 30), ENTRY, None)
    assert found is not None
    assert "23.11.2026, 07:30" in str(found.sentence) and "23.11.2026, 10:00" in str(found.sentence)


@pytest.mark.parametrize(("now", "doubted"), [
    (ENTRY, False), (ENTRY - HOUR, False), (ENTRY - HOUR - timedelta(seconds=1), True), (ENTRY + HOUR, False)])
def test_only_the_hour_that_winter_time_repeats_is_let_pass(now: datetime, doubted: bool) -> None:
    assert (doubt(now, ENTRY, None) is not None) == doubted


@pytest.mark.parametrize(("now", "doubted"), [
    (datetime(2026, 11, 22, 0, 0), False), (datetime(2026, 11, 21, 23, 59), True), (datetime(2026, 12, 1), False)])
def test_a_catalogue_may_be_a_day_ahead_but_no_more(now: datetime, doubted: bool) -> None:
    found = doubt(now, None, date(2026, 11, 23))
    assert (found is not None) == doubted
    if found is not None:
        assert (found.sentence.msgid, found.of_catalogue) == (BEFORE_CATALOGUE, True)
        assert "23.11.2026" in str(found.sentence)


def test_without_entry_and_catalogue_nothing_speaks_against_the_clock() -> None:
    assert doubt(datetime(1999, 1, 1), None, None) is None


@given(now=MOMENTS, entry=MOMENTS, catalogue_of=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_what_was_confirmed_is_never_doubted_again_and_what_is_later_is(
    now: datetime, entry: datetime, catalogue_of: date,
) -> None:
    latest = max(entry, datetime.combine(catalogue_of, datetime.min.time()))
    assert doubt(now, entry, catalogue_of, confirmed=latest) is None
    first = doubt(now, entry, catalogue_of)
    later = entry + timedelta(days=400)
    assert doubt(now, later, None, confirmed=entry) == (
        ClockDoubt(now=now, known=later, of_catalogue=False) if later - now > HOUR else None)
    assert first is None or first.known > now
