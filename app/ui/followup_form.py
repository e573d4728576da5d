"""The fields of a follow-up on Heute: what and when, and behind a link how often and how strict."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.domain.followup import DEADLINE, NORMAL, FollowUp
from app.i18n import _
from app.ui.client_fields import Today, choice, due_day, word
from app.ui.controls import button
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView

MORE = ("repeat", "priority")


class FollowUpForm(FormView):
    """Title and day; `more` is the link that brings repeat and deadline: most follow-ups have neither.

    With `save` each field is saved as it is left, as in every form of a record that exists.
    """

    def __init__(self, today: Today, save: Callable[[str, object], object] | None = None) -> None:
        super().__init__((
            Field("title", _("Woran erinnern"), Text(), required=True, width="half"),
            Field("due_on", _("Wann"), due_day(today), width="half",
                  help=_("zum Beispiel +7, Fr oder 10.11. – leer heißt bei Gelegenheit")),
            Field("repeat", _("Wiederholen"), choice("follow_up_repeat", empty=_("einmal")), width="half",
                  help=_("Die nächste entsteht beim Erledigen")),
            Field("priority", _("Vorrang"), Chips(options=((DEADLINE, word("follow_up_priority", DEADLINE)),)),
                  width="half", help=_("Eine Frist steht an ihrem Tag oben")),
        ), save)
        self.more: QPushButton = button(_("Wiederholen oder Frist"), "link", call=self._enter_more)
        for attribute in MORE:
            self.show_field(attribute, False)

    def _show_more(self) -> None:
        for attribute in MORE:
            self.show_field(attribute, True)
        self.more.hide()

    def _enter_more(self) -> None:
        self._show_more()
        self.focus(MORE[0])

    def show_follow_up(self, one: FollowUp) -> None:
        """Shows a stored one; what it says of repeat and deadline is seen at once."""
        self.set_values(values_of(one))
        if one.rule:
            # what a rule made comes again and has its deadline by that rule
            self.more.hide()
        elif one.repeat or one.priority != NORMAL:
            self._show_more()

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Puts a draft back, with what was typed in the fields behind the link."""
        super().set_texts(texts)
        if any(texts.get(attribute) for attribute in MORE):
            self._show_more()


def values_of(one: FollowUp) -> dict[str, Any]:
    """A stored follow-up as the form shows it."""
    return {"title": one.title, "due_on": one.due_on, "repeat": one.repeat or None,
            "priority": DEADLINE if one.priority == DEADLINE else None}


def stored(values: Mapping[str, object]) -> dict[str, Any]:
    """What the form holds, as the acts on follow-ups take it."""
    due_on = values.get("due_on")
    return {"title": str(values.get("title") or ""), "due_on": due_on if isinstance(due_on, date) else None,
            "repeat": str(values.get("repeat") or ""), "priority": str(values.get("priority") or NORMAL)}
