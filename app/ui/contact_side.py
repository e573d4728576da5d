"""The current entry of the book beside the list: number and address to read and copy, its facts, its persons."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.names import isolated
from app.domain.organisation import ContactPerson, Organisation
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.organisations import Entry
from app.ui import history
from app.ui.client_fields import shown_values, word
from app.ui.components import SectionTitle, setting_line, titled_card
from app.ui.contact_forms import OF_PERSON, organisation_fields, person_fields, shown_organisation, stored
from app.ui.controls import button, label, tool
from app.ui.focus import chain
from app.ui.form import FormView
from app.ui.layouts import FlowBox, card, column, divider, holder, row
from app.ui.page_parts import Slot
from app.ui.quick_choice import enter_takes_first
from app.ui.shell import Shell
from app.usecases import organisations


class ContactSide(QWidget):
    """A field that is left is saved; `person_wanted` asks for the form of somebody new at this organisation."""

    person_wanted = Signal(str)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._entry: Entry | None = None
        self._corrected = ""
        self._head, self._people, self._person = Slot(), Slot(), Slot()
        self._form = FormView(organisation_fields(), self._change)
        self._facts = titled_card(_("Angaben"), self._form, holder(row(
            button(_("Aus dem Adressbuch löschen"), "quiet", "trash-2", self.remove, shortcut="Del"), None)))
        self.setLayout(column(self._head, self._people, self._person, self._facts, None, gap=12))
        enter_takes_first(self)

    def show_entry(self, entry: Entry | None) -> None:
        """Shows an entry as stored now; nothing for none."""
        if entry is not None and entry == self._entry:
            return
        if entry is None or self._entry is None or entry.organisation.id != self._entry.organisation.id:
            self.correct("")
        self._entry = entry
        self._facts.setVisible(entry is not None)
        self._head.put(self._to_read(entry) if entry else None)
        self._people.put(self._persons(entry) if entry else None)
        if entry is not None:
            self._form.set_values(shown_organisation(entry.organisation))
            chain(self._head, self._people)

    def _to_read(self, entry: Entry) -> QWidget:
        one = entry.organisation
        source = _("{kind}, aus dem Katalog") if one.from_catalogue else "{kind}"
        lines: list[QWidget] = [
            label(isolated(one.name), "lead", wrap=True),
            label(source.format(kind=word("organisation_kind", one.kind)), "muted", wrap=True)]
        lines += self._copied(_("Telefon"), entry.phone, _("Telefonnummer"), "Ctrl+C")
        lines += self._copied(_("E-Mail"), entry.mail, _("E-Mail-Adresse"), "Ctrl+Shift+C")
        if one.address:
            lines.append(label(isolated(one.address), wrap=True, select=True))
        if one.note:
            lines.append(label(one.note, "muted", wrap=True))
        return card(*lines, gap=6)

    def _copied(self, name: str, value: str, what: str, keys: str) -> list[QWidget]:
        if not value:
            return [label(_("{name} nicht eingetragen").format(name=name), "muted")]
        said = label(isolated(value), "lead", wrap=True, select=True)
        said.setAccessibleName(f"{name}: {value}")
        line = row(said, tool("copy", _("{what} kopieren").format(what=what), partial(self.copy, value, what), keys))
        line.setStretch(0, 1)
        return [holder(line)]

    def copy(self, value: str, what: str) -> None:
        """Puts it into the clipboard, from where it goes again by itself."""
        QApplication.clipboard().setText(value)
        self._shell.toast(_("{what} kopiert: {value}").format(what=what, value=isolated(value)))

    def copy_phone(self) -> None:
        """The number of the current entry."""
        if self._entry is not None and self._entry.phone:
            self.copy(self._entry.phone, _("Telefonnummer"))

    def copy_mail(self) -> None:
        """The address for mail of the current entry."""
        if self._entry is not None and self._entry.mail:
            self.copy(self._entry.mail, _("E-Mail-Adresse"))

    def enter(self) -> None:
        """Goes to the first field."""
        self._form.focus("phone")

    def _persons(self, entry: Entry) -> QWidget:
        add = button(_("Neue Ansprechperson"), icon="plus", call=self._ask_person)
        lines: list[QWidget] = []
        for one in entry.persons:
            lines += [*([divider()] if lines else []), self._line(one)]
        if not lines:
            lines = [label(_("Noch niemand eingetragen."), "muted", wrap=True)]
        return card(SectionTitle(_("Ansprechpersonen")), *lines, FlowBox(add), gap=6)

    def _line(self, one: ContactPerson) -> QWidget:
        reached = " · ".join(isolated(part) for part in (one.task, one.phone, one.mail) if part)
        copy = [tool("copy", _("Telefonnummer von {name} kopieren").format(name=one.name),
                     partial(self.copy, one.phone, _("Telefonnummer")))] if one.phone else []
        return setting_line(isolated(one.name), reached, *copy,
                            tool("pencil", _("{name} ändern").format(name=one.name), partial(self.correct, one.id)),
                            tool("trash-2", _("{name} löschen").format(name=one.name),
                                 partial(self._remove_person, one.id)))

    def _ask_person(self) -> None:
        if self._entry is not None:
            self.person_wanted.emit(self._entry.organisation.id)

    def correct(self, person_id: str) -> None:
        """Opens the form of a person there, closes it for ""."""
        found = [one for one in self._entry.persons if one.id == person_id] if self._entry is not None else []
        self._corrected = person_id if found else ""
        if not found:
            self._person.put(None)
            return
        one, form = found[0], FormView(person_fields(), self._change_person)
        form.set_values(shown_values(one, OF_PERSON))
        done = button(_("Fertig"), call=partial(self.correct, ""))
        form.finished.connect(partial(self.correct, ""))
        self._person.put(card(SectionTitle(_("{name} ändern").format(name=one.name)), form, holder(row(None, done))))
        form.focus()

    def _change(self, attribute: str, value: object) -> None:
        if self._entry is not None:
            organisations.change(self._file, self._entry.organisation.id, **stored(Organisation, {attribute: value}))

    def _change_person(self, attribute: str, value: object) -> None:
        organisations.change_person(self._file, self._corrected, **stored(ContactPerson, {attribute: value}))

    def remove(self) -> None:
        """Takes the current entry out; it comes back by undo."""
        if self._entry is not None:
            organisations.remove(self._file, self._entry.organisation.id)
            self._said(_("Eintrag gelöscht."))

    def _remove_person(self, person_id: str) -> None:
        organisations.remove_person(self._file, person_id)
        self._said(_("Ansprechperson gelöscht."))

    def _said(self, sentence: str) -> None:
        self._shell.toast(sentence, partial(history.undo, self._shell, self._file))
