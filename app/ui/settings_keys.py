"""Sperren und Kennwort: after how many minutes the file locks itself, and another password for it."""

from app.domain.errors import N_
from app.i18n import _, ngettext, text_of
from app.store.casefile import CaseFile
from app.ui.choice import Choice
from app.ui.controls import button, label, native
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, holder, row
from app.ui.new_password import NewPassword
from app.ui.secret_field import Secret
from app.ui.settings_part import Look, Part
from app.ui.settings_privacy import capture_card
from app.ui.settings_recovery import RenewalCard, SheetCard
from app.ui.shell import Shell
from app.usecases import keys
from app.vault.errors import WrongSecret
from app.vault.keyfile import KeyFile

MINUTES = (1, 2, 5, 10, 15, 30, 60)
_OLD_MISSING = N_("Ohne das bisherige Kennwort lässt sich kein neues setzen.")


class KeysPart(Part):
    """The idle time holds on this computer, the password belongs to the file."""

    def __init__(self, shell: Shell, file: CaseFile, look: Look) -> None:
        super().__init__()
        self._shell, self._file, self._look = shell, file, look
        self.idle = FormView((Field("minutes", _("Automatisch sperren"), Choice(options=[
            (n, ngettext("nach {n} Minute", "nach {n} Minuten", n).format(n=n)) for n in MINUTES]), required=True,
            help=_("Auch nach dem Ruhezustand. Sofort sperren: {keys}.").format(keys=native("Ctrl+L"))),),
            save=self._set_minutes)
        self.idle.set_values({"minutes": look.settings.lock_minutes})
        self.old = FormView((Field("old", _("Bisheriges Kennwort"), Secret(), width="half"),))
        self.new = NewPassword(lambda: (file.meta("office"),))
        # proven while the new one is being chosen: a derivation takes most of a second
        self.old.committed.connect(lambda _attribute, _value: self._prove())
        self._proving, self._changing = "", False
        self._proof: tuple[str, KeyFile | None] = ("", None)
        self.old.finished.connect(lambda: self.new.first_focus().setFocus())
        self.new.finished.connect(self.change)
        self.button = button(_("Kennwort ändern"), "primary", "key-round", self.change)
        self.sheet, self.renewal = SheetCard(shell, file), RenewalCard(shell, file)
        # the code shown above would be the old one
        self.renewal.act.done.connect(self.sheet.act.hide_sheet)
        self.show_cards(
            card(label(_("Sperren"), "lead"), self.idle, gap=10),
            capture_card(look),
            card(label(_("Kennwort"), "lead"),
                 label(_("Ein Wechsel ist nur nötig, wenn jemand anderes das Kennwort kennen könnte. Ältere "
                         "Sicherungen öffnen weiter mit ihrem alten Kennwort; der Wiederherstellungscode bleibt."),
                       "muted", wrap=True),
                 self.old, holder(column(self.new)), row(None, self.button), gap=10),
            self.sheet, self.renewal)

    def _set_minutes(self, _attribute: str, value: object) -> None:
        if isinstance(value, int):
            self._look.change_settings(lock_minutes=value)

    def change(self) -> None:
        """Sets the new password beside the window."""
        old = self.old.box("old").control.text()
        if not old:
            self._wrong(_(_OLD_MISSING))
            return
        if not (self.new.chosen() and self.button.isEnabled()):
            return
        self._busy(True)
        self._changing = True
        if self._proving != old:
            self._change(old)

    def _prove(self) -> None:
        old = self.old.box("old").control.text()
        if not old or old in (self._proving, self._proof[0]):
            return
        self._proving = old
        self._shell.run_task(self, lambda step: keys.prove(self._file, old), lambda proof: self._proven(old, proof),
                             self._failed)

    def _proven(self, old: str, proof: KeyFile) -> None:
        self._proving, self._proof = "", (old, proof)
        if self._changing:
            self._change(old)

    def _change(self, old: str) -> None:
        new, proof = self.new.chosen(), self._proof[1] if self._proof[0] == old else None
        # tried now, so that leaving the field needs no second try
        self._proof = (old, proof)
        self._shell.run_task(self, lambda step: keys.change_password(self._file, old, new, proof), self._done,
                             self._failed)

    def _busy(self, on: bool) -> None:
        self.button.setText(_("Wird geändert …") if on else _("Kennwort ändern"))
        self.button.setAccessibleName(self.button.text())
        self.button.setDisabled(on)

    def _done(self, _nothing: None) -> None:
        self._busy(False)
        self._shell.toast(_("Das Kennwort ist geändert. Es gilt ab dem nächsten Entsperren."))
        self._shell.rebuild()

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        # the same wrong words need no second try when the field is left again
        self._proof = (self._proving, None) if self._proving else self._proof
        asked, self._proving, self._changing = self._changing, "", False
        if not isinstance(error, WrongSecret):
            raise error
        self.old.box("old").show_error(text_of(error))
        # found out beside the typing, it takes nobody's keyboard away
        if asked:
            self.old.focus("old")

    def _wrong(self, sentence: str) -> None:
        self.old.box("old").show_error(sentence)
        self.old.focus("old")
