"""What is built after a page is seen comes piece by piece, one in a turn of the event loop: between two of them the
window paints and hears keys. What is read takes the worker of `tasks`."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

Call = Callable[[], object]
# a timer of no time at all would come before what was painted and typed meanwhile
BETWEEN_MS = 1


class _Turns(QObject):
    """The pieces of all pages in one queue: two timers that end in the same turn would make one long one."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.urgent: deque[tuple[QObject, Call]] = deque()
        self.waiting: deque[tuple[QObject, Call]] = deque()
        self._timer = QTimer(self, singleShot=True, interval=BETWEEN_MS)
        self._timer.timeout.connect(self._next)

    @property
    def pending(self) -> bool:
        """Whether a piece is still to come."""
        return bool(self.urgent or self.waiting)

    def add(self, owner: QObject, call: Call, urgent: bool) -> None:
        """Puts a piece at the end of its line."""
        (self.urgent if urgent else self.waiting).append((owner, call))
        if not self._timer.isActive():
            self._timer.start()

    def _next(self) -> None:
        while self.pending:
            owner, call = (self.urgent or self.waiting).popleft()
            # its page may have gone since
            if isValid(owner):
                break
        else:
            return
        try:
            call()
        finally:
            if self.pending:
                self._timer.start()


_turns: _Turns | None = None


def soon(owner: QObject, call: Call, *, urgent: bool = False) -> None:
    """Calls in a turn of its own, after what was put off before; never once `owner` has gone. What is `urgent` comes
    before everything that is only built ahead."""
    global _turns
    if _turns is None or not isValid(_turns):
        _turns = _Turns(QCoreApplication.instance())
    _turns.add(owner, call, urgent)


def pending() -> bool:
    """Whether a piece is still to come."""
    return _turns is not None and _turns.pending
