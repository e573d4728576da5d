"""The records behind a month, looked through beside what is shown."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.dates import Month
from app.store.casefile import CaseFile
from app.ui import export_work
from app.ui.export_work import Quality
from app.ui.shell import Shell


class QualityCheck:
    """`found` is of the month asked for last, None until it was looked through; `told` is called when it is another."""

    def __init__(self, shell: Shell, file: CaseFile, owner: QObject, told: Callable[[], object]) -> None:
        self._shell, self._file, self._owner, self._told = shell, file, owner, told
        self.found: Quality | None = None
        self._month: Month | None = None
        self._running = self._again = False

    def look(self, month: Month) -> None:
        """Looks through the records behind a month; asked while it looks, it looks again afterwards."""
        self._month = month
        if self.found is not None and self.found.month != month:
            self.found = None
            self._told()
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        self._shell.run_task(self._owner, export_work.quality(self._file, month), self._have, self._failed, reads=True)

    def _have(self, quality: Quality) -> None:
        self._running = False
        if self._month is not None and (self._again or quality.month != self._month):
            self.look(self._month)
            return
        self.found = quality
        self._told()

    def _failed(self, error: Exception) -> None:
        self._running = False
        raise error
