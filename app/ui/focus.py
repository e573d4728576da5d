"""Where the keyboard is: the ring round the focused control, bringing it into view, saving it before an action."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.ui import paint

_OWN_FOCUS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
_GAP = 3


@runtime_checkable
class Commits(Protocol):
    """A control that keeps a changed value until it is left."""

    def commit(self) -> bool:
        """Hands the changed value on; False when it is not valid."""


def commit_focused() -> bool:
    """Saves the field that has the focus: a click on a button does not move the focus (ui.md § 11)."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, Commits):
            return widget.commit()
        widget = widget.parentWidget()
    return True


def areas_of(widget: QWidget) -> list[QScrollArea]:
    """The scroll areas around `widget`, innermost first."""
    found, parent = [], widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            found.append(parent)
        parent = parent.parentWidget()
    return found


class FocusRing(QWidget):
    """One overlay per window: 2 px round whatever has the focus, 3 px away, clipped to the scroll area around it.

    Fields show their own border and views draw the ring round the current row, so it leaves those alone.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._whole = QRect()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._place)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self.hide()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
            self._target.destroyed.disconnect(self._forget)
        self._target = None
        if new is not None and self._window.isAncestorOf(new):
            for area in areas_of(new):
                area.ensureWidgetVisible(new, 0, 24)
            if not isinstance(new, _OWN_FOCUS):
                self._target = new
                new.installEventFilter(self)
                new.destroyed.connect(self._forget)
        self._timer.start(0)

    def _forget(self) -> None:
        self._target = None
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follows the target when it moves, grows or goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show,
                            QEvent.Type.Paint):
            self._timer.start(0)
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or not self._window.isAncestorOf(target):
            self.hide()
            return
        whole = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size()).adjusted(-_GAP, -_GAP, _GAP, _GAP)
        seen = whole.intersected(self._window.rect())
        for area in areas_of(target):
            view = area.viewport()
            seen = seen.intersected(QRect(view.mapTo(self._window, QPoint(0, 0)), view.size()))
        if seen.isEmpty():
            self.hide()
            return
        if self._whole != whole or self.geometry() != seen or not self.isVisible():
            self._whole = whole
            self.setGeometry(seen)
            self.raise_()
            self.show()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring; where the area clips the control, the ring ends too."""
        p = QPainter(self)
        paint.box(p, QRectF(self._whole.translated(-self.pos())), None, "focus", 8, 2)


def keep_tab_inside(box: QWidget, shown: Callable[[], bool]) -> QObject:
    """While `shown()` holds, Tab stays among the children of `box`; the returned filter belongs to `box`."""
    return _TabTrap(box, shown)


class _TabTrap(QObject):
    def __init__(self, box: QWidget, shown: Callable[[], bool]) -> None:
        super().__init__(box)
        self._box, self._shown = box, shown
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turns Tab round at the last stop of the box."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWidget):
            return False
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or not self._shown():
            return False
        stops = tab_stops(self._box)
        if stops:
            here = stops.index(watched) if watched in stops else -1
            step = 1 if event.key() == Qt.Key.Key_Tab else -1
            stops[(here + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True


def tab_stops(box: QWidget) -> list[QWidget]:
    """The visible, enabled Tab stops inside `box`, in Tab order."""
    stops: list[QWidget] = []
    widget = box.nextInFocusChain()
    while widget is not None and widget is not box:
        usable = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
        if box.isAncestorOf(widget) and usable and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops
