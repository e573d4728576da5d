"""A catalogue coming in: read and compared beside the window, applied in one act. What it looks like stands in
catalogue_import_form."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.errors import UserError
from app.domain.listing import list_name
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.ui import catalogue_preview as parts
from app.ui.catalogue_preview import Shown
from app.ui.shell import Shell
from app.ui.tasks import Job, Step, Task
from app.usecases import catalogue, own_list, trust
from app.usecases.catalogue import Changed, Incoming, Preview

KINDS_OF_FILE = "*.csv *.txt *.xlsx *.json *.xml"


class CatalogueImport:
    """One import from the choice of the file to the toast; lives as long as its page. ``changed`` shows it anew.

    ``without`` are the keys that are not ticked, ``only`` the kind that is shown; ``again``: the difference changed
    after it was shown.
    """

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object]) -> None:
        self._shell, self._file, self._changed = shell, file, changed
        self._owner = QObject()
        self.path = Path()
        self.incoming: Incoming | None = None
        self.shown: Shown | None = None
        self.refusal: UserError | None = None
        self.task: Task | None = None
        self.words = self.only = self.own = self.because = ""
        self.without: frozenset[str] = frozenset()
        self.again = False
        self.active = False

    def choose(self) -> None:
        """Asks for the file."""
        chosen, _kind = QFileDialog.getOpenFileName(
            QApplication.activeWindow(), _("Katalog einlesen"), "",
            _("Kataloge ({kinds});;Alle Dateien (*)").format(kinds=KINDS_OF_FILE))
        if chosen:
            self.take([Path(chosen)])

    def enter_key(self) -> None:
        """To the keys of the GfS, of which none is entered yet; the import waits."""
        self._shell.go("settings", part="trust")

    def again_from_file(self) -> None:
        """Reads the same file once more."""
        self.take([self.path])

    def take(self, paths: Sequence[Path]) -> None:
        """Begins with a chosen or dropped file; its signature may come along."""
        files = [path for path in paths if path.suffix != trust.SUFFIX] or [path.with_suffix("") for path in paths]
        self.start(files[0])
        self._changed()

    def start(self, path: Path) -> None:
        """Reads a file in the worker and shows what it would change."""
        self.active, self.path, self.incoming, self.shown, self.refusal = True, path, None, None, None
        self.only = self.own = self.because = ""
        self.without, self.again = frozenset(), False
        self._run(_("Katalog wird geprüft, Zeile"), partial(catalogue.read, path), self._have_read)

    def _run(self, words: str, job: Job[object], done: Callable[[object], object]) -> None:
        self.words = words
        task = self._shell.run_task(self._owner, job, done, self._refused)
        self.task = task
        task.ended.connect(partial(self._ended, task))

    def _ended(self, task: Task) -> None:
        """Stopped by the person: while reading nothing is left to show, while applying the preview is."""
        if task.cancelled and task is self.task:
            self.task = None
            self.active = self.shown is not None
            self._changed()

    def _have_read(self, result: object) -> None:
        if isinstance(result, Incoming):
            self.incoming = result
            self._compare()

    def _compare(self) -> None:
        if self.incoming is not None:
            incoming, own, because, without = self.incoming, self.own, self.because, self.without
            self.shown = self.refusal = None
            self._run(_("Der Katalog wird verglichen"),
                      lambda _step: parts.look(self._file, incoming, own, because, without), self._have_compared)
            self._changed()

    def _have_compared(self, result: object) -> None:
        self.task = None
        if isinstance(result, Shown):
            self.shown = result
            self.own = result.preview.series
        self._changed()

    def _refused(self, error: Exception) -> None:
        self.task = None
        if not isinstance(error, UserError):
            self.active = False
            raise error
        self.shown, self.refusal = None, error
        self._changed()

    def close(self) -> None:
        """Leaves the import without a trace."""
        task, self.task = self.task, None
        if task is not None:
            task.cancel()
        self.active, self.shown, self.incoming = False, None, None
        self._changed()

    def blocked(self) -> str:
        """Why nothing can be applied now, empty when it can."""
        if not self.active or self.shown is None:
            return _("Es ist kein Katalog eingelesen, der übernommen werden könnte.")
        if self.shown.keys and not self.taken(self.shown):
            return _("Es ist keine Änderung angekreuzt.")
        return _("Der Katalog wird gerade übernommen.") if self.task is not None else ""

    def taken(self, result: Shown) -> frozenset[str]:
        return result.keys - self.without

    def apply(self) -> None:
        """Writes what is ticked in one act, in the worker; a difference that is another by now is shown first."""
        incoming, result = self.incoming, self.shown
        if incoming is None or result is None or self.blocked():
            return
        preview, take, without = result.preview, self.taken(result), self.without

        def job(step: Step) -> Preview | Shown:
            try:
                return catalogue.apply(self._file, incoming, own_list=preview.series, take=take, seen=preview.digest,
                                       older_because=self.because, step=step)
            except Changed as changed:
                return parts.shown(self._file, changed.preview, without)

        self._run(_("Änderungen werden übernommen, Zeile"), job, partial(self._applied, len(take)))
        self._changed()

    def _applied(self, taken: int, result: object) -> None:
        self.task = None
        if isinstance(result, Shown):
            self.shown, self.again = result, True
            self._changed()
        elif isinstance(result, Preview):
            self.active, self.shown, self.incoming = False, None, None
            self._changed()
            words = ngettext("Katalog {number} eingelesen, {n} Änderung", "Katalog {number} eingelesen, {n} Änderungen",
                             taken)
            self._shell.toast(words.format(number=result.head.number, n=number(taken)),
                              partial(take_back, self._shell, self._file, self._owner))

    def rename(self, name: str) -> None:
        """Another own list for an unsigned file, compared anew."""
        if list_name(name) != self.own:
            self.own = list_name(name)
            self._compare()

    def go_back(self, reason: str) -> None:
        """Compares with an older number, because a person says why."""
        self.because = reason
        self._compare()

    def save_refused(self, target: Path, title: str) -> None:
        """Writes line, key and reason of what is not taken; for the one who made the file."""
        if self.shown is not None:
            header, rows = (_("Zeile"), _("Kennung oder Spalte"), _("Grund")), parts.refused_table(self.shown)
            self._shell.run_task(
                self._owner, lambda _step: own_list.write(self._file, target, title, header, rows),
                lambda _none: self._shell.toast(_("Gespeichert: {place}").format(place=target)))


def take_back(shell: Shell, file: CaseFile, owner: QObject) -> None:
    """Undoes the import in the worker: taking back 2,000 offerings is long work as well."""
    shell.run_task(owner, lambda _step: file.undo(),
                   lambda title: shell.toast(_("Rückgängig gemacht: {title}").format(title=_(title))))
