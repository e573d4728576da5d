"""Adding up: sums of published figures, how sure they are, what a quarter is, and who is not in it."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.statistics.merging import Cycle, Figure, Member, Merged, MergedPeriod, Span, merge
from app.statistics.plan import load_plan
from app.statistics.report_format import AUDIT, Report
from app.statistics.rounding import published
from tests.received import KOELN, OCTOBER, SOEST, any_numbers, report

SEPTEMBER, JUNE = Month(2026, 9), Month(2026, 6)


def merged(*reports: Report, cycle: Cycle = Cycle.MONTH) -> Merged:
    return merge(reports, cycle)


def only(found: Merged) -> MergedPeriod:
    (period,) = found.periods
    return period


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 6), st.randoms(use_true_random=False))
def test_each_figure_is_the_sum_of_what_the_files_print_and_counts_them(laptops: int, random: Random) -> None:
    without = [[table.no for table in load_plan().tables if random.random() < 0.2] for _ in range(laptops)]
    reports = [report(n, other=any_numbers(random), without=without[n]) for n in range(laptops)]
    shuffled = random.sample(reports, laptops)
    assert merge(shuffled) == merge(reports)
    for table in (table for period in merge(reports).periods for table in period.tables):
        assert table.files + sum(n for _reason, n in table.withheld) == laptops
        for one in table.cells:
            numbers = [value for each in reports for printed in each.tables for c, value in printed.cells
                       if c == one.cell and value is not None]
            assert one.figure == (Figure(total=sum(numbers), added=len(numbers)) if numbers else None)


@given(st.integers(0, 5000), st.integers(1, 500))
def test_the_band_is_four_times_the_root_of_the_files_rounded_up(total: int, files: int) -> None:
    figure = Figure(total=total, added=files)
    assert figure.band - 1 < 4 * sqrt(files) <= figure.band
    assert figure.weak == (total < 4 * sqrt(files))


def test_a_sum_as_large_as_its_band_is_not_weak() -> None:
    assert [Figure(total=total, added=4).weak for total in (7, 8)] == [True, False]
    assert Figure(total=0, added=0).band == 0


def test_the_band_is_what_it_says_of_sums_and_of_differences_of_rounded_counts() -> None:
    random, files, kept = Random(5), 12, {"sum": 0, "difference": 0}
    for _ in range(400):
        error = {"sum": 0, "difference": 0}
        for _laptop in range(files):
            key, then, more = random.randbytes(32), random.randrange(60), random.randrange(30)
            first, last = (published(key, "krr1|intake_ytd|2026|", count) for count in (then, then + more))
            assert abs(last - first - more) <= 4 and last >= first
            error["sum"] += last - then - more
            error["difference"] += last - first - more
        for name in kept:
            kept[name] += abs(error[name]) <= Figure(total=0, added=files).band
    assert all(n / 400 >= 0.9 for n in kept.values())


def test_a_table_that_every_file_withholds_has_no_figures_and_says_why() -> None:
    period = only(merged(report(1, without=["2a", "4a"]), report(2, without=["2a"])))
    tables = {table.no: table for table in period.tables}
    assert period.figure("stock", sex="m") is None
    assert tables["2a"].withheld == ((AUDIT, 2),) and tables["2a"].files == 0
    assert tables["4a"].withheld == ((AUDIT, 1),) and tables["4a"].files == 1


def test_the_share_covered_counts_the_clients_of_the_files_that_show_nothing_too() -> None:
    men = (("sex", "m"), ("status", "duldung"))
    shown = report(1, said={"stock": 40}, other=lambda c: {men: 30}.get(c.conditions) if len(c.conditions) == 2 else 10)
    tables = {table.no: table for table in only(merged(shown, report(2, said={"stock": 20}, without=["4a"]))).tables}
    assert tables["4a"].covered == 50
    assert tables["2a"].covered is None
    # each number is rounded for itself, and nobody is shown twice
    assert tables["4b"].covered == 100
    assert {table.no for table in tables.values() if table.grouped} >= {"4a", "4e"}


def test_a_month_adds_counters_as_they_stand_and_a_quarter_what_came_in_it() -> None:
    reports = [report(laptop, month, said={"stock": 50 + 5 * month.month, "intake_ytd": 5 * month.month})
               for laptop in (1, 2) for month in (JUNE, Month(2026, 7), Month(2026, 8), SEPTEMBER)]
    month = merged(*reports).latest
    assert month is not None and month.figure("intake_ytd") == Figure(total=90, added=2)
    quarters = merged(*reports, cycle=Cycle.QUARTER)
    quarter = quarters.period("2026-Q3")
    assert quarter is not None and quarter is quarters.latest
    assert quarter.figure("intake_ytd") == Figure(total=30, added=2)
    assert quarter.figure("stock") == Figure(total=190, added=2)
    assert {table.span for table in quarter.tables} == {Span.AT_END, Span.IN_PERIOD}
    assert {table.span for table in month.tables} == {Span.AT_END, Span.SINCE_JANUARY}
    assert (quarter.period.first, quarter.period.words()) == (Month(2026, 7), "3. Quartal 2026")


def test_a_period_that_begins_in_january_needs_no_month_before_it() -> None:
    reports = [report(1, Month(2026, month), said={"intake_ytd": 5 * month}) for month in (3, 6, 12)]
    figures = {str(cycle): [one.figure("intake_ytd") for one in merged(*reports, cycle=cycle).periods]
               for cycle in Cycle}
    assert figures["half_year"][0] == Figure(total=30, added=1)
    assert figures["year"] == [Figure(total=60, added=1)]
    assert figures["quarter"] == [Figure(total=15, added=1), Figure(total=15, added=1), None]


def test_a_laptop_without_the_month_before_adds_its_stock_and_no_counters_to_a_quarter() -> None:
    reports = (report(1, JUNE), report(1, SEPTEMBER), report(2, SEPTEMBER, ags=SOEST))
    period = merged(*reports, cycle=Cycle.QUARTER).period("2026-Q3")
    assert period is not None
    assert period.members == (Member(pseudonym="00000001", ags=KOELN),
                              Member(pseudonym="00000002", ags=SOEST, no_start=True))
    assert period.figure("stock") == Figure(total=20, added=2)
    assert period.figure("closed_ytd") == Figure(total=0, added=1)


def test_a_correction_never_makes_a_quarter_negative() -> None:
    reports = (report(1, JUNE, said={"closed_ytd": 30}), report(1, SEPTEMBER, said={"closed_ytd": 25}))
    latest = merged(*reports, cycle=Cycle.QUARTER).latest
    assert latest is not None and latest.figure("closed_ytd") == Figure(total=0, added=1)


def test_who_reported_before_and_not_now_is_named_with_the_last_month() -> None:
    found = merged(report(1, SEPTEMBER), report(2, JUNE, ags=SOEST), report(2, SEPTEMBER, ags=SOEST),
                   report(1, OCTOBER), report(3, OCTOBER.next()))
    october = found.period("2026-10")
    assert october is not None
    assert [(one.pseudonym, one.ags, one.last) for one in october.absent] == [("00000002", SOEST, SEPTEMBER)]
    assert (found.laptops, found.reports, len(found.periods)) == (3, 5, 4)


def test_a_series_runs_over_the_change_of_the_year_and_has_holes_where_nothing_is_printed() -> None:
    months = (Month(2025, 11), Month(2025, 12), Month(2026, 1))
    found = merged(*(report(1, month, said={"reached_ytd": 5 * month.month},
                            without=["5"] if month.month == 11 else ()) for month in months))
    assert [(str(period), figure and figure.total) for period, figure in found.series("reached_ytd")] == [
        ("2025-11", None), ("2025-12", 60), ("2026-01", 5)]


def test_nothing_merged_is_nothing_and_a_month_counts_once() -> None:
    assert merge(()) == Merged(cycle=Cycle.MONTH, periods=(), laptops=0, reports=0) and merge(()).latest is None
    with pytest.raises(ValueError, match="two reports"):
        merged(report(1), report(1))
