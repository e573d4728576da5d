"""A day in a shelter: read by room and by need, written as one act, put off, printed without names."""

from datetime import time
from pathlib import Path

import pytest

from app.domain.appointment import KEPT, PLANNED
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import appointments as appointment_query
from app.store.queries import outgoing as register
from app.store.queries import shelter_day as days
from app.store.queries import shelters
from app.store.queries.client import page
from app.usecases import appointments, blank_print, followup, shelter_day, shelter_day_print
from app.usecases.casework import IN_FUTURE
from app.usecases.new_file import ALREADY_THERE, CANNOT_WRITE
from app.usecases.shelter_day import Noted
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in
from tests.documents.printed import copied

SHELTER = "GU Hafenstraße"


def home(file: CaseFile) -> str:
    (line,) = shelters.lines(file)
    return line.shelter.id


def home_of(file: CaseFile, name: str) -> str:
    return next(line.shelter.id for line in shelters.lines(file) if line.shelter.name == name)


def house(file: CaseFile) -> list[str]:
    """Three residents: rooms 10 and 2, and one without a room; their cases."""
    rooms = (("Amira", "10"), ("Ali", "2"), ("Sam", ""))
    return [opened_case(file, given_name=name, room=room, shelter=SHELTER)[1] for name, room in rooms]


def names(found: tuple[days.Resident, ...]) -> list[str]:
    return [one.given_name for one in found]


def test_residents_stand_by_room_or_by_what_is_overdue(file: CaseFile, clock: Clock) -> None:
    _ten, two, none = house(file)
    followup.add(file, none, title="Zeugnis", due_on=after(-2))
    followup.add(file, two, title="Rückruf", due_on=after(0))
    followup.add(file, two, title="Später", due_on=after(9))
    followup.add(file, two, title="Gelegentlich", due_on=None)
    day = days.day(file, home(file))
    assert (names(day.by_room()), names(day.by_need())) == (["Ali", "Amira", "Sam"], ["Sam", "Ali", "Amira"])
    assert [due.title for due in day.by_room()[0].waiting] == ["Rückruf", "Gelegentlich"]
    clock.go_to(after(60))
    assert all(one.silent for one in days.day(file, home(file)).residents)


def test_only_running_cases_are_visited(file: CaseFile) -> None:
    taken_in(file, shelter=SHELTER)
    from_elsewhere = opened_case(file, given_name="Ali")[1]
    day = days.day(file, home(file))
    assert (names(day.residents), day.others) == (["Amira"], 0)
    assert from_elsewhere not in {one.case_id for one in day.residents}
    with pytest.raises(UserError):
        days.day(file, "gone")


def test_a_day_is_one_act_with_contacts_next_steps_and_what_was_settled(file: CaseFile) -> None:
    ten, two, none = house(file)
    done = followup.add(file, none, title="Zeugnis", due_on=after(-2))
    file.save_draft(shelter_day.draft_kind(home(file)), {}, "")
    before = every_row(file)
    count = shelter_day.enter(file, home(file), [
        Noted(case_id=ten, result="reached", minutes=15, text="Kurs gefunden", next_step="Anmelden", next_on=after(7)),
        Noted(case_id=two, result="not_met"), Noted(case_id=none, done=(done,))], on=after(-1))
    people = {one.case_id: page(file, one.client_id) for one in days.day(file, home(file)).residents}
    (met,), (tried,) = people[ten].contacts, people[two].contacts
    assert (count, met.kind, met.on, met.minutes, met.text) == (2, "in_person_shelter", after(-1), 15, "Kurs gefunden")
    assert (tried.result, people[none].contacts) == ("not_met", ())
    assert [(f.title, f.due_on, f.state) for f in people[ten].follow_ups] == [("Anmelden", after(7), "open")]
    assert [f.state for f in people[none].follow_ups] == ["done"]
    assert file.drafts() == ()
    assert file.undo() == shelter_day.ENTER
    now = every_row(file)
    assert all(now[table] == before[table] for table in ("contact", "follow_up", "case_", "client"))


def test_a_day_to_come_is_refused_and_its_draft_stays(file: CaseFile) -> None:
    (ten, *_others) = house(file)
    file.save_draft(shelter_day.draft_kind(home(file)), {}, "")
    before = every_row(file)
    entry = [Noted(case_id=ten, result="reached")]
    assert refusal(lambda: shelter_day.enter(file, home(file), entry, on=after(1))) == IN_FUTURE
    assert every_row(file) == before


def test_who_was_not_met_is_looked_for_again_in_one_act(file: CaseFile) -> None:
    ten, two, _none = house(file)
    shelter_day.try_again(file, [ten, two], on=after(1))
    planned = [page(file, one.client_id).follow_ups for one in days.day(file, home(file)).by_room()]
    assert [[(f.title, f.due_on) for f in of_one] for of_one in planned] == [
        [(shelter_day.AGAIN, after(1))], [(shelter_day.AGAIN, after(1))], []]
    assert file.undo() == shelter_day.TRY_AGAIN


def test_the_paper_for_the_house_names_nobody_in_full_and_is_in_the_register(file: CaseFile, tmp_path: Path) -> None:
    house(file)
    target = tmp_path / "tag.pdf"
    shelter_day_print.write_list(file, days.day(file, home(file)), target)
    (printed,) = copied(target.read_bytes())
    assert "MUSTER," not in printed and SHELTER in printed
    assert printed.index("2 K-0002 Ali") < printed.index("10 K-0001 Amira") < printed.index("K-0003 Sam")
    assert [line.entry.subject for line in register.lines(file)] == [shelter_day_print.SUBJECT]


def test_empty_forms_are_files_nobody_is_in_and_never_replace_one(file: CaseFile, tmp_path: Path) -> None:
    form, ten = tmp_path / "bogen.pdf", tmp_path / "liste.pdf"
    blank_print.write_intake(file, form)
    blank_print.write_list(file, ten, SHELTER)
    assert "Aufnahmebogen" in copied(form.read_bytes())[0] and f"Unterkunft: {SHELTER}" in copied(ten.read_bytes())[0]
    assert register.lines(file) == ()
    kept = form.read_bytes()
    assert refusal(lambda: blank_print.write_intake(file, form)) == ALREADY_THERE
    assert form.read_bytes() == kept
    assert refusal(lambda: blank_print.write_intake(file, tmp_path / "nirgends" / "bogen.pdf")) == CANNOT_WRITE


def test_who_has_an_appointment_today_has_it_among_what_is_due_and_ticking_it_keeps_it(file: CaseFile) -> None:
    ten, two, _none = house(file)
    met = appointments.add(file, ten, on=after(0), at=time(10, 30), place="Rathaus")
    appointments.add(file, two, on=after(1))
    followup.add(file, ten, title="Zeugnis", due_on=after(-2))
    elsewhere = opened_case(file, given_name="Nour", shelter="GU Am Waldrand")[1]
    appointments.add(file, elsewhere, on=after(0))
    waiting = {one.given_name: one.waiting for one in days.day(file, home_of(file, SHELTER)).residents}
    assert [due.appointment is not None for due in waiting["Amira"]] == [True, False]
    assert waiting["Ali"] == waiting["Sam"] == ()
    shelter_day.enter(file, home_of(file, SHELTER), [Noted(case_id=ten, kept=(met,))], on=after(0))
    day = days.day(file, home_of(file, SHELTER))
    assert [due.title for one in day.residents for due in one.waiting] == ["Zeugnis"]
    assert appointment_query.line(file, met).appointment.state == KEPT
    file.undo()
    assert appointment_query.line(file, met).appointment.state == PLANNED
