"""The tables for people say exactly what the file holds, in German."""

from random import Random

import pytest

from app.statistics.counting import count
from app.statistics.plan import load_plan
from app.statistics.publishing import build
from app.statistics.readable import WITHHELD, label, labels, notes, tables_for_people, unknown_shares
from app.statistics.report_format import Report, ReportHead
from tests.statistics.caseloads import KEY, OCTOBER, SIZES, invented

PLAN = load_plan()
HEAD = ReportHead(month=OCTOBER, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000")


def report_of(size: int) -> Report:
    return build(PLAN, count(PLAN, invented(size, Random(size)), OCTOBER), KEY, {}, HEAD)[0]


def test_every_cell_and_every_table_of_the_plan_has_german_words() -> None:
    for table in PLAN.tables:
        words = [label(c) for c in PLAN.cells(table, 2026)]
        assert labels()["titles"][table.no]
        assert len(set(words)) == len(words) and "_" not in "".join(words)


@pytest.mark.parametrize("size", SIZES)
def test_people_read_the_values_of_the_file_in_its_order(size: int) -> None:
    report = report_of(size)
    shown = [t for t in tables_for_people(report) if not t.note]
    assert [t.no for t in shown] == [t.no for t in report.tables]
    assert [[r.value for r in t.rows] for t in shown] == [[v for _, v in t.cells] for t in report.tables]


def test_a_withheld_table_has_its_lines_without_numbers_and_a_reason() -> None:
    hidden = [t for t in tables_for_people(report_of(8)) if t.note]
    assert [t.no for t in hidden] == ["2a", "2b", "2c", "2d", "2e", "3a", "3b", "5"]
    assert {t.note for t in hidden} == {"Zurückgehalten, weil der Bestand unter 20 ist."}
    assert [len(t.rows) for t in hidden] == [3, 6, 5, 6, 5, 6, 5, 16]
    assert all(row.value is None and row.flag == WITHHELD for t in hidden for row in t.rows)


def test_the_lines_read_as_a_case_manager_says_them() -> None:
    tables = {t.no: t for t in tables_for_people(report_of(120))}
    assert [r.label for r in tables["1"].rows][:3] == ["Bestand gesamt", "Gestattung", "Duldung"]
    assert [r.label for r in tables["5"].rows][:3] == ["Personen erreicht", "Fälle eröffnet", "Vermittelt in FB1"]
    assert (tables["2a"].unit, tables["5"].unit) == ("Personen im Bestand", "Ereignisse und Personen seit 1. Januar")


def test_the_notes_say_what_a_zero_and_a_sum_mean() -> None:
    text = " ".join(notes())
    assert "0 bis 4" in text and "Summen ergeben sich nicht aus den Teilen" in text


def test_shares_of_the_unknown_are_named_in_german() -> None:
    assert {name for name, _ in unknown_shares(report_of(120))} == {"Aufenthalt", "Alter", "Deutsch", "Schuljahre"}
