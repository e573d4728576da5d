"""The menu bar that comes with Alt or F10 and goes again; a setting keeps it. Fills it from the list of actions."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from app.ui.actions import ActionList


class MenuKey(QObject):
    """Watches for Alt pressed and released alone, and for F10."""

    def __init__(self, window: QMainWindow, actions: ActionList, always: bool) -> None:
        super().__init__(window)
        self._window, self._actions, self._always = window, actions, always
        self._alone = self._filled = False
        window.menuBar().setNativeMenuBar(False)
        window.menuBar().setVisible(always)
        # only these two: a filter on the application would run Python code for every event of every widget
        window.installEventFilter(self)
        window.menuBar().installEventFilter(self)

    def renew(self) -> None:
        """The actions are others now: the menus are drawn anew, hidden ones when they are asked for."""
        self._filled = False
        if self._window.menuBar().isVisible():
            self._fill()

    def _fill(self) -> None:
        if not self._filled:
            self._filled = True
            self._actions.fill_menus(self._window.menuBar())

    def set_always(self, always: bool) -> None:
        """Keeps the menu bar visible, or hides it until it is asked for."""
        self._always = always
        if always:
            self._fill()
        self._window.menuBar().setVisible(always)

    def toggle(self) -> None:
        """Shows the menu bar and goes to its first menu, or leaves it."""
        bar = self._window.menuBar()
        self._fill()
        if bar.activeAction() is not None:
            self._leave()
        elif bar.actions():
            bar.setVisible(True)
            bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            bar.setActiveAction(bar.actions()[0])

    def popup(self, button: QWidget) -> None:
        """Opens the same menus under a button."""
        menu = QMenu(button)
        self._actions.fill_menus(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _leave(self) -> None:
        self._window.menuBar().clearFocus()
        self._window.menuBar().setVisible(self._always)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt alone toggles on release; any other key in between, a shortcut too, does not count."""
        if not isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.FocusOut and watched is self._window.menuBar() and not self._popup_open():
                self._window.menuBar().setVisible(self._always)
        elif event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._alone = event.key() == Qt.Key.Key_Alt
            if event.key() == Qt.Key.Key_Escape and watched is self._window.menuBar():
                self._leave()
        elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt and self._alone:
            self._alone = False
            self.toggle()
            return True
        return False

    @staticmethod
    def _popup_open() -> bool:
        return QApplication.activePopupWidget() is not None
