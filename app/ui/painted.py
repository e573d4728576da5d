"""Components that paint themselves: status pill, tile, steps, completeness. Each says its content as its name."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.i18n import _
from app.ui import icons, paint
from app.ui.paint import Pill
from app.ui.theme import T

_Fixed, _Expanding = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding


class StatusPill(QWidget):
    """A status as sign and word on a soft ground."""

    def __init__(self, text: str, kind: str = "plain", icon: str = "") -> None:
        super().__init__()
        self.pill = Pill(text=text, kind=kind, icon=icon)
        self.setAccessibleName(text)
        self.setSizePolicy(_Fixed, _Fixed)

    def sizeHint(self) -> QSize:
        """Room for the word at the present text size (Qt)."""
        return QSize(int(paint.pill_width(self.pill)) + 2, max(T.px(22), round(paint.line_height("caption")) + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the pill (Qt)."""
        paint.draw_pill(QPainter(self), 0, self.height() / 2, self.pill)


class Tile(QAbstractButton):
    """A number that is a list: the click filters, the number is the length of that list; 0 is grey."""

    def __init__(self, number: int, word: str, icon: str, kind: str = "plain", checked: bool = False) -> None:
        super().__init__()
        self._word, self._icon, self._kind = word, icon, kind
        self._number = 0
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(_Expanding, _Fixed)
        self.set_number(number)

    def set_number(self, number: int) -> None:
        """Shows another number."""
        self._number = number
        self.setAccessibleName(f"{self._word}: {number}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for number and word (Qt)."""
        return QSize(max(T.px(118), int(paint.width(self._word, "caption")) + T.px(28)), T.px(68))

    def minimumSizeHint(self) -> QSize:
        """Never cut (Qt)."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints ground, number, sign and word (Qt)."""
        p = QPainter(self)
        r, on = QRectF(self.rect()), self.isChecked()
        fill = "selected" if on else "hover" if self.underMouse() else "surface"
        paint.box(p, r, fill, "accent" if on else "line", T.radius("card"), 1.5 if on else 1)
        pad, s = T.px(14), T.px(18)
        plain = self._kind == "plain" or not self._number
        icons.draw(p, self._icon, QRectF(r.right() - pad - s, T.px(12), s, s), "muted" if plain else self._kind)
        ink = "muted" if not self._number else "text" if plain else f"{self._kind}_text"
        paint.text(p, QRectF(pad, T.px(8), r.width() - 2 * pad, T.px(32)), str(self._number), "number", ink)
        paint.text(p, QRectF(pad, T.px(40), r.width() - pad, T.px(18)), self._word, "caption", "text2")


class StepsBar(QWidget):
    """Phases of a case or steps of a page: done = check, current = filled number, later = hollow; dates below."""

    def __init__(self, names: Sequence[str], current: int, dates: Sequence[str] = ()) -> None:
        super().__init__()
        self._names, self._current, self._dates = tuple(names), current, tuple(dates)
        said = _("Schritt {n} von {count}: {name}")
        self.setAccessibleName(said.format(n=current + 1, count=len(names), name=names[current]))
        self.setToolTip(" – ".join(names))
        self.setSizePolicy(_Expanding, _Fixed)

    def sizeHint(self) -> QSize:
        """One line, two with dates (Qt)."""
        return QSize(T.px(60) * len(self._names), T.px(46 if self._dates else 30))

    def _date(self, i: int) -> str:
        return self._dates[i] if i < len(self._dates) else ""

    def _places(self) -> tuple[list[float], float, bool]:
        """Width of each step, the gap between them, and whether only the current word has room."""
        d, n = T.px(20) + T.px(8), len(self._names)
        words = [d + max(paint.width(name, "strong"), paint.width(self._date(i), "caption"))
                 for i, name in enumerate(self._names)]
        gap = (self.width() - sum(words)) / max(1, n - 1)
        # too tight for all words: the current one stays, the others are in tool tip and name
        if compact := gap < T.px(14):
            words = [w if i == self._current else T.px(20) for i, w in enumerate(words)]
            gap = (self.width() - sum(words)) / max(1, n - 1)
        return words, min(gap, T.px(130)), compact

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints circles, words and the lines between (Qt)."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths, gap, compact = self._places()
        d, cy, x = T.px(20), T.px(14), 0.0
        for i, name in enumerate(self._names):
            self._circle(p, QRectF(x, cy - d / 2, d, d), i)
            if not compact or i == self._current:
                tx, now = x + d + T.px(8), i == self._current
                paint.text(p, QRectF(tx, cy - d, widths[i], 2 * d), name, "strong" if now else "body",
                           "text" if i <= self._current else "muted", elide=False)
                paint.text(p, QRectF(tx, cy + T.px(11), widths[i], T.px(18)), self._date(i), "caption", "muted",
                           elide=False)
            x += widths[i]
            if i + 1 < len(self._names) and gap > T.px(26):
                p.setPen(QPen(T.color("accent" if i < self._current else "control"), 1.4))
                p.drawLine(QPointF(x + T.px(8), cy), QPointF(x + gap - T.px(8), cy))
            x += gap

    def _circle(self, p: QPainter, circle: QRectF, i: int) -> None:
        radius = circle.width() / 2
        if i < self._current:
            paint.box(p, circle, "accent_soft", None, radius)
            inset = T.px(4)
            icons.draw(p, "check", circle.adjusted(inset, inset, -inset, -inset), "accent_text", 2.6)
            return
        now = i == self._current
        paint.box(p, circle, "accent" if now else None, None if now else "control", radius, 1.2)
        paint.text(p, circle, str(i + 1), "label", "on_accent" if now else "muted", Qt.AlignmentFlag.AlignCenter)


def _fill_token(share: float) -> str:
    return "ok" if share >= 0.9 else "accent"


class CompletenessBar(QWidget):
    """The filled share as a short bar with the percentage beside it; green from 90 %."""

    def __init__(self, share: float, width: int = 60) -> None:
        super().__init__()
        self._share, self._width = share, width
        self.setAccessibleName(_("Füllstand {percent} Prozent").format(percent=round(share * 100)))
        self.setSizePolicy(_Fixed, _Fixed)

    def sizeHint(self) -> QSize:
        """Bar, gap and words (Qt)."""
        return QSize(T.px(self._width + 8) + int(paint.width("100 %")) + 2, T.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints bar and percentage (Qt)."""
        p, w = QPainter(self), T.px(self._width)
        h = T.px(6)
        paint.bar(p, QRectF(0, (self.height() - h) / 2, w, h), self._share, _fill_token(self._share))
        rest = QRectF(w + T.px(8), 0, self.width() - w, self.height())
        paint.text(p, rest, f"{self._share * 100:.0f} %", "body", "muted", elide=False)


class CompletenessRing(QWidget):
    """The filled share as a ring with the number inside; the words stand beside it."""

    def __init__(self, share: float, size: int = 44) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(T.px(size), T.px(size))
        self.set_share(share)

    def set_share(self, share: float) -> None:
        """Shows another share, 0 to 1."""
        self._share = share
        self.setAccessibleName(_("Füllstand {percent} Prozent").format(percent=round(share * 100)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints track, arc and number (Qt)."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        w = T.px(5)
        r = QRectF(self.rect()).adjusted(w / 2 + 1, w / 2 + 1, -w / 2 - 1, -w / 2 - 1)
        cap = Qt.PenCapStyle.RoundCap
        p.setPen(QPen(T.color("chart_track"), w, Qt.PenStyle.SolidLine, cap))
        p.drawEllipse(r)
        if self._share > 0:
            p.setPen(QPen(T.color(_fill_token(self._share)), w, Qt.PenStyle.SolidLine, cap))
            p.drawArc(r, 90 * 16, int(-360 * 16 * min(1.0, self._share)))
        number = f"{self._share * 100:.0f}"
        paint.text(p, QRectF(self.rect()), number, "label", "text", Qt.AlignmentFlag.AlignCenter, elide=False)
