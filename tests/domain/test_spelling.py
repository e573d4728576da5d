"""Spellings of one name lie near each other, two names do not; what is written in another way is found by its keys."""

import pytest
from anyascii import anyascii
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.sounds import coarse, readings, words
from app.domain.spelling import Level, keys, level, looked_for


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


def test_a_word_that_can_be_read_in_many_ways_has_a_dozen_keys_at_most():
    many, few = (coarse(readings(word)[0]) for word in ("thxlthxrthx", "karim"))
    assert len(many) == 12 and few == {"krn"}
    assert len(keys("thxlthxrthx")) < 400


def test_a_slip_of_the_finger_is_told_from_another_spelling():
    assert near("Khalde", "Khaled") == near("Stanikzai", "Stanitzai") == Level.SLIP
    assert near("Ahemt", "Ahmet") == Level.SLIP
    assert near("Sutlan", "Sultan") == Level.SLIP


def test_particles_belong_to_their_name():
    assert words("Abd al-Rahman", anyascii) == ("abdrahman",)
    assert words("Zabih Ullah") == ("zabihullah",)
    assert words("Al Masri") == words("Masri") == ("masri",)
    assert words("Ben Ali") == ("benali",)
    assert words("Abdul") == ("abdul",)
    assert words("G/Mariam Haile") == ("gebremariam", "haile")
    assert words("عبد الرحمن") == ("عبدرحمن",)
    assert words("") == words(" - ") == ()


NAMES = st.text("abcdehijklmnoqrstuwxyzأمحدخليشرعنو", min_size=1, max_size=10)


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_likeness_does_not_depend_on_who_is_asked(one, two):
    assert level(one, two) == level(two, one)
    assert level(one, one) == Level.SAME


PARTS = st.text("abcdehijklmnoqrstuwxyz", min_size=1, max_size=4)


# a change that is no variant in its place is no example
@settings(max_examples=100, deadline=None)
@given(st.tuples(PARTS, st.sampled_from(("ae", "ei", "ou", "kq", "ck", "sz", "yj", "yi", "wu")), PARTS).map(
    lambda drawn: (drawn[0] + drawn[1][0] + drawn[2], drawn[0] + drawn[1][1] + drawn[2])
).filter(lambda pair: level(*pair) == Level.VARIANT))
def test_variants_share_a_key(pair):
    one, two = pair
    assert keys(two) & looked_for(one) and keys(one) & looked_for(two)
