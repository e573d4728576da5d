"""A short list of records inside a tab: a line each with its buttons, a form below for a new one or the one being
corrected. Long lists of dated records are client_records'."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.client_parts import come_into_view, keys
from app.ui.client_records import Kind, NewRecord
from app.ui.components import SectionTitle, setting_line
from app.ui.controls import button, label
from app.ui.drafts import draft_of
from app.ui.focus import chain
from app.ui.form import FormView
from app.ui.layouts import card, column, divider, holder, row
from app.ui.page_parts import Slot
from app.ui.quick_choice import enter_takes_first
from app.ui.shell import Shell

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Short(Generic[R]):
    """What a short list does beyond its kind: whose records it shows, the line below each, and its further acts."""

    of: Callable[[Record], tuple[str, Sequence[R]]]
    caption: Callable[[R], str]
    remove: Callable[[str], object] | None = None
    remove_word: str = ""
    removed: str = ""
    further: Mapping[str, Callable[[R], object]] | None = None
    head: Callable[[Record], Sequence[QWidget]] | None = None


class ShortList(QWidget, Generic[R]):
    """The card with the lines; `writing` tells when the form below has a strong button of its own."""

    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile, kind: Kind[R], short: Short[R]) -> None:
        super().__init__()
        self._shell, self._file, self.kind, self._short = shell, file, kind, short
        self._owner_id = ""
        self._records: Sequence[R] | None = None
        self.new: NewRecord | None = None
        self._corrected: tuple[str, FormView] | None = None
        self._add = button(kind.new, icon="plus", call=self.start)
        self._last: QWidget = self._add
        self._head, self._lines, self._slot = Slot(), Slot(), Slot()
        self.setLayout(column(card(SectionTitle(kind.title, action=self._add), self._head, self._lines, gap=8),
                              self._slot, gap=8))

    def show_record(self, record: Record) -> None:
        """Shows the records of a person, and a draft that was left behind."""
        owner_id, records = self._short.of(record)
        if owner_id != self._owner_id:
            self._owner_id, self._records = owner_id, None
            self.close_form()
            if draft_of(self._file, self._draft_kind) is not None:
                self._open_new()
        if self._short.head is not None:
            found = self._short.head(record)
            self._head.put(holder(column(*found, gap=6)) if found else None)
        if records != self._records:
            self._records = records
            lines = self._lined(records)
            self._lines.put(lines)
            # not of the place they stand in: there the lines before wait for their end
            self._last = chain(self._add, lines)
        self._show_corrected()

    @property
    def _draft_kind(self) -> str:
        return f"{self.kind.name}:{self._owner_id}"

    def _lined(self, records: Sequence[R]) -> QWidget:
        if not records:
            return label(self.kind.empty[2], "muted", wrap=True)
        lines: list[QWidget] = []
        for record in records:
            lines += [*([divider()] if lines else []), self._line(record)]
        return holder(column(*lines, gap=4))

    def _line(self, record: R) -> QWidget:
        said, key = self.kind.speak(record), self.kind.key(record)

        def act(word: str, call: Callable[[], object], shortcut: str = "") -> QPushButton:
            return button(word, "quiet", call=call, tip=_("{act}: {record}").format(act=word, record=said),
                          shortcut=shortcut)

        buttons = [act(word, partial(call, record)) for word, call in (self._short.further or {}).items()]
        if self.kind.edit_fields():
            buttons.append(act(_("Ändern"), partial(self.correct, key)))
        if self._short.remove is not None:
            buttons.append(act(self._short.remove_word or _("Entfernen"), partial(self._remove, key), "Del"))
        line = setting_line(said, self._short.caption(record), *buttons)
        if self._short.remove is not None:
            keys(line, ("Del",), partial(self._remove, key))
        return line

    def start(self) -> None:
        """Opens the form for a new record and goes into it."""
        self._open_new()
        assert self.new is not None
        self.new.first().setFocus(Qt.FocusReason.OtherFocusReason)
        come_into_view(self._slot)
        # with its last field it is longer
        self.new.form.come.connect(partial(come_into_view, self._slot))

    def _open_new(self) -> None:
        if self.new is None:
            self.close_form()
            self.new = NewRecord(self._file, self.kind, self._owner_id, self._finished)
            self._slot.put(self.new)
            chain(self._last, self._slot)
            self.writing.emit(True)

    def correct(self, key: str) -> None:
        """Opens the form of a record; each field is saved as it is left."""
        self.close_form()
        form = FormView(self.kind.edit_fields(), partial(self.kind.change, key))
        form.edited.connect(lambda _attribute: self.kind.shape(form))
        done = button(_("Fertig"), icon="check", call=self._finished)
        place = card(SectionTitle(_("Eintrag ändern")), form, holder(row(None, done)), gap=10)
        form.finished.connect(lambda: done.setFocus(Qt.FocusReason.TabFocusReason))
        keys(place, ("Esc",), self._finished)
        self._corrected = key, form
        self._slot.put(place)
        chain(self._last, self._slot)
        enter_takes_first(place)
        self._show_corrected()
        form.focus()
        come_into_view(self._slot)

    def _show_corrected(self) -> None:
        if self._corrected is None:
            return
        key, form = self._corrected
        record = next((r for r in self._records or () if self.kind.key(r) == key), None)
        if record is None:
            self.close_form()
        else:
            form.set_values(self.kind.values(record))
            self.kind.shape(form)

    def _finished(self) -> None:
        self.close_form()
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Closes the form; what was typed for a new record stays as a draft."""
        self.flush()
        self.new, self._corrected = None, None
        self._slot.put(None)
        self.writing.emit(False)

    def _remove(self, key: str) -> None:
        assert self._short.remove is not None
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._short.remove(key)
        self._shell.toast(self._short.removed, partial(history.undo, self._shell, self._file))

    @property
    def busy(self) -> bool:
        """True while the form for a new record is open."""
        return self.new is not None

    def flush(self) -> None:
        """Keeps what is being typed as a draft now."""
        if self.new is not None:
            self.new.flush()
