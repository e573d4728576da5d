"""Locked and unlocked again: the same page, the same field, the same letters, the caret between the same two of them.

And after the process was killed: the draft is offered and has its caret."""

import json
import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from app.domain.errors import UserError
from app.settings import Settings
from app.store import casefile
from app.store.queries import client, clients
from app.ui import caret
from app.ui.form import FieldBox
from app.ui.office import SHOWN_PAGE, Office
from app.ui.tasks import TaskRunner
from app.usecases import followup
from app.usecases.contact import add_contact
from tests.ui.gates import clock, new_file, person
from tests.ui.looks import settle

KEY = Qt.Key


class Desk:
    """A Klientendatei that is opened, locked and opened again."""

    def __init__(self, app, file) -> None:
        self._app, self._folder, self._secret = app, file.folder, file.secret
        self.office = None
        self.open()

    def open(self) -> None:
        file = casefile.unlock(self._folder, self._secret, clock=clock)
        self.office = Office(self._app, Settings(theme="light"), lambda _settings: None, file)
        self.office.show()
        self.settle()

    def settle(self) -> None:
        """Until the page that is coming is there and has the keyboard."""
        for _turn in range(3):
            settle()

    def go(self, page: str, **where) -> None:
        self.office.window.desk.go(page, **where)
        self.settle()

    def lock(self) -> str:
        """Locks and unlocks; returns what was kept in the file meanwhile."""
        self.office.leave()
        self.office.window.deleteLater()
        file = casefile.unlock(self._folder, self._secret, clock=clock)
        kept = file.meta(SHOWN_PAGE)
        file.close()
        self.open()
        return kept

    def kill(self) -> None:
        """The process ends without a word: nothing more is kept, the system gives the lock back."""
        window = self.office.window
        self.office.window.desk.problems.remove()
        self.office.file.close()
        window.hide()
        # unlike a process a window does not take its workers with it: destroyed here it would wait for them for ever
        for runner in window.findChildren(TaskRunner):
            runner.end()
        window.deleteLater()
        self.open()

    @property
    def focus(self):
        return QApplication.focusWidget()

    def field(self, attribute: str) -> FieldBox:
        return next(box for box in self.office.window.findChildren(FieldBox)
                    if box.isVisible() and box.field.attribute == attribute)


@pytest.fixture
def desk(qapp, tmp_path, look):
    """The window of a file with one person."""
    file = new_file(tmp_path)
    person(file)
    file.close()
    one = Desk(qapp, file)
    yield one
    one.office.leave()
    one.office.window.deleteLater()
    settle()


def amira(desk):
    return clients.lines(desk.office.file)[0]


def test_half_a_note_is_there_again_with_the_caret_between_the_same_letters(desk, qtbot):
    desk.go("client", client_id=amira(desk).client_id, note=True)
    qtbot.keyClicks(desk.focus, "Hat angerufen")
    for _letter in range(4):
        qtbot.keyClick(desk.focus, KEY.Key_Left)
    desk.lock()
    assert isinstance(desk.focus, QPlainTextEdit)
    assert (desk.focus.toPlainText(), caret.span(desk.focus)) == ("Hat angerufen", (9, 9))
    qtbot.keyClicks(desk.focus, "!")
    assert desk.focus.toPlainText() == "Hat anger!ufen"
    assert desk.office.window.desk.pages.current_id == "client"


def test_after_a_kill_the_draft_is_offered_and_has_its_caret(desk, qtbot):
    desk.go("client", client_id=amira(desk).client_id, note=True)
    qtbot.keyClicks(desk.focus, "Hat angerufen")
    qtbot.keyClick(desk.focus, KEY.Key_Home)
    qtbot.keyClicks(desk.focus, "M. ")
    qtbot.waitUntil(lambda: [draft.cursor for draft in desk.office.file.drafts()] == ["text:3"])
    desk.kill()
    assert desk.office.window.desk.pages.current_id == "today"
    next(one for one in desk.office.window.findChildren(QPushButton) if one.text() == "Fortsetzen").click()
    desk.settle()
    assert (desk.focus.toPlainText(), caret.span(desk.focus)) == ("M. Hat angerufen", (3, 3))


def test_a_person_being_taken_in_is_there_again_with_what_was_selected(desk, qtbot):
    desk.go("intake")
    qtbot.keyClicks(desk.focus, "Musterfrau")
    desk.focus.setSelection(6, 4)
    desk.lock()
    assert isinstance(desk.focus, QLineEdit)
    assert (desk.focus.text(), desk.focus.selectedText(), caret.span(desk.focus)) == ("Musterfrau", "frau", (6, 10))


def test_a_field_half_changed_is_saved_when_it_can_be_and_kept_as_typed_when_not(desk, qtbot):
    identity = amira(desk).client_id
    desk.go("client", client_id=identity, tab="facts")
    desk.field("given_name").control.line.setFocus()
    desk.focus.selectAll()
    qtbot.keyClicks(desk.focus, "Amina")
    kept = desk.lock()
    assert client.page(desk.office.file, identity).client.given_name == "Amina"
    assert (desk.focus.text(), caret.span(desk.focus)) == ("Amina", (5, 5))
    assert json.loads(kept)["caret"]["texts"] == []
    desk.field("birth").control.line.setFocus()
    desk.focus.selectAll()
    qtbot.keyClicks(desk.focus, "31.02.")
    desk.lock()
    assert (desk.focus.text(), caret.span(desk.focus)) == ("31.02.", (6, 6))
    assert desk.focus.property("state") == "error"
    assert client.page(desk.office.file, identity).client.birth.year == 2003
    assert desk.office.window.desk.pages.page.where() == {
        "client_id": identity, "tab": "facts", "whole": "1"}


def test_a_note_and_a_follow_up_being_corrected_are_open_again(desk, qtbot):
    line, file = amira(desk), desk.office.file
    add_contact(file, line.case_id, text="Erster Anruf", kind="phone", on=clock().date())
    followup.add(file, line.case_id, title="Rückruf", due_on=None)
    note = client.page(file, line.client_id).contacts[0]
    desk.go("client", client_id=line.client_id, entry=note.id)
    assert desk.focus.toPlainText() == "Erster Anruf"
    desk.lock()
    assert desk.office.window.desk.pages.page.where()["entry"] == note.id
    assert desk.focus.toPlainText() == "Erster Anruf"
    step = client.page(desk.office.file, line.client_id).follow_ups[0]
    desk.go("client", client_id=line.client_id, step=step.id)
    assert desk.focus.text() == "Rückruf"
    desk.lock()
    assert desk.focus.text() == "Rückruf"


def test_a_panel_comes_back_with_what_was_typed_into_it(desk, qtbot):
    desk.go("client", client_id=amira(desk).client_id, act="close")
    box = next(box for box in desk.office.window.findChildren(FieldBox)
               if box.isVisible() and isinstance(box.control.targets()[0], QLineEdit))
    box.control.line.setFocus()
    box.control.line.clear()
    qtbot.keyClicks(desk.focus, "1.11.")
    desk.lock()
    assert desk.office.window.desk.pages.page.where()["act"] == "close"
    assert desk.field(box.field.attribute).control.text() == "1.11."
    assert desk.focus is desk.field(box.field.attribute).control.line


def test_a_password_is_kept_nowhere_even_while_it_is_shown(desk, qtbot):
    desk.go("settings", part="keys")
    field = desk.field("old").control
    field.line.setFocus()
    qtbot.keyClicks(field.line, "geheim-geheim")
    field._toggle()
    kept = desk.lock()
    assert "geheim" not in kept and "Bisheriges Kennwort" in kept
    assert (desk.focus, desk.focus.text()) == (desk.field("old").control.line, "")


def test_what_has_gone_meanwhile_is_passed_over(desk):
    desk.office.file.set_meta(**{SHOWN_PAGE: json.dumps({
        "page": "client", "where": {"client_id": amira(desk).client_id, "entry": "gone", "step": "gone"},
        "caret": {"texts": [["gone", 0, "x", False]], "focus": ["QLineEdit", "gone", 0], "span": [1, 1]}})})
    desk.kill()
    assert desk.office.window.desk.pages.page.where() == {"client_id": amira(desk).client_id, "tab": "thread"}


def test_a_place_of_another_version_leads_to_heute(desk):
    desk.office.file.set_meta(**{SHOWN_PAGE: '{"page": "client", "client_id": "x"}'})
    desk.kill()
    assert desk.office.window.desk.pages.current_id == "today"


def test_a_disk_that_takes_nothing_more_does_not_keep_the_file_open(desk, monkeypatch):
    file = desk.office.file

    def full(**_facts: str) -> None:
        raise UserError("Der Datenträger ist voll.")

    monkeypatch.setattr(file, "set_meta", full)
    desk.lock()
    assert desk.office.window.desk.pages.current_id == "today"


def test_suspend_and_a_locked_session_lock_whatever_runs_and_absence_does_not(desk, qtbot, monkeypatch):
    asked: list[str] = []
    desk.office.lock_wanted.connect(lambda: asked.append("lock"))
    monkeypatch.setattr(type(desk.office.window.desk.tasks), "busy", True)
    desk.office._soon(20)
    desk.office._idle.away.emit()
    assert (asked, desk.office._lock_soon.text) == ([], "")
    for told in (desk.office._session.sleeping, desk.office._session.locked, desk.office._idle.slept):
        told.emit()
    assert asked == ["lock"] * 3
    monkeypatch.setattr(type(desk.office.window.desk.tasks), "busy", False)
    desk.office._idle.soon.emit(20)
    assert desk.office._lock_soon.text.startswith("In 20 Sekunden wird gesperrt.")
    desk.office._idle.back.emit()
    assert desk.office._lock_soon.text == "Es wird nicht gesperrt."


def test_the_place_stands_in_the_encrypted_file_only(desk, qtbot):
    desk.go("client", client_id=amira(desk).client_id, note=True)
    qtbot.keyClicks(desk.focus, "Zzyzx")
    desk.office.leave()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(desk.office.file.database).execute("SELECT * FROM draft").fetchall()
    assert not any(b"Zzyzx" in path.read_bytes() for path in desk.office.file.folder.rglob("*") if path.is_file())
    desk.open()
