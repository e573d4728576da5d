"""Painting shared by delegates, components, charts: text, pills, boxes, bars. Sizes and colours come from T."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTextCharFormat, QTextLayout, QTextOption

from app.ui import icons
from app.ui.theme import T, on_change
from app.ui.tokens import STATUS_ICON

A = Qt.AlignmentFlag
LEFT = A.AlignLeft | A.AlignVCenter
RIGHT = A.AlignRight | A.AlignVCenter
# Qt sets lines solid; wrapped German reads better with a tenth more
_LEADING = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """A status as sign and word. `kind`: ok, warn, bad, info, secret or plain; `icon` replaces the sign of the kind."""

    text: str
    kind: str = "plain"
    icon: str = ""

    @property
    def sign(self) -> str:
        """Name of the sign shown."""
        return self.icon or STATUS_ICON[self.kind]

    @property
    def ink(self) -> str:
        """Token of the sign."""
        return "muted" if self.kind == "plain" else self.kind


# a page of a table asks some 150 times per paint
_faces: dict[str, tuple[QFont, QFontMetricsF]] = {}
on_change(_faces.clear)


def _face(role: str) -> tuple[QFont, QFontMetricsF]:
    """The font of a role in force, and its measures."""
    if role not in _faces:
        font = T.font(role)
        _faces[role] = (font, QFontMetricsF(font))
    return _faces[role]


@lru_cache(maxsize=4096)
def width(value: str, role: str = "body") -> float:
    """Width of one line in pixels."""
    return _face(role)[1].horizontalAdvance(value)


on_change(width.cache_clear)


def line_height(role: str = "body") -> float:
    """Height of one wrapped line in pixels."""
    return _face(role)[1].height() * _LEADING


# shaping a line takes longer than painting it, and at every key a table paints the same hundred words again
@lru_cache(maxsize=4096)
def _shaped(value: str, role: str) -> QStaticText:
    made = QStaticText(value)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=_face(role)[0])
    return made


@lru_cache(maxsize=4096)
def _elided(value: str, role: str, room: float) -> str:
    return _face(role)[1].elidedText(value, Qt.TextElideMode.ElideRight, room)


on_change(_shaped.cache_clear)
on_change(_elided.cache_clear)


def text(p: QPainter, rect: QRectF, value: str, role: str = "body", token: str = "text",
         align: A = LEFT, elide: bool = True) -> float:
    """One line, cut with an ellipsis where `rect` is too narrow; returns the width it took."""
    font, metrics = _face(role)
    taken = width(value, role)
    if elide and taken > rect.width() + 0.5:
        value = _elided(value, role, max(0.0, rect.width()) + 0.5)
        taken = width(value, role)
    p.setFont(font)
    p.setPen(T.color(token))
    if align == LEFT:
        p.drawStaticText(QPointF(rect.x(), rect.y() + (rect.height() - metrics.height()) / 2), _shaped(value, role))
    else:
        p.drawText(rect, align, value)
    return taken


def _layout(value: str, role: str, room: float) -> tuple[QTextLayout, float]:
    # a text layout breaks only at the line separator of Unicode
    layout = QTextLayout(value.replace("\n", "\u2028"), T.font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    step, y = line_height(role), 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, room))
        line.setPosition(QPointF(0, y))
        y += step
    layout.endLayout()
    return layout, y


def block_height(value: str, role: str, room: float) -> float:
    """Height of `value` wrapped to `room` pixels; 0 for no text."""
    return _layout(value, role, room)[1] if value else 0.0


def block(p: QPainter, x: float, y: float, room: float, value: str, role: str = "body", token: str = "text",
          marked: Sequence[tuple[int, int]] = ()) -> float:
    """Wrapped text with the places in `marked` (start, length) on the ground of a hit; returns the height it took."""
    if not value:
        return 0.0
    layout, height = _layout(value, role, room)
    marks = []
    for start, length in marked:
        form, mark = QTextCharFormat(), QTextLayout.FormatRange()
        form.setBackground(T.color("mark"))
        mark.start, mark.length, mark.format = start, length, form
        marks.append(mark)
    p.setPen(T.color(token))
    layout.draw(p, QPointF(x, y), marks)
    return height


def mark_line(p: QPainter, rect: QRectF, value: str, needle: str, role: str) -> None:
    """The ground of a search hit in one line of text that is painted after it."""
    at = value.lower().find(needle.lower()) if needle else -1
    if at >= 0:
        x, w = rect.x() + width(value[:at], role), width(value[at:at + len(needle)], role)
        h = min(rect.height(), line_height(role))
        box(p, QRectF(x - 1, rect.center().y() - h / 2, min(w + 2, rect.right() - x), h), "mark", None, 3)


def box(p: QPainter, rect: QRectF, fill: str | None, border: str | None = None, radius: float = 6,
        pen: float = 1) -> None:
    """A rounded box; `fill` and `border` are tokens or None."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill:
        p.setBrush(T.color(fill))
    else:
        p.setBrush(Qt.BrushStyle.NoBrush)
    if border:
        p.setPen(QPen(T.color(border), pen))
        rect = rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    else:
        p.setPen(Qt.PenStyle.NoPen)
    p.drawRoundedRect(rect, radius, radius)
    p.restore()


def sign(p: QPainter, name: str, x: float, cy: float, size: float = 16, token: str = "text2") -> float:
    """A sign of `size` pixels at 100 %, centred on the line `cy`; returns its width."""
    s = T.px(size)
    icons.draw(p, name, QRectF(x, cy - s / 2, s, s), token)
    return s


def pill_width(pill: Pill) -> float:
    """Width of a status pill in pixels."""
    return width(pill.text, "caption") + T.px(16) + T.px(17)


def draw_pill(p: QPainter, x: float, cy: float, pill: Pill) -> float:
    """Status pill centred on the line `cy`: sign, word, colour. Returns its width."""
    h, w = max(T.px(20), round(line_height("caption"))), pill_width(pill)
    plain = pill.kind == "plain"
    box(p, QRectF(x, cy - h / 2, w, h), "sunken" if plain else f"{pill.kind}_soft", None, h / 2)
    s = T.px(13)
    icons.draw(p, pill.sign, QRectF(x + T.px(8), cy - s / 2, s, s), pill.ink, 2.2)
    text(p, QRectF(x + T.px(25), cy - h / 2, w, h), pill.text, "caption",
         "text2" if plain else f"{pill.kind}_text", elide=False)
    return w


def hline(p: QPainter, x: float, y: float, w: float, token: str = "line") -> None:
    """A hairline of whole device pixels; an antialiased line would smear over two rows."""
    density = p.device().devicePixelRatioF()
    p.fillRect(QRectF(x, round(y * density) / density, w, max(1, round(density)) / density), T.color(token))


def focus_ring(p: QPainter, rect: QRectF, radius: float = 6) -> None:
    """The ring of a focused row inside a view: 2 px, inset so that nothing clips it."""
    box(p, rect.adjusted(1, 1, -1, -1), None, "focus", radius, 2)


def bar(p: QPainter, rect: QRectF, share: float, token: str = "accent") -> None:
    """A track with the filled share 0 to 1."""
    box(p, rect, "chart_track", None, rect.height() / 2)
    if share > 0:
        filled = QRectF(rect.x(), rect.y(), max(rect.height(), rect.width() * min(share, 1.0)), rect.height())
        box(p, filled, token, None, rect.height() / 2)
