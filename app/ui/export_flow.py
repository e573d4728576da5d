"""Where a monthly report stands: month, preview, files written, handed over; starts the work and takes its results. No
widgets."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.dates import Month
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import export_work
from app.ui.export_check import QualityCheck
from app.ui.export_one_task import OneTask
from app.ui.export_work import Shown, Turn
from app.ui.shell import Shell

MONTH, PREVIEW, ISSUE, HAND_OVER = range(4)


class ExportFlow:
    """The four steps as a value that changes; `changed` is called whenever the page has to look different, `checked`
    when the records behind the month were looked through. `back_again` are the months files brought back."""

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object],
                 checked: Callable[[], object]) -> None:
        self.shell, self._file, self._changed = shell, file, changed
        self._owner = QObject()
        self.work = OneTask(shell, self._owner, changed)
        self.quality = QualityCheck(shell, file, self._owner, checked)
        self._asked_on: date | None = None
        self.step = MONTH
        self.turn: Turn | None = None
        self.month: Month | None = None
        self.shown: Shown | None = None
        self.written: tuple[Path, ...] = ()
        self.back_again: tuple[Month, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the chosen month has ended."""
        return self.month is not None and self.month.last_day() < self._file.today()

    def look_up(self) -> None:
        """Asks which month is next; what is on screen stays there meanwhile."""
        if self.step != MONTH or self.work.task is not None:
            return
        if self.turn is None:
            self.work.run(_("Die Monate werden geprüft"), export_work.turn(self._file), self._have_turn)
        else:
            # beside what is shown, so that nobody has to wait for it
            self.shell.run_task(self._owner, export_work.turn(self._file), self._have_turn, self.work.refused)

    def new_day(self) -> None:
        """Asks again where the months were looked at on another day."""
        if self.turn is not None and self._asked_on != self._file.today():
            self.look_up()

    def check(self) -> None:
        """Looks through the records behind the chosen month."""
        if self.step == MONTH and self.month is not None:
            self.quality.look(self.month)

    def preview(self, month: Month | None = None) -> None:
        """Shows what a month holds: the chosen one, or one that was issued."""
        self.month, self.back_again = month or self.month, ()
        if self.month is not None and self.work.task is None:
            self.work.run(_("Der Monat wird gezählt, gerundet und gegengeprüft"),
                      export_work.prepare(self._file, self.month), self._have_preview, stoppable=True)

    def issue(self, folder: Path) -> None:
        """Issues the month shown, then writes its files into a folder."""
        if self.shown is not None and self.work.task is None:
            self.work.run(_("Der Monat wird gegengeprüft und ausgegeben"),
                      export_work.issue(self._file, self.shown.prepared.month), partial(self._have_issued, folder))

    def go_on(self) -> None:
        """From the preview to handing out."""
        self.step, self.work.refusal = ISSUE, None
        self._changed()

    def hand_over(self, by: str, to: str, on: date) -> None:
        """Notes who gave the files to whom, and begins anew with the months."""
        if self.shown is not None and self.work.task is None:
            self.work.run(_("Die Übergabe wird vermerkt"),
                      export_work.hand_over(self._file, self.shown.prepared.month, by, to, on), self._have_noted)

    def take_back(self, paths: Sequence[Path]) -> None:
        """Reads the files of months issued after the backup this file comes from."""
        if self.work.task is None:
            self.work.run(_("Die Dateien werden gelesen und geprüft"), export_work.take_back(self._file, paths),
                      self._have_back)

    def settle(self, lost: Sequence[Month]) -> None:
        """Nobody asks any more for months after the backup."""
        if self.work.task is None:
            self.work.run(_("Die Monate werden eingetragen"), export_work.settle(self._file, lost),
                      lambda _nothing: self._have_back(()))

    def back(self) -> None:
        """One step back, and out of a preview that is still made; not from files that are written."""
        self.work.cancel()
        if self.step > MONTH and self.work.task is None and not self.written:
            self.step, self.work.refusal = self.step - 1, None
            self._settle_month()
            self._changed()
            self.look_up()

    def finish(self) -> None:
        """Begins anew with the months."""
        self.step, self.written, self.shown, self.month, self.turn = MONTH, (), None, None, None
        self.work.refusal = None
        self.look_up()

    def _have_turn(self, turn: Turn) -> None:
        same = turn == self.turn
        if self.turn is None:
            self.work.over()
        self.turn, self._asked_on = turn, self._file.today()
        self._settle_month()
        if self.step == MONTH and not same:
            self._changed()
        self.check()

    def _settle_month(self) -> None:
        """Back among the months, the one chosen is one whose turn it can be, not an issued one that was looked at."""
        if self.step == MONTH and self.turn is not None and self.month not in self.turn.months:
            self.month = self.turn.months[0]

    def _have_preview(self, shown: Shown) -> None:
        self.work.over()
        self.shown, self.step, self.written = shown, PREVIEW, ()
        self._changed()

    def _have_issued(self, folder: Path, shown: Shown) -> None:
        # from here on the month stands, even if the stick is full
        self.turn, self.shown = None, shown
        self.work.run(_("Die Dateien werden geschrieben"), export_work.write(self._file, shown, folder),
                      self._have_written)

    def _have_written(self, written: tuple[Path, ...]) -> None:
        self.work.over()
        self.written, self.step = written, HAND_OVER
        self._changed()

    def _have_noted(self, _nothing: None) -> None:
        self.work.over()
        self.finish()
        self.shell.toast(_("Die Übergabe ist im Ausgang vermerkt."))

    def _have_back(self, months: tuple[Month, ...]) -> None:
        self.work.over()
        self.turn, self.month, self.back_again = None, None, months
        self.look_up()
