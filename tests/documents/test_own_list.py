"""Lists for own use: nothing in them is computed by a spreadsheet, and both formats can be read back as they were."""

import csv
import io
import tempfile
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.documents.own_list import MAX_CELL, WARNING, Value, csv_bytes, looks_like_formula, xlsx_bytes

TODAY = date(2026, 11, 2)
HEADER = ("Name", "Telefon", "Geboren", "Alter", "Anteil", "Notiz")
ROWS: list[tuple[Value, ...]] = [
    ("=1+1", "+49 176 555", date(2001, 3, 5), 25, -0.5, None), ("MUSTER, Änne", "", None, -3, 1.5, "a;\n\"b\"")]


def cells(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_csv_is_read_by_a_german_excel_as_it_was_shown() -> None:
    data = csv_bytes(HEADER, ROWS)
    assert data.startswith(b"\xef\xbb\xbfName;Telefon;")
    assert lines(data)[1:] == [["'=1+1", "'+49 176 555", "05.03.2001", "25", "-0,5", ""],
                               ["MUSTER, Änne", "", "", "-3", "1,5", 'a;\n"b"']]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@a", "\t=1", "\rx", "  =1", "\u00a0=1", "\u200b=1", "＝1+1"])
def test_a_text_a_spreadsheet_would_compute_begins_with_an_apostrophe(text: str) -> None:
    assert lines(csv_bytes((text,), [(text,)])) == [[cell := lines(csv_bytes((), [(text,)]))[1][0]]] * 2
    assert cell.startswith("'")


@given(st.text())
def test_no_text_leaves_that_could_be_computed(text: str) -> None:
    for cell in lines(csv_bytes(("Kopf",), [(text,)]))[1]:
        assert not looks_like_formula(cell)


def test_a_workbook_warns_in_its_first_line_and_keeps_texts_numbers_and_dates() -> None:
    warning, header, first, second = cells(xlsx_bytes("Meine Liste", HEADER, ROWS, TODAY))
    assert warning[0] == f"Meine Liste, Stand 02.11.2026. {WARNING}"
    assert header == list(HEADER)
    assert first == ["=1+1", "+49 176 555", date(2001, 3, 5), 25, -0.5, ""]
    assert second == ["MUSTER, Änne", "", "", -3, 1.5, 'a;\n"b"']


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    data = xlsx_bytes("Liste", ("x",), [("=1+1",), ("https://muster.example",), ("mailto:a@muster.example",)], TODAY)
    assert [row[0] for row in cells(data)[2:]] == ["=1+1", "https://muster.example", "mailto:a@muster.example"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "rels" in name and b"muster.example" in archive.read(name)]
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        # nothing in it says when it was made but the day it was told
        assert archive.read("docProps/core.xml").count(b"2026-11-02T00:00:00Z") == 2


def test_odd_titles_empty_lists_and_long_texts_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_words: object, **_how: object) -> None:
        raise AssertionError("an unprotected list in the folder of temporary files")

    monkeypatch.setattr(tempfile, "mkstemp", no_file)
    assert cells(xlsx_bytes("[a]:*?/\\'", ("Name",), [], TODAY))[1] == ["Name"]
    assert cells(xlsx_bytes("", ("Name",), [("x" * 40_000,)], TODAY))[2] == ["x" * MAX_CELL]
