"""Windows: messages to the window say that the session was locked or the computer goes to sleep. A closed lid comes as
sleep. Written after the documentation and tested with fed messages; not tried on a Windows."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.session import SessionWatch

WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
WM_WTSSESSION_CHANGE = 0x02B1
# console and remote disconnect: another user was switched to, or the remote connection was cut
LEFT = frozenset({0x2, 0x4, 0x6, 0x7})  # WTS_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOGOFF, _SESSION_LOCK
NOTIFY_FOR_THIS_SESSION = 0
GENERIC = b"windows_generic_MSG"


def _wtsapi() -> Any:
    return ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined,unused-ignore]


class _Messages(QAbstractNativeEventFilter):
    """Sees each message to a window of this program before Qt does."""

    def __init__(self, told: Callable[[int, int], object]) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Passes on number and first value; takes nothing away (Qt)."""
        if kind == GENERIC:
            found = wintypes.MSG.from_address(int(message))
            self._told(found.message, found.wParam)
        return False, 0


class WindowsWatch(SessionWatch):
    """Asks Windows for the messages about the session of `window`; those about power come unasked."""

    def __init__(self, window: QWidget, system: Callable[[], Any] = _wtsapi) -> None:
        super().__init__(window)
        self._window, self._system = window, system
        self._handle = 0
        self._messages: _Messages | None = None

    def start(self) -> None:
        """Registers the window and listens."""
        self._handle = int(self._window.winId())
        self._messages = _Messages(self.told)
        application = QCoreApplication.instance()
        assert application is not None
        application.installNativeEventFilter(self._messages)
        self._system().WTSRegisterSessionNotification(ctypes.c_void_p(self._handle), NOTIFY_FOR_THIS_SESSION)

    def stop(self) -> None:
        """Gives the registration back."""
        application = QCoreApplication.instance()
        if self._messages is not None and application is not None:
            application.removeNativeEventFilter(self._messages)
            self._system().WTSUnRegisterSessionNotification(ctypes.c_void_p(self._handle))
        self._messages = None

    def told(self, number: int, value: int) -> None:
        """One message: its number and its first value."""
        if number == WM_WTSSESSION_CHANGE and value in LEFT:
            self.locked.emit()
        elif number == WM_POWERBROADCAST and value == PBT_APMSUSPEND:
            self.sleeping.emit()
