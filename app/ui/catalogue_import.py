"""A catalogue coming in, from the choice of the file to the act. What it looks like stands in catalogue_import_form,
how it is written and taken back in catalogue_writing."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.errors import UserError
from app.domain.listing import list_name
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import catalogue_preview as parts
from app.ui.catalogue_preview import Shown
from app.ui.catalogue_refused import RefusedOut
from app.ui.catalogue_writing import CatalogueAct, ImportWork
from app.ui.shell import Shell
from app.usecases import catalogue, trust
from app.usecases.catalogue import Incoming

KINDS_OF_FILE = "*.csv *.txt *.xlsx *.json *.xml"


class CatalogueImport:
    """One import from the choice of the file to the toast; lives as long as its page. ``changed`` shows it anew.

    ``without`` are the keys that are not ticked, ``only`` the kind that is shown; ``again``: the difference changed
    after it was shown.
    """

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object]) -> None:
        self._shell, self._file, self._changed = shell, file, changed
        self.work = ImportWork(shell, self._over, self._refused)
        self.refused_out = RefusedOut(shell, file)
        self._act = CatalogueAct(shell, file, self.work, self._applied, self.take_back, self._over)
        self.path = Path()
        self.incoming: Incoming | None = None
        self.shown: Shown | None = None
        self.refusal: UserError | None = None
        self.about = self.only = self.own = self.because = ""
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
        self.about = _("{file} – noch nichts geändert").format(file=path.name)
        self.only = self.own = self.because = ""
        self.without, self.again = frozenset(), False
        self.work.run(_("Katalog wird geprüft, Zeile"), partial(catalogue.read, path), self._have_read)

    def _over(self) -> None:
        """Applied, taken back or stopped by the person; what was compared by then stays to be seen."""
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
            self.work.run(_("Der Katalog wird verglichen"),
                          lambda _step: parts.look(self._file, incoming, own, because, without), self._have_compared)
            self._changed()

    def _have_compared(self, result: object) -> None:
        if isinstance(result, Shown):
            self.shown = result
            self.own = result.preview.series
        self._changed()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.active = False
            raise error
        self.shown, self.refusal = None, error
        self._changed()

    def close(self) -> None:
        """Leaves the import without a trace."""
        self.work.leave()
        self.active, self.shown, self.incoming = False, None, None
        self._changed()

    def blocked(self) -> str:
        """Why nothing can be applied now, empty when it can."""
        if not self.active or self.shown is None:
            return _("Es ist kein Katalog eingelesen, der übernommen werden könnte.")
        if self.shown.keys and not self.shown.keys_but(self.without):
            return _("Es ist keine Änderung angekreuzt.")
        return _("Der Katalog wird gerade übernommen.") if self.work.task is not None else ""

    def apply(self) -> None:
        """Writes what is ticked in one act, in the worker; a difference that is another by now is shown first."""
        incoming, result = self.incoming, self.shown
        if incoming is None or result is None or self.blocked():
            return
        self._act.apply(incoming, result, self.without, self.because)
        self._changed()

    def _applied(self, result: Shown | None) -> None:
        """None when it is written; else the difference is another by now."""
        self.shown, self.again = result, result is not None
        if result is None:
            self.incoming = None
        self._over()

    def take_back(self, act: int) -> None:
        """Undoes an import, which takes the page for as long."""
        self.active, self.shown, self.incoming, self.refusal, self.about = True, None, None, None, ""
        self._act.take_back(act)
        self._changed()

    def rename(self, name: str) -> None:
        """Another own list for an unsigned file, compared anew."""
        if list_name(name) != self.own:
            self.own = list_name(name)
            self._compare()

    def go_back(self, reason: str) -> None:
        """Compares with an older number, because a person says why."""
        self.because = reason
        self._compare()
