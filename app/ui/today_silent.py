"""The cases without a contact for long, read beside the window: it takes too long for each opening of Heute."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from app.store.casefile import CaseFile, Change
from app.store.queries import today as query
from app.store.queries.today import SilentLine
from app.ui.shell import Shell


class SilentCases(QObject):
    """Known from the first reading on; `changed` brings those of another day, or after what may have changed them.

    It outlives the widgets, which are built anew with each text size.
    """

    changed = Signal(tuple)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._lines: tuple[SilentLine, ...] | None = None
        self._day = date.min
        file.subscribe(self._told)

    def lines(self, today: date) -> tuple[SilentLine, ...]:
        """Those known now; reads anew beside the window where they may be out of date."""
        # before reading: what is written meanwhile makes them out of date again
        day, self._day = self._day, today
        if self._lines is None:
            self._lines = query.silent(self._file)
        elif day != today:
            self._shell.run_task(self, lambda step: query.silent(self._file), self._have)
        return self._lines

    def _told(self, change: Change) -> None:
        """Comes in the thread that wrote."""
        if change.entities & query.SILENT_FROM:
            self._day = date.min

    def _have(self, lines: tuple[SilentLine, ...]) -> None:
        self._lines = lines
        self.changed.emit(lines)
