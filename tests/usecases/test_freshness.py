"""The day of a perishable fact is noted by the act that types it, in one step of the history with it."""

from dataclasses import fields

from app.domain.client import Client
from app.domain.freshness import ASKED_WITH, PERISHABLE, perishable
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.usecases import casework
from tests.casefiles import MONDAY, Clock, after, taken_in


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


def test_facts_that_last_are_not_asked_again() -> None:
    assert perishable(["family_name", "certificate"]) == ()
    assert perishable(["room", "accommodation", "mail"]) == ("phone", "accommodation")
    assert {*PERISHABLE, *ASKED_WITH} <= {field.name for field in fields(Client)}
