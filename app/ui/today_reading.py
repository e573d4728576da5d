"""All that Heute shows, read beside the window as of one moment; an earlier reading never follows a later one."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.store.casefile import CaseFile, Change
from app.store.queries import today as query
from app.store.queries.today import Beginning, SilentLine, TodayPage
from app.ui.shell import Shell
from app.usecases import backup, proposals
from app.usecases.proposals import FileReminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Lines, reminders of the whole file, the last backup elsewhere; ``beginning`` while first steps are shown."""

    today: date
    page: TodayPage
    reminders: tuple[FileReminder, ...]
    last_away: datetime | None
    beginning: Beginning | None

    def reminder(self, rule: str) -> FileReminder | None:
        """What a rule of the file reminds of today."""
        return next((one for one in self.reminders if one.rule.id == rule), None)


class TodayReader(QObject):
    """`ask` brings `arrived(reading)` soon; of several that were asked for only the last one comes.

    It outlives the widgets, which are built anew with each text size.
    """

    arrived = Signal(object)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._number, self._pending = 0, False
        # silent cases take longest, so they are kept until something they are told by changes, or the day
        self._written = 0
        self._silent: tuple[tuple[int, date], tuple[SilentLine, ...]] | None = None
        file.subscribe(self._told)

    def _told(self, change: Change) -> None:
        """Comes in the thread that wrote."""
        if change.entities & query.SILENT_FROM:
            self._written += 1

    def ask(self) -> None:
        """Reads anew; what was asked for before comes no more."""
        self._number, self._pending = self._number + 1, True
        number = self._number
        self._shell.run_task(self, lambda _step: self.read(), partial(self._have, number),
                             partial(self._failed, number), reads=True)

    def drop(self) -> None:
        """What is being read is older than what the page shows by now."""
        self._number, self._pending = self._number + 1, False

    def read(self) -> Reading:
        """Everything now, in whichever thread."""
        today = self._file.today()
        now = self._written, today
        if self._silent is None or self._silent[0] != now:
            self._silent = now, query.silent(self._file)
        page = query.page(self._file, self._silent[1])
        away, begun = backup.last_away(self._file), query.beginning(self._file)
        # who has many persons has begun long ago, whatever was left out
        begins = not begun.put_away and begun.people < query.MANY and not (
            begun.people and begun.catalogue and away is not None)
        return Reading(today=today, page=page, reminders=proposals.file_reminders(self._file, today), last_away=away,
                       beginning=begun if begins else None)

    def _have(self, number: int, reading: Reading) -> None:
        if number == self._number and self._pending:
            self._pending = False
            self.arrived.emit(reading)

    def _failed(self, number: int, error: Exception) -> None:
        if number == self._number and self._pending:
            self._pending = False
            raise error
