"""The real window in this process: acts timed until what they show is painted, and how long the event loop stood."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import i18n
from app.settings import Settings
from app.store.casefile import CaseFile
from app.ui import theme
from app.ui.garbage import GarbageInThisThread
from app.ui.office import Office

PATIENCE = 300  # seconds after which a measurement has failed
REST = 250  # ms the heart goes on beating after an act, so that what follows it is seen as well


def application() -> QApplication:
    """Qt, dressed as the program dresses it."""
    app = QApplication.instance() or QApplication(["Klientendatei"])
    assert isinstance(app, QApplication)
    i18n.install("de")
    theme.apply_settings(app, Settings())
    theme.use_language(app, "de")
    # as app.ui.start does, once everything is imported
    gc.freeze()
    if app.findChild(GarbageInThisThread) is None:
        GarbageInThisThread(app)
    return app


def office_of(app: QApplication, file: CaseFile) -> Office:
    """The office on an open file, not shown yet."""
    office = Office(app, Settings(), lambda _settings: None, file)
    # a defect must end the measurement and not open the dialog for it
    office.window.desk.problems.remove()
    return office


class _Updates(QObject):
    """Hears when a window paints all that has changed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.seen = False
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """An update of the window, or its first paint (Qt)."""
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):
            self.seen = True
        return False

    def end(self) -> None:
        """Hears no more."""
        self._window.removeEventFilter(self)


def painted(window: QWidget, act: Callable[[], object]) -> float:
    """Milliseconds from the act until what it changed in the window is painted."""
    updates = _Updates(window)
    begun = time.perf_counter()
    act()
    while not updates.seen:
        QApplication.processEvents()
        if time.perf_counter() - begun > PATIENCE:
            raise TimeoutError("nothing was painted")
    spent = (time.perf_counter() - begun) * 1000
    updates.end()
    rest()
    return spent


def rest(until: Callable[[], object] = lambda: True, milliseconds: int = 30) -> None:
    """Turns the event loop until something holds, and a little longer: the next measurement begins quietly."""
    # the loop of the program: QTest.qWait sleeps ten milliseconds between two rounds, which a heart would count
    clock, loop = QElapsedTimer(), QEventLoop()
    clock.start()

    def look() -> None:
        if until() or clock.elapsed() > PATIENCE * 1000:
            QTimer.singleShot(milliseconds, loop.quit)
        else:
            QTimer.singleShot(5, look)

    look()
    loop.exec()
    if clock.elapsed() > PATIENCE * 1000:
        raise TimeoutError("the window never got there")


@dataclass(slots=True)
class _Heart:
    """The longest time between two beats."""

    last: float = 0.0
    longest: float = 0.0

    def beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.last)
        self.last = now


def standstill(act: Callable[[], object], until: Callable[[], object] = lambda: True) -> float:
    """The longest time in milliseconds that a timer of 1 ms had to wait during an act and all that follows it."""
    rest()
    heart, loop, timer = _Heart(), QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(heart.beat)
    begun = time.perf_counter()

    def look() -> None:
        if until() or time.perf_counter() - begun > PATIENCE:
            QTimer.singleShot(REST, loop.quit)
        else:
            QTimer.singleShot(10, look)

    def go() -> None:
        heart.last, heart.longest = time.perf_counter(), 0.0
        act()
        look()

    QTimer.singleShot(50, go)
    timer.start(1)
    loop.exec()
    timer.stop()
    return heart.longest * 1000
