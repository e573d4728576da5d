"""Which watch over the session this system has. Nothing else."""

import sys

from PySide6.QtWidgets import QWidget

from app.ui.session import SessionWatch

if sys.platform == "win32":
    from app.ui.session_windows import WindowsWatch
elif sys.platform == "linux":
    from app.ui.session_linux import LoginWatch


def session_watch(window: QWidget) -> SessionWatch:
    """The watch of this system for a window, not started yet."""
    if sys.platform == "win32":
        return WindowsWatch(window)
    if sys.platform == "linux":
        return LoginWatch(window)
    return SessionWatch(window)
