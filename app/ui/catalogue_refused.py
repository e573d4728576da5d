"""What a catalogue brings that is not taken over, saved as a list for the one who made the file."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import catalogue_preview as parts
from app.ui.catalogue_preview import Shown
from app.ui.shell import Shell
from app.usecases import own_list


class RefusedOut:
    """Line, key and reason of each row that is refused, and the way onto a stick."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self._owner = QObject()

    def ask_place(self, result: Shown) -> None:
        """Asks where the list shall lie; nothing is written without an answer."""
        chosen, _filter = QFileDialog.getSaveFileName(
            QApplication.activeWindow(), _title(result), str(Path.home() / f"{_title(result)}.csv"),
            _("Tabelle (*.csv)"), options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.write(result, Path(chosen if chosen.endswith(".csv") else f"{chosen}.csv"))

    def write(self, result: Shown, target: Path) -> None:
        """Writes it beside the window."""
        header, rows = (_("Zeile"), _("Kennung oder Spalte"), _("Grund")), parts.refused_table(result)
        self._shell.run_task(
            self._owner, lambda _step: own_list.write(self._file, target, _title(result), header, rows),
            lambda _none: self._shell.toast(_("Gespeichert: {place}").format(place=target)))


def _title(result: Shown) -> str:
    return _("Abgelehntes aus Katalog {number}").format(number=result.preview.head.number)
