"""Eigene Daten: everything of the file in one encrypted ZIP – what goes along, a password, then the place."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from app.store.casefile import SUFFIX, CaseFile
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.editors import Chips
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, holder, row
from app.ui.new_password import NewPassword
from app.ui.page_parts import Slot
from app.ui.sealing import zip_password
from app.ui.settings_work import WorkPart, in_numbers
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import own_data, role
from app.usecases.own_data import Wanted, Written

# as the counts of a backup are called
_COUNTED = {"case": "case_"}


class OwnDataPart(WorkPart):
    """`start` opens the lower half with the choices; nothing is read before the place is known."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.form: FormView | None = None
        self.password: NewPassword | None = None
        self._lower = Slot()
        self.button = button(_("Alle eigenen Daten ausgeben …"), icon="file-down", call=self.start)
        self.show_cards(card(
            label(_("Eigene Daten"), "lead"),
            label(_("Alles aus dieser Klientendatei in einer verschlüsselten ZIP-Datei: Tabellen (CSV) für Menschen, "
                    "eine Datei im veröffentlichten Format (JSON) für andere Programme, dazu die Anlagen. Es ersetzt "
                    "keine Sicherung: Einlesen lässt es sich hier nicht. Zum Öffnen braucht es ein Programm wie "
                    "7-Zip."), "muted", wrap=True),
            row(self.button, None), self._lower, self.progress, self.place, gap=10))

    def first_focus(self) -> QWidget | None:
        """The first choice once it is asked for, before that the list of parts."""
        return None if self.form is None else self.form.box("more").control.targets()[0]

    def start(self) -> None:
        """Asks what shall go along and for a password."""
        self.say("", "")
        options = [(name, _(words)) for name, words in own_data.WITH.items()
                   if name == "history" or not role.is_gfs(self._file)]
        self.form = FormView((Field("more", _("Außerdem ausgeben"), Chips(options=options, several=True), width="full",
                                    help=_("Texte, die jemand frei geschrieben hat, gehen immer mit.")),))
        self.password = zip_password()
        self.password.finished.connect(self.ask_place)
        warning = Banner("warn", _("Diese Datei enthält alle Personen. Nach dem Entpacken ist alles offen: Entpacken "
                                   "Sie nur auf einem verschlüsselten Datenträger, und löschen Sie beides bald."),
                         icon="triangle-alert")
        away = button(_("Abbrechen"), "quiet", call=self.leave)
        on = button(_("Ort wählen …"), "primary", "file-down", self.ask_place)
        self._lower.put(holder(column(warning, self.form, self.password, row(None, away, on), gap=10)))
        self.button.hide()
        self.form.focus("more")

    def leave(self) -> None:
        """Back to the beginning; the password is forgotten."""
        self.form = self.password = None
        self._lower.put(None)
        self.button.show()
        self.button.setFocus()

    def wanted(self) -> Wanted:
        """What the chips say; a file of the Geschäftsführende Stelle holds nothing of persons to leave out."""
        chosen = self.form.values().get("more") if self.form is not None else ()
        names = set(chosen) if isinstance(chosen, tuple | list) else set()
        gfs = role.is_gfs(self._file)
        return Wanted(confidential=gfs or "confidential" in names, health=gfs or "health" in names,
                      history="history" in names)

    def ask_place(self) -> None:
        """Asks where to, once the password can be taken."""
        password = self.password.chosen() if self.password is not None else ""
        if not password:
            return
        wanted = self.wanted()
        own_data.check(wanted)
        name = f"{self._file.folder.name.removesuffix(SUFFIX)}-eigene-daten-{self._file.today()}{own_data.ZIP}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Alle eigenen Daten ausgeben"), str(Path.home() / name), _("ZIP-Dateien (*.zip)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            target = Path(chosen if chosen.endswith(own_data.ZIP) else chosen + own_data.ZIP)
            self.write(target, password, wanted)

    def write(self, target: Path, password: str, wanted: Wanted) -> None:
        """Writes it beside the window."""
        def job(step: Step) -> Written:
            return own_data.write(self._file, target, password, wanted, step)

        self.say("", "")
        self._lower.setDisabled(True)
        task = self._shell.run_task(self, job, self._done, self.failed)
        task.ended.connect(partial(self._lower.setDisabled, False))
        self.progress.follow(task, _("Eigene Daten werden geschrieben, Eintrag"))

    def _done(self, done: Written) -> None:
        self.leave()
        counts = {_COUNTED.get(name, name): n for name, n in done.records.items()}
        self.say("ok", _("Ausgegeben und eingetragen: {what}. Die Datei liegt in {place}.").format(
            what=in_numbers(counts), place=done.path))
