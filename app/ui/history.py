"""Strg+Z and Strg+Umschalt+Z: take back or repeat the last act, in the file or in the text being typed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import history
from app.ui.controls import native
from app.ui.shell import Shell

REDO_KEYS = "Ctrl+Shift+Z"


# records that are put back faster than anybody notices; an import of hundreds of persons takes seconds
AT_ONCE = 60


def undo(shell: Shell, file: CaseFile, number: int | None = None) -> None:
    """Takes the last act back, or that of a number, and says which it was; UserError where that is not possible."""
    def done(act: str) -> None:
        shell.toast(_("„{act}“ zurückgenommen. {keys} stellt es wieder her.").format(act=_(act),
                                                                                  keys=native(REDO_KEYS)))

    _run(shell, history.weight_of_undo(file, number), partial(file.undo, number), done)


def redo(shell: Shell, file: CaseFile) -> None:
    """Repeats the act taken back last and says which it was; UserError without one."""
    def done(act: str) -> None:
        shell.toast(_("„{act}“ wiederhergestellt.").format(act=_(act)), lambda: undo(shell, file))

    _run(shell, history.weight_of_redo(file), file.redo, done)


def _run(shell: Shell, weight: int, act: Callable[..., str], done: Callable[[str], object]) -> None:
    owner = QApplication.instance()
    if weight <= AT_ONCE or owner is None:
        done(act())
    else:
        # a window that is locked or closed stops it at the next step: then all is as it was
        shell.run_task(owner, lambda step: act(step=step), done)


class UndoKeys(QObject):
    """Text fields claim Strg+Z even when nothing was typed in them; this gives it back to the file then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._watched: QWidget | None = None
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        # a filter on the whole application would be asked for each of the ten thousand events of a page being built
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if isinstance(new, QLineEdit | QPlainTextEdit) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuses the claim of a field that has nothing to take back (Qt)."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        back = event.matches(QKeySequence.StandardKey.Undo)
        if not back and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        if isinstance(watched, QLineEdit):
            own = watched.isUndoAvailable() if back else watched.isRedoAvailable()
        elif isinstance(watched, QPlainTextEdit):
            own = watched.document().isUndoAvailable() if back else watched.document().isRedoAvailable()
        else:
            return False
        if own:
            return False
        event.ignore()
        return True
