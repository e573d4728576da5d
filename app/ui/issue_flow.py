"""Where the issue of a catalogue stands: list, draft, signing; starts the work and takes its results. No widgets."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.catalogue import CatalogueHead, ChangeKind, Lifecycle, Mode, OfferingChange
from app.domain.errors import UserError
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.catalogue_changes import ChangeRow, change_row, refused_row
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Task
from app.usecases import issuing
from app.usecases.issuing import Done, Sheet

LIST, DRAFT, SIGN = range(3)


def rows_of(changes: tuple[OfferingChange, ...]) -> tuple[ChangeRow, ...]:
    """What changes, as rows with nothing to tick."""
    return tuple(replace(change_row(one, 0, False), ticked=None) for one in changes if one.kind != ChangeKind.UNCHANGED)


class IssueFlow:
    """One issue from the choice of the table to the files on the stick; ``changed`` shows the page anew.

    ``texts`` is what stands in the fields of the head, ``only`` the kind of changes that is shown, ``secret`` and
    ``folder`` what was chosen last.
    """

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object]) -> None:
        self.shell, self._file, self._changed = shell, file, changed
        self._owner = QObject()
        self.step = LIST
        self.path = Path()
        self.sheet: Sheet | None = None
        self.rows: tuple[ChangeRow, ...] = ()
        self.head: CatalogueHead | None = None
        self.texts: dict[str, str] = {}
        self.form, self.only = "csv", ""
        self.secret: Path | None = None
        self.folder: Path | None = None
        self.done: Done | None = None
        self.refusal: UserError | None = None
        self.task: Task | None = None
        self.words = ""

    def start(self, path: Path) -> None:
        """Reads a table in the worker and compares it with the last issue."""
        self.step, self.path, self.sheet, self.rows, self.texts, self.done = DRAFT, path, None, (), {}, None
        self.only = ""
        self._run(_("Die Tabelle wird gelesen und verglichen"), lambda step: self._look(path, step), self._have_read)

    def _look(self, path: Path, step: Callable[[int, int], None]) -> tuple[Sheet, tuple[ChangeRow, ...]]:
        sheet = issuing.look(self._file, path, step)
        return sheet, (*rows_of(sheet.changes), *(refused_row(row) for row in sheet.source.refused))

    def _have_read(self, found: tuple[Sheet, tuple[ChangeRow, ...]]) -> None:
        self.task, (self.sheet, self.rows) = None, found
        self.head = issuing.proposal(self._file, self.sheet)
        self._changed()

    def listed(self, mode: Mode) -> tuple[int, int]:
        """How many offerings an issue of that mode lists, and how many of them one can register for."""
        found = self.sheet.offerings(mode) if self.sheet is not None else ()
        return len(found), sum(one.lifecycle == Lifecycle.ACTIVE for one in found)

    def go_on(self, head: CatalogueHead, form: str) -> None:
        """From the draft to signing; a head no office would take is refused here."""
        if self.sheet is None:
            return
        self.head, self.form, self.refusal = head, form, None
        try:
            issuing.check(self.sheet, head, self._file.today())
            self.step = SIGN
        except UserError as refusal:
            self.refusal = refusal
        self._changed()

    def sign(self, password: str) -> None:
        """Signs and writes, in the worker: a derivation takes seconds and a gigabyte."""
        if self.sheet is None or self.head is None or self.secret is None or self.folder is None:
            return
        job = partial(issuing.issue, self._file, self.sheet, self.head, secret=self.secret, password=password,
                      folder=self.folder, form=self.form)
        self._run(_("Der Katalog wird unterschrieben, das dauert einige Sekunden"), lambda step: job(step=step),
                  self._have_issued)

    def _have_issued(self, done: Done) -> None:
        self.task, self.done, self.step, self.sheet, self.head = None, done, LIST, None, None
        self._changed()

    def write_again(self, identity: str, folder: Path) -> None:
        """Puts an issue that stands into another folder."""
        self.shell.run_task(self._owner, lambda _step: issuing.write_again(self._file, identity, folder), lambda path:
                            self.shell.toast(_("Geschrieben: {path}").format(path=path)))

    def compare(self, owner: QObject, number: int, shown: Callable[[tuple[ChangeRow, ...]], object]) -> None:
        """What an issue changed against the one before, as rows, in the worker; told while ``owner`` lives."""
        self.shell.run_task(owner, lambda _step: rows_of(issuing.differences(self._file, number)), shown)

    def back(self) -> None:
        """One step back; from the draft to the list, without a trace. Not while work runs."""
        if self.task is None and self.step != LIST:
            self.step, self.refusal = self.step - 1, None
            if self.step == LIST:
                self.sheet, self.head = None, None
            self._changed()

    def _run(self, words: str, job: Job[R], done: Callable[[R], object]) -> None:
        self.words, self.refusal = words, None
        self.task = task = self.shell.run_task(self._owner, job, done, self._failed)
        task.ended.connect(lambda: self._stopped(task))
        self._changed()

    def _stopped(self, task: Task) -> None:
        """„Anhalten“ ends neither well nor badly."""
        if task.cancelled and self.task is task:
            self.task = None
            if self.step == DRAFT and self.sheet is None:
                self.step = LIST
            self._changed()

    def _failed(self, error: Exception) -> None:
        self.task = None
        if not isinstance(error, UserError):
            raise error
        self.refusal = error
        self._changed()
