"""Table files: every format gives the same rows of text, limits are kept, and whatever the bytes are, a refusal is a
sentence. Spreadsheets go through the real child process, which costs 0.1 s a start."""

import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.documents import tables, tables_child
from app.documents.tables import TableRefused, plain, read
from tests import oldlists


def csv_file(tmp_path: Path, content: str | bytes, codec: str = "utf-8") -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(codec))
    return path


def reason(path: Path) -> str:
    with pytest.raises(TableRefused) as refused:
        read(path)
    assert "Ihre Klientendatei ist unverändert." in str(refused.value)
    return refused.value.reason


def workbook(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        if name.startswith("Versteckt"):
            sheet.hide()
    book.close()
    return out.getvalue()


def changed(book: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with other bytes in its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(old, new) if name.endswith("sheet1.xml") else content)
    return out.getvalue()


# --- CSV --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_from_every_encoding_and_separator(tmp_path: Path, codec: str, delimiter: str) -> None:
    lines = [["Name", "Ort", "Notiz"], ['"Muster, Änne"', "Köln", '"a; b\n""c"""'], [], ["Muster", "", "x"]]
    table = read(csv_file(tmp_path, "\r\n".join(map(delimiter.join, lines)), codec))
    assert table.header == ("Name", "Ort", "Notiz")
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("Muster, Änne", "Köln", 'a; b\n"c"')), (5, ("Muster", "", "x"))]
    assert (table.sheet, table.sheets) == ("", ())


def test_titles_above_and_commas_in_cells_do_not_hide_the_separator(tmp_path: Path) -> None:
    text = "Liste, Stand 2026\n\nName;Geboren\nMuster, Amira;2001\nMuster, Bilal;2002\n"
    assert [row.cells for row in read(csv_file(tmp_path, text)).rows][1] == ("Muster, Amira", "2001")


def test_the_line_that_names_the_separator_for_excel_is_no_row(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, "sep=|\nName|Ort\nMuster|Köln\n")).header == ("Name", "Ort")


@pytest.mark.parametrize(("content", "expected"), [
    (b"", "empty"), (b" \n;;\n", "empty"), (b"Name;Ort\n\0;x\n", "text"), (b"<html><table>", "text"),
    (b'Name;Ort\n"Muster;x\n', "quotes"), (b"a;b\n" * 20_001, "rows"), (b";" * 60 + b"x", "columns"),
    (b"Name\n" + b"x" * 4_001, "cell"), (b"x" * 300_000, "cell")])
def test_a_csv_that_cannot_be_used_is_refused_with_a_reason(tmp_path: Path, content: bytes, expected: str) -> None:
    assert reason(csv_file(tmp_path, content)) == expected


def test_what_is_no_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = (tmp_path, tmp_path / "fehlt.csv", Path("a\0b"), Path("/dev/zero"))
    assert [reason(path) for path in nothing] == ["missing"] * 4
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    assert reason(csv_file(tmp_path, "Name;Ort\nMuster")) == "bytes"


def test_the_step_counts_lines_and_its_cancel_goes_through(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def step(done: int, total: int) -> None:
        seen.append((done, total))
        if done > 600:
            raise Stopped

    seen: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        read(csv_file(tmp_path, "a;b\n" * 1_500), step=step)
    assert seen == [(500, 1_501), (1_000, 1_501)]


def test_three_hundred_damaged_lists_are_read_or_refused(tmp_path: Path) -> None:
    dice, original = random.Random(22), oldlists.csv_bytes()
    pieces = (b'"', b";", b"\n", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\t", "\u202e".encode(), b"<", b"sep=,\n")
    ends = set()
    for _ in range(300):
        content = bytearray(original)
        for _ in range(dice.choice((1, 3, 20))):
            at = dice.randrange(len(content) + 1)
            content[at:at + dice.randrange(40)] = dice.choice((dice.choice(pieces), content[at:at + 90], b"", b"\x81"))
        try:
            ends.add(read(csv_file(tmp_path, bytes(content))).sheet)
        except TableRefused as refused:
            ends.add(refused.reason)
    assert {"", "text", "quotes"} <= ends


@given(st.text())
def test_a_cleaned_cell_has_nothing_that_hides_or_turns_text(text: str) -> None:
    cell = plain(text)
    assert plain(cell) == cell
    assert not set(cell) & set("\0\t\r\u202e\u2066\ufeff")


# --- spreadsheets -----------------------------------------------------------------------------------------------------

def test_a_spreadsheet_gives_the_rows_of_the_same_csv() -> None:
    book, text = (read(oldlists.FILES / f"old_list_20.{kind}") for kind in ("xlsx", "csv"))
    assert (book.header, book.rows) == (text.header, text.rows)
    assert (book.sheet, book.sheets) == ("Klienten", ("Klienten",))
    assert (len(book.rows), book.rows[0].line) == (21, 3)


@pytest.mark.parametrize(("value", "typed"), [
    (datetime(2001, 3, 5), "05.03.2001"), (datetime(2001, 3, 5, 10, 30), "05.03.2001 10:30"),
    (date(999, 1, 2), "02.01.0999"), (time(9, 5), "09:05"), (timedelta(hours=30, minutes=30), "30:30"),
    (True, "ja"), (False, "nein"), (3.0, "3"),
    (0.1 + 0.2, "0,3"), (-1.5, "-1,5"), (4917612345678.0, "4917612345678"), (1e300, "1e+300"), ("Text", "Text")])
def test_a_value_becomes_what_a_person_would_have_typed(value: object, typed: str) -> None:
    assert tables_child.as_typed(value) == typed


def parts(data: bytes, wanted: str = "") -> list[object]:
    return list(tables_child._parts(data, wanted))


def test_the_first_visible_sheet_with_content_is_read_or_the_one_named() -> None:
    book = workbook(Leer=[], Versteckt=[["geheim"]], Eins=[["a", 1]], Zwei=[[], ["b"]])
    assert parts(book) == [{"sheet": "Eins", "sheets": ["Leer", "Eins", "Zwei"]}, (1, ["a", "1"])]
    assert parts(book, "Zwei")[1:] == [(2, ["b"])]
    with pytest.raises(TableRefused) as refused:
        parts(book, "Versteckt")
    assert refused.value.reason == "sheet"


@pytest.mark.parametrize(("data", "limit", "expected"), [
    (workbook(Leer=[]), "MAX_TEXT", "empty"), (workbook(a=[["x"] * 61]), "MAX_TEXT", "columns"),
    (workbook(a=[["x" * 4_001]]), "MAX_TEXT", "cell"), (workbook(a=[["x"]] * 3), "MAX_ROWS", "rows"),
    (workbook(a=[["xxx"]]), "MAX_TEXT", "unpacked"), (workbook(a=[["x"]]), "MAX_ENTRIES", "unpacked"),
    (workbook(a=[["x"]]), "MAX_RATIO", "unpacked"), (workbook(a=[["x"]]), "MAX_UNPACKED", "unpacked"),
    (tables._SPREADSHEETS[1] + "EncryptedPackage".encode("utf-16-le"), "MAX_TEXT", "password")])
def test_the_child_keeps_the_limits(monkeypatch: pytest.MonkeyPatch, data: bytes, limit: str, expected: str) -> None:
    monkeypatch.setattr(tables_child, limit, 2)
    with pytest.raises(TableRefused) as refused:
        parts(data)
    assert refused.value.reason == expected


def test_an_open_document_is_read_too() -> None:
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Blatt"><table:table-row>' + cell.format("string", "", "Muster")
        + cell.format("date", 'office:date-value="2001-03-05"', "5.3.01")
        + cell.format("float", 'office:value="7"', "7")
        + "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    assert parts(out.getvalue())[1:] == [(1, ["Muster", "05.03.2001", "7"])]


def test_a_small_file_that_wants_all_memory_ends_the_child_alone(tmp_path: Path) -> None:
    # One cell at each corner of the largest sheet: the parser asks for the whole of it at once.
    bomb = tmp_path / "klein.xlsx"
    bomb.write_bytes(changed(workbook(a=[["x"], ["y"]]), b'<row r="2" spans="1:1"><c r="A2"',
                             b'<row r="1048576"><c r="XFD1048576"'))
    assert bomb.stat().st_size < 10_000
    assert reason(bomb) == "broken"


def test_the_child_refuses_in_words_and_breaks_in_one_sentence(tmp_path: Path) -> None:
    ends = []
    for number, data in enumerate((workbook(a=[["x"] * 61]), workbook(a=[["x"]])[:-30], tables._SPREADSHEETS[0])):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        ends.append(reason(path))
    assert ends == ["columns", "broken", "broken"]


@pytest.mark.parametrize(("code", "answer", "expected"), [
    (0, b"", "broken"), (0, b"[]", "broken"), (0, b'{"sheet": "a", "sheets": []}\n[1]', "broken"),
    (0, b'{"sheet": "a", "sheets": []}\n[1, [2]]', "broken"), (0, b'{"sheet": "a", "sheets": []}', "empty"),
    (3, b"", "broken"), (3, b'{"reason": "new"}', "broken"), (3, b'x\n{"reason": "rows", "line": 0}', "rows"),
    (-9, b'{"sheet": "a", "sheets": []}\n[1, ["x"]]', "broken")])
def test_whatever_the_child_answers_is_a_table_or_a_refusal(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, answer: bytes, expected: str) -> None:
    child = MagicMock(returncode=code, **{"stdout.read.return_value": answer})
    monkeypatch.setattr(subprocess, "Popen", lambda _command, **_how: child)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert reason(path) == expected


def test_a_large_file_reaches_a_child_that_is_slow_to_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.child._SECONDS_BETWEEN", 0.001)
    monkeypatch.setattr(tables, "SECONDS", 10)
    dice, path = random.Random(5), tmp_path / "lang.xlsx"
    path.write_bytes(workbook(a=[[f"{dice.random()}" for _ in range(10)] for _ in range(1_500)]))
    assert path.stat().st_size > 70_000  # more than a pipe holds
    assert len(read(path).rows) == 1_499


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real, started = subprocess.Popen, []

    def sleeper(_command: list[str], **how: object) -> "subprocess.Popen[bytes]":
        started.append(real([sys.executable, "-S", "-c", "import time; time.sleep(60)"], **how))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", sleeper)
    monkeypatch.setattr(tables, "SECONDS", 0.1)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert reason(path) == "time"
    assert started[0].returncode not in (None, 0)


def test_a_program_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "fehlt"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert reason(path) == "start"


def test_the_child_loads_neither_qt_nor_storage() -> None:
    script = ("import sys; from app import __main__; __main__.main(['--read-table']); heavy = {'PySide6', "
              "'sqlalchemy', 'sqlcipher3', 'cryptography', 'app.store', 'app.ui'}; "
              "print(heavy & set(sys.modules), file=sys.stderr)")
    question = json.dumps({"sheet": ""}).encode() + b"\n" + workbook(a=[["x"]])
    ended = subprocess.run([sys.executable, "-c", script], input=question, capture_output=True, check=False,
                           cwd=Path(tables.__file__).parents[2])
    assert ended.stdout.splitlines() == [b'{"sheet": "a", "sheets": ["a"]}', b'[1, ["x"]]']
    assert ended.stderr.split() == [b"set()"]
