"""The card „Diagnose“ in Prüfung und Version: shows the whole text, then copies or saves it where the person wants."""

from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from app.i18n import _, decimal
from app.store.casefile import CaseFile
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, card, column, row
from app.ui.page_parts import Slot
from app.ui.settings_part import Look
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import diagnosis

NAME = "klientendatei-diagnose"
_HEIGHT = 260


def window_lines() -> list[str]:
    """What only the window knows: Qt, its platform, the screens."""
    screens = [f"{s.size().width()} × {s.size().height()}, {decimal(s.devicePixelRatio(), 2)}"
               for s in QGuiApplication.screens()]
    return [f"Qt {qVersion()}, PySide {pyside_version}, {QGuiApplication.platformName()}",
            _("Bildschirme: {screens}").format(screens="; ".join(screens))]


class DiagnosisCard(QWidget):
    """Nothing is written before the text was there to be read."""

    def __init__(self, shell: Shell, file: CaseFile, look: Look) -> None:
        super().__init__()
        self._shell, self._file, self._look = shell, file, look
        self.text = ""
        self.box: QPlainTextEdit | None = None
        self._slot = Slot()
        self.show_button = button(_("Diagnose ansehen"), icon="eye", call=self.show_text)
        self.setLayout(column(card(
            label(_("Diagnose"), "lead"),
            label(_("Für die Fehlersuche: Versionen, Zahlen und Stellen im Programm. Keine Namen, keine "
                    "Angaben zu Personen, keine Ordner. Sie sehen alles, bevor Sie es weitergeben."), "muted",
                  wrap=True),
            self._slot, row(self.show_button, None), gap=10)))

    def show_text(self) -> None:
        """Gathers what would be saved, beside the window, and shows it."""
        self.show_button.setDisabled(True)
        settings, lines = self._look.settings, window_lines()
        self._shell.run_task(self, lambda step: diagnosis.text(self._file, settings, lines), self._gathered)

    def _gathered(self, text: str) -> None:
        self.text = text
        self.box = QPlainTextEdit(text)
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(_("Diagnose"))
        self.box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.box.setFixedHeight(T.px(_HEIGHT))
        self.show_button.hide()
        acts = FlowBox(button(_("Speichern …"), icon="download", call=self.ask_place),
                       button(_("Kopieren"), icon="copy", call=self.copy))
        shown = QWidget()
        shown.setLayout(column(self.box, acts, gap=10))
        self._slot.put(shown)
        self.box.setFocus()

    def copy(self) -> None:
        """Into the clipboard, which forgets it after half a minute."""
        QApplication.clipboard().setText(self.text)
        self._shell.toast(_("Diagnose kopiert. Nach 30 Sekunden ist sie aus der Zwischenablage gelöscht."))

    def ask_place(self) -> None:
        """Asks where to."""
        name = f"{NAME}-{self._file.today()}{diagnosis.SUFFIX}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Diagnose speichern"), str(Path.home() / name), _("Texte (*{suffix})").format(
                suffix=diagnosis.SUFFIX), options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.save(Path(chosen if chosen.endswith(diagnosis.SUFFIX) else chosen + diagnosis.SUFFIX))

    def save(self, target: Path) -> None:
        """Saves exactly what is shown."""
        diagnosis.save(self._file, self.text, target)
        self._shell.toast(_("Diagnose gespeichert und im Ausgang eingetragen."))
