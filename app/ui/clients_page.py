"""The page Klienten: search field, filter chips and the table of persons. Which persons is clients_view's, what can be
done with them clients_acts'."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import _, number
from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.queries import lists
from app.ui import clients_chosen, clients_columns, clients_rows
from app.ui.actions import Action
from app.ui.clients_acts import ListActs, Telling
from app.ui.clients_body import ListBody
from app.ui.clients_filter_bar import FilterBar
from app.ui.clients_parts import EmptyCalls, SearchKeys, Told
from app.ui.clients_view import SortKeys, View
from app.ui.components import PageHeader
from app.ui.controls import search_field
from app.ui.layouts import centred, column, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.people import People
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.vault import traces


class ClientsPage(Page):
    """`go("clients", client_id=…)` brings a person under the keyboard, `go("clients", saved=…)` opens a saved list.

    `keep(client_columns=…, client_sort=…)` remembers what is chosen; `settings` is what was remembered.
    """

    def __init__(self, shell: Shell, file: CaseFile, people: People | None = None, settings: Settings | None = None,
                 keep: Callable[..., object] = lambda **_choices: None) -> None:
        self.title = _("Klienten")
        self._shell, self._file, self._keep = shell, file, keep
        self._people = people or People(shell, file)
        self._people.changed.connect(self._take)
        self._chosen, self._saved = clients_chosen.of_settings(settings), ""
        self._view, self._version, self._day = View(), -1, file.today()
        self._wanted = ""
        self._turn: object = None
        self._other_list = False
        self._body: ListBody | None = None
        self._acts: ListActs

    def arrive(self, **where: object) -> None:
        """Takes the person to go to, or the saved list with everything that was chosen in it."""
        self._wanted = str(where.get("client_id") or "")
        turn = where.get("turn")
        # going back brings the list as it was left, and not as it was kept
        if where.get("saved") and turn != self._turn:
            self._turn = turn
            saved = next((one for one in lists.lists(self._file) if one.id == where["saved"]), None)
            if saved is not None:
                self._saved, self._chosen = saved.id, clients_chosen.of_list(saved)
                self._other_list = self._body is not None

    def build(self, parent: QWidget) -> QWidget:
        """Search and chips over the table; what is chosen on the page is put back."""
        self._wanted = self._wanted or self.person()
        self._day, self._version = self._file.today(), -1
        self._search = search_field(_("Personen suchen"), _("Name, Nummer, Telefon, Notiz …"), self._chosen.search)
        self._search.textChanged.connect(self._search_changed)
        self._bar = FilterBar(self._chosen.filters, self._day, lambda: self._people.lines or (), self._filter_changed)
        self._told = Told(self._without_filters)
        columns = clients_columns.chosen(self._chosen.columns, self._day, T.wide)
        calls = EmptyCalls(self._take_in_typed, self._without_filters)
        body = ListBody(self._shell, self._file, columns, self._chosen.sort, calls,
                        lambda act, _keys: self._acts.open(act))
        body.sorted.connect(self._sorted)
        SearchKeys(self._search, body.table)
        place = Slot()
        self._acts = ListActs(self._shell, self._file, place, body, Telling(
            chosen=lambda: self._chosen, columns=columns, show_columns=self._show_columns,
            rows=lambda: self._view.every(self._chosen.search.strip(), self._people.notes),
            show_filters=self._bar.open_menu, kept=self._kept, saved=self._saved))
        self._body = body
        buttons = [*([self._bar.more] if T.wide else []), *self._acts.buttons()]
        header = PageHeader(self.title, self._acts.list_words(), *buttons)
        whole = holder(column(place, body, gap=0))
        if T.wide:
            self._search.setFixedWidth(T.px(252))
            line = centred(row(self._search, self._bar, self._told, gap=12))
            line.setStretchFactor(self._bar, 1)
            return tall_page(header, holder(line), whole, main=whole)
        tools = column(self._search, self._bar, row(self._told, None), gap=8)
        return page(header, holder(tools), whole, scrolls=True, footer=body.foot)

    def refresh(self, change: object) -> None:
        """Reads again what acts since the last time have touched, and everything on another day."""
        if self._other_list:
            self._other_list = False
            self._shell.rebuild()
        elif self._people.refresh():
            self._take()

    def _take(self) -> None:
        """The persons are there or others: in their order, filtered, searched. Another day says its words anew."""
        if self._body is None:
            return
        if self._day != self._file.today():
            self._shell.rebuild()
        elif self._version == self._people.version:
            self._show()
        else:
            newest = self._people.take_newest()
            if self._version >= 0:
                self._wanted = newest or self._wanted
            self._version = self._people.version
            self._order()

    def _order(self) -> None:
        every = clients_columns.columns(self._day, T.wide)
        self._view.order(self._people.lines or (), self._people.words, self._chosen.sort, every)
        self._narrow()

    def _narrow(self) -> None:
        self._view.narrow(self._chosen.filters, self._day)
        self._show()

    def _show(self) -> None:
        if self._body is None:
            return
        typed = self._chosen.search.strip()
        shown = self._view.shown(typed, self._people.notes)
        more = bool(shown.lines) and shown.elsewhere > 0
        words, rest = clients_rows.count_words(shown, bool(typed)), clients_rows.rest_words(shown)
        self._told.show_words(words if T.wide or not rest else f"{words} {rest}",
                              _("{n} weitere ohne Filter").format(n=number(shown.elsewhere)) if more else "")
        known = self._people.lines is not None
        self._body.show_lines(shown, typed, known, bool(self._people.lines) and bool(self._chosen.filters))
        if self._wanted and self._body.table.set_current(self._wanted):
            self._wanted = ""

    def _search_changed(self, typed: str) -> None:
        begun = time.monotonic()
        self._chosen = replace(self._chosen, search=typed)
        self._show()
        traces.took("search", time.monotonic() - begun)

    def _filter_changed(self, filters: frozenset[str]) -> None:
        self._chosen = replace(self._chosen, filters=filters)
        self._narrow()

    def _without_filters(self) -> None:
        self._bar.choose(frozenset())
        if self._body is not None:
            self._body.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sorted(self, sort: SortKeys) -> None:
        """A head was clicked: the order holds from now on, here and after the next start."""
        self._chosen = replace(self._chosen, sort=sort)
        self._keep(client_sort=clients_chosen.sort_text(sort))
        self._order()

    def _take_in_typed(self) -> None:
        typed = self._chosen.search.strip()
        self._shell.go("intake", name=typed if any(c.isalpha() for c in typed) else "")

    def _kept(self, list_id: str) -> None:
        """What is chosen is a saved list now, or none any more ("")."""
        self._saved = list_id
        self._shell.rebuild()

    def _show_columns(self, columns: tuple[str, ...]) -> None:
        """Other columns, from now on and after the next start."""
        self._chosen = replace(self._chosen, columns=columns)
        self._keep(client_columns=",".join(columns))
        self._shell.rebuild()

    def person(self) -> str:
        """The person of the current row."""
        return self._body.current if self._body is not None else ""

    def first_focus(self) -> QWidget | None:
        """The table, where letters go into the search; the search or the button where nobody is shown."""
        if self._body is None:
            return None
        if self._acts.panel is not None:
            return self._acts.panel.first()
        if self._body.instead is None:
            return self._body.table
        return self._search if self._chosen.search else self._body.instead

    def areas(self) -> Sequence[QWidget]:
        """Search, filters and the list."""
        return (self._search, self._bar, self._body.area()) if self._body is not None else ()

    def actions(self) -> Sequence[Action]:
        """What can be done with the list and those selected."""
        def act(name: str, words: str, keys: str, icon: str) -> Action:
            return Action(id=f"clients.{name}", label=words, call=lambda: self._acts.open(name), shortcut=keys,
                          icon=icon, menu="Klient", blocked=lambda: self._acts.blocked(name))

        return (
            act("filter", _("Weitere Filter"), "Ctrl+Shift+F", "list-filter"),
            act("save", _("Als Liste merken …"), "Ctrl+Shift+L", "pin"),
            act("rename", _("Gemerkte Liste umbenennen …"), "", "pencil"),
            act("remove", _("Gemerkte Liste entfernen"), "", "x"),
            act("columns", _("Spalten wählen …"), "Ctrl+Shift+C", "layers"),
            act("export", _("Liste als Tabelle ausgeben …"), "Ctrl+E", "file-down"),
            act("follow_up", _("Wiedervorlage für alle Ausgewählten …"), "Ctrl+Shift+D", "calendar-clock"),
            act("phase", _("Phase der Ausgewählten ändern …"), "", "route"),
            act("letters", _("Einladungen für die Ausgewählten …"), "Ctrl+Shift+E", "send"),
        )

    def find(self) -> bool:
        """Strg+F goes into the search of the page first."""
        if self._body is None or self._search.hasFocus():
            return False
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
        return True
