"""A month as it leaves: the right tables, nothing about persons, and windows that stay honest from month to month."""

import json
import re
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.domain.monthly import LedgerCell
from app.statistics.counting import TrueCounts, count
from app.statistics.facts import Caseload
from app.statistics.ledger import conclusion
from app.statistics.plan import STOCK, Cell, cell, load_plan
from app.statistics.publishing import build
from app.statistics.report_format import Report, ReportHead, to_bytes
from app.statistics.rounding import cell_id, published
from tests.statistics.caseloads import KEY, OCTOBER, SIZES, case, caseloads, invented

PLAN = load_plan()
ALL = ["1", "2a", "2b", "2c", "2d", "2e", "3a", "3b", "5"]


def head(month: Month) -> ReportHead:
    return ReportHead(month=month, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000", catalogue=12)


def issue(load: Caseload, month: Month = OCTOBER) -> Report:
    return build(PLAN, count(PLAN, load, month), KEY, {}, head(month))[0]


def values(report: Report) -> dict[Cell, int]:
    return {c: value for table in report.tables for c, value in table.cells}


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


def test_two_way_tables_stay_inside_and_are_not_named() -> None:
    report = issue(alike(120))
    assert [t.no for t in report.tables] == ALL
    assert all(len(c.conditions) <= 1 for c in values(report))


def test_everybody_of_one_status_leaves_zero_for_the_others() -> None:
    shown = values(issue(alike(50)))
    assert [shown[cell(STOCK, "", {"status": code})] for code in ("gestattung", "duldung")] == [0, 0]
    assert shown[cell(STOCK, "", {"status": "unklar"})] in (50, 45)


def test_one_person_alone_in_a_group_prints_zero_or_five() -> None:
    load = alike(50, sex="m")
    lone = replace(load, cases=(*load.cases, case("alone", sex="w")))
    assert values(issue(lone))[cell(STOCK, "", {"sex": "w"})] in (0, 5)


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
        for c in true[0].behind if len(c.conditions) < 2))
    files = [to_bytes(build(PLAN, counts, key, {}, head(OCTOBER))[0]) for counts in true]
    assert true[0][cell(STOCK)] != true[1][cell(STOCK)] and files[0] == files[1]


@given(caseloads(40))
def test_no_id_and_no_date_finer_than_a_month_leaves(load: Caseload) -> None:
    text = to_bytes(issue(load)).decode()
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
    known = {c.client_id for c in load.cases} | {c.case_id for c in load.cases}
    assert not [name for name in known if f'"{name}"' in text]
    assert " ".join(sorted(json.loads(text))) == (
        "ags app_version catalogue month notice pseudonym schema tables unknown_share withheld")


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
        build(PLAN, count(PLAN, Caseload(), OCTOBER), KEY, {}, head(Month(2026, 9)))


@settings(max_examples=20)
@given(caseloads(40))
def test_windows_hold_the_truth_over_a_year_of_exports(load: Caseload) -> None:
    ledger: dict[str, LedgerCell] = {}
    for number in range(1, 13):
        month = Month(2026, number)
        counts = count(PLAN, load, month)
        _, after = build(PLAN, counts, KEY, ledger, head(month))
        ledger = dict(after)
        assert len(ledger) == len(counts.behind)
        assert not outside(ledger, counts)


def outside(ledger: dict[str, LedgerCell], counts: TrueCounts) -> list[Cell]:
    found = []
    for c in counts.behind:
        low, high = conclusion(ledger[cell_id(c.measure, c.epoch, c.conditions)])
        if counts[c] < low or (high is not None and counts[c] > high):
            found.append(c)
    return found


def test_a_late_entry_shows_in_the_next_month_and_leaves_the_ledger_honest() -> None:
    before = invented(50, Random(4))
    _, ledger = build(PLAN, count(PLAN, before, OCTOBER), KEY, {}, head(OCTOBER))
    late = replace(before, cases=(*before.cases, *(case(f"late{i}", date(2026, 10, 5)) for i in range(5))))
    counts = count(PLAN, late, OCTOBER.next())
    report, after = build(PLAN, counts, KEY, ledger, head(OCTOBER.next()))
    intake = cell("intake_ytd", "2026")
    assert counts[intake] == count(PLAN, before, OCTOBER.next())[intake] + 5
    assert values(report)[intake] == values(issue(before, OCTOBER.next()))[intake] + 5
    assert not outside(dict(after), counts)


def test_a_new_year_opens_new_counters_and_keeps_the_old_windows() -> None:
    load = invented(50, Random(5))
    december, january = Month(2026, 12), Month(2027, 1)
    _, old = build(PLAN, count(PLAN, load, december), KEY, {}, head(december))
    _, new = build(PLAN, count(PLAN, load, january), KEY, old, head(january))
    assert new["krr1|intake_ytd|2026|"] == old["krr1|intake_ytd|2026|"]
    assert "krr1|intake_ytd|2027|" in new and "krr1|intake_ytd|2027|" not in old
