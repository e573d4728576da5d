"""Spellings of one name lie near each other, two names do not; what is written in another way is found by its keys."""

import pytest
from anyascii import anyascii
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.sounds import words
from app.domain.spelling import Level, keys, level, looked_for, spelling_key


def near(one: str, two: str) -> Level | None:
    return level(*("".join(words(name, anyascii)) for name in (one, two)))


@pytest.mark.parametrize("spellings", [
    "Mohammad Muhammed Mohamed Maxamed محمد", "Yusuf Youssef Jusuf يوسف", "Hussein Hossein Hosain Xuseen حسین",
    "Khaled Khalid Chalid خالد", "Qasem Kassem Ghasem Gasim قاسم", "Schirin Shirin Chirine Şirin شيرين",
    "Jawad Dschawad Djawad Javad جواد", "Cherkaoui Scherkaui شرقاوي", "Abdul-Rahman Abdoulrahman Cabdiraxmaan",
    "Zabihullah Zabiullah Sabihullah", "Gebremariam G/Mariam", "Tesfay Tesfai Tesfaj", "Diallo Jalloh Djallo",
    "Camara Kamara", "Çağlar Caglar Tschaglar", "Şahin Sahin Schahin", "Hoxha Hodscha", "Đorđević Djordjevic",
    "Aleksandr Alexander Alexandr", "Schewtschenko Shevchenko Ševčenko", "Al-Masri Almasri Masry",
])
def test_spellings_of_one_name_are_variants(spellings):
    first, *others = spellings.split()
    assert [other for other in others if near(first, other) not in (Level.SAME, Level.VARIANT)] == []


@pytest.mark.parametrize("pair", [
    "Ahmadi Ahmadzai", "Karim Karimi", "Hassan Hussein", "Ahmad Hamad", "Karimi Rahimi", "Selam Semhar", "Reza Rezai",
    "Ali Wali", "Mamadou Amadou", "Yilmaz Yildiz", "Jovanovic Jovanoski", "Karim Karima", "Bah Barry", "12 13",
])
def test_two_names_are_no_variants(pair):
    assert near(*pair.split()) not in (Level.SAME, Level.VARIANT)


@pytest.mark.parametrize(("short", "full"), [
    ("Moh.", "Mohammad"), ("Mhd", "Muhammad"), ("M.", "Mustafa"), ("Naqib", "Naqeebullah"), ("Bouba", "Boubacar"),
    ("Emeka", "Chukwuemeka"), ("Sascha", "Aleksandr"), ("Abdi", "Abdirahman"), ("Marie", "Mariama"),
])
def test_shortened_names_are_known_as_such(short, full):
    assert near(short, full) == near(full, short) == Level.SHORT


def test_a_slip_of_the_finger_is_told_from_another_spelling():
    assert near("Khalde", "Khaled") == near("Stanikzai", "Stanitzai") == Level.SLIP
    assert near("Ahemt", "Ahmet") == Level.SLIP


def test_particles_belong_to_their_name():
    assert words("Abd al-Rahman", anyascii) == ("abdrahman",)
    assert words("Zabih Ullah") == ("zabihullah",)
    assert words("Al Masri") == words("Masri") == ("masri",)
    assert words("Ben Ali") == ("benali",)
    assert words("Abdul") == ("abdul",)
    assert words("G/Mariam Haile") == ("gebremariam", "haile")
    assert words("عبد الرحمن") == ("عبدرحمن",)
    assert words("") == words(" - ") == ()


def test_one_key_finds_all_spellings():
    assert {spelling_key(name, anyascii) for name in ("Mohammed", "محمد", "Muḥammad")} == {spelling_key("muhamad")}
    assert spelling_key("Karimi") != spelling_key("Rahimi")


NAMES = st.text("abcdehijklmnoqrstuwxyzأمحدخليشرعنو", min_size=1, max_size=10)


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_likeness_does_not_depend_on_who_is_asked_and_variants_share_a_key(one, two):
    assert level(one, two) == level(two, one)
    assert level(one, one) == Level.SAME
    if level(one, two) == Level.VARIANT:
        assert keys(two) & looked_for(one) or (one[0] > "\u0600") != (two[0] > "\u0600")
