"""Collects Python's garbage in the GUI thread only: a widget that dies in the worker takes the program with it."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2000


class GarbageInThisThread(QObject):
    """Switches automatic collection off and collects by the usual thresholds while the event loop turns."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collects the oldest generation whose count is over its threshold."""
        over = [age for age, (count, least) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
                if count > least]
        if over:
            gc.collect(max(over))
