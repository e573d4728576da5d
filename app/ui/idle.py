"""Knows for how long nobody touched the keyboard or the mouse, and whether the computer slept. Locks nothing itself."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_SECONDS_BETWEEN = 10
# a tick that comes this late means suspend, a closed lid, or a changed clock
_SLEPT = 60
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
})
Seconds = Callable[[], float]


class IdleWatch(QObject):
    """`away` comes when nobody was there for `minutes()`, or at once after the computer slept."""

    away = Signal()

    def __init__(self, parent: QObject, minutes: Callable[[], int], running: Seconds = time.monotonic,
                 wall: Seconds = time.time) -> None:
        super().__init__(parent)
        self._minutes, self._running, self._wall = minutes, running, wall
        self._touched, self._last_tick = running(), wall()
        self._timer = QTimer(self)
        self._timer.setInterval(_SECONDS_BETWEEN * 1000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def tick(self) -> None:
        """Looks at both clocks; the wall clock goes on while the computer sleeps."""
        now, before = self._wall(), self._last_tick
        self._last_tick = now
        if now - before > _SLEPT or self._running() - self._touched >= 60 * self._minutes():
            self._touched = self._running()
            self.away.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notes each touch and lets it pass (Qt)."""
        if event.type() in _TOUCHES:
            self._touched = self._running()
        return False
