"""Parts of paper one writes on: boxes to tick, lines to write on, signatures, empty grids. Knows no document."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from app.documents import pdf
from app.documents.fonts import REGULAR

_BOX = 3.4 * mm
_LINE = 5.6 * mm
# What is to be written, in words or boxes: a label before a line, or what stands beside a box.
_WRITE = HexColor("#8A919E")


class Boxes(Flowable):
    """Words with a box before each, as many in a line as fit, behind a label; German words only."""

    def __init__(self, words: Sequence[str], label: str = "") -> None:
        super().__init__()
        self._words, self._label = words, label
        self._placed: list[tuple[float, int, str]] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Places the words; ReportLab asks this before it draws."""
        x = stringWidth(self._label, REGULAR, pdf.CELL) + 4 * mm if self._label else 0.0
        line, self._placed = 0, []
        for word in self._words:
            needed = _BOX + 1.6 * mm + stringWidth(word, REGULAR, pdf.CELL)
            if x and x + needed > width:
                x, line = 0.0, line + 1
            self._placed.append((x, line, word))
            x += needed + 4 * mm
        self.width, self.height = width, (line + 1) * _LINE
        return self.width, self.height

    def draw(self) -> None:
        """Draws boxes and words."""
        _pen(self.canv)
        self.canv.setFont(REGULAR, pdf.CELL)
        self.canv.drawString(0, self.height - _LINE + 1.9 * mm, self._label)
        for x, line, word in self._placed:
            y = self.height - (line + 1) * _LINE + 1.4 * mm
            self.canv.rect(x, y, _BOX, _BOX)
            self.canv.drawString(x + _BOX + 1.6 * mm, y + 0.5 * mm, word)


class Blanks(Flowable):
    """One line with labels, each with room to write behind it; a share says how much of the width it gets."""

    def __init__(self, labels: Sequence[tuple[str, float]], height_mm: float = 7) -> None:
        super().__init__()
        self._labels = labels
        self.height = height_mm * mm

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Takes the whole width; ReportLab asks this before it draws."""
        self.width = width
        return self.width, self.height

    def draw(self) -> None:
        """Draws labels and lines."""
        _pen(self.canv)
        self.canv.setFont(REGULAR, pdf.CELL)
        x, whole, y = 0.0, sum(share for _, share in self._labels), 1.6 * mm
        for label, share in self._labels:
            end = x + self.width * share / whole
            start = x + (stringWidth(label, REGULAR, pdf.CELL) + 1.6 * mm if label else 0)
            self.canv.drawString(x, y + 0.5 * mm, label)
            self.canv.line(start, y, end - (3 * mm if end < self.width - 1 else 0), y)
            x = end


def numbered_field(number: int, title: str, parts: Sequence[pdf.Part]) -> pdf.Part:
    """A field of a form: its number and title at the left, what is written or ticked at the right."""
    table = Table([[pdf.paragraph(f"{number}", "strong"), pdf.paragraph(title, "strong"), list(parts)]],
                  colWidths=[6 * mm, 36 * mm, pdf.WIDTH - 42 * mm])
    table.setStyle(TableStyle([*_tight(), ("LINEBELOW", (0, 0), (-1, -1), pdf.HAIRLINE, pdf.LIGHT),
                               ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
    return table


def ticked(parts: Sequence[pdf.Part]) -> pdf.Part:
    """Parts with an empty box before them."""
    table = Table([[Boxes([""]), list(parts)]], colWidths=[8 * mm, pdf.WIDTH - 8 * mm], splitInRow=1)
    table.setStyle(TableStyle([*_tight(), ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]))
    return table


def signatures(caption: str, names: Sequence[str]) -> pdf.Part:
    """A line to sign on for each name, beside each other, the caption and the name below; they stay on one page."""
    between = 8 * mm
    room = (pdf.WIDTH - between * (len(names) - 1)) / len(names)
    below = [[pdf.paragraph(caption, "caption"), pdf.cell(name, "caption")] for name in names]
    # The empty columns between keep the lines apart.
    cells: list[list[Any]] = [[""] * (2 * len(names) - 1), [part for cell in below for part in (cell, "")][:-1]]
    widths = [width for _ in names for width in (room, between)][:-1]
    table = Table(cells, colWidths=widths, rowHeights=[16 * mm, None])
    table.setStyle(TableStyle([*_tight(), *(("LINEBELOW", (column, 0), (column, 0), pdf.HAIRLINE, pdf.BLACK)
                                            for column in range(0, 2 * len(names) - 1, 2))]))
    return KeepTogether([table])


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float], height_mm: float) -> pdf.Part:
    """Ruled lines to fill in, their head on every page."""
    cells = [[pdf.paragraph(word, "small") for word in head],
             *([pdf.paragraph(word, "caption") for word in row] for row in rows)]
    heights = [None, *[height_mm * mm] * len(rows)]
    table = Table(cells, colWidths=[width * mm for width in widths_mm], rowHeights=heights, repeatRows=1)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), pdf.HAIRLINE, pdf.GREY), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]))
    return table


def _pen(canvas: Canvas) -> None:
    canvas.setStrokeColor(_WRITE)
    canvas.setFillColor(pdf.BLACK)
    canvas.setLineWidth(0.6)


def _tight() -> list[Any]:
    return [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
