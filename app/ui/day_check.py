"""The end of a day in a shelter: who was not met, what stays open, and each of it put off by a key."""

from collections.abc import Hashable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.date_words import ago_in_words, due_in_words, in_words
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.shelter_day import Resident, ShelterDay
from app.ui import history
from app.ui.components import EmptyState
from app.ui.controls import button, key_hint
from app.ui.day_cells import title_of
from app.ui.layouts import FlowBox, card, column, framed, holder
from app.ui.rows import TaskList, TaskRow
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import appointments, followup, shelter_day

MISSED, WAITS, MEETS = "missed", "waits", "meets"
Key = tuple[str, str]


def not_met(day: ShelterDay, on: date) -> list[Resident]:
    """Who lives there and was not reached on that day or since."""
    return [one for one in day.by_room() if one.last_contact is None or one.last_contact < on]


def still_open(day: ShelterDay) -> list[TaskRow]:
    """What is due up to today and was not ticked."""
    rows = []
    for one in day.by_need():
        rows += [TaskRow(key=(WAITS if due.appointment is None else MEETS, due.follow_up_id), group=_("Bleibt offen"),
                         sign="alarm-clock" if due.appointment is None else "users", title=title_of(due),
                         person=one.name, pill_text=due_in_words(due.due_on, day.today, _),
                         pill_kind="warn" if due.due_on < day.today else "plain")
                 for due in one.waiting if due.due_on and due.due_on <= day.today]
    return rows


class DayCheck(QWidget):
    """Both lists in one; `1` puts off to tomorrow, `7` by a week, Leertaste finishes what is due."""

    left = Signal()

    def __init__(self, shell: Shell, file: CaseFile, on: date) -> None:
        super().__init__()
        self._shell, self._file, self._on = shell, file, on
        self._planned: set[str] = set()
        self.day: ShelterDay | None = None
        self.list = TaskList(_("Tagesabschluss"))
        self.list.done.connect(self._done)
        self.list.snoozed.connect(self._put_off)
        self.list.opened.connect(self._open)
        self.all = button(_("Alle nicht Getroffenen: morgen"), icon="alarm-clock", call=self.all_tomorrow)
        self._one = button(_("Diese Zeile: morgen"), icon="calendar-days", call=self._current_tomorrow, shortcut="1")
        hint = key_hint(_("1: morgen"), _("7: in einer Woche"), _("Leertaste: erledigt"), _("Eingabe: Akte öffnen"))
        below = holder(column(hint, margins=(14, 6, 14, 8)), "cardfoot")
        self._list = framed(self.list, below, main=self.list)
        self._nothing = card(EmptyState("circle-check", _("Alle getroffen, nichts bleibt offen"),
                                        _("Hier stünde, wer nicht angetroffen wurde und was für heute offen bleibt.")))
        layout = column(FlowBox(self._one, self.all), self._list, self._nothing, gap=10)
        layout.setStretchFactor(self._list, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_day(self, day: ShelterDay) -> None:
        """Shows what is left of the day."""
        self.day = day
        missed = [one for one in not_met(day, self._on) if one.case_id not in self._planned]
        rows = [TaskRow(key=(MISSED, one.case_id), group=_("Nicht getroffen"), sign="user-round", title=one.name,
                        person=_("Zi. {room}").format(room=one.room) if one.room else "",
                        pill_text=_("zuletzt {when}").format(when=ago_in_words(one.last_contact, day.today, _))
                        if one.last_contact else _("noch nie erreicht"))
                for one in missed] + still_open(day)
        self.list.set_rows(rows)
        self.all.setVisible(bool(missed))
        self._one.setVisible(bool(rows))
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        if not T.wide:
            self.list.fit()

    def first(self) -> QWidget | None:
        """The list, where there is something in it."""
        return self.list if self.list.current_key() is not None else None

    def _current_tomorrow(self) -> None:
        if (key := self.list.current_key()) is not None:
            self._put_off(key, 1)

    def _put_off(self, key: Hashable, days: int) -> None:
        kind, identity = _parts(key)
        on = self._file.today() + timedelta(days=days)
        if kind == MISSED:
            self._plan([identity], on)
        elif kind == MEETS:
            moved = appointments.postpone(self._file, identity, days)
            self._say(_("Termin verschoben auf {day}.").format(day=in_words(moved.on, _)))
        else:
            later = followup.postpone(self._file, identity, days)
            self._say(_("Verschoben auf {day}.").format(day=in_words(later.due_on or on, _)))

    def _plan(self, cases: list[str], on: date) -> None:
        self._planned.update(cases)
        shelter_day.try_again(self._file, cases, on=on)
        self._say(_("Wiedervorlage „{title}“: {day}.").format(title=_(shelter_day.AGAIN), day=in_words(on, _)), cases)

    def _say(self, words: str, cases: list[str] | None = None) -> None:
        def back() -> None:
            self._planned.difference_update(cases or ())
            history.undo(self._shell, self._file)

        self._shell.toast(words, back)

    def all_tomorrow(self) -> None:
        """Everybody not met is looked for tomorrow, as one act."""
        assert self.day is not None
        cases = [one.case_id for one in not_met(self.day, self._on) if one.case_id not in self._planned]
        self._plan(cases, self._file.today() + timedelta(days=1))

    def _done(self, key: Hashable) -> None:
        kind, identity = _parts(key)
        if kind == MISSED:
            self._shell.toast(_("Wer nicht getroffen wurde, wird mit 1 auf morgen gelegt. Eingabe öffnet die Person."))
            return
        if kind == MEETS:
            appointments.keep(self._file, identity)
            said = _("Termin wahrgenommen.")
        else:
            followup.finish(self._file, identity)
            said = _("Wiedervorlage erledigt.")
        self._shell.toast(said, partial(history.undo, self._shell, self._file))

    def _open(self, key: Hashable) -> None:
        assert self.day is not None
        identity = _parts(key)[1]
        owner = next((one for one in self.day.residents
                      if one.case_id == identity or any(due.follow_up_id == identity for due in one.waiting)), None)
        if owner is not None:
            self._shell.open_client(owner.client_id)


def _parts(key: Hashable) -> Key:
    assert isinstance(key, tuple)
    return key[0], key[1]
