"""A month as workbook and CSV: the numbers of its file and no others, kept back is not 0; the format is described."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from python_calamine import CalamineWorkbook

from app import resources
from app.documents.monthly_tables import HEADER, RULES, draw_csv, draw_xlsx, place
from app.documents.own_list import looks_like_formula
from app.statistics.plan import STOCK, cell, load_plan
from app.statistics.report_format import PROMISE, ReportUnreadable, from_bytes
from installer import formate_month
from tests.documents.months import month_of

MONTH = month_of(60, audited=("2e",))
FOLDER = resources.path("formate")
README = (FOLDER / "README.md").read_text(encoding="utf-8")
VALID = Draft202012Validator(json.loads((FOLDER / formate_month.MONTH).read_text(encoding="utf-8")))


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(content: bytes, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def test_the_long_form_holds_every_number_of_the_file_once_in_its_order() -> None:
    report = from_bytes(MONTH)
    shown = [(table.no, *place(c), "" if value is None else str(value)) for table in report.tables
             for c, value in table.cells]
    found = lines(draw_csv(MONTH))
    assert tuple(found[0]) == HEADER
    assert [tuple(line[:4]) for line in found[1:] if line[4] != "audit"] == shown
    assert len({tuple(line[:3]) for line in found}) == len(found)


def test_a_number_kept_back_is_empty_and_says_why_and_a_zero_is_a_zero() -> None:
    found = lines(draw_csv(MONTH))[1:]
    flags = {line[4] for line in found}
    assert flags == {"", "group_rule", "audit"}
    assert all((line[3] == "") == bool(line[4]) for line in found) and any(line[3] == "0" for line in found)
    assert {line[0] for line in found if line[4] == "audit"} == {"2e"}
    assert {line[4] for line in lines(draw_csv(month_of(15)))[1:] if line[0] != "1"} == {"tiny_caseload"}


def test_rows_and_columns_are_the_codes_of_the_plan() -> None:
    assert place(cell(STOCK)) == (STOCK, "")
    assert place(cell(STOCK, "", {"baustein": "3", "status": "duldung"})) == ("duldung", "3")
    assert place(cell("referral_ytd", "2026", {"baustein": "3"})) == ("referral_ytd", "3")
    assert place(cell("gap", "", {"reason": "voll"})) == ("voll", "")


def test_a_german_excel_opens_the_csv_and_computes_nothing_in_it() -> None:
    content = draw_csv(MONTH)
    assert content.startswith(b"\xef\xbb\xbftable;row;column;value;flag\r\n")
    assert not any(looks_like_formula(word) for line in lines(content) for word in line)


def test_the_workbook_shows_the_tables_in_words_and_the_long_form() -> None:
    content = draw_xlsx(MONTH)
    data = [["" if word is None else word for word in line] for line in sheet(content, "Daten")]
    assert [[str(word).removesuffix(".0") for word in line] for line in data] == lines(draw_csv(MONTH))
    tables = sheet(content, "Tabellen")
    at = next(i for i, line in enumerate(tables) if str(line[0]).startswith("4a Aufenthalt × Geschlecht"))
    assert tables[at + 1][1:4] == ["männlich", "weiblich", "divers oder keine Angabe"]
    assert tables[at + 5][:4] == ["unklar", "–", "–", "–"]
    told = [line[0] for line in sheet(content, "Erläuterung")]
    assert PROMISE in told and set(RULES) <= set(told)


def test_the_workbook_has_no_formula_no_clock_and_equal_bytes() -> None:
    content = draw_xlsx(MONTH)
    assert content == draw_xlsx(MONTH)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert archive.read("docProps/core.xml").count(b"2026-10-31T00:00:00Z") == 2


@pytest.mark.parametrize("draw", [draw_csv, draw_xlsx])
def test_a_file_that_is_no_month_is_not_drawn(draw: object) -> None:
    with pytest.raises(ReportUnreadable):
        draw(MONTH[:-1])  # type: ignore[operator]


# --- the described format ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("content", [month_of(0), MONTH, month_of(250, catalogue=None)], ids=["0", "60", "250"])
def test_every_month_the_program_writes_keeps_to_the_schema(content: bytes) -> None:
    VALID.validate(json.loads(content))


def test_the_schema_refuses_what_no_month_says() -> None:
    Draft202012Validator.check_schema(VALID.schema)
    for old, new in ((b'"value":60', b'"value":61'), (b'"value":60', b'"value":null'), (b"duldung", b"duldungen"),
                     (b'"catalogue":12', b'"catalogue":12,"note":""'), (b'"month":"2026-10"', b'"month":"2026-13"'),
                     (b'"no":"2a"', b'"no":"2b"')):
        assert old in MONTH
        with pytest.raises(ValidationError):
            VALID.validate(json.loads(MONTH.replace(old, new, 1)))


def test_the_shipped_files_are_those_the_program_makes_and_are_explained() -> None:
    made = {formate_month.MONTH: formate_month.month_schema(), formate_month.EXAMPLE: formate_month.example(),
            formate_month.SUMMARY: formate_month.summary_schema()}
    for name, content in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == content, "python -m installer.formate"
        assert f"`{name}`" in README
    VALID.validate(json.loads(made[formate_month.EXAMPLE]))
    assert from_bytes(made[formate_month.EXAMPLE].encode()).head.ags == "05315000"
    assert all(table.no[0] in "123456" or table.no in README for table in load_plan().tables)


def test_a_line_of_duckdb_reads_the_long_form(tmp_path: Path) -> None:
    line = next(line for line in README.splitlines() if line.startswith("FROM read_csv("))
    (tmp_path / "monatsmeldung_05315000_a7f3c2_2026-10.csv").write_bytes(draw_csv(MONTH))

    asked = line.replace("monatsmeldung_*", f"{tmp_path}/monatsmeldung_*").rstrip(";")
    # in a process of its own: where it ends, duckdb tells at length what it has not freed
    code = "import duckdb, json, sys; print(json.dumps(duckdb.sql(sys.argv[1]).fetchall(), default=str))"
    said = subprocess.run([sys.executable, "-c", code, asked], capture_output=True, check=True).stdout
    assert [["" if word is None else str(word) for word in row[:5]] for row in json.loads(said)] == \
        lines(draw_csv(MONTH))[1:]
