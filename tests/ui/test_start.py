"""From the start of the process to the window and back: unlock, assembly, global acts, lock, restart."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from shiboken6 import isValid

from app import paths
from app import settings as kept_settings
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.settings import Settings
from app.store import casefile
from app.store.queries import client, clients
from app.ui import office, start
from app.ui.components import Banner
from app.ui.creation import CreationCard
from app.ui.forgotten import ForgottenCard
from app.ui.history import REDO_KEYS
from app.ui.idle import IdleWatch
from app.ui.office import Office
from app.ui.start import LOCKED_AT, Start
from app.ui.unlock import MUSTER_FILE, ChoicesCard, UnlockCard
from app.usecases import casework, followup, intake, keys
from tests.ui.gates import NOW, PASSWORD, clock, new_file
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


def person(file, family="MUSTER", given="Amira") -> str:
    identity = intake.take_in(file, {"family_name": family, "given_name": given, "birth": PartialDate(2003, 3, 12),
                                     "ags": "05315000"})
    case = client.page(file, identity).case
    intake.open_case(file, case.id, intake.Opening(on=NOW.date(), override_reason="Test"))
    return identity


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


@pytest.fixture
def begun(qapp, tmp_path, look, qtbot):
    """Starts on a place of its own, with its own settings."""
    made: list[Start] = []

    def begin(folder: Path | None = None) -> Start:
        one = Start(qapp, folder, clock, place=tmp_path, settings_file=tmp_path / "settings.json")
        one.show()
        settle()
        made.append(one)
        return one

    yield begin
    for one in made:
        one.wait()
        one.gate.problems.remove()
        if isValid(one.gate):
            one.gate.close()
            one.gate.deleteLater()
        if one.office is not None:
            one.office.window.desk.problems.remove()
            one.office.window.close()
            one.office.window.deleteLater()
    settle()


def unlocked(begin, qtbot, folder) -> Start:
    one = begin(folder)
    qtbot.keyClicks(QApplication.focusWidget(), PASSWORD)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one.office is not None, timeout=ENOUGH)
    settle()
    return one


def press(office, keys_of: str) -> None:
    action = next(one for one in office.window.actions() if any(k.toString() == keys_of for k in one.shortcuts()))
    action.trigger()
    settle()


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
    assert [e.id for e in window.desk.pages.entries] == ["today", "clients", "offers", "referral", "export", "settings",
                                                         "client", "intake"]


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


def test_a_musterdatei_has_the_frame_of_the_training_mode(opened, file):
    file.set_meta(muster="1")
    one = opened()
    assert one.window._bar.isVisible()


def test_settings_know_no_folder_and_no_page_after_lock(begun, file, qtbot, tmp_path):
    file.close()
    one = unlocked(begun, qtbot, file.folder)
    one.office.window.desk.go("client", client_id=clients.lines(one.office.file)[0].client_id)
    one.lock()
    kept = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert kept["last_folder"] == ""
    assert set(kept) == {"language", "theme", "density", "zoom", "menu_bar", "geometry", "last_folder", "lock_minutes"}


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
    said = [banner.sentence for banner in again.office.window.findChildren(Banner) if banner.isVisible()]
    assert any(sentence == "Entwurf von 14:03: Notiz zu MUSTER, Amira" for sentence in said)


class casefile_open:  # noqa: N801 - reads as a verb in a with statement
    """An unlocked file for the length of a block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> casefile.CaseFile:
        self._file = keys.unlock(self._folder, PASSWORD, clock=clock)
        return self._file

    def __exit__(self, *_what: object) -> None:
        self._file.close()


def test_a_page_that_is_gone_leads_to_heute(opened, file):
    file.set_meta(**{office.SHOWN_PAGE: json.dumps({"page": "gfs"})})
    assert opened().window.desk.pages.current_id == "today"


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


def test_a_crash_writes_no_core(tmp_path):
    asked = ("import resource; from app.ui import start; start.no_core_dumps(); "
             "print(resource.getrlimit(resource.RLIMIT_CORE))")
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert said.strip() == "(0, 0)"


def test_qt_speaks_german_without_a_window():
    assert start.qt_text("Cancel") == "Abbrechen"


def test_settings_that_cannot_be_written_do_not_stop_the_work(begun, tmp_path):
    one = begun()
    (tmp_path / "settings.new").mkdir()
    one._keep(replace(one.settings, zoom=1.5))
    assert one.settings.zoom == 1.5
    assert kept_settings.load(tmp_path / "settings.json").zoom == 0.0


def test_closing_the_window_gives_the_file_back(opened, file):
    opened().window.close()
    with casefile_open(file.folder) as again:
        assert again.meta("office") == "Amt Musterstadt"


# -- global acts -------------------------------------------------------------------------------------------------------


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


def test_a_note_needs_a_person_and_says_so(opened, file):
    one = opened()
    one.window.desk.go("clients")
    one.window.desk.run_action("note")
    assert one.window.desk.strip.text == "Öffnen Sie zuerst die Person, um die es geht."


def test_a_person_found_by_the_palette_can_get_a_note_at_once(opened, file):
    one = opened()
    hits = office.people(file, "amira")
    assert [(hit.title, hit.caption) for hit in hits] == [("MUSTER, Amira", "K-0001")]
    one.window.desk.actions.get("note").for_client(hits[0].key)
    assert one.window.desk.pages.current_id == "client"
    assert office.people(file, "") == []


def test_the_month_end_warns_until_the_month_before_is_issued(opened, file):
    window = opened().window
    warn = next(entry.warn for entry in window.desk.pages.entries if entry.id == "export")
    assert warn() is False
    later = datetime(2026, 12, 1, 8)
    file.now = lambda: later
    assert warn() is True


# -- idle --------------------------------------------------------------------------------------------------------------


class Clocks:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.running = self.wall = 1000.0

    def move(self, seconds: float, slept: float = 0.0) -> None:
        self.running += seconds
        self.wall += seconds + slept


@pytest.fixture
def idle(qapp, qtbot):
    """A watch over five minutes, and how often somebody was away."""
    clocks = Clocks()
    watch = IdleWatch(qapp, lambda: 5, lambda: clocks.running, lambda: clocks.wall)
    watch.clocks, watch.times = clocks, []
    watch.away.connect(lambda: watch.times.append(1))
    yield watch
    watch.deleteLater()


def tick(watch, minutes: float) -> None:
    for _ten_seconds in range(round(minutes * 6)):
        watch.clocks.move(10)
        watch.tick()


def test_after_five_minutes_without_a_touch_somebody_is_away_once(idle):
    tick(idle, 4.9)
    assert idle.times == []
    tick(idle, 0.2)
    assert idle.times == [1]


def test_a_key_begins_the_five_minutes_anew(idle, qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    tick(idle, 4)
    qtbot.keyClicks(line, "a")
    tick(idle, 4)
    assert idle.times == []


def test_a_computer_that_slept_locks_at_once(idle):
    idle.clocks.move(10, slept=120)
    idle.tick()
    assert idle.times == [1]


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
