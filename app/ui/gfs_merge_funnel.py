"""The funnel of one area as bars under each other: word, bar, sum with its band, share of the potential."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from app.ui import paint
from app.ui.theme import T

_LINE, _BAR = 34, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step: ``part`` is its length as a share of the longest, None for what nobody reported."""

    word: str
    part: float | None
    figure: str
    share: str = ""
    weak: bool = False
    base: bool = False

    @property
    def spoken(self) -> str:
        """The bar in words."""
        return f"{self.word} {self.figure} {self.share}".strip()


class FunnelChart(QWidget):
    """Painted like the other charts, readable in grey: a weak sum is grey, dotted at its end and called uncertain."""

    def __init__(self, name: str, bars: Sequence[Bar]) -> None:
        super().__init__()
        self._bars = tuple(bars)
        self.setAccessibleName(f"{name}: {', '.join(bar.spoken for bar in bars)}")
        self.setFixedHeight(T.px(_LINE if T.wide else 2 * _LINE) * len(self._bars))
        self.setMinimumWidth(T.px(260))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the chart (Qt)."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(p, QRectF(self.rect()))

    def draw(self, p: QPainter, r: QRectF) -> None:
        """Paints the chart into `r`, on screen or on paper."""
        height = r.height() / max(1, len(self._bars))
        # with large letters the word stands above its bar
        words = max(paint.width(bar.word) for bar in self._bars) + T.px(14) if T.wide else 0.0
        ends = max(paint.width(f"{bar.figure}  {bar.share}", "strong") for bar in self._bars) + T.px(24)
        for n, bar in enumerate(self._bars):
            line = QRectF(r.x(), r.y() + n * height, r.width(), height)
            if not T.wide:
                paint.text(p, QRectF(line.x(), line.y(), line.width(), height / 2), bar.word)
                line.setTop(line.y() + height / 2)
            else:
                paint.text(p, QRectF(line.x(), line.y(), words, height), bar.word)
            track = QRectF(line.x() + words, line.center().y() - T.px(_BAR) / 2,
                           max(T.px(20), line.width() - words - ends), T.px(_BAR))
            self._bar(p, track, bar)
            self._words(p, QRectF(track.right() + T.px(10), line.y(), ends - T.px(10), line.height()), bar)

    @staticmethod
    def _bar(p: QPainter, track: QRectF, bar: Bar) -> None:
        paint.box(p, track, "chart_track", None, 4)
        if bar.part:
            filled = QRectF(track.x(), track.y(), max(T.px(3), track.width() * bar.part), track.height())
            paint.box(p, filled, "control" if bar.base or bar.weak else "chart1", None, 4)

    @staticmethod
    def _words(p: QPainter, r: QRectF, bar: Bar) -> None:
        ink = "muted" if bar.weak or bar.part is None else "text"
        width = paint.text(p, r, bar.figure, "strong", ink, elide=False)
        paint.text(p, r.adjusted(width + T.px(8), 0, 0, 0), bar.share, "body", "muted", elide=False)


def nobody_said() -> str:
    """The words for what is not known and therefore not 0."""
    return _("nicht gemeldet")
