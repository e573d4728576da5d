"""Boxes that are searched by typing: one Enter takes the first proposal and goes on to the next field."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget

_WANTED = "enterTakesFirst"


def enter_takes_first(root: QWidget) -> None:
    """Makes Enter enough in every searched box inside `root`; Qt alone would want it twice."""
    for box in root.findChildren(QComboBox):
        if box.isEditable():
            box.setProperty(_WANTED, True)
            watch_proposals(box)


def watch_proposals(box: QComboBox) -> None:
    """Does so for a box that was asked for, once it has its list of proposals: that is made at the first key."""
    if box.property(_WANTED) and box.completer() is not None and box.findChild(_EnterTakesFirst) is None:
        _EnterTakesFirst(box)


class _EnterTakesFirst(QObject):
    """Watches the list of proposals of one box and belongs to it."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box
        completer = box.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only the plain key is taken; arrows and Esc stay the list's own."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(watched, QAbstractItemView):
            return False
        completer = self._box.completer()
        if completer is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        chosen = watched.currentIndex()
        if not chosen.isValid():
            chosen = completer.completionModel().index(0, 0)
        word = str(chosen.data() or "")
        watched.hide()
        if word:
            completer.activated.emit(word)
        again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.postEvent(self._box, again)
        return True
