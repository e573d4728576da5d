"""The list of what is due on Heute, and what stands in its place while it is empty. Its commands are the page's."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.queries import today as query
from app.ui import today_rows
from app.ui.client_parts import follow_current
from app.ui.components import EmptyState
from app.ui.controls import button, key_hint
from app.ui.layouts import column, framed, holder
from app.ui.page_parts import Slot
from app.ui.rows import TaskList, TaskRow
from app.ui.theme import T


class DueList:
    """The card `ground` with the list `view`; an empty list gives way to a sentence and one button."""

    def __init__(self, choose: Callable[[str], object], add: Callable[[], object],
                 sleeping: Callable[[], object]) -> None:
        self._choose, self._add = choose, add
        self._rows: tuple[TaskRow, ...] = ()
        self._then: Hashable = None
        self._instead: QPushButton | None = None
        self.view = TaskList(_("Was zu tun ist"))
        self.view.more.connect(self.view.open_menu)
        self._empty = Slot()
        hint = key_hint(_("Leertaste erledigt"), _("Umschalt+↓ markiert mehrere"), _("1 morgen"),
                        _("7 in einer Woche"), _("Eingabe öffnet die Person"))
        self._sleeping = button(_("Ruhende Fälle durchgehen"), "link", call=sleeping)
        # without room that stretches, which would leave a wrapped line the width of one word
        self._hint = holder(column(hint, self._sleeping, gap=2, margins=(16, 7, 16, 7)), "cardfoot")
        self.ground = framed(self.view, self._empty, self._hint, main=self.view)
        if not T.wide:
            self.view.fit()
            follow_current(self.view)

    def show_rows(self, data: query.TodayPage, chosen: str, today: date) -> bool:
        """Shows the rows behind a tile, "" for all; True when the keyboard was in the list and no row is left."""
        key, self._then = self._then or self.view.current_key(), None
        self._rows = today_rows.rows_of(data, chosen, today)
        had_focus = self.view.hasFocus()
        self.view.set_rows(self._rows)
        self.view.set_current(key)
        if not self._rows or self._instead is not None:
            self._instead = None if self._rows else self._button_instead(chosen)
            self._empty.put(None if self._rows else self._nothing(data, chosen))
        self.view.setVisible(bool(self._rows))
        self._hint.setVisible(bool(self._rows))
        self._sleeping.setVisible(chosen == "silent")
        return had_focus and not self._rows

    def _button_instead(self, chosen: str) -> QPushButton:
        if chosen:
            return button(_("Alles zeigen"), call=partial(self._choose, chosen))
        return button(_("Wiedervorlage anlegen"), icon="plus", call=self._add)

    def _nothing(self, data: query.TodayPage, chosen: str) -> EmptyState:
        if chosen:
            return EmptyState("check", _(today_rows.NOTHING[chosen]), _(today_rows.FILLS[chosen]), self._instead)
        return EmptyState("calendar-check", _("Heute ist nichts fällig."), today_rows.what_comes(data), self._instead)

    def leave(self, key: Hashable) -> None:
        """This row is about to go: the keyboard stays at its place."""
        self._then = today_rows.neighbour(self._rows, key)

    def await_row(self, key: Hashable) -> None:
        """This row is about to come, and becomes the current one."""
        self._then = key

    @property
    def first(self) -> QWidget | None:
        """The list, or the button in its place."""
        return self._instead if self.view.isHidden() else self.view

    @property
    def area(self) -> QWidget:
        """The stop of F6."""
        return self.view if self._instead is None else self._empty
