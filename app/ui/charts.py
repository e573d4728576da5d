"""Charts by QPainter: bars with their value beside them, lines with name and value at their end. Readable in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _, number
from app.ui import paint
from app.ui.theme import T

# distances of the axis; the first that leaves at most four lines above zero is taken
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)
_BAR_LINE = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a chart; every line has a value for each month."""

    name: str
    values: tuple[int, ...]


class BarChart(QWidget):
    """Horizontal bars: word left, value at the end; None is withheld. No axis, no legend, no colour code."""

    def __init__(self, name: str, rows: Sequence[tuple[str, int | None]]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        words = (f"{word} {_('zurückgehalten') if value is None else number(value)}" for word, value in rows)
        self.setAccessibleName(f"{name}: {', '.join(words)}")
        self.setFixedHeight(T.px(_BAR_LINE) * len(self._rows))
        self.setMinimumWidth(T.px(220))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the chart (Qt)."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(p, QRectF(self.rect()))

    def draw(self, p: QPainter, r: QRectF) -> None:
        """Paints the chart into `r`, on screen or on paper."""
        if not self._rows:
            return
        height = r.height() / len(self._rows)
        words = max(paint.width(word, "caption") for word, _value in self._rows)
        left = min(words, r.width() * 0.5) + T.px(12)
        values = max((paint.width(number(value or 0), "label") for _word, value in self._rows), default=0)
        room = max(10.0, r.width() - left - values - T.px(12))
        top = max((value or 0 for _word, value in self._rows), default=0) or 1
        for i, (word, value) in enumerate(self._rows):
            line = QRectF(r.x(), r.y() + i * height, left - T.px(8), height)
            paint.text(p, line, word, "caption", "text2")
            self._bar(p, QRectF(r.x() + left, line.y(), room, height), value, top)

    @staticmethod
    def _bar(p: QPainter, r: QRectF, value: int | None, top: int) -> None:
        thick, cy = T.px(12), r.center().y()
        if value is None:
            p.setPen(QPen(T.color("control"), 1, Qt.PenStyle.DotLine))
            p.drawLine(QPointF(r.x(), cy), QPointF(r.x() + T.px(40), cy))
            rest = QRectF(r.x() + T.px(48), r.y(), r.width(), r.height())
            paint.text(p, rest, _("zurückgehalten"), "caption", "muted", elide=False)
            return
        length = max(3.0, r.width() * value / top) if value else 2.0
        paint.box(p, QRectF(r.x(), cy - thick / 2, length, thick), "chart1" if value else "control", None, 3)
        after = QRectF(r.x() + length + T.px(8), r.y(), T.px(80), r.height())
        paint.text(p, after, number(value), "label", elide=False)


class LineChart(QWidget):
    """One or two series over the months; name and last value stand at the end, the second line is dashed."""

    def __init__(self, name: str, months: Sequence[str], series: Sequence[Series], height: int = 170) -> None:
        super().__init__()
        self._months, self._series = tuple(months), tuple(series)
        words = (f"{one.name} {_('zuletzt')} {number(one.values[-1])}" for one in series)
        self.setAccessibleName(f"{name}: {'; '.join(words)}")
        self.setFixedHeight(T.px(height))
        self.setMinimumWidth(T.px(260))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the chart (Qt)."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(p, QRectF(self.rect()))

    def draw(self, p: QPainter, r: QRectF) -> None:
        """Paints the chart into `r`: an axis from 0 with at most five lines, then the series."""
        high = max((max(one.values) for one in self._series), default=0) or 1
        step = next((s for s in _STEPS if high / s <= 4), _STEPS[-1])
        high = -(-high // step) * step
        names = max((paint.width(one.name, "caption") for one in self._series), default=0)
        plot = QRectF(r.x() + T.px(38), r.y() + T.px(10), r.width() - T.px(56) - max(names, T.px(40)),
                      r.height() - T.px(34))
        for value in range(0, high + 1, step):
            y = plot.bottom() - plot.height() * value / high
            paint.hline(p, plot.x(), y, plot.width())
            axis = QRectF(r.x(), y - T.px(9), T.px(30), T.px(18))
            paint.text(p, axis, number(value), "caption", "muted", paint.RIGHT, elide=False)
        self._month_words(p, plot)
        taken: list[float] = []
        for i, one in enumerate(self._series):
            self._line(p, plot, one, high, f"chart{i % 4 + 1}", taken)

    def _x(self, plot: QRectF, i: int) -> float:
        return plot.x() + plot.width() * i / max(1, len(self._months) - 1)

    def _month_words(self, p: QPainter, plot: QRectF) -> None:
        for i, month in enumerate(self._months):
            if (len(self._months) - 1 - i) % 2 == 0:
                box = QRectF(self._x(plot, i) - T.px(30), plot.bottom() + T.px(4), T.px(60), T.px(18))
                paint.text(p, box, month, "caption", "muted", Qt.AlignmentFlag.AlignCenter, elide=False)

    def _line(self, p: QPainter, plot: QRectF, one: Series, high: int, token: str, taken: list[float]) -> None:
        points = [QPointF(self._x(plot, i), plot.bottom() - plot.height() * value / high)
                  for i, value in enumerate(one.values)]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        style = Qt.PenStyle.SolidLine if token == "chart1" else Qt.PenStyle.DashLine
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(T.color(token), 2.2, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        p.drawPath(path)
        end = points[-1]
        paint.box(p, QRectF(end.x() - 4, end.y() - 4, 8, 8), token, "surface", 4, 1.5)
        # two lines that end together must not write over each other
        # nor does the number at the end of the highest stand above the chart
        y = max(end.y(), plot.y() + T.px(8))
        while any(abs(y - other) < T.px(34) for other in taken):
            y += T.px(34)
        taken.append(y)
        x = end.x() + T.px(9)
        paint.text(p, QRectF(x, y - T.px(17), T.px(96), T.px(18)), number(one.values[-1]), "strong", elide=False)
        paint.text(p, QRectF(x, y, T.px(200), T.px(16)), one.name, "caption", "muted", elide=False)
