"""„Kennwort vergessen“: the recovery code from the sheet in the safe and a new password. Opens nothing itself."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _, text_of
from app.ui.controls import button, label
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import row
from app.ui.new_password import NewPassword
from app.vault.errors import WrongSecret

OpenWithCode = Callable[[str, str], object]


class ForgottenCard(Card):
    """Takes code and new password; `opened` carries what `unlock` gave back, `left` goes back to the password."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, gate: Gate, unlock: OpenWithCode) -> None:
        super().__init__(_("Kennwort vergessen"), BROAD)
        self._gate, self._unlock = gate, unlock
        self.code = FormView((Field("code", _("Wiederherstellungscode"), Text(max_length=80), width="full",
                                    help=_("Neun Gruppen zu vier Zeichen. Groß oder klein ist gleich.")),))
        self.password = NewPassword()
        self.code.finished.connect(self._go_on)
        self.password.finished.connect(self.submit)
        self.button = button(_("Öffnen"), "primary", "lock-open", self.submit)
        self._back = button(_("Zurück"), "quiet", "arrow-left", self.left.emit)
        self.inside.addWidget(label(_("Kennwort vergessen"), "title"))
        self.inside.addWidget(label(_(
            "Der Code steht auf dem Blatt im Tresor der Dienststelle. Er öffnet die Datei und gilt weiter; "
            "das alte Kennwort gilt danach nicht mehr."), "muted", wrap=True))
        self.inside.addWidget(self.code)
        self.inside.addWidget(label(_("Neues Kennwort"), "strong"))
        self.inside.addWidget(self.password)
        self.inside.addLayout(row(self._back, None, self.button))

    def first_focus(self) -> QWidget:
        """The code."""
        return self.code.box("code").control.targets()[0]

    def _go_on(self) -> None:
        self.password.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def submit(self) -> None:
        """Opens the file beside the window."""
        code = self.code.box("code").control.text().strip()
        if not code:
            self._wrong(_("Schreiben Sie den Code vom Blatt ab."))
            return
        password = self.password.chosen()
        if password and self.button.isEnabled():
            self.say("", "")
            self._busy(True)
            self._gate.run(lambda step: self._unlock(code, password), self.opened.emit, self._failed)

    def _busy(self, on: bool) -> None:
        self.button.setText(_("Wird geöffnet …") if on else _("Öffnen"))
        self.button.setAccessibleName(self.button.text())
        self.button.setDisabled(on)
        self._back.setDisabled(on)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, WrongSecret):
            self._wrong(text_of(error))
        else:
            self._gate.problems.show(error)

    def _wrong(self, sentence: str) -> None:
        self.code.set_error("code", sentence)
        self.code.focus("code")
