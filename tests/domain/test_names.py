"""Names as they are: cleaning, search folding, showing, sorting."""

import unicodedata

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from app.domain.names import clean, folded, isolated, reads_right_to_left, shown, sort_key

FSI, PDI = "\u2068", "\u2069"

# Built from numbers, because the tables behind st.text() take a second to load.
TRICKY = "ßẞİıΣςﬁǅΐᾳ\u0301\u0345\u200c\u200d\u202e\u2066\x00\t\xa0\u2028-'’ـىةﷲ가क्ष٣"
TEXTS = st.lists(st.sampled_from(TRICKY) | st.integers(0, 0x2FFFF).map(chr)).map("".join)
LETTERS = [chr(n) for n in range(0x2000) if unicodedata.category(chr(n)).startswith("L")]


@pytest.mark.parametrize(("text", "form"), [
    ("Łukasz", "lukasz"), ("Straße", "strasse"), ("STRASSE", "strasse"), ("Øresund", "oresund"), ("Müller", "muller"),
    ("Đặng", "dang"), ("İbrahim", "ibrahim"), ("Işık", "isik"), ("N’Diaye", "ndiaye"), ("Al-Hassan", "al hassan"),
    ("  Maria   da Silva ", "maria da silva"), ("٠١٥١", "0151"), ("ﬁnn", "finn"),
])
def test_spellings_of_one_name_fold_to_one_form(text: str, form: str) -> None:
    assert folded(text) == form


def test_other_scripts_stay_searchable_in_themselves() -> None:
    assert folded("محمد") == "محمد"
    assert folded("مُحَمَّد") == folded("محمد")
    assert folded("علی") == folded("علي")


@pytest.mark.parametrize(("text", "form"), [
    ("محمد", "mhmd"), ("Владимир", "vladimir"), ("Łukasz", "lukasz"), ("ሰላም", "selam"),
])
def test_a_transliterator_brings_other_scripts_to_latin_letters(text: str, form: str) -> None:
    assert folded(text, anyascii) == form


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXTS)
def test_a_folded_text_has_single_blanks_and_no_capitals(text: str) -> None:
    form = folded(text)
    assert form == " ".join(form.split()) == form.casefold()


@given(TEXTS)
def test_with_a_transliterator_only_plain_letters_remain(text: str) -> None:
    assert folded(text, anyascii).isascii()


@pytest.mark.parametrize(("text", "kept"), [
    ("  Amira \t  Muster\n", "Amira Muster"),
    ("A\u0308gidius", "Ägidius"),
    ("a\u202eb\u2066c\u200f\ufeff\x00d", "abcd"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("Muster\u200c", "Muster"),
    ("Muster \u200c", "Muster"),
    ("\ud800x", "x"),
    ("e\u200e\u0301", "é"),
    ("محمد", "محمد"),
])
def test_a_name_is_stored_clean_and_whole(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.lists(st.sampled_from(LETTERS)).map("".join))
def test_letters_of_every_script_survive_cleaning(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_right_to_left_names_are_isolated_and_others_are_not() -> None:
    assert isolated("محمد") == f"{FSI}محمد{PDI}"
    assert isolated("Ali محمد") == f"{FSI}Ali محمد{PDI}"
    assert isolated("Łukasz (12)") == "Łukasz (12)"


def test_a_person_is_named_by_what_is_known() -> None:
    assert shown(family="MUSTER", given="Amira") == "MUSTER, Amira"
    assert shown(family="Abdul") == shown(given="Abdul") == "Abdul (ein Name)"
    assert shown(alias="Sam") == "Sam (Alias)"
    assert shown(family="MUSTER", given="Amira", alias="Sam") == "MUSTER, Amira"
    assert shown(given="محمد") == f"{FSI}محمد{PDI} (ein Name)"
    assert shown() == ""


def test_the_words_beside_a_name_are_translated() -> None:
    assert shown(given="Abdul", translate={"{name} (ein Name)": "{name} (one name)"}.__getitem__) == "Abdul (one name)"


def test_braces_in_a_name_stay_braces() -> None:
    assert shown(given="{name}{0}") == "{name}{0} (ein Name)"


def test_people_sort_without_regard_to_marks_and_script() -> None:
    people = [("Zoé", ""), ("Ölmez", "Ali"), ("Омар", ""), ("Oduya", "B"), ("Olsen", "C")]
    found = sorted(people, key=lambda p: sort_key(family=p[0], given=p[1], transliterate=anyascii))
    assert [family for family, _ in found] == ["Oduya", "Ölmez", "Olsen", "Омар", "Zoé"]
    assert sort_key(given="Abdul") == sort_key(family="Abdul") == sort_key(alias="Abdul")


@pytest.mark.parametrize(("text", "right"), [
    ("أميرة", True), ("(موستر)", True), ("שרה Sarah", True), ("Sarah שרה", False), ("ሰላም", False), ("12 ", False),
])
def test_a_line_begins_where_its_first_letter_belongs(text: str, right: bool) -> None:
    assert reads_right_to_left(text) is right
