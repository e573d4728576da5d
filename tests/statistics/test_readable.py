"""The tables for people say exactly what the file holds, in German."""

from dataclasses import replace
from random import Random

from app.statistics.plan import STOCK, load_plan
from app.statistics.readable import (
    GROUP_RULE,
    WITHHELD,
    Grid,
    PeopleTable,
    label,
    labels,
    notes,
    tables_for_people,
    unknown_shares,
)
from app.statistics.report_format import AUDIT, TINY_CASELOAD, Report, ReportHead, ReportTable
from tests.statistics.caseloads import OCTOBER

PLAN = load_plan()
HEAD = ReportHead(month=OCTOBER, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000")


def report_of(withheld: str = "", reason: str = TINY_CASELOAD, kept_back: int = 3) -> Report:
    """A report of invented figures without the tables named; in a two-way table every so many cells are kept back."""
    random, gone = Random(7), withheld.split()
    tables = tuple(ReportTable(no=table.no, cells=tuple(
        (c, None if table.grouped and place % kept_back == 0 else 5 * random.randrange(9))
        for place, c in enumerate(PLAN.cells(table, OCTOBER.year)))) for table in PLAN.tables if table.no not in gone)
    return Report(head=HEAD, tables=tables, withheld=tuple((no, reason) for no in gone),
                  unknown_share=tuple((name, 5) for name in ("age", "german", "school", "status")))


def by_no(report: Report) -> dict[str, PeopleTable]:
    return {table.no: table for table in tables_for_people(report)}


def test_every_cell_and_every_table_of_the_plan_has_german_words() -> None:
    for table in PLAN.tables:
        words = [label(c) for c in PLAN.cells(table, 2026)]
        assert labels()["titles"][table.no]
        assert len(set(words)) == len(words) and "_" not in "".join(words)


def test_people_read_the_values_of_the_file_in_its_order() -> None:
    report = report_of("2c 4b")
    shown = [t for t in tables_for_people(report) if not t.note]
    assert [t.no for t in shown] == [t.no for t in report.tables]
    assert [[r.value for r in t.rows] for t in shown] == [[v for _, v in t.cells] for t in report.tables]


def test_a_withheld_table_has_its_lines_without_numbers_and_a_reason() -> None:
    report = report_of("2a 2b 3a 4a 5 6 7a 7b")
    hidden = [t for t in tables_for_people(report) if t.note]
    assert {t.note for t in hidden} == {"Zurückgehalten, weil der Bestand unter 20 ist."}
    assert [(t.no, len(t.rows)) for t in hidden] == [
        ("2a", 3), ("2b", 6), ("3a", 6), ("4a", 12), ("5", 16), ("6", 9), ("7a", 5), ("7b", 6)]
    assert all(row.value is None and row.flag == WITHHELD for t in hidden for row in t.rows)


def test_what_the_audit_keeps_back_says_so() -> None:
    note = by_no(report_of("4b", AUDIT))["4b"].note
    assert note.startswith("Die Prüfung hat diese Tabelle zurückgehalten: Mit ihr ließe sich eine Gruppe")


def test_where_only_the_total_may_stay_it_is_shown_and_the_rest_is_dashes() -> None:
    report = report_of(" ".join(t.no for t in PLAN.tables), AUDIT)
    cells = PLAN.cells(PLAN.tables[0], OCTOBER.year)
    total = ReportTable(no="1", cells=tuple((c, None if c.conditions else 45) for c in cells))
    table = by_no(replace(report, tables=(total,)))["1"]
    assert [(row.value, row.flag) for row in table.rows] == [(45, "")] + [(None, WITHHELD)] * 4
    assert table.note.startswith("Die Prüfung hat von dieser Tabelle nur den Gesamtbestand freigegeben")


def test_a_two_way_table_is_a_grid_of_the_same_numbers_in_the_same_order() -> None:
    tables = by_no(report_of("4e"))
    grid = tables["4a"].grid
    assert grid is not None and (grid.corner, grid.columns) == (
        ("Aufenthalt", "Geschlecht"), ("männlich", "weiblich", "divers oder keine Angabe"))
    assert [row.label for row in tables["4a"].rows][:4] == [
        "Gestattung · männlich", "Gestattung · weiblich", "Gestattung · divers oder keine Angabe", "Duldung · männlich"]
    grids: list[tuple[PeopleTable, Grid]] = [(t, t.grid) for t in tables.values() if t.grid]
    assert [t.no for t, _ in grids] == [t.no for t in PLAN.tables if t.grouped]
    for table, grid in grids:
        assert [value for line in grid.values for value in line] == [row.value for row in table.rows]
        assert [f"{down} · {across}" for down in grid.rows for across in grid.columns] == [r.label for r in table.rows]
    assert {value for line in dict((t.no, g) for t, g in grids)["4e"].values for value in line} == {None}


def test_a_cell_under_the_group_rule_is_withheld_and_a_printed_zero_is_not() -> None:
    rows = by_no(report_of(kept_back=2))["4c"].rows
    assert [row.flag for row in rows[:2]] == [GROUP_RULE, ""]
    assert all((row.value is None) == (row.flag == GROUP_RULE) for row in rows)


def test_the_lines_read_as_a_case_manager_says_them() -> None:
    tables = by_no(report_of())
    first = {no: [row.label for row in table.rows][:3] for no, table in tables.items()}
    assert first["1"] == ["Bestand gesamt", "Gestattung", "Duldung"]
    assert first["5"] == ["Personen erreicht", "Fälle eröffnet", "Vermittelt in FB1"]
    assert first["6"][:2] == ["Personen angesprochen", "Fälle eröffnet, Zugang: von sich aus"]
    assert (first["7a"], first["7b"]) == (["FB1", "FB2", "FB3"], ["gibt es nicht", "voll", "zu weit weg"])
    assert (tables["2a"].unit, tables["6"].unit, tables["7a"].unit) == (
        "Personen im Bestand", "Ereignisse und Personen seit 1. Januar",
        "offene Bedarfslücken am Stichtag, keine Personen")
    assert {t.unit for t in tables.values()} == set(labels()["units"].values()) and STOCK in labels()["units"]


def test_the_notes_say_what_a_zero_a_sum_and_a_dash_mean() -> None:
    text = " ".join(notes())
    assert "0 bis 4" in text and "Summen ergeben sich nicht aus den Teilen" in text and "mindestens 10" in text


def test_shares_of_the_unknown_are_named_in_german() -> None:
    assert {name for name, _ in unknown_shares(report_of())} == {"Aufenthalt", "Alter", "Deutsch", "Schuljahre"}
