"""One act for several persons: who takes part, who is left out and why, one step of undo."""

from datetime import time
from pathlib import Path

from app.domain.case import CaseState
from app.store.casefile import CaseFile
from app.store.queries import clients, today
from app.store.queries import outgoing as register
from app.store.queries.clients import ClientLine
from app.usecases import bulk, bulk_letters, casework, closing
from app.usecases.bulk_letters import Appointment
from tests.casefiles import after, opened_case, refusal, taken_in


def three(file: CaseFile) -> tuple[ClientLine, ...]:
    """An intake, an open and a paused case."""
    taken_in(file, given_name="Amira", contact_language="ara")
    opened_case(file, given_name="Bilal", contact_language="tir")
    _client, case_id = opened_case(file, given_name="Cem", contact_language="urd")
    casework.pause(file, case_id, on=after(0), reason="hospital")
    return clients.lines(file)


def test_a_follow_up_for_several_is_one_step_of_undo(file: CaseFile) -> None:
    lines = three(file)
    bulk.add_follow_ups(file, lines, title=" Post  abholen ", due_on=after(1))
    made = today.page(file).lines
    assert [(line.title, line.due_on) for line in made] == [("Post abholen", after(1))] * 3
    bulk.finish(file, [line.follow_up_id for line in made])
    assert not today.page(file).lines
    file.undo()
    assert len(today.page(file).lines) == 3
    file.undo()
    assert not today.page(file).lines


def test_who_is_left_out_is_told_with_the_reason(file: CaseFile) -> None:
    lines = three(file)
    parted = bulk.for_phase(lines)
    assert [line.given for line in parted.takes] == ["Bilal", "Cem"]
    assert [(line.given, why) for line, why in parted.leaves] == [("Amira", bulk.NOT_OPENED)]
    assert len(bulk.for_follow_up(lines).takes) == len(bulk.for_letter(lines).takes) == 3
    closing.close(file, lines[1].case_id, closing.Closing(on=after(0), reason="moved", outcome_situation="unknown"))
    (closed,) = (line for line in clients.lines(file) if line.state == CaseState.CLOSED)
    assert bulk.for_phase([closed]).leaves == bulk.for_letter([closed]).leaves == ((closed, bulk.NOT_RUNNING),)


def test_a_phase_for_several_is_one_step_of_undo(file: CaseFile) -> None:
    lines = bulk.for_phase(three(file)).takes
    before = [line.phase for line in lines]
    bulk.set_phase(file, lines, "monitoring")
    assert [line.phase for line in clients.lines(file)][1:] == ["monitoring"] * 2
    file.undo()
    assert [line.phase for line in clients.lines(file)][1:] == before
    assert refusal(lambda: bulk.set_phase(file, [], "monitoring")) == bulk.NOBODY
    assert refusal(lambda: bulk.add_follow_ups(file, [], title="x", due_on=None)) == bulk.NOBODY


def test_letters_are_one_file_and_one_entry_for_each_person(file: CaseFile, tmp_path: Path) -> None:
    lines, target = three(file), tmp_path / "einladungen.pdf"
    assert bulk_letters.missing_languages(lines) == ("Urdu",)
    bulk_letters.write_pdf(file, lines, Appointment(day=after(7), at=time(10, 30), place="Amt"), target)
    assert target.read_bytes().count(b"/Type /Page\n") == 3
    entries = [line.entry for line in register.lines(file)]
    assert {entry.client_id for entry in entries} == {line.client_id for line in lines}
    assert {(entry.kind, entry.subject) for entry in entries} == {("print", "Einladung zum 30.11.2026")}
