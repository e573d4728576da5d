"""The only door to ReportLab: fonts, escaping, page frame and the parts a print is put together from (ui.md § 8).
Slow to import, so only those import it who draw. What a document says is not here."""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from app import resources

REGULAR, BOLD = "NotoSans", "NotoSans-Bold"
TOP, RIGHT, BOTTOM, LEFT = 20 * mm, 20 * mm, 20 * mm, 25 * mm
WIDTH = A4[0] - LEFT - RIGHT
BLACK, GREY, LIGHT = HexColor("#000000"), HexColor("#5A6373"), HexColor("#D5D8DE")
HAIRLINE = 0.4
CELL = 9.5
GUTTER = 8 * mm
HALF = (WIDTH - GUTTER) / 2
MUSTER = "MUSTER"

Part: TypeAlias = Flowable
Story: TypeAlias = Callable[[], Sequence[Part]]


def escaped(text: str) -> str:
    """Text made safe for paragraphs: markup of ReportLab stays text, so a name like ``<b>`` prints as it is."""
    return escape("".join(c if c.isprintable() else " " for c in text))


def paragraph(text: str, style: str = "body") -> Part:
    """Wrapped text in one of the styles title, lead, strong, body, note, caption."""
    return Paragraph(escaped(text), _styles()[style])


def gap(height_mm: float) -> Part:
    """Empty space."""
    return Spacer(1, height_mm * mm)


def figures(rows: Sequence[tuple[str, str]], width: float = HALF) -> Part:
    """Lines of a label and a right-aligned figure under hairlines."""
    styles = _styles()
    cells = [[Paragraph(escaped(label), styles["cell"]), Paragraph(escaped(value), styles["figure"])]
             for label, value in rows]
    table = Table(cells, colWidths=[width - 16 * mm, 16 * mm])
    table.setStyle(TableStyle([
        ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE, LIGHT), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
    ]))
    return table


def lines(head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> Part:
    """A table over pages: its head on each of them, hairlines between the rows, cells that wrap."""
    styles = _styles()
    cells = [[Paragraph(escaped(word), styles["caption"]) for word in head],
             *([Paragraph(escaped(word), styles["cell"]) for word in row] for row in rows)]
    table = Table(cells, colWidths=[width * mm for width in widths_mm], repeatRows=1)
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
    _fonts()
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


def document(story: Story, *, title: str, head: str, subject: str = "", muster: bool = False) -> bytes:
    """A4 pages with ``head`` above and "Seite x von y" below; equal input gives equal bytes, there is no clock in it.

    ``story`` is called twice, since the number of pages is known only after the first drawing. ``muster`` prints the
    word across every page, for training prints.
    """
    _fonts()
    _, pages = _draw(story, title, head, subject, muster, 0)
    content, _ = _draw(story, title, head, subject, muster, pages)
    return content


def _draw(story: Story, title: str, head: str, subject: str, muster: bool, pages: int) -> tuple[bytes, int]:
    target = BytesIO()
    template = BaseDocTemplate(
        target, pagesize=A4, topMargin=TOP, rightMargin=RIGHT, bottomMargin=BOTTOM, leftMargin=LEFT, title=title,
        subject=subject, author="", creator="Klientendatei", producer="Klientendatei", lang="de-DE", invariant=1,
    )

    def frame(canvas: Canvas, _template: object) -> None:
        canvas.saveState()
        canvas.setViewerPreference("DisplayDocTitle", "true")
        if muster:
            _across(canvas)
        canvas.setFont(REGULAR, CELL)
        canvas.setFillColor(GREY)
        canvas.drawString(LEFT, A4[1] - 13 * mm, head)
        canvas.drawRightString(A4[0] - RIGHT, 11 * mm, f"Seite {canvas.getPageNumber()} von {pages}")
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(LEFT, A4[1] - 15 * mm, A4[0] - RIGHT, A4[1] - 15 * mm)
        canvas.restoreState()

    area = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0,
                 bottomPadding=0)
    template.addPageTemplates(PageTemplate(frames=[area], onPage=frame))
    template.build(list(story()))
    return target.getvalue(), template.page


def _box(x: float, y: float, width: float, height: float, fill: Color) -> Rect:
    box = Rect(x, y, width, height)
    box.fillColor, box.strokeColor = fill, None
    return box


def _across(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFont(BOLD, 110)
    canvas.setFillColor(HexColor("#EDEEF1"))
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -38, MUSTER)
    canvas.restoreState()


@cache
def _fonts() -> None:
    registerFont(TTFont(REGULAR, str(resources.path("fonts", "NotoSans-Regular.ttf"))))
    registerFont(TTFont(BOLD, str(resources.path("fonts", "NotoSans-Bold.ttf"))))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def _styles() -> dict[str, ParagraphStyle]:
    _fonts()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14, textColor=BLACK)
    cell = ParagraphStyle("cell", parent=body, fontSize=CELL, leading=11.8)
    return {
        "title": ParagraphStyle("title", parent=body, fontName=BOLD, fontSize=15, leading=20),
        "lead": ParagraphStyle("lead", parent=body, fontName=BOLD),
        "strong": ParagraphStyle("strong", parent=cell, fontName=BOLD, leading=14),
        "body": body,
        "caption": ParagraphStyle("caption", parent=cell, textColor=GREY),
        "note": ParagraphStyle("note", parent=cell, spaceAfter=3),
        "cell": cell,
        "figure": ParagraphStyle("figure", parent=cell, fontName=BOLD, alignment=TA_RIGHT),
    }
