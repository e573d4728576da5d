"""The form of a follow-up inside Heute: a new one without a person is a draft, a known one is saved by its fields."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import UserError
from app.domain.followup import FollowUp
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import today as query
from app.store.queries.today import TodayLine
from app.ui.caret import cursor_in, resume
from app.ui.client_parts import SAVE_KEYS, come_into_view, keys
from app.ui.components import SectionTitle
from app.ui.controls import button, native
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.followup_form import FollowUpForm, stored, values_of
from app.ui.layouts import FlowBox, card, column
from app.ui.page_parts import Slot
from app.usecases import followup

KIND = "follow_up"


class FollowUpPlace(Slot):
    """Where these forms stand in the page, one at a time; `closed` names the follow-up that was changed, or none."""

    made = Signal(str, str, object)
    closed = Signal(str)

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self._file = file
        self._form: QuickFollowUp | ChangedFollowUp | None = None

    @property
    def adding(self) -> bool:
        """Whether a new one is being typed."""
        return isinstance(self._form, QuickFollowUp)

    def first(self) -> QWidget | None:
        """The field to begin with, None while nothing is open."""
        return self._form.first if self._form is not None else None

    def add(self) -> None:
        """Strg+D: a new one without a person; what is being typed already goes on."""
        if not self.adding:
            form = QuickFollowUp(self._file)
            form.made.connect(self._made)
            self._open(form)
        self._enter()

    def change(self, line: TodayLine) -> None:
        """F2: another day, a repeat, a deadline. UserError where it has gone."""
        self._open(ChangedFollowUp(self._file, query.follow_up(self._file, line.follow_up_id), line.name))
        self._enter()
        if isinstance(first := self.first(), QLineEdit):
            # what is typed takes the place of the day that is known
            first.selectAll()

    def _open(self, form: "QuickFollowUp | ChangedFollowUp") -> None:
        self._form = form
        form.closed.connect(self._close)
        self.put(form)

    def _enter(self) -> None:
        if (first := self.first()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            come_into_view(self)

    def _made(self, follow_up_id: str, title: str, due_on: date | None) -> None:
        self._form = None
        self.put(None)
        self.made.emit(follow_up_id, title, due_on)

    def _close(self) -> None:
        changed = self._form.one.id if isinstance(self._form, ChangedFollowUp) else ""
        self._form = None
        self.put(None)
        self.closed.emit(changed)


class QuickFollowUp(QWidget):
    """Title and day; Enter goes on and enters it, Esc closes and keeps what was typed as a draft."""

    made = Signal(str, str, object)
    closed = Signal()

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self._file = file
        self.form = FollowUpForm(file.today)
        self._keeper = DraftKeeper(self, file, KIND, self._draft)
        draft = draft_of(file, KIND)
        if draft is not None:
            self.form.set_texts(draft.content["texts"])
        self._cursor = resume(self.form, draft.cursor) if draft is not None else ""
        self.form.edited.connect(lambda _attribute: self._keeper.touch())
        self.form.finished.connect(self.enter)
        buttons = FlowBox(self.form.more, button(_("Verwerfen"), "quiet", call=self.discard),
                          button(_("Anlegen"), icon="check", call=self.enter, tip=_("Anlegen"), shortcut=SAVE_KEYS[0]),
                          right=True)
        title = SectionTitle(_("Wiedervorlage ohne Person"), _("{key} schließt").format(key=native("Esc")),
                             "calendar-clock")
        self.setLayout(column(card(title, self.form, buttons, gap=8), gap=0))
        self.setAccessibleName(_("Wiedervorlage ohne Person"))
        keys(self, SAVE_KEYS, self.enter)
        keys(self, ("Esc",), self.leave)

    @property
    def first(self) -> QWidget:
        """The field that had the keyboard when the draft was left, else the first one."""
        return self.form.box(self._cursor or "title").control.targets()[0]

    def _draft(self) -> tuple[dict[str, Any], str]:
        return {"texts": self.form.texts()}, cursor_in(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page, another text size: what was typed is kept at once."""
        self._keeper.flush()
        super().hideEvent(event)

    def leave(self) -> None:
        """Closes; what was typed stays as a draft."""
        self._keeper.flush()
        self.closed.emit()

    def discard(self) -> None:
        """Closes and forgets what was typed."""
        self._keeper.discard()
        self.closed.emit()

    def enter(self) -> None:
        """The draft becomes a follow-up; a wrong field says why not."""
        if not self.form.check():
            return
        values = stored(self.form.values())
        try:
            made = followup.add(self._file, None, **values)
        except UserError as error:
            self.form.box("title").show_error(text_of(error))
            return
        self._keeper.discard()
        self.made.emit(made, values["title"], values["due_on"])


class ChangedFollowUp(QWidget):
    """Another day, a repeat, a deadline or other words for one of the list; the day has the keyboard first."""

    closed = Signal()

    def __init__(self, file: CaseFile, one: FollowUp, name: str) -> None:
        super().__init__()
        self._file, self.one = file, one
        self.form = FollowUpForm(file.today, self._change)
        self.form.show_follow_up(one)
        self.form.finished.connect(self.leave)
        buttons = FlowBox(self.form.more, button(_("Fertig"), call=self.leave), right=True)
        title = SectionTitle(_("Wiedervorlage von {name}").format(name=name) if name else _("Wiedervorlage"),
                             _("{key} schließt").format(key=native("Esc")), "calendar-clock")
        self.setLayout(column(card(title, self.form, buttons, gap=8), gap=0))
        self.setAccessibleName(_("Wiedervorlage ändern"))
        keys(self, (*SAVE_KEYS, "Esc"), self.leave)

    @property
    def first(self) -> QWidget:
        """The field of the day."""
        return self.form.box("due_on").control.targets()[0]

    def leave(self) -> None:
        """Closes; what was typed is saved, a field that is wrong keeps the form open."""
        if self.form.commit():
            self.closed.emit()

    def _change(self, attribute: str, value: object) -> None:
        said = stored({**values_of(self.one), **self.form.values(), attribute: value})
        if self.one.rule:
            said |= {"repeat": None, "priority": None}
        followup.change(self._file, self.one.id, **said)
