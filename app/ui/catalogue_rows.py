"""Rows of offerings: the value and the list that paints it. No page logic."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.domain.catalogue import Offering
from app.i18n import _
from app.ui import catalogue_words, paint
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.theme import T

_COLUMNS_FROM = 560


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One offering: tag · title over provider, place, times · start over level · seats; ``own`` marks an own list."""

    key: str
    tag: str
    title: str
    where: tuple[str, ...]
    start: str
    level: str
    pill: Pill
    own: Pill | None = None

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        begin = _("Beginn {start}").format(start=self.start)
        mark = self.own.text if self.own is not None else ""
        parts = (self.tag, self.title, mark, *self.where, begin, self.level, self.pill.text)
        return ", ".join(part for part in parts if part)


class Titled(Protocol):
    """What has a title and may stand in an own list."""

    @property
    def title(self) -> str: ...
    @property
    def own(self) -> Pill | None: ...


def offer_row(offering: Offering) -> OfferRow:
    """The row of an offering."""
    where = tuple(part for part in (offering.provider, offering.place, offering.schedule) if part)
    return OfferRow(key=offering.key, tag=catalogue_words.tag(offering), title=offering.title, where=where,
                    start=catalogue_words.begins(offering), level=catalogue_words.level(offering),
                    pill=catalogue_words.seats(offering), own=catalogue_words.own_pill(offering))


class OfferList(EntryList):
    """Offerings in two lines, three in a narrow list; Enter refers to the current one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # all rows are equally high, so that 2,000 of them are measured once
        self.setUniformItemSizes(True)

    def _narrow(self, width: float) -> bool:
        return not T.wide or width < T.px(_COLUMNS_FROM)

    def measure(self, _entry: Any, width: int) -> int:
        """56, or 76 with a third line."""
        return T.row(76 if self._narrow(width) else 56)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one offering."""
        entry: OfferRow = self.entries.entries[row]
        x, y = self.draw_tag(p, rect, entry.tag), rect.y() + T.px(8)
        right = rect.right() - T.px(16)
        if self._narrow(rect.width()):
            self._three_lines(p, QRectF(x, y, right - x, rect.height()), entry)
            return
        right -= paint.pill_width(entry.pill)
        paint.draw_pill(p, right, rect.center().y(), entry.pill)
        # a fixed column for start and level, so that the eye runs down one line
        second = min(rect.right() - T.px(284), right - T.px(126))
        self.draw_title(p, x, y, second - x - T.px(10), entry)
        self.draw_line(p, x, y + T.px(20), second - x - T.px(10), " · ".join(entry.where), "caption")
        self.draw_line(p, second, y, T.px(120), entry.start, "body")
        self.draw_line(p, second, y + T.px(20), right - second - T.px(8), entry.level, "caption")

    @staticmethod
    def draw_tag(p: QPainter, rect: QRectF, tag: str) -> float:
        """Paints the Baustein at the left; returns where the words begin."""
        box = QRectF(rect.x() + T.px(18), rect.center().y() - T.px(10), T.px(38), T.px(20))
        paint.box(p, box, "accent_soft", None, T.radius("tag"))
        paint.text(p, box, tag, "caption", "accent_text", Qt.AlignmentFlag.AlignCenter, elide=False)
        return box.x() + T.px(52)

    def _three_lines(self, p: QPainter, rect: QRectF, entry: OfferRow) -> None:
        right = rect.right() - paint.pill_width(entry.pill)
        # below this the pill goes up beside the third line alone and the title keeps the whole width
        room = right - rect.x() - T.px(8)
        paint.draw_pill(p, right, rect.y() + T.px(50), entry.pill)
        self.draw_title(p, rect.x(), rect.y(), rect.width(), entry)
        self.draw_line(p, rect.x(), rect.y() + T.px(21), rect.width(), " · ".join(entry.where), "caption")
        last = " · ".join(part for part in (entry.start, entry.level) if part)
        self.draw_line(p, rect.x(), rect.y() + T.px(41), room, last, "caption")

    def draw_title(self, p: QPainter, x: float, y: float, room: float, entry: Titled) -> None:
        """Paints the title, with the mark of an own list behind it."""
        if entry.own is not None:
            w = paint.pill_width(entry.own)
            paint.draw_pill(p, x + min(paint.width(entry.title, "strong") + T.px(8), room - w), y + T.px(10), entry.own)
            room -= w + T.px(8)
        self.draw_line(p, x, y, room, entry.title, "strong")

    @staticmethod
    def draw_line(p: QPainter, x: float, y: float, room: float, words: str, role: str) -> None:
        """Paints one line of words."""
        token = "muted" if role == "caption" else "text"
        paint.text(p, QRectF(x, y, room, T.px(20)), words, role, token)
