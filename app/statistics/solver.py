"""What can be concluded from sums and intervals: the question as a value, and the child process that answers it by
linear programming. Nothing here knows a table or a cell."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import ceil, floor

from app.child import SECONDS, Child, TooLate
from app.child import Step as Step
from app.child import silent as silent
from app.domain.errors import N_, UserError

CHILD = "--bounds"  # the hidden word `__main__` knows
EPSILON = 1e-6  # what a result of the solver may lie beside a whole number

_REASONS = {
    "start": N_("Der Teil des Programms, der die Monatsmeldung vor der Ausgabe prüft, lässt sich nicht starten. Es "
                "wurde nichts ausgegeben und nichts geändert. Starten Sie das Programm neu und versuchen Sie es noch "
                "einmal."),
    "time": N_("Die Prüfung der Monatsmeldung war nach 30 Sekunden nicht fertig. Es wurde nichts ausgegeben und nichts "
               "geändert. Schließen Sie andere Programme und versuchen Sie es noch einmal."),
    "unsolved": N_("Die Prüfung der Monatsmeldung kam zu keinem Ergebnis. Es wurde nichts ausgegeben und nichts "
                   "geändert. Versuchen Sie es noch einmal. Kommt der Satz wieder, melden Sie ihn; Namen von Klienten "
                   "gehören nicht dazu."),
}


class SolverFailed(UserError):
    """There is no proven answer, for one of the reasons above; nothing may leave the device then."""

    def __init__(self, reason: str) -> None:
        super().__init__(_REASONS[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Var:
    """One of the unknowns of a problem, where a known number could stand as well."""

    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``n`` unknown numbers 0, 1, … with ``lower`` and ``upper`` limits (None: no upper one).

    Each of ``sums`` is (parts, whole): the unknowns ``parts`` add up to a known number or to another unknown.
    ``targets`` are the unknowns whose least and greatest value is asked for.
    """

    n: int
    lower: tuple[float, ...]
    upper: tuple[float | None, ...]
    sums: tuple[tuple[tuple[int, ...], float | Var], ...]
    targets: tuple[int, ...]


# Per problem the least and greatest value of each of its targets, in their order.
Solved = Sequence[tuple[tuple[float, float], ...]]
Bounds = Callable[[Sequence[Problem]], Solved]


def candidates(least: float, greatest: float) -> int:
    """How many whole numbers lie in a range, with the solver's inaccuracy on the side of more."""
    return floor(greatest + EPSILON) - ceil(least - EPSILON) + 1


@contextmanager
def running(step: Step = silent) -> Iterator[Bounds]:
    """The solver in a child process that lives as long as the block, for several calls in a row.

    ``step(0, 0)`` is called while it works and may raise to cancel. A call raises `SolverFailed` when any answer is not
    optimal, or after 30 s.
    """
    try:
        child = Child(CHILD)
    except OSError:
        raise SolverFailed("start") from None
    with child:
        yield lambda problems: _asked(child, problems, step)


def question(problems: Sequence[Problem]) -> bytes:
    """The line of JSON that asks the child for the ranges of problems; `problems_of` reads it."""
    return json.dumps([asdict(problem) for problem in problems]).encode()


def problems_of(line: bytes) -> list[Problem]:
    """The problems of a line of `question`."""
    return [Problem(n=raw["n"], lower=tuple(raw["lower"]), upper=tuple(raw["upper"]), targets=tuple(raw["targets"]),
                    sums=tuple((tuple(parts), Var(**whole) if isinstance(whole, dict) else whole)
                               for parts, whole in raw["sums"])) for raw in json.loads(line)]


def _asked(child: Child, problems: Sequence[Problem], step: Step) -> Solved:
    try:
        answer = child.line(question(problems), step=step, seconds=SECONDS)
    except TooLate:
        raise SolverFailed("time") from None
    try:
        found = tuple(tuple((float(least), float(greatest)) for least, greatest in ranges)
                      for ranges in json.loads(answer))
    except (ValueError, TypeError):
        raise SolverFailed("unsolved") from None
    # A range that is missing or empty would count as no candidate, and one of "nan" as any number.
    if [len(ranges) for ranges in found] != [len(problem.targets) for problem in problems] or not all(
            least <= greatest + EPSILON for ranges in found for least, greatest in ranges):
        raise SolverFailed("unsolved")
    return found
