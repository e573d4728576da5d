"""Whether confidential notes are to be read now: only while Strg+Umschalt+V is held down in this window."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

# any of the three that is let go ends it
HELD = frozenset({Qt.Key.Key_V, Qt.Key.Key_Control, Qt.Key.Key_Shift})
AWAY = frozenset({QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate, QEvent.Type.Hide})


class HeldKeys(QObject):
    """`begin` when the keys go down; `changed(False)` as soon as one is let go or the keyboard goes elsewhere."""

    changed = Signal(bool)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.down = False

    def begin(self) -> None:
        """The keys are down."""
        application = QApplication.instance()
        if self.down or not isinstance(application, QApplication) or not self._owner.isVisible():
            return
        self.down = True
        # a filter on everything costs much, so it stands only while the keys are held
        application.installEventFilter(self)
        application.focusChanged.connect(self._elsewhere)
        self.changed.emit(True)

    def end(self) -> None:
        """Nothing confidential is shown from now on."""
        application = QApplication.instance()
        if not self.down or not isinstance(application, QApplication):
            return
        self.down = False
        application.removeEventFilter(self)
        application.focusChanged.disconnect(self._elsewhere)
        self.changed.emit(False)

    def _elsewhere(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listens only; a key that repeats itself lets go of nothing."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() in HELD and not event.isAutoRepeat():
                self.end()
        elif event.type() in AWAY and (watched is self._owner or watched is self._owner.window()):
            self.end()
        return False
