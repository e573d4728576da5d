"""The page Heute: tiles, the list of what is due with its row commands, and at the right what the program asks."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.date_words import in_words
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.store.queries import sidebar
from app.store.queries import today as query
from app.store.queries.today import SilentLine, TodayLine
from app.ui import today_rows
from app.ui.client_parts import follow_current
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import button, key_hint
from app.ui.drafts import draft_of
from app.ui.layouts import FlowBox, beside, column, framed, holder, page, row, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.painted import Tile
from app.ui.rows import TaskList, TaskRow
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.today_acts import TodayActs
from app.ui.today_cards import FirstSteps, StepCalls, backup_card, month_card
from app.ui.today_courses import CourseCard
from app.ui.today_quick import KIND, QuickFollowUp
from app.usecases import backup


class TodayPage(Page):
    """`go("today", follow_up=True)` opens the form for a follow-up without person."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Heute")
        self._shell, self._file = shell, file
        self._acts = TodayActs(shell, file)
        self._chosen = ""
        self._rows: tuple[TaskRow, ...] = ()
        self._then: Hashable = None
        self._instead: QPushButton | None = None
        self._quick: QuickFollowUp | None = None
        self._steps: FirstSteps | None = None
        self._quick_wanted = draft_of(file, KIND) is not None
        self._built = False
        self._data: query.TodayPage
        self._silent: tuple[SilentLine, ...] | None = None
        self._silent_day = date.min
        # the reading may outlive the widgets: they are built anew with each text size
        self._reader = QObject()
        file.subscribe(self._told)

    def arrive(self, **where: object) -> None:
        """What is wanted of the page."""
        self._quick_wanted = self._quick_wanted or bool(where.get("follow_up"))

    def build(self, parent: QWidget) -> QWidget:
        """Tiles over list and cards; below 90 letters everything under each other."""
        if self._quick is not None:
            self._quick, self._quick_wanted = None, True
        today = self._file.today()
        self._header = PageHeader(
            self.title, "",
            button(_("Wiedervorlage"), icon="calendar-clock", call=self.add_follow_up, shortcut="Ctrl+D"),
            button(_("Neue Person"), "primary", "user-plus", partial(self._shell.go, "intake"), shortcut="Ctrl+N"))
        self._tiles = {words.key: Tile(0, words.word, words.icon, words.kind) for words in today_rows.tiles(today)}
        for key, tile in self._tiles.items():
            tile.clicked.connect(partial(self.choose, key))
        self._tile_row = holder(row(*self._tiles.values(), gap=10)) if T.wide else FlowBox(*self._tiles.values(), gap=8)
        self._list = TaskList(_("Was zu tun ist"))
        self._list.done.connect(self.finish)
        self._list.snoozed.connect(self.postpone)
        self._list.opened.connect(self.open)
        self._list.more.connect(self._menu)
        self._place, self._empty, self._start = Slot(), Slot(), Slot()
        self._month, self._backup = Slot(), Slot()
        self._courses = CourseCard(self._acts, partial(self.choose, "courses"))
        self._reminded: object = None
        self._side = holder(column(self._month, self._courses, self._backup, None, gap=12))
        hint = key_hint(_("Leertaste erledigt"), _("1 morgen"), _("7 in einer Woche"), _("Eingabe öffnet die Person"))
        self._hint = holder(row(hint, None, margins=(16, 7, 16, 7)), "cardfoot")
        self._due = framed(self._list, self._empty, self._hint, main=self._list)
        main = column(self._start, self._due, gap=0)
        main.setStretchFactor(self._due, 1)
        self._built = True
        if not T.wide:
            self._list.fit()
            follow_current(self._list)
            return page(self._header, self._place, self._tile_row, holder(main), self._side, scrolls=True)
        body = beside(holder(main), scroll(self._side), 320)
        return tall_page(self._header, self._place, self._tile_row, body, main=body)

    def refresh(self, change: object) -> None:
        """One reading; every number is the length of its list."""
        today = self._file.today()
        if self._silent is None:
            self._silent, self._silent_day = query.silent(self._file), today
        elif self._silent_day != today:
            self._read_silent(today)
        self._show(query.page(self._file, self._silent), today)

    def _told(self, change: Change) -> None:
        """Comes in the thread that wrote."""
        if change.entities & query.SILENT_FROM:
            self._silent_day = date.min

    def _read_silent(self, today: date) -> None:
        """Reads the silent cases beside the window; until then those known before stand there."""
        self._silent_day = today
        self._shell.run_task(self._reader, lambda step: query.silent(self._file), self._have_silent)

    def _have_silent(self, lines: tuple[SilentLine, ...]) -> None:
        self._silent, self._data = lines, replace(self._data, silent=lines)
        self._tiles["silent"].set_number(len(lines))
        if self._chosen == "silent":
            self._show_list(self._data)

    def _show(self, data: query.TodayPage, today: date) -> None:
        self._data = data
        self._header.set_context(in_words(today, _))
        for key, tile in self._tiles.items():
            tile.set_number(today_rows.count_of(data, key))
            tile.setChecked(key == self._chosen)
        last = backup.last_away(self._file)
        self._show_list(data)
        self._show_start(data, backup.last_made(self._file) is not None)
        answering = self._courses.holds_focus
        self._courses.show_lines(data.courses, today)
        if answering and not data.courses:
            self._focus_first()
        waits = sidebar.month_waits(self._file)
        if self._reminded != (data.last_issued, waits, last, today):
            self._reminded = (data.last_issued, waits, last, today)
            self._month.put(month_card(data.last_issued, waits, today, partial(self._shell.go, "export")))
            self._backup.put(backup_card(last, today, partial(self._shell.go, "settings", part="backup", start="usb")))
        if self._quick_wanted:
            self._quick_wanted = False
            self.add_follow_up()

    def _show_list(self, data: query.TodayPage) -> None:
        key, self._then = self._then or self._list.current_key(), None
        self._rows = today_rows.rows_of(data, self._chosen, self._file.today())
        had_focus = self._list.hasFocus()
        self._list.set_rows(self._rows)
        self._list.set_current(key)
        if not self._rows or self._instead is not None:
            self._instead = None if self._rows else self._button_instead()
            self._empty.put(None if self._rows else self._nothing(data, self._instead))
        self._list.setVisible(bool(self._rows))
        self._hint.setVisible(bool(self._rows))
        if had_focus and not self._rows:
            self._focus_first()

    def _button_instead(self) -> QPushButton:
        if self._chosen:
            return button(_("Alles zeigen"), call=partial(self.choose, self._chosen))
        return button(_("Wiedervorlage anlegen"), icon="plus", call=self.add_follow_up)

    def _nothing(self, data: query.TodayPage, act: QPushButton | None) -> EmptyState:
        if self._chosen:
            return EmptyState("check", _(today_rows.NOTHING[self._chosen]), _(today_rows.FILLS[self._chosen]), act)
        return EmptyState("calendar-check", _("Heute ist nichts fällig."), today_rows.what_comes(data), act)

    def _show_start(self, data: query.TodayPage, backed_up: bool) -> None:
        """The first steps stand in place of the list until there is a person or something to do."""
        done = None if data.lines else query.beginning(self._file)
        if done is None or done.person:
            self._steps = None
            self._start.put(None)
        else:
            self._steps = FirstSteps(done, backed_up, StepCalls(
                catalogue=partial(self._shell.go, "offers"), person=partial(self._shell.go, "intake"),
                backup=partial(self._shell.go, "settings", part="backup")))
            self._start.put(self._steps)
        self._due.setVisible(self._steps is None)
        self._tile_row.setVisible(self._steps is None)
        if isinstance(self._tile_row, FlowBox):
            self._tile_row.refit()

    def where(self) -> dict[str, str]:
        """The form for a follow-up, while it is open."""
        return {"follow_up": "1"} if self._quick is not None else {}

    def first_focus(self) -> QWidget | None:
        """The form that is open, the first step in an empty file, else the list or what stands in its place."""
        if not self._built:
            return None
        if self._quick is not None:
            return self._quick.first
        if self._steps is not None:
            return self._steps.first
        return self._instead if self._list.isHidden() else self._list

    def areas(self) -> Sequence[QWidget]:
        """Tiles, list and cards."""
        main = self._start if self._steps is not None else self._list if self._instead is None else self._empty
        return [*([self._tile_row] if self._steps is None else []), main, self._side]

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: str, _checked: bool = False) -> None:
        """Shows the list behind a tile; the same tile again shows everything."""
        self._chosen = "" if self._chosen == key else key
        self.refresh(None)
        self._focus_first()

    def add_follow_up(self) -> None:
        """Strg+D: the form stands in the page."""
        if self._quick is None:
            self._quick = QuickFollowUp(self._file)
            self._quick.made.connect(self._made)
            self._quick.closed.connect(self._close_quick)
            self._place.put(self._quick)
        self._focus_first()

    def _made(self, follow_up_id: str, title: str, due: date | None) -> None:
        self._chosen, self._then = "", follow_up_id
        self._close_quick()
        self._acts.added(title, due)

    def _close_quick(self) -> None:
        self._quick = None
        self._place.put(None)
        self._focus_first()

    def finish(self, key: Hashable) -> None:
        """Leertaste: done. A question about a course gets its answers instead, a silent person needs a contact."""
        line = self._line(key)
        course = next((c for c in self._data.courses if key in (c.referral_id, c.follow_up_id)), None)
        if course is not None:
            self._courses.ask(course.referral_id)
        elif line is None:
            self._acts.refuse(self._chosen)
        else:
            self._then = today_rows.neighbour(self._rows, key)
            self._acts.finish(line)

    def postpone(self, key: Hashable, days: int) -> None:
        """1 and 7: later by so many days."""
        line = self._line(key)
        if line is None:
            self._acts.refuse(self._chosen)
        else:
            self._then = today_rows.neighbour(self._rows, key)
            self._acts.postpone(line, days)

    def open(self, key: Hashable) -> None:
        """Eingabe: the person."""
        client_id = today_rows.client_of(self._data, key)
        if client_id:
            self._shell.open_client(client_id)
        else:
            self._shell.toast(_("Zu dieser Wiedervorlage gehört keine Person."))

    def _line(self, key: Hashable) -> TodayLine | None:
        return next((line for line in self._data.lines if line.follow_up_id == key), None)

    def _menu(self, key: Hashable, point: QPoint) -> None:
        menu = QMenu(self._list)
        for text, keys, call in (
            (_("Erledigt"), _("Leertaste"), partial(self.finish, key)),
            (_("Auf morgen verschieben"), "1", partial(self.postpone, key, 1)),
            (_("Um eine Woche verschieben"), "7", partial(self.postpone, key, 7)),
            (_("Akte öffnen"), _("Eingabe"), partial(self.open, key)),
        ):
            menu.addAction(f"{text}\t{keys}").triggered.connect(lambda _on=False, call=call: call())
        menu.popup(point)
