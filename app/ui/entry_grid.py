"""A grid to type many lines in by keyboard: the current cell is always a field. What the lines mean is the page's."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QTableView, QWidget
from shiboken6 import isValid

from app.i18n import _
from app.ui.controls import announce
from app.ui.editors import Control
from app.ui.entry_cells import Cell
from app.ui.entry_lines import CellPainter, EntryModel, Index, Texts, block_of_clipboard
from app.ui.theme import T

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_VERTICAL = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EntryGrid(QTableView):
    """Enter and Tab go right and on into the next line, ↑↓ stay in the column; Tab past the last cell leaves the grid.

    `edited` comes with each key, `moved(line, cell)` with each other cell, `left(line)` when a line is left,
    `noted(role, words)` says the current cell, `finished` comes on Enter in the last cell. With `grows` lines are added
    at the end, up to so many.
    """

    edited = Signal()
    moved = Signal(int, str)
    left = Signal(int)
    noted = Signal(str, str)
    finished = Signal()

    def __init__(self, name: str, cells: Sequence[Cell], line_name: Callable[[int], str], grows: int = 0,
                 height: int = 31) -> None:
        super().__init__()
        self.lines = EntryModel(cells, line_name)
        self.lines.setParent(self)
        self._line_name, self._grows = line_name, grows
        self._open: tuple[Control, int, int] | None = None
        self._before = ""
        self._leaving = False
        self.setModel(self.lines)
        self.setItemDelegate(CellPainter(self))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(T.px(height))
        self.setMinimumHeight(T.px(height) * 5)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    @property
    def rows(self) -> list[Texts]:
        """The texts of all lines, as they stand."""
        return self.lines.rows

    def show_rows(self, rows: Sequence[Texts], row: int = 0, attribute: str = "") -> None:
        """Shows other lines and goes to a cell, without taking the keyboard."""
        self._close()
        self.lines.show(rows)
        if rows:
            self._go(min(row, len(rows) - 1), self.lines.column_of(attribute))

    def go(self, row: int, attribute: str = "") -> None:
        """Goes to a cell, the first of the line by default, and takes the keyboard."""
        self._go(row, self.lines.column_of(attribute))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.lines.index(row, column))

    def place(self) -> tuple[int, str]:
        """The current line and cell."""
        return (self._open[1], self.lines.cells[self._open[2]].attribute) if self._open else (0, "")

    def put(self, row: int, attribute: str, text: str) -> None:
        """Writes into a cell from outside, also into the one that is open."""
        column = self.lines.column_of(attribute)
        self.lines.put(row, column, text)
        if self._open and self._open[1:] == (row, column):
            self._open[0].set_text(text)

    def commit(self) -> bool:
        """What was typed short stands in full; nothing is refused, a wrong text only marked."""
        if self._open is not None and isValid(self._open[0]):
            control, row, column = self._open
            cell = self.lines.cells[column]
            self.lines.put(row, column, cell.in_full(control.text()))
            control.set_text(self.lines.text(row, column))
            self._mark(control, cell)
        return True

    def _mark(self, control: Control, cell: Cell) -> None:
        role, words = cell.note(control.text())
        control.mark(role == "error")
        control.targets()[0].setAccessibleDescription(words)
        self.noted.emit(role, words)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The current cell becomes a field (Qt)."""
        super().currentChanged(current, previous)
        had = _keyboard_in(self)
        left = self._open[1] if self._open else -1
        old = self._close()
        if current.isValid() and not self.lines.cells[current.column()].shown:
            self._show_field(current.row(), current.column(), had)
        if old is not None:
            # only now: hidden with the keyboard in it, it would hand that on to the next control of the page
            old.hide()
        if left >= 0 and left != current.row():
            self.left.emit(left)

    def _close(self) -> QWidget | None:
        if self._open is None:
            return None
        control, row, column = self._open
        self.commit()
        cell = self.lines.cells[column]
        if problem := cell.problem(self.lines.text(row, column)):
            announce(self, f"{self._line_name(row)}, {cell.label}: {problem}")
        self._open = None
        control.targets()[0].removeEventFilter(self)
        self.setIndexWidget(self.lines.index(row, column), None)  # type: ignore[arg-type]
        return control

    def _show_field(self, row: int, column: int, keyboard: bool) -> None:
        cell = self.lines.cells[column]
        control = cell.build()
        line = control.targets()[0]
        # reached through the grid alone: a field made later would be the last of the window for the Tab key
        line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        named = f"{cell.label}, {_('Pflichtangabe')}" if cell.required else cell.label
        line.setAccessibleName(f"{self._line_name(row)}, {named}")
        self._before = self.lines.text(row, column)
        control.set_text(self._before)
        control.edited.connect(self._typed)
        line.installEventFilter(self)
        self._open = (control, row, column)
        self.setIndexWidget(self.lines.index(row, column), control)
        self._mark(control, cell)
        if keyboard:
            _take(line)
        self.moved.emit(row, cell.attribute)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on into the field of the current cell (Qt)."""
        super().focusInEvent(event)
        if self._open is not None and not self._leaving:
            _take(self._open[0].targets()[0])

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the cells and, past the last or first one, out of the grid (Qt)."""
        if not self._leaving and self._open is not None and self._step(1 if forward else -1, grow=False):
            return True
        self._leaving = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        gone = super().focusNextPrevChild(forward)
        self._leaving = False
        return gone

    def _step(self, step: int, grow: bool = True) -> bool:
        """To the next cell to type in, or the one before; False where there is none."""
        assert self._open is not None
        _control, row, column = self._open
        following = self.lines.beside(row, column, step)
        if following is None and step > 0 and grow and len(self.rows) < self._grows:
            self.lines.add_line()
            following = self.lines.beside(row, column, step)
        if following is not None:
            self._go(*following)
        return following is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field, before it sees them (Qt)."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._open is not None:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        assert self._open is not None
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key in _ENTER and plain:
            if not self._step(1):
                self.commit()
                self.finished.emit()
        elif key in _ENTER and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._step(-1)
        elif key in _VERTICAL and plain:
            self._go(max(0, min(len(self.rows) - 1, self._open[1] + _VERTICAL[key])), self._open[2])
        elif key == Qt.Key.Key_Escape and plain and self._open[0].text() != self._before:
            self._open[0].set_text(self._before)
            self._typed()
        elif event.matches(QKeySequence.StandardKey.Paste) and (block := block_of_clipboard()):
            self._paste(block)
        else:
            return False
        return True

    def _typed(self) -> None:
        assert self._open is not None
        control, row, column = self._open
        self.lines.rows[row][self.lines.cells[column].attribute] = control.text()
        cell = self.lines.cells[column]
        # while typing an error may only go, never come
        if control.targets()[0].property("state") != "error" or not cell.problem(control.text()):
            control.mark(False)
            self.noted.emit("caption", cell.help)
        self.edited.emit()

    def _paste(self, block: list[list[str]]) -> None:
        """A block from a spreadsheet fills the cells from the current one on; what has no room is left out."""
        assert self._open is not None
        _control, row, column = self._open
        columns = self.lines.typed
        first = columns.index(column)
        while len(self.rows) < row + len(block) and len(self.rows) < self._grows:
            self.lines.add_line()
        for i, texts in enumerate(block[:len(self.rows) - row]):
            for at, text in zip(columns[first:], texts, strict=False):
                self.lines.put(row + i, at, self.lines.cells[at].in_full(text.strip()))
        self._open[0].set_text(self.lines.text(row, column))
        self._mark(self._open[0], self.lines.cells[column])
        self.edited.emit()
        for i in range(min(len(block), len(self.rows) - row)):
            self.left.emit(row + i)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width; where it is too small they keep theirs and the grid scrolls (Qt)."""
        super().resizeEvent(event)
        widths = [T.px(cell.width) for cell in self.lines.cells]
        more = max(1.0, self.viewport().width() / sum(widths))
        for i, width in enumerate(widths):
            self.setColumnWidth(i, int(width * more))


def _keyboard_in(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def _take(line: QWidget) -> None:
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(line, QLineEdit):
        line.selectAll()
