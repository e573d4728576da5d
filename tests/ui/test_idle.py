"""When somebody counts as away: five minutes without a touch, or a computer that slept; and the warning before."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui import lock_soon
from app.ui.idle import IdleWatch
from app.ui.lock_soon import LockSoon
from tests.ui.looks import cut
from tests.ui.office import press


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
    watch.clocks, watch.times, watch.told = clocks, [], []
    watch.away.connect(lambda: watch.times.append(1))
    watch.slept.connect(lambda: watch.told.append("slept"))
    watch.soon.connect(watch.told.append)
    watch.back.connect(lambda: watch.told.append("back"))
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


@pytest.fixture
def line(qtbot):
    """A field with the keyboard in a window that was opened after the watch began."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    return field


def test_a_key_begins_the_five_minutes_anew(idle, line, qtbot):
    tick(idle, 4)
    qtbot.keyClicks(line, "a")
    tick(idle, 4)
    assert idle.times == []


@pytest.mark.parametrize("touch", [
    lambda window: QTest.mouseMove(window, QPoint(3, 3)),
    lambda window: QTest.mouseClick(window, Qt.MouseButton.LeftButton),
    lambda window: QTest.keyClick(window, Qt.Key.Key_F5)])
def test_whatever_reaches_the_window_is_a_touch(idle, line, touch):
    tick(idle, 4)
    touch(line.windowHandle())
    tick(idle, 4)
    assert idle.times == []


def test_what_a_program_does_to_its_window_is_no_touch(idle, line):
    tick(idle, 4)
    line.setText("von selbst")
    line.resize(300, 40)
    tick(idle, 1)
    assert idle.times == [1]


def test_a_computer_that_slept_locks_at_once(idle):
    idle.clocks.move(10, slept=120)
    idle.tick()
    assert (idle.told, idle.times) == (["slept"], [])


def test_the_last_half_minute_is_counted_by_the_second(idle):
    tick(idle, 4.5)
    assert (idle.told, idle._timer.interval()) == ([30], 1000)
    idle.clocks.move(1)
    idle.tick()
    assert idle.told == [30, 29]


def test_the_tick_before_the_countdown_is_as_long_as_it_takes_to_begin_on_time(idle):
    tick(idle, 4.4)
    idle.clocks.move(6)
    idle.tick()
    assert (idle.told, idle._timer.interval()) == ([], 4000)


def test_a_touch_ends_the_countdown_once_and_outside_of_it_nobody_is_told(idle):
    idle.touch()
    assert idle.told == []
    tick(idle, 4.6)
    idle.touch()
    idle.touch()
    assert idle.told[-1] == "back" and idle.told.count("back") == 1
    tick(idle, 4)
    assert idle.times == [] and idle._timer.interval() == 10_000


def test_as_long_as_nobody_locks_it_is_told_again(idle):
    tick(idle, 5.5)
    assert len(idle.times) == 4


def test_the_strip_counts_says_that_nothing_happens_and_goes(look, qtbot, monkeypatch):
    look()
    monkeypatch.setattr(lock_soon, "STAYS_MS", 1)
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(1000, 600)
    # the keyboard is elsewhere, as it is in the window
    QLineEdit(around)
    around.show()
    strip = LockSoon(around)
    strip.stay()
    assert strip.text == ""
    strip.count(30)
    strip.count(1)
    assert strip.text == "In 1 Sekunde wird gesperrt. Was Sie getippt haben, bleibt."
    assert cut(around) == []
    strip.stay()
    assert strip.text == "Es wird nicht gesperrt."
    qtbot.waitUntil(lambda: strip.text == "")
    strip.count(20)
    press(strip, "Weiter arbeiten")
    assert strip.text == ""
