"""When somebody counts as away: five minutes without a touch, or a computer that slept."""

import pytest
from PySide6.QtWidgets import QLineEdit

from app.ui.idle import IdleWatch


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
