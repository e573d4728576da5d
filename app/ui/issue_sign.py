"""The last form of Katalog erstellen: which key file, its password, which folder. Signs nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.errors import N_
from app.domain.names import isolated
from app.i18n import _, text_of
from app.ui.controls import button, label
from app.ui.form import Field, FormView
from app.ui.issue_flow import IssueFlow
from app.ui.issue_parts import counted, foot_of, mode_words, top_of
from app.ui.issue_places import PathChoice, ask_folder, ask_key
from app.ui.layouts import card, column, page
from app.ui.progress import ProgressSlot
from app.ui.secret_field import Secret
from app.vault.errors import WrongSecret

NO_PASSWORD = N_("Geben Sie das Kennwort der Schlüsseldatei ein.")


class SignCard(QWidget):
    """`submitted` carries the password once everything is there."""

    submitted = Signal(str)

    def __init__(self, flow: IssueFlow) -> None:
        super().__init__()
        self._flow = flow
        self.key = PathChoice(_("Schlüsseldatei"), _("„gfs-aktiv.key“ auf dem Stick mit den Schlüsseln"), ask_key,
                              "key-round", flow.secret)
        self.place = PathChoice(_("Ordner für den Katalog"), _(
            "Auf dem Stick, der an die Teilhabemanagements geht. Die Unterschrift wird daneben gelegt."), ask_folder,
            "folder-open", flow.folder)
        self.form = FormView((Field("password", _("Kennwort der Schlüsseldatei"), Secret(), width="half", help=_(
            "Nicht das Kennwort dieser Datei.")),))
        self.form.finished.connect(self.submit)
        for choice in (self.key, self.place):
            choice.chosen.connect(self._chosen)
        self.setLayout(column(card(self.key, self.place, self.form, gap=10)))

    def say_wrong(self, error: WrongSecret) -> None:
        """Another password than that of the key file."""
        self.form.box("password").show_error(text_of(error))

    def first_focus(self) -> QWidget:
        """What is missing first."""
        if self._flow.secret is None:
            return self.key.button
        return self.place.button if self._flow.folder is None else self.form.box("password").control.targets()[0]

    def _chosen(self) -> None:
        self._flow.secret, self._flow.folder = self.key.path, self.place.path
        self.first_focus().setFocus()

    def submit(self) -> None:
        """Signs, or goes to what is missing."""
        password = self.form.box("password").control.text()
        if self._flow.secret is None or self._flow.folder is None:
            self.first_focus().setFocus()
        elif not password:
            self.form.box("password").show_error(_(NO_PASSWORD))
            self.form.focus("password")
        else:
            self.submitted.emit(password)


class SignView:
    """The card with top and foot."""

    def __init__(self, flow: IssueFlow) -> None:
        assert flow.head is not None
        until = german(flow.head.valid_until) if flow.head.valid_until else _("offen")
        top, back = top_of(flow, _("Katalog {number} „{name}“, {mode}, gültig bis {until}: {counted}").format(
            number=flow.head.number, name=isolated(flow.head.name), mode=mode_words(flow.head.mode), until=until,
            counted=counted(flow.rows)))
        busy, progress = flow.task is not None, ProgressSlot()
        if flow.task is not None:
            progress.follow(flow.task, flow.words)
        self._card = SignCard(flow)
        self._card.submitted.connect(flow.sign)
        self._card.setDisabled(busy)
        if isinstance(flow.refusal, WrongSecret):
            self._card.say_wrong(flow.refusal)
        act = button(_("Wird unterschrieben …") if busy else _("Unterschreiben und ausgeben"), "primary", "signature",
                     call=self.on, shortcut="Alt+W")
        act.setDisabled(busy)
        said = label(_("Die Nummer {number} ist danach vergeben.").format(number=flow.head.number), "caption",
                     wrap=True)
        self.first = back if busy else self._card.first_focus()
        self.areas = (self._card,)
        self.ground = page(*top, self._card, progress, None, gap=12, scrolls=True, footer=foot_of(flow, said, act))

    def on(self) -> None:
        """Signs, or goes to what is missing."""
        self._card.submit()
