"""The unlock page: password, what went wrong, ways to other files. Imports nothing of store: it is painted at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from app.i18n import _, text_of
from app.ui.components import Banner, setting_line
from app.ui.controls import button, glyph, label
from app.ui.form import Field, FormView
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import column, divider, row
from app.ui.secret_field import Secret, SecretControl
from app.vault.errors import WrongSecret

Unlock = Callable[[str], object]
SUFFIX = ".klientendatei"
MUSTER_FILE = "muster.txt"
_MUSTER_LIMIT = 200


def passphrase_of_muster(folder: Path) -> str:
    """The published passphrase of a Musterdatei with invented people, "" for a file with real ones."""
    try:
        with (folder / MUSTER_FILE).open(encoding="utf-8") as file:
            return file.read(_MUSTER_LIMIT).strip()
    except (OSError, UnicodeDecodeError):
        return ""


def heading(title: str, sentence: str) -> list[QWidget]:
    """The sign, the title and the one line below it that all cards of the gate begin with."""
    top = QWidget()
    top.setLayout(row(None, glyph("shield-check", "accent", 36), None))
    words = [label(title, "title"), *([label(sentence, "muted", wrap=True)] if sentence else [])]
    for line in words:
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return [top, *words]


class UnlockCard(Card):
    """Asks for the password of one Klientendatei; `opened` carries what `unlock` gave back."""

    begins = True
    opened = Signal(object)
    forgotten = Signal()
    other_wanted = Signal()
    new_wanted = Signal()
    restore_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self, gate: Gate, unlock: Unlock, *, sentence: str = "", muster: str = "") -> None:
        super().__init__(_("Entsperren"))
        self._gate, self._unlock, self._muster = gate, unlock, muster
        self.form = FormView((Field("password", _("Kennwort"), Secret(), width="full"),))
        self.form.finished.connect(self.submit)
        self.form.edited.connect(self._warn_of_caps)
        self._box = self.form.box("password")
        control = self._box.control
        assert isinstance(control, SecretControl)
        self.control = control
        control.caps_changed.connect(self._warn_of_caps)
        self.button = button(_("Entsperren"), "primary", "lock-open", self.submit)
        for part in heading(_("Klientendatei"), sentence):
            self.inside.addWidget(part)
        if muster:
            self._show_muster()
        self.inside.addWidget(self.form)
        self.inside.addWidget(self.button)
        self.inside.addWidget(divider())
        self.inside.addLayout(self._links())

    def _show_muster(self) -> None:
        words = _("Musterdatei mit erfundenen Personen – Kennwort: {password}").format(password=self._muster)
        self.inside.addWidget(Banner("info", words))
        self.inside.addLayout(row(None, button(_("Dieses Kennwort einsetzen"), "link", call=self._take_muster), None))

    def _take_muster(self) -> None:
        self.control.set_text(self._muster)
        self._box.show_error("")
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _links(self) -> QLayout:
        forgot = button(_("Kennwort vergessen"), "link", "key-round", self.forgotten.emit)
        other = button(_("Andere Datei"), "link", "folder-open", self.other_wanted.emit)
        new = button(_("Neue Klientendatei"), "link", "plus", self.new_wanted.emit)
        restore = button(_("Sicherung wiederherstellen"), "link", "history", self.restore_wanted.emit)
        words = _("Neu üben") if self._muster else _("Üben")
        practise = button(words, "link", "graduation-cap", self.practice_wanted.emit)
        return column(row(forgot, None, other), row(restore, None), row(new, None, practise), gap=2)

    def first_focus(self) -> QWidget:
        """The password."""
        return self.control.line

    def _warn_of_caps(self, *_now: object) -> None:
        if self.control.caps:
            self._box.show_warning(_("Die Feststelltaste ist an."))
        else:
            self._box.show_error("")

    def submit(self) -> None:
        """Opens the file beside the window; the button says so meanwhile."""
        password = self.control.text()
        if not self.button.isEnabled():
            return
        if not password:
            self._wrong(_("Geben Sie Ihr Kennwort ein."))
            return
        self.say("", "")
        self._busy(True)
        self._gate.run(lambda step: self._unlock(password), self.opened.emit, self._failed)

    def _busy(self, on: bool) -> None:
        # the button keeps its width: nothing jumps
        self.button.setText(_("Wird geöffnet …") if on else _("Entsperren"))
        self.button.setAccessibleName(self.button.text())
        self.button.setDisabled(on)
        self.control.line.setReadOnly(on)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, WrongSecret):
            self._wrong(text_of(error))
        else:
            self._gate.problems.show(error)
            self.control.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrong(self, sentence: str) -> None:
        self._box.show_error(sentence)
        self.control.line.selectAll()
        self.control.line.setFocus(Qt.FocusReason.OtherFocusReason)


class ChoicesCard(Card):
    """The first start, or several files to choose from: begin a file, open one, or practise with invented people."""

    begins = True
    other_wanted = Signal()
    new_wanted = Signal()
    practice_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Beginnen"), BROAD)
        self._new = button(_("Neue Klientendatei"), "primary", "plus", self.new_wanted.emit)
        self._other = button(_("Andere Datei"), "", "folder-open", self.other_wanted.emit)
        self._restore = button(_("Sicherung wiederherstellen"), "", "history", self.restore_wanted.emit)
        self._practice = button(_("Übungsdatei anlegen"), "", "graduation-cap", self.practice_wanted.emit)
        for part in heading(_("Klientendatei"), _("Alles bleibt auf diesem Gerät, verschlüsselt und ohne Internet.")):
            self.inside.addWidget(part)
        ways = (
            (_("Für Ihre Dienststelle anfangen"), _("Mit Kennwort und Wiederherstellungscode, in fünf Schritten."),
             self._new),
            (_("Eine vorhandene Klientendatei öffnen"), _("Einen Ordner, dessen Name auf „.klientendatei“ endet."),
             self._other),
            (_("Eine Sicherung zurückholen"), _("Von Ihrem USB-Datenträger, auf einem neuen Gerät oder nach einem "
                                                "Schaden."), self._restore),
            (_("Erst einmal üben"), _("120 erfundene Personen über sechs Monate. Dauert etwa eine Minute."),
             self._practice),
        )
        for name, what, act in ways:
            self.inside.addWidget(divider())
            self.inside.addWidget(setting_line(name, what, act))

    def first_focus(self) -> QWidget:
        """The act that begins."""
        return self._new

    def busy(self, on: bool) -> None:
        """While the practice file is made nothing else can be begun."""
        self._practice.setText(_("Wird angelegt …") if on else _("Übungsdatei anlegen"))
        for act in (self._new, self._other, self._restore, self._practice):
            act.setDisabled(on)
