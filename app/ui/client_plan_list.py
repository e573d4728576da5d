"""The list of goals with their steps below them. Leertaste ticks, S adds a step, Entf removes. Painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu

from app.domain.plan import DONE, OPEN
from app.i18n import _
from app.ui import paint
from app.ui.client_plan_words import PlanRow
from app.ui.listing import EntryList
from app.ui.theme import T

_INDENT, _CIRCLE = 18, 18


class PlanList(EntryList):
    """Rows as given; `ticked(key)`, `step_wanted(key)` and `removed(key)` are told to the page, `opened` as ever."""

    ticked = Signal(str)
    step_wanted = Signal(str)
    removed = Signal(str)

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Shows goals and steps; the current one stays."""
        self.show_entries(rows)

    def measure(self, entry: Any, width: int) -> int:
        """As high as the words: goals and steps are sentences, and none of them is cut."""
        room = self._room(entry, width)
        title = paint.block_height(entry.title, "strong" if entry.is_goal else "body", room)
        caption = paint.block_height(entry.caption, "caption", room) if entry.caption else 0
        pill = T.px(26) if entry.pill and self._below(width) else 0
        return max(T.row(36), round(title + caption + pill + T.px(14)))

    @staticmethod
    def _below(width: float) -> bool:
        """Whether the pill stands below the words."""
        return not T.wide or width < T.px(430)

    def _room(self, entry: PlanRow, width: float) -> float:
        left = T.px(14 + 26 + (0 if entry.is_goal else _INDENT))
        right = 0.0 if self._below(width) or not entry.pill else paint.pill_width(entry.pill) + T.px(12)
        return width - left - right - T.px(14)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints sign or circle, words and pill."""
        entry = self.entries.entries[row]
        below, room = self._below(rect.width()), self._room(entry, rect.width())
        x, y = rect.x() + T.px(14 + (0 if entry.is_goal else _INDENT)), rect.y() + T.px(7)
        first = y + paint.line_height() / 2
        if entry.is_goal:
            paint.sign(p, "target", x, first, 17, "accent" if entry.state == OPEN else "muted")
        else:
            self._circle(p, entry, x, first)
        x += T.px(26)
        ink = "text" if entry.state == OPEN else "muted"
        y += paint.block(p, x, y, room, entry.title, "strong" if entry.is_goal else "body", ink)
        if entry.caption:
            y += paint.block(p, x, y, room, entry.caption, "caption", "muted")
        if entry.pill:
            left = x if below else rect.right() - T.px(14) - paint.pill_width(entry.pill)
            paint.draw_pill(p, left, y + T.px(14) if below else first, entry.pill)

    @staticmethod
    def _circle(p: QPainter, entry: PlanRow, x: float, middle: float) -> None:
        """An empty circle to tick, a check, or a line for what is no longer wanted."""
        d = T.px(_CIRCLE)
        circle = QRectF(x, middle - d / 2, d, d)
        if entry.state == OPEN:
            paint.box(p, circle, "surface", "control", d / 2, 1.4)
            return
        paint.box(p, circle, "ok_soft" if entry.state == DONE else "sunken", None, d / 2)
        paint.sign(p, "check" if entry.state == DONE else "minus", x + T.px(3), middle, 12,
                   "ok" if entry.state == DONE else "muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a row; the others as in every list."""
        key, plain = self.current_key(), not event.modifiers()
        calls = {Qt.Key.Key_Space: self.ticked, Qt.Key.Key_S: self.step_wanted, Qt.Key.Key_Delete: self.removed}
        told = calls.get(Qt.Key(event.key())) if plain and key is not None else None
        if told is not None:
            told.emit(str(key))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the circle of a step ticks it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            entry = self.entries.entries[index.row()]
            if not entry.is_goal and event.position().x() < T.px(14 + _INDENT + _CIRCLE + 4):
                self.ticked.emit(entry.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands of a row with their keys, for mouse and menu key."""
        if self.current_key() is not None:
            self.open_menu(str(self.current_key()), event.globalPos())

    def open_menu(self, key: str, point: QPoint) -> None:
        """The menu of a row at a point of the screen."""
        menu = QMenu(self)
        row = next(entry for entry in self.entries.entries if entry.key == key)
        if not row.is_goal:
            word = _("Erledigt") if row.state == OPEN else _("Wieder öffnen")
            menu.addAction(f"{word}\t{_('Leertaste')}").triggered.connect(lambda: self.ticked.emit(key))
        menu.addAction(f"{_('Ändern')}\t{_('Eingabe')}").triggered.connect(lambda: self.opened.emit(key))
        menu.addAction(f"{_('Schritt anlegen')}\tS").triggered.connect(lambda: self.step_wanted.emit(key))
        menu.addAction(f"{_('Entfernen')}\t{_('Entf')}").triggered.connect(lambda: self.removed.emit(key))
        menu.popup(point)
