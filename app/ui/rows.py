"""The list of tasks (Heute, Nächste Schritte): grouped rows with pill and commands. What they do is the page's."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.ui import paint
from app.ui.controls import announce
from app.ui.listing import EntryList, grouped
from app.ui.paint import Pill
from app.ui.theme import T

_VERTICAL = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_COMMANDS = (("done", "check"), ("snooze", "alarm-clock"), ("more", "ellipsis"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task: sign · title · person · pill. `accessible` is the whole sentence for a reader."""

    key: Hashable
    group: str
    sign: str
    title: str
    person: str = ""
    pill_text: str = ""
    pill_kind: str = "plain"
    accessible: str = ""
    urgent: bool = False

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        return self.accessible or ", ".join(part for part in (self.title, self.person, self.pill_text) if part)

    @property
    def pill(self) -> Pill:
        """The pill at the right; a plain one carries a calendar."""
        return Pill(text=self.pill_text, kind=self.pill_kind, icon="calendar-days" if self.pill_kind == "plain" else "")


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The title of a group and how many rows it has."""

    title: str
    count: int
    urgent: bool = False
    key: None = None

    @property
    def spoken(self) -> str:
        """Title and count."""
        return f"{self.title}, {self.count}"


class TaskList(EntryList):
    """Tasks in groups. Leertaste does the current one, `1` and `7` put it off by days, Strg+↑↓ go by group.

    Umschalt+↑↓ and Strg+Leertaste mark several; Leertaste then does them all (`done_several`), Esc takes the marks off.
    `opened` comes with Enter or a double click; `more(key, point)` wants more commands for a row.
    """

    done = Signal(object)
    done_several = Signal(tuple)
    snoozed = Signal(object, int)
    more = Signal(object, object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._marked: dict[Hashable, None] = {}

    def set_rows(self, rows: Sequence[TaskRow]) -> None:
        """Shows tasks in the order given, a heading before each group; without group names none."""
        shown = {row.key for row in rows}
        self._marked = {key: None for key in self._marked if key in shown}
        urgent = {row.group for row in rows if row.urgent}
        if any(row.group for row in rows):
            self.show_entries(grouped(rows, lambda row: str(row.group),
                                      lambda title, count: GroupHeading(title, count, title in urgent)))
        else:
            self.show_entries(rows)

    def measure(self, entry: Any, width: int) -> int:
        """32 for a heading, 38 for a row, 56 in two lines."""
        return T.px(32) if entry.key is None else T.row(56 if self._two_lines(width) else 38)

    @staticmethod
    def _two_lines(width: int) -> bool:
        return not T.wide or width < T.px(480)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints a heading or a task."""
        entry = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            top = rect.adjusted(T.px(14), T.px(8), 0, 0)
            w = paint.text(p, top, entry.title, "strong", "bad_text" if entry.urgent else "text")
            paint.text(p, top.adjusted(w + T.px(8), 0, 0, 0), str(entry.count), "caption", "muted")
            return
        x, right = self._signs(p, rect, entry), rect.right() - T.px(14)
        if entry.pill_text:
            right -= paint.pill_width(entry.pill)
            paint.draw_pill(p, right, rect.center().y(), entry.pill)
        two = self._two_lines(int(rect.width()))
        words = paint.width(entry.title) + (0 if two else paint.width(entry.person) + T.px(12))
        # never at the cost of the words, and never so that something moves
        if active:
            right = self._commands(p, right, rect.center().y(), int((right - x - words - T.px(14)) // T.px(30)))
        room = right - x - T.px(10)
        if two:
            half, middle = paint.line_height(), rect.center().y()
            paint.text(p, QRectF(x, middle - half - T.px(1), room, half), entry.title)
            paint.text(p, QRectF(x, middle + T.px(1), room, half), entry.person, "caption", "muted")
            return
        who = min(paint.width(entry.person), room * 0.4)
        w = paint.text(p, QRectF(x, rect.y(), room - who - T.px(12), rect.height()), entry.title)
        paint.text(p, QRectF(x + w + T.px(12), rect.y(), room - w - T.px(12), rect.height()), entry.person, "body",
                   "muted")

    def _signs(self, p: QPainter, rect: QRectF, entry: TaskRow) -> float:
        cy, d, x = rect.center().y(), T.px(18), rect.x() + T.px(16)
        if entry.key in self._marked:
            paint.box(p, QRectF(x, cy - d / 2, d, d), "accent", None, d / 2)
            paint.sign(p, "check", x + T.px(3), cy, 12, "on_accent")
        else:
            paint.box(p, QRectF(x, cy - d / 2, d, d), "surface", "control", d / 2, 1.4)
        x += d + T.px(12)
        return x + paint.sign(p, entry.sign, x, cy, 16, "muted") + T.px(10)

    def _commands(self, p: QPainter, right: float, cy: float, room: int) -> float:
        """As many commands as fit beside the words; the rest has keys and the menu."""
        for _name, icon in reversed(_COMMANDS[:max(0, room)]):
            right -= T.px(30)
            d = T.px(26)
            paint.box(p, QRectF(right, cy - d / 2, d, d), "surface", "line", T.radius("control"))
            paint.sign(p, icon, right + T.px(5), cy, 16)
        return right

    def _command_at(self, place: QPointF) -> str:
        """The command painted under the pointer: the circle is „done“, the boxes stand left of the pill."""
        index = self.indexAt(place.toPoint())
        if not index.isValid() or not isinstance(entry := self.entries.entries[index.row()], TaskRow):
            return ""
        rect = QRectF(self.visualRect(index))
        x = rect.x() + T.px(16 + 18 + 12 + 16 + 10)
        if place.x() < rect.x() + T.px(16 + 18 + 6):
            return "done"
        right = rect.right() - T.px(14) - (paint.pill_width(entry.pill) if entry.pill_text else 0)
        two = self._two_lines(int(rect.width()))
        words = paint.width(entry.title) + (0 if two else paint.width(entry.person) + T.px(12))
        shown = _COMMANDS[:max(0, int((right - x - words - T.px(14)) // T.px(30)))]
        for i, (name, _icon) in enumerate(reversed(shown)):
            if right - T.px(30) * (i + 1) <= place.x() < right - T.px(30) * i:
                return name
        return ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a painted command runs it."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._run(self._command_at(event.position()), event.globalPosition())

    def _run(self, command: str, point: QPointF) -> None:
        key = self.current_key()
        if key is None:
            return
        if command == "done":
            self.done.emit(key)
        elif command == "snooze":
            self.snoozed.emit(key, 1)
        elif command == "more":
            self.more.emit(key, point.toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a row; the others as in every list."""
        key, plain = self.current_key(), not event.modifiers()
        days = {Qt.Key.Key_1: 1, Qt.Key.Key_7: 7}.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key is not None and held == Qt.KeyboardModifier.ShiftModifier and event.key() in _VERTICAL:
            self._mark(True)
            self._step(self.currentIndex().row(), 1 if event.key() == Qt.Key.Key_Down else -1)
            self._mark(True)
        elif key is not None and held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Space:
            self._mark(self.current_key() not in self._marked)
        elif plain and event.key() == Qt.Key.Key_Escape and self._marked:
            self._marked.clear()
            self.viewport().update()
        elif plain and event.key() == Qt.Key.Key_Space and self._marked:
            self.done_several.emit(tuple(self._marked))
        elif key is not None and plain and event.key() == Qt.Key.Key_Space:
            self.done.emit(key)
        elif key is not None and plain and days:
            self.snoozed.emit(key, days)
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _VERTICAL:
            self._group(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _mark(self, on: bool) -> None:
        """Marks the current row or takes its mark off, and says so."""
        row = self.entries.entries[self.currentIndex().row()]
        if on:
            self._marked[row.key] = None
        else:
            self._marked.pop(row.key, None)
        self.viewport().update()
        words = _("{title}: markiert, {n} zusammen") if on else _("{title}: nicht mehr markiert, {n} zusammen")
        announce(self, words.format(title=row.title, n=len(self._marked)))

    def _group(self, step: int) -> None:
        heads = [i for i, entry in enumerate(self.entries.entries) if entry.key is None]
        here = self.currentIndex().row()
        own = max((i for i in heads if i < here), default=-1)
        others = [i for i in heads if i > here] if step > 0 else [i for i in reversed(heads) if i < own]
        if others:
            self._step(others[0], 1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands of a row with their keys, for mouse and menu key."""
        key = self.current_key()
        if key is not None:
            self.open_menu(key, event.globalPos())

    def open_menu(self, key: Hashable, point: QPoint) -> None:
        """The menu of a row at a point of the screen."""
        menu = QMenu(self)
        menu.addAction(f"{_('Erledigt')}\t{_('Leertaste')}").triggered.connect(lambda: self.done.emit(key))
        menu.addAction(f"{_('Auf morgen verschieben')}\t1").triggered.connect(lambda: self.snoozed.emit(key, 1))
        menu.addAction(f"{_('Um eine Woche verschieben')}\t7").triggered.connect(lambda: self.snoozed.emit(key, 7))
        menu.addAction(f"{_('Akte öffnen')}\t{_('Eingabe')}").triggered.connect(lambda: self.opened.emit(key))
        menu.popup(point)
