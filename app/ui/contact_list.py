"""The list of the book with search and chips of its kinds; letters typed in the list go on in the search."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.codes import code_list
from app.domain.names import isolated
from app.i18n import _
from app.store.queries import organisations as query
from app.store.queries.organisations import Entry
from app.ui.client_fields import word
from app.ui.columns import Column
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, key_hint, search_field
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.page_parts import Slot, lead_into
from app.ui.table import TableView
from app.ui.theme import T


class ContactList(QWidget):
    """`current_changed` comes with each other entry, `entered` with Enter on one."""

    current_changed = Signal()
    entered = Signal()

    def __init__(self, typed: str, kind: str, add: Callable[[], object]) -> None:
        super().__init__()
        self._book: tuple[Entry, ...] = ()
        self.kind, self._add = kind, add
        self.search = search_field(_("Adressbuch durchsuchen"), _("Name, Ansprechperson, Telefon …"), typed)
        self.search.textChanged.connect(lambda _text: self._narrow())
        columns = (
            Column[Entry](title=_("Name"), text=lambda one: isolated(one.organisation.name),
                          caption=lambda one: word("organisation_kind", one.organisation.kind)),
            Column[Entry](title=_("Telefon"), text=lambda one: isolated(one.phone), width=150),
            Column[Entry](title=_("Ansprechperson"), width=170,
                          text=lambda one: isolated(one.persons[0].name) if one.persons else ""),
        )
        self.table = TableView(_("Adressbuch"), columns, key=lambda one: one.organisation.id, speak=spoken,
                               why=self._why, height=44, several=False)
        self.table.current_changed.connect(lambda _key: self.current_changed.emit())
        self.table.opened.connect(lambda _key: self.entered.emit())
        lead_into(self.search, self.table)
        hint = key_hint(_("Tippen sucht"), _("Strg+C kopiert die Telefonnummer"), _("Strg+Umschalt+C die E-Mail"))
        self._hint = holder(row(hint, margins=(16, 7, 16, 7)), "cardfoot")
        self._chips, self._empty = Slot(), Slot()
        head = holder(column(self.search, self._chips, gap=8, margins=(14, 8, 14, 8)))
        self.setLayout(column(framed(head, self.table, self._empty, self._hint, main=self.table), gap=0))

    def show_book(self, book: tuple[Entry, ...]) -> None:
        """Shows the entries as stored now."""
        self._book = book
        self._show_chips()
        self._narrow()

    def show_all(self, typed: str = "") -> None:
        """Takes search and kind off, or looks for another text."""
        self.kind = ""
        self.search.setText(typed)
        self._show_chips()
        self._narrow()

    def choose(self, kind: str, _checked: bool = False) -> None:
        """Shows the entries of a kind, all for ""."""
        self.kind = kind
        self._show_chips()
        self._narrow()

    @property
    def current(self) -> Entry | None:
        """The entry that is shown beside the list."""
        return self.table.current_line() if not self.table.isHidden() else None

    def _show_chips(self) -> None:
        kinds = {one.organisation.kind for one in self._book}
        if self.kind not in kinds:
            self.kind = ""
        known = [code.id for code in code_list("organisation_kind") if code.id in kinds]
        words = {"": _("Alle"), **{one: word("organisation_kind", one) for one in known}}
        chips = {one: Chip(name, one == self.kind) for one, name in words.items()}
        for one, chip in chips.items():
            chip.clicked.connect(partial(self.choose, one))
        self._chips.put(FlowBox(*chips.values()) if len(known) > 1 else None)

    def _narrow(self) -> None:
        typed = self.search.text()
        found = query.matching([one for one in self._book if self.kind in ("", one.organisation.kind)], typed)
        self.table.set_lines(found, typed)
        if self.table.current_key() is None and found:
            self.table.set_current(found[0].organisation.id)
        if not T.wide:
            self.table.fit()
        self.table.setVisible(bool(found))
        self._hint.setVisible(bool(found))
        self._empty.put(None if found else self._nothing())
        self.current_changed.emit()

    def _why(self, entry: Entry) -> str:
        found = query.person_found(entry, self.search.text())
        return _("Ansprechperson {name}").format(name=isolated(found.name)) if found else ""

    def _nothing(self) -> EmptyState:
        if self._book:
            return EmptyState("search", _("Nichts gefunden"),
                              _("Gesucht wird in Namen, Ansprechpersonen, Telefonnummern und Anschriften."),
                              button(_("Alle zeigen"), call=self.show_all))
        return EmptyState("phone", _("Noch kein Eintrag"),
                          _("Hier stehen Träger, Behörden und alle, die Sie anrufen. Träger kommen mit dem Katalog von "
                            "selbst dazu."), button(_("Eintrag anlegen"), icon="plus", call=self._add))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the list has left alone (Qt)."""
        if event.text().isprintable() and event.text().strip():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(event.text())
        else:
            super().keyPressEvent(event)


def spoken(entry: Entry) -> str:
    """An entry as a reader hears it."""
    one = entry.organisation
    reached = _("Telefon {phone}").format(phone=entry.phone) if entry.phone else _("kein Telefon")
    people = ", ".join(person.name for person in entry.persons)
    return ", ".join(part for part in (one.name, word("organisation_kind", one.kind), reached, people) if part)
