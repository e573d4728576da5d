"""What the measured processes share: the first paint of a window, and the memory they hold. Qt's core only."""

import ctypes
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

_AFTER = QEvent.Type(QEvent.registerEventType())


class FirstPaint(QObject):
    """Calls ``told(time.monotonic())`` once, when the first paint of ``window`` and all that is in it was handled."""

    def __init__(self, window: QObject, told: Callable[[float], object]) -> None:
        super().__init__(window)
        self._window, self._told = window, told
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Sees the window before its children are painted, hence asks to be called after all of them (Qt)."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QCoreApplication.postEvent(self, QEvent(_AFTER), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        """The paint is over (Qt)."""
        if event.type() == _AFTER:
            self._told(time.monotonic())
            return True
        return super().event(event)


def resident() -> float:
    """Megabytes (10^6 bytes) of this process in memory now; where the system does not say, the most so far."""
    if sys.platform == "linux":
        with open("/proc/self/status", encoding="ascii") as facts:
            return next(int(line.split()[1]) for line in facts if line.startswith("VmRSS:")) * 1024 / 1e6
    if sys.platform == "win32":
        sizes = (ctypes.c_size_t * 10)(80)
        ctypes.windll.psapi.GetProcessMemoryInfo(ctypes.c_void_p(-1), sizes, 80)
        return sizes[2] / 1e6
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
