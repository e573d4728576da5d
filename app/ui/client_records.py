"""A tab with dated records of one kind: the list, the current one as a form, a new one as a draft (`Kind`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.caret import cursor_in, resume
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.columns import Column
from app.ui.components import Banner, EmptyState, SectionTitle, titled_card
from app.ui.controls import announce, button, key_hint, native
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.focus import chain
from app.ui.form import IN_ONE_TURN, Field, FormView
from app.ui.layouts import card, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.quick_choice import enter_takes_first
from app.ui.table import TableView
from app.ui.theme import T
from app.ui.turns import soon

R = TypeVar("R")


def _as_it_is(form: FormView) -> None:
    """A form whose fields are all shown, whatever stands in them."""


@dataclass(frozen=True, kw_only=True)
class Entering:
    """How one record is entered: a draft called `name` until `add` takes it; `shape` shows the fields that go with what
    stands in the others."""

    name: str
    new: str
    add_word: str
    new_fields: Callable[[], Sequence[Field]]
    new_values: Callable[[], Mapping[str, object]]
    add: Callable[[str, dict[str, object]], object]
    shape: Callable[[FormView], object] = _as_it_is


# no slots: with them `Kind[Record](…)` raises a TypeError in Python 3.11
@dataclass(frozen=True, kw_only=True)
class Kind(Entering, Generic[R]):
    """How records of one kind are listed, shown, added and corrected."""

    title: str
    columns: Sequence[Column[R]]
    key: Callable[[R], str]
    speak: Callable[[R], str]
    empty: tuple[str, str, str]
    edit_fields: Callable[[], Sequence[Field]]
    values: Callable[[R], Mapping[str, object]]
    change: Callable[[str, str, object], object]


class NewRecord(QWidget):
    """The form of a record being created: a draft until it is entered."""

    def __init__(self, file: CaseFile, kind: Entering, owner_id: str, done: Callable[[], object]) -> None:
        super().__init__()
        self._kind, self._owner_id, self._done = kind, owner_id, done
        self.form = FormView(kind.new_fields(), at_once=IN_ONE_TURN)
        self.form.set_values(kind.new_values())
        self._keeper = DraftKeeper(self, file, f"{kind.name}:{owner_id}", self._draft)
        self._cursor = ""
        draft = draft_of(file, self._keeper.kind)
        if draft is not None:
            self.form.set_texts(draft.content["texts"])
            self._cursor = resume(self.form, draft.cursor)
        kind.shape(self.form)
        self.form.come.connect(self._come)
        self.form.edited.connect(self._typed)
        self._trouble = Slot()
        self._add = button(kind.add_word, "primary", "check", self.save, shortcut=SAVE_KEYS[0])
        hint = [key_hint(_("{keys} trägt ein").format(keys=native(SAVE_KEYS[0])))] if T.wide else []
        buttons = row(*hint, None, button(_("Verwerfen"), "quiet", call=self.discard), self._add)
        self.setLayout(column(card(SectionTitle(kind.new), self.form, self._trouble, buttons, gap=10)))
        self.setAccessibleName(kind.new)
        self.form.finished.connect(lambda: self._add.setFocus(Qt.FocusReason.TabFocusReason))
        keys(self, SAVE_KEYS, self.save)
        keys(self, ("Esc",), self.leave)
        enter_takes_first(self)

    def first(self) -> QWidget:
        """The field that takes the keyboard."""
        names = self.form.attributes
        name = self._cursor if self._cursor in names else names[0]
        return self.form.box(name).control.targets()[0]

    def _come(self) -> None:
        self._kind.shape(self.form)
        enter_takes_first(self)

    def _typed(self, attribute: str) -> None:
        self._cursor = attribute
        self._kind.shape(self.form)
        self._keeper.touch()

    def _draft(self) -> tuple[dict[str, Any], str]:
        return {"texts": self.form.texts()}, cursor_in(self) or self._cursor

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def leave(self) -> None:
        """Closes; what was typed stays as a draft."""
        self._keeper.flush()
        self._done()

    def discard(self) -> None:
        """Forgets what was typed."""
        self._keeper.discard()
        self._done()

    def save(self) -> None:
        """The draft becomes a record."""
        if not self.form.check():
            return
        try:
            self._kind.add(self._owner_id, self.form.values())
        except UserError as error:
            self._trouble.put(Banner("bad", text_of(error)))
            announce(self, text_of(error))
            return
        self._keeper.discard()
        self._done()


class RecordsTab(QWidget, Generic[R]):
    """The list with the form of its current record below, or the form of a new one."""

    shown = Signal()
    writing = Signal(bool)
    removing = Signal(object)

    def __init__(self, file: CaseFile, kind: Kind[R]) -> None:
        super().__init__()
        self._file, self.kind = file, kind
        self._records: Sequence[R] = ()
        self._owner_id = ""
        self.new: NewRecord | None = None
        self._entered = False
        self.table: TableView[R] = TableView(kind.title, kind.columns, key=kind.key, speak=kind.speak)
        self.table.current_changed.connect(lambda _key: self._show_current())
        keys(self.table, ("Del",), lambda: self.removing.emit(self.current()))
        self._add = button(kind.new, icon="plus", call=self.start)
        head = holder(row(SectionTitle(kind.title, action=self._add), margins=(14, 6, 14, 6)))
        self._list = framed(head, self.table)
        self._begin = button(kind.new, icon="plus", call=self.start)
        self._nothing = card(EmptyState(*kind.empty, self._begin))
        self._slot = Slot()
        self._form: FormView | None = None
        self._form_place = Slot()
        self._current = titled_card(_("Ausgewählter Eintrag"), self._form_place)
        self._extra = Slot()
        self.setLayout(column(self._slot, self._list, self._nothing, self._current, self._extra, None, gap=12))
        enter_takes_first(self)

    def show_records(self, owner_id: str, records: Sequence[R]) -> None:
        """Shows the records of a person, and a draft that was left behind."""
        other = owner_id != self._owner_id
        added = [] if other else [r for r in map(self.kind.key, records) if r not in map(self.kind.key, self._records)]
        self._owner_id, self._records = owner_id, records
        if other:
            self._stop()
            if draft_of(self._file, f"{self.kind.name}:{owner_id}") is not None:
                self._open()
        self.table.set_lines(records)
        if len(added) == 1 and (self._entered or self.new is not None):
            # the form below is that of what was just entered, not of the record before
            self.table.set_current(added[0])
        self._entered = False
        if self.table.current_key() is None and records:
            self.table.set_current(self.kind.key(records[0]))
        self.table.fit()
        self._list.setVisible(bool(records))
        # the first record: else the keyboard would go with the button that began it
        if records and self._begin.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._nothing.setVisible(not records and self.new is None)
        self._show_current()

    @property
    def form(self) -> FormView:
        """The form of the current record, made when first asked for: a form that finds its place costs half of one
        that is handed on through layouts.
        """
        if self._form is None:
            form = self._form = FormView(self.kind.edit_fields(), self._change, at_once=IN_ONE_TURN)
            form.edited.connect(lambda _attribute: self.kind.shape(form))
            form.come.connect(partial(self._come, form))
            self._form_place.put(form)
            chain(self.table, self._form_place)
            enter_takes_first(self)
            self._show_current()
        return self._form

    def _form_later(self) -> None:
        """The list is shown first, the form in a turn of its own."""
        soon(self, lambda: self.form)

    def _come(self, form: FormView) -> None:
        self.kind.shape(form)
        enter_takes_first(self)

    def renew_form(self) -> None:
        """Builds that form anew, when the kind has other fields for it now."""
        self._form = None
        self._form_later()

    @property
    def busy(self) -> bool:
        """True while a form with a strong button of its own is open."""
        return self.new is not None

    def extra(self, widget: QWidget | None) -> None:
        """Shows something more under the current record."""
        self._extra.put(widget)

    def current(self) -> R | None:
        """The record that is shown below the list."""
        return next((r for r in self._records if self.kind.key(r) == self.table.current_key()), None)

    def _show_current(self) -> None:
        record, form = self.current(), self._form
        if record is not None and form is None:
            self._form_later()
        self._current.setVisible(record is not None and form is not None and bool(form.attributes))
        if record is not None and form is not None:
            form.set_values(self.kind.values(record))
            self.kind.shape(form)
        self.shown.emit()

    def start(self) -> None:
        """Opens the form for a new record and goes into it."""
        self._open()
        if self.new is not None:
            self.new.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        if self.new is None:
            self.new = NewRecord(self._file, self.kind, self._owner_id, self._finished)
            self._slot.put(self.new)
            self._nothing.hide()
            self.writing.emit(True)

    def _finished(self) -> None:
        self._stop()
        self._entered = True
        self._nothing.setVisible(not self._records)
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self.flush()
        self.new = None
        self._slot.put(None)
        self.writing.emit(False)

    def flush(self) -> None:
        """Keeps what is being typed as a draft now."""
        if self.new is not None:
            self.new.flush()

    def first(self) -> QWidget:
        """The control that takes the keyboard."""
        if self.new is not None:
            return self.new.first()
        return self.table if self._records else self._begin

    def _change(self, attribute: str, value: object) -> None:
        record = self.current()
        if record is not None:
            self.kind.change(self.kind.key(record), attribute, value)
