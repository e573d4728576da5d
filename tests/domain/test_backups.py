"""Thinning of the automatic backups: what may go, and what never."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.backups import Copy, Thinning, superfluous

NOON = datetime(2026, 11, 23, 12, 0)

moments = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 12, 31))
copies = st.lists(st.tuples(moments, st.booleans()), max_size=60).map(
    lambda given: [Copy(name=f"{n}", made=made, verified=verified) for n, (made, verified) in enumerate(given)])


def hourly(hours: int, every: int = 1) -> list[Copy]:
    return [Copy(name=f"{n}", made=NOON - n * timedelta(hours=every), verified=True) for n in range(hours)]


@given(copies)
def test_the_newest_that_was_verified_never_goes(given_copies: list[Copy]) -> None:
    gone = superfluous(given_copies)
    verified = [copy for copy in given_copies if copy.verified]
    assert not verified or any(copy.name not in gone and copy.made == max(c.made for c in verified)
                               for copy in verified)


@given(copies)
def test_what_was_not_verified_never_goes_and_takes_no_place(given_copies: list[Copy]) -> None:
    gone = superfluous(given_copies)
    assert gone.isdisjoint(copy.name for copy in given_copies if not copy.verified)
    assert gone == superfluous([copy for copy in given_copies if copy.verified])


@given(copies)
def test_few_stay_and_thinning_again_takes_nothing_more(given_copies: list[Copy]) -> None:
    gone = superfluous(given_copies)
    left = [copy for copy in given_copies if copy.name not in gone]
    assert sum(copy.verified for copy in left) <= 5 + 7 + 4 + 12
    assert superfluous(left) == frozenset()


@given(copies, moments)
def test_a_further_backup_brings_nothing_back(given_copies: list[Copy], later: datetime) -> None:
    newest = max((copy.made for copy in given_copies), default=later)
    more = [*given_copies, Copy(name="neu", made=max(newest, later), verified=True)]
    assert superfluous(given_copies) <= superfluous(more)


def test_every_half_hour_for_a_year_leaves_last_ones_days_weeks_and_months() -> None:
    kept: list[Copy] = []
    for n in range(365 * 4):
        kept.append(Copy(name=f"{n}", made=NOON + n * timedelta(hours=6), verified=True))
        gone = superfluous(kept)
        kept = [copy for copy in kept if copy.name not in gone]
    made = sorted((copy.made for copy in kept), reverse=True)
    assert made[:5] == [made[0] - n * timedelta(hours=6) for n in range(5)]
    assert len({at.date() for at in made[:11]}) >= 7
    assert len({(at.year, at.month) for at in made}) == 12


def test_a_leave_of_three_weeks_does_not_use_up_the_days() -> None:
    before = [Copy(name=f"alt {n}", made=NOON - timedelta(days=30 + n), verified=True) for n in range(7)]
    now = Copy(name="neu", made=NOON, verified=True)
    assert superfluous([*before, now], Thinning(last=1, days=7, weeks=0, months=0)) == {"alt 6"}


def test_nothing_kept_by_rule_is_still_the_newest() -> None:
    assert superfluous(hourly(3), Thinning(last=0, days=0, weeks=0, months=0)) == {"1", "2"}
