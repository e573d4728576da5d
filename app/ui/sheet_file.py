"""„Wiederherstellungsblatt speichern“: asks where to, has it written, says what to do with the file then."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.ui.components import Banner
from app.ui.controls import announce, button, label
from app.ui.layouts import column, row
from app.ui.page_parts import Slot
from app.ui.tasks import Failed, Job

SUFFIX = ".pdf"
# `Gate.run`, or `Shell.run_task` with its owner: whoever has the event loop
Run = Callable[[Job[None], Callable[[None], object], Failed], Any]


class SheetFile(QWidget):
    """A button and, below it, how it ended; `write` puts the sheet into a file and enters it in the register."""

    def __init__(self, run: Run, write: Callable[[Path], None], file_name: str) -> None:
        super().__init__()
        self._run, self._write, self._file_name = run, write, file_name
        self.button = button(_("Blatt als PDF speichern …"), "", "download", self.ask_place)
        self._result = Slot()
        self.sentence = ""
        self.setLayout(column(
            row(self.button, None), self._result,
            label(_("Die PDF-Datei ist nicht verschlüsselt. Speichern Sie sie am besten auf einem USB-Stick."),
                  "caption", wrap=True), gap=8))

    def ask_place(self) -> None:
        """Asks where to; nothing is written without an answer."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Wiederherstellungsblatt speichern"), str(Path.home() / f"{self._file_name}{SUFFIX}"),
            _("PDF-Dateien (*{suffix})").format(suffix=SUFFIX))
        if chosen:
            self.save(Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX))

    def save(self, target: Path) -> None:
        """Writes the sheet."""
        self.button.setDisabled(True)
        self._run(lambda step: self._write(target), lambda _none: self._saved(target), self._failed)

    def _saved(self, target: Path) -> None:
        self._say("ok", _("Das Blatt liegt in {place}. Drucken Sie es jetzt und löschen Sie die Datei danach, auch aus "
                          "dem Papierkorb: Wer sie hat, kann die Klientendatei öffnen.").format(place=target))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.button.setDisabled(False)
            raise error
        self._say("bad", text_of(error))

    def _say(self, kind: str, sentence: str) -> None:
        self.button.setDisabled(False)
        self.sentence = sentence
        shown = Banner(kind, sentence)
        self._result.put(shown)
        announce(shown, sentence)
