"""Dark strips at the bottom of the window, and the toast among them: what was done, and „Rückgängig“."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.i18n import _
from app.ui import paint
from app.ui.controls import announce, button, label, native
from app.ui.layouts import FOOTER, row
from app.ui.theme import T

SECONDS = 10
FOLLOWS_MS = 100


class Strip(QFrame):
    """A dark strip at the bottom of `window`: words, then what stands right of them. It goes by itself."""

    def __init__(self, window: QWidget, *right: QWidget) -> None:
        super().__init__(window)
        self._window, self._right = window, right
        self._text = label("", "toast", wrap=True)
        line = row(gap=10, margins=(16, 8, 16, 8))
        line.addWidget(self._text, 1)
        for widget in right:
            line.addWidget(widget)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        # what is said is often said while the page changes to another one, with a bar of its own
        self._following = QTimer(self, interval=FOLLOWS_MS)
        self._following.timeout.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def put(self, text: str) -> None:
        """Says `text`, above everything else in the window."""
        self._text.setText(text)
        self._place()
        self.show()
        self.raise_()
        self._following.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keeps its place when the window grows."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the dark ground (Qt)."""
        paint.box(QPainter(self), QRectF(self.rect()), "text", "control", T.radius("banner"))

    def _leave(self) -> None:
        # whoever reads or tabs to it still has time
        if self.underMouse() or any(widget.hasFocus() for widget in self._right):
            self._timer.start(1000)
        else:
            self.hide()

    def _follow(self) -> None:
        if self.isHidden():
            self._following.stop()
        else:
            self._place()

    def _place(self) -> None:
        room = min(self._window.width() - 2 * T.sp(24), T.px(640))
        shown = [widget.sizeHint().width() for widget in self._right if not widget.isHidden()]
        side = sum(shown) + 10 * len(shown)
        words = int(paint.width(self._text.text())) + T.sp(52)
        width = min(room, words + side)
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setFixedHeight(height)
        self.move((self._window.width() - width) // 2, self._floor() - height - T.sp(24))

    def _floor(self) -> int:
        """Where the bar of the page begins, else the bottom of the window: the strong button stays in reach."""
        tops = [bar.mapTo(self._window, QPoint(0, 0)).y() for bar in self._window.findChildren(QWidget, FOOTER)
                if bar.isVisible()]
        return min((top for top in tops if top > self._window.height() // 2), default=self._window.height())


class Toast(Strip):
    """What was done. One at a time, ten seconds, stays while hovered or focused; `show_text` replaces what stood."""

    def __init__(self, window: QWidget) -> None:
        self._undo: Callable[[], object] | None = None
        self._button = button(_("Rückgängig"), "toast", call=lambda: self.undo())
        self._key = label(native("Ctrl+Z"), "toast")
        super().__init__(window, self._button, self._key)

    def show_text(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Says `text` for ten seconds; with `undo` it offers „Rückgängig“. A reader hears it at once."""
        self._undo = undo
        self._button.setVisible(undo is not None)
        self._key.setVisible(undo is not None)
        self.put(text)
        self._timer.start(SECONDS * 1000)
        announce(self, text)

    def undo(self) -> None:
        """Takes back what the toast speaks of, and goes."""
        call, self._undo = self._undo, None
        self.hide()
        if call is not None:
            call()
