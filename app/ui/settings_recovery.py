"""Sperren und Kennwort, the cards for the sheet in the safe: show the code again, and renew the key it stands for."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import N_
from app.i18n import _, text_of
from app.store.casefile import SUFFIX, CaseFile
from app.ui.controls import button, label
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.recovery_code import code_sheet
from app.ui.secret_field import Secret
from app.ui.sheet_file import SheetFile
from app.ui.shell import Shell
from app.usecases import keys
from app.vault.errors import WrongSecret

SHEET_NAME = N_("Wiederherstellungsblatt")
_MISSING = N_("Geben Sie Ihr Kennwort ein.")


def write_sheet(file: CaseFile, target: Path) -> None:
    """In a worker: the drawing of PDF is loaded only by whoever needs a sheet."""
    from app.usecases import recovery_sheet

    recovery_sheet.save(file, target)


def sheet_name(file: CaseFile) -> str:
    """The file name that is offered: no name of a person is in it."""
    return f"{_(SHEET_NAME)}-{file.folder.name.removesuffix(SUFFIX)}-{file.today()}"


class SecretAct(QWidget):
    """A password, a button that does something with it beside the window, and the sheet that follows `done`."""

    done = Signal()

    def __init__(self, shell: Shell, file: CaseFile, act: Callable[[CaseFile, str], Any], words: str, busy: str,
                 icon: str, ready: str) -> None:
        super().__init__()
        self._shell, self._file, self._act = shell, file, act
        self._words, self._busy_words, self._ready = words, busy, ready
        self.form = FormView((Field("password", _("Kennwort"), Secret(), width="half"),))
        self.form.finished.connect(self.submit)
        self.button = button(words, "", icon, self.submit)
        self._asked = holder(column(self.form, row(self.button, None), gap=6))
        self.shown = Slot()
        self.sheet: SheetFile | None = None
        self.setLayout(column(self._asked, self.shown, gap=0))

    def submit(self) -> None:
        """Does it, if a password was typed."""
        password = self.form.box("password").control.text()
        if not password:
            self._wrong(_(_MISSING))
        elif self.button.isEnabled():
            self._busy(True)
            self._shell.run_task(self, lambda step: self._act(self._file, password), self._done, self._failed)

    def _busy(self, on: bool) -> None:
        self.button.setText(self._busy_words if on else self._words)
        self.button.setAccessibleName(self.button.text())
        self.button.setDisabled(on)

    def _done(self, _nothing: None) -> None:
        self._busy(False)
        self.form.set_texts({"password": ""})
        self.sheet = SheetFile(partial(self._shell.run_task, self), partial(write_sheet, self._file),
                               sheet_name(self._file))
        hide = button(_("Ausblenden"), "quiet", call=self.hide_sheet)
        self.shown.put(holder(column(code_sheet(keys.recovery_code(self._file).split("-"), self._ready), self.sheet,
                                     row(hide, None), gap=10)))
        self._asked.hide()
        # once it has its place: what gets the keyboard is scrolled into sight
        QTimer.singleShot(0, self.sheet.button, self.sheet.button.setFocus)
        self.done.emit()

    def hide_sheet(self) -> None:
        """Takes the code from the screen and asks for the password again."""
        if self.sheet is None:
            return
        self.sheet = None
        self._asked.show()
        self.button.setFocus()
        self.shown.put(None)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if not isinstance(error, WrongSecret):
            raise error
        self._wrong(text_of(error))

    def _wrong(self, sentence: str) -> None:
        self.form.box("password").show_error(sentence)
        self.form.focus("password")


class SheetCard(QWidget):
    """„Wiederherstellungsblatt“: the code of the present key, after the password."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self.act = SecretAct(shell, file, keys.prove, _("Blatt zeigen"), _("Wird geprüft …"), "eye",
                             _("Dieser Code öffnet die Klientendatei."))
        self.setLayout(column(card(
            label(_(SHEET_NAME), "lead"),
            label(_("Öffnet die Klientendatei, wenn das Kennwort fehlt. Es gehört in den Tresor des Arbeitgebers, "
                    "nicht zur GfS und nicht zum Gerät."), "muted", wrap=True), self.act, gap=10)))


class RenewalCard(QWidget):
    """„Schlüssel erneuern“: another code for the same file and the same password."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self.act = SecretAct(shell, file, keys.renew, _("Schlüssel erneuern"), _("Wird erneuert …"), "refresh-cw",
                             _("Der Schlüssel ist erneuert. Dieser neue Code öffnet die Klientendatei, der bisherige "
                               "nicht mehr."))
        self.setLayout(column(card(
            label(_("Schlüssel erneuern"), "lead"),
            label(_("Nötig, wenn das Blatt oder der Code in fremde Hände geraten sein könnte. Das bisherige Blatt "
                    "öffnet diese Klientendatei danach nicht mehr, aber weiter die älteren Sicherungen: Heben Sie es "
                    "auf, solange es sie gibt. Ihr Kennwort bleibt. Das neue Blatt kommt in den Tresor."), "muted",
                  wrap=True), self.act, gap=10)))
