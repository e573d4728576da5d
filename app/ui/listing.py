"""The list view that rows.py and timeline.py share: lines of different height, headings among them, one Tab stop."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui import paint
from app.ui.focus import show_row
from app.ui.theme import T

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
_Role = Qt.ItemDataRole
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class Entry(Protocol):
    """A line of a list; `key` None makes it a heading that is never selected."""

    @property
    def key(self) -> Hashable: ...
    @property
    def spoken(self) -> str: ...


class ListModel(QAbstractListModel):
    """A tuple of entries."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Any, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Shows other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of entries (Qt)."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """The sentence of an entry for tool tip and screen reader (Qt)."""
        entry = self.entries[index.row()]
        if role == LINE:
            return entry
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole, _Role.ToolTipRole):
            return entry.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be selected (Qt)."""
        if self.entries[index.row()].key is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)


class EntryPainter(QStyledItemDelegate):
    """Ground, hover, selection and ring of an entry; the list paints what is inside."""

    def __init__(self, view: "EntryList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Height by the width of the view; `option.rect` is empty here (Qt)."""
        return QSize(60, self._view.height_of(index.row()))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one entry (Qt)."""
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, entry = QRectF(option.rect), index.data(LINE)
        state = option.state
        heading = entry.key is None
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and not heading
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or hovered:
            paint.box(p, rect.adjusted(4, 1, -4, -1), "selected" if selected else "hover", None, T.radius("control"))
        elif self._view.hairlines and not heading:
            paint.hline(p, rect.x() + T.px(14), rect.bottom() - 1, rect.width() - T.px(28))
        self._view.draw(p, rect, index.row(), hovered or selected)
        if state & QStyle.StateFlag.State_HasFocus and not heading:
            paint.focus_ring(p, rect.adjusted(4, 1, -4, -1))
        p.restore()


class EntryList(QListView):
    """A list of entries that paints itself; Enter or a double click opens one, the current one stays by its key."""

    opened = Signal(object)
    current_changed = Signal(object)
    hairlines = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self.entries = ListModel()
        self.entries.setParent(self)
        self.setModel(self.entries)
        self.setItemDelegate(EntryPainter(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self._heights: dict[int, int] = {}
        self._measured = 0
        self._whole = False
        self.selectionModel().currentChanged.connect(lambda: self.current_changed.emit(self.current_key()))
        # where every entry is shown the page scrolls
        self.current_changed.connect(lambda _key: show_row(self) if self.hasFocus() else None)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints the inside of an entry; `active` is the current or hovered one."""
        raise NotImplementedError

    def measure(self, entry: Any, width: int) -> int:
        """Height of an entry in a view `width` pixels wide."""
        raise NotImplementedError

    def height_of(self, row: int) -> int:
        """Height of a row, remembered as long as entries and width stay: a thread has thousands."""
        width = self.viewport().width()
        if width != self._measured:
            self._measured, self._heights = width, {}
        height = self._heights.get(row)
        if height is None:
            height = self._heights[row] = self.measure(self.entries.entries[row], width)
        return height

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows other entries and stays at the current key, else where it stood: what follows moves up there.

        A list that has nothing of the one before begins at its top.
        """
        key, row = self.current_key(), self.currentIndex().row()
        stays = not {entry.key for entry in self.entries.entries}.isdisjoint({entry.key for entry in entries} - {None})
        self._heights.clear()
        self.entries.show(entries)
        if not self.set_current(key) and not self._step(max(row, 0) - 1 if stays else -1, 1):
            self._step(len(self.entries.entries), -1)
        if self._whole:
            self.fit()

    def current_key(self) -> Hashable:
        """The key of the current entry, None without one."""
        index = self.currentIndex()
        return self.entries.entries[index.row()].key if index.isValid() else None

    def set_current(self, key: Hashable) -> bool:
        """Goes to the entry of a key; False when it is not shown."""
        for i, entry in enumerate(self.entries.entries):
            if key is not None and entry.key == key:
                self.setCurrentIndex(self.entries.index(i))
                return True
        return False

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:
        """The heading above an entry comes into view with it (Qt)."""
        if index.row() > 0 and self.entries.entries[index.row() - 1].key is None:
            super().scrollTo(self.entries.index(index.row() - 1), hint)
        super().scrollTo(index, hint)

    def fit(self) -> None:
        """Shows every entry, so that the page scrolls and not the list inside it."""
        self._whole = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(sum(self.height_of(i) for i in range(len(self.entries.entries))) + 4)

    def _step(self, row: int, step: int) -> bool:
        """Goes from `row` to the next entry that is no heading."""
        row += step
        while 0 <= row < len(self.entries.entries):
            if self.entries.entries[row].key is not None:
                self.setCurrentIndex(self.entries.index(row))
                return True
            row += step
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows skip headings, Enter opens, Strg+C copies the entry as words."""
        plain = not event.modifiers()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self.current_key() is not None:
                self.opened.emit(self.current_key())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and plain:
            self._step(self.currentIndex().row(), 1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Home and plain:
            self._step(-1, 1)
        elif event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            QApplication.clipboard().setText(self.entries.entries[self.currentIndex().row()].spoken)
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the entry under the pointer."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.entries.entries[index.row()].key is not None:
            self.opened.emit(self.current_key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights follow the width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            # Qt lays a list out again for another height only, and a scroll bar that comes narrows the words
            self.scheduleDelayedItemsLayout()
            if self._whole:
                self.fit()


def grouped(rows: Sequence[Any], heading: Callable[[Any], str], make: Callable[[str, int], Entry]) -> list[Any]:
    """The rows with a heading before each run of the same group; `make(title, count)` builds the heading."""
    titles = [heading(row) for row in rows]
    found: list[Any] = []
    for i, row in enumerate(rows):
        if i == 0 or titles[i] != titles[i - 1]:
            count = next((n for n in range(i, len(rows)) if titles[n] != titles[i]), len(rows)) - i
            found.append(make(titles[i], count))
        found.append(row)
    return found
