"""Which crossings of the stock a month may show: the ladder of anonymity.md, "Choosing what to show". It decides on
true counts, published values and the ledger; what a report looks like is not known here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.monthly import LedgerCell
from app.statistics.ledger import SPREAD, after_export, conclusion
from app.statistics.plan import STOCK, Cell, Plan, cell
from app.statistics.rounding import cell_id
from app.statistics.solver import Bounds, Problem, Var, candidates

GROUP = 10
SMALL = range(1, 5)
WITHIN, TRACKING = 3, 2  # candidates that must be left within the month, and by everything issued so far
TOTAL_ONLY = 5  # the last plan
STATUS, TOTAL = "status", cell(STOCK)

# The attributes a table of the stock is crossed by, sorted; () is the total.
Crossing = tuple[str, ...]
Interval = tuple[int, int | None]
Whole = float | Var


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Of every cell of the stock its true count and the value it would be published with; and the ledger before."""

    counts: Mapping[Cell, int]
    values: Mapping[Cell, int]
    ledger: Mapping[str, LedgerCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What may be shown: the ``crossings`` of plan ``rung``, 1 to 5; ``offending`` attributes failed the first one."""

    rung: int
    crossings: frozenset[Crossing]
    offending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Suspects:
    """The small groups that have not yet passed."""

    within: tuple[Cell, ...]
    tracking: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return bool(self.within or self.tracking)

    def attributes(self) -> frozenset[str]:
        """The offending ones: `status` stands in most crossings and counts only where nothing else does."""
        named = [{name for name, _ in c.conditions} for c in (*self.within, *self.tracking)]
        return frozenset().union(*(names - {STATUS} or names for names in named))


def crossings(plan: Plan) -> frozenset[Crossing]:
    """Every crossing of the stock in the tables of the plan."""
    return frozenset(crossing(part.by) for table in plan.tables for part in table.parts if part.measure == STOCK)


def crossing(names: Iterable[str]) -> Crossing:
    """The crossing by these attributes, in whatever order they come."""
    return tuple(sorted(names))


def visible(values: Mapping[Cell, int], shown: Collection[Crossing]) -> frozenset[Cell]:
    """The cells of the crossings shown, of two-way ones those whose margins are both published with 10 or more.

    ``values`` are the published values of all cells of the stock.
    """
    out = {c for c in values if len(c.conditions) < 2 and _by(c) in shown}
    return frozenset(out | {c for c in values if len(c.conditions) == 2 and _by(c) in shown
                            and all(margin in out and values[margin] >= GROUP for margin in _margins(c))})


def choose(stock: Stock, allowed: Collection[Crossing], bounds: Bounds) -> Choice:
    """The first plan of the ladder that leaves every small group enough candidates; SolverFailed without a proof."""
    kept = frozenset(allowed)
    suspects = _newly(stock, _failing(stock, kept, _small_groups(stock), bounds), bounds)
    offending = tuple(sorted(suspects.attributes()))
    for rung in range(1, TOTAL_ONLY):
        fewer = _plan(rung, kept, suspects.attributes())
        if fewer != kept:
            # Who shows less leaves more open: only groups that failed before can fail now.
            kept, suspects = fewer, _failing(stock, fewer, suspects, bounds)
        if not suspects:
            return Choice(rung=rung, crossings=kept, offending=offending)
    return Choice(rung=TOTAL_ONLY, crossings=frozenset({()}), offending=offending)


def _plan(rung: int, before: frozenset[Crossing], offending: Collection[str]) -> frozenset[Crossing]:
    """The plans as what each takes away from the one before; the first takes nothing."""
    return frozenset(by for by in before if not (
        (rung == 2 and len(by) == 2 and set(by) & set(offending))
        or (rung == 3 and len(by) == 2)
        or (rung == 4 and len(by) == 1 and by[0] in offending)))


def _small_groups(stock: Stock) -> _Suspects:
    """All cells either rule is about, shown or not; the exact total counts as known, so no rule is about it."""
    groups = [c for c in stock.counts if c.conditions]
    return _Suspects(within=tuple(c for c in groups if stock.counts[c] in SMALL),
                     tracking=tuple(c for c in groups if _followed(stock, c, shown=False).low in SMALL))


def _failing(stock: Stock, shown: Collection[Crossing], suspects: _Suspects, bounds: Bounds) -> _Suspects:
    """Those of the suspects that keep too few candidates when these crossings are shown."""
    out = visible(stock.values, shown)
    now = {c: _printed(stock.values[c]) if c in out else (0, None) for c in stock.counts}
    ever = {c: conclusion(_followed(stock, c, shown=c in out)) for c in stock.counts}
    within, tracking = _candidates(stock, ((now, suspects.within), (ever, suspects.tracking)), bounds)
    return _Suspects(within=tuple(c for c in suspects.within if within[c] < WITHIN),
                     tracking=tuple(c for c in suspects.tracking if tracking[c] < TRACKING))


def _newly(stock: Stock, suspects: _Suspects, bounds: Bounds) -> _Suspects:
    """The suspects without the groups that earlier exports had made exact: nothing kept back now repairs that."""
    if not suspects.tracking:
        return suspects
    before = {c: conclusion(_followed(stock, c, shown=False)) for c in stock.counts}
    left, = _candidates(stock, ((before, suspects.tracking),), bounds)
    return replace(suspects, tracking=tuple(c for c in suspects.tracking if left[c] >= TRACKING))


def _candidates(stock: Stock, attacks: Iterable[tuple[Mapping[Cell, Interval], Sequence[Cell]]],
                bounds: Bounds) -> list[dict[Cell, int]]:
    """For each attack, intervals of all cells and the groups looked for, how many counts of each group fit."""
    cells = [c for c in stock.counts if c.conditions]
    place = {c: index for index, c in enumerate(cells)}
    sums = _sums(cells, place, stock.counts[TOTAL])
    asked = [(groups, Problem(
        n=len(cells), lower=tuple(known[c][0] for c in cells), upper=tuple(known[c][1] for c in cells), sums=sums,
        targets=tuple(place[c] for c in groups))) for known, groups in attacks]
    solved = bounds([problem for _, problem in asked])
    return [{c: candidates(*pair) for c, pair in zip(groups, pairs, strict=True)}
            for (groups, _), pairs in zip(asked, solved, strict=True)]


def _sums(cells: Iterable[Cell], place: Mapping[Cell, int], total: int) -> tuple[tuple[tuple[int, ...], Whole], ...]:
    """That the cells of a crossing add up to each of their margins, whether shown or not: the cliques of the attack."""
    parts: dict[tuple[Crossing, Cell], list[int]] = defaultdict(list)
    for c in cells:
        for margin in _margins(c):
            parts[_by(c), margin].append(place[c])
    return tuple((tuple(members), total if margin == TOTAL else Var(place[margin]))
                 for (_, margin), members in parts.items())


def _followed(stock: Stock, c: Cell, *, shown: bool) -> LedgerCell:
    name = cell_id(c.measure, c.epoch, c.conditions)
    return after_export(name, stock.ledger.get(name), stock.counts[c], stock.values[c] if shown else None)


def _printed(value: int) -> Interval:
    return max(value - SPREAD, 0), value + SPREAD


def _by(c: Cell) -> Crossing:
    return crossing(name for name, _ in c.conditions)


def _margins(c: Cell) -> Iterator[Cell]:
    """The cells that lack one of the conditions of a cell; of a one-way cell this is the total."""
    for left in c.conditions:
        yield Cell(measure=c.measure, epoch=c.epoch, conditions=tuple(kept for kept in c.conditions if kept != left))
