"""Writing a note at the top of the thread, and correcting one. Its fields stand in client_note_fields."""

from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.contact import Contact, last_habit
from app.domain.date_words import short
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.text_module import on_offer
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import text_modules
from app.store.queries.client import ClientPage as Record
from app.ui.caret import cursor_in, resume
from app.ui.client_note_fields import note_fields, shown, stored
from app.ui.client_note_text import ModuleOffer
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.components import SectionTitle
from app.ui.controls import button, key_hint, native
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.form import FormView
from app.ui.layouts import column, row, scroll
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import text_module
from app.usecases.contact import add_contact, change_contact

# the note itself: what is typed at once
FIRST = 1
EMPTY = N_("In der Notiz steht noch nichts. Ein Wort oder ein Kanal genügt.")


class NoteForm(QWidget):
    """The open form: a new note is a draft until Strg+Eingabe, an existing one is saved field by field."""

    closed = Signal()

    def __init__(self, shell: Shell, file: CaseFile, record: Record, contact: Contact | None = None) -> None:
        super().__init__()
        self._shell, self._file, self._record = shell, file, record
        self.contact_id = contact.id if contact else ""
        self.entered_id = ""
        self._habit = last_habit(record.contacts) if contact is None else None
        self.form = FormView(note_fields(file, new=contact is None, habit=self._habit),
                             self._change if contact else None, at_once=FIRST)
        self._keeper = DraftKeeper(self, file, f"note:{record.case.id}", self._draft)
        self._cursor, self._touched = "text", False
        box = self.form.box("text").control.targets()[0]
        assert isinstance(box, QPlainTextEdit)
        self.offer = ModuleOffer(box, self, lambda: on_offer(text_modules.own(file)), self._values)
        if contact is None:
            self._begin()
        else:
            self.form.set_values(shown(contact))
        title = _("Notiz vom {date} ändern").format(date=german(contact.on)) if contact else _("Neue Notiz")
        self._buttons = self._make_buttons(new=contact is None)
        inner = column(self.form, margins=(14, 2, 14, 0))
        body = QWidget()
        body.setLayout(inner)
        layout = column(gap=4, margins=(0, 8, 0, 6))
        layout.addLayout(row(SectionTitle(title), margins=(14, 0, 14, 0)))
        layout.addWidget(scroll(body, plain=True) if T.wide else body, 1)
        layout.addLayout(self._buttons)
        self.setLayout(layout)
        self.setAccessibleName(title)
        keys(self, SAVE_KEYS, self.save if contact is None else self.closed.emit)
        keys(self, ("Esc",), self.leave)

    def _make_buttons(self, *, new: bool) -> Any:
        line = row(gap=8, margins=(14, 4, 14, 4))
        if new:
            if T.wide:
                line.addWidget(key_hint(_("{keys} speichert").format(keys=native(SAVE_KEYS[0])), _("Esc schließt")))
            line.addStretch(1)
            line.addWidget(button(_("Verwerfen"), "quiet", call=self.discard))
            line.addWidget(button(_("Notiz speichern"), "primary", "check", self.save, shortcut=SAVE_KEYS[0]))
        else:
            line.addStretch(1)
            line.addWidget(button(_("Fertig"), call=self.closed.emit))
        return line

    def _begin(self) -> None:
        """Today, „erreicht“ and how one spoke last time stand ready; a draft left behind is there again."""
        ready: dict[str, object] = {"on": self._file.today(), "result": "reached"}
        if self._habit is not None:
            ready |= {"kind": self._habit.kind}
            if self._habit.interpreter != "unknown":
                ready |= {"interpreter": self._habit.interpreter}
        self.form.set_values(ready)
        draft = draft_of(self._file, self._keeper.kind)
        if draft is not None:
            self.form.set_texts(draft.content["texts"])
            self._cursor, self._touched = resume(self.form, draft.cursor) or "text", True
        self.form.edited.connect(self._typed)

    def _values(self) -> dict[str, str]:
        """What fills a text module: the day and the time of the note as they stand in the form."""
        values, now = self.form.values(), self._file.now()
        on, at = values.get("on"), values.get("at")
        return text_module.values_for(
            self._record, on=on if isinstance(on, date) else now.date(), at=at if isinstance(at, time) else now.time(),
            today=now.date(), office=self._file.meta("office"))

    def start(self) -> None:
        """Puts the keyboard where it was, or into the text."""
        # not as by Tab, which would select the whole line for the next key to replace
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """The control that takes the keyboard."""
        return self.form.box(self._cursor).control.targets()[0]

    def flush(self) -> None:
        """Keeps the draft now, because the page is about to be built anew or left."""
        self._keeper.flush()

    def leave(self) -> None:
        """Closes the form; what was typed stays as a draft."""
        self._keeper.flush()
        self.closed.emit()

    def discard(self) -> None:
        """Forgets what was typed."""
        self._keeper.discard()
        self.closed.emit()

    def _typed(self, attribute: str) -> None:
        self._cursor, self._touched = attribute, True
        self._keeper.touch()

    def _draft(self) -> tuple[dict[str, Any], str]:
        return {"texts": self.form.texts()}, cursor_in(self) or self._cursor

    def save(self) -> None:
        """The note becomes a record, its next step a follow-up, in one act."""
        if not self.form.check():
            return
        values = self.form.values()
        # the channel of last time alone says nothing of today
        if not (values["text"] or values["next_step"] or (values["kind"] and self._touched)):
            self.form.box("text").show_error(_(EMPTY))
            return
        next_on, next_step = values.pop("next_on"), str(values.pop("next_step"))
        if next_on and not next_step.strip():
            self.form.box("next_step").show_error(_("Zum Datum fehlt, was zu tun ist. Ein Wort genügt."))
            self.form.focus("next_step")
            return
        try:
            self.entered_id = add_contact(self._file, self._record.case.id, next_step=next_step,
                                          next_on=next_on if isinstance(next_on, date) else None, **stored(values))
        except UserError as error:
            self.form.box("on").show_error(text_of(error))
            return
        # it went with the same act
        self._keeper.stop()
        self.closed.emit()
        self._shell.toast(self._done(next_step, next_on), self._file.undo)

    def _done(self, next_step: str, next_on: object) -> str:
        if not next_step.strip():
            return _("Notiz gespeichert")
        if isinstance(next_on, date):
            return _("Notiz gespeichert. Wiedervorlage: {day}").format(day=short(next_on, self._file.today(), _))
        return _("Notiz gespeichert. Wiedervorlage bei Gelegenheit")

    def _change(self, attribute: str, value: object) -> None:
        change_contact(self._file, self.contact_id, **stored({attribute: value}))

    def refresh(self, record: Record) -> None:
        """Shows what was saved meanwhile, by an undo for example."""
        self._record = record
        kept = next((contact for contact in record.contacts if contact.id == self.contact_id), None)
        if kept is not None:
            self.form.set_values(shown(kept))
        elif self.contact_id:
            self.closed.emit()
