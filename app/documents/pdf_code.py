"""A code on paper: numbered groups to read, and the same as a QR square to scan. Knows no document."""

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, Group, String
from reportlab.lib.units import mm

from app.documents.fonts import BOLD, REGULAR
from app.documents.pdf import BLACK, GREY, WIDTH, Part

SQUARE = 46 * mm
_PER_LINE = 3
_SIZE, _NUMBER_SIZE = 19, 8


def code_with_square(code: str) -> Part:
    """The groups of ``code`` (joined by ``-``), three in a line and numbered, and beside them the QR square of it."""
    groups = code.split("-")
    lines = -(-len(groups) // _PER_LINE)
    step, room = SQUARE / lines, (WIDTH - SQUARE) / _PER_LINE
    drawing = Drawing(WIDTH, SQUARE)
    for number, group in enumerate(groups):
        line, place = divmod(number, _PER_LINE)
        x, y = place * room, SQUARE - (line + 0.62) * step
        drawing.add(String(x, y, f"{number + 1}", fontName=REGULAR, fontSize=_NUMBER_SIZE, fillColor=GREY))
        drawing.add(String(x + 4 * mm, y, group, fontName=BOLD, fontSize=_SIZE, fillColor=BLACK))
    drawing.add(_square(code))
    return drawing


def _square(code: str) -> Group:
    # Q corrects a quarter of the square: paper in a safe is folded and gets spots.
    widget = QrCodeWidget(code, barLevel="Q", barWidth=SQUARE, barHeight=SQUARE)
    return Group(widget, transform=(1, 0, 0, 1, WIDTH - SQUARE, 0))
