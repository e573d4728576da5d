"""The page Termine by keyboard on a real file: day and week, what became of each, what is offered then, the slip."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.domain.appointment import KEPT, NO_SHOW, PLANNED
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import appointments as query
from app.store.queries import client as clients
from app.store.queries import outgoing
from app.ui.appointments_page import AppointmentsPage
from app.ui.client_page import ClientPage
from app.ui.drafts import draft_of
from app.ui.form import FormView
from app.ui.timeline import Timeline
from app.ui.window import Window
from app.usecases import appointments
from tests.casefiles import taken_in
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed

Pages = Callable[..., Window]
CTRL = Qt.KeyboardModifier.ControlModifier


class At:
    """The page on a file with three persons: Amira yesterday and today, Jan today at the same time, Nour in a week."""

    def __init__(self, on_pages: Pages, file: CaseFile, away: Away, **look: float) -> None:
        self.file = file
        self.cases = {name: taken_in(file, given_name=name)[1] for name in ("Amira", "Jan", "Nour")}
        for name, days, at in (("Amira", -1, time(9)), ("Amira", 0, time(10, 30)), ("Jan", 0, time(10, 30)),
                               ("Nour", 7, time(8))):
            appointments.add(file, self.cases[name], on=file.today() + timedelta(days=days), at=at, minutes=30,
                             place="Rathaus")
        self.window = on_pages({"appointments": partial(AppointmentsPage, file=file), "client": lambda _shell: away},
                               **look)
        self.window.desk.go("appointments")
        settle()

    @property
    def page(self) -> AppointmentsPage:
        found = self.window.desk.pages.page
        assert isinstance(found, AppointmentsPage)
        return found

    def rows(self) -> list[tuple[str, str]]:
        """Person and pill of each row."""
        entries = [entry for entry in self.page._list.entries.entries if entry.key is not None]
        return [(entry.person, entry.pill_text) for entry in entries]

    def states(self) -> list[str]:
        return [line.appointment.state for line in query.lines(self.file)]


@pytest.fixture
def at(on_pages: Pages, file: CaseFile, away: Away) -> At:
    return At(on_pages, file, away)


def test_what_is_past_and_open_comes_first_and_a_field_beside_it_is_saved_when_left(at: At, file: CaseFile) -> None:
    at.page._side._form.focus("place")
    typed("Rathaus, Zimmer 4")
    key(Qt.Key.Key_Return)
    assert query.lines(file)[0].appointment.place == "Rathaus, Zimmer 4"
    groups = [entry.title for entry in at.page._list.entries.entries if entry.key is None]
    assert groups == ["Vorbei, Ergebnis fehlt", "Heute, Dienstag, 3. November 2026", "Dienstag, 10. November 2026"]
    assert at.rows() == [("MUSTER, Amira", "Ergebnis fehlt"), ("MUSTER, Amira", "gleichzeitig"),
                         ("MUSTER, Jan", "gleichzeitig"), ("MUSTER, Nour", "")]
    for chip, people in (("today", 3), ("week", 2), ("later", 1), ("over", 1), ("all", 4)):
        at.page.choose(chip)
        assert len(at.rows()) == people, chip


def test_n_marks_a_no_show_and_w_makes_the_follow_up_for_tomorrow(at: At, file: CaseFile) -> None:
    key(Qt.Key.Key_N)
    assert at.states()[0] == NO_SHOW and at.rows()[0] == ("MUSTER, Amira", "gleichzeitig")
    assert "MUSTER, Amira am 02.11.2026 um 09:00: nicht erschienen. Das steht jetzt im Verlauf." in texts(at.window)
    key(Qt.Key.Key_W)
    page = clients.page(file, query.lines(file)[0].client_id)
    assert [contact.result for contact in page.contacts] == ["missed_unexcused"]
    assert [(step.title, step.due_on) for step in page.follow_ups if not step.rule] == [
        ("Nach versäumtem Termin vom 02.11.2026 melden", file.today() + timedelta(days=1))]
    assert "Wiedervorlage für morgen" not in texts(at.window).split("\n")
    key(Qt.Key.Key_N)
    press(at.window, "War entschuldigt")
    assert [contact.result for contact in clients.page(file, page.client.id).contacts][-1] == "missed_excused"


def test_the_space_bar_keeps_one_and_offers_the_note_with_what_is_known(at: At, file: CaseFile, away: Away) -> None:
    key(Qt.Key.Key_Space)
    assert at.states()[0] == KEPT
    key(Qt.Key.Key_W)
    line = query.lines(file)[0]
    draft = draft_of(file, f"note:{line.appointment.case_id}")
    assert away.asked[-1] == {"client_id": line.client_id, "note": True} and draft is not None
    assert draft.content["texts"] == {"on": "02.11.2026", "at": "09:00", "place": "Rathaus", "minutes": "30"}


def test_1_and_7_move_it_delete_comes_back_and_enter_opens_the_person(at: At, file: CaseFile, away: Away) -> None:
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_7)
    assert [line.name for line in query.lines(file) if line.appointment.on > file.today()] == [
        "MUSTER, Nour", "MUSTER, Amira"]
    assert at.page.person() == query.lines(file)[-1].client_id
    key(Qt.Key.Key_1)
    assert query.lines(file)[-1].appointment.on == file.today() + timedelta(days=8)
    with pytest.raises(UserError):
        at.page._acts.keep(query.lines(file)[-1])
    key(Qt.Key.Key_Delete)
    assert len(query.lines(file)) == 3
    at.window.desk.strip.undo()
    settle()
    assert at.states() == [PLANNED] * 4
    at.page._list.set_current(query.lines(file)[-1].appointment.id)
    at.page._list.setFocus()
    key(Qt.Key.Key_Return)
    assert away.asked[-1] == {"client_id": query.lines(file)[-1].client_id}


def test_a_new_one_is_entered_by_keyboard_and_says_who_else_comes_then(at: At, file: CaseFile) -> None:
    press(at.window, "Neuer Termin")
    form = at.page._place.form
    assert form is not None and isinstance(form.form, FormView)
    for text in ("nour", "+0", "1030"):
        typed(text)
        key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return, CTRL)
    made = [line for line in query.lines(file) if line.appointment.on == file.today() and line.name == "MUSTER, Nour"]
    assert [line.appointment.at for line in made] == [time(10, 30)]
    assert at.page._list.current_key() == made[0].appointment.id
    assert "Zur gleichen Zeit: MUSTER, Amira; MUSTER, Jan" in texts(at.window)


def test_z_prints_the_slip_into_the_register(at: At, file: CaseFile, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "zettel"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(target), ""))
    key(Qt.Key.Key_Z)
    typed("0200 12")
    key(Qt.Key.Key_Return, CTRL)
    office.work_done(at.window)
    assert (tmp_path / "zettel.pdf").read_bytes().startswith(b"%PDF")
    assert [line.entry.subject for line in outgoing.lines(file)] == ["Terminzettel für den 02.11.2026"]
    press(at.window, "Kalenderdatei …")
    press(at.window, "Als Kalenderdatei speichern …")
    office.work_done(at.window)
    assert (tmp_path / "zettel.ics").read_bytes().count(b"BEGIN:VEVENT") == 3


def test_a_person_shows_the_appointments_in_the_thread_and_gets_a_new_one_in_the_page(
        on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    appointments.add(file, case_id, on=file.today() + timedelta(days=2), at=time(9), place="Rathaus")
    window = on_pages({"client": partial(ClientPage, file=file), "appointments": lambda _shell: away})
    client_id = query.lines(file)[0].client_id
    window.desk.go("client", client_id=client_id)
    settle()
    assert "Do 05.11., 09:00, Rathaus" in texts(window).replace("\u2068", "").replace("\u2069", "")
    key(Qt.Key.Key_Return)
    assert away.asked[-1] == {"appointment_id": query.lines(file)[0].appointment.id}
    window.desk.go("client", client_id=client_id, act="appointment")
    settle()
    typed("+9")
    key(Qt.Key.Key_Return, CTRL)
    assert [line.appointment.on for line in query.lines(file)][-1] == file.today() + timedelta(days=9)
    thread = window.desk.pages.findChild(Timeline)
    assert thread is not None and thread.entries.entries[1].title == "Termin geplant: Gespräch"


def test_nothing_is_cut_and_tab_goes_round(on_pages: Pages, file: CaseFile, away: Away) -> None:
    large = At(on_pages, file, away, zoom=2.0)
    assert (cut(large.window.desk.pages), too_wide(large.window.desk.pages)) == ([], [])
    large.page.add()
    settle()
    assert (cut(large.window.desk.pages), too_wide(large.window.desk.pages)) == ([], [])
    stops, gaps = ring_gaps(large.window, large.window.ring)
    assert gaps == [] and stops > 12
