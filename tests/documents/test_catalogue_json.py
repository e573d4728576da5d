"""JSON catalogues: offers hand down what their offerings leave out, refusals name lines, and the grammar is strict."""

import json

import pytest

from app.documents import catalogue_json
from app.documents.catalogue_file import HeadIncomplete, NoColumnRow, NotText, TooLarge
from app.documents.catalogue_json import read
from tests.fuzz.seeds import JSON


def changed(old: str, new: str) -> bytes:
    text = JSON.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_what_stands_at_the_offer_holds_unless_the_offering_says_otherwise() -> None:
    said = changed('"zustand": "voll"', '"zustand": "voll", "titel": "Anders", "baustein": "R"')
    first, second = read(said).offerings
    assert (first.title, first.component, first.offer_key, first.weekly_units) == ("Deutsch", "4", "VK-1", 25.5)
    assert (second.title, second.component, second.residence, second.seats_max) == ("Anders", "R", ("duldung",), 5)
    assert first.description == second.description == "a&b"


def test_null_at_an_offering_leaves_what_the_offer_says() -> None:
    found = read(changed('"zustand": "voll"', '"zustand": "voll", "titel": null'))
    assert [offering.title for offering in found.offerings] == ["Deutsch", "Deutsch"]


def test_an_offering_may_stand_before_what_holds_for_it() -> None:
    text = ('{"angebote": [{"durchfuehrungen": [{"durchfuehrung_id": "a", "zustand": "aktiv", "beginn": "2026-11-09"}],'
            '"angebot_id": "A", "baustein": "R", "titel": "T", "traeger": "MUSTER"}],'
            '"katalog": "M", "nummer": 1, "stand": "2026-11-02", "art": "Änderung"}')
    found = read(text.encode())
    assert [(offering.key, offering.title) for offering in found.offerings] == [("a", "T")]
    assert found.head.mode == "delta"


def test_refused_offerings_are_named_by_the_line_they_begin_on() -> None:
    found = read(changed('"beginn": "2026-11-09"', '"beginn": "2026-13-09"'))
    assert [(row.line, row.key, str(row.reason)) for row in found.refused] == [
        (4, "VK-1-1", "beginn: Das Datum 2026-13-09 gibt es nicht.")]


def test_an_offer_without_offerings_does_not_vanish() -> None:
    found = read(changed('"angebote": [', '"angebote": [{"angebot_id": "leer"},'))
    assert [(row.line, str(row.reason)) for row in found.refused] == [(1, "Das Angebot hat keine Durchführung.")]


def test_unknown_members_are_named_wherever_they_stand() -> None:
    text = JSON.decode().replace('"katalog"', '"$schema": "x", "format": 1, "katalog"').replace(
        '"titel"', '"ende": "2027-01-01", "kosten": 5, "titel"').replace('"plaetze"', '"raum\\u202e": 3, "plaetze"')
    assert read(text.encode()).unknown_columns == ("format", "ende", "kosten", "raum")


def test_halves_of_characters_are_dropped() -> None:
    assert read(changed('"Deutsch"', '"Deu\\ud83dtsch"')).offerings[0].title == "Deutsch"


@pytest.mark.parametrize(("old", "new"), [
    ('"nummer": 12', '"nummer": 12, "nummer": 13'), ('"titel"', '"baustein": "5", "titel"'), ("25.5", "NaN"),
    ("25.5", "9" * 5_000), ("}]}", "}]"), ("]}]}", "]}]} x"), ('"titel":', '"titel"'), ("}\n]", "},\n]"),
    ("25.5", "[" * 100_000), ("25.5", '{"a":' * 100_000), ('"VK-1-1"', '"VK-1-1", "zustand": "voll"')])
def test_what_is_no_json_is_refused_whole_with_its_line(old: str, new: str) -> None:
    with pytest.raises(NotText, match=r"Ab Zeile \d ist die Datei kein gültiges JSON"):
        read(changed(old, new))


@pytest.mark.parametrize(("old", "new"), [
    ('"angebote": [', '"angebote": {'), ('"durchfuehrungen": [\n', '"durchfuehrungen": [1,\n'),
    ('"durchfuehrungen": [\n', '"durchfuehrungen": 5, "x": [\n'), ('"angebote": [\n', '"angebote": [5,\n')])
def test_what_is_built_otherwise_is_refused_whole(old: str, new: str) -> None:
    with pytest.raises(NoColumnRow, match="nicht aufgebaut, wie das Format es beschreibt"):
        read(changed(old, new))


@pytest.mark.parametrize(("old", "new", "words"), [
    ('"nummer": 12', '"nummer": "12"', "hat „nummer“ nicht die Form"), ('"nummer": 12', '"nummer": true', "„nummer“"),
    ('"nummer": 12', '"nummer": null', "fehlt „Nummer“"), ('"katalog": "MUSTER"', '"katalog": ""', "fehlt „Katalog“"),
    ("2026-11-02", "2026-02-30", "„Stand“ nicht lesbar"), ("vollständig", "ganz", "„Art“ nicht lesbar"),
    ('"art"', '"gueltig_bis": "2026-01-01", "art"', "liegt „Gültig bis“ vor „Stand“")])
def test_a_head_that_lacks_something_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(HeadIncomplete, match=words):
        read(changed(old, new))


def test_too_many_offerings_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_json, "MAX_ROWS", 1)
    with pytest.raises(TooLarge, match=r"mehr als 20\.000 Zeilen"):
        read(JSON)
    monkeypatch.setattr(catalogue_json, "MAX_BYTES", 100)
    with pytest.raises(TooLarge, match="größer als"):
        read(JSON)


def test_a_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(NotText, match="keine Textdatei"):
        read(json.dumps({"katalog": "Köln"}, ensure_ascii=False).encode("cp1252"))
