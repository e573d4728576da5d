"""German levels as dated assessments: the latest counts, and an unknown level is neither enough nor too little."""

from datetime import date

import pytest

from app.domain.codes import code_list
from app.domain.language import LEVELS, LanguageAssessment, at_least, latest


def assessed(identity: str, on: date, oral: str) -> LanguageAssessment:
    return LanguageAssessment(id=identity, client_id="client", on=on, oral=oral)


def test_the_latest_assessment_up_to_the_day_counts() -> None:
    spring, autumn = assessed("a", date(2026, 3, 1), "a1"), assessed("b", date(2026, 9, 1), "a2")
    assert latest([autumn, spring], date(2026, 8, 31)) == spring
    assert latest([autumn, spring], date(2026, 9, 1)) == autumn
    assert latest([autumn], date(2026, 8, 31)) is None


def test_of_two_assessments_of_one_day_the_same_one_always_counts() -> None:
    one, two = assessed("a", date(2026, 3, 1), "a1"), assessed("b", date(2026, 3, 1), "a2")
    assert latest([one, two], date(2026, 3, 1)) == latest([two, one], date(2026, 3, 1))


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_reaches_itself_and_everything_below(level: str) -> None:
    place = LEVELS.index(level)
    assert [at_least(level, wanted) for wanted in LEVELS] == [True] * (place + 1) + [False] * (len(LEVELS) - place - 1)
    assert at_least(level, "") is True


@pytest.mark.parametrize("level", ["unknown", "refused", ""])
def test_an_unknown_level_answers_neither_yes_nor_no(level: str) -> None:
    assert at_least(level, "a1") is None


def test_the_ladder_is_that_of_the_code_list() -> None:
    assert [code for code in code_list("cefr").ids if code in LEVELS] == list(LEVELS)
