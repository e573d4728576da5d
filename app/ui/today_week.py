"""The page Woche: the days from Monday to Sunday with what stands on each, and beside them what has no day."""

from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.appointment import PLANNED
from app.domain.dates import german
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import week as query
from app.store.queries.week import DAYS, Week, monday_of
from app.ui.actions import Action
from app.ui.appointment_acts import AppointmentActs
from app.ui.client_parts import follow_current
from app.ui.components import EmptyState, PageHeader, SectionTitle
from app.ui.controls import button, key_hint, label, tool
from app.ui.due_acts import DueActs
from app.ui.layouts import beside, column, framed, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.today_acts import TodayActs
from app.ui.today_list import DueTasks
from app.ui.today_print import print_day
from app.ui.today_quick import FollowUpPlace
from app.ui.week_rows import WeekTasks, client_of, someday_rows, without


class WeekPage(Page):
    """`go("week", monday="2026-11-02")` opens that week, without one the week it was left on."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Woche")
        self._shell, self._file = shell, file
        self._acts = TodayActs(shell, file)
        self._monday = monday_of(file.today())
        self._week: Week | None = None
        # counted up with each reading that is wanted and each act that makes one old
        self._number = 0
        self._built = False
        self._then: Hashable = None

    def arrive(self, **where: object) -> None:
        """Which week is wanted."""
        if monday := str(where.get("monday") or ""):
            self._monday, self._week = monday_of(date.fromisoformat(monday)), None

    def where(self) -> dict[str, str]:
        """The week that is shown."""
        return {"monday": self._monday.isoformat()}

    def build(self, parent: QWidget) -> QWidget:
        """The days, and beside or below them what has none."""
        self._place, meetings = FollowUpPlace(self._file), AppointmentActs(self._shell, self._file)
        self._place.closed.connect(lambda _key: self._focus_first())
        self._header = PageHeader(
            self.title, "", tool("arrow-left", _("Vorige Woche"), partial(self.turn, -1), "Ctrl+PgUp"),
            button(_("Diese Woche"), call=partial(self.turn, 0)),
            tool("arrow-right", _("Nächste Woche"), partial(self.turn, 1), "Ctrl+PgDown"),
            button(_("Tagesblatt drucken …"), icon="printer", call=self.print_day, shortcut="Ctrl+P"))
        self._due = DueActs(self._acts, meetings, self._gone, self._place.change, lambda: self._shell.toast(
            _("Hier ist nichts zu erledigen. Eingabe öffnet die Person.")))
        self._list, self._someday = WeekTasks(self.title), DueTasks(_("Bei Gelegenheit"))
        for view in (self._list, self._someday):
            view.done.connect(self._due.finish)
            view.done_several.connect(self._finish_several)
            view.snoozed.connect(self._due.postpone)
            view.wanted.connect(self._due.run)
            view.opened.connect(lambda key: self._acts.open_client(client_of(self._week, key)))
        hint = key_hint(_("Leertaste erledigt"), _("1 morgen"), _("7 in einer Woche"), _("F2 ändern"),
                        _("Strg+↓ Tag"), _("Strg+Bild↓ Woche"))
        self._empty, self._nothing = Slot(), label(_("Nichts ohne Tag."), "muted")
        self._side_title = SectionTitle(_("Bei Gelegenheit"), "0", "calendar-clock")
        days = framed(self._list, self._empty, holder(row(hint, margins=(16, 7, 16, 7)), "cardfoot"), main=self._list)
        head = holder(column(self._side_title, self._nothing, gap=4, margins=(14, 8, 14, 6)))
        self._side = framed(head, self._someday, main=self._someday)
        self._built = True
        above = (self._header, self._place, meetings.offer)
        self._body = beside(days, self._side, 330)
        if T.wide:
            ground = tall_page(*above, self._body, main=self._body)
        else:
            for view in (self._list, self._someday):
                view.fit()
                follow_current(view)
            ground = page(*above, self._body, scrolls=True)
        self._body.hide()
        return ground

    def refresh(self, change: object) -> None:
        """Reads the week beside the window; the one that is known is shown until then."""
        if not self._built:
            return
        self._header.set_context(_("{first} bis {last}").format(
            first=german(self._monday), last=german(self._monday + timedelta(days=DAYS - 1))))
        if self._week is not None and self._body.isHidden():
            self._show(self._week)
        self._number += 1
        number, monday = self._number, self._monday
        self._shell.run_task(self._header, lambda _step: query.week(self._file, monday), partial(self._have, number),
                             reads=True)

    def _have(self, number: int, week: Week) -> None:
        if number != self._number:
            return
        first = self._body.isHidden()
        if week != self._week or first:
            self._show(week)
        self._then = None
        focus = QApplication.focusWidget()
        if first and self._header.isVisible() and (focus is None or focus is self._header):
            self._focus_first()

    def _show(self, week: Week) -> None:
        other = self._week is None or week.days[0].on != self._week.days[0].on
        self._week = week
        lines = [line for day in week.days for line in day.follow_ups]
        meetings = [line for day in week.days for line in day.appointments if line.appointment.state == PLANNED]
        self._due.know([*lines, *week.someday], meetings)
        had_focus = self._list.hasFocus(), self._someday.hasFocus()
        today = self._file.today()
        self._list.meetings = self._someday.meetings = self._due.meetings
        self._list.show_days(week.days, today)
        if other:
            self._list.go_to_day(today)
        self._someday.set_rows(someday_rows(week, today))
        for view in (self._list, self._someday):
            view.set_current(self._then)
        filled = any(day.count for day in week.days)
        self._list.setVisible(filled)
        self._empty.put(None if filled else self._free_week())
        self._someday.setVisible(bool(week.someday))
        self._nothing.setVisible(not week.someday)
        self._side_title.set_count(str(len(week.someday)))
        self._body.show()
        if (had_focus[0] and not filled) or (had_focus[1] and not week.someday):
            self._focus_first()

    def _free_week(self) -> EmptyState:
        self._onward = button(_("Nächste Woche"), icon="arrow-right", call=partial(self.turn, 1))
        return EmptyState("calendar-check", _("In dieser Woche steht nichts an"),
                          _("Hier stehen Termine, Wiedervorlagen, Kursbeginn und Kursende nach Tagen."), self._onward)

    def turn(self, weeks: int) -> None:
        """Goes on by so many weeks, 0 to this one."""
        now = monday_of(self._file.today())
        self._monday = self._monday + timedelta(days=DAYS * weeks) if weeks else now
        self.refresh(None)

    def print_day(self) -> None:
        """The sheet of the day of the current row, of today where the list has none."""
        if self._built:
            print_day(self._shell, self._header, self._file, self._list.current_day() or self._file.today())

    def _finish_several(self, keys: Sequence[Hashable]) -> None:
        if self._week is not None:
            lines = [line for day in self._week.days for line in day.follow_ups]
            for key in self._acts.finish_several(keys, [*lines, *self._week.someday]):
                self._gone(key)

    def _gone(self, key: Hashable) -> None:
        """Its row goes at once: the next key must not reach it again."""
        self._number += 1
        if self._week is not None:
            view = self._someday if self._someday.hasFocus() else self._list
            self._then = view.after(key)
            # an appointment stays where it is and soon says what became of it
            self._show(self._week if key in self._due.meetings else without(self._week, key))
            self._due.forget(key)

    def person(self) -> str:
        """The person of the current row."""
        if not self._built:
            return ""
        view = self._someday if self._someday.hasFocus() else self._list
        return client_of(self._week, view.current_key())

    def first_focus(self) -> QWidget | None:
        """The form that is open, the days, else what stands in their place."""
        if not self._built:
            return None
        if (first := self._place.first()) is not None:
            return first
        if self._body.isHidden():
            return self._header
        return self._onward if self._list.isHidden() else self._list

    def _focus_first(self) -> None:
        if (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> Sequence[QWidget]:
        """The days, and what has none."""
        return [self._empty if self._list.isHidden() else self._list,
                *([] if self._someday.isHidden() else [self._someday])]

    def actions(self) -> Sequence[Action]:
        """The keys of the page beside those of its rows."""
        return (
            Action(id="week.before", label=_("Vorige Woche"), call=partial(self.turn, -1), shortcut="Ctrl+PgUp",
                   icon="arrow-left", menu="Ansicht"),
            Action(id="week.after", label=_("Nächste Woche"), call=partial(self.turn, 1), shortcut="Ctrl+PgDown",
                   icon="arrow-right", menu="Ansicht"),
            Action(id="week.now", label=_("Diese Woche"), call=partial(self.turn, 0), shortcut="Alt+W",
                   icon="calendar-days", menu="Ansicht"),
            Action(id="week.print", label=_("Tagesblatt drucken …"), call=self.print_day, shortcut="Ctrl+P",
                   icon="printer", menu="Ansicht"),
        )
