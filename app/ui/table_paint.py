"""Paints the rows of table.py: strong first word, caption, pill, bar; two lines below 90 letters. Knows no data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.ui import paint
from app.ui.columns import Column
from app.ui.paint import Pill
from app.ui.theme import T

_URGENT = ("bad", "warn", "secret", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a column stands: its number, left edge and width in pixels."""

    column: int
    x: int
    width: int


# cells whose words are kept
KNOWN = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a column says of a line."""

    share: float | None
    caption: str
    word: str
    tone: str
    sign: str
    pill: Pill | None


class RowPainter:
    """Paints the rows of a TableView; `why` gives the second line below the first column.

    The columns of a `steady` table say the same of a line as long as there is the table.
    """

    # Rows and no delegate: Qt calls a delegate for each cell, and the way into Python costs more than the painting.

    def __init__(self, columns: Sequence[Column[Any]], why: Callable[[Any], str] | None, steady: bool = False) -> None:
        self._columns, self._why, self._steady = tuple(columns), why, steady
        self._known: dict[tuple[int, int], tuple[Any, _Said]] = {}

    def paint(self, p: QPainter, row: QRectF, line: Any, ground: str, needle: str, places: Sequence[Place],
              two_lines: bool) -> None:
        """Paints one row in `row`; `ground` is the token of its ground or empty."""
        if ground:
            p.fillRect(row, T.color(ground))
        paint.hline(p, row.x(), row.bottom() - 1, row.width())
        before, behind = T.px(10), T.px(6)
        for place in places:
            cell = QRectF(place.x + before, row.y(), place.width - before - behind, row.height())
            if two_lines:
                self._two_lines(p, cell.adjusted(T.px(6), 0, -T.px(8), 0), line, needle)
            elif place.column == 0:
                self._first(p, cell, line, needle)
            else:
                self._cell(p, cell, place.column, line)

    def _first(self, p: QPainter, r: QRectF, line: Any, needle: str) -> None:
        why = self._why(line) if self._why else ""
        column, top = self._columns[0], r
        if why:
            top = r.adjusted(0, T.px(4), 0, -r.height() / 2)
            low = r.adjusted(0, r.height() / 2 - T.px(1), 0, -T.px(3))
            s = paint.sign(p, "corner-down-left", low.x(), low.center().y(), 12, "muted") + T.px(5)
            low = low.adjusted(s, 0, 0, 0)
            paint.mark_line(p, low, why, needle, "caption")
            paint.text(p, low, why, "caption", "text2")
        self._strong(p, top, column, line, needle)

    def _strong(self, p: QPainter, r: QRectF, column: Column[Any], line: Any, needle: str) -> None:
        """Strong word, caption in grey, then the pill where there is room, else its sign."""
        word = column.text(line)
        paint.mark_line(p, r, word, needle, "strong")
        x = r.x() + paint.text(p, r, word, "strong") + T.px(8)
        caption = column.caption(line) if column.caption else ""
        if caption and x < r.right():
            room = QRectF(x, r.y(), r.right() - x, r.height())
            x += paint.text(p, room, caption, "caption", "muted") + T.px(8)
        pill = column.pill(line) if column.pill else None
        if pill is not None:
            _pill_or_sign(p, x, r, pill)

    def _said(self, number: int, line: Any) -> _Said:
        """What a cell says; of a steady table asked once, for a line is painted at every key while it is searched."""
        known = self._known.get((id(line), number))
        if known is not None and known[0] is line:
            return known[1]
        column = self._columns[number]
        share = column.bar(line) if column.bar else None
        said = _Said(
            share=share, caption=column.caption(line) if column.caption else "", word=column.text(line),
            tone=column.tone(line) if column.tone else "text", sign=column.sign(line) if column.sign else "",
            pill=column.pill(line) if column.pill else None)
        if self._steady:
            if len(self._known) > KNOWN:
                self._known.clear()
            self._known[id(line), number] = line, said
        return said

    def _cell(self, p: QPainter, r: QRectF, number: int, line: Any) -> None:
        said = self._said(number, line)
        share = said.share
        if share is not None:
            h = T.px(5)
            paint.bar(p, QRectF(r.x(), r.center().y() - h / 2, T.px(44), h), share, "ok" if share >= 0.9 else "accent")
            more = f" / {said.caption}" if said.caption else ""
            paint.text(p, r.adjusted(T.px(52), 0, 0, 0), f"{share * 100:.0f} %{more}", "caption", "text2")
            return
        tone, sign = said.tone, said.sign
        if sign:
            ink = tone.removesuffix("_text") if tone.endswith("_text") else "muted"
            r = r.adjusted(paint.sign(p, sign, r.x(), r.center().y(), 14, ink) + T.px(5), 0, 0, 0)
        word, right = said.word, self._columns[number].right
        x = r.x() + (paint.text(p, r, word, "body", tone, paint.RIGHT if right else paint.LEFT) if word else 0)
        x += T.px(8) if word else 0
        if said.pill is not None:
            _pill_or_sign(p, x, r, said.pill)
        elif said.caption and x < r.right():
            paint.text(p, QRectF(x, r.y(), r.right() - x, r.height()), said.caption, "body", "muted")

    def _two_lines(self, p: QPainter, r: QRectF, line: Any, needle: str) -> None:
        """First column strong, the other columns as one line below, the most urgent pill at the right."""
        right, shown = r.right(), self._most_urgent(line)
        if shown is not None and paint.pill_width(shown) < r.width() * 0.45:
            right -= paint.pill_width(shown)
            paint.draw_pill(p, right, r.center().y(), shown)
            right -= T.px(10)
        else:
            shown = None
        middle, half = r.center().y(), paint.line_height()
        column = self._columns[0]
        caption = column.caption(line) if column.caption else ""
        top = QRectF(r.x(), middle - half - T.px(1), right - r.x(), half)
        paint.mark_line(p, top, column.text(line), needle, "strong")
        x = r.x() + paint.text(p, top, column.text(line), "strong") + T.px(8)
        paint.text(p, QRectF(x, top.y(), right - x, half), caption, "caption", "muted")
        why = self._why(line) if self._why else ""
        told = shown.text if shown is not None else None
        rest = why or " · ".join(word for c in self._columns[1:] if (word := _short(c, line, told)))
        low = QRectF(r.x(), middle + T.px(1), right - r.x(), half)
        paint.mark_line(p, low, rest, needle if why else "", "caption")
        paint.text(p, low, rest, "caption", "text2")

    def _most_urgent(self, line: Any) -> Pill | None:
        pills = [pill for c in self._columns if c.pill and (pill := c.pill(line)) and pill.kind in _URGENT]
        return min(pills, key=lambda pill: _URGENT.index(pill.kind), default=None)


def _short(column: Column[Any], line: Any, told: str | None) -> str:
    """What a column says in the second line; the pill at the right is not said twice."""
    pill = column.pill(line) if column.pill else None
    return column.text(line) if pill is not None and pill.text == told else column.spoken(line)


def _pill_or_sign(p: QPainter, x: float, r: QRectF, pill: Pill) -> None:
    """Without room for the word the sign alone; tool tip and reader have the word."""
    if r.right() - x >= paint.pill_width(pill):
        paint.draw_pill(p, x, r.center().y(), pill)
    elif r.right() - x >= T.px(14):
        paint.sign(p, pill.sign, x, r.center().y(), 14, pill.ink)
