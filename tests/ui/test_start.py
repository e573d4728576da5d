"""From the start of the process to the window and back: unlock, first folder, lock, restart."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from shiboken6 import isValid

from app import paths
from app import settings as kept_settings
from app.store import casefile
from app.store.queries import clients
from app.ui import office, start
from app.ui.components import Banner
from app.ui.creation import CreationCard
from app.ui.forgotten import ForgottenCard
from app.ui.start import LOCKED_AT, Start
from app.ui.unlock import MUSTER_FILE, ChoicesCard, UnlockCard
from tests.ui.gates import NOW, PASSWORD, casefile_open, new_file, person, press, starts
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
def begun(qapp, tmp_path, look):
    """Starts on a place of its own, with its own settings."""
    with starts(qapp, tmp_path) as begin:
        yield begin


def unlocked(begin, qtbot, folder) -> Start:
    one = begin(folder)
    qtbot.keyClicks(QApplication.focusWidget(), PASSWORD)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one.office is not None, timeout=ENOUGH)
    settle()
    return one


def test_without_a_file_the_three_ways_to_begin_are_offered(begun):
    assert isinstance(begun().gate.card, ChoicesCard)


def test_the_only_file_at_the_usual_place_is_asked_for_at_once(begun, file):
    file.close()
    assert isinstance(begun().gate.card, UnlockCard)


def test_between_two_files_nobody_guesses(begun, tmp_path, file):
    (tmp_path / "zweite.klientendatei").mkdir()
    assert isinstance(begun().gate.card, ChoicesCard)


def test_the_password_leads_to_heute_with_everything_in_place(begun, file, qtbot):
    file.close()
    one = unlocked(begun, qtbot, file.folder)
    window = one.office.window
    assert window.isVisible() and not isValid(one.gate)
    assert window.desk.pages.current_id == "today"
    shown = [entry.id for entry in window.desk.pages.entries if entry.shown]
    assert shown == ["today", "clients", "offers", "referral", "export", "settings"]


def test_the_import_waits_for_the_first_paint_and_runs_beside_it(begun, file, qtbot):
    file.close()
    one = begun(file.folder)
    qtbot.waitUntil(lambda: one._loading.ident is not None, timeout=ENOUGH)
    assert one._loading is not None and one._loading.daemon


def test_the_ways_from_the_unlock_page_lead_there_and_back(begun, file, qtbot):
    file.close()
    one = begun(file.folder)
    for signal, kind in (("forgotten", ForgottenCard), ("new_wanted", CreationCard)):
        getattr(one.gate.card, signal).emit()
        qtbot.waitUntil(lambda kind=kind: isinstance(one.gate.card, kind), timeout=ENOUGH)
        one.gate.card.left.emit()
        assert isinstance(one.gate.card, UnlockCard)


def test_another_folder_is_taken_if_it_is_a_klientendatei_and_refused_in_words_if_not(begun, file, tmp_path, qtbot,
                                                                                      monkeypatch):
    file.close()
    other = tmp_path / "urlaub"
    other.mkdir()
    one = begun(file.folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(other))
    one.gate.card.other_wanted.emit()
    qtbot.waitUntil(lambda: bool(one.gate.card.sentence), timeout=ENOUGH)
    assert one.gate.card.sentence.startswith("An diesem Ort liegt keine Klientendatei.")
    (other / casefile.DATABASE).touch()
    before = one.gate.card
    one.gate.card.other_wanted.emit()
    qtbot.waitUntil(lambda: one.gate.card is not before, timeout=ENOUGH)
    assert isinstance(one.gate.card, UnlockCard)


def test_the_practice_file_is_made_beside_the_window_and_asked_for(begun, qtbot, tmp_path, monkeypatch):
    def make(place, _now, step) -> Path:
        step(0, 0)
        folder = place / "muster.klientendatei"
        folder.mkdir()
        (folder / MUSTER_FILE).write_text("eins-zwei", encoding="utf-8")
        return folder

    monkeypatch.setattr(office, "practice_file", make)
    one = begun()
    one.gate.card._practice.click()
    assert one.gate.card._practice.text() == "Wird angelegt …"
    qtbot.waitUntil(lambda: isinstance(one.gate.card, UnlockCard), timeout=ENOUGH)
    assert any("eins-zwei" in banner.accessibleName() for banner in one.gate.card.findChildren(Banner))


def test_settings_know_no_folder_and_no_page_after_lock(begun, file, qtbot, tmp_path):
    file.close()
    one = unlocked(begun, qtbot, file.folder)
    one.office.window.desk.go("client", client_id=clients.lines(one.office.file)[0].client_id)
    one.lock()
    kept = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert set(kept) == {"language", "theme", "density", "zoom", "menu_bar", "geometry", "lock_minutes",
                         "hide_from_capture", "client_columns", "client_sort"}


def test_locking_gives_the_file_back_and_unlocking_shows_the_same_page(begun, file, qtbot):
    file.close()
    one = unlocked(begun, qtbot, file.folder)
    identity = clients.lines(one.office.file)[0].client_id
    one.office.window.desk.go("client", client_id=identity)
    press(one.office, "Ctrl+L")
    assert one.locked_folder == file.folder
    assert not one.office.window.isVisible()
    again = unlocked(begun, qtbot, file.folder)
    assert again.office.window.desk.pages.current_id == "client"
    assert again.office.window.desk.pages.page.client_id == identity
    assert again.office.file.meta(office.SHOWN_PAGE) == ""


def test_a_half_typed_note_survives_the_lock_and_is_offered_on_heute(begun, file, qtbot):
    file.close()
    one = unlocked(begun, qtbot, file.folder)
    line = clients.lines(one.office.file)[0]
    one.office.window.desk.go("client", client_id=line.client_id, note=True)
    one.office.window.activateWindow()
    settle()
    qtbot.keyClicks(QApplication.focusWidget(), "Hat angerufen")
    one.lock()
    with casefile_open(file.folder) as reopened:
        drafts = reopened.drafts()
    assert [draft.kind for draft in drafts] == [f"note:{line.case_id}"]
    again = unlocked(begun, qtbot, file.folder)
    again.office.window.desk.go("today")
    settle()
    said = [banner.sentence for banner in again.office.window.findChildren(Banner) if banner.isVisible()]
    assert any(sentence == "Entwurf von 14:03: Notiz zu MUSTER, Amira" for sentence in said)


def test_the_next_process_says_since_when_it_was_locked(begun, file, monkeypatch):
    file.close()
    monkeypatch.setenv(LOCKED_AT, "13:58")
    one = begun(file.folder)
    said = [label.text() for label in one.gate.card.findChildren(QLabel)]
    assert "Gesperrt seit 13:58. Ihre Angaben sind gesichert." in said
    assert LOCKED_AT not in os.environ


def test_a_checkout_starts_again_by_its_interpreter_and_the_program_by_itself(tmp_path, monkeypatch):
    assert start.restart_command(tmp_path) == [sys.executable, "-m", "app", str(tmp_path)]
    monkeypatch.setattr(paths, "is_frozen", lambda: True)
    assert start.restart_command(tmp_path) == [sys.executable, str(tmp_path)]


def test_the_restart_replaces_the_process_and_tells_it_the_time_of_day_only(tmp_path, monkeypatch):
    called: list[object] = []
    monkeypatch.setattr(os, "execv", lambda *command: called.append(command))
    monkeypatch.setattr(os, "chdir", lambda place: called.append(place))
    monkeypatch.setenv(LOCKED_AT, "")
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    start.restart(tmp_path, NOW)
    assert called == [ROOT, (sys.executable, [sys.executable, "-m", "app", str(tmp_path)])]
    assert os.environ[LOCKED_AT] == "14:03"


def test_qt_speaks_german_without_a_window():
    assert start.qt_text("Cancel") == "Abbrechen"


def test_settings_that_cannot_be_written_do_not_stop_the_work(begun, tmp_path):
    one = begun()
    (tmp_path / "settings.new").mkdir()
    one._keep(replace(one.settings, zoom=1.5))
    assert one.settings.zoom == 1.5
    assert kept_settings.load(tmp_path / "settings.json").zoom == 0.0


def test_the_source_of_what_is_imported_is_not_kept_in_memory() -> None:
    # PySide reads it to look for a feature of its own, and 300,000 lines stay for as long as the process lives
    count = ("import app.ui.office, linecache; "
             "print(sum(len(file[2]) for file in linecache.cache.values() if len(file) > 1))")
    told = subprocess.run([sys.executable, "-c", count], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    assert int(told.stdout) < 20_000
