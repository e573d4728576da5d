"""What the steps of a case and of a referral share: order by date and recording, and the moment of recording."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.steps import ordered, recording


@dataclass(frozen=True, slots=True)
class AnyStep:
    state: str
    on: date
    recorded_at: datetime


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
STEPS = st.builds(AnyStep, st.sampled_from("abc"), st.dates(date(2026, 1, 1), date(2026, 1, 9)), MOMENTS)


@given(st.lists(STEPS, max_size=8))
def test_steps_stand_by_date_and_on_one_day_by_the_moment_of_recording(steps: list[AnyStep]) -> None:
    keys = [(step.on, step.recorded_at) for step in ordered(steps)]
    assert keys == sorted(keys)
    assert len(keys) == len(steps)


@given(STEPS, MOMENTS)
def test_a_step_counts_as_recorded_now_but_always_after_the_one_before(last: AnyStep, now: datetime) -> None:
    moment = recording(last, now)
    assert moment > last.recorded_at
    assert moment == now or (now <= last.recorded_at and moment - last.recorded_at == timedelta(microseconds=1))


def test_the_first_step_counts_as_recorded_now() -> None:
    assert recording(None, datetime(2026, 11, 23, 10, 0)) == datetime(2026, 11, 23, 10, 0)
