"""Layouts from the spacing table: rows, columns, cards, flowing lines, scrolled pages. Pages lay out only by these."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import T

Item = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)
PAGE: Margins = (24, 18, 24, 20)
# the name by which the toast finds it
FOOTER = "footer"
_FRAMES = ("card", "sunken", "footer", "cardfoot", "muster")


def row(*items: Item, gap: int = 8, margins: Margins = NONE) -> QHBoxLayout:
    """Items side by side; None is the room that stretches, a number a fixed gap."""
    layout = QHBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def column(*items: Item, gap: int = 8, margins: Margins = NONE) -> QVBoxLayout:
    """Items under each other; None is the room that stretches, a number a fixed gap."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[Item, ...], gap: int, margins: Margins) -> None:
    layout.setSpacing(T.sp(gap))
    layout.setContentsMargins(*(T.sp(m) for m in margins))
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(T.sp(item))
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def holder(layout: QLayout, area: str = "") -> QWidget:
    """A widget around a layout; `area` gives it its ground: page, sidebar, card, sunken, footer, cardfoot, plain."""
    widget = QFrame() if area in _FRAMES else QWidget()
    if area:
        widget.setProperty("area", area)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setLayout(layout)
    return widget


def card(*items: Item, gap: int = 8, pad: int = 16) -> QWidget:
    """A white card around a column."""
    pad = 12 if T.dense else pad
    return holder(column(*items, gap=gap, margins=(pad, pad - 2, pad, pad - 2)), "card")


def framed(*items: Item, main: QWidget | None = None) -> QWidget:
    """A card without inner margins around a list or table; `main` takes the spare height."""
    layout = column(*items, gap=0)
    if main is not None:
        layout.setStretchFactor(main, 1)
    layout.setContentsMargins(1, 4, 1, 1)
    return holder(layout, "card")


def divider() -> QFrame:
    """A hairline across the column."""
    line = QFrame()
    line.setProperty("area", "line")
    return line


def scroll(inner: QWidget, plain: bool = False) -> QScrollArea:
    """Scrolls `inner` up and down; `plain` keeps the ground of the card it stands in."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # a scroll area inside a card would paint the ground of the page
    if plain:
        area.setProperty("area", "plain")
        area.viewport().setAutoFillBackground(False)
    inner.setProperty("area", "plain" if plain else "page")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(inner)
    return area


def page(*items: Item, gap: int = 14, scrolls: bool = False, footer: QWidget | None = None) -> QWidget:
    """The ground of a page with its margins; `scrolls` moves the whole page, `footer` stays at the bottom."""
    body: QWidget = holder(column(*items, gap=gap, margins=PAGE), "page")
    if scrolls:
        body = scroll(body)
    if footer is None:
        return body
    layout = column(body, footer, gap=0)
    layout.setStretchFactor(body, 1)
    return holder(layout, "page")


def footer(*items: Item) -> QWidget:
    """The bar at the bottom of a page."""
    bar = holder(row(*items, margins=(24, 8, 24, 8)), "footer")
    bar.setObjectName(FOOTER)
    return bar


def beside(main: QWidget, side: QWidget, width: int = 316) -> QWidget:
    """Main and side column; below 90 letters the side moves under the main one."""
    if not T.wide:
        return holder(column(main, side, gap=16))
    side.setFixedWidth(T.px(width))
    layout = row(main, side, gap=16)
    layout.setStretchFactor(main, 1)
    return holder(layout)


def centred(layout: QHBoxLayout) -> QHBoxLayout:
    """Centres every widget of a row on its height."""
    for i in range(layout.count()):
        item = layout.itemAt(i)
        if item is not None and (widget := item.widget()) is not None:
            layout.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    return layout


class Flow(QLayout):
    """Left to right, wrapping like words; `right` aligns the lines at the right edge."""

    def __init__(self, *items: QWidget, gap: int = 6, right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._right = T.sp(gap), right
        # every layout around it asks several times for the same
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        for item in items:
            self.addWidget(item)

    def addItem(self, item: QLayoutItem) -> None:
        """Takes one more item (Qt)."""
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        """Number of items (Qt)."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at `index` or None (Qt)."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Removes and returns the item at `index` (Qt)."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no spare room (Qt)."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Lines wrap, so the height follows the width (Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at `width` (Qt)."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forgets the heights: an item has another size, came or went (Qt)."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Everything on one line (Qt)."""
        shown = self._shown()
        return QSize(sum(i.sizeHint().width() + self._gap for i in shown), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """The largest single item (Qt)."""
        sizes = [i.minimumSize() for i in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Places the items (Qt)."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [i for i in self._items if not i.isEmpty()]

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, int]]]:
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        x = 0
        for item in self._shown():
            w = min(item.sizeHint().width(), max(1, room))
            if lines[-1] and x + w > room:
                lines.append([])
                x = 0
            lines[-1].append((item, w))
            x += w + self._gap
        return lines

    def _place(self, rect: QRect, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            heights = [max(i.sizeHint().height(), i.heightForWidth(w) if i.hasHeightForWidth() else 0) for i, w in line]
            tallest = max(heights, default=0)
            used = sum(w for _, w in line) + self._gap * max(0, len(line) - 1)
            x = rect.x() + (rect.width() - used if self._right else 0)
            for (item, w), h in zip(line, heights, strict=True):
                if move:
                    item.setGeometry(QRect(x, y + (tallest - h) // 2, w, h))
                x += w + self._gap
            y += tallest + self._gap
        return y - self._gap - rect.y()


class FlowBox(QWidget):
    """Holds a Flow and takes exactly its height: box layouts clip or pad a height that follows the width."""

    def __init__(self, *items: QWidget, gap: int = 6, right: bool = False) -> None:
        super().__init__()
        self._flow = Flow(*items, gap=gap, right=right)
        self.setLayout(self._flow)

    def add(self, item: QWidget) -> None:
        """Appends one item."""
        self._flow.addWidget(item)
        # one that is not laid out yet takes its height with its width, once for all its items
        if self.isVisible():
            self.refit()

    def refit(self) -> None:
        """Takes the height its items need now; call it after showing or hiding one."""
        self.setFixedHeight(max(1, self._flow.heightForWidth(max(1, self.width()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follows the width."""
        super().resizeEvent(event)
        self.refit()
