"""Where a monthly report stands: month, preview, files written; starts the work and takes its results. No widgets."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.dates import Month
from app.domain.errors import UserError
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import export_work
from app.ui.export_work import Quality, Shown, Turn
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Task

MONTH, PREVIEW, ISSUE = range(3)


class ExportFlow:
    """The three steps as a value that changes; `changed` is called whenever the page has to look different, `checked`
    when the records behind the month were looked through."""

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object],
                 checked: Callable[[], object]) -> None:
        self.shell, self._file, self._changed, self._checked = shell, file, changed, checked
        self._owner = QObject()
        self.step = MONTH
        self.turn: Turn | None = None
        self.month: Month | None = None
        self.shown: Shown | None = None
        self.written: tuple[Path, ...] = ()
        self.refusal: UserError | None = None
        self.task: Task | None = None
        self.words = ""
        self.quality: Quality | None = None
        self._checking = self._check_again = False

    @property
    def over(self) -> bool:
        """Whether the chosen month has ended."""
        return self.month is not None and self.month.last_day() < self._file.today()

    def look_up(self) -> None:
        """Asks which month is next; what is on screen stays there meanwhile."""
        if self.step != MONTH or self.task is not None:
            return
        if self.turn is None:
            self._run(_("Die Monate werden geprüft"), export_work.turn(self._file), self._have_turn)
        else:
            # beside what is shown, so that nobody has to wait for it
            self.shell.run_task(self._owner, export_work.turn(self._file), self._have_turn, self._failed)

    def check(self) -> None:
        """Looks through the records behind the chosen month, beside what is shown."""
        if self.step != MONTH or self.month is None:
            return
        if self.quality is not None and self.quality.month != self.month:
            self.quality = None
            self._checked()
        if self._checking:
            self._check_again = True
            return
        self._checking, self._check_again = True, False
        self.shell.run_task(self._owner, export_work.quality(self._file, self.month), self._have_quality,
                            self._check_failed, reads=True)

    def preview(self, month: Month | None = None) -> None:
        """Shows what a month holds: the chosen one, or one that was issued."""
        self.month = month or self.month
        if self.month is not None and self.task is None:
            self._run(_("Der Monat wird gezählt und gerundet"), export_work.prepare(self._file, self.month),
                      self._have_preview)

    def issue(self, folder: Path) -> None:
        """Issues the month shown, then writes its files into a folder."""
        if self.shown is not None and self.task is None:
            self._run(_("Der Monat wird ausgegeben"), export_work.issue(self._file, self.shown.prepared.month),
                      partial(self._have_issued, folder))

    def go_on(self) -> None:
        """From the preview to handing out."""
        self.step = ISSUE
        self._changed()

    def back(self) -> None:
        """One step back; not while work runs, and not from files that are written."""
        if self.step > MONTH and self.task is None and not self.written:
            self.step, self.refusal = self.step - 1, None
            self._settle_month()
            self._changed()
            self.look_up()

    def finish(self) -> None:
        """Begins anew with the months."""
        self.step, self.written, self.shown, self.month, self.turn, self.refusal = MONTH, (), None, None, None, None
        self.look_up()

    def _run(self, words: str, job: Job[R], done: Callable[[R], object]) -> None:
        self.words, self.refusal = words, None
        self.task = self.shell.run_task(self._owner, job, done, self._failed)
        self._changed()

    def _failed(self, error: Exception) -> None:
        self.task = None
        if not isinstance(error, UserError):
            raise error
        self.refusal = error
        self._changed()

    def _have_turn(self, turn: Turn) -> None:
        same = turn == self.turn
        if self.turn is None:
            self.task = None
        self.turn = turn
        self._settle_month()
        if self.step == MONTH and not same:
            self._changed()
        self.check()

    def _have_quality(self, quality: Quality) -> None:
        self._checking = False
        if self._check_again or quality.month != self.month:
            self.check()
            return
        self.quality = quality
        self._checked()

    def _check_failed(self, error: Exception) -> None:
        self._checking = False
        raise error

    def _settle_month(self) -> None:
        """Back among the months, the one chosen is one whose turn it can be, not an issued one that was looked at."""
        if self.step == MONTH and self.turn is not None and self.month not in self.turn.months:
            self.month = self.turn.months[0]

    def _have_preview(self, shown: Shown) -> None:
        self.task, self.shown, self.step, self.written = None, shown, PREVIEW, ()
        self._changed()

    def _have_issued(self, folder: Path, shown: Shown) -> None:
        # from here on the month stands, even if the stick is full
        self.task, self.turn, self.shown = None, None, shown
        self._run(_("Die Dateien werden geschrieben"), export_work.write(self._file, shown, folder), self._have_written)

    def _have_written(self, written: tuple[Path, ...]) -> None:
        self.task, self.written = None, written
        self._changed()
