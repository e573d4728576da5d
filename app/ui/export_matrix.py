"""Two-way tables: codes down and across, a number in each field; what is withheld is a dash on grey ground."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.i18n import _, number
from app.statistics.readable import Grid
from app.ui import paint
from app.ui.listing import EntryList
from app.ui.theme import T

DASH = "–"
_PAD, _GAP = 14, 4
# the share of the width that the words of the rows take at most
_WORDS = 0.26


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixLine:
    """One line: its word, what stands in each field, and all of it in a sentence; `key` None is the head."""

    key: int | None
    word: str
    cells: tuple[str, ...]
    spoken: str


class MatrixList(EntryList):
    """The matrix as lines one can go through; a reader hears a line with the words of its columns."""

    def __init__(self, name: str, grid: Grid) -> None:
        super().__init__(name)
        self._words = [*grid.rows, grid.corner[0]]
        head = MatrixLine(key=None, word=grid.corner[0], cells=grid.columns, spoken=" × ".join(grid.corner))
        self.show_entries([head, *(_line(n, word, values, grid.columns)
                                   for n, (word, values) in enumerate(zip(grid.rows, grid.values, strict=True)))])
        # a line is lit up only while somebody goes through them
        self.clearSelection()
        self.fit()

    def _widths(self, width: float) -> tuple[float, float]:
        """Room of the words at the left, and of each field."""
        room = width - 2 * T.px(_PAD)
        words = min(max(paint.width(word) for word in self._words) + T.px(10), room * _WORDS)
        return words, (room - words) / max(1, len(self.entries.entries[0].cells))

    def measure(self, entry: Any, width: int) -> int:
        """30, the head as high as its words need."""
        if entry.key is not None:
            return T.row(30)
        _word, field = self._widths(width)
        room = field - T.px(_GAP + 6)
        return round(max(paint.block_height(cell, "caption", room) for cell in entry.cells)) + T.px(10)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one line."""
        entry: MatrixLine = self.entries.entries[row]
        line = rect.adjusted(T.px(_PAD), 0, -T.px(_PAD), 0)
        words, width = self._widths(rect.width())
        head = entry.key is None
        below = QRectF(line.x(), line.bottom() - T.px(24), words, T.px(20)) if head else \
            QRectF(line.x(), line.y(), words - T.px(8), line.height())
        paint.text(p, below, entry.word, "caption" if head else "body", "muted" if head else "text")
        for n, cell in enumerate(entry.cells):
            field = QRectF(line.x() + words + n * width, line.y(), width, line.height())
            if head:
                room = width - T.px(_GAP + 6)
                high = paint.block_height(cell, "caption", room)
                paint.block(p, field.x() + T.px(_GAP + 6), line.bottom() - T.px(6) - high, room, cell, "caption",
                            "muted")
            else:
                _draw_field(p, field, cell)


def _draw_field(p: QPainter, field: QRectF, cell: str) -> None:
    box = field.adjusted(T.px(_GAP), T.px(3), -T.px(_GAP), -T.px(3))
    if cell == DASH:
        paint.box(p, box, "sunken", None, T.radius("tag"))
    paint.text(p, box.adjusted(T.px(6), 0, 0, 0), cell, elide=False)


def _line(n: int, word: str, values: tuple[int | None, ...], columns: tuple[str, ...]) -> MatrixLine:
    cells = tuple(DASH if value is None else number(value) for value in values)
    told = (f"{column} {_('zurückgehalten') if cell == DASH else cell}"
            for column, cell in zip(columns, cells, strict=True))
    return MatrixLine(key=n, word=word, cells=cells, spoken=f"{word}: {', '.join(told)}")
