"""What the tab Teilhabeplan says: how needs changed, how far the plan is, when it is gone through, its entries."""

from datetime import timedelta

import pytest

from app.domain.date_words import span_in_words
from app.store.casefile import CaseFile
from app.ui.client_needs_words import asked_words, need_rows
from app.ui.client_plan_words import going_on, plan_list, plan_rows, progress_words, review_words
from app.ui.client_words import next_step
from app.usecases import casework, needs, plan
from app.usecases.plan import Talk, plan_shown
from tests.ui.clientdesk import TODAY, case_of, opened_amira, record


@pytest.fixture
def client_id(file: CaseFile) -> str:
    return opened_amira(file)


def test_two_ratings_three_months_apart_show_the_change(file: CaseFile, client_id: str) -> None:
    case_id = case_of(file, client_id)
    needs.rate(file, case_id, "work", level="2", on=TODAY - timedelta(95))
    needs.rate(file, case_id, "work", level="1", resource=True, goal="Arbeit")
    needs.rate(file, case_id, "money", level="refused")
    rows = {row.key: row for row in need_rows(record(file, client_id), TODAY, TODAY)}
    work = rows["work"]
    assert (work.change, work.dots, work.words, work.mark) == ("2 → 1, 3 Monate", (2, 1), "geringer Bedarf", "target")
    assert work.spoken == "Arbeit und Praktikum, geringer Bedarf, Ressource, früher 2, jetzt 1, 3 Monate, Ziel: Arbeit"
    assert (rows["money"].words, rows["money"].change) == ("keine Angabe", "")
    assert (rows["school"].words, rows["health"].locked) == ("nicht erhoben", True)
    assert asked_words(record(file, client_id)) == "2 von 13 erhoben"
    then = {row.key: row.change for row in need_rows(record(file, client_id), TODAY - timedelta(9), TODAY)}
    assert then["work"] == "seit 31.07.2026"


@pytest.mark.parametrize(("days", "said"), [
    (1, "1 Tag"), (13, "13 Tage"), (21, "3 Wochen"), (70, "2 Monate"), (800, "2 Jahre")])
def test_a_span_is_said_as_people_count(days: int, said: str) -> None:
    assert span_in_words(TODAY, TODAY + timedelta(days)) == said


def test_the_next_step_goes_from_needs_to_goals_to_a_referral_and_back_to_the_talk(file: CaseFile,
                                                                                  client_id: str) -> None:
    case_id = case_of(file, client_id)
    casework.change_client(file, client_id, phone="0150 0000042", accommodation="own_flat")
    casework.add_level(file, client_id, on=TODAY, oral="a2")

    def proposed(days: int = 0) -> tuple[str, str]:
        ahead = next_step(record(file, client_id), TODAY + timedelta(days))
        return (ahead.text, ahead.goal) if ahead else ("", "")

    assert proposed() == ("Bedarf erheben", "tab:plan")
    needs.rate(file, case_id, "work", level="refused")
    assert proposed() == ("Ziele vereinbaren", "tab:plan")
    plan.add_goal(file, case_id, title="Arbeit", area="work", agreed_on=TODAY - timedelta(80))
    assert proposed() == ("Vermitteln", "match")
    assert proposed(10) == ("Plan durchsprechen", "panel:review")


def test_the_plan_says_what_is_late_done_and_dropped_and_when_it_is_talked_through(file: CaseFile,
                                                                                  client_id: str) -> None:
    case_id = case_of(file, client_id)
    plan.add_goal(file, case_id, title="Arbeit", area="work", agreed_on=TODAY, steps=(
        {"title": "Anruf", "who": "beide", "due_on": TODAY - timedelta(2)}, {"title": "Besuch"}, {"title": "Mappe"}))
    steps = {step.title: step.id for step in record(file, client_id).plan_steps}
    plan.tick(file, steps["Besuch"])
    plan.change_step(file, steps["Mappe"], state="dropped")
    shown = record(file, client_id)
    assert [(row.title, row.pill.text if row.pill else "", row.pill.kind if row.pill else "")
            for row in plan_list(shown, TODAY)] == [
        ("Arbeit", "", ""), ("Anruf", "seit 2 Tagen", "bad"), ("Besuch", "erledigt Di 03.11.", "ok"),
        ("Mappe", "entfällt", "plain")]
    assert plan_list(shown, TODAY)[1].spoken == "Schritt: Anruf, beide, seit 2 Tagen"
    assert progress_words(plan_shown(shown)) == "1 von 2 Schritten erledigt"
    assert review_words(plan_shown(shown), TODAY) == (
        "Noch nicht durchgesprochen, das nächste Mal bis 01.02.2027 (noch 90 Tage)")
    plan.review(file, case_id, Talk(on=TODAY, results={going_on(shown)[0].id: "reached"}, client_copy=True, note="Gut"))
    shown = record(file, client_id)
    assert review_words(plan_shown(shown), TODAY) == "Durchgesprochen am 03.11.2026"
    assert [(row.title, row.caption, row.text) for row in plan_rows(shown)] == [
        ("Teilhabeplan durchgesprochen, Fassung 1", "Arbeit: erreicht · Blatt mitgegeben", "Gut"),
        ("Ziel erreicht: Arbeit", "Arbeit und Praktikum", "")]
    assert [row.pill.text for row in plan_list(shown, TODAY) if row.pill and row.is_goal] == ["erreicht"]
