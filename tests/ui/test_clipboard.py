"""Copied text: marked for every history, taken back after half a minute, and only if it is still ours."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui import clipboard
from app.ui.clipboard import MARKS, ClipboardGuard
from tests.ui.looks import settle

MODE = QClipboard.Mode.Clipboard


@pytest.fixture
def guard(qapp):
    """A guard over the clipboard; without a screen Qt says of no copy that it is its own."""
    one = ClipboardGuard(qapp)
    one._ours = lambda place: place == MODE
    yield one
    one.clear()
    one.deleteLater()
    settle()


def test_what_a_field_copies_is_marked_and_stays_the_same(guard, qtbot):
    field = QLineEdit("MUSTER, Amira")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    found = QApplication.clipboard().mimeData()
    assert found.text() == "MUSTER, Amira"
    assert {kind: bytes(found.data(kind).data()) for kind in MARKS} == MARKS


def test_after_half_a_minute_it_is_gone(guard, qtbot):
    QApplication.clipboard().setText("MUSTER, Amira")
    assert guard._timer.isActive() and guard._timer.interval() == 1000 * clipboard.SECONDS == 30_000
    guard._timer.timeout.emit()
    assert QApplication.clipboard().text() == ""


def test_what_another_program_copied_stays(guard, monkeypatch):
    monkeypatch.setattr(guard, "_ours", lambda _place: False)
    QApplication.clipboard().setText("aus einem anderen Programm")
    guard.clear()
    assert QApplication.clipboard().text() == "aus einem anderen Programm"
    assert not QApplication.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
    QApplication.clipboard().clear()


def test_a_copy_with_several_forms_keeps_them(guard):
    rich = QMimeData()
    rich.setHtml("<b>MUSTER</b>")
    rich.setText("MUSTER")
    QApplication.clipboard().setMimeData(rich, MODE)
    found = QApplication.clipboard().mimeData()
    assert (found.html(), found.text()) == ("<b>MUSTER</b>", "MUSTER")
    assert found.hasFormat("x-kde-passwordManagerHint")
