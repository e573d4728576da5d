"""Where the page Zusammenfassung stands: cycle, period, what is known, what was just read; starts the work. No
widgets."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.dates import Month
from app.domain.errors import UserError
from app.statistics.merging import Cycle
from app.store.casefile import CaseFile
from app.ui import gfs_merge_work
from app.ui.gfs_merge_work import Summary
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Task
from app.usecases.received_reports import Taken


class MergeFlow:
    """`shown` is called when there is another summary, `said` when there is something to say beside it."""

    def __init__(self, shell: Shell, file: CaseFile, shown: Callable[[], object], said: Callable[[], object]) -> None:
        self._shell, self._file, self._shown, self._said = shell, file, shown, said
        self._owner = QObject()
        self.cycle, self.period = Cycle.MONTH, ""
        self.summary: Summary | None = None
        self.taken: tuple[Taken, ...] = ()
        self.written: tuple[Path, ...] = ()
        self.refusal: UserError | None = None
        self.reading: Task | None = None
        self.working: Task | None = None
        self._again = False

    def read(self) -> None:
        """Adds up anew beside the window; what is shown stays until then."""
        if self.reading is not None:
            self._again = True
            return
        job = gfs_merge_work.summary(self._file, self.cycle, self.period, self.summary)
        self.reading = self._shell.run_task(self._owner, job, self._have, self._not_read, reads=True)
        self._said()

    def _have(self, summary: Summary) -> None:
        self.reading = None
        self.summary = summary
        if self._again:
            self._again = False
            self.read()
            return
        self._said()
        self._shown()

    def _not_read(self, error: Exception) -> None:
        self.reading = None
        self._failed(error)

    def choose(self, cycle: Cycle, period: str) -> None:
        """Another cycle begins with its latest period."""
        if (cycle, period) != (self.cycle, self.period):
            self.cycle, self.period = cycle, period
            self.read()

    def take(self, paths: Sequence[Path]) -> None:
        """Takes files and folders in; the page shows what became of each."""
        self._work(gfs_merge_work.take(self._file, paths), self._have_taken)

    def remove(self, pseudonym: str, month: Month) -> None:
        """Takes out what one laptop reported for a month; its file can be read in again."""
        self._work(gfs_merge_work.remove(self._file, pseudonym, month), lambda _n: self._have_taken(()))

    def write(self, folder: Path) -> None:
        """Writes what is shown into a folder."""
        if self.summary is not None and self.summary.period is not None:
            self._work(gfs_merge_work.write(self._file, self.summary, folder), self._have_written)

    def put_away(self) -> None:
        """What was said has been read."""
        self.taken, self.written, self.refusal = (), (), None
        self._said()

    def _work(self, job: Job[R], done: Callable[[R], object]) -> None:
        if self.working is None:
            self.taken, self.written, self.refusal = (), (), None
            self.working = task = self._shell.run_task(self._owner, job, done, self._failed)
            task.ended.connect(self._ended)
            self._said()

    def _ended(self) -> None:
        # also when it was stopped, and then neither a result nor a refusal follows
        self.working = None
        self._said()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refusal = error
        self._said()

    def _have_taken(self, taken: tuple[Taken, ...]) -> None:
        # what is new is added up with the change it makes
        self.taken = taken
        self._said()

    def _have_written(self, written: tuple[Path, ...]) -> None:
        self.written = written
        self._said()
