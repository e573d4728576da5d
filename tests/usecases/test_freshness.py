"""The day of a perishable fact is noted by the act that types it, in one step of the history with it."""

from dataclasses import fields

from app.domain.client import Client
from app.domain.freshness import ASKED_WITH, LEVEL, PERISHABLE, perishable
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.usecases import casework, closing
from app.usecases.closing import Closing
from app.usecases.freshness import NOTHING_THERE, confirm, to_ask
from tests.casefiles import MONDAY, Clock, after, opened_case, refusal, taken_in


def told(file: CaseFile, client_id: str) -> dict[str, object]:
    return {check.fact: check.on for check in page(file, client_id).fact_checks}


def test_intake_notes_what_it_was_told(file: CaseFile) -> None:
    silent, _ = taken_in(file)
    spoken, _ = taken_in(file, phone="0150 0000001", shelter="Nordhof")
    assert told(file, silent) == {}
    assert told(file, spoken) == {"phone": after(0), "accommodation": after(0)}


def test_a_change_notes_its_day_once_per_fact(file: CaseFile, clock: Clock) -> None:
    client_id, _ = taken_in(file, phone="0150 0000001")
    clock.go_to(after(40))
    casework.change_client(file, client_id, room="12", employment="care", occupation="Schneiderin")
    assert told(file, client_id) == {"phone": after(0), "accommodation": after(40), "employment": after(40)}
    clock.go_to(after(50))
    casework.change_client(file, client_id, messenger="amira_m", livelihood="asylblg")
    assert told(file, client_id) == {
        "phone": after(50), "accommodation": after(40), "employment": after(40), "livelihood": after(50)}
    file.undo()
    assert told(file, client_id)["phone"] == MONDAY.date()
    assert "livelihood" not in told(file, client_id)


def test_a_fact_taken_away_says_nothing_about_today(file: CaseFile, clock: Clock) -> None:
    client_id, _ = taken_in(file, phone="0150 0000001")
    clock.go_to(after(5))
    casework.change_client(file, client_id, phone="")
    assert told(file, client_id) == {"phone": after(0)}


def test_nothing_is_asked_again_of_whom_nobody_accompanies_any_more(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file, phone="0150 0000001")
    clock.go_to(after(200))
    assert [(one.fact, one.since) for one in to_ask(page(file, client_id), file.today())] == [("phone", after(0))]
    closing.close(file, case_id, Closing(on=after(200), reason="moved_away", outcome_situation="unknown"))
    assert to_ask(page(file, client_id), file.today()) == ()
    closing.begin_again(file, client_id, access_route="self")
    assert [one.fact for one in to_ask(page(file, client_id), file.today())] == ["phone"]


def test_what_is_confirmed_must_have_been_told(file: CaseFile, clock: Clock) -> None:
    client_id, _ = taken_in(file, phone="0150 0000001")
    clock.go_to(after(100))
    for fact in ("employment", LEVEL):
        assert refusal(lambda fact=fact: confirm(file, client_id, fact)) == NOTHING_THERE
    assert confirm(file, client_id, "phone") and told(file, client_id) == {"phone": after(100)}
    assert not confirm(file, client_id, "phone")
    casework.add_level(file, client_id, on=after(0), oral="a2")
    assert confirm(file, client_id, LEVEL) and told(file, client_id)[LEVEL] == after(100)


def test_facts_that_last_are_not_asked_again() -> None:
    assert perishable(["family_name", "certificate"]) == ()
    assert perishable(["room", "accommodation", "mail"]) == ("phone", "accommodation")
    assert {*PERISHABLE, *ASKED_WITH} <= {field.name for field in fields(Client)}
