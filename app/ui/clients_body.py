"""The card of the page Klienten: the table, what stands in its place while it is empty, and the bar below it."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import duplicates, notes
from app.store.queries.clients import ClientLine
from app.ui import clients_rows
from app.ui.clients_parts import EmptyCalls, SelectionBar, nobody
from app.ui.clients_view import Shown, SortKeys
from app.ui.columns import Column
from app.ui.focus import areas_of
from app.ui.layouts import column, framed
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.table import TableView
from app.ui.theme import T

ROW, FOUND_ROW = 36, 44
ALIKE_AT_MOST = 3


class ListBody(QWidget):
    """`sorted` comes with another order of the heads; `foot` is the bar, below the card where the page scrolls."""

    sorted = Signal(tuple)

    def __init__(self, shell: Shell, file: CaseFile, columns: Mapping[str, Column[ClientLine]], sort: SortKeys,
                 calls: EmptyCalls, bulk: Callable[[str, Sequence[str]], object]) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._ids, self._sort, self._calls, self._typed = list(columns), sort, calls, ""
        self.shown = Shown(lines=(), found=0, fitting=0)
        self.instead: QPushButton | None = None
        self.table = self._table(tuple(columns.values()))
        self.table.opened.connect(shell.open_client)
        self.table.selection_changed.connect(self._selected)
        self.table.lines_model.headerDataChanged.connect(self._head_changed)
        self._nobody, self.foot = Slot(), SelectionBar(shell, bulk)
        inner = (self.table, self._nobody, self.foot) if T.wide else (self.table, self._nobody)
        self.setLayout(column(framed(*inner, main=self.table), gap=0))

    def _table(self, shown: Sequence[Column[ClientLine]]) -> TableView[ClientLine]:
        table: TableView[ClientLine] = TableView(
            _("Klienten"), shown, key=lambda line: line.client_id, height=ROW, ordered=True, steady=True,
            speak=lambda line: clients_rows.sentence(line, shown, self.shown.told.get(line.client_id)),
            why=lambda line: clients_rows.reason(self.shown.told.get(line.client_id), line))
        keys = [(self._ids.index(name), falling) for name, falling in self._sort if name in self._ids]
        if keys:
            table.sort_by(*keys[0], then=keys[1] if len(keys) > 1 else None)
        return table

    def _head_changed(self) -> None:
        model = self.table.lines_model
        sort = tuple((self._ids[by[0]], by[1]) for by in (model.sorted_by, model.then_by) if by is not None)
        if sort != self._sort:
            self._sort = sort
            self.sorted.emit(sort)

    def show_lines(self, shown: Shown, typed: str, known: bool, filtered: bool) -> None:
        """Shows these lines, or what stands in their place; nothing of the kind until the persons are `known`."""
        self.shown, self._typed = shown, typed
        if T.wide:
            self.table.verticalHeader().setDefaultSectionSize(T.row(FOUND_ROW if shown.told else ROW))
        self.table.set_lines(shown.lines, needle=typed)
        if not T.wide:
            self.table.fit()
        # on the way to a third letter nobody is missing yet: notes are searched from there on
        too_short = 0 < len(typed) < notes.FROM
        self.foot.show_rest(_("Ab drei Buchstaben auch in Notizen") if too_short and not shown.lines
                            else clients_rows.rest_words(shown))
        if known and not shown.lines and not too_short:
            state, self.instead = nobody(typed, filtered, self._calls)
            self._nobody.put(state)
            if typed:
                self._look_for_alike(typed)
        elif self.instead is not None:
            self._nobody.put(None)
            self.instead = None
        self.table.setVisible(self.instead is None)
        self.foot.setVisible(self.instead is None)
        self._selected(self.table.selected_keys())

    def _look_for_alike(self, typed: str) -> None:
        """Names that are spelled much like what nobody bears; the first time everybody is read for it."""
        people = duplicates.known(self._file)

        def show(_read: object) -> None:
            found = duplicates.similar_names(self._file, typed, ALIKE_AT_MOST) if typed == self._typed else ()
            if found and self.instead is not None:
                state, self.instead = nobody(typed, False, self._calls, "; ".join(one.name for one in found))
                self._nobody.put(state)

        if people.ready:
            show(None)
        else:
            self._shell.run_task(self, lambda step: people.build(self._file, step), show)

    def selected(self) -> list[ClientLine]:
        """The lines selected, top first."""
        chosen = set(self.table.selected_keys())
        return [line for line in self.table.lines_model.lines if line.client_id in chosen]

    @property
    def current(self) -> str:
        """The person of the current row, "" for none."""
        return str(self.table.current_key() or "")

    def _selected(self, keys: Sequence[Hashable]) -> None:
        self.foot.show_keys([str(key) for key in keys])
        # below 90 letters the page scrolls and not the table inside it
        if not T.wide and self.table.hasFocus():
            rect = self.table.visualRect(self.table.currentIndex())
            for area in areas_of(self.table):
                place = self.table.viewport().mapTo(area.viewport(), rect.center()) + QPoint(
                    0, area.verticalScrollBar().value())
                area.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + T.sp(24))

    def area(self) -> QWidget:
        """The stop of F6."""
        return self.table if self.instead is None else self._nobody
