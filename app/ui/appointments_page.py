"""The page Termine: what is due by day with the keys of a row, the current one as a form, and what follows from it."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.appointment import PLANNED
from app.domain.date_words import in_words
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import appointments as query
from app.store.queries.appointments import AppointmentLine
from app.ui import appointment_list, history
from app.ui.appointment_acts import AppointmentActs
from app.ui.appointment_forms import PAGE, calendar_panel, new_appointment, slip_panel
from app.ui.appointment_list import AppointmentList
from app.ui.appointment_rows import ALL, CHIPS, OVER, chosen, rows_of
from app.ui.appointment_side import AppointmentSide
from app.ui.client_parts import follow_current
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import Chip, button, key_hint
from app.ui.drafts import draft_of
from app.ui.form_place import FormPlace
from app.ui.layouts import FlowBox, beside, framed, holder, page, row, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.usecases import appointments


class AppointmentsPage(Page):
    """`go("appointments", appointment_id=…)` opens on one of them, with `new=True` the form of a new one."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Termine")
        self._shell, self._file = shell, file
        self._chip, self._wanted, self._new_wanted = ALL, "", False
        self._lines: tuple[AppointmentLine, ...] = ()
        self._place: FormPlace
        self._built = False

    def arrive(self, **where: object) -> None:
        """Which appointment is wanted, or a new one; a draft left behind is offered again."""
        self._wanted = str(where.get("appointment_id") or "")
        self._new_wanted = bool(where.get("new")) or draft_of(self._file, f"{PAGE}:") is not None
        self._chip = str(where.get("show") or (ALL if self._wanted else self._chip))
        if self._built:
            self._mark_chips()

    def build(self, parent: QWidget) -> QWidget:
        """Chips over list and form; below 90 letters everything under each other."""
        if self._built and self._place.entering:
            self._place.flush()
            self._new_wanted = True
        new = button(_("Neuer Termin"), "primary", "plus", self.add)
        self._header = PageHeader(
            self.title, "", button(_("Kalenderdatei …"), icon="download", call=self.save_calendar), new)
        self._chips = {key: Chip(_(words), key == self._chip) for key, words in CHIPS}
        for key, chip in self._chips.items():
            chip.clicked.connect(partial(self.choose, key))
        self._place, self._empty = FormPlace(self._file), Slot()
        # the open form has a strong button of its own
        self._place.changed.connect(lambda: new.setVisible(self._place.form is None))
        self._place.changed.connect(self._focus_first)
        self._acts = AppointmentActs(self._shell, self._file)
        self._list = AppointmentList(self.title)
        self._list.done.connect(lambda key: self._acts.keep(self._line(key)))
        self._list.done_several.connect(lambda keys: self._acts.keep_all([self._line(key) for key in keys]))
        self._list.snoozed.connect(lambda key, days: self._acts.postpone(self._line(key), days))
        self._list.opened.connect(lambda key: self._shell.open_client(self._line(key).client_id))
        self._list.wanted.connect(self._act)
        self._list.current_changed.connect(lambda _key: self._show_current())
        self._side = AppointmentSide(self._file, self._act)
        hint = key_hint(_("Leertaste war da"), _("N nicht erschienen"), _("A abgesagt"), _("1 morgen"),
                        _("7 in einer Woche"), _("Z Zettel"))
        self._hint = holder(row(hint, margins=(16, 7, 16, 7)), "cardfoot")
        ground = framed(self._list, self._empty, self._hint, main=self._list)
        self._built = True
        if not T.wide:
            self._list.fit()
            follow_current(self._list)
            return page(self._header, self._place, self._acts.offer, FlowBox(*self._chips.values()), ground, self._side,
                        gap=12, scrolls=True)
        body = beside(ground, scroll(self._side), 330)
        return tall_page(self._header, self._place, self._acts.offer, FlowBox(*self._chips.values()), body, main=body)

    def refresh(self, change: object) -> None:
        """Reads them again; the keyboard stays at its row, or at the next where that has gone."""
        if not self._built:
            return
        today, had_focus = self._file.today(), self._list.hasFocus()
        self._lines = query.lines(self._file)
        shown = chosen(self._lines, self._chip, today)
        if self._wanted and not _has(shown, self._wanted) and _has(self._lines, self._wanted):
            self._chip = OVER
            self._mark_chips()
            shown = chosen(self._lines, self._chip, today)
        self._header.set_context(in_words(today, _))
        key, self._wanted = self._wanted or self._staying(shown), ""
        self._list.set_rows(rows_of(shown, self._chip, today))
        self._list.set_current(key)
        self._list.setVisible(bool(shown))
        self._hint.setVisible(bool(shown))
        self._empty.put(None if shown else self._nothing())
        self._show_current()
        if self._new_wanted:
            self._new_wanted = False
            self.add()
        elif had_focus and not shown:
            self._focus_first()

    def _nothing(self) -> EmptyState:
        if self._chip == OVER:
            return EmptyState("calendar-days", _("Noch kein vergangener Termin"),
                              _("Hier steht zwei Monate lang, was aus Terminen geworden ist. Ältere stehen im Verlauf "
                                "der Person."), button(_("Alles, was kommt"), call=partial(self.choose, ALL)))
        return EmptyState("calendar-days", _("Kein Termin"),
                          _("Hier stehen die Termine Ihrer Klienten nach Tagen. Wer nicht kommt, bekommt mit einer "
                            "Taste den Vermerk und Sie eine Wiedervorlage."),
                          button(_("Termin anlegen"), icon="plus", call=self.add))

    def _show_current(self) -> None:
        key = self._list.current_key()
        line = next((one for one in self._lines if one.appointment.id == key), None)
        self._side.show_line(None if self._list.isHidden() else line)

    def _line(self, key: Hashable) -> AppointmentLine:
        return next(one for one in self._lines if one.appointment.id == key)

    def _staying(self, shown: Sequence[AppointmentLine]) -> Hashable:
        """The current row, else the one that followed it, else the one before: where the keyboard stays."""
        keys = [entry.key for entry in self._list.entries.entries if entry.key is not None]
        key = self._list.current_key()
        at = keys.index(key) if key in keys else 0
        return next((one for one in keys[at:] + keys[:at][::-1] if _has(shown, str(one))), None)

    def _act(self, act: str, key: Hashable) -> None:
        line = self._line(key)
        if act == appointment_list.MISS:
            self._acts.miss(line)
        elif act == appointment_list.CALL_OFF:
            self._acts.call_off(line)
        elif act == appointment_list.AGAIN:
            self._acts.plan_again(line)
        elif act == appointment_list.GO_ON:
            self._acts.go_on()
        elif act == appointment_list.SLIP:
            contact = self._file.meta(appointments.SLIP_CONTACT)
            self._place.ask(slip_panel(self._shell, self._file, self._header, line, contact))
        elif act == appointment_list.REMOVE:
            appointments.remove(self._file, line.appointment.id)
            self._shell.toast(_("Termin gelöscht."), partial(history.undo, self._shell, self._file))

    def save_calendar(self) -> None:
        """Asks which appointments the calendar file shall hold."""
        key = self._list.current_key()
        ahead = [one for one in self._lines
                 if one.appointment.state == PLANNED and one.appointment.on >= self._file.today()]
        current = next((one for one in self._lines if one.appointment.id == key), None)
        self._place.ask(calendar_panel(self._shell, self._file, self._header, current, ahead))

    def add(self) -> None:
        """The form of a new appointment stands in the page."""
        self._acts.offer.put(None)
        self._place.enter(new_appointment(self._file, self._made))

    def _made(self, appointment_id: str) -> None:
        self._wanted, self._chip = appointment_id, ALL
        self._mark_chips()
        self.refresh(None)
        self._acts.added(self._lines, appointment_id)

    def choose(self, chip: str, _checked: bool = False) -> None:
        """Shows the appointments behind a chip."""
        self._chip = chip
        self._mark_chips()
        self.refresh(None)

    def _mark_chips(self) -> None:
        for key, chip in self._chips.items():
            chip.setChecked(key == self._chip)

    def where(self) -> dict[str, str]:
        """The current appointment, the chip, and the form that is open."""
        if not self._built:
            return {}
        new = {"new": "1"} if self._place.entering else {}
        return {"show": self._chip, "appointment_id": str(self._list.current_key() or ""), **new}

    def person(self) -> str:
        """The person of the current row."""
        key = self._list.current_key() if self._built else None
        return next((one.client_id for one in self._lines if one.appointment.id == key), "")

    def first_focus(self) -> QWidget | None:
        """The form that is open, else the list, else the button in its place."""
        if not self._built:
            return None
        if (first := self._place.first()) is not None:
            return first
        return self._list if not self._list.isHidden() else self._chips[self._chip]

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> Sequence[QWidget]:
        """The open form, the list, the form of the current one."""
        return [*([self._place] if self._place.form is not None else []), self._list, self._side] if self._built else []

    def may_leave(self) -> bool:
        """Keeps a draft; nothing holds anybody up."""
        if self._built:
            self._place.flush()
        return True


def _has(lines: Sequence[AppointmentLine], appointment_id: str) -> bool:
    return any(line.appointment.id == appointment_id for line in lines)
