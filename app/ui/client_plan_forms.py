"""The forms of the Teilhabeplan: a new goal or step as a draft, one that is there field by field, and the review."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain import plan as plans
from app.domain.codes import code_list
from app.domain.plan import OPEN, Goal, PlanStep
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_fields import due_day, past_day, word
from app.ui.client_parts import SAVE_KEYS, ActPanel, keys
from app.ui.client_plan_words import going_on, review_words
from app.ui.client_records import Entering
from app.ui.components import SectionTitle
from app.ui.controls import button
from app.ui.editors import Chips, Editor, LongText, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column
from app.ui.quick_choice import enter_takes_first
from app.usecases import plan
from app.usecases.plan import Talk, plan_shown

_IN_A_BOX = 55


def _codes(name: str) -> Editor:
    return Choice(options=tuple((code.id, _(code.label)) for code in code_list(name).active()),
                  empty=_("noch nicht gewählt"))


def _shortened(title: str) -> str:
    """As much of a goal as stands in one line of a box at any text size."""
    return title if len(title) <= _IN_A_BOX else f"{title[:_IN_A_BOX].rstrip()} …"


def goal_fields(file: CaseFile) -> tuple[Field, ...]:
    """What is agreed, in which area of life, and when."""
    return (Field("title", _("Ziel"), Text(), required=True, width="full",
                  help=_("in den Worten der Person, zum Beispiel: Ich möchte den Hauptschulabschluss machen")),
            Field("area", _("Bereich"), _codes("need_area"), required=True, width="half"),
            Field("agreed_on", _("Vereinbart am"), past_day(file.today), required=True, width="half"))


def step_fields(file: CaseFile, goals: Sequence[Goal]) -> tuple[Field, ...]:
    """What is to be done, by whom, until when, towards which goal."""
    return (Field("title", _("Schritt"), Text(), required=True, width="full"),
            Field("who", _("Wer"), Text(), width="half", help=_("zum Beispiel Klient, beide, Träger")),
            Field("due_on", _("Bis wann"), due_day(file.today), width="half", help=_("steht dann auf Heute")),
            Field("goal_id", _("Für welches Ziel"), Choice(options=tuple((g.id, _shortened(g.title)) for g in goals)),
                  required=True, width="full"))


def new_goal(file: CaseFile, area: str = "") -> Entering:
    """How a goal is entered; its draft belongs to the case."""
    def add(case_id: str, values: dict[str, Any]) -> None:
        plan.add_goal(file, case_id, **values)

    return Entering(name="goal", new=_("Neues Ziel"), add_word=_("Ziel vereinbaren"),
                    new_fields=lambda: goal_fields(file), add=add,
                    new_values=lambda: {"agreed_on": file.today(), "area": area or None})


def new_step(file: CaseFile, goals: Sequence[Goal], goal_id: str) -> Entering:
    """How a step is entered, at first towards the goal the keyboard was on."""
    def add(_case_id: str, values: dict[str, Any]) -> None:
        plan.add_step(file, values.pop("goal_id"), **values)

    return Entering(name="plan_step", new=_("Neuer Schritt"), add_word=_("Schritt anlegen"),
                    new_fields=lambda: step_fields(file, goals), add=add, new_values=lambda: {"goal_id": goal_id})


class PlanEdit(QWidget):
    """A goal or a step that is there: each field is saved as it is left."""

    closed = Signal()
    removed = Signal(str)

    def __init__(self, file: CaseFile, value: Goal | PlanStep, key: str) -> None:
        super().__init__()
        self.key = key
        fields = _goal_edit(file) if isinstance(value, Goal) else _step_edit(file)

        def save(attribute: str, changed: object) -> None:
            act = plan.change_goal if isinstance(value, Goal) else plan.change_step
            act(file, value.id, **{attribute: changed})

        self.form = FormView(fields, save)
        self.show_value(value)
        buttons = FlowBox(button(_("Entfernen"), "quiet", "trash-2", lambda: self.removed.emit(key)),
                          button(_("Fertig"), call=self.closed.emit, shortcut="Esc"), right=True)
        title = _("Ziel ändern") if isinstance(value, Goal) else _("Schritt ändern")
        self.setLayout(column(card(SectionTitle(title), self.form, buttons, gap=8)))
        self.setAccessibleName(title)
        self.form.finished.connect(self.closed)
        keys(self, ("Esc", *SAVE_KEYS), self.closed.emit)
        enter_takes_first(self)

    def show_value(self, value: Goal | PlanStep) -> None:
        """Shows it as stored now."""
        self.form.set_values({name: getattr(value, name) for name in self.form.attributes})


def _goal_edit(file: CaseFile) -> tuple[Field, ...]:
    return (*goal_fields(file), Field("result", _("Ergebnis"), _codes("goal_result"), required=True, width="half",
                                      help=_("ein beendetes Ziel lässt seine offenen Schritte entfallen")))


def _step_edit(file: CaseFile) -> tuple[Field, ...]:
    states = tuple((state, _(words)) for state, words in plans.STATE_WORDS.items())
    return (*step_fields(file, ())[:-1], Field("state", _("Stand"), Chips(options=states), required=True, width="full"))


def review_panel(file: CaseFile, record: Record) -> ActPanel:
    """Plan durchsprechen: how each goal stands, in one act."""
    running = going_on(record)
    yes_no = Chips(options=((True, _("Ja")), (False, _("Nein"))))
    fields: list[Field] = [Field("on", _("Durchgesprochen am"), past_day(file.today), required=True, width="full")]
    for goal in running:
        fields += [Field(f"result:{goal.id}", goal.title, _codes("goal_result"), required=True, width="half",
                         help=word("need_area", goal.area)),
                   Field(f"note:{goal.id}", _("Dazu"), Text(), width="half")]
    fields += [Field("note", _("Dazu vereinbart"), LongText(lines=2), width="full", help=_("steht auf dem Planblatt")),
               Field("client_copy", _("Planblatt mitgegeben"), yes_no, width="full")]

    def run(values: Mapping[str, object]) -> None:
        plan.review(file, record.case.id, _talk(values, running))

    version = plans.version(plan_shown(record).reviews)
    sentence = _("{state}. Mit diesem Schritt ist Fassung {n} durchgesprochen. Ein Ziel, das endet, lässt seine "
                 "offenen Schritte entfallen.").format(state=review_words(plan_shown(record), file.today()), n=version)
    panel = ActPanel(_("Plan durchsprechen"), sentence, fields, _("Eintragen"), run)
    panel.form.set_values({"on": file.today(), "client_copy": False,
                           **{f"result:{goal.id}": goal.result for goal in running}})
    return panel


def _talk(values: Mapping[str, object], goals: Sequence[Goal]) -> Talk:
    on = values["on"]
    assert isinstance(on, date)
    return Talk(on=on, note=str(values["note"]), client_copy=values["client_copy"] is True,
                results={goal.id: str(values[f"result:{goal.id}"] or OPEN) for goal in goals},
                notes={goal.id: str(values[f"note:{goal.id}"]) for goal in goals})


