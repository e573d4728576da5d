"""Keeps the windows of this program out of pictures and recordings of the screen, where the system can: Windows only.
Written after its documentation, not tried on a Windows."""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

WDA_NONE, WDA_EXCLUDEFROMCAPTURE = 0x00, 0x11


def is_possible() -> bool:
    """Whether this system lets a program decide it."""
    return sys.platform == "win32"


def _user32() -> Any:
    return ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]


class CaptureGuard(QObject):
    """Sets each window that gets the keyboard as `hidden` says; a dialog is a window of its own."""

    def __init__(self, parent: QObject, hidden: bool, system: Callable[[], Any] | None = None) -> None:
        super().__init__(parent)
        self._hidden = hidden
        self._system = system or (_user32 if is_possible() else None)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if self._system is not None:
            application.focusWindowChanged.connect(self._set)

    def set(self, hidden: bool) -> None:
        """Hides all windows from recordings, or shows them there again."""
        self._hidden = hidden
        for window in QApplication.topLevelWindows():
            self._set(window)

    def _set(self, window: QWindow | None) -> None:
        if self._system is None or window is None or not window.isVisible():
            return
        how = WDA_EXCLUDEFROMCAPTURE if self._hidden else WDA_NONE
        self._system().SetWindowDisplayAffinity(ctypes.c_void_p(int(window.winId())), how)
