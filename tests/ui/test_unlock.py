"""The unlock page: what it asks, what it says when it cannot open, what it never shows, and how fast it is there."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from app.domain.errors import UserError
from app.store import casefile, lock, migrations
from app.ui import unlock as page
from app.ui.components import Banner
from app.ui.gate import Gate
from app.ui.theme import T
from app.ui.unlock import ChoicesCard, UnlockCard, passphrase_of_muster
from app.usecases import keys
from app.vault import keyfile
from app.vault.errors import Damaged, TooNew, WrongSecret
from tests.ui.gates import PASSWORD, clock, new_file
from tests.ui.looks import cut, ring_gaps, settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A Klientendatei, closed."""
    file = new_file(tmp_path)
    file.close()
    return file.folder


@pytest.fixture
def opened_files():
    """What was unlocked, closed again at the end."""
    files: list[casefile.CaseFile] = []
    yield files
    for file in files:
        file.close()


@pytest.fixture
def card(gate, folder, opened_files):
    """The card for that file, wired to the real use case."""
    made = UnlockCard(gate, lambda password: keys.unlock(folder, password, clock=clock))
    made.opened.connect(opened_files.append)
    gate.open(made, "musterstadt")
    settle()
    return made


def refusing(gate, error: Exception) -> UnlockCard:
    def refuse(_password: str) -> object:
        raise error

    made = UnlockCard(gate, refuse)
    gate.open(made)
    made.control.set_text("geheim")
    return made


def note(card: UnlockCard) -> str:
    return card.control.line.accessibleDescription()


def test_the_keyboard_is_in_the_password_and_enter_opens(card, qtbot, opened_files):
    assert QApplication.focusWidget() is card.control.line
    qtbot.keyClicks(card.control.line, PASSWORD)
    qtbot.keyClick(card.control.line, Qt.Key.Key_Return)
    assert card.button.text() == "Wird geöffnet …"
    assert not card.button.isEnabled()
    qtbot.waitUntil(lambda: bool(opened_files), timeout=20000)
    assert opened_files[0].meta("office") == "Amt Musterstadt"


@pytest.mark.derives
def test_the_window_goes_on_working_while_the_key_is_derived(gate):
    turns: list[int] = []
    card = UnlockCard(gate, lambda password: keyfile.create(b"x" * 20, password, keyfile.LIGHT_KDF))
    gate.open(card)
    done: list[object] = []
    card.opened.connect(done.append)
    card.control.set_text("y")
    card.submit()
    while not done:
        QApplication.processEvents()
        turns.append(1)
    assert len(turns) > 10


def test_a_wrong_password_is_told_under_the_field_and_selected_for_typing_again(card, qtbot, opened_files):
    qtbot.keyClicks(card.control.line, "falsch")
    qtbot.keyClick(card.control.line, Qt.Key.Key_Return)
    qtbot.waitUntil(card.button.isEnabled, timeout=20000)
    assert note(card).startswith("Dieses Kennwort passt nicht.")
    assert card.control.line.selectedText() == card.control.line.text() != ""
    assert card.control.line.property("state") == "error"
    qtbot.keyClicks(card.control.line, PASSWORD)
    qtbot.keyClick(card.control.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened_files), timeout=20000)


def test_nothing_typed_asks_for_the_password_and_tries_nothing(gate, qtbot):
    card = refusing(gate, AssertionError())
    card.control.set_text("")
    card.submit()
    assert note(card) == "Geben Sie Ihr Kennwort ein."
    assert card.button.isEnabled()


@pytest.mark.parametrize(("error", "beginning"), [
    (Damaged(), "Diese Datei ist beschädigt."),
    (TooNew(), "Diese Datei stammt von einer neueren Fassung"),
    (UserError(lock.IN_USE, where="Rechner 2"), "Diese Klientendatei ist schon geöffnet (Rechner 2)."),
    (UserError(casefile.NOT_A_FILE), "An diesem Ort liegt keine Klientendatei."),
])
def test_what_is_wrong_with_the_file_stands_above_and_never_calls_the_password_wrong(gate, qtbot, error, beginning):
    card = refusing(gate, error)
    card.submit()
    qtbot.waitUntil(card.button.isEnabled, timeout=20000)
    assert card.sentence.startswith(beginning)
    assert note(card) == ""


def test_a_file_of_a_newer_program_is_refused_and_stays_as_it_is(card, folder, qtbot, monkeypatch):
    before = (folder / casefile.DATABASE).read_bytes()
    monkeypatch.setattr(migrations, "CURRENT", migrations.CURRENT - 1)
    card.control.set_text(PASSWORD)
    card.submit()
    qtbot.waitUntil(card.button.isEnabled, timeout=20000)
    assert card.sentence == TooNew.sentence and "Aktualisieren Sie das Programm" in card.sentence
    assert (folder / casefile.DATABASE).read_bytes() == before


def test_a_file_open_elsewhere_says_so(card, folder, qtbot):
    other = keys.unlock(folder, PASSWORD, clock=clock)
    try:
        card.control.set_text(PASSWORD)
        card.submit()
        qtbot.waitUntil(card.button.isEnabled, timeout=20000)
    finally:
        other.close()
    assert card.sentence.startswith("Diese Klientendatei ist schon geöffnet (")


def test_a_defect_opens_the_crash_dialog_and_the_page_can_be_used_again(gate, qtbot):
    card = refusing(gate, RuntimeError("MUSTER"))
    card.submit()
    qtbot.waitUntil(lambda: gate.problems.open_box is not None)
    assert "MUSTER" not in gate.problems.open_box.text() + gate.problems.open_box.informativeText()
    gate.problems.open_box.close()
    assert card.button.isEnabled()


@pytest.mark.parametrize(("letter", "shift", "warned"), [("a", False, False), ("A", True, False), ("A", False, True),
                                                         ("a", True, True), ("7", False, False)])
def test_caps_lock_is_told_in_words_as_soon_as_a_letter_shows_it(card, letter, shift, warned):
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.sendKeyEvent(QTest.KeyAction.Click, card.control.line, Qt.Key.Key_A, letter, held)
    assert (note(card) == "Die Feststelltaste ist an.") is warned


def test_the_caps_lock_key_itself_takes_the_warning_away(card):
    QTest.sendKeyEvent(QTest.KeyAction.Click, card.control.line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(card.control.line, Qt.Key.Key_CapsLock)
    assert note(card) == ""


def test_the_eye_shows_the_password_and_hides_it_again(card):
    eye = card.control._eye
    assert eye.accessibleName() == "Kennwort zeigen"
    eye.click()
    assert card.control.line.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Kennwort verbergen"
    eye.click()
    assert card.control.line.echoMode() == QLineEdit.EchoMode.Password


def test_a_musterdatei_gives_its_password_and_puts_it_in(gate, tmp_path):
    (tmp_path / page.MUSTER_FILE).write_text("eins-zwei-drei\n", encoding="utf-8")
    card = UnlockCard(gate, lambda password: password, muster=passphrase_of_muster(tmp_path))
    gate.open(card)
    words = [one.accessibleName() for one in card.findChildren(Banner)]
    assert words == ["Musterdatei mit erfundenen Personen – Kennwort: eins-zwei-drei"]
    card._take_muster()
    assert card.control.text() == "eins-zwei-drei"


def test_a_file_with_real_people_shows_no_password(folder, tmp_path):
    assert passphrase_of_muster(folder) == ""
    (tmp_path / page.MUSTER_FILE).write_bytes(b"\xff\xfe")
    assert passphrase_of_muster(tmp_path) == ""


def test_nothing_but_the_name_of_the_folder_is_said_about_a_closed_file(gate, card):
    said = {one.text() for one in gate.findChildren(QLabel) if one.isVisible() and one.text()}
    assert said == {"Klientendatei", "Kennwort", "musterstadt · Version 0.1.0 · arbeitet ohne Internet"}


def test_the_other_ways_are_buttons_with_signals(card, qtbot):
    for signal, word in ((card.forgotten, "Kennwort vergessen"), (card.other_wanted, "Andere Datei"),
                         (card.new_wanted, "Neue Klientendatei")):
        with qtbot.waitSignal(signal, timeout=500):
            next(one for one in card.findChildren(QPushButton) if one.text() == word).click()


@pytest.mark.parametrize("zoom", [1.0, 1.3, 2.0])
def test_no_card_is_cut_at_any_text_size_and_every_stop_has_a_ring(look, qtbot, zoom):
    look(zoom=zoom)
    gate = Gate()
    qtbot.addWidget(gate)
    gate.show()
    gate.activateWindow()
    long = UnlockCard(gate, lambda password: password, sentence="Gesperrt seit 13:58. Ihre Angaben sind gesichert.",
                      muster=PASSWORD)
    for card in (long, ChoicesCard()):
        gate.open(card, "teilhabemanagement-musterstadt-nord")
        if card is long:
            card._failed(Damaged())
            card._failed(WrongSecret())
        settle()
        assert cut(gate) == []
        assert ring_gaps(gate, gate.ring)[1] == []
    gate.close()
    assert T.zoom == zoom


def test_the_page_is_painted_before_anything_of_the_store_is_imported():
    asked = ("import sys, app.ui.start; "
             "print([m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'sqlcipher3', 'cryptography') "
             "or m.startswith(('app.store', 'app.usecases'))])")
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert ast.literal_eval(said) == []


def test_the_suffix_is_the_one_of_the_store():
    assert page.SUFFIX == casefile.SUFFIX
