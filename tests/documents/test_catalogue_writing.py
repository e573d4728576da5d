"""A catalogue written from offerings reads as the same offerings again, in both formats."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app import resources
from app.documents import catalogue_file, catalogue_writing
from app.documents.catalogue_columns import clean, plain_text
from app.documents.own_list import looks_like_formula
from app.domain.catalogue import CatalogueHead, Lifecycle, Mode, Offering
from app.domain.language import LEVELS

HEAD = CatalogueHead(name="Kurse; „für“ Köln", number=12, as_of=date(2026, 11, 2), mode=Mode.DELTA,
                     valid_until=date(2027, 1, 31))
WRITERS = {"csv": catalogue_writing.csv_bytes, "json": catalogue_writing.json_bytes}
SCHEMA = json.loads(resources.path("formate", "katalog.schema.json").read_text(encoding="utf-8"))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
# among them what a spreadsheet would compute, with and without an apostrophe of its own
BEGINNINGS = st.sampled_from(("", "", "=", "+", "-", "@", "＝", "'", "''", "'=", "' +"))
TEXTS = st.builds("{}{}".format, BEGINNINGS, st.text(max_size=40)).map(clean)
NEEDED = TEXTS.filter(bool)


@st.composite
def offerings(draw: Any) -> Offering:
    """An offering as the readers give it."""
    start, end = sorted((draw(DAYS), draw(DAYS)))
    seats = draw(st.none() | st.integers(0, 9999))
    return Offering(
        key=draw(NEEDED), offer_key=draw(st.sampled_from(["A", "B"])), component=draw(st.sampled_from("12345R")),
        lifecycle=draw(st.sampled_from([Lifecycle.ACTIVE, Lifecycle.FULL, Lifecycle.CANCELLED])), title=draw(NEEDED),
        description=plain_text(draw(st.text("a<&;>b\n\"'ép/=+-@", max_size=30))), provider=draw(NEEDED),
        place=draw(TEXTS), start=start, end=draw(st.none() | st.just(end)), continuous_entry=draw(st.booleans()),
        total_units=draw(st.none() | st.integers(0, 99_999_999).map(lambda cents: cents / 100)),
        german_oral=draw(st.sampled_from(["", *LEVELS])), age_min=draw(st.none() | st.integers(0, 50)),
        age_max=draw(st.none() | st.integers(50, 120)), seats_max=seats, seats_free=seats,
        residence=draw(st.sampled_from([(), ("gestattung",), ("gestattung", "duldung")])),
        women_only=draw(st.booleans()))


@pytest.mark.parametrize("form", WRITERS)
@given(written=st.lists(offerings(), min_size=1, max_size=4, unique_by=lambda one: one.key))
@settings(max_examples=40, deadline=None)
def test_what_is_written_reads_the_same(form: str, written: list[Offering]) -> None:
    read = catalogue_file.read(WRITERS[form](HEAD, written))
    assert (read.head, read.form, read.refused, read.unknown_columns) == (HEAD, form, (), ())
    assert {one.key: one for one in read.offerings} == {one.key: one for one in written}
    assert form == "json" or list(read.offerings) == written


@given(written=st.lists(offerings(), min_size=1, max_size=4, unique_by=lambda one: one.key))
@settings(max_examples=20, deadline=None)
def test_what_is_written_as_json_fits_the_published_schema(written: list[Offering]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(catalogue_writing.json_bytes(HEAD, written)))


@pytest.mark.parametrize("form", WRITERS)
def test_the_shipped_example_comes_back_from_either_format(form: str) -> None:
    example = catalogue_file.read(resources.path("formate", "katalog.csv").read_bytes())
    again = catalogue_file.read(WRITERS[form](example.head, example.offerings))
    assert set(again.offerings) == set(example.offerings) and again.head == example.head


@given(written=st.lists(offerings(), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_no_cell_of_a_table_begins_as_a_formula(written: list[Offering]) -> None:
    table = catalogue_writing.csv_bytes(replace(HEAD, name="=Kurse"), written).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in cells if looks_like_formula(cell)]


def test_what_begins_as_a_formula_reads_back_from_csv_and_from_a_sheet_as_it_was_meant() -> None:
    title, phone = "=1+1; „fett“", "+49 200 000011"
    written = Offering(key="-K", offer_key="'@K", component="4", title=title, provider="'MUSTER'", provider_phone=phone,
                       start=date(2026, 12, 1))
    head = replace(HEAD, name="=Kurse")
    data = catalogue_writing.csv_bytes(head, [written])
    assert b"\r\n''@K;'-K;" in data and b";'+49 200 000011;" in data and b";'MUSTER';" in data
    read = catalogue_file.read(data)
    assert (read.head, read.offerings) == (head, (written,))
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        for line, row in enumerate(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")):
            sheet.write_row(line, 0, row)
    read = catalogue_file.read(book.getvalue())
    assert (read.form, read.head, read.offerings) == ("xlsx", head, (written,))


def test_csv_opens_in_excel_and_names_every_column_once() -> None:
    data = catalogue_writing.csv_bytes(HEAD, ())
    assert data.startswith(b"\xef\xbb\xbfKatalog;") and b"\r\nArt;\xc3\x84nderung\r\n" in data
    without_end = CatalogueHead(name="K", number=1, as_of=HEAD.as_of, mode=Mode.FULL)
    assert b"ltig bis" not in catalogue_writing.csv_bytes(without_end, ())


def test_in_json_an_offer_says_once_what_its_offerings_share_and_keeps_what_the_schema_needs() -> None:
    one = Offering(key="K-1", offer_key="K", component="4", title="Kurs", provider="MUSTER-Träger", place="Köln",
                   start=date(2026, 12, 1))
    two = Offering(key="K-2", offer_key="K", component="4", title="Kurs am Abend", provider="MUSTER-Träger",
                   place="Bonn", start=date(2027, 1, 4))
    (offer,) = json.loads(catalogue_writing.json_bytes(HEAD, [one, two]))["angebote"]
    assert (offer["angebot_id"], offer["titel"], offer["traeger"]) == ("K", "Kurs", "MUSTER-Träger")
    assert "ort" not in offer and "titel" not in offer["durchfuehrungen"][0]
    assert [(run["durchfuehrung_id"], run.get("titel"), run["ort"]) for run in offer["durchfuehrungen"]] == [
        ("K-1", None, "Köln"), ("K-2", "Kurs am Abend", "Bonn")]
