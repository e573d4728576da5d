"""„Stimmt das noch?“: what is to be asked again, and since when."""

from datetime import date, timedelta

import pytest

from app.domain.client import Client
from app.domain.freshness import LEVEL, PAPER, PERISHABLE, FactCheck, Stale, is_told, stale
from app.domain.language import LanguageAssessment
from app.domain.residence import ResidenceDocument

TODAY = date(2026, 11, 3)
AMIRA = Client(id="1", number=1, phone="0150 0000042", room="12", employment="care", livelihood="asylblg")


def check(fact: str, on: date) -> FactCheck:
    return FactCheck(id=fact, client_id="1", fact=fact, on=on)


def level(on: date) -> LanguageAssessment:
    return LanguageAssessment(id="l", client_id="1", on=on, oral="a2")


@pytest.mark.parametrize(("told", "asked"), [
    (date(2026, 8, 4), False), (date(2026, 8, 3), True), (date(2026, 7, 3), True),
])
def test_a_telephone_is_asked_again_after_three_months(told: date, asked: bool) -> None:
    client = Client(id="1", number=1, phone="0150 0000042")
    found = stale(client, [check("phone", told)], None, None, TODAY)
    assert found == ((Stale(fact="phone", since=told),) if asked else ())


def test_the_oldest_comes_first_and_what_nobody_dated_before_it() -> None:
    checks = [check("phone", TODAY - timedelta(200)), check("employment", TODAY - timedelta(300)),
              check("livelihood", TODAY)]
    assert [one.fact for one in stale(AMIRA, checks, None, None, TODAY)] == ["accommodation", "employment", "phone"]


def test_what_nobody_said_is_not_asked_again() -> None:
    assert stale(Client(id="1", number=1), [check("phone", date(2020, 1, 1))], None, None, TODAY) == ()
    assert [fact for fact in PERISHABLE if is_told(AMIRA, fact)] == list(PERISHABLE)


def test_a_level_holds_a_year_from_its_day_or_its_last_confirmation() -> None:
    blank, old = Client(id="1", number=1), level(date(2025, 6, 1))
    assert stale(blank, [], old, None, TODAY) == (Stale(fact=LEVEL, since=old.on),)
    assert stale(blank, [check(LEVEL, date(2026, 1, 1))], old, None, TODAY) == ()
    assert stale(blank, [], level(date(2026, 1, 1)), None, TODAY) == ()


def test_an_expired_paper_asks_for_another_one() -> None:
    blank = Client(id="1", number=1)
    paper = ResidenceDocument(id="p", client_id="1", kind="permission", valid_from=date(2026, 1, 1), valid_to=TODAY)
    assert stale(blank, [], None, paper, TODAY) == ()
    assert stale(blank, [], None, paper, TODAY + timedelta(1)) == (Stale(fact=PAPER, since=TODAY),)
