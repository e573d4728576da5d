"""Collects Python's garbage in the GUI thread only: a widget that dies in the worker takes the program with it."""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

EVERY_MS = 500
# Looking through one object costs about a microsecond: so many take as long as a key may wait for its letter.
FEW, MANY = 700, 8000


class GarbageInThisThread(QObject):
    """Switches automatic collection off. While the window is used it looks through what is young and little; through
    everything when another program is in front, for that takes a fifth of a second."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._state)

    def collect(self) -> None:
        """Frees the young; many at once are read data, which stay: they are put aside until the window is not used."""
        young = gc.get_count()[0]
        if young > MANY:
            gc.freeze()
        elif young > FEW:
            gc.collect(0)

    def collect_all(self) -> None:
        """Looks through everything, also what was put aside."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.collect_all()
