"""The open window: drafts, global acts, numbers of the sidebar, leaving, and what happens when nobody is there."""

import json
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from app.domain.errors import UserError
from app.settings import Settings
from app.store.queries import client, clients
from app.ui import office
from app.ui.components import Banner
from app.ui.history import REDO_KEYS
from app.ui.office import Office
from app.usecases import casework, followup
from tests.ui.gates import NOW, casefile_open, clock, new_file, person, press
from tests.ui.looks import settle

ROOT = Path(__file__).parents[2]
ENOUGH = 20000


@pytest.fixture
def file(tmp_path):
    """A Klientendatei with one person, open."""
    made = new_file(tmp_path)
    person(made)
    yield made
    made.close()


@pytest.fixture
def opened(qapp, file, look, qtbot):
    """The office of that file, shown."""
    made: list[Office] = []

    def show(settings=Settings(theme="light")) -> Office:  # noqa: B008 - frozen
        one = Office(qapp, settings, lambda _settings: None, file)
        qtbot.addWidget(one.window)
        one.show()
        one.window.activateWindow()
        settle()
        made.append(one)
        return one

    yield show
    for one in made:
        one.window.desk.problems.remove()
        one.window.close()
    settle()


def test_a_musterdatei_has_the_frame_of_the_training_mode(opened, file):
    file.set_meta(muster="1")
    one = opened()
    assert one.window._bar.isVisible()


def banners(window) -> list[str]:
    return [banner.sentence for banner in window.findChildren(Banner) if banner.isVisible()]


def test_each_draft_left_behind_is_offered_latest_first_and_says_when_and_what(opened, file):
    line = clients.lines(file)[0]
    moments = iter(NOW - timedelta(days=days) for days in (3, 2, 1, 0))
    file.now = lambda: next(moments)
    for kind in ("intake", f"referral:{line.case_id}", f"paper:{line.client_id}", "note:gone"):
        file.save_draft(kind, {"texts": {}}, "")
    file.now = clock
    one = opened()
    assert [said for said in banners(one.window) if said.startswith("Entwurf")] == [
        "Entwurf von 14:03: Notiz zu einer Person, die es hier nicht mehr gibt",
        "Entwurf vom 02.11., 14:03: Aufenthaltspapier von MUSTER, Amira",
        "Entwurf vom 01.11., 14:03: Vermittlung für MUSTER, Amira"]
    assert "Weitere Entwürfe: 1" in [label.text() for label in one.window.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(("kind", "page"), [("intake", "intake"), ("note", "client"), ("paper", "client"),
                                            ("referral", "referral"), ("follow_up", "today"), ("batch", "batch"),
                                            ("day", "day")])
def test_continuing_a_draft_opens_the_page_it_was_written_on(opened, file, kind, page):
    (line, *_others) = clients.lines(file)
    casework.change_client(file, line.client_id, shelter="GU Hafenstraße")
    owner = "" if kind in ("intake", "follow_up", "batch") else f":{line.case_id}"
    if kind == "day":
        owner = f":{clients.lines(file)[0].shelter_id}"
    file.save_draft(kind + owner, {"texts": {}, "rows": [], "head": {}, "typed": {}}, "")
    window = opened().window
    next(one for one in window.findChildren(QPushButton) if one.text() == "Fortsetzen").click()
    settle()
    assert window.desk.pages.current_id == page


def test_a_discarded_draft_can_be_had_back(opened, file):
    file.save_draft("intake", {"texts": {"family": "MUSTER"}}, "family")
    window = opened().window
    next(one for one in window.findChildren(QPushButton) if one.text() == "Verwerfen").click()
    assert file.drafts() == () and not any("Entwurf" in said for said in banners(window))
    window.desk.strip.undo()
    assert [draft.content for draft in file.drafts()] == [{"texts": {"family": "MUSTER"}}]


def test_closing_the_window_at_once_keeps_what_was_just_typed(opened, file, qtbot):
    one = opened()
    line = clients.lines(file)[0]
    one.window.desk.go("client", client_id=line.client_id, note=True)
    one.window.activateWindow()
    settle()
    qtbot.keyClicks(QApplication.focusWidget(), "Hat angerufen")
    one.window.close()
    with casefile_open(file.folder) as again:
        assert [draft.kind for draft in again.drafts()] == [f"note:{line.case_id}"]


def test_a_page_that_is_gone_leads_to_heute(opened, file):
    file.set_meta(**{office.SHOWN_PAGE: json.dumps({"page": "gfs"})})
    assert opened().window.desk.pages.current_id == "today"


def test_closing_the_window_gives_the_file_back(opened, file):
    opened().window.close()
    with casefile_open(file.folder) as again:
        assert again.meta("office") == "Amt Musterstadt"


def test_no_key_is_claimed_twice_on_any_page(opened, file):
    window = opened().window
    identity = clients.lines(file)[0].client_id
    for entry in window.desk.pages.entries:
        window.desk.go(entry.id, **({"client_id": identity} if entry.id == "client" else {}))
        claimed = [key.toString() for action in window.actions() for key in action.shortcuts()]
        assert sorted(claimed) == sorted(set(claimed)), entry.id


def test_a_write_shows_when_it_was_saved_and_counts_anew(opened, file):
    window = opened().window
    counts = {entry.id: entry.count for entry in window.desk.pages.entries if entry.count}
    assert (counts["clients"](), counts["today"]()) == (1, 0)
    person(file, given="Ali")
    followup.add(file, None, title="Rückruf", due_on=NOW.date())
    settle()
    assert window._saved_text == "Gespeichert 14:03:22"
    assert (counts["clients"](), counts["today"]()) == (2, 1)


def test_the_save_key_saves_what_waits_and_says_so(opened, file, qtbot):
    one = opened()
    one.window.desk.go("intake")
    settle()
    QTest.keyClicks(QApplication.focusWidget(), "Zyx")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Zyx" in json.dumps([draft.content for draft in file.drafts()])
    assert "Alles ist gespeichert." in {label.text() for label in one.window.findChildren(QLabel)}


def test_the_save_key_names_a_field_that_cannot_be_saved(opened, file):
    one = opened()
    one.window.desk.go("intake")
    settle()
    birth = next(edit for edit in one.window.findChildren(QLineEdit) if edit.accessibleName().startswith("Geburt"))
    birth.setFocus()
    QTest.keyClicks(birth, "31.2.2001")
    QTest.keyClick(birth, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert any("noch nicht gültig" in label.text() for label in one.window.findChildren(QLabel))
    assert birth.text() == "31.2.2001"


def test_undo_and_redo_say_what_they_did(opened, file):
    one = opened()
    identity = clients.lines(file)[0].client_id
    casework.change_client(file, identity, room="12")
    press(one, "Ctrl+Z")
    assert client.page(file, identity).client.room == ""
    assert one.window.desk.strip.text.startswith("„Angabe ändern“ zurückgenommen.")
    press(one, REDO_KEYS)
    assert client.page(file, identity).client.room == "12"
    assert one.window.desk.strip.text == "„Angabe ändern“ wiederhergestellt."


def test_nothing_left_to_repeat_is_a_sentence_and_no_crash(opened, file):
    one = opened()
    with pytest.raises(UserError):
        file.redo()
    one.window.desk.problems.show(UserError("Es gibt nichts zu wiederholen."))
    assert one.window.desk.strip.text == "Es gibt nichts zu wiederholen."


def test_in_a_field_without_typed_text_the_undo_key_belongs_to_the_file(opened, file, qtbot):
    one = opened()
    identity = clients.lines(file)[0].client_id
    casework.change_client(file, identity, room="12")
    line = QLineEdit("fertig", one.window)
    line.show()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert client.page(file, identity).client.room == ""
    casework.change_client(file, identity, room="13")
    QTest.keyClicks(line, "!")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert client.page(file, identity).client.room == "13"


@pytest.mark.parametrize("page", ["today", "clients", "offers", "referral", "export", "settings", "intake"])
def test_a_note_can_be_begun_on_every_page_by_saying_for_whom(opened, file, page):
    window = opened().window
    window.desk.go(page)
    settle()
    window.desk.run_action("note")
    assert window.palette_box.isVisible()
    QTest.keyClicks(QApplication.focusWidget(), "amira")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert window.desk.pages.current_id == "client" and not window.palette_box.isVisible()


def test_a_person_found_by_the_palette_can_get_a_note_at_once(opened, file):
    one = opened()
    hits = one._search("amira")
    assert [(hit.title, hit.caption) for hit in hits] == [("MUSTER, Amira", "K-0001")]
    one.window.desk.actions.get("note").for_client(hits[0].key)
    assert one.window.desk.pages.current_id == "client"
    settle()
    # next time the palette proposes her before a letter is typed
    assert [hit.title for hit in one._search("")] == ["MUSTER, Amira"]


def test_the_month_end_warns_until_the_month_before_is_issued(opened, file):
    window = opened().window
    warn = next(entry.warn for entry in window.desk.pages.entries if entry.id == "export")
    assert warn() is False
    later = datetime(2026, 12, 1, 8)
    file.now = lambda: later
    assert warn() is True


def test_being_away_locks_unless_work_is_running(opened, qtbot):
    one = opened()
    locked: list[int] = []
    one.lock_wanted.connect(lambda: locked.append(1))
    finished = threading.Event()
    one.window.desk.run_task(one.window, lambda _step: finished.wait(), print)
    one._idle.away.emit()
    assert locked == []
    finished.set()
    qtbot.waitUntil(lambda: not one.window.desk.tasks.busy, timeout=ENOUGH)
    one._idle.away.emit()
    assert locked == [1]
