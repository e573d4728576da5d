"""Where the keyboard is: the ring round the focused control, bringing it into view, saving it before an action."""

from collections.abc import Iterator
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from app.ui import paint
from app.ui.theme import T

_OWN_FOCUS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
_GAP = 3


class Commits(Protocol):
    """A control that keeps a changed value until it is left; told by its method: to ask a protocol at run time takes
    a third of each change of focus."""

    def commit(self) -> bool:
        """Hands the changed value on; False when it is not valid."""


def commit_focused() -> bool:
    """Saves the field that has the focus: a click on a button does not move the focus (ui.md § 11)."""
    focus = QApplication.focusWidget()
    field = next((widget for widget in _around(focus) if hasattr(widget, "commit")), None)
    return cast(Commits, field).commit() if field is not None else True


def let_go(ground: QWidget) -> None:
    """Takes the keyboard out of what is about to be hidden, so that nobody has it until somebody gets it.

    Qt would hand it to the next Tab stop: a screen reader would name that one, and an Enter held down would press it.
    """
    focus = QApplication.focusWidget()
    if focus is not None and ground.isAncestorOf(focus):
        focus.clearFocus()


def areas_of(widget: QWidget) -> list[QScrollArea]:
    """The scroll areas around `widget`, innermost first."""
    return [parent for parent in _around(widget.parentWidget()) if isinstance(parent, QScrollArea)]


def _around(widget: QWidget | None) -> Iterator[QWidget]:
    """A widget and what it stands in, innermost first."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _bring_into_view(control: QWidget) -> None:
    """A control, and of a field also its label and the sentence below, where there is room for all of it."""
    whole = next((parent for parent in _around(control) if hasattr(parent, "commit")), control)
    for area in areas_of(control):
        if area.isAncestorOf(whole) and whole.height() <= area.viewport().height():
            area.ensureWidgetVisible(whole, 0, 0)
        area.ensureWidgetVisible(control, 0, 24)


def show_row(view: QAbstractItemView) -> None:
    """Scrolls the page to the current row of a list or table that does not scroll by itself."""
    rect = view.visualRect(view.currentIndex())
    for area in areas_of(view):
        inner = area.widget()
        if inner is not None and view is not inner:
            place = view.viewport().mapTo(inner, rect.center())
            area.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + T.sp(24))


class FocusRing(QWidget):
    """One overlay per window: 2 px round whatever has the focus, 3 px away, clipped to the scroll area around it.

    Fields show their own border and views draw the ring round the current row, so it leaves those alone.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._bars: list[QScrollBar] = []
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
        # Qt tells of a new focus while the old widget is being destroyed
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        self._target = None
        for bar in filter(isValid, self._bars):
            bar.valueChanged.disconnect(self._soon)
        self._bars = []
        if new is not None and self._window.isAncestorOf(new):
            _bring_into_view(new)
            if not isinstance(new, _OWN_FOCUS):
                self._target = new
                new.installEventFilter(self)
                # scrolled out of view in one step it is not painted again, and the ring would stay behind
                self._bars = [area.verticalScrollBar() for area in areas_of(new)]
                for bar in self._bars:
                    bar.valueChanged.connect(self._soon)
        self._soon()

    def _soon(self) -> None:
        self._timer.start(0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follows the target when it moves, grows or goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show,
                            QEvent.Type.Paint):
            self._timer.start(0)
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible() or not self._window.isAncestorOf(target):
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


def turn_round(box: QWidget, forward: bool) -> bool:
    """Goes to the next Tab stop inside `box`, from the last one to the first; False when it has none."""
    stops, focus = tab_stops(box), QApplication.focusWidget()
    if not stops:
        return False
    here = stops.index(focus) if focus in stops else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def tab_stops(box: QWidget) -> list[QWidget]:
    """The visible, enabled Tab stops inside `box`, in the order in which they were laid out."""
    # nextInFocusChain would tell: but PySide takes what it returns for a child of what it was asked of, and then
    # deletes living widgets with the next garbage collection
    return [widget for widget in box.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus]


def chain(before: QWidget, box: QWidget) -> QWidget:
    """Puts the Tab stops inside `box` behind `before`, for what is laid out later than its surroundings.

    Returns the last of them, so that the next box can follow.
    """
    for stop in box.findChildren(QWidget):
        # a list of proposals is a window of its own, and a line inside a box is the box
        if (stop.focusProxy() is None and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
                and stop.window() is before.window()):
            QWidget.setTabOrder(before, stop)
            before = stop
    return before
