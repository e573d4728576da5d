"""The process in which linear programmes are solved, and the only module that loads the solver: lines of JSON in and
out, within limits of memory and time. It knows no table, no file, no window."""

import json
from collections.abc import Sequence
from typing import Any

import highspy

from app import child
from app.statistics.solver import Problem, Solved, SolverFailed, Var, problems_of

_SENSES = (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize)


def main() -> int:
    """Answers lines with problems by lines with ranges until there are no more; ends where one has no optimum."""
    child.limit()
    # The built program without a console has the streams of the system, but none of Python's.
    with open(0, "rb") as questions, open(1, "wb") as answers:
        for line in questions:
            try:
                found = solve(problems_of(line))
            except SolverFailed:
                return 1
            answers.write(json.dumps(found).encode() + b"\n")
            answers.flush()
    return 0


def solve(problems: Sequence[Problem]) -> Solved:
    """The ranges of all targets, computed in this process; SolverFailed where anything is not optimal."""
    return tuple(_ranges(problem) for problem in problems)


def _ranges(problem: Problem) -> tuple[tuple[float, float], ...]:
    highs = _loaded(problem)
    found = []
    for target in problem.targets:
        # Each question starts at the corner where the one before ended, which is mostly near.
        highs.changeColCost(target, 1.0)
        least, greatest = (_optimum(highs, sense) for sense in _SENSES)
        highs.changeColCost(target, 0.0)
        found.append((least, greatest))
    return tuple(found)


def _loaded(problem: Problem) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = problem.n, len(problem.sums)
    lp.col_cost_ = [0.0] * problem.n
    lp.col_lower_ = list(problem.lower)
    lp.col_upper_ = [highspy.kHighsInf if most is None else most for most in problem.upper]
    lp.row_lower_ = lp.row_upper_ = [0.0 if isinstance(whole, Var) else float(whole) for _, whole in problem.sums]
    starts, columns, factors = [0], [], []
    for parts, whole in problem.sums:
        wholes = [whole.index] if isinstance(whole, Var) else []
        columns += [*parts, *wholes]
        factors += [1.0] * len(parts) + [-1.0] * len(wholes)
        starts.append(len(columns))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, columns, factors
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # typed but for its constructor
    highs.setOptionValue("output_flag", False)
    # Threads of its own would each take a share of the memory that is allowed, for nothing.
    highs.setOptionValue("threads", 1)
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise SolverFailed("unsolved")
    return highs


def _optimum(highs: Any, sense: Any) -> float:
    highs.changeObjectiveSense(sense)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverFailed("unsolved")
    return float(highs.getInfo().objective_function_value)
