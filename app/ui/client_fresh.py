"""„Stimmt das noch?“ on the client page: the age of a fact in words, and the one key or link that confirms it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.codes import UNKNOWN
from app.domain.date_words import due_in_words
from app.domain.errors import N_
from app.domain.freshness import ASKED_WITH, CONFIRMABLE, PAPER, PERISHABLE, Stale
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.client_fields import word
from app.ui.controls import button
from app.ui.form import Field, FieldBox
from app.ui.shell import Shell
from app.usecases import freshness

CONFIRM_KEY = "Ctrl+."
WORDS: Mapping[str, str] = {
    "phone": N_("Telefon"), "accommodation": N_("Unterkunft"), "employment": N_("Beschäftigung"),
    "livelihood": N_("Lebensunterhalt"), "level": N_("Deutschstand"), "paper": N_("Papier"),
}
ASK: Mapping[str, str] = {
    "phone": N_("Stimmt die Nummer noch?"), "accommodation": N_("Wohnt die Person noch dort?"),
    "employment": N_("Stimmt die Beschäftigung noch?"), "livelihood": N_("Stimmt der Lebensunterhalt noch?"),
    "level": N_("Stimmt der Deutschstand noch?"), "paper": N_("Neues Papier?"),
}
NOTHING_OLD = N_("Nichts ist zu bestätigen: Alles, was sich schnell ändert, wurde vor Kurzem gesagt.")


def age_words(one: Stale, today: date) -> str:
    """``seit 4 Monaten nicht bestätigt``, ``noch nie bestätigt``; a paper says how long ago it ended."""
    if one.since is None:
        return _("noch nie bestätigt")
    if one.fact == PAPER:
        return _("abgelaufen {when}").format(when=due_in_words(one.since, today, _))
    return _("{since} nicht bestätigt").format(since=due_in_words(one.since, today, _))


def said_of(record: Record, fact: str) -> str:
    """What stands there now, in a word or two; "" where it takes more, or nothing does."""
    if fact not in PERISHABLE:
        return ""
    value: str = getattr(record.client, fact)
    return isolated(value) if fact == "phone" else word(fact, value) if value != UNKNOWN else ""


def ask_link(one: Stale, call: Callable[[str], object], full: bool = False) -> QPushButton:
    """The question as a link; unless ``full`` it is short enough for the side column, and a reader hears it in full."""
    short = _("Neues Papier?") if one.fact == PAPER else _("Stimmt noch?")
    link = button(_(ASK[one.fact]) if full else short, "link", call=partial(call, one.fact),
                  shortcut="" if one.fact == PAPER else CONFIRM_KEY)
    link.setAccessibleName(_(ASK[one.fact]))
    return link


def asking_again(fields: Sequence[Field], doubt: Callable[[str, object], str]) -> tuple[Field, ...]:
    """The fields, of which those that go stale say below how long nobody confirmed them."""
    return tuple(field if field.attribute not in PERISHABLE else replace(
        field, doubt=partial(_either, field.doubt, partial(doubt, field.attribute))) for field in fields)


def _either(own: Callable[[object], str] | None, age: Callable[[object], str], value: object) -> str:
    return (own(value) if own is not None else "") or age(value)


def focused_fact() -> str:
    """The fact that is asked in the field with the keyboard, "" for none."""
    widget = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, FieldBox):
        widget = widget.parentWidget()
    if not isinstance(widget, FieldBox):
        return ""
    name = "accommodation_id" if widget.field.attribute == "shelter" else widget.field.attribute
    fact = ASKED_WITH.get(name, name)
    return fact if fact in PERISHABLE else ""


class Asking:
    """Confirms facts of the person shown (`record`); `new_paper` leads to the form of another paper."""

    def __init__(self, shell: Shell, file: CaseFile, new_paper: Callable[[], object]) -> None:
        self._shell, self._file, self._new_paper = shell, file, new_paper
        self.record: Record | None = None

    def confirm(self, fact: str) -> None:
        """„Stimmt noch“: the date of the fact moves to today; says so, with the way back. A paper is asked for anew."""
        if self.record is None:
            return
        if fact == PAPER:
            self._new_paper()
            return
        if not freshness.confirm(self._file, self.record.client.id, fact):
            self._shell.toast(_("{fact} ist heute schon bestätigt.").format(fact=_(WORDS[fact])))
            return
        said = said_of(self.record, fact)
        told = f"{_(WORDS[fact])} „{said}“" if said else _(WORDS[fact])
        self._shell.toast(_("{fact} bestätigt, Stand heute.").format(fact=told),
                          partial(history.undo, self._shell, self._file))

    def next(self) -> None:
        """Strg+.: the fact in whose field the keyboard is, else the oldest; a paper only where nothing else is old."""
        if self.record is None or not self._shell.commit_focused_field():
            return
        old = [one.fact for one in freshness.to_ask(self.record, self._file.today())]
        facts = [*([fact] if (fact := focused_fact()) else []), *(one for one in old if one in CONFIRMABLE), *old]
        if facts:
            self.confirm(facts[0])
        else:
            self._shell.toast(_(NOTHING_OLD))
