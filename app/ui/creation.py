"""A new Klientendatei in five steps: office and place, password, recovery code, two groups of it asked back, catalogue.
Makes nothing itself: `create`, `code_of`, `write_sheet` and `begin_with` are handed in."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.i18n import _
from app.ui.catalogue_import import KINDS_OF_FILE
from app.ui.choice import Choice
from app.ui.controls import button, label
from app.ui.editors import Chips, Parsed, Text
from app.ui.form import Field, FormView
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import column, holder, row
from app.ui.new_password import NewPassword
from app.ui.painted import StepsBar
from app.ui.recovery_code import AskedBack, Choose, code_sheet
from app.ui.sheet_file import SheetFile
from app.ui.unlock import SUFFIX
from app.usecases.role import OFFICE as OFFICE_ROLE
from app.usecases.role import ROLE_LABELS

STEPS = (N_("Dienststelle"), N_("Kennwort"), N_("Wiederherstellungscode"), N_("Abgleich"), N_("Katalog"))
OFFICE, PASSWORD, CODE, ASKED, CATALOGUE = range(5)
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.|\.$')
_BAD_NAME = N_("Ein Name darf keines der Zeichen < > : \" / \\ | ? * enthalten "
               "und nicht mit einem Punkt anfangen oder enden.")
_TAKEN = N_("An diesem Ort gibt es schon eine Klientendatei mit diesem Namen. Wählen Sie einen anderen.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a new Klientendatei shall be."""

    folder: Path
    office: str
    ags: str
    password: str
    role: str = OFFICE_ROLE


def file_name(text: str) -> str:
    """A name a folder may have on every system; UserError for one that may not."""
    name = text.strip().removesuffix(SUFFIX)
    if _NOT_IN_NAMES.search(name):
        raise UserError(_BAD_NAME)
    return name


def _name_from(office: str) -> str:
    return re.sub(r"\W+", "-", office).strip("-")[:60]


class CatalogueStep(QWidget):
    """A file with offerings to begin with, if there is one at hand; `path` is None without."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.button = button(_("Katalogdatei wählen …"), icon="folder-open", call=self.ask)
        self._chosen = label(_("Keine gewählt. Das geht auch später, auf Heute."), "muted", wrap=True)
        self.setLayout(column(
            label(_("Haben Sie die Katalogdatei der Geschäftsführenden Stelle zur Hand? Nach dem Öffnen sehen Sie, was "
                    "darin steht, und übernehmen es dort."), wrap=True),
            row(self.button, None), self._chosen, gap=10))

    def ask(self) -> None:
        """Asks for the file; reads nothing of it."""
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Katalog einlesen"), str(Path.home()),
            _("Kataloge ({kinds});;Alle Dateien (*)").format(kinds=KINDS_OF_FILE))
        if name:
            self.path = Path(name)
            self._chosen.setText(_("Gewählt: {name}").format(name=self.path.name))


class CreationCard(Card):
    """The steps; `opened` carries the new file once the code was asked back, `left` gives up before it is made.

    ``begin_with(file, path)`` has the file opened with that catalogue, which it shows before anything is taken over.
    """

    opened = Signal(object)
    left = Signal()

    def __init__(self, gate: Gate, place: Path, create: Callable[[Wish], Any], code_of: Callable[[Any], str],
                 write_sheet: Callable[[Any, Path], None], begin_with: Callable[[Any, Path], None],
                 choose: Choose = random.sample) -> None:
        super().__init__(_("Neue Klientendatei"), BROAD)
        self._gate, self.place, self._create, self._code_of = gate, place, create, code_of
        self._choose, self._write_sheet, self._begin_with = choose, write_sheet, begin_with
        self._file: Any = None
        self._named = False
        self.step = OFFICE
        self._bar = column(gap=0)
        self._body = column(gap=0)
        self.forward = button(_("Weiter"), "primary", call=self.submit)
        self.back = button(_("Zurück"), "quiet", "arrow-left", self.go_back)
        self.inside.addWidget(label(_("Neue Klientendatei"), "title"))
        self.inside.addLayout(self._bar)
        self.inside.addLayout(self._body)
        self.inside.addLayout(row(self.back, None, self.forward))
        self.office = self._office_form()
        self.password = NewPassword(lambda: (str(self.office.values().get("office", "")),))
        self.asked: AskedBack | None = None
        self.sheet: SheetFile | None = None
        self.catalogue: CatalogueStep | None = None
        self._parts = [self._office_part(), self._password_part()]
        for part in self._parts:
            self._body.addWidget(part)
        self._show(OFFICE)

    def _office_form(self) -> FormView:
        communes = tuple((code.id, code.label) for code in code_list("commune").active())
        form = FormView((
            Field("role", _("Für wen die Datei ist"), Chips(options=[(role, _(word)) for role, word in
                                                                     ROLE_LABELS.items()]), required=True, width="full",
                  help=_("Die Geschäftsführende Stelle gibt Kataloge aus und führt keine Klienten.")),
            Field("office", _("Name der Dienststelle"), Text(max_length=120), required=True, width="full",
                  help=_("Steht auf Briefen und Meldungen, zum Beispiel Teilhabemanagement Musterstadt.")),
            Field("ags", _("Kommune"), Choice(options=communes), required=True, width="full",
                  help=_("Tippen Sie die ersten Buchstaben.")),
            Field("name", _("Name der Klientendatei"), Parsed(parse=file_name), required=True, width="full",
                  help=_("Ist auch ohne Kennwort zu sehen: kein Name einer Person.")),
        ))
        form.set_values({"role": OFFICE_ROLE})
        form.edited.connect(self._typed)
        form.finished.connect(self.submit)
        return form

    def _office_part(self) -> QWidget:
        self._where = label("", "caption", wrap=True)
        self._show_place()
        choose = button(_("Anderer Ort"), "link", "folder-open", self._choose_place)
        where = row(gap=8)
        where.addWidget(self._where, 1)
        where.addWidget(choose, 0, Qt.AlignmentFlag.AlignTop)
        return holder(column(self.office, where, gap=2))

    def _password_part(self) -> QWidget:
        self.password.finished.connect(self.submit)
        return holder(column(label(_("Es schützt alle Angaben. Ohne Kennwort und ohne Wiederherstellungscode kann "
                                     "niemand die Datei öffnen."), "muted", wrap=True),
                             self.password, gap=10))

    def first_focus(self) -> QWidget:
        """The first control of the step."""
        if self.step == OFFICE:
            return self.office.box("office").control.targets()[0]
        if self.step == PASSWORD:
            return self.password.first_focus()
        if self.step == CATALOGUE and self.catalogue is not None:
            return self.catalogue.button
        return self.asked.first_focus() if self.step == ASKED and self.asked is not None else self.forward

    def _typed(self, attribute: str) -> None:
        # the name of the file follows that of the office until somebody types another one
        self._named = self._named or attribute == "name"
        if attribute == "office" and not self._named:
            self.office.set_texts({"name": _name_from(self.office.box("office").control.text())})

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Ort der Klientendatei"), str(self.place))
        if chosen:
            self.place = Path(chosen)
            self._show_place()

    def _show_place(self) -> None:
        self._where.setText(_("Ort: {place}").format(place=self.place))

    def folder(self) -> Path:
        """Where the new file will lie."""
        return self.place / f"{self.office.values().get('name', '')}{SUFFIX}"

    def submit(self) -> None:
        """Goes on from the step that is shown, if it is complete."""
        self.say("", "")
        if not self.forward.isEnabled():
            return
        if self.step == OFFICE:
            self._leave_office()
        elif self.step == PASSWORD:
            self._make()
        elif self.step == CODE:
            self._show(ASKED)
        elif self.step == CATALOGUE:
            self._open()
        elif self.asked is not None and self.asked.right():
            if self.office.values()["role"] == OFFICE_ROLE:
                self._show(CATALOGUE)
            else:
                self._open()

    def _open(self) -> None:
        if self.catalogue is not None and self.catalogue.path is not None:
            self._begin_with(self._file, self.catalogue.path)
        self.opened.emit(self._file)

    def go_back(self) -> None:
        """One step back; from the first one to where the person came from."""
        self.say("", "")
        if self.step == OFFICE:
            self.left.emit()
        else:
            self._show(self.step - 1)

    def _leave_office(self) -> None:
        if not self.office.check():
            return
        if self.folder().exists():
            self.office.box("name").show_error(_(_TAKEN))
            self.office.focus("name")
            return
        self._show(PASSWORD)

    def _make(self) -> None:
        password, values = self.password.chosen(), self.office.values()
        if password:
            wish = Wish(folder=self.folder(), office=str(values["office"]), ags=str(values["ags"]), password=password,
                        role=str(values["role"]))
            self._busy(True)
            self._gate.run(lambda step: self._create(wish), self._made, self._failed)

    def _busy(self, on: bool) -> None:
        self.forward.setText(_("Wird angelegt …") if on else _("Anlegen"))
        self.forward.setAccessibleName(self.forward.text())
        for act in (self.forward, self.back):
            act.setDisabled(on)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        self._gate.problems.show(error)

    def _made(self, file: Any) -> None:
        self._busy(False)
        self._file = file
        groups = self._code_of(file).split("-")
        self.asked = AskedBack(groups, self._choose)
        self.asked.finished.connect(self.submit)
        ready = _("Die Klientendatei ist angelegt. Schreiben Sie jetzt diese neun Gruppen auf Papier, oder drucken Sie "
                  "das Blatt.")
        self.sheet = SheetFile(self._gate.run, lambda target: self._write_sheet(file, target),
                               f"{_('Wiederherstellungsblatt')}-{self.office.values().get('name', '')}")
        self.catalogue = CatalogueStep()
        for part in (holder(column(code_sheet(groups, ready), self.sheet, gap=10)), self.asked, self.catalogue):
            self._parts.append(part)
            self._body.addWidget(part)
        self._show(CODE)

    def _show(self, step: int) -> None:
        self.step = step
        for number, part in enumerate(self._parts):
            part.setVisible(number == step)
        while (item := self._bar.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._bar.addWidget(StepsBar([_(name) for name in STEPS], step))
        # what is made cannot be unmade here: the file exists from the third step on
        self.back.setVisible(step not in (CODE, CATALOGUE))
        words = {OFFICE: _("Weiter"), PASSWORD: _("Anlegen"), CODE: _("Weiter"), ASKED: _("Weiter"),
                 CATALOGUE: _("Öffnen")}
        self.forward.setText(words[step])
        self.forward.setAccessibleName(words[step])
        self.first_focus().setFocus(Qt.FocusReason.TabFocusReason)
