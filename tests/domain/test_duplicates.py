"""What two records say about being one person, and how the caseload is asked for it."""

from dataclasses import replace

import pytest
from anyascii import anyascii

from app.domain.caseload import AT_MOST, Caseload
from app.domain.dates import PartialDate
from app.domain.duplicates import (
    OTHER_NAME,
    PHONE,
    PHONE_FOR_YEAR,
    PHONE_SHARED,
    Form,
    Traits,
    birth_evidence,
    name_evidence,
    phone_evidence,
)
from app.domain.spelling import Level, level

ALI = Traits(family="Hassan", given="Ali", birth=PartialDate(2001, 5, 3))


def caseload(*people: Traits) -> Caseload:
    made = Caseload(anyascii)
    for i, one in enumerate(people):
        made.put(str(i), one)
    return made


def many(*people: Traits, number: int = 3000) -> Caseload:
    """These among so many others."""
    made = caseload(*people)
    for i in range(number):
        made.put(f"other{i}", Traits(family=f"Muster{'abcdefghij'[i % 10]}o", given="Kim", birth=PartialDate(1950)))
    return made


def found(among: Caseload, typed: Traits) -> list[str]:
    return [hit.id for hit in among.similar(typed)]


def test_swapped_names_and_swapped_day_and_month_are_found_with_their_reasons():
    for among in (caseload(ALI), many(ALI)):
        (hit,) = among.similar(Traits(family="Ali", given="Hassan", birth=PartialDate(2001, 3, 5)))
        assert hit.likeness.reasons == ("turned", "day_month")


def test_a_birth_year_alone_finds_nobody():
    assert found(caseload(*[ALI] * 20), Traits(birth=PartialDate(2001))) == []
    assert found(caseload(ALI), Traits()) == []


def test_blanks_say_nothing_for_and_nothing_against():
    among = caseload(ALI)
    bare = Traits(family="Hassan", given="Ali")
    asked = Traits(family="Hassan", given="Ali", sex="m", phone="0199 111111")
    unknown = Traits(family="Hassan", given="Ali", sex="unknown", birth=None)
    scores = {among.likeness(typed, ALI).score for typed in (bare, asked, unknown)}
    assert len(scores) == 1


def test_brothers_with_the_family_s_phone_and_an_assigned_date_are_two_people():
    one = Traits(family="Karimi", given="Ali", birth=PartialDate(2001, 1, 1), phone="0199 1234567")
    two = Traits(family="Karimi", given="Mahdi", birth=PartialDate(2001, 1, 1), phone="0199 1234567")
    assert found(many(one), two) == []
    assert found(many(one), Traits(phone="0199 1234567")) == []


@pytest.mark.parametrize(("typed", "reason"), [
    (Traits(family="Khalil", given="Wassim", birth=PartialDate(2000, 1, 1)), "assigned"),
    (Traits(family="Chalil", given="Wasim", birth=PartialDate(2000, 7, 9)), "spelled"),
    (Traits(given="وسيم", family="خليل", birth=PartialDate(2000, 7, 9)), "spelled"),
    (Traits(family="Khalil", birth=PartialDate(2000, 7, 9), phone="+49 199 7654321"), "phone"),
    (Traits(family="Khalil", given="Wassim", birth=PartialDate(2000)), "same_year"),
    (Traits(family="Samir", birth=PartialDate(2000, 7, 9), aliases=("Wassim Khalil",)), "alias"),
    (Traits(family="Khalil", given="Wassim Omar", birth=PartialDate(2000, 7, 9)), "part"),
    (Traits(family="Khalil", given="Wassim", birth=PartialDate(2001, 7, 9)), "year_slip"),
    (Traits(family="Khalil", given="Wassim", birth=PartialDate(2000, 7, 8)), "same_month"),
])
def test_what_one_person_s_records_differ_in_is_found_and_named(typed, reason):
    person = Traits(family="Khalil", given="Wassim", birth=PartialDate(2000, 7, 9), phone="0199 7654321", sex="m")
    (hit,) = many(person).similar(typed)
    assert hit.id == "0" and reason in hit.likeness.reasons


def test_two_words_written_as_one_are_one_name():
    person = Traits(family="Rahimi", given="Ahmad Resa", birth=PartialDate(2002, 4, 4))
    assert found(many(person), Traits(family="Rahimi", given="Ahmadresa", birth=PartialDate(2002, 4, 4))) == ["0"]


def test_a_rare_name_says_more_than_a_common_one():
    among = many(*[Traits(family="Karimi", given="Mohammad")] * 30, Traits(family="Zadran", given="Spozhmai"))
    common = among.likeness(*[Traits(family="Karimi", given="Mohammad")] * 2).score
    rare = among.likeness(*[Traits(family="Zadran", given="Spozhmai")] * 2).score
    assert common + 4 < rare


def test_an_assigned_date_is_weak_and_a_year_too_far_rules_a_person_out():
    january, day = PartialDate(2001, 1, 1), PartialDate(2001, 5, 3)
    assert birth_evidence(january, january)[0] < birth_evidence(day, PartialDate(2001, 3, 5))[0] \
        < birth_evidence(day, day)[0]
    assert birth_evidence(january, PartialDate(2002, 1, 1))[0] < 0 < birth_evidence(january, day)[0]
    assert birth_evidence(day, PartialDate(2005, 8, 1))[0] < -10
    assert birth_evidence(day, None) == (0.0, "")
    assert birth_evidence(PartialDate(2001, 5), day) == birth_evidence(day, PartialDate(2001, 5))
    assert birth_evidence(PartialDate(2001, 5), PartialDate(2001, 8, 1))[0] < 0


def test_a_shelter_s_phone_is_worth_little():
    assert phone_evidence("12345678", "12345678", 1) > 4 > 2 > phone_evidence("12345678", "12345678", 30) >= 1
    assert phone_evidence("", "", 1) == phone_evidence("12345678", "87654321", 1) == 0


def test_a_phone_says_more_for_a_year_apart_and_little_for_names_that_only_sound_alike():
    def of_phone(one, two):
        among = caseload()
        alone = among.likeness(one, two).score
        return among.likeness(replace(one, phone="0199 123456"), replace(two, phone="0199 123456")).score - alone

    january = replace(ALI, birth=PartialDate(2001, 1, 1))
    assert of_phone(ALI, ALI) == pytest.approx(PHONE)
    assert of_phone(january, replace(january, birth=PartialDate(2002, 1, 1))) == pytest.approx(PHONE + PHONE_FOR_YEAR)
    sister = replace(january, family="Hussein")
    assert level("hassan", "hussein") == Level.LOOSE
    assert of_phone(january, sister) == pytest.approx(PHONE_SHARED)
    assert of_phone(ALI, replace(ALI, family="Zadran")) == 0


def test_a_name_that_only_sounds_alike_is_another_name():
    hassan, hussein = (Form("name", (), (name,)) for name in ("hassan", "hussein"))
    assert name_evidence(hassan, hussein, lambda _word, _like: 4.0) == (-OTHER_NAME, ())
    assert name_evidence(hassan, hassan, lambda _word, _like: 4.0) == (4.0, ("same_name",))


def test_an_initial_finds_whoever_begins_with_it():
    among = caseload(Traits(family="Karimi", given="Mohammad"), Traits(family="Zadran", given="Mina"), ALI)
    assert set(among.bearing("m")) == {"0", "1"}
    assert among.bearing("m karimi") == ("0",)


def test_at_most_five_the_likeliest_first_and_without_those_set_apart():
    people = [Traits(family="Khalil", given="Wassim", birth=PartialDate(2000, 7, 9 + i % 2)) for i in range(8)]
    among = caseload(*people)
    hits = among.similar(people[0])
    assert len(hits) == AT_MOST and [hit.likeness.score for hit in hits] == sorted(
        (hit.likeness.score for hit in hits), reverse=True)
    assert "0" not in [hit.id for hit in among.similar(people[0], but={"0"})]


def test_whoever_is_new_changed_or_gone_is_known_at_once():
    among = caseload(ALI)
    among.warm()
    among.put("new", Traits(family="Zadran", given="Spozhmai", birth=PartialDate(1999, 9, 9)))
    typed = Traits(family="Sadran", given="Spogmai", birth=PartialDate(1999, 9, 9))
    assert found(among, typed) == ["new"]
    among.put("new", Traits(family="Muster", given="Kim", birth=PartialDate(1999, 9, 9)))
    assert found(among, typed) == []
    among.put("new", typed)
    among.drop("new")
    among.drop("nobody")
    assert found(among, typed) == [] and len(among) == 1


def test_pairs_are_named_once_and_not_those_who_are_known_to_be_two():
    twice = [Traits(family="Khalil", given="Wassim", birth=PartialDate(2000, 7, 9))] * 2
    among, steps = caseload(*twice, ALI), []
    ((one, hit),) = among.pairs(lambda done, total: steps.append((done, total)))
    assert {one, hit.id} == {"0", "1"} and steps == [(0, 3)]
    assert among.pairs(but={frozenset(("0", "1"))}) == ()


def test_a_search_finds_other_spellings_of_all_typed_words():
    among = caseload(Traits(family="Karimi", given="Mohammad"), Traits(given="محمد"), Traits(given="Mahmoud"), ALI)
    assert set(among.bearing("muhamad")) == {"0", "1"}
    assert among.bearing("karimi muhamad") == ("0",)
    assert among.bearing("") == among.bearing("xyzzy") == ()


def test_whoever_was_typed_and_then_taken_in_is_found_by_the_same_words():
    among = caseload(ALI)
    new = Traits(family="Diallo", given="Mamadou", birth=PartialDate(2003))
    assert found(among, new) == []
    among.put("new", new)
    assert found(among, new) == ["new"]
