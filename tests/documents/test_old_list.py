"""An older client list: columns are recognised, words become codes, nothing is guessed and nothing is lost."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.old_list import OldRow, errors_csv, read_rows
from app.documents.old_list_columns import FIELDS, NAMES, proposed, titled, unmapped
from app.documents.old_list_places import _communes, _nations
from app.documents.old_list_words import Reading
from app.documents.tables import Row, Table, read
from app.domain.codes import code_list
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from tests import oldlists

TODAY = date(2026, 11, 2)
KOELN = {"ags": "05315000"}
READ = {field.id: field.read for field in FIELDS}


def table(*lines: tuple[str, ...]) -> Table:
    return Table(header=lines[0], rows=tuple(Row(line=n, cells=cells) for n, cells in enumerate(lines[1:], start=2)))


def taken(header: tuple[str, ...], *lines: tuple[str, ...], defaults: dict[str, Any] = KOELN) -> tuple[OldRow, ...]:
    found = titled(table(header, *lines))
    return read_rows(found, proposed(found), TODAY, defaults)


def one(**cells: str) -> OldRow:
    """The row of one person whose cells are given by field; the columns are called like their fields."""
    person = {"given_name": "Amira", "birth": "2001", **cells}
    fields = tuple(person)
    (row,) = read_rows(table(fields, tuple(person.values())), {name: name for name in fields}, TODAY, KOELN)
    return row


# --- the sample -------------------------------------------------------------------------------------------------------

def test_the_file_of_the_sample_is_what_its_script_writes() -> None:
    assert (oldlists.FILES / "old_list_20.csv").read_bytes() == oldlists.csv_bytes()


def test_of_twenty_rows_fifteen_are_new_two_name_a_person_again_and_three_are_refused() -> None:
    sample = titled(read(oldlists.FILES / "old_list_20.csv"))
    mapping = proposed(sample)
    rows = read_rows(sample, json.loads(json.dumps(mapping)), TODAY, {})
    good = [row for row in rows if not row.error]
    people = Counter((row.values["given_name"], row.values["birth"]) for row in good)
    assert (len(rows), len(good), len(people), sum(people.values()) - len(people)) == (20, 17, 15, 2)
    assert [row.line for row in rows if row.error] == [10, 14, 18]
    assert [column for column, field in mapping.items() if not field] == ["Nr."]
    assert all(row.notes == () for row in rows)
    assert rows[0].values == {
        "family_name": "Muster", "given_name": "Amira", "birth": PartialDate(2001, 3, 5), "sex": "w",
        "nationalities": ("423",), "contact_language": "prs", "interpreter": "professional", "phone": "0176 555 0000",
        "shelter": "GU Musterstraße", "accommodation": "municipal_shared", "room": "100", "ags": "05315000",
        "paper_kind": "toleration_60a", "paper_valid_to": date(2026, 12, 31), "german": "a2",
        "first_contact": date(2026, 5, 1), "access_route": "volunteers"}
    again = [row.fingerprint for row in read_rows(sample, mapping, date(2027, 1, 1), KOELN)]
    assert again == [row.fingerprint for row in rows]
    assert len(set(again)) == 20


def test_refused_rows_come_out_as_they_stand_with_their_reason() -> None:
    sample = titled(read(oldlists.FILES / "old_list_20.csv"))
    data = errors_csv(sample, read_rows(sample, proposed(sample), TODAY, {}))
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header == ["Zeile", "Grund", *oldlists.HEADER]
    assert lines[2][:2] == [
        "18", "Spalte „Geb.-Datum“: „im Sommer“ ist kein Datum mit Jahr, zum Beispiel 5.3.2001, 2001 oder ca. 2001."]
    assert lines[0][2:6] == ["7", "Muster", "Gjon", "31.02.1999"]


# --- columns ----------------------------------------------------------------------------------------------------------

def test_the_header_is_found_below_titles_and_its_names_are_made_unique() -> None:
    found = titled(table(("Liste Musterkreis",), ("Stand", "02.11.2026"), ("Name", "Telefon", "", "Telefon"),
                         ("Muster", "1", "x", "2"), ("Name", "Telefon", "", "Telefon"), ("M", "", "", "", "y")))
    assert found.header == ("Name", "Telefon", "Spalte C", "Telefon (2)", "Spalte E")
    assert [row.line for row in found.rows] == [4, 6]


@pytest.mark.parametrize(("column", "field"), [
    ("Familienname", "family_name"), ("Name, Vorname", "full_name"), ("Name", "full_name"), ("geboren am", "birth"),
    ("Geb.-Datum", "birth"), ("Geburtsort", ""), ("Date of birth", "birth"), ("Herkunft", "nationalities"),
    ("Staatsangehörigkeit", "nationalities"), ("Handynummer", "phone"), ("E-Mail", "mail"),
    ("Sprache", "contact_language"), ("Sprachniveau", "german"), ("GU", "shelter"),
    ("Unterkunft/GU", "shelter"), ("PLZ/Ort", "ags"), ("Kommune", "ags"),
    ("Aufenthaltsstatus", "paper_kind"), ("Duldung gültig bis", "paper_valid_to"), ("Erstgespräch am", "first_contact"),
    ("Zugang", "access_route"), ("Bemerkungen", "note"), ("AZR-Nummer", ""), ("Religion", ""), ("lfd. Nr.", "")])
def test_a_column_is_recognised_by_its_name(column: str, field: str) -> None:
    assert proposed(table((column,)))[column] == field


def test_each_field_is_proposed_once_but_notes_as_often_as_there_are() -> None:
    mapping = proposed(table(("Name", "Vorname", "Handy", "Telefon", "Notiz", "Bemerkung")))
    assert list(mapping.values()) == ["family_name", "given_name", "phone", "", "note", "note"]
    assert unmapped(mapping, {}) == ("Geburtsdatum oder -jahr", "Kommune")
    assert unmapped({"x": "birth"}, KOELN) == ("Name",)
    assert {"birth", "ags", *NAMES} <= set(READ)


# --- cells ------------------------------------------------------------------------------------------------------------

def reading(field: str, text: str) -> Reading | None:
    try:
        return READ[field](text, TODAY)
    except UserError as refused:
        assert str(refused)
        return None


def around(*parts: int) -> PartialDate:
    return replace(PartialDate(*parts), estimated=True)


@pytest.mark.parametrize(("field", "attribute", "cells"), [
    ("birth", "birth", {
        "5.3.2001": PartialDate(2001, 3, 5), "01.01.99": PartialDate(1999, 1, 1), "1.1.1999?": around(1999, 1, 1),
        "ca. 1999": around(1999), "1999 (geschätzt)": around(1999), "2001-03-05 00:00:00": PartialDate(2001, 3, 5),
        "??.05.2001": PartialDate(2001, 5), "März 2001": PartialDate(2001, 3), "23.1.": None, "morgen": None, "h": None,
        "+7": None, "-5w": None, "2301": None, "36161": None, "5.3.2030": None}),
    ("first_contact", "first_contact", {
        "seit 3.2.26": date(2026, 2, 3), "3.2.": None, "2026": None, "3.2.2027": None}),
    ("paper_valid_to", "paper_valid_to", {"bis 31.12.27": date(2027, 12, 31), "unbefristet": None}),
    ("sex", "sex", {"m": "m", "Frau": "w", "männl.": "m", "divers": "d", "keine Angabe": "x", "??": None}),
    ("nationalities", "nationalities", {
        "afghanisch": ("423",), "Syrerin": ("475",), "SYR": ("475",), "af": ("423",), "Turkey": ("163",),
        "nigerianisch": ("232",), "Nigrer": ("255",), "Elfenbeinküste": ("231",), "DR Kongo": ("246",),
        "Russland": ("160",), "staatenlos": ("997",), "sierra-leonisch": ("272",), "Bosnien und Herzegowina": ("122",),
        "Syrien/Türkei": ("475", "163"), "kurdisch": None, "kongolesisch": None, "deutsch": None}),
    ("contact_language", "contact_language", {
        "Arabisch": "ara", "engl.": "eng", "Farsi": "fas", "Persisch": "fas", "Kurmanci": "kmr", "kurdisch": None}),
    ("interpreter", "interpreter", {"ja": "professional", "Nein": "none", "per Telefon": "remote", "Bruder": "lay"}),
    ("paper_kind", "paper_kind", {
        "Duldung": "toleration_60a", "§ 60b AufenthG": "toleration_60b", "Gestattung": "asylum_permission",
        "BüMA": "arrival_proof", "AE § 25 Abs. 5": "permit_25_5", "§25.3": "permit_25_3", "§ 25a": "permit_25a",
        "AE § 25 (2)": "permit_25_1_2", "Ausbildungsduldung": "toleration_60c", "§ 104 c": "permit_104c",
        "aktiv": None}),
    ("german", "german", {"A2": "a2", "b1+": "b1", "Niveau A1.2": "a1", "keine": "0", "0": "0", "Alpha-Kurs": "alpha"}),
    ("phone", "phone", {"0176/555 12": "0176/555 12", "Tel.: +49 (0)176-55512": "+49 (0)176-55512",
                        "1765551234": "01765551234", "17655512345": "017655512345", "keins": None}),
    ("mail", "mail", {"a@muster.example": "a@muster.example", "keine": None}),
    ("accommodation", "accommodation", {"GU": "municipal_shared", "ZUE": "land_zue", "bei Freunden": "with_family"}),
    ("access_route", "access_route", {"JMD": "jmd", "durch Freunde": "recommendation", "Jobcenter": "jobcenter"}),
    ("ags", "ags", {
        "05315000": "05315000", "5315000": "05315000", "50667 Köln": "05315000", "Koeln": "05315000",
        "Stadt Köln": "05315000", "Köln-Ehrenfeld": "05315000", "Mülheim": "05117000", "Neunkirchen": "05970036",
        "Neuenkirchen": "05566060", "Bedburg": "05362004", "Oeynhausen": "05770004", "Bad": None,
        "Kreis Herford": None, "München": None, "50667": None}),
])
def test_the_words_of_a_cell_become_a_value_or_are_refused(field: str, attribute: str, cells: dict[str, Any]) -> None:
    found = {text: reading(field, text) for text in cells}
    assert {text: said.values[attribute] if said else None for text, said in found.items()} == cells


@pytest.mark.parametrize(("text", "names"), [
    ("Muster, Amira", ("Muster", "Amira", True)), ("MUSTER Amira", ("MUSTER", "Amira", True)),
    ("Amira Leyla Muster", ("Muster", "Amira Leyla", False)), ("Amira", ("", "Amira", True))])
def test_two_names_in_one_column_are_told_apart(text: str, names: tuple[str, str, bool]) -> None:
    row = one(full_name=text, given_name="")
    assert (row.values.get("family_name", ""), row.values["given_name"], row.values.get("order_known", True)) == names


def test_a_name_of_a_commune_that_can_mean_several_names_them() -> None:
    assert one(ags="Bad").error == (
        "Spalte „ags“: „Bad“ kann mehreres heißen: Bad Berleburg, Bad Driburg, Bad Honnef, Bad Laasphe, "
        "Bad Lippspringe, …. Schreiben Sie den Namen aus.")
    assert set(_communes().values()) == set(code_list("commune").ids)
    assert {code.id: reading("ags", code.label) for code in code_list("commune")} == {
        code.id: Reading(values={"ags": code.id}) for code in code_list("commune")}


def test_no_word_for_a_country_stands_for_two() -> None:
    names, stems = _nations()
    assert set(names.values()) | {code for _stem, code in stems} <= set(code_list("nationality").ids)
    assert len({stem for stem, _code in stems}) == len(stems)
    assert all(names[code.id.lower()] if code.id in names else True for code in code_list("nationality").active())


# --- rows -------------------------------------------------------------------------------------------------------------

def test_what_is_not_understood_is_kept_as_a_note_and_never_lost() -> None:
    row = one(sex="vielleicht", nationalities="Syrien, Kurdistan", contact_language="Dari, Englisch",
              phone="0176 5551 (Bruder)", german="A2/B1", paper_kind="AE § 25", paper_valid_to="offen")
    assert row.error == ""
    assert row.values == {
        **KOELN, "given_name": "Amira", "birth": PartialDate(2001), "nationalities": ("475",),
        "contact_language": "prs", "phone": "0176 5551", "german": "a2", "paper_kind": "permit_other"}
    assert row.notes == (
        "Spalte sex: vielleicht", "Spalte nationalities: Syrien, Kurdistan", "Spalte contact_language: Dari, Englisch",
        "Spalte phone: 0176 5551 (Bruder)", "Spalte german: A2/B1", "Spalte paper_kind: AE § 25",
        "Spalte paper_valid_to: offen")


def test_a_story_in_a_column_of_words_is_a_note_and_costs_no_time() -> None:
    stories = {field: text * 1_000 for field, text in (("sex", "a b "), ("phone", "1(1("), ("mail", "a@@."))}
    row = one(**stories)
    assert (set(row.values), len(row.notes)) == ({"ags", "given_name", "birth"}, 3)
    assert one(birth="?" * 4_000).error.startswith("Spalte „birth“: „???")


def test_a_second_column_that_says_something_else_becomes_a_note() -> None:
    found = table(("Name", "Geboren", "Handy", "Tel"), ("Muster", "2001", "0176 555", "0176 777"),
                  ("M", "2001", "", "0176 777"))
    mapping = {"Name": "family_name", "Geboren": "birth", "Handy": "phone", "Tel": "phone", "Fort": "mail", "X": "gone"}
    first, second = read_rows(found, mapping, TODAY, KOELN)
    assert (first.values["phone"], first.notes) == ("0176 555", ("Spalte Tel: 0176 777",))
    assert (second.values["phone"], second.notes) == ("0176 777", ())


def test_a_date_without_its_paper_becomes_a_note() -> None:
    row = one(paper_valid_to="31.12.27")
    assert "paper_valid_to" not in row.values
    assert row.notes == ("Spalte Papier gültig bis: 31.12.2027",)


def test_several_notes_say_which_column_they_come_from() -> None:
    header = ("Name", "Vorname", "Geb.", "Notiz", "Bemerkung")
    both, single = taken(header, ("Muster", "Amira", "2001", "eins", "zwei\ndrei"),
                         ("Muster", "Bilal", "2001", "", "vier"))
    assert both.values["note"] == "Spalte Notiz: eins\nSpalte Bemerkung: zwei\ndrei"
    assert single.values["note"] == "vier"


@pytest.mark.parametrize(("line", "error"), [
    (("", "2001", "Köln"), "Es fehlt ein Name."), (("Muster", "unbekannt", "Köln"), "Es fehlt das Geburtsjahr."),
    (("Muster", "2001", ""), "Es fehlt die Kommune."),
    (("Muster", "2001", "München"), "Spalte „Ort“: „München“ ist keine")])
def test_a_row_without_what_intake_needs_says_so_and_shows_the_rest(line: tuple[str, ...], error: str) -> None:
    (row,) = taken(("Name", "Geb.", "Ort"), line, defaults={})
    assert row.error.startswith(error)
    assert row.values or line[0] == ""


def test_a_row_that_stands_twice_is_refused_the_second_time_however_it_is_spaced() -> None:
    first, empty_skipped, second = taken(
        ("Name", "Vorname", "Geb."), ("Muster", "Amira", "2001"), ("-", "", "?"), ("Muster", "Bilal", "2001"),
        (" MUSTER", "amira", "2001"))
    assert (first.line, first.error, empty_skipped.values["given_name"]) == (2, "", "Bilal")
    assert (second.line, second.same_as, second.error) == (5, 2, "Diese Zeile steht schon in Zeile 2.")
    assert second.fingerprint == first.fingerprint


@given(st.sampled_from(sorted(READ)), st.text(max_size=30) | st.from_regex(r"[0-9./?§ a-c]{1,14}", fullmatch=True))
def test_any_text_in_any_column_is_a_value_a_note_or_a_sentence(field: str, text: str) -> None:
    row = one(**{field: text})
    assert row.error == "" or len(row.error) > 10
    assert all(note.startswith("Spalte ") for note in row.notes)
