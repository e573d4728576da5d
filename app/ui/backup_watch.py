"""Automatic backups beside the work: soon after opening, every half hour in which something changed, before the end.
What a backup is and which ones stay, the store knows."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.tasks import Step, TaskRunner
from app.usecases import backup

# seconds; the first one makes up for what a lock left to it, when the pages have long been read
FIRST, EVERY = 30, 30 * 60
# A backup keeps two processors busy for seconds: it begins in a pause, at the latest after so long.
PAUSE, PATIENCE = 5, 5 * 60
# Locking must be over in a second, so only a small file gets its backup there; closing keeps a hidden process waiting.
AT_LOCK, AT_CLOSE = 0.5, 20.0
_SECONDS_PER_MB, _SECONDS_AT_LEAST = 0.05, 0.1
Seconds = Callable[[], float]


class BackupWatch(QObject):
    """One worker of its own, so that no page waits for a backup. `told` gets the sentence of one that failed.

    `untouched` gives the seconds since the last key.
    """

    def __init__(self, parent: QObject, file: CaseFile, told: Callable[[str], object], untouched: Seconds,
                 running: Seconds = time.monotonic) -> None:
        super().__init__(parent)
        self._file, self._told, self._untouched, self._running = file, told, untouched, running
        self._due: float | None = None
        self._tasks = TaskRunner(self._failed, self)
        self._pace = _SECONDS_PER_MB
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make)
        self._timer.start(1000 * FIRST)

    @property
    def busy(self) -> bool:
        """True while a backup is made."""
        return self._tasks.busy

    def make(self) -> None:
        """Makes a backup in the next pause if something changed since the last one; one more is due in half an hour."""
        now = self._running()
        self._due = now if self._due is None else self._due
        if self._untouched() < PAUSE and now - self._due < PATIENCE:
            self._timer.start(1000 * PAUSE)
            return
        self._due = None
        self._timer.start(1000 * EVERY)
        self._begin()

    def before_lock(self) -> None:
        """A backup where it is a matter of a moment; else it is left to the first one after unlocking."""
        size = self._file.database.stat().st_size / 1e6
        self._end(AT_LOCK if _SECONDS_AT_LEAST + self._pace * size < AT_LOCK else 0)

    def before_close(self) -> None:
        """A last backup, for which a window that is hidden already waits a while."""
        self._end(AT_CLOSE)

    def _end(self, seconds: float) -> None:
        self._timer.stop()
        if seconds:
            # one that runs may have begun before the last entries
            self._begin()
        self._tasks.end(seconds)

    def _begin(self) -> None:
        self._tasks.run(self, self._work, self._made)

    def _work(self, step: Step) -> float:
        """In the worker; returns the seconds it took, 0 where nothing had changed."""
        begun = self._running()
        return self._running() - begun if backup.automatic(self._file, step) is not None else 0.0

    def _made(self, seconds: float) -> None:
        self._said = ""
        if seconds:
            self._pace = seconds / max(1.0, self._file.database.stat().st_size / 1e6)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        sentence = text_of(error)
        # every half hour the same sentence would be learned to be overlooked
        if sentence != self._said:
            self._said = sentence
            self._told(_("Die Sicherung auf diesem Gerät gelang nicht. {reason}").format(reason=sentence))
