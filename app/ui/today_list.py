"""The list of what is due on Heute and in the week, and what stands in its place while it is empty. Its commands are
the page's."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

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

CHANGE, MISS, GO_ON = "change", "miss", "go_on"
_KEYS = {Qt.Key.Key_F2: CHANGE, Qt.Key.Key_N: MISS, Qt.Key.Key_W: GO_ON}


class DueTasks(TaskList):
    """Follow-ups and appointments in one list: `wanted(act, key)` brings what a list of tasks knows no key for."""

    wanted = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.more.connect(self.open_menu)
        # the rows that are appointments: their menu has other words
        self.meetings: frozenset[Hashable] = frozenset()

    def after(self, key: Hashable) -> Hashable:
        """The row that follows, else the one before: where the keyboard stays when this one has gone."""
        return today_rows.neighbour([entry for entry in self.entries.entries if entry.key is not None], key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2, N and W; the others as in every list of tasks."""
        act = _KEYS.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() and self.current_key() is not None:
            self.wanted.emit(act, self.current_key())
        else:
            super().keyPressEvent(event)

    def open_menu(self, key: Hashable, point: QPoint) -> None:
        """The menu of a row at a point of the screen."""
        menu, meeting = QMenu(self), key in self.meetings
        done = _("Wahrgenommen") if meeting else _("Erledigt")
        menu.addAction(f"{done}\t{_('Leertaste')}").triggered.connect(lambda: self.done.emit(key))
        if meeting:
            menu.addAction(f"{_('Nicht erschienen')}\tN").triggered.connect(lambda: self.wanted.emit(MISS, key))
        menu.addSeparator()
        menu.addAction(f"{_('Um einen Tag verschieben')}\t1").triggered.connect(lambda: self.snoozed.emit(key, 1))
        menu.addAction(f"{_('Um eine Woche verschieben')}\t7").triggered.connect(lambda: self.snoozed.emit(key, 7))
        change = _("Termin ändern") if meeting else _("Anderer Tag, Wiederholung, Frist")
        menu.addAction(f"{change}\tF2").triggered.connect(lambda: self.wanted.emit(CHANGE, key))
        menu.addSeparator()
        menu.addAction(f"{_('Akte öffnen')}\t{_('Eingabe')}").triggered.connect(lambda: self.opened.emit(key))
        menu.popup(point)


class DueList:
    """The card `ground` with the list `view`; an empty list gives way to a sentence and one button."""

    def __init__(self, choose: Callable[[str], object], add: Callable[[], object],
                 sleeping: Callable[[], object]) -> None:
        self._choose, self._add = choose, add
        self._rows: tuple[TaskRow, ...] = ()
        self._then: Hashable = None
        self._instead: QPushButton | None = None
        self.view = DueTasks(_("Was zu tun ist"))
        self._empty = Slot()
        hint = key_hint(_("Leertaste erledigt"), _("Umschalt+↓ mehrere"), _("1 morgen"), _("7 in einer Woche"),
                        _("F2 ändern"), _("Eingabe öffnet"))
        self._sleeping = button(_("Ruhende Fälle durchgehen"), "link", call=sleeping)
        # without room that stretches, which would leave a wrapped line the width of one word
        self._hint = holder(column(hint, self._sleeping, gap=2, margins=(16, 7, 16, 7)), "cardfoot")
        self.ground = framed(self.view, self._empty, self._hint, main=self.view)
        if not T.wide:
            self.view.fit()
            follow_current(self.view)

    def show_rows(self, data: query.TodayPage, chosen: str, today: date) -> bool:
        """Shows the rows behind a tile, "" for all; True when the keyboard was in the list and no row is left."""
        rows = today_rows.rows_of(data, chosen, today)
        key = self._then or self.view.current_key()
        had_focus = self.view.hasFocus()
        if rows != self._rows:
            self._rows = rows
            self.view.set_rows(rows)
        self.view.set_current(key)
        if not rows or self._instead is not None:
            self._instead = None if rows else self._button_instead(chosen)
            self._empty.put(None if rows else self._nothing(data, chosen))
        self.view.setVisible(bool(rows))
        self._hint.setVisible(bool(rows))
        self._sleeping.setVisible(chosen == "silent")
        return had_focus and not rows

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

    def settled(self) -> None:
        """What was read has been shown: from here on the current row is the person's own."""
        self._then = None

    @property
    def first(self) -> QWidget | None:
        """The list, or the button in its place."""
        return self._instead if self.view.isHidden() else self.view

    @property
    def area(self) -> QWidget:
        """The stop of F6."""
        return self.view if self._instead is None else self._empty
