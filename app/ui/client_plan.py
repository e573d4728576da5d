"""The tab Teilhabeplan: goals and steps, their forms, and the needs they come from below them."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.plan import OPEN, Goal, PlanStep
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.client_needs import NeedsCard
from app.ui.client_parts import come_into_view, follow_current
from app.ui.client_plan_forms import PlanEdit, new_goal, new_step
from app.ui.client_plan_head import PlanHead
from app.ui.client_plan_list import PlanList
from app.ui.client_plan_words import going_on, key_of, plan_list
from app.ui.client_records import Entering, NewRecord
from app.ui.components import EmptyState
from app.ui.controls import button, key_hint
from app.ui.drafts import draft_of
from app.ui.focus import chain
from app.ui.layouts import card, column, framed
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.turns import soon
from app.usecases import health, plan
from app.usecases.plan import plan_shown

EDIT, NEED = "edit ", "need:"


class PlanTab(QWidget):
    """Leertaste ticks a step, Enter changes it, S adds one, Entf removes it; `act` wants a panel of the page."""

    writing = Signal(bool)
    act = Signal(str)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self.new: NewRecord | None = None
        self.edit: PlanEdit | None = None
        self.list = PlanList(_("Ziele und Schritte"))
        self.list.ticked.connect(self.tick)
        self.list.opened.connect(self.open)
        self.list.step_wanted.connect(lambda _key: self.start_step())
        self.list.removed.connect(self.remove)
        follow_current(self.list)
        self.needs = NeedsCard(shell, file)
        self.head, self._slot = PlanHead(shell, file), Slot()
        self.head.goal_wanted.connect(self.start_goal)
        self.head.step_wanted.connect(self.start_step)
        self.head.talk_wanted.connect(lambda: self.act.emit("review"))
        hint = key_hint(_("Leertaste hakt ab"), _("Eingabe ändert"), _("S neuer Schritt"), _("Entf entfernt"))
        self._there = (self.head, framed(self.list, main=self.list), hint)
        self._begin = button(_("Erstes Ziel anlegen"), icon="plus", call=self.start_goal)
        self._nothing = card(EmptyState("target", _("Noch kein Ziel vereinbart"), _(
            "Hier stehen die Ziele der Person und wer bis wann was tut."), self._begin))
        head, *rows = self._there
        self.setLayout(column(head, self._slot, *rows, self._nothing, self.needs, None, gap=8))
        # the Tab key goes as the eye does: from the plan down into the needs
        last = self._head_ends = chain(self.head, self.head)
        for part in (*rows, self._nothing, self.needs):
            last = chain(last, part)

    def show_record(self, record: Record) -> None:
        """Shows the plan of a person's latest episode, and a draft that was left behind."""
        other = self._record is None or self._record.case.id != record.case.id
        known = frozenset(goal.id for goal in (self._record or record).goals)
        self._record = record = health.of_page(record, self._file.today())
        if other:
            self.close_form()
            self._continue_draft()
        self.list.set_rows(plan_list(record, self._file.today()))
        for goal in () if other else record.goals:
            # the next step typed is one towards the goal just agreed, not towards the one the keyboard was on before
            if goal.id not in known:
                self.list.set_current(key_of(goal))
        self.list.fit()
        self.head.show_record(record)
        self._show_parts()
        if self.edit is not None:
            value = self._value(self.edit.key)
            if value is None:
                self.close_form()
            else:
                self.edit.show_value(value)
        self.needs.show_record(record)

    def _show_parts(self) -> None:
        there = self._record is not None and bool(plan_shown(self._record).goals)
        for part in self._there:
            part.setVisible(there)
        self._nothing.setVisible(not there and self.new is None)

    def _continue_draft(self) -> None:
        assert self._record is not None
        goals = going_on(self._record)
        for entering in (new_goal(self._file), *([new_step(self._file, goals, "")] if goals else [])):
            if draft_of(self._file, f"{entering.name}:{self._record.case.id}") is not None:
                self._enter(entering)

    def _value(self, key: Hashable) -> Goal | PlanStep | None:
        assert self._record is not None
        known: tuple[Goal | PlanStep, ...] = (*self._record.goals, *self._record.plan_steps)
        return next((value for value in known if key_of(value) == key), None)

    def _goal_at_hand(self) -> str:
        """The goal of the current row, else the first that goes on."""
        here = self._value(self.list.current_key())
        own = here.id if isinstance(here, Goal) else here.goal_id if here else ""
        known = [goal.id for goal in going_on(self._record)] if self._record else []
        return own if own in known else next(iter(known), "")

    def start_goal(self) -> None:
        """Opens the form for a new goal and goes into it."""
        self._enter(new_goal(self._file))
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def start_step(self) -> None:
        """Opens the form for a step towards the goal at hand; without a goal that goes on, one for a goal."""
        goals = going_on(self._record) if self._record else []
        self._enter(new_step(self._file, goals, self._goal_at_hand()) if goals else new_goal(self._file))
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, entering: Entering) -> None:
        assert self._record is not None
        self.close_form()
        self.new = NewRecord(self._file, entering, self._record.case.id, self._leave)
        self._slot.put(self.new)
        chain(self._head_ends, self._slot)
        come_into_view(self._slot)
        self._show_parts()
        self.writing.emit(True)

    def open(self, key: Hashable) -> None:
        """Opens the form of a goal or step that is there."""
        value = self._value(key)
        if value is not None:
            self.close_form()
            self.edit = PlanEdit(self._file, value, str(key))
            self.edit.closed.connect(self._leave)
            self.edit.removed.connect(self.remove)
            self._slot.put(self.edit)
            chain(self._head_ends, self._slot)
            come_into_view(self._slot)
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.close_form()
        # what was just entered stands in the list only after the page has read again
        soon(self, lambda: self.first().setFocus(Qt.FocusReason.OtherFocusReason))

    def close_form(self) -> None:
        """Back to the list; what was typed is kept as a draft, or saved where the entry is there already."""
        self.flush()
        if self.edit is not None:
            self.edit.form.commit()
        self.new, self.edit = None, None
        self._slot.put(None)
        self._show_parts()
        self.writing.emit(False)

    def flush(self) -> None:
        """Keeps what is being typed as a draft now."""
        if self.new is not None:
            self.new.flush()

    @property
    def busy(self) -> bool:
        """True while a form with a strong button of its own is open."""
        return self.new is not None

    def tick(self, key: str) -> None:
        """Done, or open again; a goal is ended in its form."""
        step = self._value(key)
        if isinstance(step, PlanStep):
            plan.tick(self._file, step.id, done=step.state == OPEN)
            said = _("Schritt „{title}“ erledigt.") if step.state == OPEN else _("Schritt „{title}“ ist wieder offen.")
            self._say(said.format(title=step.title))
        elif step is not None:
            self.open(key)

    def remove(self, key: str) -> None:
        """Takes a goal with its steps, or a step, out of the plan."""
        value = self._value(key)
        if value is None:
            return
        if isinstance(value, Goal):
            plan.remove_goal(self._file, value.id)
        else:
            plan.remove_step(self._file, value.id)
        if self.edit is not None:
            self.edit = None
            self._leave()
        self._say(_("„{title}“ aus dem Plan entfernt.").format(title=value.title))

    def _say(self, sentence: str) -> None:
        self._shell.toast(sentence, partial(history.undo, self._shell, self._file))

    def first(self) -> QWidget:
        """The form that is open, else the plan, else the needs while nobody asked, else the way to the first goal."""
        if self.new is not None:
            return self.new.first()
        if self.edit is not None:
            return self.edit.form.box("title").control.targets()[0]
        if self.needs.words is not None or not (self.list.entries.entries or self.needs.asked):
            return self.needs.first()
        return self.list if self.list.entries.entries else self._begin

    def in_hand(self) -> dict[str, str]:
        """The area or entry whose form is open, or the current entry."""
        if self.needs.words is not None:
            return {"record": f"{NEED}{self.needs.words.area}"}
        return {"record": f"{EDIT}{self.edit.key}" if self.edit is not None else str(self.list.current_key() or "")}

    def select(self, which: str) -> None:
        """Makes an entry the current one, by its key or its id alone, and opens its form where it was open."""
        if which.startswith(EDIT):
            self.open(which.removeprefix(EDIT))
        elif which.startswith(NEED):
            self.needs.open(which.removeprefix(NEED))
        elif not self.list.set_current(which) and not self.list.set_current(f"goal:{which}"):
            self.list.set_current(f"step:{which}")
