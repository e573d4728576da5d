"""Passphrases to offer and the judgement of chosen ones."""

import itertools
import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.domain.codes import code_list
from app.vault.passphrase import ENOUGH_LOG10, generate, judge


def words(name: str) -> list[str]:
    return resources.path("words", name).read_text(encoding="ascii").splitlines()


def test_the_list_holds_8192_different_plain_words() -> None:
    listed = words("de_8192.txt")
    assert len(listed) == len(set(listed)) == 8192
    assert listed == sorted(listed)
    assert all(re.fullmatch("[a-z]{6,17}", word) for word in listed)


def test_no_offered_word_is_the_beginning_of_another_so_joined_words_stay_apart() -> None:
    listed = words("de_8192.txt")
    # sorted, a word that begins another stands directly before one that begins with it
    assert [one for one, after in itertools.pairwise(listed) if after.startswith(one)] == []


def test_no_two_offered_words_differ_in_one_letter_that_is_easily_misheard() -> None:
    heard = [re.sub("ae|oe|ue", "?", word).translate(str.maketrans("dgb", "tkp")) for word in words("de_8192.txt")]
    assert len(heard) == len(set(heard))


def test_every_commune_with_a_year_or_a_season_is_refused() -> None:
    communes = [code.label for code in code_list("commune").active()]
    assert len(communes) == 396
    chance = random.Random(5)
    for name in chance.sample(communes, 40):
        season = chance.choice(("Sommer", "Herbst", "Winter", "Frühling"))
        for password in (f"{name}2026!", f"{season}-{name}-2026"):
            assert not judge(password).accepted, password


def test_no_offered_word_speaks_of_flight_police_or_religion() -> None:
    listed = set(words("de_8192.txt"))
    unwanted = re.compile("flucht|fluecht|asyl|polizei|abschieb|migra|kirch|moschee|islam|christ|jude|krieg$|mord|nazi")
    assert {word for word in listed if unwanted.search(word)} == set()
    assert listed.isdisjoint(
        {"deportation", "exil", "illegal", "staatenlos", "glaube", "kopftuch", "passwort", "kennwort"}
    )


def test_the_frequent_words_are_plain_and_known_once_each() -> None:
    often = words("often_de.txt")
    assert len(often) == len(set(often))
    assert all(re.fullmatch("[a-z0-9]{2,24}", word) for word in often)
    assert {"gelsenkirchen", "duesseldorf", "fluechtling", "sommer"} <= set(often)


def test_five_words_are_chosen_evenly_from_the_whole_list() -> None:
    asked: list[int] = []

    def last(choices: Sequence[str]) -> str:
        asked.append(len(choices))
        return choices[-1]

    phrase = generate(choose=last)
    assert asked == [8192] * 5
    assert phrase == "-".join([words("de_8192.txt")[-1]] * 5)
    assert generate() != generate()
    assert len(generate(words=6).split("-")) == 6


@given(st.integers(0, 2**32))
def test_what_is_offered_is_also_accepted(seed: int) -> None:
    verdict = judge(generate(choose=random.Random(seed).choice))
    assert verdict.accepted and verdict.sentence is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "Fluechtling2024",
        "Flüchtling2024",
        "Flu\u0308chtling2024",
        "Sommer2026!",
        "Sommer-2026!",
        "Sommersonne2026!",
        "Duesseldorf1",
        "Düsseldorf1",
        "Gelsenkirchen#2025",
        "Muelheim-an-der-Ruhr-2026",
        "Schloß Holte-Stukenbrock 2025!",
        "Kreis-Warendorf-2024",
        "Herbst-Winter-2025-2026",
        "Sommer-Sonne-2026!",
        "Bad.Oeynhausen.Frühling.26",
        "Jobcenter_Dortmund_2026",
        "Teilhabemanager2026!",
        "Passwort123!",
        "Kennwort2026!",
        "qwertz123456",
        "Schalke04!",
        "19871987",
        "Hallo Hallo Hallo Hallo",
        "a" * 200,
    ],
)
def test_what_is_easily_guessed_is_refused_with_a_sentence(password: str) -> None:
    verdict = judge(password)
    assert not verdict.accepted
    assert verdict.guesses_log10 < ENOUGH_LOG10
    assert verdict.sentence is not None and "fünf Wörter" in verdict.sentence


@pytest.mark.parametrize(
    "password",
    ["Mein Hund frisst gern rote Äpfel", "x7$kQ!9#m2Lw", "Wolke-7-Fahrrad-tropft-lila", "Я люблю синий зонтик и чай"],
)
def test_a_long_sentence_or_real_randomness_is_accepted(password: str) -> None:
    assert judge(password).accepted


def test_the_name_of_the_office_makes_a_password_easier() -> None:
    password = "Quarzhofener-Mustertal24x"
    assert judge(password, ["Quarzhofener Mustertal"]).guesses_log10 < judge(password).guesses_log10
    assert not judge(password, ["Quarzhofener Mustertal"]).accepted


def test_both_spellings_of_an_umlaut_are_judged_alike() -> None:
    assert judge("Übung-macht-Käse").guesses_log10 == judge("U\u0308bung-macht-Ka\u0308se").guesses_log10


@given(st.text(max_size=100))
def test_any_text_gets_a_judgement(password: str) -> None:
    verdict = judge(password)
    assert verdict.guesses_log10 >= 0
    assert verdict.accepted == (verdict.sentence is None)
