"""The window of a cell concludes exactly what trying every base stock and every offset concludes."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.monthly import LedgerCell
from app.statistics.ledger import after_export, candidates, conclusion

CELL = "krr1|stock||sex=w"
offsets = st.integers(0, 4)
# Per month: the true count and whether the cell was shown.
Months = list[tuple[int, bool]]
series = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=14)


def issued(months: Months, u: int) -> tuple[LedgerCell, list[int | None]]:
    ledger, shown = None, []
    for count, visible in months:
        value = (count + u) // 5 * 5 if visible else None
        shown.append(value)
        ledger = after_export(CELL, ledger, count, value)
    assert ledger is not None
    return ledger, shown


@given(series, offsets)
def test_the_true_count_is_always_inside_the_window(months: Months, u: int) -> None:
    ledger, _ = issued(months, u)
    low, high = conclusion(ledger)
    count = months[-1][0]
    assert low <= count and (high is None or count <= high)
    assert ledger.s_lo <= count + u and (ledger.s_hi is None or count + u <= ledger.s_hi)


@given(series, offsets)
def test_the_window_is_what_an_attacker_with_all_movements_finds_by_trying(months: Months, u: int) -> None:
    ledger, shown = issued(months, u)
    moves = [count - months[0][0] for count, _ in months]
    fitting = [base + moves[-1] for base in range(100) for tried in range(5)
               if all(base + move >= 0 for move in moves)
               and all(v is None or (base + move + tried) // 5 * 5 == v for move, v in zip(moves, shown, strict=True))]
    low, high = conclusion(ledger)
    assert low == min(fitting)
    if high is not None:
        assert high == max(fitting)
        assert candidates(ledger) == len(set(fitting))


@given(series, offsets)
def test_at_least_five_neighbouring_counts_fit_unless_zero_cuts_them_off(months: Months, u: int) -> None:
    ledger, _ = issued(months, u)
    left = candidates(ledger)
    assert left is None or left >= 5 or conclusion(ledger)[0] == ledger.nn


@given(series, offsets)
def test_last_and_low_follow_the_true_counts(months: Months, u: int) -> None:
    ledger, _ = issued(months, u)
    assert ledger.last == months[-1][0]
    assert ledger.low == min(count for count, _ in months)


def test_one_shown_zero_leaves_nought_to_four() -> None:
    assert conclusion(after_export(CELL, None, 2, 0)) == (0, 4)


def test_one_shown_number_leaves_four_to_each_side() -> None:
    assert conclusion(after_export(CELL, None, 12, 15)) == (11, 19)


def test_a_cell_never_shown_has_no_upper_bound() -> None:
    hidden = after_export(CELL, after_export(CELL, None, 3, None), 7, None)
    assert conclusion(hidden) == (4, None)
    assert candidates(hidden) is None


def test_what_came_in_is_the_least_that_can_be_there() -> None:
    """Two known arrivals and a printed 0: the attacker knows of at least two."""
    ledger = after_export(CELL, after_export(CELL, None, 0, 0), 2, 0)
    assert conclusion(ledger) == (2, 4)
    assert candidates(ledger) == 3
