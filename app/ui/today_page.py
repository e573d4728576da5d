"""The page Heute: tiles, the list of what is due with its row commands, and at the right what the program asks."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.date_words import in_words
from app.domain.followup import FOLLOWUP_6M
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.today import Beginning
from app.ui import today_rows
from app.ui.actions import Action
from app.ui.appointment_acts import AppointmentActs
from app.ui.components import PageHeader
from app.ui.controls import button
from app.ui.drafts import draft_of
from app.ui.due_acts import DueActs
from app.ui.layouts import beside, column, holder, page, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.referral_after import ACT as SIX_MONTHS
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.today_acts import TodayActs
from app.ui.today_first import FirstSteps, StepCalls
from app.ui.today_list import DueList
from app.ui.today_print import print_day
from app.ui.today_quick import KIND, FollowUpPlace
from app.ui.today_reading import Reading, TodayReader
from app.ui.today_side import TodaySide
from app.ui.today_tiles import Tiles


class TodayPage(Page):
    """`go("today", follow_up=True)` opens the form for a follow-up without person."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Heute")
        self._shell, self._file = shell, file
        self._acts = TodayActs(shell, file)
        self._chosen = ""
        self._steps: FirstSteps | None = None
        # of which beginning the steps are drawn
        self._begun: tuple[Beginning | None, bool] = None, False
        self._quick_wanted = draft_of(file, KIND) is not None
        self._built = False
        self._place: FollowUpPlace
        # what is known, and what of it the widgets show
        self._reading: Reading | None = None
        self._shown: Reading | None = None
        self._reader = TodayReader(shell, file)
        self._reader.arrived.connect(self._arrived)

    def arrive(self, **where: object) -> None:
        """What is wanted of the page."""
        self._quick_wanted = self._quick_wanted or bool(where.get("follow_up"))

    def build(self, parent: QWidget) -> QWidget:
        """Tiles over list and cards; below 90 letters everything under each other."""
        if self._built and self._place.adding:
            self._quick_wanted = True
        self._place, self._start = FollowUpPlace(self._file), Slot()
        self._steps, self._begun = None, (None, False)
        self._place.made.connect(self._made)
        self._place.closed.connect(self._form_closed)
        self._shown = None
        go = self._shell.go
        self._header = PageHeader(
            self.title, "",
            button(_("Notiz"), icon="sticky-note", call=partial(self._shell.run_action, "note"),
                   shortcut="Ctrl+Shift+N"),
            button(_("Wiedervorlage"), icon="calendar-clock", call=self._place.add, shortcut="Ctrl+D"),
            button(_("Woche"), icon="calendar-days", call=partial(go, "week"), shortcut="Alt+W"),
            button(_("Unterkunft"), icon="building-2", call=partial(go, "day", shelter=""),
                   tip=_("Tag in der Unterkunft")),
            button(_("Neue Person"), "primary", "user-plus", partial(go, "intake"), shortcut="Ctrl+N"))
        self._tiles = Tiles(self._file.today(), self.choose)
        self._list = DueList(self.choose, self._place.add, partial(go, "sleeping"))
        meetings = AppointmentActs(self._shell, self._file)
        self._due = DueActs(self._acts, meetings, self._gone, self._place.change,
                            lambda: self._acts.refuse(self._chosen))
        view = self._list.view
        view.done.connect(self.finish)
        view.done_several.connect(self._finish_several)
        view.snoozed.connect(self._due.postpone)
        view.wanted.connect(self._due.run)
        view.opened.connect(lambda key: self._acts.open_client(self._client_of(key)))
        self._side = TodaySide(self._shell, self._acts, partial(self.choose, "courses"))
        main = column(self._start, self._list.ground, gap=12)
        main.setStretchFactor(self._list.ground, 1)
        self._built = True
        above = (self._header, self._place, meetings.offer, self._tiles)
        if T.wide:
            self._body = beside(holder(main), scroll(self._side), 320)
            ground = tall_page(*above, self._body, main=self._body)
        else:
            self._body = holder(column(holder(main), self._side, gap=14))
            ground = page(*above, self._body, scrolls=True)
        # no number and no empty list before something was read
        self._tiles.hide()
        self._body.hide()
        return ground

    def refresh(self, change: object) -> None:
        """What is known is shown at once, and read anew beside the window."""
        if not self._built:
            return
        today = self._file.today()
        self._header.set_context(in_words(today, _))
        if self._reading is not None and self._reading.today == today and self._shown is None:
            self._show(self._reading)
        self._reader.ask()
        if self._quick_wanted:
            self._quick_wanted = False
            self._place.add()

    def _arrived(self, reading: Reading) -> None:
        """One reading; every number is the length of its list."""
        self._reading = reading
        if self._built and reading != self._shown:
            first = self._shown is None
            self._show(reading)
            focus = QApplication.focusWidget()
            if first and self._header.isVisible() and (focus is None or focus is self._header):
                self._focus_first()
        self._list.settled()

    def _show(self, reading: Reading) -> None:
        self._reading = self._shown = reading
        data, today = reading.page, reading.today
        self._due.know(data.lines, data.appointments)
        self._list.view.meetings = self._due.meetings
        self._tiles.show_page(data, self._chosen, today)
        lost = self._list.show_rows(data, self._chosen, today)
        lost = self._show_start(reading) or lost
        answering = self._side.courses.holds_focus
        self._side.show_reading(reading)
        self._body.show()
        if lost or (answering and not data.courses):
            self._focus_first()

    def _show_start(self, reading: Reading) -> bool:
        """The first steps stand above the list, and in its place until there is a person or something to do.

        True when the keyboard was on a step that is drawn anew.
        """
        held = False
        done, backed_up = reading.beginning, reading.last_away is not None
        if (done, backed_up) != self._begun:
            self._begun = done, backed_up
            focus = QApplication.focusWidget()
            held = self._steps is not None and focus is not None and self._steps.isAncestorOf(focus)
            go = self._shell.go
            self._steps = None if done is None else FirstSteps(done, backed_up, StepCalls(
                catalogue=partial(go, "offers", read=True), person=partial(go, "intake"),
                backup=partial(go, "settings", part="backup", start="usb"),
                put_away=partial(self._acts.put_steps_away, self._reader.ask)))
            self._start.put(self._steps)
        empty = done is not None and not done.people and not reading.page.lines and not reading.page.appointments
        self._list.ground.setVisible(not empty)
        self._tiles.setVisible(not empty)
        return held

    def where(self) -> dict[str, str]:
        """The form for a follow-up, while it is open."""
        return {"follow_up": "1"} if self._built and self._place.adding else {}

    def person(self) -> str:
        """The person of the current row."""
        return self._client_of(self._list.view.current_key()) if self._built else ""

    def _client_of(self, key: Hashable) -> str:
        return today_rows.client_of(self._reading.page, key) if self._reading is not None else ""

    def first_focus(self) -> QWidget | None:
        """The form that is open, the first step in an empty file, else the list or what stands in its place."""
        if not self._built:
            return None
        if (first := self._place.first()) is not None:
            return first
        if self._shown is None:
            return self._header
        if self._steps is not None and (self._list.ground.isHidden() or self._list.view.isHidden()):
            return self._steps.first
        return self._list.first

    def areas(self) -> Sequence[QWidget]:
        """Tiles, list and cards."""
        steps = [] if self._steps is None else [self._start]
        rest = [] if self._list.ground.isHidden() else [self._tiles, self._list.area]
        return [*steps, *rest, self._side]

    def actions(self) -> Sequence[Action]:
        """The keys of the page beside those of its rows."""
        return (
            Action(id="today.week", label=_("Woche zeigen"), call=partial(self._shell.go, "week"), shortcut="Alt+W",
                   icon="calendar-days", menu="Ansicht", in_palette=False),
            Action(id="today.print", label=_("Tagesblatt drucken …"), shortcut="Ctrl+P", icon="printer", menu="Ansicht",
                   call=lambda: print_day(self._shell, self._header, self._file, self._file.today())),
        )

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: str, _checked: bool = False) -> None:
        """Shows the list behind a tile; the same tile again shows everything."""
        self._chosen = "" if self._chosen == key else key
        if self._reading is not None:
            self._show(self._reading)
        self._focus_first()

    def _form_closed(self, follow_up_id: str) -> None:
        if follow_up_id:
            self._list.await_row(follow_up_id)
        self._focus_first()

    def _made(self, follow_up_id: str, title: str, due: date | None) -> None:
        self._chosen = ""
        self._reader.drop()
        self._form_closed(follow_up_id)
        self._acts.added(title, due)

    def finish(self, key: Hashable) -> None:
        """Leertaste: done. A question about a course gets its answers instead, a silent person needs a contact."""
        courses = self._reading.page.courses if self._reading is not None else ()
        course = next((c for c in courses if key in (c.referral_id, c.follow_up_id)), None)
        lines = self._reading.page.lines if self._reading is not None else ()
        asks = next((line for line in lines if line.follow_up_id == key and line.rule == FOLLOWUP_6M), None)
        if course is not None:
            self._side.courses.ask(course.referral_id)
        elif asks is not None:
            # its answer finishes it
            self._shell.go("client", client_id=asks.client_id, act=SIX_MONTHS)
        else:
            self._due.finish(key)

    def _finish_several(self, keys: Sequence[Hashable]) -> None:
        if self._reading is not None:
            data = self._reading.page
            asked = {course.follow_up_id for course in data.courses} | {
                line.follow_up_id for line in data.lines if line.rule == FOLLOWUP_6M}
            for key in self._acts.finish_several(keys, data.lines, asked):
                self._gone(key)

    def _gone(self, key: Hashable) -> None:
        """Its row goes at once: the next key must not reach it again. What comes in its place is being read."""
        self._reader.drop()
        if self._reading is not None:
            self._list.leave(key)
            self._show(replace(self._reading, page=today_rows.without(self._reading.page, key)))
