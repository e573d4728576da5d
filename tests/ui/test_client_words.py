"""What the client page says in words, and what it proposes next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.ui import client_words as words
from app.ui.client_thread_rows import ALL, AUTHORITY, TALKS, hits, rows_of
from app.usecases import casework, intake
from app.usecases.contact import add_contact
from tests.ui.clientdesk import TODAY, amira, case_of, opened_amira, record


def paper(days: int | None, kind: str = "toleration_60a") -> ResidenceDocument:
    until = None if days is None else TODAY + timedelta(days=days)
    return ResidenceDocument(id="p", client_id="c", kind=kind, valid_from=date(2026, 1, 1), valid_to=until)


@pytest.mark.parametrize(("days", "tone", "said"), [
    (43, "plain", "Duldung, noch 43 Tage"), (42, "warn", "Duldung, noch 42 Tage"), (0, "warn", "Duldung, heute"),
    (-1, "bad", "Duldung, abgelaufen seit gestern"), (None, "plain", "Duldung, ohne Ablaufdatum"),
])
def test_a_paper_says_how_long_it_holds(days: int | None, tone: str, said: str) -> None:
    assert (words.paper_tone(paper(days), TODAY), words.paper_words(paper(days), TODAY)) == (tone, said)


def test_the_pills_name_paper_interpreter_language_and_state(file: CaseFile) -> None:
    found = words.pills_of(record(file, amira(file)), TODAY)
    assert [pill.text for pill in found] == ["Duldung, noch 17 Tage", "Dolmetschen: Dari", "Klärung"]


def test_an_estimated_birth_and_a_name_in_arabic_are_said_in_the_head(file: CaseFile) -> None:
    client = replace(record(file, amira(file)).client, birth=PartialDate(2001, estimated=True), original_script="أميرة")
    said = words.context_of(client, TODAY)
    assert "geb. ca. 2001 (geschätzt, etwa 25 Jahre)" in said
    assert said.endswith("\u2068أميرة\u2069")


def test_the_next_step_follows_state_and_facts(file: CaseFile) -> None:
    client_id = amira(file)

    def proposed() -> str:
        ahead = words.next_step(record(file, client_id), TODAY)
        return ahead.text if ahead else ""

    case_id = case_of(file, client_id)
    assert proposed() == "Fall eröffnen"
    intake.open_case(file, case_id, intake.Opening(on=TODAY, override_reason="Probe"))
    assert proposed() == "Angaben ergänzen"
    casework.change_client(file, client_id, phone="0150 0000042", accommodation="own_flat")
    assert proposed() == "Deutschstand eintragen"
    casework.add_level(file, client_id, on=TODAY, oral="a2")
    assert proposed() == "Bedarf erheben"
    casework.change_paper(file, record(file, client_id).papers[0].id, valid_from=date(2026, 1, 1),
                          valid_to=date(2026, 10, 1))
    assert proposed() == "Papier eintragen"
    casework.pause(file, case_id, on=TODAY, reason="away")
    assert proposed() == "Fall fortsetzen"


def test_the_thread_holds_everything_and_each_chip_its_part(file: CaseFile) -> None:
    client_id = opened_amira(file)
    case_id = case_of(file, client_id)
    add_contact(file, case_id, on=TODAY, kind="phone", minutes=10, text="Zeugnis")
    add_contact(file, case_id, on=TODAY, kind="third_party", result="not_met")
    casework.add_level(file, client_id, on=TODAY, oral="a2", written="a1")
    stored = record(file, client_id)
    titles = {row.title for row in rows_of(stored, ALL)}
    assert {"Telefonat, 10 Min.", "Gespräch mit Dritten", "Fall eröffnet", "Papier: Duldung (§ 60a AufenthG)",
            "Deutschstand: A2 mündlich, A1 schriftlich", "Einwilligung: Begleitung und Aktenführung"} <= titles
    assert {row.title for row in rows_of(stored, TALKS)} == {"Telefonat, 10 Min.", "Gespräch mit Dritten"}
    assert "Gespräch mit Dritten" in {row.title for row in rows_of(stored, AUTHORITY)}
    assert "Telefonat, 10 Min." not in {row.title for row in rows_of(stored, AUTHORITY)}
    assert len(hits(stored, rows_of(stored, ALL), "zeug")) == 1


def test_the_newest_stands_first(file: CaseFile) -> None:
    client_id = opened_amira(file)
    for days in (3, 1, 2):
        add_contact(file, case_of(file, client_id), on=TODAY - timedelta(days=days), text=str(days))
    assert [row.text for row in rows_of(record(file, client_id), TALKS)] == ["1", "2", "3"]
