"""The sidebar: where am I, how much waits, is all saved; a rail of signs below 90 letters. Opens no page itself."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.ui import icons, paint
from app.ui.controls import button, glyph, label, native, tool
from app.ui.focus import commit_focused
from app.ui.layouts import column, holder, row, scroll
from app.ui.page_parts import Slot
from app.ui.pins import PREFIX, Pin, Pins
from app.ui.shell import PageEntry
from app.ui.theme import T

WIDTH, RAIL = 216, 54
A = Qt.AlignmentFlag


class NavItem(QPushButton):
    """Sign, word and count of a page; the sign alone in the rail."""

    def __init__(self, name: str, icon: str, rail: bool) -> None:
        super().__init__("" if rail else name)
        self._name, self._rail, self._count, self._warn = name, rail, 0, False
        self.setProperty("kind", "nav")
        self.setProperty("rail", rail)
        self.setCheckable(True)
        # exactly one page is shown, so exactly one item is on
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        gap = 0 if rail else T.px(6)
        self.setIcon(icons.icon(icon, size=17, on="accent", gap=gap))
        self.setIconSize(QSize(T.px(17) + gap, T.px(17)))
        self.setMinimumHeight(T.px(32))
        self.pressed.connect(commit_focused)
        self.show_count(0, warn=False)

    def show_count(self, count: int, warn: bool) -> None:
        """Shows how much waits; `warn` adds the clock."""
        self._count, self._warn = count, warn
        said = f"{self._name}, {count}" if count else self._name
        self.setAccessibleName(f"{said}, {_('fällig')}" if warn else said)
        self.setToolTip(said if self._rail else "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Leaves each page a Tab stop, where Qt leaves an exclusive group only the button with the keyboard (Qt)."""
        super().focusInEvent(event)
        # Qt asks no further than the parent either; the whole window is a thousand widgets at each focus
        around = self.parentWidget() or self
        for item in around.findChildren(NavItem):
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Adds bar, count and clock to the button (Qt)."""
        super().paintEvent(event)
        p = QPainter(self)
        r = QRectF(self.rect())
        if self.isChecked():
            paint.box(p, QRectF(0, r.height() / 2 - T.px(8), T.px(3), T.px(16)), "accent", None, 1.5)
        if self._rail:
            return
        right = r.right() - T.px(10)
        if self._count:
            paint.text(p, r.adjusted(0, 0, -T.px(10), 0), str(self._count), "caption", "muted", paint.RIGHT)
            right -= paint.width(str(self._count), "caption") + T.px(6)
        if self._warn:
            paint.sign(p, "clock", right - T.px(14), r.height() / 2, 14, "warn")


class PinnedLists(QWidget):
    """„Gemerkte Listen“ below the pages; `go` opens one by its entry. The menu of one takes it out."""

    def __init__(self, pins: Pins, go: Callable[[str], object]) -> None:
        super().__init__()
        self._pins, self._go = pins, go
        self._shown = Slot()
        self.setLayout(column(scroll(holder(column(self._shown, None, gap=0)), plain=True), gap=0))
        pins.changed.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """Draws the pins anew where their names changed, else only the counts; the keyboard stays in its place."""
        names = [(pin.id, pin.name) for pin in self._pins.items]
        items = self._shown.findChildren(NavItem)
        if names != [item.property("pin") for item in items]:
            kept = next((i for i, item in enumerate(items) if item.hasFocus()), None)
            items = [self._item(pin) for pin in self._pins.items]
            title = holder(row(label(_("Gemerkte Listen"), "caption"), None, margins=(8, 10, 0, 2)))
            self._shown.put(holder(column(title, *items, gap=2)) if items else None)
            if kept is not None and items:
                items[min(kept, len(items) - 1)].setFocus()
        for item, pin in zip(items, self._pins.items, strict=True):
            item.show_count(pin.count or 0, warn=False)

    def _item(self, pin: Pin) -> NavItem:
        item = NavItem(pin.name, "pin", rail=False)
        item.setProperty("pin", (pin.id, pin.name))
        item.setAutoExclusive(False)
        item.setCheckable(False)
        item.clicked.connect(lambda: self._go(f"{PREFIX}{pin.id}"))
        menu = QMenu(item)
        menu.addAction(_("Liste entfernen")).triggered.connect(lambda: self._pins.remove(pin.id))
        item.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        item.customContextMenuRequested.connect(lambda point: menu.popup(item.mapToGlobal(point)))
        return item


class Sidebar(QWidget):
    """All pages that are shown, search, saved state and lock."""

    page_wanted = Signal(str)
    search_wanted = Signal()
    menu_wanted = Signal(QWidget)
    lock_wanted = Signal()

    def __init__(self, entries: Sequence[PageEntry], rail: bool, pins: Pins) -> None:
        super().__init__()
        self._pins = pins
        self.setProperty("area", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Seiten"))
        self._entries, self._rail = tuple(entries), rail
        self._items: dict[str, NavItem] = {}
        self._saved = label("", "caption")
        self._saved_sign = glyph("check", "ok", 14)
        layout = column(gap=2, margins=(10, 14, 10, 10))
        self._head(layout)
        layout.addSpacing(T.sp(10))
        for entry in self._entries:
            if entry.shown and not entry.at_bottom:
                layout.addWidget(self._item(entry))
        if rail:
            layout.addStretch(1)
        else:
            # many lists scroll by themselves; the pages and the lock stay where they are
            layout.addWidget(PinnedLists(pins, self.page_wanted.emit), 1)
        for entry in self._entries:
            if entry.shown and entry.at_bottom:
                layout.addWidget(self._item(entry))
        self._foot(layout)
        self.setLayout(layout)
        self.setFixedWidth(T.px(RAIL if rail else WIDTH))
        self.set_saved("")

    def _head(self, layout: QVBoxLayout) -> None:
        menu = tool("menu", _("Menü"), shortcut="F10", size=18 if self._rail else 16)
        menu.clicked.connect(lambda: self.menu_wanted.emit(menu))
        if self._rail:
            find = tool("search", _("Suchen"), self.search_wanted.emit, "Ctrl+K", 18)
            layout.addWidget(menu, 0, A.AlignHCenter)
            layout.addWidget(find, 0, A.AlignHCenter)
            return
        layout.addLayout(row(glyph("shield-check", "accent", 20), label(_("Klientendatei"), "lead"), None, menu,
                             margins=(6, 0, 0, 6)))
        find_wide = button(_("Suchen"), "search", "search", self.search_wanted.emit, shortcut="Ctrl+K")
        find_wide.setLayout(row(None, label(native("Ctrl+K"), "caption"), margins=(0, 0, 8, 0)))
        layout.addWidget(find_wide)

    def _item(self, entry: PageEntry) -> NavItem:
        item = NavItem(entry.label, entry.icon, self._rail)
        item.clicked.connect(partial(self._clicked, entry.id))
        self._items[entry.id] = item
        return item

    def _clicked(self, page_id: str, _checked: bool = False) -> None:
        self.page_wanted.emit(page_id)

    def _foot(self, layout: QVBoxLayout) -> None:
        lock = tool("lock", _("Sperren"), self.lock_wanted.emit, "Ctrl+L", 18 if self._rail else 16)
        if self._rail:
            layout.addWidget(self._saved_sign, 0, A.AlignHCenter)
            layout.addWidget(lock, 0, A.AlignHCenter)
            return
        layout.addSpacing(T.sp(4))
        layout.addLayout(row(self._saved_sign, self._saved, None, lock, gap=6, margins=(8, 0, 0, 0)))

    def set_current(self, page_id: str) -> None:
        """Marks the page that is shown."""
        entry = next((e for e in self._entries if e.id == page_id), None)
        item = self._items.get(entry.nav or entry.id) if entry else None
        if item is not None:
            item.setChecked(True)

    def refresh_counts(self) -> None:
        """Asks every page how much waits there, and the lists how many are in them."""
        self._pins.refresh()
        for entry in self._entries:
            if entry.id in self._items and (entry.count or entry.warn):
                self._items[entry.id].show_count(entry.count() if entry.count else 0,
                                                 bool(entry.warn and entry.warn()))

    def set_saved(self, text: str) -> None:
        """Shows the saved state; the rail keeps the sign and says the rest in its tool tip."""
        self._saved.setText(text)
        self._saved_sign.setVisible(bool(text))
        self._saved_sign.setToolTip(text)
        self._saved_sign.setAccessibleName(text)

    def first_item(self) -> QWidget:
        """Where F6 enters the sidebar: the current page."""
        return next((item for item in self._items.values() if item.isChecked()), self)
