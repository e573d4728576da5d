"""What an import has done in the worker: one piece of work at a time, the act that writes a catalogue, its undoing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.ui import catalogue_preview as parts
from app.ui.catalogue_preview import Shown
from app.ui.shell import Shell
from app.ui.tasks import Job, Step, Task
from app.usecases import catalogue
from app.usecases.catalogue import Changed, Incoming, Preview

Applied = tuple[Preview, int]


class ImportWork:
    """The piece of work that is under way, with the ``words`` for its bar.

    ``stopped`` is called where the person ends it, ``refused`` where it fails and nothing else is said to follow.
    """

    def __init__(self, shell: Shell, stopped: Callable[[], object], refused: Callable[[Exception], object]) -> None:
        self._shell, self._stopped, self._refused = shell, stopped, refused
        self._owner = QObject()
        self.task: Task | None = None
        self.words = ""

    def run(self, words: str, job: Job[object], done: Callable[[object], object],
            failed: Callable[[Exception], object] | None = None) -> None:
        """Queues ``job``; ``done`` or ``failed`` follows when nothing is under way any more."""
        self.words = words
        task = self._shell.run_task(self._owner, job, done, failed or self._refused)
        self.task = task
        task.ended.connect(partial(self._ended, task))

    def _ended(self, task: Task) -> None:
        if task is self.task:
            self.task = None
            if task.cancelled:
                self._stopped()

    def leave(self) -> None:
        """Stops what is under way and hears no more of it."""
        task, self.task = self.task, None
        if task is not None:
            task.cancel()


class CatalogueAct:
    """Writes a catalogue that was looked at in one act, and takes it back; a toast says which.

    ``applied`` is told what to look at first, None when it is written; ``undo`` is given the act to take back, and
    ``undone`` called when that has come to an end.
    """

    def __init__(self, shell: Shell, file: CaseFile, work: ImportWork, applied: Callable[[Shown | None], object],
                 undo: Callable[[int], object], undone: Callable[[], object]) -> None:
        self._shell, self._file, self._work = shell, file, work
        self._applied, self._undo, self._undone = applied, undo, undone

    def apply(self, incoming: Incoming, result: Shown, without: frozenset[str], because: str) -> None:
        """Writes all but what is ``without``; a difference that is another by now is shown first."""
        preview, take = result.preview, result.keys_but(without)

        def job(step: Step) -> Applied | Shown:
            try:
                done = catalogue.apply(self._file, incoming, own_list=preview.series, take=take, seen=preview.digest,
                                       older_because=because, step=step)
            except Changed as changed:
                return parts.shown(self._file, changed.preview, without)
            return done, catalogue.last_import(self._file)

        self._work.run(_("Änderungen werden übernommen, Zeile"), job, partial(self._written, len(take)))

    def _written(self, taken: int, result: object) -> None:
        if isinstance(result, Shown):
            self._applied(result)
        elif isinstance(result, tuple):
            done, act = result
            self._applied(None)
            words = ngettext("Katalog {number} eingelesen, {n} Änderung", "Katalog {number} eingelesen, {n} Änderungen",
                             taken)
            self._shell.toast(words.format(number=done.head.number, n=number(taken)), partial(self._undo, act))

    def take_back(self, act: int) -> None:
        """Undoes an import in the worker, because 20,000 offerings take seconds; stopped, it stays as it was."""
        self._work.run(_("Der Katalog wird zurückgenommen, Eintrag"), partial(self._file.undo, act), self._taken_back,
                       self._not_taken_back)

    def _taken_back(self, title: object) -> None:
        self._undone()
        self._shell.toast(_("Rückgängig gemacht: {title}").format(title=_(str(title))))

    def _not_taken_back(self, error: Exception) -> None:
        self._undone()
        raise error
