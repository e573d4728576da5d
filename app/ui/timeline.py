"""The thread of a case: entries under month headings, sign in a circle, strong title, caption, text in full."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from app.domain.date_words import month_in_words, short
from app.domain.dates import german
from app.domain.names import folded
from app.i18n import _
from app.ui import paint
from app.ui.listing import EntryList, grouped
from app.ui.theme import T

# a text is looked through letter by letter, at each painting
_folded = lru_cache(maxsize=1024)(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """What happened on a day. `kind`: ok, warn, bad, info, secret or plain; `caption` and `text` may be empty."""

    key: Hashable
    on: date
    title: str
    time: str = ""
    sign: str = "circle-dot"
    kind: str = "plain"
    caption: str = ""
    text: str = ""

    @property
    def spoken(self) -> str:
        """The entry in words for tool tip and reader."""
        when = f"{german(self.on)} {self.time}".strip()
        return ". ".join(part for part in (when, self.title, self.caption, self.text) if part)

    @property
    def day(self) -> str:
        """„Mo 02.11.“; the year stands in the heading."""
        return short(self.on, self.on, _)


@dataclass(frozen=True, slots=True)
class MonthHeading:
    """„November 2026“."""

    title: str
    key: None = None

    @property
    def spoken(self) -> str:
        """The month."""
        return self.title


def places(value: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text as written (start, length): „trager“ is in „Träger“, „strasse“ in „Straße“."""
    plain, at = "", list[int]()
    for i, char in enumerate(value):
        small = _folded(char) or " "
        plain += small
        at += [i] * len(small)
    found = []
    for word in words:
        start = plain.find(word)
        while word and start >= 0:
            last = start + len(word) - 1
            found.append((at[start], at[last] - at[start] + 1))
            start = plain.find(word, last + 1)
    return found


class Timeline(EntryList):
    """Entries as given, newest first as a rule; Enter edits one (`opened`)."""

    hairlines = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._words: tuple[str, ...] = ()
        self._kept: dict[tuple[int, str, str, str, bool], int] = {}

    def mark(self, words: Sequence[str]) -> None:
        """Marks where the folded `words` stand in the entries."""
        self._words = tuple(words)
        self.viewport().update()

    def set_rows(self, rows: Sequence[TimelineRow]) -> None:
        """Shows entries with a heading before each month."""
        self.show_entries(grouped(rows, lambda row: month_in_words(row.on.year, row.on.month, _),
                                  lambda title, _count: MonthHeading(title)))

    @staticmethod
    def _columns(width: float) -> tuple[float, float]:
        """Where the circle and where the words begin; narrow views put the date above the title."""
        left = T.px(92) if width > T.px(430) else T.px(16)
        return left, left + T.px(46)

    def measure(self, entry: Any, width: int) -> int:
        """Height of a heading or of all the text of an entry."""
        if isinstance(entry, MonthHeading):
            return T.px(36)
        # breaking the lines of some hundred notes takes longer than a frame; after each write most are what they were
        known = (width, entry.title, entry.caption, entry.text, bool(entry.time))
        if known not in self._kept:
            self._kept[known] = self._height(entry, width)
        return self._kept[known]

    def _height(self, entry: TimelineRow, width: int) -> int:
        left, x = self._columns(width)
        room = width - x - T.px(20)
        height = T.px(9 + 3) + paint.block_height(entry.title, "strong", room)
        for part, role in ((entry.caption, "caption"), (entry.text, "body")):
            height += paint.block_height(part, role, room) + (T.px(3) if part else 0)
        if left < T.px(20):
            height += T.px(18)
        elif entry.time:
            # the day with the time below it may be higher than a title alone
            height = max(height, T.px(9 + 18) + paint.line_height("caption"))
        return round(max(T.row(42), height + T.px(8)))

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints a heading or an entry."""
        entry = self.entries.entries[row]
        if isinstance(entry, MonthHeading):
            paint.text(p, rect.adjusted(T.px(16), T.px(4), 0, 0), entry.title, "label", "muted")
            return
        left, x = self._columns(rect.width())
        self._thread(p, rect, row, left, active)
        room, y = rect.width() - x - T.px(20), rect.y() + T.px(9)
        x += rect.x()
        if left > T.px(20):
            day = QRectF(rect.x() + T.px(16), y, left - T.px(22), paint.line_height("caption"))
            paint.text(p, day, entry.day, "caption", "text2")
            paint.text(p, day.translated(0, T.px(18)), entry.time, "caption", "muted")
        else:
            when = f"{entry.day}  {entry.time}".strip()
            paint.text(p, QRectF(x, y, room, T.px(18)), when, "caption", "muted")
            y += T.px(18)
        ink = "secret_text" if entry.kind == "secret" else "text"
        y += paint.block(p, x, y, room, entry.title, "strong", ink, self._marks(entry.title)) + T.px(3)
        if entry.caption:
            y += paint.block(p, x, y, room, entry.caption, "caption", "muted", self._marks(entry.caption)) + T.px(3)
        paint.block(p, x, y, room, entry.text, "body", "text2", self._marks(entry.text))

    def _marks(self, value: str) -> list[tuple[int, int]]:
        return places(value, self._words) if self._words else []

    def _thread(self, p: QPainter, rect: QRectF, row: int, left: float, active: bool) -> None:
        """The line that binds the entries of a month, and the sign on it."""
        entries, entry = self.entries.entries, self.entries.entries[row]
        d, plain = T.px(26), self.entries.entries[row].kind == "plain"
        circle = QRectF(rect.x() + left, rect.y() + T.px(8), d, d)
        first = row == 0 or isinstance(entries[row - 1], MonthHeading)
        last = row + 1 == len(entries) or isinstance(entries[row + 1], MonthHeading)
        cx, cy = circle.center().x(), circle.center().y()
        p.setPen(QPen(T.color("line"), 1.5))
        p.drawLine(QPointF(cx, cy if first else rect.y()), QPointF(cx, cy if last else rect.bottom() + 1))
        paint.box(p, circle.adjusted(-3, -3, 3, 3), "selected" if active else "surface", None, d)
        paint.box(p, circle, "sunken" if plain else f"{entry.kind}_soft", "line" if plain else None, d / 2)
        paint.sign(p, entry.sign, circle.x() + T.px(6), cy, 14, "text2" if plain else entry.kind)
