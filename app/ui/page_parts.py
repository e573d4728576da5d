"""Small things several pages need: a place whose content changes, and the way from a search field into its list."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QBoxLayout, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.ui.focus import let_go
from app.ui.layouts import column, page
from app.ui.listing import Entry, EntryList
from app.ui.shell import Page


class Slot(QWidget):
    """Shows one widget at a time and hides itself without one; the widget before is deleted.

    What it shows first is given at once: a widget without a parent that is told to show becomes a window.
    """

    def __init__(self, first: QWidget | None = None) -> None:
        super().__init__()
        self._column = column(gap=0)
        self.setLayout(self._column)
        self._shown: QWidget | None = None
        if first is None:
            self.hide()
        else:
            self._take(first)

    def _take(self, widget: QWidget) -> None:
        self._shown = widget
        self._column.addWidget(widget)
        # A layout shows what is added only later, and a hidden widget takes no focus. In a page that is not shown yet
        # it comes with the page: told to show there, it would be laid out twice.
        if self.isVisible() or widget.isHidden():
            widget.show()

    def put(self, widget: QWidget | None) -> None:
        """Shows another widget, or none."""
        if self._shown is not None:
            # hidden at once, because a deleted widget stays on screen and in the Tab order until Qt gets to it
            self._shown.hide()
            self._column.removeWidget(self._shown)
            self._shown.deleteLater()
            self._shown = None
        if widget is not None:
            self._take(widget)
        self.setVisible(widget is not None)


class Stage(Slot):
    """The ground of a page with several forms (list, one thing alone, a task): the page swaps what stands on it."""

    def swap(self, widget: QWidget, first: Callable[[], QWidget | None]) -> None:
        """Shows another form and gives it the keyboard, where the page is the one that is shown."""
        let_go(self)
        self.put(widget)
        if self.isVisible():
            QTimer.singleShot(0, self, lambda: self._focus(first()))

    @staticmethod
    def _focus(widget: QWidget | None) -> None:
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)


class Leavable(QWidget):
    """Holds one form of a page; Esc that nobody inside wanted calls ``leave``, never out of a text field."""

    def __init__(self, form: QWidget, leave: Callable[[], object]) -> None:
        super().__init__()
        self._leave = leave
        self.setLayout(column(form, gap=0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves (Qt)."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QComboBox)
        if event.key() == Qt.Key.Key_Escape and not typing:
            self._leave()
        else:
            super().keyPressEvent(event)


class StagedPage(Page):
    """A page on a stage: `_form` makes the form it has come to, `_switch` puts that one there."""

    _stage: Stage | None = None

    def _form(self) -> QWidget:
        raise NotImplementedError

    def build(self, parent: QWidget) -> QWidget:
        """The form the page has come to."""
        self._stage = Stage(self._form())
        return self._stage

    def _switch(self) -> None:
        if self._stage is not None:
            self._stage.swap(self._form(), self.first_focus)


def tall_page(*items: QWidget, main: QWidget) -> QWidget:
    """A page that does not scroll: `main`, one of the items, takes the spare height and scrolls inside."""
    ground = page(*items, gap=12)
    layout = ground.layout()
    assert isinstance(layout, QBoxLayout)
    layout.setStretchFactor(main, 1)
    return ground


class _Down(QObject):
    def __init__(self, field: QLineEdit, target: QAbstractItemView) -> None:
        super().__init__(field)
        self._target = target
        field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """↓ and Enter go on into the list."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if event.key() in keys:
                self._target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            field = self.parent()
            if event.key() == Qt.Key.Key_Escape and isinstance(field, QLineEdit) and field.text():
                field.clear()
                return True
        return False


def refill(view: EntryList, entries: Sequence[Entry], key: Hashable) -> None:
    """Shows other entries and goes to a key without reporting it as a choice: only a person chooses."""
    view.blockSignals(True)
    view.show_entries(entries)
    view.set_current(key)
    view.blockSignals(False)


def lead_into(field: QLineEdit, target: QAbstractItemView) -> None:
    """↓ and Enter in a search field go into its list, Esc clears the field."""
    _Down(field, target)
