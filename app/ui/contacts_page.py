"""The page Adressbuch: providers, offices and the persons there, found by typing; the current one beside the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries import organisations as query
from app.ui.client_parts import keys
from app.ui.components import PageHeader
from app.ui.contact_forms import PAGE, new_organisation, new_person
from app.ui.contact_list import ContactList
from app.ui.contact_side import ContactSide
from app.ui.controls import button
from app.ui.form_place import FormPlace
from app.ui.layouts import beside, column, holder, page, scroll
from app.ui.page_parts import tall_page
from app.ui.shell import Page, Shell
from app.ui.theme import T


class ContactsPage(Page):
    """`go("contacts", organisation_id=…)` opens on an entry, `search=…` with a typed text, `new=True` a new one."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Adressbuch")
        self._shell, self._file = shell, file
        self._wanted, self._new_for, self._typed, self._kind = "", "", "", ""
        self._place: FormPlace
        self._list: ContactList
        self._built = False

    def arrive(self, **where: object) -> None:
        """Which entry or search is wanted, or a new entry; a draft left behind is offered again."""
        self._wanted = str(where.get("organisation_id") or "")
        if self._wanted or "search" in where:
            self._typed, self._kind = str(where.get("search") or ""), ""
            if self._built:
                self._list.show_all(self._typed)
        drafts = [draft.kind for draft in self._file.drafts() if draft.kind.startswith(f"{PAGE}:")]
        self._new_for = drafts[0] if drafts else f"{PAGE}:" if where.get("new") else ""

    def build(self, parent: QWidget) -> QWidget:
        """Search and chips over the list, the current entry beside it; below 90 letters under it."""
        if self._built:
            self._typed, self._kind = self._list.search.text(), self._list.kind
            self._wanted = self._wanted or self.where().get("organisation_id", "")
            if self._place.entering:
                self._place.flush()
                self._new_for = f"{PAGE}:{self._place.owner}"
        new = button(_("Neuer Eintrag"), "primary", "plus", self.add)
        self._header = PageHeader(self.title, "", new)
        self._place = FormPlace(self._file)
        # the open form has a strong button of its own
        self._place.changed.connect(lambda: new.setVisible(self._place.form is None))
        self._list = ContactList(self._typed, self._kind, self.add)
        self._side = ContactSide(self._shell, self._file)
        self._side.person_wanted.connect(self._add_person)
        self._list.current_changed.connect(lambda: self._side.show_entry(self._list.current))
        self._list.entered.connect(self._side.enter)
        keys(self._list.table, ("Ctrl+C",), self._side.copy_phone)
        keys(self._list.table, ("Ctrl+Shift+C",), self._side.copy_mail)
        keys(self._list.table, ("Del",), self._side.remove)
        self._built = True
        self._place.changed.connect(self._focus_first)
        if not T.wide:
            return page(self._header, self._place, self._list, self._side, gap=12, scrolls=True)
        body = beside(self._list, scroll(self._side), 400)
        # the form is too tall to leave room for the list; what holds it takes the spare height then
        self._place.changed.connect(lambda: body.setVisible(self._place.form is None))
        main = holder(column(body))
        return tall_page(self._header, self._place, main, main=main)

    def refresh(self, change: object) -> None:
        """Reads the book again."""
        if not self._built:
            return
        book = query.book(self._file)
        said = ngettext("{n} Eintrag. Träger kommen mit jedem Katalog von selbst dazu.",
                        "{n} Einträge. Träger kommen mit jedem Katalog von selbst dazu.", len(book))
        self._header.set_context(said.format(n=number(len(book))))
        self._list.show_book(book)
        if self._wanted:
            self._list.table.set_current(self._wanted)
            self._wanted = ""
        if self._new_for:
            owner, self._new_for = self._new_for.partition(":")[2], ""
            if not owner:
                self.add()
            elif any(one.organisation.id == owner for one in book):
                self._list.table.set_current(owner)
                self._add_person(owner)

    def add(self) -> None:
        """The form of a new entry stands in the page."""
        self._place.enter(new_organisation(self._file, self._made))

    def _add_person(self, organisation_id: str) -> None:
        self._place.enter(new_person(self._file), organisation_id)

    def _made(self, organisation_id: str) -> None:
        self._wanted = organisation_id
        self._list.show_all()
        self.refresh(None)
        self._shell.toast(_("Ins Adressbuch eingetragen."), self._file.undo)

    def where(self) -> dict[str, str]:
        """The current entry."""
        current = self._list.current if self._built else None
        return {"organisation_id": current.organisation.id} if current is not None else {}

    def find(self) -> bool:
        """Strg+F: the search of the book, the second time the search everywhere."""
        if not self._built or self._list.search.hasFocus():
            return False
        self._list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def first_focus(self) -> QWidget | None:
        """The form that is open, else the search."""
        return (self._place.first() or self._list.search) if self._built else None

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> Sequence[QWidget]:
        """The open form, the list, the current entry."""
        if not self._built:
            return ()
        return [*([self._place] if self._place.form is not None else []), self._list, self._side]

    def may_leave(self) -> bool:
        """Keeps a draft; nothing holds anybody up."""
        if self._built:
            self._place.flush()
        return True
