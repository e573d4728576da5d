"""A box over the dimmed window (palette, sheet of keys): keeps the keyboard inside, Esc closes, the focus goes back."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QWidget
from shiboken6 import isValid

from app.ui.focus import turn_round
from app.ui.layouts import holder
from app.ui.theme import T

_SHADOW = 14
_TOP = 90
PRACTICE_BAR = "practice_bar"


class Veil(QFrame):
    """A child that covers its window, with one card near the top."""

    def __init__(self, window: QWidget, layout: QLayout, width: int = 640) -> None:
        super().__init__(window)
        self._window, self._width = window, width
        self.box = holder(layout, "card")
        self.box.setParent(self)
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Covers the window and gives the keyboard to `first`."""
        # opened twice, the focus before is not the box itself
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_veil(self) -> None:
        """Uncovers the window and gives the keyboard back."""
        self.hide()
        # pages are built anew under an open box: with another text size, for one
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _free_rect(self) -> QRect:
        """The window; of one with invented people what lies within its frame, which stays to be seen."""
        whole = self._window.rect()
        bar = self._window.findChild(QFrame, PRACTICE_BAR)
        if bar is None or not bar.isVisible():
            return whole
        under = bar.mapTo(self._window, bar.rect().bottomLeft())
        return whole.adjusted(under.x(), under.y() + 1, -under.x(), -under.x())

    def place(self) -> None:
        """Fits veil and box to the window."""
        self.setGeometry(self._free_rect())
        top = min(T.sp(_TOP), self.height() // 8)
        self.box.setFixedWidth(min(T.px(self._width), self.width() - 40))
        self.box.setMaximumHeight(self.height() - 2 * top)
        self.box.adjustSize()
        layout = self.box.layout()
        if layout is not None and layout.hasHeightForWidth():
            # the hint alone takes wrapped words for narrower than they are here
            self.box.resize(self.box.width(), layout.totalHeightForWidth(self.box.width()))
        self.box.move((self.width() - self.box.width()) // 2, top)
        # the shadow lies outside the box, where Qt sees no reason to paint anew when the box shrinks
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follows the size of the window."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays among the controls of the box: Qt asks every parent of the focused one (Qt)."""
        return turn_round(self.box, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; nothing typed here reaches the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_veil()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box closes."""
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_veil()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil, and the only shadow of the program."""
        p = QPainter(self)
        p.fillRect(self.rect(), T.color("dim", 125 if T.dark else 105))
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(T.color("shadow", 9))
        r, radius = QRectF(self.box.geometry()), T.radius("card")
        for i in range(_SHADOW, 0, -2):
            p.drawRoundedRect(r.adjusted(-i, 6 - i, i, 6 + i), radius + i, radius + i)
