"""What the system can say of its session, as one interface: it was locked, the computer goes to sleep.
Locks nothing itself. How it is heard stands in session_linux.py and session_windows.py."""

from PySide6.QtCore import QObject, Signal


class SessionWatch(QObject):
    """`locked` when the session of the system was locked, `sleeping` before the computer sleeps.

    This one hears nothing, for systems nobody has written a watch for: there the clocks (idle.py) still notice.
    """

    locked = Signal()
    sleeping = Signal()

    def start(self) -> None:
        """Begins to listen; where the system says nothing, nothing happens."""

    def stop(self) -> None:
        """Listens no more and holds nothing up."""
