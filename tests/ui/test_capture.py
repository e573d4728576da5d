"""Pictures of the screen: what Windows is asked for, and what is said where no system can do it."""

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.settings import Settings
from app.ui import capture
from app.ui.capture import CaptureGuard
from app.ui.settings_privacy import capture_card


class User32:
    """The functions of user32, writing down what they are asked."""

    def __init__(self) -> None:
        self.asked: dict[int, int] = {}

    def SetWindowDisplayAffinity(self, window, how: int) -> None:
        self.asked[window.value] = how


class Look:
    """Settings that a card changes."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.changed: list[dict[str, object]] = []

    def change_settings(self, **changes: object) -> None:
        self.changed.append(changes)

    def zoom(self, steps: int) -> None:
        """Nothing."""


def test_every_window_with_the_keyboard_is_hidden_until_somebody_allows_it(qapp, qtbot):
    system = User32()
    guard = CaptureGuard(qapp, True, lambda: system)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: system.asked.get(int(window.winId())) == capture.WDA_EXCLUDEFROMCAPTURE)
    guard.set(False)
    assert system.asked[int(window.winId())] == capture.WDA_NONE
    guard.deleteLater()


def test_elsewhere_nothing_is_asked_and_the_card_says_so(qapp, qtbot, look):
    look()
    guard = CaptureGuard(qapp, True)
    guard.set(False)
    guard.deleteLater()
    card = capture_card(Look())
    qtbot.addWidget(card)
    assert any("bietet Programmen nicht an" in label.text() for label in card.findChildren(QLabel))
    assert card.findChildren(QPushButton) == []
    assert QApplication.instance() is qapp


def test_where_it_is_possible_one_chip_switches_it_off(qtbot, look, monkeypatch):
    look()
    monkeypatch.setattr(capture, "is_possible", lambda: True)
    chosen = Look()
    card = capture_card(chosen)
    qtbot.addWidget(card)
    chips = {chip.text(): chip for chip in card.findChildren(QPushButton)}
    assert chips["ausgeschlossen"].isChecked() and not chips["erlaubt"].isChecked()
    chips["erlaubt"].click()
    assert chosen.changed == [{"hide_from_capture": False}]
