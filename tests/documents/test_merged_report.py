"""The printed and written merge: sums with their bands, what is missing, no number that was not handed over."""

import csv
import io
import json
import zipfile
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator
from python_calamine import CalamineWorkbook

from app import resources
from app.documents.merged_report import draw_pdf, shown
from app.documents.merged_tables import HEADER, draw_csv, draw_xlsx, to_json
from app.documents.merged_words import GAP_NOTE, NOTES, REACH_NOTE, Summary
from app.documents.pdf_figures import DASH, Course, lines
from app.domain.dates import Month
from app.domain.monthly import Potential
from app.statistics.merging import Cycle, Figure, MergedPeriod, merge
from app.statistics.reach import gaps, reach
from app.statistics.readable import label
from installer import formate_month
from tests.documents.months import report_of
from tests.documents.printed import drawn, pages_of

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
AREAS = ("05315000", "05911000", "05974", "05913000")
REPORTS = [report_of(size, month, pseudonym=f"p{number}00", ags=ags)
           for number, (size, ags) in enumerate(zip((15, 60, 250, 40), AREAS, strict=True))
           for month in (SEPTEMBER, OCTOBER) if (number, month) != (3, OCTOBER)]
POTENTIAL = [Potential(id="1", ags=AREAS[0], as_of=date(2026, 1, 1), persons=1_640, source="Anlage"),
             Potential(id="2", ags=AREAS[1], as_of=date(2026, 1, 1), persons=None),
             Potential(id="3", ags=AREAS[2], as_of=date(2026, 1, 1), persons=410)]


@cache
def summary(cycle: Cycle = Cycle.MONTH) -> Summary:
    return Summary(merged=merge(REPORTS, cycle), office="GfS MUSTER", on=date(2026, 11, 6), never=("Altmuster",),
                   reach=reach(REPORTS, OCTOBER, POTENTIAL), gaps=gaps(REPORTS, OCTOBER))


@cache
def content_of(cycle: Cycle = Cycle.MONTH, period: str = "") -> bytes:
    return draw_pdf(summary(cycle), period=period)


@cache
def printed(cycle: Cycle = Cycle.MONTH, period: str = "") -> str:
    return " ".join(" ".join(drawn(content_of(cycle, period))).split())


def latest() -> MergedPeriod:
    found = summary().merged.latest
    assert found is not None
    return found


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_every_sum_is_printed_with_its_band() -> None:
    for table in (table for table in latest().tables if not table.grouped):
        for c in table.cells:
            assert f"{label(c.cell)} {shown(c.figure).text}" in printed()
    crossed = next(table for table in latest().tables if table.no == "4a")
    assert " ".join(shown(c.figure).text for c in crossed.cells[:3]) in printed()
    assert f"in {crossed.files} von 3 Dateien, 1 zurückgehalten (Bestand unter 20); {crossed.covered} %" in printed()


def test_a_sum_below_its_band_is_grey_and_no_number_is_a_dash() -> None:
    assert shown(Figure(total=10, added=9)).weak and not shown(Figure(total=15, added=9)).weak
    assert shown(Figure(total=1_240, added=9)).text == "1.240 ±12"
    assert (shown(None).text, shown(None).weak) == (DASH, True)


def test_the_notes_and_who_is_missing_are_said() -> None:
    for sentence in (*NOTES, REACH_NOTE, GAP_NOTE, "GfS MUSTER · erstellt am 06.11.2026",
                     "Enthaltene Klientendateien: 3.", "Noch nie gemeldet haben: Altmuster."):
        assert sentence in printed()
    assert "Für diesen Zeitraum fehlen: Dortmund (p300), zuletzt September 2026." in printed()


def test_the_reach_tells_not_reported_from_nothing() -> None:
    for row in summary().reach.rows:  # type: ignore[union-attr]
        potential = DASH if row.potential is None else f"{row.potential:,}".replace(",", ".")
        assert f"{row.name} {potential} {shown(row.stages[0].figure).text}" in printed()
    assert "Bochum – 60 ±4 60 ±4 –" in printed()
    assert "Quellen des Potenzials: Anlage, Stand 01.01.2026; eigene Angabe, Stand 01.01.2026." in printed()


def test_another_period_of_a_longer_cycle_is_printed_by_its_name() -> None:
    quarter = printed(Cycle.QUARTER, "2026-Q3")
    assert "Zusammenfassung 3. Quartal 2026" in quarter and "5 Im Zeitraum" in quarter
    assert "Ohne Zähler, weil der Monat davor fehlt" in quarter and "Verlauf" not in quarter
    with pytest.raises(ValueError, match="not merged"):
        draw_pdf(summary(), period="2026-Q3")


def test_equal_input_gives_equal_bytes_and_training_is_marked() -> None:
    content = draw_pdf(summary(), period="2026-10")
    assert content == content_of() and pages_of(content) == 5
    assert "MUSTER" not in drawn(content) and "MUSTER" in drawn(draw_pdf(summary(), muster=True))
    assert draw_xlsx(summary()) == draw_xlsx(summary()) and to_json(summary()) == to_json(summary())


def test_a_course_with_gaps_and_lines_that_end_together_are_drawn() -> None:
    chart = lines(["01", "02", "03", "04"],
                  [Course(name=name, values=(5, None, 10, 10)) for name in ("eins", "zwei", "drei")])
    ends = sorted(each.y for each in chart.contents if getattr(each, "text", "") in ("eins", "zwei", "drei"))
    assert all(upper - lower > 10 for lower, upper in pairwise(ends)) and ends[0] >= 0
    assert ends[-1] < chart.height
    assert lines(["01"], [Course(name="leer", values=(None,))]).contents


def test_the_long_form_has_every_figure_of_every_period_and_names_what_is_weak_or_missing() -> None:
    found = rows(draw_csv(summary()))
    assert tuple(found[0]) == HEADER
    assert ["2026-M10", "1", "stock", "", "325", "", "3", "7"] in found
    assert {line[5] for line in found[1:]} == {"", "weak", "not_shown", "not_reported"}
    assert ["2026-M10", "reach", "ags_05911000", "potential", "", "not_reported", "", ""] in found
    figures = [c.figure for one in summary().merged.periods for table in one.tables for c in table.cells]
    told = [line for line in found[1:] if line[1] not in ("reach", "gaps_baustein", "gaps_reason")]
    assert [line[4] for line in told] == ["" if figure is None else str(figure.total) for figure in figures]
    assert len({tuple(line[:4]) for line in found}) == len(found)


def test_the_workbook_has_the_same_list_and_no_formula() -> None:
    content = draw_xlsx(summary())
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    assert book.sheet_names == ["Summen", "Reichweite", "Bedarfslücken", "Verlauf", "Daten", "Erläuterung"]
    data = [[str(word).removesuffix(".0") for word in line] for line in book.get_sheet_by_name("Daten").to_python()]
    assert data == rows(draw_csv(summary()))
    earlier = CalamineWorkbook.from_object(io.BytesIO(draw_xlsx(summary(), period="2026-09")))
    assert earlier.get_sheet_by_name("Summen").to_python()[0][0] == "Zusammenfassung September 2026"
    course = book.get_sheet_by_name("Verlauf").to_python()
    assert [line[0] for line in course[-2:]] == ["September 2026", "Oktober 2026"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("cycle", [Cycle.MONTH, Cycle.QUARTER])
def test_the_json_keeps_to_the_shipped_schema(cycle: Cycle) -> None:
    schema = json.loads(resources.path("formate", formate_month.SUMMARY).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for told in (summary(cycle), Summary(merged=merge([], cycle), office="", on=date(2026, 11, 6))):
        Draft202012Validator(schema).validate(json.loads(to_json(told)))
