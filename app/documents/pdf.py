"""The parts a print is put together from and the frame of its pages (ui.md § 8), over ReportLab. Slow to import, so
only those import it who draw. What a document says is not here."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepInFrame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from app.documents.fonts import BOLD, REGULAR, register
from app.documents.scripts import ScriptParagraph, is_plain, set_apart

TOP, RIGHT, BOTTOM, LEFT = 20 * mm, 20 * mm, 20 * mm, 25 * mm
WIDTH = A4[0] - LEFT - RIGHT
WIDE = A4[1] - LEFT - RIGHT
BLACK, GREY, LIGHT = HexColor("#000000"), HexColor("#5A6373"), HexColor("#D5D8DE")
HAIRLINE = 0.4
CELL = 9.5
GUTTER = 8 * mm
HALF = (WIDTH - GUTTER) / 2
MUSTER = "MUSTER"
PADDINGS = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
# What a letter in a cell takes of its width, times the height of a line; for an estimate.
_CELL_ROOM = 5.5 * 11.8

Part: TypeAlias = Flowable
Story: TypeAlias = Callable[[], Sequence[Part]]
# The foot of a page, left and right, from its number and how many there are.
Foot: TypeAlias = Callable[[int, int], tuple[str, str]]


def escaped(text: str) -> str:
    """Text made safe for paragraphs: markup of ReportLab stays text, so a name like ``<b>`` prints as it is."""
    return escape("".join(c if c.isprintable() else " " for c in text if unicodedata.category(c) != "Cf"))


def paragraph(text: str, style: str = "body") -> Part:
    """Wrapped German text, in which a name may have any script, in one of the styles title, lead, heading (stays with
    what follows), strong, body, note, caption, label, small."""
    return own(text, style, to_left=False)


def own(text: str, style: str = "body", to_left: bool | None = None) -> Part:
    """Wrapped text in its own direction, or the one given: one that runs to the left stands at the right edge."""
    if is_plain(text) and not to_left:
        return Paragraph(escaped(text), _styles()[style])
    return ScriptParagraph(text, _styles()[style], to_left)


def typed(text: str, style: str = "body") -> list[Part]:
    """What a person typed, line by line, each in its own direction."""
    return [own(line, style) for line in text.splitlines()]


def cell(text: str, style: str = "cell") -> Part:
    """What stands in a table: in its own direction, at the left edge like the cells around it."""
    return paragraph(set_apart(text), style)


def picture(path: Path, width_mm: float) -> Part:
    """A picture as wide as that, framed by a hairline; shipped files only, never one that a person chose."""
    image = Image(str(path))
    image.drawHeight = image.imageHeight * width_mm * mm / image.imageWidth
    image.drawWidth = width_mm * mm
    image.hAlign = "LEFT"
    framed = Table([[image]], colWidths=[width_mm * mm], hAlign="LEFT")
    framed.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), HAIRLINE, GREY),
                                *((side, (0, 0), (-1, -1), 0) for side in PADDINGS)]))
    return framed


def gap(height_mm: float) -> Part:
    """Empty space."""
    return Spacer(1, height_mm * mm)


def figures(rows: Sequence[tuple[str, str]], width: float = HALF) -> Part:
    """Lines of a label and a right-aligned figure under hairlines."""
    styles = _styles()
    cells = [[cell(label), Paragraph(escaped(value), styles["figure"])] for label, value in rows]
    table = Table(cells, colWidths=[width - 16 * mm, 16 * mm])
    table.setStyle(TableStyle([
        ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE, LIGHT), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
    ]))
    return table


def facts(rows: Sequence[tuple[str, str]], to_left: bool = False, label_mm: float = 45) -> Part:
    """Labels and what is to be known, in two columns; the label stands where reading begins."""
    cells = [[own(label, "label", to_left), own(set_apart(value), "lead", to_left)] for label, value in rows]
    widths = [label_mm * mm, WIDTH - label_mm * mm]
    if to_left:
        cells, widths = [row[::-1] for row in cells], widths[::-1]
    table = Table(cells, colWidths=widths, hAlign="LEFT")
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]))
    return table


def rule() -> Part:
    """A hairline from edge to edge."""
    return HRFlowable(width="100%", thickness=HAIRLINE, color=GREY, spaceBefore=0, spaceAfter=0)


def lines(head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> Part:
    """A table over pages: its head on each of them, hairlines between the rows, cells that wrap."""
    cells = [[paragraph(word, "caption") for word in head], *([cell(word) for word in row] for row in rows)]
    # Only where a row may be higher than a page: rows are cut at the foot of a page then, also those that need not be.
    high = any(len(word) * _CELL_ROOM / (width * mm) > A4[1] / 2
               for row in rows for word, width in zip(row, widths_mm, strict=True))
    table = Table(cells, colWidths=[width * mm for width in widths_mm], repeatRows=1, splitInRow=int(high))
    table.setStyle(TableStyle([
        ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE, LIGHT), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]))
    return table


def side_by_side(left: Sequence[Part], right: Sequence[Part]) -> Part:
    """Two columns that stay on one page."""
    table = Table([[list(left), "", list(right)]], colWidths=[HALF, GUTTER, HALF])
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]))
    return table


def bars(values: Sequence[tuple[str, int]], width: float = HALF) -> Part:
    """Horizontal bars from 0 with their figures printed; no axis, since every figure stands at its bar."""
    register()
    size, step, height = CELL, 6.2 * mm, 3.4 * mm
    name_width = max(stringWidth(name, REGULAR, size) for name, _ in values) + 3 * mm
    room = width - name_width - 12 * mm
    longest = max([value for _, value in values] + [1])
    drawing = Drawing(width, step * len(values))
    for index, (name, value) in enumerate(values):
        y = step * (len(values) - 1 - index) + (step - height) / 2
        drawing.add(_box(name_width, y, room, height, LIGHT))
        # A rectangle without width would still leave a hairline, which reads as "a few".
        if value:
            drawing.add(_box(name_width, y, room * value / longest, height, GREY))
        drawing.add(String(0, y + 0.7 * mm, name, fontName=REGULAR, fontSize=size, fillColor=BLACK))
        drawing.add(String(width, y + 0.7 * mm, str(value), fontName=BOLD, fontSize=size, fillColor=BLACK,
                           textAnchor="end"))
    return drawing


def together(parts: Sequence[Part]) -> Part:
    """Parts that no end of a page divides."""
    return KeepTogether(list(parts))


def one_page(parts: Sequence[Part]) -> Part:
    """Parts that fill a page of their own, made smaller where they would not fit on it."""
    height = A4[1] - TOP - BOTTOM
    return KeepInFrame(WIDTH, height, list(parts), mode="shrink")


def next_page() -> Part:
    """The rest goes on a new page."""
    return PageBreak()


def room(height_mm: float) -> Part:
    """A new page unless so much is left of this one: before a heading."""
    return CondPageBreak(height_mm * mm)


def numbered(left: str = "") -> Foot:
    """The foot "Seite 2 von 3", with ``left`` opposite."""
    return lambda page, pages: (left, f"Seite {page} von {pages}")


def document(story: Story, *, title: str, head: str, subject: str = "", foot: Foot | None = None, wide: bool = False,
             muster: bool = False) -> bytes:
    """A4 pages, ``wide`` ones lying, with ``head`` above and ``foot`` below, by default `numbered`; equal input gives
    equal bytes, there is no clock in it.

    ``story`` is called twice, since the number of pages is known only after the first drawing. ``muster`` prints the
    word across every page, for training prints. No name belongs into ``title``: printers show it to others.
    """
    register()
    size = landscape(A4) if wide else A4
    draw = partial(_draw, story, {"title": title, "subject": subject, "pagesize": size},
                   head=head, foot=foot or numbered(), muster=muster)
    _, pages = draw(pages=0)
    content, _ = draw(pages=pages)
    return content


def _draw(story: Story, facts: dict[str, Any], head: str, foot: Foot, muster: bool, pages: int) -> tuple[bytes, int]:
    target = BytesIO()
    template = BaseDocTemplate(
        target, topMargin=TOP, rightMargin=RIGHT, bottomMargin=BOTTOM, leftMargin=LEFT, author="",
        creator="Klientendatei", producer="Klientendatei", lang="de-DE", invariant=1, **facts,
    )
    width, height = facts["pagesize"]

    def frame(canvas: Canvas, _template: object) -> None:
        canvas.saveState()
        canvas.setViewerPreference("DisplayDocTitle", "true")
        if muster:
            _across(canvas, width, height)
        canvas.setFont(REGULAR, CELL)
        canvas.setFillColor(GREY)
        left, right = foot(canvas.getPageNumber(), pages)
        canvas.drawString(LEFT, height - 13 * mm, head)
        for draw, x, words in ((canvas.drawString, LEFT, left), (canvas.drawRightString, width - RIGHT, right)):
            if words:
                draw(x, 11 * mm, words)
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(LEFT, height - 15 * mm, width - RIGHT, height - 15 * mm)
        canvas.restoreState()

    area = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, leftPadding=0, rightPadding=0,
                 topPadding=0, bottomPadding=0)
    template.addPageTemplates(PageTemplate(frames=[area], onPage=frame))
    template.build(list(story()))
    return target.getvalue(), template.page


def _box(x: float, y: float, width: float, height: float, fill: Color) -> Rect:
    box = Rect(x, y, width, height)
    box.fillColor, box.strokeColor = fill, None
    return box


def _across(canvas: Canvas, width: float, height: float) -> None:
    canvas.saveState()
    canvas.setFont(BOLD, 110)
    canvas.setFillColor(HexColor("#EDEEF1"))
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52 if height > width else 32)
    canvas.drawCentredString(0, -38, MUSTER)
    canvas.restoreState()


@cache
def _styles() -> dict[str, ParagraphStyle]:
    register()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14, textColor=BLACK)
    cell = ParagraphStyle("cell", parent=body, fontSize=CELL, leading=11.8)
    return {
        "title": ParagraphStyle("title", parent=body, fontName=BOLD, fontSize=15, leading=20),
        "lead": ParagraphStyle("lead", parent=body, fontName=BOLD),
        "heading": ParagraphStyle("heading", parent=cell, fontName=BOLD, leading=14, keepWithNext=1),
        "strong": ParagraphStyle("strong", parent=cell, fontName=BOLD, leading=14),
        "body": body,
        "caption": ParagraphStyle("caption", parent=cell, textColor=GREY),
        "label": ParagraphStyle("label", parent=body, textColor=GREY),
        "small": ParagraphStyle("small", parent=body, fontSize=8, leading=9.6, textColor=GREY),
        "note": ParagraphStyle("note", parent=cell, spaceAfter=3),
        "cell": cell,
        "figure": ParagraphStyle("figure", parent=cell, fontName=BOLD, alignment=TA_RIGHT),
    }
