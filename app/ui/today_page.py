"""The page Heute: tiles, the list of what is due with its row commands, and at the right what the program asks."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.date_words import in_words
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import sidebar
from app.store.queries import today as query
from app.store.queries.today import SilentLine, TodayLine
from app.ui import today_rows
from app.ui.components import PageHeader
from app.ui.controls import button
from app.ui.drafts import draft_of
from app.ui.layouts import FlowBox, beside, column, holder, page, row, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.painted import Tile
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.today_acts import TodayActs
from app.ui.today_cards import FirstSteps, StepCalls, backup_card, month_card
from app.ui.today_courses import CourseCard
from app.ui.today_list import DueList
from app.ui.today_quick import KIND, QuickFollowUp
from app.ui.today_silent import SilentCases
from app.usecases import backup


class TodayPage(Page):
    """`go("today", follow_up=True)` opens the form for a follow-up without person."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Heute")
        self._shell, self._file = shell, file
        self._acts = TodayActs(shell, file)
        self._chosen = ""
        self._quick: QuickFollowUp | None = None
        self._steps: FirstSteps | None = None
        self._quick_wanted = draft_of(file, KIND) is not None
        self._built = False
        self._data: query.TodayPage
        self._silent = SilentCases(shell, file)
        self._silent.changed.connect(self._show_silent)

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
            button(_("Notiz"), icon="sticky-note", call=partial(self._shell.run_action, "note"),
                   shortcut="Ctrl+Shift+N"),
            button(_("Wiedervorlage"), icon="calendar-clock", call=self.add_follow_up, shortcut="Ctrl+D"),
            button(_("Unterkunft"), icon="building-2", call=partial(self._shell.go, "day", shelter=""),
                   tip=_("Tag in der Unterkunft")),
            button(_("Neue Person"), "primary", "user-plus", partial(self._shell.go, "intake"), shortcut="Ctrl+N"))
        self._tiles = {words.key: Tile(0, words.word, words.icon, words.kind) for words in today_rows.tiles(today)}
        for key, tile in self._tiles.items():
            tile.clicked.connect(partial(self.choose, key))
        self._tile_row = holder(row(*self._tiles.values(), gap=10)) if T.wide else FlowBox(*self._tiles.values(), gap=8)
        self._list = DueList(self.choose, self.add_follow_up, partial(self._shell.go, "sleeping"))
        self._list.view.done.connect(self.finish)
        self._list.view.done_several.connect(lambda keys: self._acts.finish_several(keys, self._data))
        self._list.view.snoozed.connect(self.postpone)
        self._list.view.opened.connect(self.open)
        self._place, self._start, self._month, self._backup = Slot(), Slot(), Slot(), Slot()
        self._courses = CourseCard(self._acts, partial(self.choose, "courses"))
        self._reminded: object = None
        self._side = holder(column(self._month, self._courses, self._backup, None, gap=12))
        main = column(self._start, self._list.ground, gap=0)
        main.setStretchFactor(self._list.ground, 1)
        self._built = True
        if not T.wide:
            return page(self._header, self._place, self._tile_row, holder(main), self._side, scrolls=True)
        body = beside(holder(main), scroll(self._side), 320)
        return tall_page(self._header, self._place, self._tile_row, body, main=body)

    def refresh(self, change: object) -> None:
        """One reading; every number is the length of its list."""
        today = self._file.today()
        self._show(query.page(self._file, self._silent.lines(today)), today)

    def _show_silent(self, lines: tuple[SilentLine, ...]) -> None:
        self._data = replace(self._data, silent=lines)
        self._tiles["silent"].set_number(len(lines))
        if self._chosen == "silent" and self._list.show_rows(self._data, self._chosen, self._file.today()):
            self._focus_first()

    def _show(self, data: query.TodayPage, today: date) -> None:
        self._data = data
        self._header.set_context(in_words(today, _))
        for key, tile in self._tiles.items():
            tile.set_number(today_rows.count_of(data, key))
            tile.setChecked(key == self._chosen)
        last = backup.last_away(self._file)
        if self._list.show_rows(data, self._chosen, today):
            self._focus_first()
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
        self._list.ground.setVisible(self._steps is None)
        self._tile_row.setVisible(self._steps is None)
        if isinstance(self._tile_row, FlowBox):
            self._tile_row.refit()

    def where(self) -> dict[str, str]:
        """The form for a follow-up, while it is open."""
        return {"follow_up": "1"} if self._quick is not None else {}

    def person(self) -> str:
        """The person of the current row."""
        return today_rows.client_of(self._data, self._list.view.current_key()) if self._built else ""

    def first_focus(self) -> QWidget | None:
        """The form that is open, the first step in an empty file, else the list or what stands in its place."""
        if not self._built:
            return None
        if self._quick is not None:
            return self._quick.first
        if self._steps is not None:
            return self._steps.first
        return self._list.first

    def areas(self) -> Sequence[QWidget]:
        """Tiles, list and cards."""
        main = self._start if self._steps is not None else self._list.area
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
        self._chosen = ""
        self._list.await_row(follow_up_id)
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
            self._list.leave(key)
            self._acts.finish(line)

    def postpone(self, key: Hashable, days: int) -> None:
        """1 and 7: later by so many days."""
        line = self._line(key)
        if line is None:
            self._acts.refuse(self._chosen)
        else:
            self._list.leave(key)
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
