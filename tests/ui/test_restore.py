"""The way back from a backup, at the gate and in the window: every refusal a sentence, the old file kept aside."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from app.store import local_backups, migrations
from app.store.queries import clients
from app.ui import start
from app.ui.restore import RestoreCard, folder_named_after
from app.ui.restore_steps import FACTS, FILE, KEY
from app.ui.start import NOT_RESTORED, RESTORED, Start
from app.ui.unlock import ChoicesCard, UnlockCard
from app.usecases import backup, keys
from tests.ui.gates import PASSWORD, casefile_open, new_file, person, starts
from tests.ui.looks import cut, ring_gaps, settle, too_wide

ENOUGH = 20000


@pytest.fixture
def folder(tmp_path):
    """A closed Klientendatei with one person, and one automatic backup from before that person."""
    file = new_file(tmp_path)
    local_backups.keep(file)
    person(file)
    file.close()
    return file.folder


@pytest.fixture
def begun(qapp, tmp_path, look, monkeypatch):
    """Starts the program on a place of its own."""
    # set first, so that what a start leaves behind goes with the test
    monkeypatch.setenv(RESTORED, "")
    with starts(qapp, tmp_path) as begin:
        yield begin


def calm(tasks, qtbot) -> None:
    qtbot.waitUntil(lambda: not tasks.busy, timeout=ENOUGH)
    settle()


def steps_at_gate(one: Start, qtbot):
    one.gate.card.restore_wanted.emit()
    qtbot.waitUntil(lambda: isinstance(one.gate.card, RestoreCard), timeout=ENOUGH)
    calm(one.gate.tasks, qtbot)
    return one.gate.card.steps


def type_key(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def said(card) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_by_keyboard_from_the_unlock_page_to_the_state_of_then(begun, folder, qtbot):
    one = begun(folder)
    steps = steps_at_gate(one, qtbot)
    assert QApplication.focusWidget() is steps.files.table
    qtbot.keyClick(steps.files.table, Qt.Key.Key_Return)
    calm(one.gate.tasks, qtbot)
    assert steps.step == KEY
    type_key(qtbot, "falsch")
    calm(one.gate.tasks, qtbot)
    assert "Dieses Kennwort oder dieser Code gehört nicht zu dieser Sicherung." in said(steps.key)
    QApplication.focusWidget().selectAll()
    type_key(qtbot, PASSWORD)
    calm(one.gate.tasks, qtbot)
    assert steps.step == FACTS and QApplication.focusWidget() is steps.forward
    assert "3.11.2026, 14:03 Uhr" in said(steps) and "noch keine Personen" in said(steps)
    assert "wird beiseitegelegt und nicht gelöscht" in said(steps)
    qtbot.keyClick(steps.forward, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(one.gate.card, UnlockCard), timeout=ENOUGH)
    settle()
    assert "Wiederhergestellt ist der Stand vom 03.11.2026, 14:03 Uhr." in said(one.gate.card)
    with casefile_open(folder) as file:
        assert clients.lines(file) == ()
    with casefile_open(folder.with_name("musterstadt-vor-Wiederherstellung-1.klientendatei")) as aside:
        assert len(clients.lines(aside)) == 1


@pytest.mark.parametrize("ruin", ["gone", "damaged", "no keys"])
def test_the_recovery_code_brings_it_back_whatever_lies_there(begun, folder, qtbot, ruin):
    with casefile_open(folder) as file:
        code = keys.recovery_code(file)
    if ruin == "gone":
        shutil.rmtree(folder)
    for path in folder.glob("*.json" if ruin == "no keys" else "*"):
        path.write_bytes(b"ruin")
    one = begun(folder)
    steps = steps_at_gate(one, qtbot)
    steps.submit()
    calm(one.gate.tasks, qtbot)
    steps.key.switch.click()
    settle()
    type_key(qtbot, code.lower())
    calm(one.gate.tasks, qtbot)
    assert steps.step == FACTS
    steps.submit()
    qtbot.waitUntil(lambda: isinstance(one.gate.card, UnlockCard), timeout=ENOUGH)
    with casefile_open(folder) as file:
        assert clients.lines(file) == ()


def test_on_a_new_device_the_file_names_the_folder(begun, folder, tmp_path, qtbot, monkeypatch):
    (found,) = backup.local(folder)
    source = tmp_path / "stick" / found.path.name
    source.parent.mkdir()
    shutil.move(found.path, source)
    shutil.rmtree(folder)
    one = begun()
    assert isinstance(one.gate.card, ChoicesCard)
    steps = steps_at_gate(one, qtbot)
    assert QApplication.focusWidget() is steps.files.other
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(source), ""))
    steps.submit()
    calm(one.gate.tasks, qtbot)
    type_key(qtbot, PASSWORD)
    calm(one.gate.tasks, qtbot)
    assert str(tmp_path / "musterstadt.klientendatei") in said(steps)
    steps.submit()
    qtbot.waitUntil(lambda: isinstance(one.gate.card, UnlockCard), timeout=ENOUGH)
    assert folder.is_dir()


def spoil(path: Path, at: int) -> None:
    with path.open("r+b") as stored:
        stored.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
        stored.write(b"\xff" * 4)


def test_every_refusal_is_a_sentence_and_touches_nothing(begun, folder, tmp_path, qtbot, monkeypatch):
    (good,) = (one.path for one in backup.local(folder))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    one = begun(folder)
    steps = steps_at_gate(one, qtbot)
    other = tmp_path / "andere.kdsicherung"

    def refusal() -> str:
        steps.look_at(other)
        calm(one.gate.tasks, qtbot)
        assert steps.step == FILE
        return steps.sentence

    assert refusal().startswith("Die Sicherung lässt sich nicht lesen.")
    other.write_bytes(b"PK\x03\x04 ein Dokument")
    assert refusal().startswith("Diese Datei ist keine Sicherung einer Klientendatei")
    other.write_bytes(b"KLIDAT2\n")
    assert refusal().startswith("Diese Datei stammt von einer neueren Fassung des Programms.")
    shutil.copy(good, other)
    spoil(other, 200)
    assert refusal().startswith("Diese Sicherung ist beschädigt oder unvollständig.")
    shutil.copy(good, other)
    with monkeypatch.context() as older:
        older.setattr(migrations, "CURRENT", 1)
        assert refusal().startswith("Diese Datei stammt von einer neueren Fassung des Programms.")
    spoil(other, -50)
    steps.look_at(other)
    calm(one.gate.tasks, qtbot)
    type_key(qtbot, PASSWORD)
    calm(one.gate.tasks, qtbot)
    steps.submit()
    calm(one.gate.tasks, qtbot)
    assert steps.sentence.startswith("Diese Sicherung ist beschädigt oder unvollständig.")
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    steps.submit()
    calm(one.gate.tasks, qtbot)
    assert steps.sentence.startswith("Auf dem Datenträger ist zu wenig Platz")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_back_leads_to_the_choice_and_then_to_the_password(begun, folder, qtbot):
    one = begun(folder)
    steps = steps_at_gate(one, qtbot)
    steps.submit()
    calm(one.gate.tasks, qtbot)
    type_key(qtbot, "")
    assert "Geben Sie das Kennwort ein, das damals galt." in said(steps.key)
    steps.back.click()
    assert steps.step == FILE
    steps.back.click()
    assert isinstance(one.gate.card, UnlockCard)


def opened(begin, qtbot, folder) -> Start:
    one = begin(folder)
    type_key(qtbot, PASSWORD)
    qtbot.waitUntil(lambda: one.office is not None, timeout=ENOUGH)
    settle()
    return one


def window_steps(one: Start, qtbot, **where):
    desk = one.office.window.desk
    desk.go("restore", **where)
    qtbot.waitUntil(lambda: desk.pages.current_id == "restore", timeout=ENOUGH)
    settle()
    calm(desk.tasks, qtbot)
    return desk.pages.page._steps


def test_in_the_window_counts_are_compared_and_the_file_is_replaced_after_locking(begun, folder, qtbot):
    one = opened(begun, qtbot, folder)
    steps = window_steps(one, qtbot)
    steps.submit()
    calm(one.office.window.desk.tasks, qtbot)
    # the key of the open file fits, so no password is asked for
    assert steps.step == FACTS
    assert "1 Personen mehr, 1 Fälle mehr" in said(steps)
    steps.submit()
    qtbot.waitUntil(lambda: RESTORED in os.environ, timeout=ENOUGH)
    assert os.environ[RESTORED] == "2026-11-03T14:03:22"
    assert one.locked_folder == folder
    with casefile_open(folder) as file:
        assert clients.lines(file) == ()
    again = begun(folder)
    assert "Wiederhergestellt ist der Stand vom 03.11.2026, 14:03 Uhr." in said(again.gate.card)
    assert RESTORED not in os.environ


def test_a_backup_that_cannot_take_its_place_leaves_the_file_and_says_so(begun, folder, qtbot, monkeypatch):
    one = opened(begun, qtbot, folder)
    (found,) = backup.local(folder)
    steps = window_steps(one, qtbot, source=found.path)
    assert steps.step == FACTS
    replace = os.replace

    def refuses(source, target):
        if Path(source) == folder:
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuses)
    steps.submit()
    qtbot.waitUntil(lambda: RESTORED in os.environ, timeout=ENOUGH)
    assert os.environ[RESTORED] == NOT_RESTORED
    assert "Ihre Klientendatei ist unverändert." in said(begun(folder).gate.card)
    with casefile_open(folder) as file:
        assert len(clients.lines(file)) == 1


def test_a_backup_of_another_key_asks_for_its_password_in_the_window(begun, folder, qtbot):
    one = opened(begun, qtbot, folder)
    steps = window_steps(one, qtbot)
    one.office.file.secret, own = b"x" * 20, one.office.file.secret
    steps.submit()
    calm(one.office.window.desk.tasks, qtbot)
    one.office.file.secret = own
    assert steps.step == KEY
    type_key(qtbot, PASSWORD)
    calm(one.office.window.desk.tasks, qtbot)
    assert steps.step == FACTS


def test_a_name_made_by_the_program_gives_the_name_of_the_folder(tmp_path):
    for name in ("amt-2026-11-03", "amt-2026-11-03-1403", "amt-2026-11-03-140322", "amt-2026-11-03-140322-2", "amt",
                 "amt-2026-11-03-140322-vor-Schema-4", "amt-2026-11-03-140322-vor-Version-0.2.0",
                 "amt-2026-11-03-140322-vor-Version-0.10-2"):
        assert folder_named_after(Path(f"{name}.kdsicherung"), tmp_path) == tmp_path / "amt.klientendatei"


def test_a_file_kept_aside_is_not_taken_for_the_one_to_open(tmp_path):
    (tmp_path / "amt.klientendatei").mkdir()
    (tmp_path / "amt-vor-Wiederherstellung-2.klientendatei").mkdir()
    assert start.only_folder(tmp_path) == tmp_path / "amt.klientendatei"


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_in_any_step_and_every_stop_shows_the_keyboard(begun, folder, qtbot, look, zoom):
    one = begun(folder)
    look(zoom=zoom)
    steps = steps_at_gate(one, qtbot)
    for step in (FILE, KEY, FACTS):
        if step == KEY:
            steps.submit()
        elif step == FACTS:
            steps.first_focus().setFocus()
            type_key(qtbot, PASSWORD)
        calm(one.gate.tasks, qtbot)
        assert steps.step == step
        assert cut(one.gate) == []
        assert too_wide(one.gate) == []
        stops, gaps = ring_gaps(one.gate, one.gate.ring)
        assert stops >= 1 and gaps == []
