"""„Kennwort vergessen“: the code from the sheet in the safe and a new password, then the offer to renew the key.
Opens and renews nothing itself: the acts are handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _, text_of
from app.ui.controls import button, label
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import column, holder, row
from app.ui.new_password import NewPassword
from app.ui.page_parts import Slot
from app.ui.recovery_code import code_sheet
from app.ui.sheet_file import SheetFile
from app.vault.errors import WrongSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeActs:
    """What the card has done: opening by code with a new password, renewing with that password, the new sheet."""

    unlock: Callable[[str, str], Any]
    renew: Callable[[Any, str], None]
    code_of: Callable[[Any], str]
    write_sheet: Callable[[Any, Path], None]
    sheet_name: Callable[[Any], str]


class ForgottenCard(Card):
    """Takes code and new password, offers to renew the key once; `opened` carries what `unlock` gave back, `left`
    goes back to the password."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, gate: Gate, acts: CodeActs) -> None:
        super().__init__(_("Kennwort vergessen"), BROAD)
        self._gate, self._acts = gate, acts
        self._file: Any = None
        self._chosen = ""
        self.code = FormView((Field("code", _("Wiederherstellungscode"), Text(max_length=80), width="full",
                                    help=_("Neun Gruppen zu vier Zeichen. Groß oder klein ist gleich.")),))
        self.password = NewPassword()
        self.code.finished.connect(self._go_on)
        self.password.finished.connect(self.submit)
        self.button = button(_("Öffnen"), "primary", "lock-open", self.submit)
        self._back = button(_("Zurück"), "quiet", "arrow-left", self.left.emit)
        self.renewal = button(_("Schlüssel erneuern"), "primary", "refresh-cw", self.renew)
        self.without = button(_("Ohne Erneuern öffnen"), "quiet", call=self._hand_over)
        self.sheet: SheetFile | None = None
        self._body = Slot(self._asking())
        self.inside.addWidget(self._body)

    def _asking(self) -> QWidget:
        return holder(column(
            label(_("Kennwort vergessen"), "title"),
            label(_("Der Code steht auf dem Blatt im Tresor des Arbeitgebers. Er öffnet die Datei; das alte Kennwort "
                    "gilt danach nicht mehr."), "muted", wrap=True),
            self.code, label(_("Neues Kennwort"), "strong"), self.password, row(self._back, None, self.button),
            gap=10))

    def _offer(self) -> QWidget:
        return holder(column(
            label(_("Das neue Kennwort gilt"), "title"),
            label(_("Der Code wurde gelesen und abgetippt. Damit das benutzte Blatt diese Klientendatei nicht mehr "
                    "öffnet, erneuern Sie jetzt den Schlüssel: Sie bekommen einen neuen Code für ein neues Blatt."),
                  wrap=True),
            label(_("Ältere Sicherungen öffnen weiter mit dem alten Blatt: Heben Sie es auf, solange es sie gibt. "
                    "Erneuern können Sie auch später, in Einstellungen unter Sperren und Kennwort."), "muted",
                  wrap=True),
            row(self.without, None, self.renewal), gap=10))

    def _renewed(self) -> QWidget:
        self.sheet = SheetFile(self._gate.run, lambda target: self._acts.write_sheet(self._file, target),
                               self._acts.sheet_name(self._file))
        on = button(_("Weiter"), "primary", call=self._hand_over)
        groups = self._acts.code_of(self._file).split("-")
        ready = _("Der Schlüssel ist erneuert. Schreiben Sie jetzt diese neun Gruppen auf Papier, oder drucken Sie das "
                  "Blatt.")
        return holder(column(label(_("Neuer Wiederherstellungscode"), "title"), code_sheet(groups, ready), self.sheet,
                             row(None, on), gap=10))

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
        self._chosen = self.password.chosen()
        if self._chosen and self.button.isEnabled():
            self.say("", "")
            self._busy(self.button, _("Wird geöffnet …"), self._back)
            password = self._chosen
            self._gate.run(lambda step: self._acts.unlock(code, password), self._opened, self._failed)

    def _busy(self, act: QPushButton, words: str, other: QPushButton, on: bool = True) -> None:
        act.setText(words)
        act.setAccessibleName(words)
        act.setDisabled(on)
        other.setDisabled(on)

    def _opened(self, file: Any) -> None:
        self._file = file
        self._body.put(self._offer())
        self.renewal.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self) -> None:
        """Renews the key beside the window, under the password just chosen."""
        self.say("", "")
        self._busy(self.renewal, _("Wird erneuert …"), self.without)
        self._gate.run(lambda step: self._acts.renew(self._file, self._chosen), self._show_sheet, self._not_renewed)

    def _show_sheet(self, _nothing: None) -> None:
        self._chosen = ""
        shown = self._renewed()
        self._body.put(shown)
        assert self.sheet is not None
        self.sheet.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_renewed(self, error: Exception) -> None:
        self._busy(self.renewal, _("Schlüssel erneuern"), self.without, False)
        self._gate.problems.show(error)

    def _hand_over(self) -> None:
        self.opened.emit(self._file)

    def _failed(self, error: Exception) -> None:
        self._busy(self.button, _("Öffnen"), self._back, False)
        if isinstance(error, WrongSecret):
            self._wrong(text_of(error))
        else:
            self._gate.problems.show(error)

    def _wrong(self, sentence: str) -> None:
        self.code.box("code").show_error(sentence)
        self.code.focus("code")
