"""The audit on single files: what it reads, what it refuses and by which sentence, what it remembers and tells."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from app.domain.dates import Month
from app.domain.monthly import AuditCell
from app.statistics import audit, audit_bounds, audit_file
from app.statistics.audit import AuditRefused, Verdict, check, remember
from app.statistics.plan import STOCK, Cell, cell
from app.statistics.solver import Problem, Solved, SolverFailed
from app.statistics.solver_child import solve
from tests.audit.exporting import TOTAL, blind, keyed, thoughtless
from tests.audit.movements import PLAN, Counts, person, series, stock

OCTOBER = Month(2026, 10)
KEY = bytes(range(32))
COUNTS = stock([person(random) for random in [Random(1)] for _ in range(60)], 2026)
CONTENT = thoughtless(OCTOBER, keyed(KEY, COUNTS))
MEN = cell(STOCK, "", {"sex": "m"})
INTAKE = cell("intake_ytd", "2026")


def verdict(content: bytes = CONTENT, counts: Counts = COUNTS, **known: Any) -> Verdict:
    return check(content, known.get("earlier", {}), counts, known.get("cells", {}), known.get("bounds", blind))


def refusal(content: bytes, **known: Any) -> str:
    with pytest.raises(AuditRefused) as caught:
        verdict(content, **known)
    assert "Es wurde nichts ausgegeben" in str(caught.value)
    return caught.value.msgid


def changed(change: Callable[[Any], object], content: bytes = CONTENT) -> bytes:
    raw = json.loads(content)
    change(raw)
    return (json.dumps(raw, sort_keys=True, separators=(",", ":")) + "\n").encode()


def put(value: object, *path: str | int) -> bytes:
    """The file with a value at a place."""
    def change(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = value
    return changed(change)


def memory(of: Verdict) -> dict[str, AuditCell]:
    return {one.id: one for one in of.cells}


def sized(number: int, **codes: str) -> Counts:
    return stock([person(Random(i)) | codes for i in range(number)], 2026)


def test_an_honest_month_passes_and_every_cell_of_the_plan_is_remembered() -> None:
    passed = verdict(bounds=solve)
    assert len(memory(passed)) == len(COUNTS) == len(passed.cells)
    assert all(one.last == one.low for one in passed.cells)


@pytest.mark.parametrize("content", [
    b"", b"{}\n", b"[]\n", b"\xff", CONTENT[:-1], b" " + CONTENT, CONTENT.replace(b'"month"', b'"month" '),
    CONTENT.replace(b'{"ags"', b'{"ags":"05315001","ags"', 1), b"[" * 100_000, b'{"a":' + b"9" * 9000 + b"}\n",
    CONTENT + b" " * 1_000_000,
    put("kd-monat/2", "schema"), put("Ali MUSTER", "note"), put("MUSTER, Ali", "pseudonym"), put("2026-13", "month"),
    put("12", "catalogue"), put({}, "tables"), put([1], "tables"), put([], "unknown_share"),
    put("9", "tables", 0, "no"), put("1", "tables", 1, "no"), put("x", "tables", 0, "note"), put(7, "tables", 0, "no"),
    put({"status": "syrisch"}, "tables", 0, "cells", 1, "of"), put("names", "tables", 0, "cells", 0, "measure"),
    put({"status": 7}, "tables", 0, "cells", 1, "of"), put(None, "tables", 0, "cells"),
    put(None, "tables", 0, "cells", 0), put("Ali", "tables", 0, "cells", 0, "note"),
    put("2025", "tables", 0, "cells", 0, "epoch"), put(None, "tables", 0, "cells", 0, "value"),
    put([{"no": "9", "reason": "audit"}], "withheld"), put([{"no": "2a", "reason": "Ali MUSTER"}], "withheld"),
    put([{"no": "2a", "reason": "audit"}], "withheld"), put([{"no": "2a", "reason": []}], "withheld"),
    changed(lambda raw: raw["tables"].append(raw["tables"][0])),
    changed(lambda raw: raw["tables"][1]["cells"].reverse()),
    changed(lambda raw: raw["tables"][1]["cells"].append(raw["tables"][1]["cells"][0])),
], ids=range(38))
def test_what_it_does_not_know_word_for_word_is_refused(content: bytes) -> None:
    assert refusal(content) == audit_file.UNKNOWN


@pytest.mark.parametrize("value", [7, -5, 5.0, True, "5", [5]])
def test_only_multiples_of_five_are_numbers(value: object) -> None:
    assert refusal(put(value, "tables", 0, "cells", 1, "value")) == audit_file.NOT_ROUNDED


def test_a_share_that_is_finer_than_its_column_is_refused() -> None:
    column = {c.conditions[0][1]: number for c, number in audit_file.read(CONTENT, PLAN).shown.items()
              if c.measure == STOCK and [name for name, _ in c.conditions] == ["german"]}
    nearest = round(column["unbekannt"] * 20 / sum(column.values())) * 5
    verdict(put({"german": nearest}, "unknown_share"))
    assert refusal(put({"german": nearest + 5}, "unknown_share")) == audit.SHARE
    assert refusal(put({"name": 5}, "unknown_share")) == audit.SHARE
    assert refusal(put({"german": 12}, "unknown_share")) == audit_file.NOT_ROUNDED


def test_a_stock_below_twenty_shows_table_one_only() -> None:
    few = sized(12)
    content = thoughtless(OCTOBER, keyed(KEY, few))
    assert verdict(content, few).notes == ()
    more = changed(lambda raw: raw["tables"].append(json.loads(CONTENT)["tables"][1]), content)
    assert refusal(more, counts=few) == audit.TINY


def test_a_value_too_far_from_the_truth_is_refused_and_so_is_something_made_of_nothing() -> None:
    shown = keyed(KEY, COUNTS)(TOTAL)
    assert refusal(CONTENT, counts=COUNTS | {TOTAL: shown + 5}) == audit.UNTRUE
    assert refusal(CONTENT, counts=COUNTS | {TOTAL: shown - 5}) == audit.UNTRUE
    nothing = sized(60, sex="m")
    five = thoughtless(OCTOBER, lambda c: 5 if c == cell(STOCK, "", {"sex": "w"}) else keyed(KEY, nothing)(c))
    assert refusal(five, counts=nothing) == audit.UNTRUE


def test_a_month_that_repeats_its_bytes_tells_nothing_new_and_none_comes_after_a_later_one() -> None:
    assert verdict(earlier={"2026-10": CONTENT}) == Verdict(cells=(), notes=verdict().notes)
    assert refusal(CONTENT, earlier={"2026-10": CONTENT + b" "}) == audit.REPEATED
    assert refusal(CONTENT, earlier={"2026-11": b""}) == audit.NOT_IN_TURN


def test_a_constant_is_judged_only_by_enough_cells_that_say_something() -> None:
    def down(counts: Counts) -> bytes:
        return thoughtless(OCTOBER, lambda c: counts[c] // 5 * 5)
    one, other = ({name: PLAN.attributes[name].codes[place] for name in person(Random(1))} for place in (0, 1))
    fourteen = stock([one] * 64, 2026)
    verdict(down(fourteen), fourteen)
    known = {"of last year": AuditCell(id="of last year", offsets=0b00001)}
    assert refusal(down(fourteen), counts=fourteen, cells=known) == audit.NO_KEY
    # 31 rounds down under four offsets of five: an honest key does that often enough
    verdict(down(stock([one, other] * 31, 2026)), stock([one, other] * 31, 2026))
    assert refusal(down(COUNTS)) == audit.NO_KEY


@pytest.mark.parametrize(("greatest", "passes"), [(1.0, False), (2.0, True), (1.9, False), (1.9999999, True)])
def test_three_counts_have_to_fit_each_small_group(greatest: float, passes: bool) -> None:
    def answers(problems: Sequence[Problem]) -> Solved:
        return [((0.0, greatest),) * len(problem.targets) for problem in problems]
    if passes:
        verdict(bounds=answers)
    else:
        assert refusal(CONTENT, bounds=answers) == audit.FEW_WITHIN


def test_the_attack_takes_each_number_for_four_more_or_less_and_nothing_below_zero() -> None:
    asked: list[Problem] = []

    def listening(problems: Sequence[Problem]) -> Solved:
        asked.extend(problems)
        return blind(problems)
    verdict(bounds=listening)
    # the first is that of the tied attributes within this month; its cells begin with the first of the plan
    codes = PLAN.attributes["status"].codes
    shown = [keyed(KEY, COUNTS)(cell(STOCK, "", {"status": code})) for code in codes]
    assert asked[0].lower[:len(codes)] == tuple(max(value - 4, 0) for value in shown)
    assert asked[0].upper[:len(codes)] == tuple(value + 4 for value in shown)
    assert None in asked[0].upper and sum(len(problem.targets) for problem in asked) > 50


def test_an_offset_once_excluded_stays_excluded() -> None:
    counts = COUNTS | {INTAKE: 11}

    def printed(value: int) -> bytes:
        return thoughtless(OCTOBER, lambda c: value if c == INTAKE else keyed(KEY, counts)(c))
    low, high = printed(10), printed(15)
    name = audit.own_name(INTAKE)
    assert memory(verdict(low, counts))[name].offsets == 0b01111
    assert memory(verdict(high, counts))[name].offsets == 0b10000
    assert refusal(low, counts=counts, cells=memory(verdict(high, counts))) == audit.OTHER_KEY


def test_a_new_year_opens_counters_of_its_own() -> None:
    first = memory(verdict())
    counts = stock([person(random) for random in [Random(1)] for _ in range(60)], 2027)
    second = memory(verdict(thoughtless(Month(2027, 1), keyed(KEY, counts)), counts, cells=first))
    assert audit.own_name(INTAKE) not in second and audit.own_name(cell("intake_ytd", "2027")) in second
    assert {one for one in first if "stock [" in one} <= set(second)


def test_without_an_answer_of_the_solver_nothing_passes() -> None:
    def failing(_problems: Sequence[Problem]) -> Solved:
        raise SolverFailed("unsolved")
    with pytest.raises(SolverFailed):
        verdict(bounds=failing)


def test_the_total_alone_is_accepted_without_an_attack() -> None:
    def alone(raw: Any) -> None:
        raw["withheld"] = [{"no": table.no, "reason": "audit"} for table in PLAN.tables]
        raw["tables"] = raw["tables"][:1]
        for one in raw["tables"][0]["cells"][1:]:
            one["value"] = None
        raw["unknown_share"] = {}

    def never(_problems: Sequence[Problem]) -> Solved:
        raise AssertionError
    note, = verdict(changed(alone), bounds=never).notes
    assert note.startswith("Zurückgehalten, weil sich sonst") and note.endswith("7b.")


def test_the_person_reads_what_was_kept_back_and_why() -> None:
    withheld = [{"no": "2a", "reason": "tiny_caseload"}, {"no": "2b", "reason": "tiny_caseload"}]
    few = sized(12)
    content = changed(lambda raw: raw.update(withheld=withheld), thoughtless(OCTOBER, keyed(KEY, few)))
    assert verdict(content, few).notes == ("Zurückgehalten, weil der Bestand unter 20 liegt: Tabellen 2a, 2b.",)
    empty = [c["value"] for c in json.loads(CONTENT)["tables"][8]["cells"]].count(None)
    assert (f"Tabelle 4a: {empty} von 12 Feldern bleiben leer, weil eine ihrer Randsummen unter 10 liegt."
            in verdict().notes)


def test_the_attack_counts_what_fits_margins_crossings_and_the_exact_total() -> None:
    few, many = cell(STOCK, "", {"sex": "d_ka"}), cell(STOCK, "", {"sex": "w"})
    known: dict[Cell, audit_bounds.Interval] = {MEN: (30, 38), many: (20, 28)}
    crossed = cell(STOCK, "", {"sex": "d_ka", "status": "duldung"})
    left, = audit_bounds.candidates(PLAN, 53, [(known, [few, crossed])], solve)
    assert left == {few: 4, crossed: 4}
    known[cell(STOCK, "", {"status": "duldung"})] = (0, 1)
    left, = audit_bounds.candidates(PLAN, 53, [(known, [few, crossed])], solve)
    assert left == {few: 4, crossed: 2}
    assert audit_bounds.candidates(PLAN, 53, [(known, [])], solve) == [{}]


def test_a_month_issued_elsewhere_moves_the_windows_and_leaves_the_offsets() -> None:
    before = memory(verdict())
    later = COUNTS | {MEN: COUNTS[MEN] + 3}
    content = thoughtless(OCTOBER.next(), keyed(KEY, later))
    one = {how: remember(given, later, before)[audit.own_name(MEN)]
           for how, given in (("back", content), ("lost", None))}
    old, shown = before[audit.own_name(MEN)], keyed(KEY, later)(MEN)
    assert {each.offsets for each in one.values()} == {old.offsets} and one["lost"].s_lo == old.s_lo + 3
    assert {each.low for each in one.values()} == {old.last}
    assert one["back"].s_lo == max(old.s_lo + 3, shown) and one["back"].last == later[MEN] and one["lost"].nn == 3


def test_the_caseload_of_the_series_adds_up() -> None:
    for _month, counts in series(40, 3, Random(2)):
        for name in ("sex", "baustein"):
            assert sum(counts[cell(STOCK, "", {name: code})] for code in PLAN.attributes[name].codes) == counts[TOTAL]
