"""The benchmark itself: that it is what it claims to be, and that its two parts have no name in common."""

import time
from collections import Counter

import pytest

from app.domain.names import folded
from tests.duplicates import make, same
from tests.duplicates.pairs import FIELDS, SPLITS, Pair, pairs, path
from tests.duplicates.people import Draw, names, original, spellings
from tests.duplicates.population import caseload, newcomers
from tests.duplicates.tables import TABLES, plain, spelled

BOTH = {split: pairs(split) for split in SPLITS}
EVERY = [pair for found in BOTH.values() for pair in found]
# Particles stand before many names and tell nothing of the name.
PARTICLES = {"abdul", "abdel", "abdoul", "ould", "gebre", "ghebre", "ullah"}


def test_the_files_are_what_the_generator_writes(tmp_path):
    make.main(tmp_path)
    for split in SPLITS:
        assert (tmp_path / f"{split}.csv").read_bytes() == path(split).read_bytes()


def test_the_loader_gives_back_what_was_drawn():
    assert {split: make.pairs(split) for split in SPLITS} == BOTH


def test_there_are_enough_pairs_of_every_origin_in_both_kinds_and_a_third_is_held_out():
    counted = Counter((pair.origin, pair.same, pair.split) for pair in EVERY)
    for origin, count in make.COUNTS.items():
        for kind in (True, False):
            assert (counted[origin, kind, "tune"], counted[origin, kind, "held"]) == (count - count // 3, count // 3)
    assert sum(pair.same for pair in EVERY) >= 340 <= sum(not pair.same for pair in EVERY)


def test_every_difference_and_every_likeness_stands_in_both_parts():
    for found in BOTH.values():
        differing = {code for pair in found if pair.same for code in pair.difference}
        assert differing == {"easy", *same.OF_NAMES, *same.OF_BIRTH}
        assert {code for pair in found if not pair.same for code in pair.difference} == set(make.others.MISLEADING)


def test_no_pair_stands_there_twice_nor_turned_round():
    assert len({frozenset((pair.a, pair.b)) for pair in EVERY}) == len({pair.id for pair in EVERY}) == len(EVERY)


def test_the_parts_share_no_name():
    roots = [{root for pair in found for root in pair.roots} for found in BOTH.values()]
    assert roots[0].isdisjoint(roots[1])
    listed = [{name.root for name in names(split)} for split in SPLITS]
    assert listed[0].isdisjoint(listed[1]) and all(used <= known for used, known in zip(roots, listed, strict=True))


def test_the_parts_share_no_spelling_either():
    words = [{word for pair in found for word in _words(pair) if len(word) > 3} - PARTICLES for found in BOTH.values()]
    assert words[0].isdisjoint(words[1]), words[0] & words[1]


def _words(pair: Pair) -> list[str]:
    texts = [text for record in (pair.a, pair.b)
             for text in (record.family, record.given, record.original_script, *record.aliases)]
    return folded(" ".join(texts)).split()


@pytest.mark.parametrize("split", SPLITS)
def test_a_true_pair_differs_in_names_or_birth_unless_it_is_an_easy_one(split):
    true = [pair for pair in BOTH[split] if pair.same]
    for pair in true:
        differing = {field for field, a, b in zip(FIELDS, pair.a.cells(), pair.b.cells(), strict=True) if a != b}
        told = differing & {"family", "given", "aliases", "original_script", "birth"}
        assert bool(told - {"original_script"}) == (pair.difference != ("easy",)), pair
        assert ("birth" in differing) <= bool(set(pair.difference) & set(same.OF_BIRTH)), pair
    easy = sum(pair.difference == ("easy",) for pair in true) / len(true)
    assert 0.10 <= easy <= 0.20


def test_the_dates_of_a_true_pair_differ_as_is_said():
    for pair in EVERY:
        a, b = pair.a.birth, pair.b.birth
        if not pair.same:
            continue
        if "day_month" in pair.difference:
            assert (a.year, a.month, a.day) == (b.year, b.day, b.month)
        elif "assigned_off" in pair.difference:
            assert abs(a.year - b.year) == 1 and (a.is_assigned_looking or b.is_assigned_looking)
        else:
            assert a.year == b.year
            assert "assigned" not in pair.difference or a.is_assigned_looking != b.is_assigned_looking
            assert (a.year_only != b.year_only) == ("year_only" in pair.difference)


def test_two_people_with_the_same_names_are_born_years_apart():
    alike = [pair for pair in EVERY if pair.difference in (("namesakes",), ("turned_namesakes",))]
    assert len(alike) > 40 and all(abs(pair.a.birth.year - pair.b.birth.year) >= 3 for pair in alike)


def test_no_two_people_have_all_they_are_asked_in_common():
    for pair in EVERY:
        if not pair.same:
            assert (folded(pair.a.family), folded(pair.a.given), pair.a.birth) \
                != (folded(pair.b.family), folded(pair.b.given), pair.b.birth)


def test_the_tables_spell_names_as_they_are_met():
    for word, script, system, expected in (
        ("Ḫālid", "arabic", "bgn", "Khālid"), ("Yūsuf", "arabic", "fr", "Yousouf"),
        ("Ǧamāl", "arabic", "de", "Dschamal"),
        ("Щербаков", "cyrillic", "de", "Schtscherbakow"), ("Юлия", "cyrillic", "icao", "Iuliia"),
        ("Сергій", "ukrainian", "national", "Serhii"), ("Ђорђе", "cyrillic", "serbian", "Đorđe"),
        ("ჩხეიძე", "georgian", "bgn", "Chkheidze"), ("Խաչատրյան", "armenian", "bgn", "Khach’atryan"),
        ("ክብሮም", "ethiopic", "bgn", "Kbrom"), ("Xuseen", "somali", "english", "Husen"),
        ("Öztürk", "turkish", "icao", "Oeztuerk"), ("Diallo", "french", "english", "Jallo"),
    ):
        assert spelled(word, script, system) == expected
    assert plain("Đorđević Khach’atryan") == "Dordevic Khachatryan"
    assert all(len(columns) >= 2 for columns in TABLES.values())


def test_every_name_has_other_spellings_and_the_own_script_where_there_is_one():
    latin = {"west", "somali", "turkish", "albanian"}
    for name in names("all"):
        assert len(spellings(name)) >= 2, name
        assert bool(original(name)) != (name.origin in latin), name


def test_a_caseload_is_uneven_quick_and_the_same_for_the_same_seed():
    begun = time.process_time()
    people = caseload(3000)
    assert time.process_time() - begun < 0.5
    assert people == caseload(3000) != caseload(3000, "another") and len(people) == 3000
    births = [person.record.birth for person in people]
    assert 0.28 < sum(birth.is_assigned_looking or birth.year_only for birth in births) / 3000 < 0.42
    assert sum(1998 <= birth.year <= 2008 for birth in births) > 2850
    households = Counter(person.household for person in people)
    assert 0.25 < sum(households[person.household] > 1 for person in people) / 3000 < 0.40
    named = Counter(person.known_by[0] for person in people)
    assert named.most_common(1)[0][1] > 15 and sum(count == 1 for count in named.values()) > 200


def test_newcomers_are_nobody_of_the_caseload():
    people = caseload(1000)
    fresh = newcomers(200, among=people)
    assert not {person.known_by for person in fresh} & {person.known_by for person in people}
    homes = {person.household for person in people}
    assert 0 < sum(person.household in homes for person in fresh) < 30


def test_draws_come_from_the_seed_alone():
    assert [Draw(seed="a").below(1000) for _ in range(2)] == [Draw(seed="a").below(1000)] * 2
