"""Ratings as acts: a new day is a new record, the same day corrects, health waits for its consent."""

from app.domain.case import Phase
from app.domain.needs import LOCKED
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.usecases import casework, consent, needs
from app.usecases.casework import IN_FUTURE
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in


def ratings(file: CaseFile, client_id: str) -> list[tuple[str, str, int]]:
    found = sorted(page(file, client_id).needs, key=lambda n: (n.area, n.on))
    return [(n.area, n.level, (n.on - after(0)).days) for n in found]


def test_two_ratings_three_months_apart_are_both_kept(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    needs.rate(file, case_id, "work", level="2", goal="Arbeit finden")
    clock.go_to(after(91))
    needs.rate(file, case_id, "work", level="1")
    assert ratings(file, client_id) == [("work", "2", 0), ("work", "1", 91)]
    assert {n.goal for n in page(file, client_id).needs} == {"Arbeit finden"}


def test_the_same_day_corrects_and_taking_it_back_leaves_no_rating(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    needs.rate(file, case_id, "work", level="2", on=after(-90))
    needs.rate(file, case_id, "money", level="3")
    needs.rate(file, case_id, "money", level="refused")
    needs.rate(file, case_id, "money", resource=True)
    assert ratings(file, client_id) == [("money", "refused", 0), ("work", "2", -90)]
    needs.rate(file, case_id, "money", level="unknown", resource=False)
    assert ratings(file, client_id) == [("work", "2", -90)]
    file.undo()
    assert ratings(file, client_id)[0] == ("money", "refused", 0)


def test_health_is_refused_without_its_consent_and_nothing_else_is(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    before = every_row(file)
    assert refusal(lambda: needs.rate(file, case_id, "health", level="1")) == LOCKED
    assert refusal(lambda: needs.rate(file, case_id, "work", level="1", on=after(1))) == IN_FUTURE
    assert every_row(file) == before
    consent_id = consent.add_consent(file, client_id, kind="health", given_on=after(0))
    needs.rate(file, case_id, "health", level="1")
    consent.withdraw_consent(file, consent_id, after(0))
    assert refusal(lambda: needs.rate(file, case_id, "health", level="2")) == LOCKED
    assert ratings(file, client_id) == [("health", "1", 0)]


def test_the_first_rating_moves_the_case_on_to_assessment_and_never_back(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    needs.rate(file, case_id, "work", level="1")
    assert page(file, client_id).case.phase == Phase.ASSESSMENT
    casework.change_case(file, case_id, phase=Phase.MONITORING)
    needs.rate(file, case_id, "work", level="2")
    assert page(file, client_id).case.phase == Phase.MONITORING


def test_several_areas_are_one_act(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    needs.rate_several(file, case_id, {"work": {"level": "1"}, "money": {"level": "0", "note": "Konto fehlt"}})
    assert len(page(file, client_id).needs) == 2
    assert file.undo() == needs.RATE
    assert page(file, client_id).needs == ()
