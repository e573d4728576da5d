"""Half a year later: the answer stands with the case that was closed, and the follow-up is done with it."""

from datetime import date

import pytest

from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage, page
from app.usecases import closing, six_months
from app.usecases.six_months import NOT_CLOSED, NOT_REACHED, SITUATION_MISSING, TOO_EARLY
from tests.casefiles import Clock, after, every_row, opened_case, refusal

LATER = date(2027, 5, 24)


@pytest.fixture
def closed(file: CaseFile, clock: Clock) -> tuple[str, str]:
    """A person who agreed to be asked again, half a year later."""
    ids = opened_case(file)
    closing.close(file, ids[1], closing.Closing(on=after(0), reason="goal_reached", outcome_situation="school",
                                                six_months_form="signed"))
    clock.go_to(LATER)
    return ids


def asked(shown: ClientPage) -> list[str]:
    return [one.state for one in shown.follow_ups if one.rule == "followup_6m"]


def test_an_answer_is_kept_with_its_day_and_finishes_the_follow_up_in_one_act(
        file: CaseFile, closed: tuple[str, str]) -> None:
    client_id, case_id = closed
    assert asked(page(file, client_id)) == ["open"]
    six_months.answer(file, case_id, on=LATER, situation="training_company")
    shown = page(file, client_id)
    assert (shown.case.asked_6m, shown.case.situation_6m, shown.case.situation_6m_on) == (
        "yes", "training_company", LATER)
    assert asked(shown) == ["done"]
    file.undo()
    shown = page(file, client_id)
    assert (shown.case.asked_6m, shown.case.situation_6m_on, asked(shown)) == ("unknown", None, ["open"])


def test_nobody_reached_is_an_answer_too(file: CaseFile, closed: tuple[str, str]) -> None:
    six_months.answer(file, closed[1], on=LATER, situation=NOT_REACHED)
    shown = page(file, closed[0])
    assert (shown.case.asked_6m, shown.case.situation_6m, asked(shown)) == ("no", "not_reached", ["done"])


def test_a_running_case_or_a_day_before_the_end_is_refused(
        file: CaseFile, closed: tuple[str, str]) -> None:
    _client_id, running = opened_case(file, given_name="Sara")
    before = every_row(file)
    assert refusal(lambda: six_months.answer(file, running, on=LATER, situation="school")) == NOT_CLOSED
    assert refusal(lambda: six_months.answer(file, closed[1], on=after(-1), situation="school")) == TOO_EARLY
    assert refusal(lambda: six_months.answer(file, closed[1], on=LATER, situation="")) == SITUATION_MISSING
    assert every_row(file) == before
