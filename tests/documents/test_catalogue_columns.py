"""Single cells and rows of the catalogue profile: what is cleaned, what is read, what is refused and why."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.catalogue_columns import MAX_CELL, clean, read_offering
from app.domain.catalogue import Lifecycle
from app.domain.errors import UserError

LEAST = {"angebot_id": "VK-1", "durchfuehrung_id": "VK-1-1", "zustand": "aktiv", "baustein": "4",
         "titel": "Deutsch A2 kompakt", "traeger": "MUSTER-Bildungswerk", "beginn": "09.11.2026"}


def read(**cells):
    return read_offering(LEAST | cells)


def test_the_columns_with_a_star_and_a_start_are_enough():
    offering = read()
    assert (offering.key, offering.offer_key, offering.lifecycle) == ("VK-1-1", "VK-1", Lifecycle.ACTIVE)
    assert offering.start == date(2026, 11, 9)
    assert (offering.end, offering.seats_free, offering.residence) == (None, None, ())


@pytest.mark.parametrize("column", [name for name in LEAST if name != "beginn"])
def test_a_missing_column_with_a_star_is_named(column):
    with pytest.raises(UserError) as refused:
        read(**{column: "\u200e "})
    assert str(refused.value) == f"{column}: Die Angabe fehlt."


def test_a_continuous_entry_needs_no_start():
    assert read(beginn="", laufender_einstieg="ja").start is None


@pytest.mark.parametrize(("written", "day"), [
    ("09.11.2026", date(2026, 11, 9)), ("9.11.2026", date(2026, 11, 9)), ("2026-11-09", date(2026, 11, 9)),
    ("29.02.2028", date(2028, 2, 29))])
def test_dates_are_read_as_germans_and_as_iso_write_them(written, day):
    assert read(beginn=written).start == day


@pytest.mark.parametrize("written", [
    "29.02.2027", "31.04.2027", "00.01.2027", "1.1.27", "09/11/2026", "11-09-2026", "2026-9-11", "0901", "bald",
    "٠٩.١١.٢٠٢٦", "09.11.0206", "09.11.2206", "09.11.2026 00:00"])
def test_anything_else_is_no_date(written):
    with pytest.raises(UserError, match=r"^beginn: "):
        read(beginn=written)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_date_of_the_century_is_read_back_in_both_forms(day):
    assert read(beginn=f"{day:%d.%m.%Y}").start == read(beginn=day.isoformat()).start == day


@pytest.mark.parametrize(("written", "units"), [("360", 360), ("25,5", 25.5), ("1.000", 1000), ("1.000,5", 1000.5)])
def test_units_have_a_decimal_comma(written, units):
    assert read(ue_gesamt=written).total_units == units


@pytest.mark.parametrize("written", ["25.5", "-3", "1.00", "1e3", "zwölf", "1,234", "²", "inf", "nan"])
def test_other_numbers_are_refused_rather_than_guessed(written):
    with pytest.raises(UserError, match=r"^ue_woche: .*Dezimalkomma"):
        read(ue_woche=written)


@pytest.mark.parametrize("written", ["15,0", "1.000", "-1", "²", "fünf", "10000"])
def test_a_decimal_comma_is_read_only_where_the_profile_declares_it(written):
    with pytest.raises(UserError, match=r"^plaetze: .*ganze Zahl von 0 bis 9999"):
        read(plaetze=written)


def test_codes_are_read_in_upper_and_lower_case():
    offering = read(zustand="Voll", baustein="r", ger_muendlich="Alpha", ger_schriftlich="b1", nur_frauen="JA",
                    kursart="Basissprachkurs")
    assert offering.lifecycle is Lifecycle.FULL
    assert (offering.component, offering.german_oral, offering.german_written) == ("R", "alpha", "b1")
    assert (offering.women_only, offering.course_kind) == (True, "basissprachkurs")


@pytest.mark.parametrize("column", ["ger_muendlich", "ger_schriftlich"])
def test_what_is_said_only_of_persons_is_no_level_of_a_course(column):
    with pytest.raises(UserError, match="kein Code dieser Spalte"):
        read(**{column: "unknown"})


def test_residence_is_a_set_in_one_order():
    assert read(status="Duldung, gestattung,duldung").residence == ("gestattung", "duldung")


def test_a_commune_key_without_its_first_zero_says_what_excel_did():
    with pytest.raises(UserError, match=r"5978036.*Excel lässt die erste Null weg"):
        read(ags="5978036")


@pytest.mark.parametrize(("cells", "reason"), [
    ({"ende": "08.11.2026"}, "ende: Das Ende liegt vor dem Beginn."),
    ({"alter_min": "27", "alter_max": "18"}, "alter_max: Das Höchstalter liegt unter dem Mindestalter."),
    ({"plaetze": "15", "plaetze_frei": "16"}, "plaetze_frei: Es sind mehr Plätze frei, als es gibt."),
    ({"beginn": ""}, "beginn: Die Angabe fehlt, und ein laufender Einstieg ist nicht vorgesehen."),
])
def test_cells_that_contradict_each_other_are_refused(cells, reason):
    with pytest.raises(UserError) as refused:
        read(**cells)
    assert str(refused.value) == reason


@pytest.mark.parametrize("cells", [
    {"ende": "09.11.2026"}, {"alter_min": "18", "alter_max": "18"}, {"plaetze": "15", "plaetze_frei": "15"}])
def test_equal_bounds_are_no_contradiction(cells):
    assert read(**cells).key == "VK-1-1"


@pytest.mark.parametrize(("raw", "plain"), [
    ("<p>Deutsch &amp; Beruf</p><ul><li>eins</li><li>zwei</li></ul>", "Deutsch & Beruf\neins\nzwei"),
    ("vor <script>alert('x')</script>nach", "vor nach"),
    ("<img src=x onerror=alert(1)>Kurs", "Kurs"),
    ("Kurs<!-- heimlich --> für alle <![if x]> und mehr", "Kurs für alle und mehr"),
    ("Alter < 27 und > 17", "Alter < 27 und > 17"),
    ("erste Zeile\r\n\r\nzweite  Zeile", "erste Zeile\nzweite Zeile"),
    ("<br>", ""),
])
def test_html_is_taken_out_of_descriptions(raw, plain):
    assert read(beschreibung=raw).description == plain


def test_control_and_bidi_characters_are_taken_out_and_letters_of_every_script_stay():
    assert clean("\u202eMUSTER\u202c\u200f-\x07Träger\ufeff") == "MUSTER-Träger"
    assert clean(" Lernort\u00a0 سلام\tŁódź \n") == "Lernort سلام Łódź"


@pytest.mark.parametrize("code", [0x00, 0x1B, 0x7F, 0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066,
                                  0x2069, 0xFEFF])
def test_no_character_that_turns_or_hides_text_is_kept(code):
    assert clean(f"MUS{chr(code)}TER") == "MUSTER"


def test_letters_written_in_two_parts_become_one():
    assert clean("Mu\u0308ller") == "Müller"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="<>!-[]&;/\"'= abpscript\n", max_size=60))
def test_no_description_stops_the_reader(text):
    assert "\n\n" not in read(beschreibung=text).description


@pytest.mark.parametrize("piece", ["<", "<!", "<![", "<!--", "<a b=", "<a '", "&", "&#", "</", "<p>", "<script>", "<?",
                                   "<a x='>", "<a b=\">", "<a '>", "<a b=c d>", "<a/>", "</p x>"])
def test_hostile_descriptions_cost_little_time(piece):
    text = (piece * MAX_CELL)[:MAX_CELL]
    before = time.perf_counter()
    for _ in range(20):
        read(beschreibung=text)
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize(("column", "limit"), [("titel", 200), ("durchfuehrung_id", 64), ("beschreibung", MAX_CELL)])
def test_text_is_refused_beyond_its_limit_and_never_cut(column, limit):
    assert read(**{column: "a" * limit}).title
    with pytest.raises(UserError) as refused:
        read(**{column: "a" * (limit + 1)})
    assert str(refused.value) == f"{column}: Der Text ist länger als {limit} Zeichen."
