"""A setting that is a place: what it is for, a button that asks, and below it what was chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.i18n import _
from app.ui.components import setting_line
from app.ui.controls import button, label
from app.ui.layouts import column

Ask = Callable[[str, str], str]


class PathChoice(QWidget):
    """`chosen` comes with another place; nothing is opened or written here."""

    chosen = Signal()

    def __init__(self, name: str, what: str, ask: Ask, icon: str, path: Path | None = None) -> None:
        super().__init__()
        self.path, self._name, self._ask = path, name, ask
        self.button = button(_("Wählen …"), icon=icon, call=self.choose, tip=_("{name} wählen").format(name=name))
        self._said = label("", "strong", wrap=True)
        self.setLayout(column(setting_line(name, what, self.button), self._said, gap=0))
        self._show()

    def choose(self) -> None:
        """Asks for the place."""
        found = self._ask(self._name, str(self.path or Path.home()))
        if found:
            self.path = Path(found)
            self._show()
            self.chosen.emit()

    def _show(self) -> None:
        self._said.setText(str(self.path) if self.path else "")
        self._said.setVisible(self.path is not None)
        self.button.setAccessibleDescription(str(self.path) if self.path else _("Noch nichts gewählt."))


def ask_key(name: str, place: str) -> str:
    """A secret key file."""
    return QFileDialog.getOpenFileName(QApplication.activeWindow(), name, place,
                                       _("Schlüssel (*.key);;Alle Dateien (*)"))[0]


def ask_folder(name: str, place: str) -> str:
    """A folder."""
    return QFileDialog.getExistingDirectory(QApplication.activeWindow(), name, place)
