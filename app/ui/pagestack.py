"""The pages on top of each other: builds them when first shown, refreshes them, goes back. Knows no page's inside."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from app.ui.focus import commit_focused, let_go, tab_stops
from app.ui.shell import Page, PageEntry, Shell

HISTORY = 50


class PageStack(QStackedWidget):
    """Page objects live as long as the window, their widgets until text size, theme or width change."""

    # opening: the page before is left, and this one follows in the next turns of the event loop
    opening = Signal(str)
    shown = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._built: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._outdated: set[str] = set()
        self._history: list[tuple[str, dict[str, object]]] = []
        # a page is opened for the first time in three turns of the event loop: built, filled, shown
        self._coming = ""
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._come)
        # a widget that is not laid out yet takes no focus
        self._focus_timer = QTimer(self)
        self._focus_timer.setSingleShot(True)
        self._focus_timer.timeout.connect(self.focus_first)

    def add(self, entries: Sequence[PageEntry]) -> None:
        """Announces pages; each is made when it is first opened."""
        self._entries.update({entry.id: entry for entry in entries})

    @property
    def entries(self) -> tuple[PageEntry, ...]:
        """All pages announced."""
        return tuple(self._entries.values())

    @property
    def current_id(self) -> str:
        """The id of the page that is shown, "" for none."""
        return self._history[-1][0] if self._history else ""

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self.current_id)

    def go(self, page_id: str, where: dict[str, object]) -> bool:
        """Opens a page; False when the page that is shown may not be left. KeyError for an unknown id."""
        entry = self._entries[page_id]
        commit_focused()
        self._coming = ""
        if self.page is not None and page_id != self.current_id and not self.page.may_leave():
            return False
        if page_id not in self._pages:
            self._pages[page_id] = entry.factory(self._shell)
        page = self._pages[page_id]
        ready = page_id in self._built and page_id not in self._outdated | self._stale
        if ready and page is self.page and page.again(**where):
            return True
        if self.page is not None and self.page.passed:
            self.page.passed = False
            self._history = self._history[:-1]
        page.arrive(**where)
        self._history = [*self._history[1 - HISTORY:], (page_id, page.lasting(where))]
        if page_id not in self._built or page_id in self._outdated:
            self._build(page_id)
            self._stale.add(page_id)
            if self.isVisible():
                # what is typed meanwhile must not reach the page that is being left
                if (focus := QApplication.focusWidget()) is not None:
                    focus.clearFocus()
                self._coming = page_id
                self.opening.emit(page_id)
                self._next_turn.start(0)
                return True
        if where or page_id in self._stale:
            self._fill(page_id)
        self._show(page_id)
        return True

    def _fill(self, page_id: str) -> None:
        self._stale.discard(page_id)
        self._pages[page_id].refresh(None)

    def _show(self, page_id: str) -> None:
        self._coming = ""
        if self._built[page_id] is not self.currentWidget():
            let_go(self)
        self.setCurrentWidget(self._built[page_id])
        self.shown.emit(page_id)
        self.focus_soon()

    def _come(self) -> None:
        """The next turn of a page that is being opened."""
        if self._coming in self._stale:
            self._fill(self._coming)
            self._next_turn.start(0)
        elif self._coming:
            self._show(self._coming)

    def back(self) -> None:
        """Opens the page before with what it was given."""
        if len(self._history) > 1:
            # the page that is left stays current until the one before has opened
            here, before = self._history[-1], self._history[-2]
            kept = self._history[:-2]
            self._history = [*kept, here]
            if self.go(*before):
                self._history = [*kept, before]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody inside wanted leaves a page that is a layer over another; never out of a text field."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QComboBox)
        entry = self._entries.get(self.current_id)
        if event.key() == Qt.Key.Key_Escape and not typing and entry is not None and entry.esc_back:
            self.back()
        else:
            super().keyPressEvent(event)

    def refresh(self, change: object) -> None:
        """Refreshes the page that is shown now and every other one when it is opened again."""
        self._stale = set(self._built) - {self.current_id}
        if self.page is not None:
            if self._coming:
                self._stale.add(self._coming)
            else:
                self.page.refresh(change)

    def outdate(self) -> None:
        """Each other page is built anew when it is opened again."""
        self._outdated |= set(self._built) - {self.current_id}

    def rebuild(self, everything: bool) -> None:
        """Builds the page that is shown anew, and with `everything` each other one when it is opened again."""
        if everything:
            # they live on until then: a page that is told to go elsewhere first saves what stands in them
            self._outdated = set(self._built)
        if self.current_id:
            self._build(self.current_id)
            self._fill(self.current_id)
            self.setCurrentWidget(self._built[self.current_id])
            self._coming = ""
            self.focus_soon()

    def _build(self, page_id: str) -> None:
        page = self._pages[page_id]
        widget = page.build(self)
        widget.setAccessibleName(page.title)
        old = self._built.get(page_id)
        if old is not None:
            self.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._outdated.discard(page_id)
        self._built[page_id] = widget
        self.addWidget(widget)

    def focus_soon(self) -> None:
        """Gives the keyboard to the page once it has its place."""
        self._focus_timer.start(0)

    def focus_first(self) -> None:
        """Gives the keyboard to the control the page names, or to its first Tab stop where nothing has the keyboard."""
        if self._coming or self.page is None:
            return
        first = self.page.first_focus()
        if first is None and QApplication.focusWidget() is None:
            first = next(iter(tab_stops(self._built[self.current_id])), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
