"""The lines of a grid as a model of texts, how a cell is painted, and a block of cells from the clipboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import _
from app.ui import paint
from app.ui.entry_cells import Cell
from app.ui.theme import T

Index = QModelIndex | QPersistentModelIndex
Texts = dict[str, str]
_Role = Qt.ItemDataRole


class EntryModel(QAbstractTableModel):
    """Lines of texts under cells."""

    def __init__(self, cells: Sequence[Cell], line_name: Callable[[int], str]) -> None:
        super().__init__()
        self.cells, self._line_name = tuple(cells), line_name
        self.rows: list[Texts] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of lines (Qt)."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of cells of a line (Qt)."""
        return 0 if parent.isValid() else len(self.cells)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; the number of the line in one that is only shown and says nothing."""
        cell = self.cells[column]
        return self.rows[row].get(cell.attribute, f"{row + 1}" if cell.shown else "")

    def put(self, row: int, column: int, text: str) -> None:
        """Writes into a cell."""
        self.rows[row][self.cells[column].attribute] = text
        here = self.index(row, column)
        self.dataChanged.emit(here, here)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """The text of a cell, with line and column for a screen reader (Qt)."""
        text = self.text(index.row(), index.column())
        if role == _Role.DisplayRole:
            return text
        cell = self.cells[index.column()]
        if role == _Role.ToolTipRole:
            return cell.problem(text) or text
        if role == _Role.AccessibleTextRole:
            spoken = [self._line_name(index.row()), f"{cell.label}: {text or cell.hint or _('leer')}",
                      cell.problem(text)]
            return ", ".join(part for part in spoken if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Heads of the columns (Qt)."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        cell = self.cells[section]
        if role == _Role.DisplayRole:
            return cell.head or cell.label
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return cell.label
        return paint.LEFT if role == _Role.TextAlignmentRole else None

    @property
    def typed(self) -> list[int]:
        """The columns one types in."""
        return [i for i, cell in enumerate(self.cells) if not cell.shown]

    def column_of(self, attribute: str) -> int:
        """The column of an attribute, the first to type in for one that is not there."""
        names = [cell.attribute for cell in self.cells]
        return names.index(attribute) if attribute in names else self.typed[0]

    def show(self, rows: Sequence[Texts]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.rows = [dict(one) for one in rows]
        self.endResetModel()

    def add_line(self) -> None:
        """One more empty line."""
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
        self.rows.append({})
        self.endInsertRows()

    def beside(self, row: int, column: int, step: int) -> tuple[int, int] | None:
        """The cell so many cells further in reading order, None outside."""
        columns = self.typed
        at = row * len(columns) + columns.index(column) + step
        return (at // len(columns), columns[at % len(columns)]) if 0 <= at < len(self.rows) * len(columns) else None


def block_of_clipboard() -> list[list[str]]:
    """The lines and cells of the clipboard, empty where it holds no more than one text."""
    text = QApplication.clipboard().text()
    lines = text.rstrip("\r\n").splitlines()
    return [line.split("\t") for line in lines] if "\t" in text or len(lines) > 1 else []


class CellPainter(QStyledItemDelegate):
    """Text, hairlines, and a sign where the text is no possible value."""

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints a cell (Qt)."""
        model = index.model()
        assert isinstance(model, EntryModel)
        rect, cell = QRectF(option.rect), model.cells[index.column()]
        text, wrong = model.text(index.row(), index.column()), ""
        p.save()
        if not cell.shown:
            wrong = cell.problem(text)
            p.fillRect(rect, T.color("bad_soft" if wrong else "surface"))
        p.setPen(T.color("line"))
        p.drawLine(rect.bottomLeft(), rect.bottomRight())
        p.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(T.px(9), 0, -T.px(6), 0)
        if wrong:
            inner.setRight(inner.right() - T.px(16))
            paint.sign(p, "circle-alert", inner.right() + T.px(2), rect.center().y(), 14, "bad")
        first, _line, second = text.partition("\n")
        role = "strong" if cell.shown and index.column() == 0 else "body"
        if second:
            half, middle = paint.line_height(), rect.center().y()
            paint.text(p, QRectF(inner.x(), middle - half, inner.width(), half), first, role)
            paint.text(p, QRectF(inner.x(), middle, inner.width(), half), second, "caption", "muted")
        elif first or cell.hint:
            paint.text(p, inner, first or cell.hint, role, "text" if first else "muted")
        p.restore()
