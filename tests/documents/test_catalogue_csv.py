"""Catalogues as files: encodings, separators, refused rows with their lines, refused files, and any bytes at all."""

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app import resources
from app.documents.catalogue_columns import PROFILE
from app.documents.catalogue_csv import MAX_BYTES, read
from app.documents.catalogue_file import (
    CatalogueFile,
    CatalogueRefused,
    HeadIncomplete,
    NoColumnRow,
    NotText,
    TooLarge,
)
from app.documents.catalogue_parts import MAX_ROWS
from app.documents.catalogue_table import guarded
from app.domain.catalogue import (
    COMPONENT_LABELS,
    RESIDENCE_LABELS,
    ChangeKind,
    Lifecycle,
    Mode,
    Offering,
    compare,
)
from app.domain.codes import code_list
from app.domain.language import LEVELS

FILES = Path(__file__).parent.parent / "files" / "catalogues"
HEAD = "Katalog;Angebote Musterkreis\nNummer;12\nStand;02.11.2026\nArt;vollständig\n"
COLUMNS = "angebot_id;durchfuehrung_id;zustand;baustein;titel;traeger;beginn\n"
STATES = {Lifecycle.ACTIVE: "aktiv", Lifecycle.FULL: "voll", Lifecycle.CANCELLED: "abgesagt"}


def file(name):
    return read((FILES / name).read_bytes())


def reasons(found):
    return {(row.line, row.key): str(row.reason) for row in found.refused}


# --- good files -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "encoding"), [
    ("good_utf8.csv", "utf-8"), ("good_cp1252_comma.csv", "cp1252"), ("good_utf16_tab.csv", "utf-16")])
def test_the_same_catalogue_is_read_from_every_encoding_and_separator(name, encoding):
    found = file(name)
    assert found.encoding == encoding
    assert (found.head, found.offerings) == (file("good_utf8.csv").head, file("good_utf8.csv").offerings)
    assert (len(found.offerings), found.refused, found.unknown_columns) == (4, (), ())


def test_the_head_is_read():
    head = file("good_utf8.csv").head
    assert (head.name, head.number, head.mode) == ("Angebote Musterkreis", 12, Mode.FULL)
    assert (head.as_of, head.valid_until) == (date(2026, 11, 2), date(2027, 1, 31))


def test_a_row_fills_every_field_it_states():
    course = file("good_utf8.csv").offerings[2]
    assert course == Offering(
        key="VK-4-12", offer_key="VK-4", lifecycle=Lifecycle.FULL, component="4", course_kind="vorbereitungskurs",
        title="Berufsvorbereitung Handwerk", description="Deutsch, Mathematik, Werkstatt",
        provider="Muster-Bildungswerk", provider_phone="0200 000003", provider_mail="bv@muster.example",
        place="Beispielhausen", ags="05362020", start=date(2026, 12, 7), end=date(2027, 3, 26),
        register_until=date(2026, 11, 20), total_units=360, weekly_units=25.5, schedule="Mo–Do 9–15",
        german_oral="a2", german_written="a1", age_min=18, age_max=27, residence=("gestattung", "duldung"),
        childcare=True, travel_refund=True, seats_max=15, seats_free=0, seats_as_of=date(2026, 11, 1),
        certificate="Teilnahmebescheinigung")


def test_a_delta_says_so():
    found = file("good_delta.csv")
    assert (found.head.mode, found.head.number, len(found.offerings)) == (Mode.DELTA, 13, 1)


def test_unknown_columns_are_named_and_nothing_is_lost():
    found = file("good_unknown_column.csv")
    assert found.unknown_columns == ("sprache",)
    assert found.offerings == file("good_utf8.csv").offerings


def test_remarks_and_blank_lines_above_and_between_are_passed_over():
    row = "VK-1;VK-1-1;aktiv;4;Deutsch;MUSTER-VHS;09.11.2026\n"
    text = "sep=;\n\n" + HEAD + "Bemerkung;frei erfunden\n\n" + COLUMNS + "\n;;;;;;\n" + row
    assert [offering.key for offering in read(text.encode()).offerings] == ["VK-1-1"]


def test_a_row_may_end_early_as_excel_writes_it():
    columns = COLUMNS.replace("\n", ";ort;abschluss\n")
    found = read((HEAD + columns + "VK-1;VK-1-1;aktiv;4;Deutsch;MUSTER-VHS;09.11.2026\n").encode())
    assert [offering.place for offering in found.offerings] == [""]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_gives_the_same_lines(ending):
    text = HEAD + COLUMNS + "VK-1;VK-1-1;aktiv;4;Deutsch;MUSTER-VHS;bald\n"
    found = read(text.replace("\n", ending).encode())
    assert [row.line for row in found.refused] == [6]


# --- refused rows -----------------------------------------------------------------------------------------------------

def test_every_bad_row_is_refused_with_its_line_and_reason_and_the_good_ones_are_taken():
    found = file("bad_rows.csv")
    assert [offering.key for offering in found.offerings] == ["GUT-1", "MEHRZEILIG", "GUT-2"]
    assert reasons(found) == {
        (8, "TITEL"): "titel: Die Angabe fehlt.",
        (9, "TRAEGER"): "traeger: Die Angabe fehlt.",
        (10, "ZUSTAND"): "zustand: „zurückgezogen“ ist kein Code dieser Spalte.",
        (11, "BAUSTEIN"): "baustein: „6“ ist kein Code dieser Spalte.",
        (12, "KURSART"): "kursart: „töpfern“ ist kein Code dieser Spalte.",
        (13, "DATUM"): "beginn: Das Datum 31.02.2027 gibt es nicht.",
        (14, "DATUMSFORM"): "beginn: „7.12.26“ ist kein Datum der Form TT.MM.JJJJ.",
        (15, "JAHR"): "ende: Das Jahr von 26.03.0207 liegt nicht zwischen 2000 und 2100.",
        (16, "ENDE"): "ende: Das Ende liegt vor dem Beginn.",
        (17, "OHNE-BEGINN"): "beginn: Die Angabe fehlt, und ein laufender Einstieg ist nicht vorgesehen.",
        (18, "AGS"): "ags: „5362020“ ist kein Gemeindeschlüssel mit 8 Ziffern. Excel lässt die erste Null weg, wenn "
                     "die Spalte nicht als Text gespeichert ist.",
        (19, "ZAHL"): "ue_woche: „25.5“ ist keine Zahl mit Dezimalkomma.",
        (20, "GER"): "ger_muendlich: „A3“ ist kein Code dieser Spalte.",
        (21, "ALTER"): "alter_max: Das Höchstalter liegt unter dem Mindestalter.",
        (22, "GANZZAHL"): "plaetze: „15,0“ ist keine ganze Zahl von 0 bis 9999.",
        (23, "PLAETZE"): "plaetze_frei: Es sind mehr Plätze frei, als es gibt.",
        (24, "STATUS"): "status: „visum“ ist kein Code dieser Spalte.",
        (25, "JANEIN"): "nur_frauen: „x“ ist weder ja noch nein.",
        (26, ""): "durchfuehrung_id: Die Angabe fehlt.",
        (27, "LANG"): "titel: Der Text ist länger als 200 Zeichen.",
        (30, "NACH-MEHRZEILIG"): "anmeldung_bis: „bald“ ist kein Datum der Form TT.MM.JJJJ.",
        (31, "ZELLEN"): "Die Zeile hat mehr Zellen als die Zeile mit den Spaltennamen.",
    }


def test_one_key_with_different_content_refuses_all_its_rows_and_equal_rows_count_once():
    found = file("bad_duplicates.csv")
    assert [offering.key for offering in found.offerings] == ["EINMAL", "GLEICH"]
    assert reasons(found) == {
        (10, "ANDERS"): "durchfuehrung_id: ANDERS steht auch in Zeile 11, mit anderem Inhalt.",
        (11, "ANDERS"): "durchfuehrung_id: ANDERS steht auch in Zeile 10, mit anderem Inhalt.",
        (12, "ANDERS"): "durchfuehrung_id: ANDERS steht auch in Zeile 10, mit anderem Inhalt.",
        (13, "KAPUTT"): "beginn: „morgen“ ist kein Datum der Form TT.MM.JJJJ.",
        (14, "KAPUTT"): "durchfuehrung_id: KAPUTT steht auch in Zeile 13, mit anderem Inhalt.",
    }


def test_a_refused_row_does_not_withdraw_its_offering():
    before = file("good_utf8.csv").offerings
    text = (FILES / "good_utf8.csv").read_text(encoding="utf-8").replace("07.12.2026", "bald")
    found = read(text.encode())
    changes = compare(before, found.offerings, found.head.mode, found.refused_keys)
    assert found.refused_keys == {"VK-4-12"}
    assert {change.kind for change in changes} == {ChangeKind.UNCHANGED}


# --- refused files ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "kind", "words"), [
    ("bad_no_column_row.csv", NoColumnRow, "fehlt die Zeile mit den Spaltennamen"),
    ("bad_delimiter.csv", NoColumnRow, "weder durch Semikolon noch durch Komma oder Tabulator"),
    ("bad_missing_column.csv", NoColumnRow, "fehlt die Spalte „titel“"),
    ("bad_no_number.csv", HeadIncomplete, "fehlt „Nummer“"),
    ("bad_quotes.csv", NotText, "Ab Zeile 7 passen die Anführungszeichen nicht"),
])
def test_a_file_that_is_no_catalogue_is_refused_whole(name, kind, words):
    with pytest.raises(kind, match=words) as refused:
        file(name)
    assert "Ihr Katalog ist unverändert." in str(refused.value)


@pytest.mark.parametrize(("data", "words"), [
    (b"", "Datei ist leer"), (b" \r\n\t ", "Datei ist leer"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "keine Textdatei"), (b"\xff\xfe\x00", "keine Textdatei"),
    (b"\x81\x8d", "keine Textdatei"), ("Katalog".encode("utf-32"), "keine Textdatei"),
])
def test_what_is_not_text_is_refused(data, words):
    with pytest.raises(NotText, match=words):
        read(data)


@pytest.mark.parametrize(("old", "new", "words"), [
    ("Katalog;Angebote Musterkreis\n", "", "fehlt „Katalog“"),
    ("Nummer;12", "Nummer;zwölf", "ist „Nummer“ nicht lesbar: zwölf"),
    ("Nummer;12", "Nummer;12\nNummer;13", "steht „Nummer“ zweimal"),
    ("02.11.2026", "31.11.2026", "ist „Stand“ nicht lesbar: 31.11.2026"),
    ("vollständig", "teilweise", "ist „Art“ nicht lesbar: teilweise"),
    ("Art;", "Gültig bis;01.11.2026\nArt;", "liegt „Gültig bis“ vor „Stand“"),
])
def test_a_head_that_lacks_something_is_refused(old, new, words):
    with pytest.raises(HeadIncomplete, match=words):
        read((HEAD.replace(old, new) + COLUMNS).encode())


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(NoColumnRow, match="Spalte „titel“ steht zweimal"):
        read((HEAD + COLUMNS.replace("traeger;", "traeger;titel;")).encode())


def test_the_limit_of_rows_is_named_and_reached_exactly():
    def row(number):
        return f"VK-1;VK-{number};aktiv;4;Deutsch;MUSTER-VHS;09.11.2026\n"
    text = HEAD + COLUMNS + "".join(map(row, range(MAX_ROWS)))
    assert len(read(text.encode()).offerings) == MAX_ROWS
    with pytest.raises(TooLarge, match=r"mehr als 20\.000 Zeilen"):
        read((text + row(MAX_ROWS)).encode())


def test_too_many_columns_and_too_many_bytes_and_an_endless_line_are_refused():
    with pytest.raises(TooLarge, match=r"mehr als 240\.000 Zeichen"):
        read((HEAD + COLUMNS + ";" * 240_001).encode())
    with pytest.raises(TooLarge, match="mehr als 60 Spalten"):
        read((HEAD + COLUMNS.replace("\n", ";x" * 54 + "\n")).encode())
    with pytest.raises(TooLarge, match="größer als 20 MB"):
        read(b"x" * (MAX_BYTES + 1))


# --- any file ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([HEAD, COLUMNS, "angebot_id", "durchfuehrung_id", "VK-1", ";", ",", "\t", '"', "\n", "\r\n",
                          "aktiv", "4", "R", "01.02.2027", "ja", "<![", "<!--", "\x00", "\u202e", "ü", "\ufeff", "|"])


@given(st.binary(max_size=200))
@example(b"\xff\xfeA\xd8")
def test_any_bytes_are_a_catalogue_or_a_sentence(data):
    with pytest.raises(CatalogueRefused) as refused:
        read(data)
    assert str(refused.value).endswith(".")


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
       st.binary(max_size=3))
def test_pieces_of_catalogues_are_a_catalogue_or_a_sentence(text, codec, rubbish):
    data = (HEAD + COLUMNS + text).encode(codec, errors="ignore") + rubbish
    try:
        found = read(data)
    except CatalogueRefused as refused:
        assert str(refused).endswith(".")
    else:
        assert isinstance(found, CatalogueFile)
        assert len({offering.key for offering in found.offerings}) == len(found.offerings)
        assert all(str(row.reason) and row.line > 5 for row in found.refused)


# What Excel can write in every encoding; separators and quotation marks are among it on purpose.
WORDS = st.text(alphabet="abzÄÖÜß€–„;,\"'0.()-/ ", max_size=25).map(lambda text: " ".join(text.split()))
IDS = st.from_regex(r"[A-Z]{2}-[0-9]{1,3}", fullmatch=True)
MAYBE_DATE = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))
UNITS = st.none() | st.integers(0, 4000).map(lambda quarters: quarters / 4)


@st.composite
def offerings(draw):
    start = draw(MAYBE_DATE)
    words = {name: draw(WORDS) for name in ("description", "provider_phone", "provider_mail", "place", "schedule",
                                            "certificate")}
    return Offering(
        key=draw(IDS), offer_key=draw(IDS), lifecycle=draw(st.sampled_from(list(STATES))), **words,
        component=draw(st.sampled_from(list(COMPONENT_LABELS))), title=draw(WORDS.filter(bool)),
        provider=draw(WORDS.filter(bool)), course_kind=draw(st.sampled_from(["", *code_list("course_kind").ids])),
        ags=draw(st.sampled_from(["", "05315000", "05978036"])), start=start,
        end=draw(st.none() | st.dates(start or date(2020, 1, 1), date(2031, 1, 1))), register_until=draw(MAYBE_DATE),
        continuous_entry=start is None or draw(st.booleans()), total_units=draw(UNITS), weekly_units=draw(UNITS),
        german_oral=draw(st.sampled_from(["", *LEVELS])), german_written=draw(st.sampled_from(["", *LEVELS])),
        age_min=draw(st.none() | st.integers(0, 30)), age_max=draw(st.none() | st.integers(30, 99)),
        residence=tuple(each for each in RESIDENCE_LABELS if draw(st.booleans())), women_only=draw(st.booleans()),
        childcare=draw(st.booleans()), travel_refund=draw(st.booleans()), seats_max=draw(st.integers(20, 40)),
        seats_free=draw(st.none() | st.integers(0, 20)), seats_as_of=draw(MAYBE_DATE))


def cell(value):
    if isinstance(value, Lifecycle):
        return STATES[value]
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def written(listed, encoding="utf-8", delimiter=";"):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([["Katalog", "Angebote Musterkreis"], ["Nummer", 12], ["Stand", "02.11.2026"],
                      ["Art", "vollständig"], [column.name for column in PROFILE]])
    writer.writerows([guarded(cell(getattr(offering, column.field))) for column in PROFILE] for offering in listed)
    return out.getvalue().encode(encoding)


@given(st.lists(offerings(), max_size=4, unique_by=lambda each: each.key),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), st.sampled_from([";", ",", "\t"]))
def test_what_is_written_is_read_back_in_every_encoding_and_separator(listed, encoding, delimiter):
    found = read(written(listed, encoding, delimiter))
    assert found.refused == ()
    assert found.offerings == tuple(listed)
    assert found.encoding == encoding.removesuffix("-sig")


def test_two_thousand_rows_are_read_quickly():
    course = file("good_utf8.csv").offerings[2]
    row = [cell(getattr(course, column.field)) for column in PROFILE]
    key = [column.name for column in PROFILE].index("durchfuehrung_id")
    lines = [";".join([*row[:key], f"VK-{number}", *row[key + 1:]]) for number in range(2_000)]
    data = written([]) + "\r\n".join(lines).encode()
    before = time.perf_counter()
    found = read(data)
    assert time.perf_counter() - before < 2
    assert len(found.offerings) == 2_000


# --- the samples that are shipped -------------------------------------------------------------------------------------

def samples():
    return [read(resources.path("samples", f"katalog_muster_{number}.csv").read_bytes()) for number in (1, 2)]


def test_the_samples_are_read_without_a_refusal_and_are_unmistakably_samples():
    for number, sample in enumerate(samples(), start=1):
        assert (sample.head.number, sample.refused, sample.unknown_columns) == (number, (), ())
        assert "MUSTER" in sample.head.name
        assert all("MUSTER" in offering.provider for offering in sample.offerings)
        assert all(offering.provider_mail.endswith("@muster.example") for offering in sample.offerings)
        assert {offering.component for offering in sample.offerings} == set(COMPONENT_LABELS)
        assert 75 <= len(sample.offerings) <= 85


def test_the_samples_name_communes_by_their_keys():
    communes = code_list("commune")
    for sample in samples():
        assert {(each.ags, each.place) for each in sample.offerings} <= {(code.id, code.label) for code in communes}


def test_the_second_sample_cancels_moves_fills_withdraws_and_adds():
    first, second = samples()
    changes = compare(first.offerings, second.offerings, second.head.mode)
    changed = [(part.field, part.new) for change in changes for part in change.fields
               if change.kind is ChangeKind.CHANGED]
    assert changed.count(("lifecycle", Lifecycle.CANCELLED)) == 5
    assert changed.count(("lifecycle", Lifecycle.FULL)) == 8
    assert sum(field == "start" for field, _ in changed) == 7
    assert sum(field == "place" for field, _ in changed) == 2
    assert sum(change.kind is ChangeKind.WITHDRAWN for change in changes) == 5
    assert sum(change.kind is ChangeKind.NEW for change in changes) == 6
