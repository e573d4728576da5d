"""The fields of a note, and the editor for minutes with its four quick answers. No saving."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.contact import Contact, Habit
from app.domain.dates import german
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.ui.client_fields import choice, clock_time, due_day, past_day, shown_values, stored_values, word
from app.ui.controls import button, native
from app.ui.editors import Chips, Control, LongText, Number, Text
from app.ui.form import Field
from app.ui.layouts import column, row
from app.ui.theme import T

FACTS = ("text", "kind", "result", "minutes", "topics", "on", "at", "interpreter", "place", "confidential")
TOPICS = ("residence_law", "everyday", "language", "school", "training", "work", "housing", "money", "family",
          "mobility", "social", "digital", "health")
QUICK = (5, 15, 30, 60)
MOST = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A length in minutes, typed or by one click."""

    def build(self) -> Control:
        """A new line with its quick answers."""
        return MinutesControl()


class MinutesControl(Control):
    """The line of a number, the quick answers beside it: for the mouse, typing is quicker by keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self._line = Number(least=0, most=MOST).build()
        self._line.edited.connect(self.edited)
        answers = []
        for minutes in QUICK:
            quick = button(str(minutes), "quiet", call=partial(self._take, minutes))
            quick.setAccessibleName(ngettext("{n} Minute", "{n} Minuten", minutes).format(n=minutes))
            quick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            answers.append(quick)
        if T.wide:
            line = row(self._line, *answers, gap=4)
            line.setStretch(0, 1)
            for quick in answers:
                # without it the row is no higher than its lowest button
                line.setAlignment(quick, Qt.AlignmentFlag.AlignVCenter)
            self.setLayout(line)
        else:
            self.setLayout(column(self._line, row(*answers, None, gap=4), gap=2))

    def _take(self, minutes: int) -> None:
        self._line.set_value(minutes)
        self.edited.emit()
        self.picked.emit()

    def targets(self) -> list[QWidget]:
        """The line."""
        return self._line.targets()

    def value(self) -> object:
        """The number, None for nothing."""
        return self._line.value()

    def set_value(self, value: object) -> None:
        """Shows a number."""
        self._line.set_value(value)

    def text(self) -> str:
        """The line as it stands."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Puts a line back."""
        self._line.set_text(text)


def note_fields(file: CaseFile, *, new: bool, habit: Habit | None = None) -> tuple[Field, ...]:
    """The fields of a note; only a new one has a next step. What ``habit`` fills in says so below."""
    ahead = (
        Field("next_step", _("Nächster Schritt"), Text(), width="half", help=_("Wird eine Wiedervorlage")),
        Field("next_on", _("Bis wann"), due_day(file.today), width="half", help=_("zum Beispiel +7, Fr oder 10.11.")),
    ) if new else ()
    kept = _("wie am {date}").format(date=german(habit.on)) if new and habit else ""
    return (
        Field("text", _("Notiz"), LongText(lines=3), width="full",
              help=_("„/“ oder {keys} fügt einen Textbaustein ein").format(keys=native("Ctrl+Space"))),
        Field("kind", _("Kanal"), choice("contact_kind"), help=kept),
        Field("result", _("Ergebnis"), choice("contact_result")),
        Field("minutes", _("Dauer in Minuten"), Minutes()),
        *ahead,
        Field("on", _("Datum"), past_day(file.today), required=True),
        Field("at", _("Uhrzeit"), clock_time(), help=_("zum Beispiel 14:15")),
        Field("interpreter", _("Dolmetschen"), choice("interpreter"),
              help=kept if habit and habit.interpreter != "unknown" else ""),
        Field("place", _("Ort"), Text(), width="half", help=_("zum Beispiel Café am Markt")),
        Field("confidential", _("Wer sie liest"), Chips(options=((True, _("Vertraulich")),)), width="half",
              help=_("Bleibt verdeckt und steht in keinem Brief.")),
        # thirteen stops of the Tab key: whatever stands behind them is out of reach
        Field("topics", _("Themen"), Chips(options=[(t, word("need_area", t)) for t in TOPICS], several=True),
              width="full"),
    )


def shown(contact: Contact) -> dict[str, Any]:
    """A stored note as the form shows it."""
    return {**shown_values(contact, FACTS), "minutes": contact.minutes or None}


def stored(values: dict[str, object], names: Collection[str] = FACTS) -> dict[str, Any]:
    """What the form holds, as a note stores it."""
    return stored_values(Contact, {name: value for name, value in values.items() if name in names})
