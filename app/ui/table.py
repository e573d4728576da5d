"""Tables declared as columns over frozen lines: one model, one view, painted by table_paint.py; no widget in a cell."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from operator import is_
from typing import Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView

from app.i18n import _
from app.ui import icons, paint
from app.ui.columns import Column, L
from app.ui.focus import show_row
from app.ui.table_fit import FitColumns
from app.ui.table_paint import Place, RowPainter
from app.ui.theme import T

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_CTRL = Qt.KeyboardModifier.ControlModifier


class TableModel(QAbstractTableModel, Generic[L]):
    """A tuple of lines under columns; sorting is stable and survives new lines.

    `then_by` orders what `sorted_by` leaves equal. With `ordered` the lines come in that order, and only the heads
    say which it is.
    """

    def __init__(self, columns: Sequence[Column[L]], speak: Callable[[L], str] | None, ordered: bool = False) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.lines: tuple[L, ...] = ()
        self.sorted_by: tuple[int, bool] | None = None
        self.then_by: tuple[int, bool] | None = None
        self._comes_ordered = ordered
        self._given: tuple[L, ...] = ()
        self._speak = speak

    def set_lines(self, lines: Sequence[L]) -> None:
        """Shows other lines in the order chosen before."""
        if lines and len(lines) == len(self._given) and all(map(is_, lines, self._given)):
            # with a longer word often the same lines are found: nothing moves, only what is marked in them may
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))
            return
        self._given = tuple(lines)
        self._order()

    def sort_by(self, column: int | None, descending: bool = False, then: tuple[int, bool] | None = None) -> None:
        """Orders by a column, or as given (None), and what is equal there by another."""
        self.sorted_by = None if column is None else (column, descending)
        self.then_by = then if then is not None and then[0] != column else None
        if not self._comes_ordered:
            self._order()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _order(self) -> None:
        self.beginResetModel()
        self.lines = self._given
        for by in () if self._comes_ordered else (self.then_by, self.sorted_by):
            if by is not None:
                self.lines = tuple(sorted(self.lines, key=self.columns[by[0]].order, reverse=by[1]))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of lines (Qt)."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of columns (Qt)."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Word, tool tip, and the full sentence of the line for a screen reader (Qt)."""
        line, column = self.lines[index.row()], self.columns[index.column()]
        if role == _Role.DisplayRole:
            return column.text(line)
        if role == _Role.ToolTipRole:
            return column.spoken(line)
        if role == _Role.AccessibleTextRole:
            return self.sentence(line) if index.column() == 0 else f"{column.title}: {column.spoken(line)}"
        return None

    def sentence(self, line: L) -> str:
        """The whole line in words."""
        if self._speak is not None:
            return self._speak(line)
        first, *rest = self.columns
        return ", ".join([first.spoken(line), *(f"{c.title} {c.spoken(line)}" for c in rest if c.spoken(line))])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Title and sign of the order (Qt)."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == _Role.DisplayRole:
            return column.title
        if role == _Role.TextAlignmentRole:
            return paint.RIGHT if column.right else paint.LEFT
        # Qt asks for a dozen more, of each head, hundreds of times before a table is seen
        if role not in (_Role.DecorationRole, _Role.AccessibleTextRole):
            return None
        for by, size, place in ((self.sorted_by, 13, "{order}"), (self.then_by, 9, _("danach {order}"))):
            if by is not None and by[0] == section:
                if role == _Role.DecorationRole:
                    return icons.pixmap("chevron-down" if by[1] else "chevron-up", "muted", T.px(size))
                if role == _Role.AccessibleTextRole:
                    order = _("absteigend sortiert") if by[1] else _("aufsteigend sortiert")
                    return f"{column.title}, {place.format(order=order)}"
        return None


def _to_end(view: QTableView, last: bool, extend: bool) -> None:
    """Goes to the first or last line and selects it, or all lines up to there."""
    flags, lines, chosen = QItemSelectionModel.SelectionFlag, view.model(), view.selectionModel()
    here, there = max(view.currentIndex().row(), 0), lines.rowCount() - 1 if last else 0
    if not extend or view.selectionMode() == QAbstractItemView.SelectionMode.SingleSelection:
        chosen.setCurrentIndex(lines.index(there, 0), flags.ClearAndSelect | flags.Rows)
        return
    span = QItemSelection(lines.index(min(here, there), 0), lines.index(max(here, there), 0))
    chosen.select(span, flags.Select | flags.Rows)
    chosen.setCurrentIndex(lines.index(there, 0), flags.NoUpdate)


def _shift_held() -> bool:
    return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)


class TableView(QTableView, Generic[L]):
    """A table of lines. Enter or a double click opens one; the selection stays with its keys when lines change.

    `key` names a line, `speak` says it (by default all columns), `why` is a second line below the first column
    (search hits), `height` the height of a row at 100 %. Below 90 letters a row has two lines instead of columns.
    `steady`: the columns say the same of a line as long as there is the table.
    A click on a head orders by it and keeps the order before as the second; with Umschalt it chooses the second.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal(tuple)

    def __init__(self, name: str, columns: Sequence[Column[L]], key: Callable[[L], Hashable],
                 speak: Callable[[L], str] | None = None, why: Callable[[L], str] | None = None,
                 height: int = 36, several: bool = True, ordered: bool = False, steady: bool = False) -> None:
        super().__init__()
        self.lines_model: TableModel[L] = TableModel(columns, speak, ordered)
        self.lines_model.setParent(self)
        self._key, self._height, self._restoring = key, height, False
        self.hovered = -1
        self.needle = ""
        self.setModel(self.lines_model)
        self._painter = RowPainter(columns, why, steady)
        self.setAccessibleName(name)
        self._dress(several)
        self._fit_columns()
        FitColumns(self, [T.px(column.width) for column in columns])
        self.selectionModel().selectionChanged.connect(lambda: self._tell(self.selection_changed))
        self.selectionModel().currentRowChanged.connect(lambda: self._tell(self.current_changed))
        # where every line is shown the page scrolls
        self.current_changed.connect(lambda _key: show_row(self) if self.hasFocus() else None)
        # Qt paints the cell anew that was current, but the ring goes round the whole row
        self.selectionModel().currentRowChanged.connect(lambda: self.viewport().update())

    def _dress(self, several: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        side = self.verticalHeader()
        side.hide()
        # one fixed height: the view never asks the delegate, so 3,000 lines cost what 15 cost
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(lambda column: self.toggle_sort(column, second=_shift_held()))

    @property
    def two_lines(self) -> bool:
        """True below 90 letters: one column, two lines a row."""
        return not T.wide

    def _fit_columns(self) -> None:
        head = self.horizontalHeader()
        head.setVisible(not self.two_lines)
        tall = 58 if self.two_lines else self._height
        self.verticalHeader().setDefaultSectionSize(T.row(tall))
        for i, column in enumerate(self.lines_model.columns):
            stretches = not column.width or (self.two_lines and i == 0)
            head.setSectionResizeMode(i, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Fixed)
            if not stretches:
                self.setColumnWidth(i, T.px(column.width))
            self.setColumnHidden(i, self.two_lines and i > 0)

    def set_lines(self, lines: Sequence[L], needle: str = "") -> None:
        """Shows other lines; current line and selection stay with their keys. `needle` is marked where it stands."""
        self.needle = needle
        self._keep(lambda: self.lines_model.set_lines(lines))

    def sort_by(self, column: int | None, descending: bool = False, then: tuple[int, bool] | None = None) -> None:
        """Orders by a column, or as the lines were given (None); what is equal there, by another."""
        self._keep(lambda: self.lines_model.sort_by(column, descending, then))

    def toggle_sort(self, column: int, _on: bool = False, second: bool = False) -> None:
        """Orders by a column, a second time the other way round; or what the first order leaves equal."""
        first, then = self.lines_model.sorted_by, self.lines_model.then_by
        if second and first is not None and first[0] != column:
            self.sort_by(*first, then=(column, then == (column, False)))
        else:
            self.sort_by(column, first == (column, False), then if first and first[0] == column else first)

    def _keep(self, change: Callable[[], None]) -> None:
        current, chosen = self.current_key(), set(self.selected_keys())
        self._restoring = True
        change()
        self._restoring = False
        keys = [self._key(line) for line in self.lines_model.lines]
        rows = [i for i, key in enumerate(keys) if key in chosen] if chosen else []
        at = keys.index(current) if current in keys else -1
        selection = QItemSelection()
        last = len(self.lines_model.columns) - 1
        for i in rows:
            selection.select(self.lines_model.index(i, 0), self.lines_model.index(i, last))
        # arrows and Enter need a line to start from
        if at < 0 and keys:
            at = 0
            selection.select(self.lines_model.index(0, 0), self.lines_model.index(0, last))
        flags = QItemSelectionModel.SelectionFlag
        if at >= 0:
            self.selectionModel().setCurrentIndex(self.lines_model.index(at, 0), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    def current_line(self) -> L | None:
        """The line the keyboard is on."""
        index = self.currentIndex()
        return self.lines_model.lines[index.row()] if index.isValid() else None

    def current_key(self) -> Hashable:
        """The key of that line, None without one."""
        line = self.current_line()
        return None if line is None else self._key(line)

    def set_current(self, key: Hashable) -> bool:
        """Goes to the line of a key and selects it alone; False when it is not shown."""
        for i, line in enumerate(self.lines_model.lines):
            if self._key(line) == key:
                flags = QItemSelectionModel.SelectionFlag
                place = self.lines_model.index(i, 0)
                self.selectionModel().setCurrentIndex(place, flags.ClearAndSelect | flags.Rows)
                self.scrollTo(place)
                return True
        return False

    def selected_keys(self) -> tuple[Hashable, ...]:
        """The keys of the selected lines, top first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._key(self.lines_model.lines[i]) for i in rows)

    def fit(self) -> None:
        """Shows every line, so that the page scrolls and not the table inside it."""
        head = 0 if self.two_lines else self.horizontalHeader().sizeHint().height()
        rows = self.verticalHeader().defaultSectionSize() * len(self.lines_model.lines)
        self.setFixedHeight(head + rows + 4)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _tell(self, signal: SignalInstance) -> None:
        # a reset clears selection and current line for a moment; nobody may hear of that
        if not self._restoring:
            signal.emit(self.selected_keys() if signal is self.selection_changed else self.current_key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Strg+C copies the line as text; letters are left to the page's search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_line() is not None:
                self.opened.emit(self.current_key())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_line()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() & _CTRL:
            # Qt goes to the first or last cell of the row, which nobody sees here
            _to_end(self, event.key() == Qt.Key.Key_End, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy_line(self) -> None:
        """Puts the current line into the clipboard as words."""
        line = self.current_line()
        if line is not None:
            QApplication.clipboard().setText(self.lines_model.sentence(line))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the line under the pointer."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current_key())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remembers the hovered row: Qt knows hover per cell, people see rows."""
        row = self.indexAt(event.position().toPoint()).row()
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copying and the order of the lines, for mouse and menu key."""
        menu = QMenu(self)
        menu.addAction(_("Zeile kopieren")).triggered.connect(self.copy_line)
        menu.addSeparator()
        then = QMenu(_("Danach sortieren nach"), menu)
        for i, column in enumerate(self.lines_model.columns):
            title = _("Sortieren nach {column}").format(column=column.title)
            menu.addAction(title).triggered.connect(partial(self.toggle_sort, i))
            if self.lines_model.sorted_by is not None and self.lines_model.sorted_by[0] != i:
                then.addAction(column.title).triggered.connect(partial(self.toggle_sort, i, second=True))
        if then.actions():
            menu.addMenu(then)
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows, then the ring round the current one: per cell it would show seams at 125 %."""
        p, lines = QPainter(self.viewport()), self.lines_model.lines
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [Place(column=i, x=self.columnViewportPosition(i), width=self.columnWidth(i))
                  for i in range(len(self.lines_model.columns)) if not self.isColumnHidden(i)]
        left, right = min(place.x for place in places), max(place.x + place.width for place in places)
        first, height = self.rowAt(event.rect().top()), self.verticalHeader().defaultSectionSize()
        top, row = self.rowViewportPosition(first), first
        while 0 <= row < len(lines) and top <= event.rect().bottom():
            chosen = self.selectionModel().isSelected(self.lines_model.index(row, 0))
            ground = "selected" if chosen else "hover" if row == self.hovered else ""
            rect = QRectF(left, top, right - left, height)
            self._painter.paint(p, rect, lines[row], ground, self.needle, places, self.two_lines)
            top, row = top + height, row + 1
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            line = QRectF(self.visualRect(current.siblingAtColumn(0)))
            ring = QRectF(2, line.y() + 1, self.viewport().width() - 4, line.height() - 3)
            paint.focus_ring(p, ring)
        p.end()
