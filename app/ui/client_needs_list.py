"""The list of the thirteen areas: levels as four numbers to choose from, resource, course. Painted; knows no store."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu

from app.domain.codes import REFUSED, UNKNOWN
from app.domain.needs import MEASURED
from app.i18n import _
from app.ui import paint
from app.ui.client_fields import word
from app.ui.client_needs_words import NeedRow
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.theme import T

# how much help is needed is a status: none is good, urgent is not
KINDS = {"0": "ok", "1": "info", "2": "warn", "3": "bad"}
_LEVELS = {Qt.Key.Key_0: "0", Qt.Key.Key_1: "1", Qt.Key.Key_2: "2", Qt.Key.Key_3: "3", Qt.Key.Key_K: REFUSED,
           Qt.Key.Key_Delete: UNKNOWN}
_NAME, _DIGIT, _WORD, _RESOURCE = 212, 27, 116, 102
_WIDE = 690


class NeedList(EntryList):
    """One row an area. 0 to 3 set the level, K „keine Angabe“, Entf takes it back, R the resource, P into the plan.

    Enter or a double click opens the words beside it (`opened`); `leveled(area, level)`, `resourced(area)` and
    `taken(area)` are told to the page, which knows what may be stored.
    """

    leveled = Signal(str, str)
    resourced = Signal(str)
    taken = Signal(str)

    def set_rows(self, rows: Sequence[NeedRow]) -> None:
        """Shows the areas; the current one stays."""
        self.show_entries(rows)

    def measure(self, entry: Any, width: int) -> int:
        """One line, or three where there is no room for one."""
        if width >= T.px(_WIDE):
            return T.row(36)
        more = bool(entry.resource or entry.change)
        return T.row(36) + T.px(30) + (T.px(26) if more else 0)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints name, numbers, word, resource and course."""
        entry, wide = self.entries.entries[row], rect.width() >= T.px(_WIDE)
        x, h = rect.x() + T.px(14), T.row(36)
        line = QRectF(x, rect.y(), rect.right() - T.px(14) - x, h)
        name = line if not wide else QRectF(x, rect.y(), T.px(_NAME - 8), h)
        paint.text(p, name, entry.name, "strong" if entry.level in MEASURED else "body")
        if entry.mark:
            paint.sign(p, entry.mark, line.right() - T.px(16), line.center().y(), 15, "muted")
        if entry.locked:
            place = line.adjusted(T.px(_NAME), 0, 0, 0) if wide else line.translated(0, T.px(26))
            shift = paint.sign(p, "lock", place.x(), place.center().y(), 15, "muted") + T.px(8)
            paint.text(p, place.adjusted(shift, 0, 0, 0), entry.words, "body", "muted")
            return
        self._numbers(p, entry, rect, active)
        place = self._digits(rect)
        words = QRectF(place.right() + T.px(10), place.y(), T.px(_WORD) if wide else line.right() - place.right(),
                       place.height())
        paint.text(p, words, entry.words, "body", f"{KINDS[entry.level]}_text" if entry.level in KINDS else "muted")
        if wide:
            right = line.right() - T.px(24)
            self._resource(p, entry, words.right(), words.center().y(), active)
            self._course(p, entry, QRectF(words.right() + T.px(_RESOURCE), rect.y(), 0, h), right)
        else:
            below = QRectF(x, place.bottom() + T.px(2), 0, T.px(26))
            taken = self._resource(p, entry, x, below.center().y(), False)
            self._course(p, entry, below.translated(taken, 0), line.right())

    def _digits(self, rect: QRectF) -> QRectF:
        """Where the four numbers stand."""
        wide = rect.width() >= T.px(_WIDE)
        left, d = rect.x() + T.px(14 + (_NAME if wide else 0)), T.px(_DIGIT)
        top = rect.y() + (T.row(36) - d) / 2 if wide else rect.y() + T.row(36) - T.px(4)
        return QRectF(left, top, 4 * d, d)

    def _numbers(self, p: QPainter, entry: NeedRow, rect: QRectF, active: bool) -> None:
        place, d = self._digits(rect), T.px(_DIGIT)
        for i, level in enumerate(MEASURED):
            box = QRectF(place.x() + i * d + 1, place.y() + 1, d - T.px(3), d - 2)
            chosen = level == entry.level
            if chosen:
                paint.box(p, box, f"{KINDS[level]}_soft", KINDS[level], T.radius("control"), 1.4)
            elif active:
                paint.box(p, box, "surface", "line", T.radius("control"))
            paint.text(p, box, level, "strong" if chosen else "body", f"{KINDS[level]}_text" if chosen else "muted",
                       Qt.AlignmentFlag.AlignCenter, elide=False)

    @staticmethod
    def _resource(p: QPainter, entry: NeedRow, x: float, middle: float, offered: bool) -> float:
        """The pill of the resource, or the offer of one; returns the room it takes."""
        if not (entry.resource or offered):
            return 0.0
        paint.draw_pill(p, x, middle, Pill(text=_("Ressource"), kind="ok" if entry.resource else "plain",
                                           icon="badge-check" if entry.resource else "plus"))
        return T.px(_RESOURCE)

    def _course(self, p: QPainter, entry: NeedRow, place: QRectF, right: float) -> None:
        """The levels so far as dots on a line, and the same in words."""
        x = self._dots(p, entry.dots, place.x(), place.center().y()) if len(set(entry.dots)) > 1 else place.x()
        paint.text(p, QRectF(x, place.y(), right - x, place.height()), entry.change, "caption", "muted")

    @staticmethod
    def _dots(p: QPainter, levels: Sequence[int], x: float, middle: float) -> float:
        step, rise, d = T.px(11), T.px(5), T.px(5)
        points = [QPointF(x + d + i * step, middle + rise * (1.5 - level)) for i, level in enumerate(levels)]
        p.setPen(QPen(T.color("control"), 1.2))
        p.drawPolyline(points)
        for point in points:
            token = "accent" if point is points[-1] else "control"
            paint.box(p, QRectF(point.x() - d / 2, point.y() - d / 2, d, d), token, None, d / 2)
        return points[-1].x() + T.px(10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of an area; the others as in every list."""
        key, plain = self.current_key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = Qt.Key(event.key())
        if key is None or not plain:
            super().keyPressEvent(event)
        elif pressed in _LEVELS:
            self.leveled.emit(str(key), _LEVELS[pressed])
        elif pressed in (Qt.Key.Key_R, Qt.Key.Key_P):
            (self.resourced if pressed == Qt.Key.Key_R else self.taken).emit(str(key))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a number chooses it, one on the resource turns it over."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        entry, place = self.entries.entries[index.row()], self._digits(QRectF(self.visualRect(index)))
        if entry.locked:
            self.opened.emit(entry.key)
        elif place.contains(event.position()):
            self.leveled.emit(entry.key, MEASURED[int((event.position().x() - place.x()) // T.px(_DIGIT))])
        elif 0 <= event.position().x() - place.right() - T.px(10 + _WORD) < T.px(_RESOURCE - 8):
            self.resourced.emit(entry.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by menu, with the keys."""
        key, menu = self.current_key(), QMenu(self)
        if key is None:
            return
        acts: list[tuple[str, str, Callable[[], object]]] = [
            (f"{level} – {word('need_level', level)}", level, partial(self.leveled.emit, str(key), level))
            for level in MEASURED]
        acts += [(word("need_level", REFUSED), "K", partial(self.leveled.emit, str(key), REFUSED)),
                 (word("need_level", UNKNOWN), _("Entf"), partial(self.leveled.emit, str(key), UNKNOWN)),
                 (_("Ressource"), "R", partial(self.resourced.emit, str(key))),
                 (_("Notiz, Ziel und nächster Schritt"), _("Eingabe"), partial(self.opened.emit, key)),
                 (_("In den Plan übernehmen"), "P", partial(self.taken.emit, str(key)))]
        for name, shortcut, call in acts:
            menu.addAction(f"{name}\t{shortcut}").triggered.connect(lambda _on=False, call=call: call())
        menu.popup(event.globalPos())
