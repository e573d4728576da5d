"""The page Klienten: search field, filter chips and the table of persons; lines are read once and kept."""

from collections import deque
from collections.abc import Hashable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _, number
from app.store.casefile import CaseFile, Change
from app.store.queries import clients as query
from app.store.queries import touched
from app.store.queries.clients import ClientLine, Hit
from app.ui import clients_rows
from app.ui.clients_parts import EmptyCalls, FilterBar, SearchKeys, SelectionBar, nobody
from app.ui.components import PageHeader
from app.ui.controls import button, label, search_field
from app.ui.focus import areas_of
from app.ui.layouts import centred, column, framed, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T

ROW, FOUND_ROW = 36, 44
# More persons than this are read beside the window, so that it never stands still.
AT_ONCE = 400


class ClientsPage(Page):
    """`go("clients", client_id=…)` brings a person under the keyboard."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Klienten")
        self._shell, self._file = shell, file
        self._typed, self._filters = "", clients_rows.DEFAULT
        self._sorted: tuple[int, bool] | None = (0, False)
        self._lines: tuple[ClientLine, ...] | None = None
        self._hits: dict[str, Hit] = {}
        self._told: dict[str, Hit] = {}
        self._fitting: list[ClientLine] = []
        self._day, self._current, self._wanted = date.min, "", ""
        self._instead: QPushButton | None = None
        self._built = False
        self._changes: deque[Change] = deque()
        # told in the thread that wrote; the window may have this page refreshed much later, and without saying why
        file.subscribe(self._changes.append)

    def arrive(self, **where: object) -> None:
        """Takes the person to go to."""
        self._wanted = str(where.get("client_id") or "")

    def build(self, parent: QWidget) -> QWidget:
        """Search and chips over the table; what is chosen on the page is put back."""
        self._day = self._file.today()
        self._search = search_field(_("Personen suchen"), _("Name, Nummer, Telefon, Notiz …"), self._typed)
        self._search.textChanged.connect(self._search_changed)
        self._bar = FilterBar(self._filters, self._filter_changed)
        self._count, self._hidden = label("", "muted"), button("", "link", call=self._without_filters)
        keeps_its_height = self._hidden.sizePolicy()
        keeps_its_height.setRetainSizeWhenHidden(True)
        self._hidden.setSizePolicy(keeps_its_height)
        columns = clients_rows.columns(self._day, T.wide)
        self._table: TableView[ClientLine] = TableView(
            self.title, columns, key=lambda line: line.client_id, height=ROW,
            speak=lambda line: clients_rows.sentence(line, columns, self._told.get(line.client_id)),
            why=lambda line: clients_rows.reason(self._told.get(line.client_id)))
        self._table.sort_by(*(self._sorted or (None,)))
        self._table.lines_model.headerDataChanged.connect(self._remember)
        self._table.opened.connect(self._shell.open_client)
        self._table.selection_changed.connect(self._selected)
        self._nobody, self._foot = Slot(), SelectionBar(self._shell)
        SearchKeys(self._search, self._table)
        self._wanted, self._built = self._wanted or self._current, True
        new = button(_("Neue Person"), "primary", "user-plus", partial(self._shell.go, "intake"), shortcut="Ctrl+N")
        header = PageHeader(self.title, "", new)
        if T.wide:
            self._search.setFixedWidth(T.px(260))
            self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            told = holder(centred(row(None, self._hidden, self._count, gap=12)))
            # room for the longest words, so that a letter typed neither wraps the chips nor moves the table
            told.setMinimumWidth(T.px(280))
            line = centred(row(self._search, self._bar, told, gap=12))
            line.setStretchFactor(self._bar, 1)
            whole = framed(self._table, self._nobody, self._foot, main=self._table)
            return tall_page(header, holder(line), whole, main=whole)
        tools = column(self._search, self._bar, row(self._count, self._hidden, None), gap=8)
        return page(header, holder(tools), framed(self._table, self._nobody), scrolls=True, footer=self._foot)

    def refresh(self, change: object) -> None:
        """Reads again what acts since the last time have touched, and everything on another day."""
        if self._lines is None or self._day != self._file.today():
            self._load()
            return
        self._take_changes(self._lines)

    def _load(self) -> None:
        self._changes.clear()
        if query.how_many(self._file) <= AT_ONCE:
            self._loaded(query.lines(self._file))
        else:
            self._shell.run_task(self._table, lambda _step: query.lines(self._file), self._loaded)

    def _loaded(self, lines: tuple[ClientLine, ...]) -> None:
        self._lines = lines
        if self._day != self._file.today():
            self._shell.rebuild()
        else:
            self._find()

    def _take_changes(self, lines: tuple[ClientLine, ...]) -> None:
        entities, ids = set[str](), set[str]()
        while self._changes:
            change = self._changes.popleft()
            entities |= change.entities
            ids |= change.ids
        who = touched.clients(self._file, entities, ids) if ids else frozenset()
        if who is None or len(who) > AT_ONCE:
            self._load()
            return
        if who:
            kept = {line.client_id: line for line in lines}
            fresh = query.lines(self._file, only=who)
            new = [line.client_id for line in fresh if line.client_id not in kept]
            self._wanted = new[0] if len(new) == 1 else self._wanted
            kept.update({line.client_id: line for line in fresh})
            self._lines = tuple(sorted(kept.values(), key=lambda line: line.sort))
        self._find()

    def _find(self) -> None:
        """Filters what is kept in memory; only the search itself asks the file."""
        self._fitting = clients_rows.filtered(self._lines or (), self._filters, self._day)
        self._show()

    def _show(self) -> None:
        typed = self._typed.strip()
        self._hits = {hit.client_id: hit for hit in query.search(self._file, typed)} if typed else {}
        # among hundreds nobody is explained, so there is no second line to make room for
        self._told = self._hits if len(self._hits) <= query.EXPLAINED_AT_MOST else {}
        shown = clients_rows.found(self._fitting, self._hits) if typed else self._fitting
        # who is looked for by name or number is shown, whatever the filters say
        beyond = bool(self._hits) and not shown
        if beyond:
            shown = clients_rows.found(self._lines or (), self._hits)
        elsewhere = len(self._hits) - len(shown) if typed else 0
        if T.wide:
            self._table.verticalHeader().setDefaultSectionSize(T.row(FOUND_ROW if self._told else ROW))
        self._table.set_lines(shown, needle=typed)
        if self._wanted and self._table.set_current(self._wanted):
            self._wanted = ""
        if not T.wide:
            self._table.fit()
        more = bool(shown) and elsewhere > 0
        self._count.setText(clients_rows.count_words(len(shown), len(self._fitting), bool(typed), beyond, brief=more))
        self._hidden.setText(_("{n} weitere ohne Filter").format(n=number(elsewhere)) if more else "")
        self._hidden.setVisible(more)
        self._show_nobody(typed, bool(shown))
        self._selected(self._table.selected_keys())

    def _show_nobody(self, typed: str, anybody: bool) -> None:
        if self._lines is None or anybody:
            self._nobody.put(None)
            self._instead = None
        else:
            calls = EmptyCalls(partial(self._shell.go, "intake", name=typed), self._without_filters)
            state, self._instead = nobody(typed, bool(self._lines) and bool(self._filters), calls)
            self._nobody.put(state)
        self._table.setVisible(self._instead is None)
        self._foot.setVisible(self._instead is None)

    def _search_changed(self, typed: str) -> None:
        self._typed = typed
        self._show()

    def _filter_changed(self, chosen: frozenset[str]) -> None:
        self._filters = chosen
        self._find()

    def _without_filters(self) -> None:
        self._bar.choose(frozenset())
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self) -> None:
        self._sorted = self._table.lines_model.sorted_by

    def _selected(self, keys: Sequence[Hashable]) -> None:
        self._current = str(self._table.current_key() or "")
        self._foot.show_keys([str(key) for key in keys])
        # below 90 letters the page scrolls and not the table inside it
        if not T.wide and self._table.hasFocus():
            rect = self._table.visualRect(self._table.currentIndex())
            for area in areas_of(self._table):
                place = self._table.viewport().mapTo(area.viewport(), rect.center()) + QPoint(
                    0, area.verticalScrollBar().value())
                area.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + T.sp(24))

    def first_focus(self) -> QWidget | None:
        """The table, where letters go into the search; the search or the button where nobody is shown."""
        if not self._built:
            return None
        if self._instead is None:
            return self._table
        return self._search if self._typed else self._instead

    def areas(self) -> Sequence[QWidget]:
        """Search, filters and the list."""
        return (self._search, self._bar, self._table if self._instead is None else self._nobody)

    def find(self) -> bool:
        """Strg+F goes into the search of the page first."""
        if self._search.hasFocus():
            return False
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
        return True
