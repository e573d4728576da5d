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
from app.ui.shell import Shell
from app.usecases import keys
from app.vault.errors import WrongSecret

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
        self.old.finished.connect(lambda: self.new.first_focus().setFocus())
        self.new.finished.connect(self.change)
        self.button = button(_("Kennwort ändern"), "primary", "key-round", self.change)
        self.show_cards(
            card(label(_("Sperren"), "lead"), self.idle, gap=10),
            card(label(_("Kennwort"), "lead"),
                 label(_("Ein Wechsel ist nur nötig, wenn jemand anderes das Kennwort kennen könnte. Ältere "
                         "Sicherungen öffnen weiter mit ihrem alten Kennwort; der Wiederherstellungscode bleibt."),
                       "muted", wrap=True),
                 self.old, holder(column(self.new)), row(None, self.button), gap=10))

    def _set_minutes(self, _attribute: str, value: object) -> None:
        if isinstance(value, int):
            self._look.change_settings(lock_minutes=value)

    def change(self) -> None:
        """Sets the new password beside the window."""
        old = self.old.box("old").control.text()
        if not old:
            self._wrong(_(_OLD_MISSING))
            return
        new = self.new.chosen()
        if new and self.button.isEnabled():
            self._busy(True)
            self._shell.run_task(self, lambda step: keys.change_password(self._file, old, new), self._done,
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
        if not isinstance(error, WrongSecret):
            raise error
        self._wrong(text_of(error))

    def _wrong(self, sentence: str) -> None:
        self.old.set_error("old", sentence)
        self.old.focus("old")
