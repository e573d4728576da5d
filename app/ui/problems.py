"""What a person sees when something fails: a sentence for what is known, a dialog without client data for a defect."""

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QApplication, QMessageBox

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.vault import traces
from app.vault.traces import Crash

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def crash_box(crash: Crash) -> QMessageBox:
    """The one dialog for defects."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("Klientendatei"),
                      _("Das Programm ist auf einen Fehler gestoßen, den es nicht kennt. Was gespeichert ist, bleibt "
                        "gespeichert. Schließen Sie das Programm und öffnen Sie es neu, wenn etwas nicht stimmt."))
    where = _("Für die Meldung des Fehlers, ohne Angaben zu Personen: {crash}")
    box.setInformativeText(where.format(crash=crash))
    copy = box.addButton(_("Meldung kopieren"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(str(crash)))
    # without an escape button Qt would let nobody close the box by Esc
    box.setEscapeButton(box.addButton(_("Weiterarbeiten"), QMessageBox.ButtonRole.AcceptRole))
    return box


class Problems:
    """Sorts errors: `say` gets the sentence of a known one, anything else goes to the crash dialog, once at a time."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say
        self._box: QMessageBox | None = None
        self._before: Hook | None = None

    def show(self, error: BaseException) -> None:
        """Shows an error to the person."""
        if isinstance(error, UserError):
            self._say(text_of(error))
            return
        crash = traces.crash_of(error)
        traces.remember(crash)
        if self._box is None:
            self._box = crash_box(crash)
            self._box.finished.connect(self._closed)
            self._box.open()

    def _closed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
        self._box = None

    @property
    def open_box(self) -> QMessageBox | None:
        """The crash dialog while it is open."""
        return self._box

    def install(self) -> None:
        """Takes every error that reaches the top of the window's own code."""
        self._before = sys.excepthook
        sys.excepthook = self._hook

    def remove(self) -> None:
        """Gives the errors back to whoever had them."""
        if self._before is not None:
            sys.excepthook, self._before = self._before, None

    def _hook(self, kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            self.show(error.with_traceback(place))
