"""The sidebar: where am I, how much waits, is all saved; a rail of signs below 90 letters. Opens no page itself."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.ui import icons, paint
from app.ui.controls import button, glyph, label, native, tool
from app.ui.focus import commit_focused
from app.ui.layouts import column, row
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Adds bar, count and clock to the button (Qt)."""
        super().paintEvent(event)
        # an exclusive group leaves only its checked button a Tab stop; here every page is one
        if self.focusPolicy() != Qt.FocusPolicy.TabFocus:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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


class Sidebar(QWidget):
    """All pages that are shown, search, saved state and lock."""

    page_wanted = Signal(str)
    search_wanted = Signal()
    menu_wanted = Signal(QWidget)
    lock_wanted = Signal()

    def __init__(self, entries: Sequence[PageEntry], rail: bool) -> None:
        super().__init__()
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
        layout.addStretch(1)
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
        """Asks every page how much waits there."""
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
