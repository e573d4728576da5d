"""Appointments: planned, moved, kept, missed with a note of it, called off; the slip and the calendar file of them."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.appointment import CALLED_OFF, KEPT, NO_SHOW, PLANNED, Appointment, at_the_same_time, moved
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import appointments as query
from app.store.queries import client as clients
from app.store.queries import outgoing
from app.usecases import appointments, appointments_print
from tests.casefiles import after, opened_case, refusal
from tests.documents.printed import copied

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def planned(file: CaseFile, case_id: str, days: int = 0, **fields: object) -> str:
    """An appointment so many days from today."""
    return appointments.add(file, case_id, **{"on": after(days), "at": time(10, 30), "place": "Rathaus, Zimmer 4",
                                              **fields})


def states(file: CaseFile) -> list[str]:
    return [line.appointment.state for line in query.lines(file)]


def test_a_missed_appointment_leaves_a_note_of_the_attempt_and_one_undo_takes_back_both(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    made = planned(file, case_id, -1)
    missed = appointments.miss(file, made)
    (note,) = clients.page(file, client_id).contacts
    assert (note.id, note.on, note.at, note.place) == (missed.contact_id, after(-1), time(10, 30), "Rathaus, Zimmer 4")
    assert (note.kind, note.result, states(file)) == ("attempt", "missed_unexcused", [NO_SHOW])
    assert appointments.miss(file, made) == missed and len(clients.page(file, client_id).contacts) == 1
    file.undo()
    assert clients.page(file, client_id).contacts == () and states(file) == [PLANNED]


def test_after_a_missed_one_there_is_a_reminder_for_tomorrow_and_the_excuse(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    missed = appointments.miss(file, planned(file, case_id))
    appointments.remind_tomorrow(file, missed.case_id, "Nach versäumtem Termin melden")
    appointments.excuse(file, missed.contact_id)
    page = clients.page(file, client_id)
    assert [(step.title, step.due_on) for step in page.follow_ups if not step.rule] == [
        ("Nach versäumtem Termin melden", after(1))]
    assert [contact.result for contact in page.contacts] == ["missed_excused"]


def test_what_lies_ahead_can_neither_be_kept_nor_missed(file: CaseFile) -> None:
    _client, case_id = opened_case(file)
    today, ahead = planned(file, case_id), planned(file, case_id, 1)
    assert refusal(lambda: appointments.miss(file, ahead)) == appointments.AHEAD
    assert refusal(lambda: appointments.keep(file, today, ahead)) == appointments.AHEAD
    assert states(file) == [PLANNED, PLANNED]
    appointments.keep(file, today)
    assert states(file) == [KEPT, PLANNED]
    assert refusal(lambda: appointments.postpone(file, today, 1)) == appointments.OVER


def test_a_cancelled_one_is_no_missed_one_and_may_be_planned_again(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    made = planned(file, case_id, 2, whom="  Frau  MUSTER ")
    appointments.call_off(file, made)
    assert states(file) == [CALLED_OFF] and clients.page(file, client_id).contacts == ()
    appointments.plan_again(file, made)
    appointments.change(file, made, at=None, place=" VHS ")
    (line,) = query.lines(file)
    assert (line.appointment.state, line.appointment.at, line.appointment.place) == (PLANNED, None, "VHS")
    assert (line.appointment.whom, line.client_id, line.name) == ("Frau MUSTER", client_id, "MUSTER, Amira")
    appointments.remove(file, made)
    assert query.lines(file) == () and refusal(lambda: query.line(file, made))
    file.undo()
    assert query.line(file, made).appointment.place == "VHS"


def test_an_appointment_of_the_past_moves_into_the_future_on_its_day_of_the_week(file: CaseFile) -> None:
    _client, case_id = opened_case(file)
    assert appointments.postpone(file, planned(file, case_id, -10), 7).on == after(4)
    assert appointments.postpone(file, planned(file, case_id, -10), 1).on == after(1)


@settings(max_examples=50)
@given(on=DAYS, today=DAYS, days=st.integers(1, 30))
def test_a_moved_one_lies_ahead_and_no_further_than_it_must(on: date, today: date, days: int) -> None:
    later = moved(Appointment(id="a", case_id="k", on=on), days, today)
    assert later.on > today and later.on >= on + timedelta(days=days)
    assert (later.on - on).days % days == 0 and later.on <= max(today, on) + timedelta(days=days)


@settings(max_examples=50)
@given(st.tuples(st.integers(0, 1380), st.integers(0, 60)), st.tuples(st.integers(0, 1380), st.integers(0, 60)))
def test_two_overlap_either_way_round_or_not_at_all(first: tuple[int, int], second: tuple[int, int]) -> None:
    one, other = (Appointment(id=name, case_id="k", on=date(2026, 11, 23), at=time(*divmod(at, 60)), minutes=length)
                  for name, (at, length) in zip("ab", (first, second), strict=True))
    shared = set(range(first[0], first[0] + max(first[1], 1))) & set(range(second[0], second[0] + max(second[1], 1)))
    assert at_the_same_time(one, other) == at_the_same_time(other, one) == bool(shared)


def test_the_list_names_who_else_is_expected_then_and_keeps_what_is_still_open(file: CaseFile) -> None:
    _client, case_id = opened_case(file)
    _other, jan = opened_case(file, given_name="Jan")
    planned(file, case_id, minutes=45)
    planned(file, jan, at=time(11, 0))
    planned(file, jan, at=time(11, 15))
    planned(file, jan, -query.BACK_DAYS - 1)
    appointments.call_off(file, planned(file, case_id, -query.BACK_DAYS - 1))
    assert [(line.name, line.clashes) for line in query.lines(file)] == [
        ("MUSTER, Jan", ()), ("MUSTER, Amira", ("MUSTER, Jan",)), ("MUSTER, Jan", ("MUSTER, Amira",)),
        ("MUSTER, Jan", ())]
    assert len(query.on_day(file, file.today())) == 3


def test_the_slip_is_printed_in_the_language_of_the_person_and_entered_in_the_register(
        file: CaseFile, tmp_path: Path) -> None:
    client_id, case_id = opened_case(file, contact_language="ara", paper_kind="toleration_60a")
    line = query.line(file, planned(file, case_id, 1, kind="authority", whom="Frau MUSTER", note="Duldung mitbringen"))
    appointments_print.write_slip(file, line, "0221 123-45", tmp_path / "zettel.pdf")
    (page,) = copied((tmp_path / "zettel.pdf").read_bytes())
    for said in ("Dienstag, 24.11.2026", "الثلاثاء 24.11.2026", "10:30 Uhr", "Rathaus, Zimmer 4", "K-0001", "موعدكم"):
        assert said in page
    for kept_back in ("Amira", "Duldung", "Behörde", "MUSTER-Amt", "23.11.2026"):
        assert kept_back not in page
    (entry,) = [line.entry for line in outgoing.lines(file)]
    assert (entry.kind, entry.subject, entry.client_id) == ("print", "Terminzettel für den 24.11.2026", client_id)
    assert file.meta(appointments.SLIP_CONTACT) == "0221 123-45"


@pytest.mark.parametrize("place", [True, False])
def test_the_calendar_file_says_when_and_never_who(file: CaseFile, tmp_path: Path, place: bool) -> None:
    _client, case_id = opened_case(file)
    planned(file, case_id, 1, minutes=45, whom="Frau MUSTER", note="Zeugnis")
    planned(file, case_id, 2, at=None, place="Straße; Hof, " + "lang" * 20)
    target = tmp_path / "termine.ics"
    assert appointments_print.write_calendar(file, query.lines(file), target, place=place) == 2
    content = target.read_bytes()
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert lines.count("SUMMARY:Termin") == 2 and "DTSTART:20261124T103000" in lines and "DURATION:PT45M" in lines
    assert "DTSTART;VALUE=DATE:20261125" in lines and all(len(part) <= 75 for part in content.split(b"\r\n"))
    assert ("LOCATION:Straße\\; Hof\\, " + "lang" * 20 in lines) is place
    assert not any(word in content.decode() for word in ("MUSTER", "Amira", "Zeugnis", "K-0001", case_id))
    assert ("Rathaus" in content.decode()) is place
    with pytest.raises(UserError):
        appointments_print.write_calendar(file, (), tmp_path / "leer.ics", place=place)
