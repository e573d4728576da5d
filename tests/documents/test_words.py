"""The words of letters and sheets: every language complete, in letters that are printed, with the same blanks."""

from datetime import date, time
from string import Formatter

import pytest

from app.documents import scripts, words
from app.domain.codes import code_list

GERMAN = words.known_words("deu")


@pytest.mark.parametrize("language", words.languages())
def test_a_language_has_every_word_and_no_letter_without_a_font(language: str) -> None:
    of = words.known_words(language)
    assert of.language == language and language in code_list("language")
    assert of.invitation.keys() == GERMAN.invitation.keys() and of.plan.keys() == GERMAN.plan.keys()
    assert of.slip.keys() == GERMAN.slip.keys()
    texts = (*of.weekdays, of.when, of.clock, of.open, of.name, *of.invitation.values(), *of.plan.values(),
             *of.slip.values())
    assert len(set(of.weekdays)) == 7 and all(text.strip() for text in texts)
    assert scripts.unprintable(texts) == ()
    assert of.to_left == scripts.runs_to_left(of.invitation["text"])


@pytest.mark.parametrize("language", words.languages())
def test_the_blanks_of_a_text_are_those_of_the_german_one(language: str) -> None:
    for key, text in words.known_words(language).invitation.items():
        assert blanks(text) == blanks(GERMAN.invitation[key])


def test_the_languages_most_people_speak_are_there() -> None:
    spoken = {"deu", "eng", "fra", "ara", "fas", "prs", "pus", "tir", "som", "tur", "rus", "ukr"}
    assert spoken <= set(words.languages())


def test_a_language_without_words_has_none() -> None:
    assert words.words_in("ckb") is None and words.words_in("unknown") is None and words.words_in("../deu") is None
    with pytest.raises(ValueError, match="ckb"):
        words.known_words("ckb")


def test_day_and_time_are_said_in_the_language_or_that_they_are_open() -> None:
    assert scripts.visual(GERMAN.day(date(2026, 11, 10)), False) == "Dienstag, 10.11.2026"
    assert scripts.visual(GERMAN.time(time(9, 5)), False) == "09:05 Uhr"
    assert GERMAN.day(None) == GERMAN.time(None) == "noch offen"
    assert "ጀርመን" in words.known_words("tir").time(time(9, 5))


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
