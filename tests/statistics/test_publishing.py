"""A month as it leaves: the right tables, nothing about persons, and windows that stay honest from month to month."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.domain.monthly import LedgerCell
from app.statistics import choosing
from app.statistics.choosing import Choice, Crossing, crossings
from app.statistics.counting import TrueCounts, count
from app.statistics.facts import Caseload
from app.statistics.ledger import conclusion
from app.statistics.plan import STOCK, Cell, cell, load_plan
from app.statistics.publishing import Built, build
from app.statistics.report_format import Report, ReportHead, from_bytes, to_bytes
from app.statistics.rounding import cell_id, published
from app.statistics.solver import Bounds, Problem, Solved
from app.statistics.solver_child import solve
from tests.statistics.caseloads import KEY, OCTOBER, SIZES, case, caseloads, invented

PLAN = load_plan()
ALL = [table.no for table in PLAN.tables]
TWO_WAY = [table.no for table in PLAN.tables if table.grouped]


def head(month: Month) -> ReportHead:
    return ReportHead(month=month, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000", catalogue=12)


def open_to_all(problems: Sequence[Problem]) -> Solved:
    """A solver that finds every group safe, where the ladder is not what a test is about."""
    return [tuple((0.0, 9.0) for _ in problem.targets) for problem in problems]


def built(load: Caseload, month: Month = OCTOBER, ledger: Mapping[str, LedgerCell] | None = None,
          bounds: Bounds = open_to_all) -> Built:
    return build(PLAN, count(PLAN, load, month), KEY, ledger or {}, head(month), bounds)


def issue(load: Caseload, month: Month = OCTOBER) -> Report:
    return built(load, month).report


def values(report: Report) -> dict[Cell, int]:
    """The numbers that are printed; what is kept back is none."""
    return {c: value for table in report.tables for c, value in table.cells if value is not None}


def identifier(c: Cell) -> str:
    return cell_id(c.measure, c.epoch, c.conditions)


def alike(number: int, **facts: object) -> Caseload:
    return Caseload(cases=tuple(case(f"c{i}", **facts) for i in range(number)))


@pytest.mark.parametrize("size", SIZES)
def test_every_number_of_every_size_is_a_multiple_of_five_within_four(size: int) -> None:
    load = invented(size, Random(size))
    true, shown = count(PLAN, load, OCTOBER), values(issue(load))
    assert shown and all(value % 5 == 0 and abs(value - true[c]) <= 4 for c, value in shown.items())


def test_a_caseload_published_below_twenty_releases_only_total_and_residence() -> None:
    report = issue(alike(8))
    assert [t.no for t in report.tables] == ["1"]
    assert report.withheld == tuple((no, "tiny_caseload") for no in ALL[1:])


def test_the_published_total_decides_not_the_true_one() -> None:
    below, reached = issue(alike(18)), issue(alike(19))
    assert published(KEY, cell_id(STOCK, "", []), 18) == 15
    assert [t.no for t in below.tables] == ["1"]
    assert [t.no for t in reached.tables] == ALL and reached.withheld == ()


def test_two_way_cells_are_printed_between_margins_of_ten_or_more_alone() -> None:
    made = built(invented(120, Random(1)), bounds=solve)
    report = made.report
    assert made.rung == 1 and report.withheld == ()
    shown, two_way = values(report), {c: v for t in report.tables if t.no in TWO_WAY for c, v in t.cells}
    assert [t.no for t in report.tables] == ALL
    for c, value in two_way.items():
        margins = [shown[cell(STOCK, "", {name: code})] for name, code in c.conditions]
        assert (value is None) == (min(margins) < 10)
    assert None in two_way.values() and any(two_way.values())


FIRST = crossings(PLAN)
WITHOUT = [
    (1, FIRST, []),
    (2, FIRST - {("sex", "status")}, ["4a"]),
    (3, {by for by in FIRST if len(by) < 2}, TWO_WAY),
    (4, {by for by in FIRST if len(by) < 2 and "age" not in by}, ["2b", *TWO_WAY]),
    (4, {by for by in FIRST if len(by) < 2 and "status" not in by}, ["1", *TWO_WAY]),
    (5, {()}, ALL),
]


@pytest.mark.parametrize(("rung", "kept", "gone"), WITHOUT)
def test_what_the_ladder_takes_away_is_named_and_stays_inside(monkeypatch: pytest.MonkeyPatch, rung: int,
                                                              kept: set[Crossing], gone: list[str]) -> None:
    monkeypatch.setattr(choosing, "choose", lambda *_: Choice(rung=rung, crossings=frozenset(kept), offending=("age",)))
    counts = count(PLAN, invented(120, Random(7)), OCTOBER)
    made = build(PLAN, counts, KEY, {}, head(OCTOBER), solve)
    shown = values(made.report)
    assert made.report.withheld == tuple((no, "audit") for no in gone)
    # the total stands in any case, beside a breakdown that is kept back too
    assert [t.no for t in made.report.tables] == [no for no in ALL if no == "1" or no not in gone]
    assert cell(STOCK) in shown and (cell(STOCK, "", {"status": "duldung"}) in shown) == (("status",) in kept)
    assert {name for name, _ in made.report.unknown_share} == {"status", "age", "german", "school"} & {
        by[0] for by in kept if by}
    assert from_bytes(to_bytes(made.report)) == made.report
    assert {c for c in counts.behind if made.ledger[identifier(c)].s_hi is not None} == shown.keys()
    assert (made.rung, made.offending) == (rung, ("age",))


def test_a_single_person_is_a_total_and_nothing_else() -> None:
    report = built(alike(1), bounds=solve).report
    assert list(values(report)) == [cell(STOCK)]
    assert report.withheld == (("1", "audit"), *((no, "tiny_caseload") for no in ALL[1:]))


def test_everybody_of_one_status_leaves_zero_for_the_others() -> None:
    shown = values(issue(alike(50)))
    assert [shown[cell(STOCK, "", {"status": code})] for code in ("gestattung", "duldung")] == [0, 0]
    assert shown[cell(STOCK, "", {"status": "unklar"})] in (50, 45)


def test_one_person_alone_in_a_group_prints_zero_or_five() -> None:
    load = alike(50, sex="m")
    lone = replace(load, cases=(*load.cases, case("alone", sex="w")))
    assert values(issue(lone))[cell(STOCK, "", {"sex": "w"})] in (0, 5)


@settings(max_examples=5)
@given(caseloads(40), st.integers(1, 12))
def test_the_same_month_again_gives_the_same_bytes(load: Caseload, month: int) -> None:
    assert to_bytes(issue(load, Month(2026, month))) == to_bytes(issue(load, Month(2026, month)))


def test_bytes_follow_from_published_values_alone() -> None:
    """Two caseloads that differ in truth but round alike are one file, so no side figure tells them apart."""
    one, other = alike(22), alike(21)
    true = [count(PLAN, load, OCTOBER) for load in (one, other)]
    key = next(k for k in (bytes([i]) * 32 for i in range(256)) if all(
        published(k, cell_id(c.measure, c.epoch, c.conditions), true[0][c])
        == published(k, cell_id(c.measure, c.epoch, c.conditions), true[1][c])
        for c in true[0].behind))
    made = [build(PLAN, counts, key, {}, head(OCTOBER), open_to_all) for counts in true]
    files = [to_bytes(each.report) for each in made]
    assert true[0][cell(STOCK)] != true[1][cell(STOCK)] and files[0] == files[1]


@settings(max_examples=10)
@given(caseloads(40))
def test_no_id_and_no_date_finer_than_a_month_leaves(load: Caseload) -> None:
    text = to_bytes(issue(load)).decode()
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
    known = {c.client_id for c in load.cases} | {c.case_id for c in load.cases}
    assert not [name for name in known if f'"{name}"' in text]
    assert " ".join(sorted(json.loads(text))) == (
        "ags app_version catalogue month pseudonym schema tables unknown_share withheld")


def test_the_share_of_the_unknown_is_in_steps_of_five_per_cent() -> None:
    known = [case(f"k{i}", german_oral="a1") for i in range(30)]
    report = issue(Caseload(cases=(*known, *alike(10).cases)))
    shares = dict(report.unknown_share)
    assert set(shares) == {"status", "age", "german", "school"}
    assert shares["school"] == shares["age"] == shares["status"] == 100
    assert shares["german"] in (20, 25, 30)


def test_an_empty_caseload_is_zero_without_shares() -> None:
    report = issue(Caseload())
    assert set(values(report).values()) == {0}
    assert report.unknown_share == ()


def test_a_head_of_another_month_is_a_defect() -> None:
    with pytest.raises(ValueError, match="another month"):
        build(PLAN, count(PLAN, Caseload(), OCTOBER), KEY, {}, head(Month(2026, 9)), solve)


@pytest.mark.parametrize("seed", range(2))
def test_windows_hold_the_truth_over_months_of_exports_and_follow_cells_that_are_not_shown(seed: int) -> None:
    load, ledger = invented(70, Random(seed)), {}
    for number in (1, 2, 3, 7):
        month = Month(2026, number)
        counts = count(PLAN, load, month)
        ledger = dict(built(load, month, ledger).ledger)
        assert ledger.keys() == {identifier(c) for c in counts.behind}
        assert not outside(ledger, counts)


def outside(ledger: dict[str, LedgerCell], counts: TrueCounts) -> list[Cell]:
    found = []
    for c in counts.behind:
        low, high = conclusion(ledger[identifier(c)])
        if counts[c] < low or (high is not None and counts[c] > high):
            found.append(c)
    return found


def test_a_late_entry_shows_in_the_next_month_and_leaves_the_ledger_honest() -> None:
    before = invented(50, Random(4))
    ledger = built(before).ledger
    late = replace(before, cases=(*before.cases, *(case(f"late{i}", date(2026, 10, 5)) for i in range(5))))
    counts = count(PLAN, late, OCTOBER.next())
    made = built(late, OCTOBER.next(), ledger)
    intake = cell("intake_ytd", "2026")
    assert counts[intake] == count(PLAN, before, OCTOBER.next())[intake] + 5
    assert values(made.report)[intake] == values(issue(before, OCTOBER.next()))[intake] + 5
    assert not outside(dict(made.ledger), counts)


def test_a_new_year_opens_new_counters_and_keeps_the_old_windows() -> None:
    load = invented(50, Random(5))
    december, january = Month(2026, 12), Month(2027, 1)
    old = built(load, december).ledger
    new = built(load, january, old).ledger
    assert new["krr1|intake_ytd|2026|"] == old["krr1|intake_ytd|2026|"]
    assert "krr1|intake_ytd|2027|" in new and "krr1|intake_ytd|2027|" not in old
