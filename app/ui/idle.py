"""Knows for how long nobody touched the keyboard or the mouse, and whether the computer slept. Locks nothing itself."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

_SECONDS_BETWEEN = 10
WARNED_BEFORE = 30
# a tick that comes this late means suspend, a closed lid, or a changed clock
_SLEPT = 60
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
})
Seconds = Callable[[], float]


class IdleWatch(QObject):
    """`away` comes at each tick since nobody was there for `minutes()`, `slept` once after the computer slept.

    In the half minute before, `soon` tells every second how many are left, until `back`: somebody touched something.
    """

    soon = Signal(int)
    back = Signal()
    away = Signal()
    slept = Signal()

    def __init__(self, parent: QObject, minutes: Callable[[], int], running: Seconds = time.monotonic,
                 wall: Seconds = time.time) -> None:
        super().__init__(parent)
        self._minutes, self._running, self._wall = minutes, running, wall
        self._touched, self._last_tick = running(), wall()
        self._timer = QTimer(self)
        self._timer.setInterval(_SECONDS_BETWEEN * 1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._warned = False
        self._focused: QObject | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._watch_window)
        application.focusObjectChanged.connect(self._watch_object)
        self._watch_window(application.focusWindow())
        self._watch_object(application.focusObject())

    def _watch_window(self, window: QObject | None) -> None:
        """All keys and the mouse reach a window of the system first; it keeps the watch as long as it lives."""
        # a filter on the whole application would be asked for each of the ten thousand events of a page being built
        if window is not None:
            window.installEventFilter(self)

    def _watch_object(self, focused: QObject | None) -> None:
        """What an input method writes comes to the focused field alone."""
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._focused = focused
        if focused is not None:
            focused.installEventFilter(self)

    def tick(self) -> None:
        """Looks at both clocks; the wall clock goes on while the computer sleeps."""
        now, before = self._wall(), self._last_tick
        self._last_tick = now
        if now - before > _SLEPT:
            self.slept.emit()
            return
        left = 60 * self._minutes() - self.untouched()
        if left <= 0:
            self.away.emit()
        elif left <= WARNED_BEFORE:
            self._warned = True
            self.soon.emit(math.ceil(left))
        # the countdown begins on time and then goes by the second
        until = min(_SECONDS_BETWEEN, max(1.0, left - WARNED_BEFORE)) if left > 0 else _SECONDS_BETWEEN
        self._timer.setInterval(math.ceil(until * 1000))

    def untouched(self) -> float:
        """Seconds since somebody was there."""
        return self._running() - self._touched

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._running()
        if self._warned:
            self._warned = False
            self.back.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notes each touch and lets it pass (Qt)."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
