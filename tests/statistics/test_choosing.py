"""The ladder: it stops at the first plan that leaves small groups enough counts, as trying every table finds them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.monthly import LedgerCell
from app.statistics.choosing import TOTAL, Choice, Crossing, Stock, choose, crossings, visible
from app.statistics.ledger import after_export, conclusion
from app.statistics.plan import STOCK, Cell, cell, load_plan
from app.statistics.rounding import cell_id, published
from app.statistics.solver import Bounds, Problem, Solved
from app.statistics.solver_child import solve

CODES = {"status": "ab", "sex": "mwd", "age": "jk", "german": "012"}
TWO_WAY = (("sex", "status"), ("age", "status"))
ALL: frozenset[Crossing] = frozenset({(), *((name,) for name in CODES), *TWO_WAY})
PAIR: frozenset[Crossing] = frozenset({(), ("age",), ("status",), ("age", "status")})
Person = Mapping[str, str]
Known = Mapping[Cell, tuple[int, int | None]]


def cells(shown: frozenset[Crossing]) -> list[Cell]:
    return [cell(STOCK, "", dict(zip(by, codes, strict=True)))
            for by in sorted(shown) for codes in product(*(CODES[name] for name in by))]


def identifier(c: Cell) -> str:
    return cell_id(c.measure, c.epoch, c.conditions)


class Series:
    """Persons, a key and the ledger of what was shown of them; each `issue` is a month."""

    def __init__(self, persons: Sequence[Person], key: bytes, allowed: frozenset[Crossing] = ALL) -> None:
        self.persons, self.key, self.allowed = list(persons), key, allowed
        self.ledger: dict[str, LedgerCell] = {}

    def stock(self) -> Stock:
        counts = {c: sum(all(person[name] == code for name, code in c.conditions) for person in self.persons)
                  for c in cells(self.allowed)}
        values = {c: published(self.key, identifier(c), count) for c, count in counts.items()}
        return Stock(counts=counts, values=values, ledger=self.ledger)

    def after(self, stock: Stock, shown: frozenset[Crossing]) -> dict[str, LedgerCell]:
        out = visible(stock.values, shown)
        return {identifier(c): after_export(identifier(c), self.ledger.get(identifier(c)), stock.counts[c],
                                            stock.values[c] if c in out else None) for c in stock.counts}

    def issue(self, bounds: Bounds = solve) -> Choice:
        stock = self.stock()
        choice = choose(stock, self.allowed, bounds)
        self.ledger = self.after(stock, choice.crossings)
        return choice


def person(random: Random) -> Person:
    return {name: random.choice(codes + codes[0] * 3) for name, codes in CODES.items()}


def moving(seed: int, months: int) -> Iterator[Choice]:
    """The choices of a series of about twenty persons of whom some come, go and change."""
    random = Random(seed)
    series = Series([person(random) for _ in range(14 + seed % 20)], random.randbytes(32))
    for _ in range(months):
        yield series.issue()
        series.persons = [each if random.random() < 0.85 else person(random) for each in series.persons]
        series.persons = series.persons[random.randrange(3):] + [person(random) for _ in range(random.randrange(3))]


# --- every possible table is tried ------------------------------------------------------------------------------------

def fitting(known: Known, total: int) -> dict[Cell, set[int]]:
    """Of each cell of `PAIR` all counts that occur in some table of so many persons within the intervals known."""
    corners = [cell(STOCK, "", {"age": age, "status": status}) for age, status in product("jk", "ab")]
    limits = [(set(), low, total if high is None else high) for low, high in known.values()]
    for c, (members, _, _) in zip(known, limits, strict=True):
        members.update(place for place, corner in enumerate(corners) if set(c.conditions) <= set(corner.conditions))
    found: list[set[int]] = [set() for _ in known]
    for one, two, three in product(range(total + 1), repeat=3):
        numbers = (one, two, three, total - one - two - three)
        if numbers[3] < 0:
            continue
        sums = [sum(numbers[place] for place in members) for members, _, _ in limits]
        if all(low <= number <= high for number, (_, low, high) in zip(sums, limits, strict=True)):
            for seen, number in zip(found, sums, strict=True):
                seen.add(number)
    return dict(zip(known, found, strict=True))


def told_too_much(series: Series, stock: Stock, shown: frozenset[Crossing]) -> set[Cell]:
    """The groups that somebody finds out who tries every table, by the two rules of anonymity.md."""
    out, groups = visible(stock.values, shown), [c for c in stock.counts if c.conditions]
    after, before = series.after(stock, shown), series.after(stock, frozenset())
    total = stock.counts[TOTAL]
    now = fitting({c: (max(stock.values[c] - 4, 0), stock.values[c] + 4) if c in out else (0, None) for c in groups},
                  total)
    ever, earlier = (fitting({c: conclusion(ledger[identifier(c)]) for c in groups}, total)
                     for ledger in (after, before))
    return {c for c in groups if (1 <= stock.counts[c] <= 4 and len(now[c]) < 3)
            or (1 <= after[identifier(c)].low <= 4 and len(ever[c]) < 2 <= len(earlier[c]))}


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_no_small_group_is_told_by_what_is_shown_and_nothing_is_kept_back_without_need(seed: int) -> None:
    random = Random(seed)
    series = Series([person(random) for _ in range(random.randrange(1, 25))], random.randbytes(32), PAIR)
    for _ in range(3):
        stock = series.stock()
        choice = choose(stock, PAIR, solve)
        if choice.rung < 5:
            assert not told_too_much(series, stock, choice.crossings)
        assert (choice.rung > 1) == bool(told_too_much(series, stock, PAIR))
        assert choice.offending == tuple(sorted(choice.offending)) and bool(choice.offending) == (choice.rung > 1)
        series.ledger = series.after(stock, choice.crossings)
        series.persons = series.persons[random.randrange(2):] + [person(random) for _ in range(random.randrange(3))]


# --- the ladder -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("seed", "months", "rung", "shown", "offending"), [
    (0, 1, 1, ALL, ()),
    (344, 2, 2, ALL - set(TWO_WAY), ("age", "status")),
    (112, 6, 2, ALL - {("age", "status")}, ("age",)),
    (43, 1, 4, ALL - {*TWO_WAY, ("age",)}, ("age",)),
    (1288, 1, 4, {(), ("german",)}, ("age", "sex", "status")),
    (179, 6, 5, {()}, ("age",)),
])
def test_a_series_meets_each_plan(seed: int, months: int, rung: int, shown: frozenset[Crossing],
                                  offending: tuple[str, ...]) -> None:
    *_, last = moving(seed, months)
    assert (last.rung, last.crossings, last.offending) == (rung, shown, offending)


def spoilt_by(stock: Stock, group: Cell, culprit: Cell, asked: list[Sequence[Problem]]) -> Bounds:
    """A solver that finds ``group`` exact as long as ``culprit`` is shown, and everything else open."""
    places = {c: place for place, c in enumerate(c for c in stock.counts if c.conditions)}

    def bounds(problems: Sequence[Problem]) -> Solved:
        asked.append(problems)
        return [tuple((0.0, 0.0 if target == places[group] and problem.upper[places[culprit]] is not None else 9.0)
                      for target in problem.targets) for problem in problems]

    return bounds


@pytest.mark.parametrize(("group", "culprit", "rung", "questions"), [
    ({"sex": "m"}, {"sex": "m", "status": "a"}, 2, 3),
    ({"sex": "m", "status": "a"}, {"sex": "m", "status": "a"}, 2, 3),
    ({"german": "1"}, {"sex": "m", "status": "a"}, 3, 3),  # plan 2 takes nothing away and is not asked about
    ({"status": "b"}, {"status": "b"}, 4, 4),
    ({"german": "1"}, {"german": "1"}, 4, 4),
    ({"german": "1"}, {"sex": "m"}, 5, 4),
])
def test_the_first_plan_without_the_culprit_is_taken(group: dict[str, str], culprit: dict[str, str], rung: int,
                                                     questions: int) -> None:
    persons = [{"status": "ab"[n % 2], "sex": "mw"[n % 3 % 2], "age": "j", "german": "0"} for n in range(60)]
    series = Series(persons, bytes(32))
    stock, asked = series.stock(), []
    target = cell(STOCK, "", group)
    small = Stock(counts={**stock.counts, target: 3}, values=stock.values, ledger={})
    choice = choose(small, ALL, spoilt_by(small, target, cell(STOCK, "", culprit), asked))
    assert (choice.rung, len(asked)) == (rung, questions)
    assert choice.offending == tuple(sorted(group.keys() - {"status"} or group.keys()))


def test_a_group_that_this_month_makes_exact_is_kept_back_and_one_that_was_exact_before_is_not() -> None:
    """Four known arrivals and a printed 0: nobody was there before them. Printed earlier, it is known already."""
    target = cell(STOCK, "", {"german": "1"})
    persons = [{"status": "ab"[n % 2], "sex": "m", "age": "j", "german": "1" if n < 4 else "0"} for n in range(40)]
    fresh = Series(persons, bytes(32)).stock()
    values = {**fresh.values, target: 0}
    rungs = {}
    for printed in (None, 4):
        ledger = {identifier(target): LedgerCell(id=identifier(target), nn=4, s_hi=printed, last=4, low=0)}
        rungs[printed, 0] = choose(Stock(counts=fresh.counts, values=values, ledger=ledger), ALL, solve).rung
        ledger = {name: replace(known, low=4) for name, known in ledger.items()}
        rungs[printed, 4] = choose(Stock(counts=fresh.counts, values=values, ledger=ledger), ALL, solve).rung
    assert rungs == {(None, 0): 1, (None, 4): 4, (4, 0): 1, (4, 4): 1}


def test_two_way_cells_stand_between_published_margins_of_ten_or_more() -> None:
    values = {**dict.fromkeys(cells(ALL), 10), cell(STOCK, "", {"sex": "w"}): 5}
    shown = visible(values, ALL - {("age",)})
    assert {c.conditions for c in shown if len(c.conditions) == 2} == {
        (("sex", sex), ("status", status)) for sex in "md" for status in "ab"}


def test_the_attack_knows_every_cell_of_the_stock_and_that_each_attribute_adds_up_to_the_exact_total() -> None:
    plan = load_plan()
    every = [c for table in plan.tables for part in table.parts if part.measure == STOCK
             for c in plan.part_cells(part, 2026)]
    counts = {c: 0 if len(c.conditions) == 2 else 2 for c in every} | {TOTAL: 7}
    asked: list[Sequence[Problem]] = []

    def bounds(problems: Sequence[Problem]) -> Solved:
        asked.append(problems)
        return [tuple((0.0, 9.0) for _ in problem.targets) for problem in problems]

    assert choose(Stock(counts=counts, values=counts, ledger={}), crossings(plan), bounds).rung == 1
    within, tracking = asked[0]
    assert len(every) == 155 and within.n == tracking.n == 154 and len(within.targets) == 40
    assert [whole for _, whole in within.sums].count(7) == 8
    # 4 + 3, 4 + 6, 4 + 6, 4 + 6 and 6 + 5 lines of the two-way tables
    assert len(within.sums) == 8 + 48 and within.sums == tracking.sums
