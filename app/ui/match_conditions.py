"""The conditions of one offering, line by line, painted; a line that asks something leads to the fact of the person."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.matching import Match
from app.i18n import _
from app.ui import paint
from app.ui.controls import key_hint, label
from app.ui.layouts import FlowBox, column
from app.ui.listing import EntryList
from app.ui.match_words import ConditionRow, condition_rows, fit_pill
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill
from app.ui.theme import T

_PAD, _SIGN, _NAME, _ANSWER = 8, 38, 138, 122
_COLUMNS_FROM = 580


class ConditionList(EntryList):
    """Condition · asked · what holds · answer; under each other where there is no room for columns. `asked(fact)` comes
    with Enter or a click on the link."""

    asked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.opened.connect(self._ask)
        self.fit()

    def show_entries(self, entries: Sequence[Any]) -> None:
        """Shows other conditions; which one is the current matters only to whoever has the keyboard here."""
        super().show_entries(entries)
        if not self.hasFocus():
            self.clearSelection()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current condition is marked again (Qt)."""
        super().focusInEvent(event)
        self.setCurrentIndex(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing here is chosen (Qt)."""
        super().focusOutEvent(event)
        self.clearSelection()

    @staticmethod
    def _stacked(width: float) -> bool:
        return not T.wide or width < T.px(_COLUMNS_FROM)

    def _columns(self, width: float) -> tuple[float, float]:
        """The widths of asked and of what holds."""
        room = width - T.px(_SIGN + _NAME + _ANSWER) - 2 * T.px(10)
        return room * 0.42, room * 0.58

    def measure(self, entry: Any, width: int) -> int:
        """As high as the words need."""
        if self._stacked(width):
            room = width - T.px(_SIGN) - T.px(_PAD)
            lines = paint.line_height("strong") + paint.block_height(self._both(entry), "body", room)
            return round(lines + (paint.line_height() if entry.link else 0) + 2 * T.px(_PAD))
        asks, has = self._columns(width)
        answer = paint.line_height("caption") + (paint.line_height() if entry.link else 0)
        tallest = max(paint.block_height(entry.asks, "body", asks), paint.block_height(entry.has, "body", has), answer,
                      paint.line_height("strong"))
        return round(tallest + 2 * T.px(_PAD))

    @staticmethod
    def _both(entry: ConditionRow) -> str:
        asks = _("verlangt: {value}").format(value=entry.asks)
        return f"{asks} · {entry.has}" if entry.has else asks

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one condition."""
        entry: ConditionRow = self.entries.entries[row]
        y, line = rect.y() + T.px(_PAD), paint.line_height("strong")
        paint.sign(p, entry.sign, rect.x() + T.px(12), y + line / 2, 16, entry.tone)
        x, ink = rect.x() + T.px(_SIGN), f"{entry.tone}_text" if entry.tone != "muted" else "muted"
        right = rect.right() - T.px(_PAD)
        if self._stacked(rect.width()):
            word = paint.width(entry.word, "caption")
            paint.text(p, QRectF(x, y, right - word - x - T.px(8), line), entry.name, "strong")
            paint.text(p, QRectF(right - word, y, word, line), entry.word, "caption", ink)
            paint.block(p, x, y + line, right - x, self._both(entry), "body", "text2")
        else:
            asks, has = self._columns(rect.width())
            paint.text(p, QRectF(x, y, T.px(_NAME) - T.px(8), line), entry.name, "strong")
            x += T.px(_NAME)
            paint.block(p, x, y, asks, entry.asks, "body", "text2")
            paint.block(p, x + asks + T.px(10), y, has, entry.has, "body", "text" if entry.tone != "muted" else "muted")
            word = T.px(_ANSWER) - T.px(_PAD)
            paint.text(p, QRectF(right - word, y, word, line), entry.word, "caption", ink, elide=False)
        if entry.link:
            paint.text(p, self._link_at(rect, entry), entry.link, "body", "accent_text", elide=False)

    def _link_at(self, rect: QRectF, entry: ConditionRow) -> QRectF:
        """Where the link of a line stands: below its answer, in the narrow form below everything."""
        line = paint.line_height()
        if not self._stacked(rect.width()):
            width = T.px(_ANSWER) - T.px(_PAD)
            top = rect.y() + T.px(_PAD) + paint.line_height("caption")
            return QRectF(rect.right() - T.px(_PAD) - width, top, width, line)
        return QRectF(rect.x() + T.px(_SIGN), rect.bottom() - T.px(_PAD) - line, paint.width(entry.link), line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the link asks (Qt)."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            entry: ConditionRow = self.entries.entries[index.row()]
            if entry.link and self._link_at(QRectF(self.visualRect(index)), entry).contains(event.position()):
                self._ask(entry.key)

    def _ask(self, key: object) -> None:
        fact = next((entry.fact for entry in self.entries.entries if entry.key == key), "")
        if fact:
            self.asked.emit(fact)


class Conditions(QWidget):
    """Whether an offering suits as one of three words, and why, condition by condition."""

    asked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pill = Slot()
        self.list = ConditionList(name)
        self.list.asked.connect(self.asked)
        self.setLayout(column(self._pill, self.list, gap=6))

    def show_match(self, match: Match) -> None:
        """Shows what was found out."""
        pill, rows = fit_pill(match.fit), condition_rows(match.conditions)
        hint = [key_hint(_("Eingabe geht zur Angabe"))] if any(row.link for row in rows) and T.wide else []
        self._pill.put(FlowBox(StatusPill(pill.text, pill.kind, pill.icon), *hint, gap=12))
        self.list.show_entries(rows)

    def show_asked(self, rows: Sequence[ConditionRow], said: str) -> None:
        """Shows what the offering asks, and why nothing is compared yet."""
        self._pill.put(label(said, "muted", wrap=True))
        self.list.show_entries(rows)
