"""The solver: its ranges hold every table that fits, and no answer is ever taken for one that is not proven."""

from collections.abc import Sequence
from itertools import product
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.child import TooLate
from app.statistics import solver, solver_child
from app.statistics.solver import Problem, SolverFailed, Var, candidates

# two rows, two columns, their four margins, and three numbers that add up to the first margin
CORNERS, MARGINS, THIRDS = (0, 1, 2, 3), (4, 5, 6, 7), (8, 9, 10)
SUMS = ((0, 1), Var(4)), ((2, 3), Var(5)), ((0, 2), Var(6)), ((1, 3), Var(7)), (THIRDS, Var(4))
NONE = Problem(n=1, lower=(3.0,), upper=(None,), sums=(((0,), 2),), targets=(0,))
ENDLESS = Problem(n=1, lower=(0.0,), upper=(None,), sums=(), targets=(0,))
SPLIT = Problem(n=3, lower=(0, 1, 0), upper=(4, None, 9), sums=(((0, 1), Var(2)), ((2,), 6)), targets=(0, 1, 2))
SPLIT_SOLVED = (((0.0, 4.0), (2.0, 6.0), (6.0, 6.0)),)


def whole(table: Sequence[int]) -> list[int]:
    return [*table[:4], table[0] + table[1], table[2] + table[3], table[0] + table[2], table[1] + table[3], *table[4:]]


@settings(max_examples=30)
@given(st.tuples(*[st.integers(0, 3)] * 4), st.data())
def test_the_ranges_hold_every_table_that_fits(corners: tuple[int, ...], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, corners[0] + corners[1]))
    second = data.draw(st.integers(0, corners[0] + corners[1] - first))
    truth = whole([*corners, first, second, corners[0] + corners[1] - first - second])
    lower = [max(value - data.draw(st.integers(0, 2)), 0) for value in truth]
    upper = [value + data.draw(st.integers(0, 2)) for value in truth]
    total = sum(corners)
    found, = solver_child.solve([Problem(
        n=11, lower=tuple(lower), upper=tuple(upper), sums=(*SUMS, (CORNERS, total)), targets=tuple(range(11)))])
    tables = [whole(table) for table in product(*(range(low, high + 1) for low, high in zip(
        lower[:4] + lower[8:], upper[:4] + upper[8:], strict=True))) if sum(table[:4]) == total
        and sum(table[4:]) == table[0] + table[1]]
    fitting = [table for table in tables if all(low <= value <= high for low, value, high in zip(
        lower, table, upper, strict=True))]
    assert truth in fitting
    for (least, greatest), values in zip(found, zip(*fitting, strict=True), strict=True):
        assert least - solver.EPSILON <= min(values) and max(values) <= greatest + solver.EPSILON
        assert candidates(least, greatest) >= len(set(values))


@pytest.mark.parametrize(("least", "greatest", "number"), [
    (0, 4, 5), (2.0000001, 3.9999999, 3), (0.5, 1.5, 1), (0.4, 0.6, 0), (1.9999999, 2.0000001, 1)])
def test_the_whole_numbers_of_a_range_are_counted_in_spite_of_tiny_errors(least: float, greatest: float,
                                                                          number: int) -> None:
    assert candidates(least, greatest) == number


@pytest.mark.parametrize("problem", [NONE, ENDLESS])
def test_what_has_no_optimum_is_no_answer(problem: Problem) -> None:
    with pytest.raises(SolverFailed) as failed:
        solver_child.solve([SPLIT, problem])
    assert failed.value.reason == "unsolved"


def test_problems_reach_the_child_as_they_are() -> None:
    assert solver.problems_of(solver.question([SPLIT, NONE])) == [SPLIT, NONE]


def test_the_real_child_answers_several_calls_as_this_process_does_and_ends_where_there_is_no_optimum() -> None:
    steps: list[tuple[int, int]] = []
    with solver.running(lambda done, total: steps.append((done, total))) as bounds:
        assert bounds([SPLIT, SPLIT]) == solver_child.solve([SPLIT, SPLIT]) == SPLIT_SOLVED * 2
        assert bounds([]) == ()
        for _ in range(2):
            with pytest.raises(SolverFailed) as failed:
                bounds([NONE])
            assert failed.value.reason == "unsolved"
    assert set(steps) == {(0, 0)}


class Told:
    """In place of the child process: it answers what it was told, or raises it."""

    answer: bytes | Exception = b""

    def __init__(self, _word: str) -> None:
        if isinstance(self.answer, OSError):
            raise self.answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        pass

    def line(self, _question: bytes, **_how: Any) -> bytes:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(("answer", "reason"), [
    (OSError(), "start"), (TooLate(), "time"), *((answer, "unsolved") for answer in (
        b"", b"[[[0, 4], [2, 6], [6,", b"7", b"[]", b"[[[0, 4], [2, 6]]]", b"[[[0, 4], [2, 6], [6]]]",
        b"[[[0, 4], [2, 6], [7, 6]]]", b"[[[0, 4], [2, 6], [NaN, 6]]]", b"[[[0, 4], [2, 6], [6, null]]]"))])
def test_whatever_the_child_does_it_is_an_answer_or_a_sentence(monkeypatch: pytest.MonkeyPatch,
                                                               answer: bytes | Exception, reason: str) -> None:
    monkeypatch.setattr(Told, "answer", answer)
    monkeypatch.setattr(solver, "Child", Told)
    with pytest.raises(SolverFailed, match="wurde nichts ausgegeben und nichts geändert") as failed, \
            solver.running() as bounds:
        bounds([SPLIT])
    assert failed.value.reason == reason
    monkeypatch.setattr(Told, "answer", b"[[[0, 4], [2, 6], [6, 6]]]")
    with solver.running() as bounds:
        assert bounds([SPLIT]) == SPLIT_SOLVED
