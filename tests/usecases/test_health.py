"""What is seen of health without its consent: nothing on the page, nothing in the history, nothing on paper."""

from app.domain.needs import PROTECTED_AREA
from app.store.casefile import CaseFile
from app.store.queries import shelter_day, sidebar, today
from app.store.queries.client import page
from app.store.queries.history import of_client
from app.usecases import casework, consent, health, needs, plan, plan_print
from tests.casefiles import Clock, after, opened_case
from tests.documents.printed import copied

SECRET = ("Klinik finden", "Überweisung", "Rücken")


def with_health(file: CaseFile) -> tuple[str, str]:
    """A person with goals about health and work, and the id of the consent."""
    client_id, case_id = opened_case(file)
    held = consent.add_consent(file, client_id, kind="health", given_on=after(-9))
    needs.rate(file, case_id, PROTECTED_AREA, on=after(0), level="2")
    needs.rate(file, case_id, PROTECTED_AREA, on=after(0), level="3", note="Rücken")
    needs.rate(file, case_id, "work", on=after(0), level="1")
    for title, area, step in (("Klinik finden", PROTECTED_AREA, "Überweisung"), ("Arbeit finden", "work", "Anruf")):
        plan.add_goal(file, case_id, title=title, area=area, agreed_on=after(0),
                      steps=({"title": step, "due_on": after(3)},))
    plan.tick(file, next(s.id for s in page(file, client_id).plan_steps if s.title == "Überweisung"), done=True)
    return client_id, held


def told(file: CaseFile, client_id: str) -> str:
    """Everything the page and the history say of ratings, goals, steps and follow-ups."""
    record = page(file, client_id)
    seen = health.of_page(record, file.today())
    acts = health.of_acts(of_client(file, client_id), record, file.today())
    return f"{seen.needs} {seen.goals} {seen.plan_steps} {seen.goal_reviews} {seen.follow_ups} {acts.acts}"


def test_with_its_consent_everything_is_seen_and_without_it_nothing_of_it(file: CaseFile) -> None:
    client_id, held = with_health(file)
    assert all(word in told(file, client_id) for word in (*SECRET, "Arbeit finden", "Anruf"))
    consent.withdraw_consent(file, held, after(0))
    left = told(file, client_id)
    assert not [word for word in SECRET if word in left]
    assert "Arbeit finden" in left and "Anruf" in left
    assert f"'{PROTECTED_AREA}'" not in left.replace("'kind': 'health'", "")


def test_what_was_removed_stays_hidden_too_and_comes_back_with_a_new_consent(file: CaseFile) -> None:
    client_id, held = with_health(file)
    plan.remove_goal(file, next(goal.id for goal in page(file, client_id).goals if goal.area == PROTECTED_AREA))
    consent.withdraw_consent(file, held, after(0))
    assert not [word for word in SECRET if word in told(file, client_id)]
    consent.add_consent(file, client_id, kind="health", given_on=after(0))
    assert all(word in told(file, client_id) for word in SECRET)


def test_no_list_names_a_step_toward_health_without_its_consent(file: CaseFile) -> None:
    client_id, held = with_health(file)
    casework.change_client(file, client_id, shelter="GU Hafenstraße")
    plan.tick(file, next(s.id for s in page(file, client_id).plan_steps if s.title == "Überweisung"), done=False)
    home = page(file, client_id).client.accommodation_id
    assert home is not None

    def listed() -> str:
        return f"{today.page(file).lines} {shelter_day.day(file, home).residents}"

    assert "Überweisung" in listed() and "Anruf" in listed()
    consent.withdraw_consent(file, held, after(0))
    assert "Überweisung" not in listed() and "Anruf" in listed()
    consent.add_consent(file, client_id, kind="health", given_on=after(0), expires_on=after(0))
    assert "Überweisung" in listed()


def test_the_number_beside_heute_and_the_next_day_count_no_hidden_step(file: CaseFile, clock: Clock) -> None:
    client_id, held = with_health(file)
    secret = next(s.id for s in page(file, client_id).plan_steps if s.title == "Überweisung")
    plan.tick(file, secret, done=False)
    plan.change_step(file, secret, due_on=after(20))
    assert today.page(file).next_due == after(20)
    consent.withdraw_consent(file, held, after(0))
    assert today.page(file).next_due == after(90)
    clock.go_to(after(21))
    assert (sidebar.due(file), len(today.page(file).groups["overdue"])) == (1, 1)


def test_the_printed_plan_names_no_goal_of_health_without_its_consent(file: CaseFile) -> None:
    client_id, held = with_health(file)
    assert "Klinik finden" in copied(plan_print.print_sheet(file, page(file, client_id)))[0]
    consent.withdraw_consent(file, held, after(0))
    sheet = copied(plan_print.print_sheet(file, page(file, client_id)))[0]
    assert "Klinik" not in sheet and "Arbeit finden" in sheet
