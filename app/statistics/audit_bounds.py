"""The attack of the audit: how many true counts fit a small group, by linear programmes of its own making. It knows
what somebody outside could know – intervals, the exact total, that attributes add up – and neither key nor offsets."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor

from app.statistics.audit_file import TOTAL
from app.statistics.plan import STOCK, Cell, Plan, cell
from app.statistics.solver import Bounds, Problem, Var

SMALL = range(1, 5)
# the solver's figures are whole numbers up to its own tolerance
NEARLY = 1e-6
Interval = tuple[int, int | None]
Attack = tuple[Mapping[Cell, Interval], Sequence[Cell]]
Sum = tuple[Sequence[Cell], Cell]


def candidates(plan: Plan, total: int, attacks: Sequence[Attack], bounds: Bounds) -> list[dict[Cell, int]]:
    """For each attack and each of its groups the number of true counts that fit; SolverFailed where none come.

    An attack is what is known of stock cells – the lowest and highest count, anything from 0 on for one that is
    missing – and the groups it is aimed at. The exact total is known to everybody.
    """
    programmes = [[(cells, sums, [c for c in groups if c in set(cells)]) for cells, sums in _connected(plan)]
                  for _known, groups in attacks]
    asked = [(number, cells, sums, wanted) for number, several in enumerate(programmes)
             for cells, sums, wanted in several if wanted]
    problems = [_problem(cells, sums, wanted, attacks[number][0], total) for number, cells, sums, wanted in asked]
    found: list[dict[Cell, int]] = [{} for _attack in attacks]
    # one question for all of them: each starts a process
    for (number, _cells, _sums, wanted), ranges in zip(asked, bounds(problems) if problems else (), strict=True):
        for c, (low, high) in zip(wanted, ranges, strict=True):
            found[number][c] = floor(high + NEARLY) - ceil(low - NEARLY) + 1
    return found


def stock_cells(plan: Plan) -> list[Cell]:
    """Every cell of the attack: the one-way and two-way cells of the stock, without the total."""
    return [c for table in plan.tables for part in table.parts if part.measure == STOCK and part.by
            for c in plan.part_cells(part, 0)]


def _problem(cells: Sequence[Cell], sums: Sequence[Sum], wanted: Sequence[Cell], known: Mapping[Cell, Interval],
             total: int) -> Problem:
    index = {c: number for number, c in enumerate(cells)}
    of = [known.get(c, (0, None)) for c in cells]
    return Problem(
        n=len(cells), lower=tuple(float(low) for low, _ in of),
        upper=tuple(None if high is None else float(high) for _, high in of),
        sums=tuple((tuple(index[c] for c in parts), float(total) if whole == TOTAL else Var(index[whole]))
                   for parts, whole in sums),
        targets=tuple(index[c] for c in wanted))


def _connected(plan: Plan) -> Iterable[tuple[list[Cell], list[Sum]]]:
    """The attributes that two-way tables tie together with their cells and sums; ties by the total alone tie nothing,
    because the total is known."""
    stock = [part.by for table in plan.tables for part in table.parts if part.measure == STOCK]
    pairs = [by for by in stock if len(by) == 2]
    left = [by[0] for by in stock if len(by) == 1]
    while left:
        together = {left[0]}
        while grown := {name for pair in pairs if together & set(pair) for name in pair} - together:
            together |= grown
        names = [name for name in left if name in together]
        left = [name for name in left if name not in together]
        yield _programme(plan, names, [pair for pair in pairs if pair[0] in together])


def _programme(plan: Plan, names: Sequence[str], pairs: Sequence[tuple[str, ...]]) -> tuple[list[Cell], list[Sum]]:
    codes = {name: plan.attributes[name].codes for name in names}
    margins = {name: [cell(STOCK, "", {name: code}) for code in codes[name]] for name in names}
    cells = [c for of in margins.values() for c in of]
    sums: list[Sum] = [(of, TOTAL) for of in margins.values()]
    for pair in pairs:
        one, other = pair
        cells += [cell(STOCK, "", {one: a, other: b}) for a in codes[one] for b in codes[other]]
        for name, across in ((one, other), (other, one)):
            sums += [([cell(STOCK, "", {name: code, across: each}) for each in codes[across]],
                      cell(STOCK, "", {name: code})) for code in codes[name]]
    return cells, sums
