"""The door for catalogues: every format is known by its content, says the same, refuses alike; the published examples,
the schema and the template fit the readers."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from app import resources
from app.documents import catalogue_file, catalogue_xlsx
from app.documents.catalogue_columns import PROFILE
from app.documents.catalogue_file import CatalogueFile, CatalogueRefused, NoColumnRow, NotText, TooLarge, read
from app.documents.tables import TableRefused
from installer import formate
from tests.fuzz import seeds
from tests.fuzz.damage import LINES, table_of
from tests.fuzz.run import many, one

HEAD = {"Katalog": "Angebote Musterkreis", "Nummer": 12, "Stand": date(2026, 11, 2), "Gültig bis": date(2027, 1, 31)}
VK_12 = {
    "angebot_id": "VK-4", "durchfuehrung_id": "VK-4-12", "zustand": "voll", "baustein": 4,
    "kursart": "vorbereitungskurs", "titel": "Berufsvorbereitung Handwerk",
    "beschreibung": "Deutsch, Mathematik, Werkstatt", "traeger": "MUSTER-Bildungswerk",
    "traeger_telefon": "0200 000003", "traeger_mail": "bv@muster.example", "ort": "Musterweg 3, 40210 Düsseldorf",
    "ags": "05111000", "beginn": date(2026, 12, 7), "ende": date(2027, 3, 26), "anmeldung_bis": date(2026, 11, 20),
    "laufender_einstieg": False, "ue_gesamt": 360, "ue_woche": 25.5, "zeiten": "Mo–Do 9–15", "ger_muendlich": "A2",
    "ger_schriftlich": "A1", "alter_min": 18, "alter_max": 27, "status": "gestattung,duldung", "nur_frauen": False,
    "kinderbetreuung": True, "fahrtkosten": True, "plaetze": 15, "plaetze_frei": 0, "plaetze_stand": date(2026, 11, 1),
    "abschluss": "Teilnahmebescheinigung"}


def example(name: str) -> bytes:
    return resources.path("formate", name).read_bytes()


def reasons(found: CatalogueFile) -> list[tuple[int, str, str]]:
    return [(row.line, row.key, str(row.reason)) for row in found.refused]


# --- one content, four forms ------------------------------------------------------------------------------------------

def test_the_examples_in_csv_and_json_say_the_same() -> None:
    text, data = read(example("katalog.csv")), read(example("katalog.json"))
    assert (text.form, data.form) == ("csv", "json")
    assert (text.head, text.offerings) == (data.head, data.offerings)
    assert [offering.key for offering in data.offerings] == ["CO-1-A", "VK-4-12", "VK-4-13", "IK-7-1"]
    assert (text.refused, data.refused, text.unknown_columns, data.unknown_columns) == ((), (), (), ())
    assert data.sha256 == hashlib.sha256(example("katalog.json")).hexdigest()


def test_a_file_is_known_by_its_content() -> None:
    xml = example("katalog.xml").decode("iso-8859-15").replace("iso-8859-15", "utf-16").encode("utf-16")
    ends = {form: read(data).form for form, data in {
        "csv": b"\xef\xbb\xbf \n" + seeds.CSV, "json": b"\xef\xbb\xbf \n" + seeds.JSON, "openqcat": xml}.items()}
    assert ends == {"csv": "csv", "json": "json", "openqcat": "openqcat"}


@pytest.mark.parametrize(("data", "kind", "words"), [
    (b"", NotText, "Datei ist leer"), (b"\n \n", NotText, "Datei ist leer"),
    (b"%PDF-1.7 \0", NotText, "keine Textdatei"), (b"<html><table>", NoColumnRow, "kein Katalog im Format openQ"),
    (b"< html", NotText, "Ab Zeile 1 ist die Datei kein gültiges XML"),
    (b"[1]", NotText, "Ab Zeile 1 ist die Datei kein gültiges JSON"),
    (b"{}", NoColumnRow, "fehlt die Liste „angebote“"),
    (b"Name;Ort\nMUSTER;K\xf6ln\n", NoColumnRow, "mit „angebot_id“ beginnt")])
def test_what_is_no_catalogue_is_refused_in_a_sentence(data: bytes, kind: type[CatalogueRefused], words: str) -> None:
    with pytest.raises(kind, match=words) as refused:
        read(data)
    assert "Ihr Katalog ist unverändert." in str(refused.value)


# --- spreadsheets -----------------------------------------------------------------------------------------------------

def test_the_template_filled_with_one_row_is_the_row_of_the_csv() -> None:
    found = read(formate.template(HEAD, [VK_12]))
    text = read(example("katalog.csv"))
    assert (found.form, found.encoding, found.refused, found.unknown_columns) == ("xlsx", "", (), ())
    assert (found.head, found.offerings) == (text.head, text.offerings[1:2])


def test_bad_rows_of_a_sheet_are_named_by_its_lines_and_unknown_columns_are_shown() -> None:
    lines = [[*row] for row in LINES]
    lines[4].append("sprache")
    lines[5][7] = "bald"
    lines.append(["VK-1", "VK-1-2", "aktiv", "R", "Anders", "", "MUSTER", "2026-11-09"])
    found = catalogue_xlsx.of_table(table_of(lines), sha256="")
    assert found.unknown_columns == ("sprache",)
    assert reasons(found) == [
        (6, "VK-1-1", "beginn: „bald“ ist kein Datum der Form TT.MM.JJJJ."),
        (7, "VK-1-2", "durchfuehrung_id: VK-1-2 steht auch in Zeile 8, mit anderem Inhalt."),
        (8, "VK-1-2", "durchfuehrung_id: VK-1-2 steht auch in Zeile 7, mit anderem Inhalt.")]


def test_the_template_as_it_is_lacks_its_name() -> None:
    with pytest.raises(catalogue_file.HeadIncomplete, match="fehlt „Katalog“"):
        read(formate.template())


@pytest.mark.parametrize(("reason", "kind"), [("rows", TooLarge), ("unpacked", TooLarge), ("password", NotText),
                                              ("broken", NotText), ("time", NotText)])
def test_what_the_child_process_refuses_is_a_refusal_of_the_catalogue(
        monkeypatch: pytest.MonkeyPatch, reason: str, kind: type[CatalogueRefused]) -> None:
    def refuse(_data: bytes, **_how: object) -> None:
        raise TableRefused(reason)

    monkeypatch.setattr(catalogue_xlsx.tables, "spreadsheet", refuse)
    with pytest.raises(kind) as refused:
        read(b"PK\x03\x04")
    assert str(refused.value) == str(TableRefused(reason))


def test_the_rows_of_a_sheet_are_counted_and_its_head_is_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def table(_data: bytes, **how: object) -> object:
        asked.update(how)
        return table_of([*LINES[:5], *([f"VK-{n}", f"VK-{n}-1", *LINES[5][2:]] for n in range(500))])

    monkeypatch.setattr(catalogue_xlsx.tables, "spreadsheet", table)
    seen: list[tuple[int, int]] = []
    found = catalogue_xlsx.read(b"PK\x03\x04", step=lambda done, total: seen.append((done, total)))
    assert (len(found.offerings), asked["more_rows"], seen) == (500, 200, [(205, 505), (405, 505)])


# --- what is published ------------------------------------------------------------------------------------------------

def test_every_column_is_explained_as_the_program_reads_it() -> None:
    told = {each.name: each.required for each in formate.explained().values()}
    assert told == {column.name: column.required for column in PROFILE}


def test_schema_and_template_are_made_again_as_they_lie_there() -> None:
    def parts(book: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert example(formate.SCHEMA).decode() == formate.schema()
    # Unpacked: two builds of zlib may press the same bytes differently.
    assert parts(example(formate.TEMPLATE)) == parts(formate.template())


def test_the_template_has_lists_and_explanations() -> None:
    with zipfile.ZipFile(io.BytesIO(example(formate.TEMPLATE))) as archive:
        sheet, notes = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/comments1.xml").decode()
    assert sheet.count('type="list"') == 10  # Art, zustand, baustein, kursart, two levels, four of ja and nein
    assert all(each.meaning in notes for each in formate.explained().values())


SCHEMA = json.loads(formate.schema())
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def offering_with(**members: object) -> dict[str, object]:
    """The JSON example with one offer of one offering, and these members in it."""
    document: dict[str, object] = json.loads(seeds.JSON)
    offers = document["angebote"]
    assert isinstance(offers, list)
    del offers[0]["durchfuehrungen"][1:]
    offers[0]["durchfuehrungen"][0] |= members
    return document


def test_the_schema_is_one_and_the_examples_fit_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for document in (json.loads(example("katalog.json")), json.loads(seeds.JSON)):
        CHECK.validate(document)


@pytest.mark.parametrize("members", [
    {"zustand": "offen"}, {"zustand": None}, {"beginn": "9.11.2026"}, {"beginn": 2026}, {"plaetze": "15"},
    {"plaetze": 15.5}, {"plaetze": -1}, {"plaetze": True}, {"ue_woche": "25,5"}, {"ue_woche": -1}, {"nur_frauen": "ja"},
    {"status": "duldung"}, {"status": ["visum"]}, {"ags": "5111000"}, {"titel": "x" * 201}, {"titel": ["a"]},
    {"kursart": "töpfern"}, {"ger_muendlich": "A3"}, {"durchfuehrung_id": 7}])
def test_schema_and_reader_refuse_the_same_values(members: dict[str, object]) -> None:
    document = offering_with(**members)
    assert not CHECK.is_valid(document)
    found = read(json.dumps(document).encode())
    assert (found.offerings, [next(iter(members)) in str(row.reason) for row in found.refused]) == ((), [True])


@pytest.mark.parametrize("members", [
    {"plaetze": 15.0}, {"plaetze": None}, {"beginn": None, "laufender_einstieg": True}, {"status": []},
    {"status": None}, {"ue_woche": 25}, {"ort": ""}, {"ger_muendlich": "Alpha"}, {"titel": "Anders"}, {"anmerkung": 1}])
def test_schema_and_reader_take_the_same_values(members: dict[str, object]) -> None:
    document = offering_with(**members)
    assert CHECK.is_valid(document)
    found = read(json.dumps(document).encode())
    assert (len(found.offerings), found.refused) == (1, ())
    assert found.unknown_columns == (("anmerkung",) if "anmerkung" in members else ())


# --- any bytes --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("form", "least"), [("csv", 400), ("xlsx", 700), ("json", 250), ("openqcat", 500)])
def test_two_thousand_damaged_files_are_catalogues_or_sentences(form: str, least: int) -> None:
    ends = many(form, 2_000, seed=4)
    assert ends[form] > least  # else the damage reaches nothing but the front door
    assert ends["NotText"] + ends["HeadIncomplete"] > 100


def test_a_damaged_workbook_ends_in_a_sentence_through_the_child_process_too() -> None:
    assert {one("xlsx", number, 3, child=True) for number in range(4)} <= {"xlsx", "NotText", "TooLarge", "NoColumnRow",
                                                                           "HeadIncomplete"}


def test_the_step_may_cancel_every_format() -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    text, data = example("katalog.csv").splitlines(), json.loads(example("katalog.json"))
    row = data["angebote"][0]["durchfuehrungen"][0]
    data["angebote"][0]["durchfuehrungen"] = [row] * 200
    rows = [*text[:6], *[text[7]] * 200]
    for file in (b"\n".join(rows), json.dumps(data).encode(), example("katalog.xml"), seeds.xlsx()):
        with pytest.raises(Stopped):
            read(file, step=stop)


def test_equal_rows_count_once_even_where_all_stand_on_one_line() -> None:
    document = offering_with()
    offer = document["angebote"][0]  # type: ignore[index]
    offer["durchfuehrungen"] *= 2
    found = read(json.dumps(document).encode())
    assert len(found.offerings) == 1
    offer["durchfuehrungen"] = [offer["durchfuehrungen"][0], {**offer["durchfuehrungen"][0], "ort": "Köln"}]
    twice = read(json.dumps(document).encode())
    assert (twice.offerings, len(twice.refused)) == ((), 2)
    assert replace(found.offerings[0], place="Köln") != found.offerings[0]
