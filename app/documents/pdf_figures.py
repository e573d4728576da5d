"""Figures on paper: two-way tables, bars and lines in black and two greys (ui.md §§ 8, 9); not what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from reportlab.graphics.shapes import Drawing, Group, Line, PolyLine, Rect, String
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, Table, TableStyle

from app.documents import pdf
from app.documents.fonts import BOLD, REGULAR, register

DASH = "–"
Anchor: TypeAlias = Literal["start", "middle", "end"]
# Distances of the axis; the first that leaves at most four lines above zero is taken.
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
_BAR, _BAR_STEP, _LINE = 3.4 * mm, 6.2 * mm, 4.2 * mm
# Solid black, dashed grey, dotted grey: told apart without colour.
_LINES: tuple[tuple[Any, float, list[float] | None], ...] = (
    (pdf.BLACK, 1.4, None), (pdf.GREY, 1.4, [4, 2]), (pdf.GREY, 1.0, [1, 2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What stands in a cell; ``weak`` is printed in grey, because it is kept back or says little."""

    text: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its word before and its figure behind it; None has no bar, which is different from 0."""

    label: str
    value: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One line over time; None is a point in time without a figure, the line is broken there."""

    name: str
    values: tuple[int | None, ...]


def figure(value: int | None) -> Figure:
    """A number as it is printed; one that is kept back is a grey dash."""
    return Figure(text=DASH if value is None else number(value), weak=value is None)


def number(value: int) -> str:
    """A number with a point for thousands."""
    return f"{value:,}".replace(",", ".")


def matrix(corner: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Figure]]],
           label_mm: float = 37, width: float = pdf.WIDTH) -> pdf.Part:
    """Rows by columns; the words above a column wrap, the figures stand below their right edge."""
    cells: list[list[Any]] = [
        [pdf.cell(corner, "small"), *(Paragraph(pdf.escaped(word), _column()) for word in columns)],
        *([pdf.cell(label), *(each.text for each in row)] for label, row in rows)]
    weak = [(column, line) for line, (_, row) in enumerate(rows, start=1)
            for column, each in enumerate(row, start=1) if each.weak]
    table = Table(cells, colWidths=[label_mm * mm, *[(width - label_mm * mm) / len(columns)] * len(columns)],
                  repeatRows=1)
    table.setStyle(TableStyle([
        ("FONT", (1, 1), (-1, -1), BOLD, pdf.CELL, 11.8), ("ALIGN", (1, 1), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 1), (-1, -1), pdf.HAIRLINE, pdf.LIGHT),
        ("LINEBELOW", (0, 0), (-1, 0), pdf.HAIRLINE, pdf.GREY),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("LEFTPADDING", (1, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
        *((word, at, at, *how) for at in weak for word, *how in (("FONT", REGULAR, pdf.CELL, 11.8),
                                                                 ("TEXTCOLOR", pdf.GREY))),
    ]))
    return table


def bars(rows: Sequence[Bar], width: float = pdf.HALF) -> pdf.Part:
    """Horizontal bars from 0 with their figures printed; no axis, since every figure stands at its bar."""
    register()
    names = max((stringWidth(row.label, REGULAR, pdf.CELL) for row in rows), default=0) + 3 * mm
    texts = max((stringWidth(row.text, BOLD, pdf.CELL) for row in rows), default=0) + 2 * mm
    room = width - names - texts
    longest = max((row.value or 0 for row in rows), default=0) or 1
    drawing = Drawing(width, _BAR_STEP * len(rows))
    for index, row in enumerate(rows):
        y = _BAR_STEP * (len(rows) - 1 - index) + (_BAR_STEP - _BAR) / 2
        if row.value is not None:
            drawing.add(_box(names, y, room, _BAR, pdf.LIGHT))
        # A rectangle without width would still leave a hairline, which reads as "a few".
        if row.value:
            drawing.add(_box(names, y, room * row.value / longest, _BAR, pdf.GREY))
        drawing.add(_text(0, y + 0.7 * mm, row.label))
        drawing.add(_text(width, y + 0.7 * mm, row.text, anchor="end",
                          font=BOLD if row.value is not None else REGULAR))
    return drawing


def lines(points: Sequence[str], courses: Sequence[Course], width: float = pdf.WIDTH,
          height: float = 46 * mm) -> pdf.Part:
    """Up to three lines over time, above an axis from 0; name and last figure stand at their end."""
    register()
    high = max((value or 0 for course in courses for value in course.values), default=0) or 1
    step = next((each for each in _STEPS if high / each <= 4), _STEPS[-1])
    high = -(-high // step) * step
    names = max(stringWidth(f"{course.name}  {number(high)}", BOLD, pdf.CELL) for course in courses) + 4 * mm
    left = stringWidth(number(high), REGULAR, pdf.CELL) + 4 * mm
    bottom, right, top = 6 * mm, width - names, height - 3 * mm
    drawing = Drawing(width, height)
    for value in range(0, high + 1, step):
        y = bottom + (top - bottom) * value / high
        drawing.add(Line(left, y, right, y, strokeColor=pdf.LIGHT, strokeWidth=pdf.HAIRLINE))
        drawing.add(_text(left - 2 * mm, y - 1.1 * mm, number(value), anchor="end", fill=pdf.GREY))
    apart = (right - left) / max(1, len(points) - 1)
    every = -(-len(points) // 8)
    for index, point in enumerate(points):
        # Counted from the last one, which is the one looked for.
        if (len(points) - 1 - index) % every == 0:
            drawing.add(_text(left + apart * index, 0.6 * mm, point, anchor="middle", fill=pdf.GREY))
    taken: list[float] = []
    for course, (colour, weight, dash) in zip(courses, _LINES, strict=False):
        where = [None if value is None else (left + apart * index, bottom + (top - bottom) * value / high)
                 for index, value in enumerate(course.values)]
        drawing.add(_drawn(where, colour, weight, dash))
        ends = [(at[1], value) for at, value in zip(where, course.values, strict=True) if at and value is not None]
        if ends:
            y, last = ends[-1]
            # Two lines that end together must not write over each other, nor over what stands above the chart.
            y = next(at for at in (y + away * _LINE for away in (0, 1, -1, 2, -2, 3, -3))
                     if bottom <= at <= top and all(abs(at - other) > 0.99 * _LINE for other in taken))
            taken.append(y)
            drawing.add(_text(right + 2.5 * mm, y - 1.1 * mm, number(last), font=BOLD))
            drawing.add(_text(right + 4 * mm + stringWidth(number(last), BOLD, pdf.CELL), y - 1.1 * mm, course.name))
    return drawing


def _drawn(where: Sequence[tuple[float, float] | None], colour: Any, weight: float,
           dash: list[float] | None) -> Group:
    """The pieces of a line between its gaps; a point alone is a small square."""
    group, piece = Group(), list[tuple[float, float]]()
    for point in (*where, None):
        if point is not None:
            piece.append(point)
            continue
        if len(piece) == 1:
            x, y = piece[0]
            group.add(_box(x - 1, y - 1, 2, 2, colour))
        elif piece:
            line = PolyLine([at for point in piece for at in point], strokeColor=colour, strokeWidth=weight)
            if dash:
                line.strokeDashArray = dash
            group.add(line)
        piece = []
    return group


@cache
def _column() -> ParagraphStyle:
    return ParagraphStyle("column", fontName=REGULAR, fontSize=8, leading=9.6, textColor=pdf.GREY,
                          alignment=TA_RIGHT)


def _box(x: float, y: float, width: float, height: float, fill: Any) -> Rect:
    box = Rect(x, y, width, height)
    box.fillColor, box.strokeColor = fill, None
    return box


def _text(x: float, y: float, words: str, *, anchor: Anchor = "start", font: str = REGULAR,
          fill: Any = pdf.BLACK) -> String:
    return String(x, y, words, fontName=font, fontSize=pdf.CELL, fillColor=fill, textAnchor=anchor)
