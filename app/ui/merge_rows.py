"""The list in which two files stand side by side: per field the one or the other value is chosen. No saving."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from app.i18n import _
from app.ui import paint
from app.ui.listing import EntryList
from app.ui.theme import T

LABEL, GAP, PAD = 190, 12, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field of both files; ``right`` says that the value of the file that goes is taken."""

    key: Hashable
    label: str
    left_value: str
    right_value: str
    right: bool = False

    @property
    def spoken(self) -> str:
        """The field, both values, and which of them stays."""
        kept = self.right_value if self.right else self.left_value
        return _("{field}: links {left}, rechts {right}. Es bleibt {kept}.").format(
            field=self.label, left=self.left_value, right=self.right_value, kept=kept)


class FieldList(EntryList):
    """← takes the value of the file that stays, → that of the other one; a click does the same."""

    chosen = Signal(object, bool)

    def measure(self, entry: Any, width: int) -> int:
        """One line of the label, and the values as high as they wrap."""
        room, top = self._room(width), 0.0 if T.wide else paint.line_height("caption") + T.px(4)
        high = max(paint.block_height(value, "body", room - T.px(40))
                   for value in (entry.left_value, entry.right_value))
        return round(max(high + top + T.px(18), T.row(40)))

    @staticmethod
    def _room(width: float) -> float:
        taken = T.px(2 * PAD + GAP) + (T.px(LABEL + GAP) if T.wide else 0)
        return max(60.0, (width - taken) / 2)

    def _places(self, rect: QRectF) -> tuple[QRectF, QRectF]:
        room, x, y = self._room(rect.width()), rect.x() + T.px(PAD), rect.y() + T.px(4)
        if T.wide:
            x += T.px(LABEL + GAP)
        else:
            y += paint.line_height("caption") + T.px(4)
        high = rect.bottom() - T.px(5) - y
        return QRectF(x, y, room, high), QRectF(x + room + T.px(GAP), y, room, high)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """The label, and both values with the chosen one marked."""
        entry = self.entries.entries[row]
        x = rect.x() + T.px(PAD)
        if T.wide:
            paint.text(p, QRectF(x, rect.y(), T.px(LABEL), rect.height()), entry.label, "label", "text2")
        else:
            paint.text(p, QRectF(x, rect.y() + T.px(2), rect.width() - T.px(2 * PAD), paint.line_height("caption")),
                       entry.label, "caption", "text2")
        for place, value, taken in zip(self._places(rect), (entry.left_value, entry.right_value),
                                       (not entry.right, entry.right), strict=True):
            # chosen is told by sign and border, not by colour alone
            paint.box(p, place, "accent_soft" if taken else "surface", "accent" if taken else "line",
                      T.radius("control"), 2 if taken else 1)
            paint.sign(p, "circle-check" if taken else "circle", place.x() + T.px(10), place.center().y(), 16,
                       "accent" if taken else "muted")
            high = paint.block_height(value, "body", place.width() - T.px(40))
            paint.block(p, place.x() + T.px(34), place.center().y() - high / 2, place.width() - T.px(40), value, "body",
                        "text" if taken else "text2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → choose (Qt)."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            if self.current_key() is not None:
                self.chosen.emit(self.current_key(), event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click into a value chooses it (Qt)."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            left, right = self._places(QRectF(self.visualRect(index)))
            if left.contains(event.position()) or right.contains(event.position()):
                self.chosen.emit(self.entries.entries[index.row()].key, right.contains(event.position()))
