"""Every act of a person, declared once: menus, shortcuts, key sheet and palette are drawn from this one list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.domain.errors import N_
from app.i18n import _
from app.ui.controls import native
from app.ui.focus import commit_focused

MENUS = (N_("Datei"), N_("Bearbeiten"), N_("Ansicht"), N_("Klient"), N_("Hilfe"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One act. `menu` is one of MENUS or "" for none; `shortcut` as Qt writes it (`Ctrl+Shift+N`), more after a comma.

    `blocked` gives the reason why it cannot run now, "" when it can. An act on a person has `for_client(id)` and
    `label_for` („Notiz für {name}“), and `blocked_for(id)` where not everybody can be asked for; one that takes a
    typed text has `for_text(text)` and `label_text`. A `place` is found in the palette only by its name.
    """

    id: str
    label: str
    call: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    menu: str = ""
    blocked: Callable[[], str] | None = None
    for_client: Callable[[str], object] | None = None
    label_for: str = ""
    for_text: Callable[[str], object] | None = None
    label_text: str = ""
    in_palette: bool = True
    blocked_for: Callable[[str], str] | None = None
    place: bool = False

    def reason(self) -> str:
        """Why it cannot run now, "" when it can."""
        return self.blocked() if self.blocked else ""

    def keys(self) -> list[QKeySequence]:
        """Its shortcuts, the one that is shown first."""
        return [QKeySequence(part.strip()) for part in self.shortcut.split(", ") if part.strip()]

    def key_text(self) -> str:
        """The shortcut as the keyboard calls it."""
        keys = self.keys()
        return native(keys[0].toString()) if keys else ""


def _known(action: Action) -> tuple[str, str, str]:
    return action.id, action.label, action.shortcut


class ActionList(QObject):
    """The actions of the window and of the page that is shown; `refuse` says why one cannot run."""

    def __init__(self, window: QWidget, refuse: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window, self._refuse = window, refuse
        self._actions: list[Action] = []
        # kept apart, because they go with the page
        self._page: list[Action] = []
        self._qt: dict[str, QAction] = {}
        # what Qt knows of a page that was shown before: to make it anew takes longer than to show the page
        self._away: dict[tuple[str, str, str], QAction] = {}

    def add(self, actions: Iterable[Action]) -> None:
        """Adds actions that always hold; the same id twice is a defect."""
        for action in actions:
            self._bind(action)
            self._actions.append(action)

    def set_page(self, actions: Sequence[Action]) -> None:
        """Replaces the actions of the page before by those of the page now shown."""
        for action in self._page:
            made = self._qt.pop(action.id)
            self._window.removeAction(made)
            made.triggered.disconnect()
            self._away[_known(action)] = made
        self._page = []
        for action in actions:
            self._bind(action)
            self._page.append(action)

    def _bind(self, action: Action) -> None:
        if action.id in self._qt:
            raise ValueError(f"action {action.id} is declared twice")
        made = self._away.pop(_known(action), None)
        if made is None:
            made = QAction(action.label, self)
            made.setShortcuts(action.keys())
        # it may have been grey with its reason when its page was left
        made.setText(action.label)
        made.setEnabled(True)
        made.triggered.connect(partial(self.run, action))
        self._window.addAction(made)
        self._qt[action.id] = made

    def all(self) -> tuple[Action, ...]:
        """Every action that holds now, those of the page first."""
        return (*self._page, *self._actions)

    def get(self, action_id: str) -> Action:
        """The action with that id; KeyError for none."""
        return {action.id: action for action in self.all()}[action_id]

    def run(self, action: Action, _checked: bool = False) -> None:
        """Saves the focused field, then runs the action or says why not."""
        commit_focused()
        if reason := action.reason():
            self._refuse(reason)
        else:
            action.call()

    def fill_menus(self, target: QMenuBar | QMenu) -> None:
        """Draws all menus; blocked actions are grey and name their reason."""
        target.clear()
        for title in MENUS:
            members = [action for action in self.all() if action.menu == title]
            if members:
                menu = target.addMenu(_(title))
                menu.aboutToShow.connect(partial(self._check, members))
                menu.aboutToHide.connect(partial(self._enable, members))
                menu.addActions([self._qt[action.id] for action in members])

    def _check(self, members: Sequence[Action]) -> None:
        for action in members:
            reason, made = action.reason(), self._qt[action.id]
            made.setText(f"{action.label} – {reason}" if reason else action.label)
            made.setEnabled(not reason)

    def _enable(self, members: Sequence[Action]) -> None:
        # a grey entry would swallow its shortcut, which has to answer with the reason
        for action in members:
            if action.id in self._qt:
                self._qt[action.id].setEnabled(True)
