"""What a test can do for the eye: cut texts, chips outside their parents, Tab stops without a ring. No pytest here."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from app.ui.controls import Chip
from app.ui.focus import FocusRing
from app.ui.painted import StatusPill
from app.ui.sidebar import NavItem
from app.ui.tasks import TaskRunner
from app.ui.theme import T
from app.ui.turns import pending

OWN_FOCUS = (QLineEdit, QComboBox, QPlainTextEdit)


def settle(work: bool = True) -> None:
    """Lets layouts, timers and focus changes happen and, with ``work``, what is read beside the window arrive."""
    for _turn in range(4):
        QApplication.processEvents()
        QTest.qWait(0)
    QTest.qWait(1)
    # they hang on the window itself; to ask each of its thousand widgets takes as long as a turn
    runners = [runner for top in QApplication.topLevelWidgets()
               for runner in top.findChildren(TaskRunner, options=Qt.FindChildOption.FindDirectChildrenOnly)]
    for _moment in range(5000):
        # what was written is shown in a turn after it, and what is shown may begin to read
        if not pending() and not (work and any(isValid(runner) and runner.busy for runner in runners)):
            break
        QTest.qWait(1)


def cut(root: QWidget) -> list[str]:
    """Texts that are narrower or lower than they need, and pills or chips that stick out of their parents."""
    found = [f"{type(widget).__name__} {text!r}" for widget in root.findChildren(QWidget)
             if widget.isVisible() and (text := _cut_text(widget))]
    for kind in (StatusPill, Chip):
        found += [f"outside: {widget.accessibleName()}" for widget in root.findChildren(kind)
                  if widget.isVisible() and not widget.parentWidget().rect().contains(widget.geometry())]
    return found


def _cut_text(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.text() if widget.height() + 1 < widget.heightForWidth(widget.width()) else ""
        return widget.text() if widget.width() + 1 < widget.sizeHint().width() else ""
    if isinstance(widget, QPushButton) and widget.text() and not isinstance(widget, NavItem):
        return widget.text() if widget.width() + 1 < widget.sizeHint().width() else ""
    if isinstance(widget, QComboBox):
        need = widget.fontMetrics().horizontalAdvance(widget.currentText()) + T.px(34)
        return widget.currentText() if widget.width() < need else ""
    return ""


def too_wide(root: QWidget) -> list[str]:
    """Scrolled pages whose content needs more width than there is."""
    return [f"{area.widget().minimumSizeHint().width()} > {area.viewport().width()}"
            for area in root.findChildren(QScrollArea)
            if area.isVisible() and area.widget().minimumSizeHint().width() > area.viewport().width()]


def ring_gaps(window: QWidget, ring: FocusRing) -> tuple[int, list[str]]:
    """One Tab round: the number of stops, and those at which nothing shows where the keyboard is."""
    start, stops, gaps = QApplication.focusWidget(), 0, []
    for _turn in range(200):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        settle()
        focus = QApplication.focusWidget()
        if focus is None or focus is start:
            break
        start = start or focus
        stops += 1
        row = isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid()
        if not (isinstance(focus, OWN_FOCUS) or row or ring.isVisible()):
            gaps.append(f"{type(focus).__name__} {focus.accessibleName()!r}")
    return stops, gaps
