"""Adding a follow-up without a person, inside Heute: two fields, a draft until it is entered."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.caret import cursor_in, resume
from app.ui.client_fields import due_day
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.components import SectionTitle
from app.ui.controls import button, native
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column
from app.usecases import followup

KIND = "follow_up"


class QuickFollowUp(QWidget):
    """Title and day; Enter goes on and enters it, Esc closes and keeps what was typed as a draft."""

    made = Signal(str, str, object)
    closed = Signal()

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self._file = file
        self.form = FormView((
            Field("title", _("Woran erinnern"), Text(), required=True, width="half"),
            Field("due_on", _("Wann"), due_day(file.today), width="half",
                  help=_("zum Beispiel +7, Fr oder 10.11. – leer heißt bei Gelegenheit")),
        ))
        self._keeper = DraftKeeper(self, file, KIND, self._draft)
        draft = draft_of(file, KIND)
        if draft is not None:
            self.form.set_texts(draft.content["texts"])
        self._cursor = resume(self.form, draft.cursor) if draft is not None else ""
        self.form.edited.connect(lambda _attribute: self._keeper.touch())
        self.form.finished.connect(self.enter)
        buttons = FlowBox(button(_("Verwerfen"), "quiet", call=self.discard),
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
        values: dict[str, Any] = self.form.values()
        try:
            made = followup.add(self._file, None, title=values["title"], due_on=values["due_on"])
        except UserError as error:
            self.form.set_error("title", text_of(error))
            return
        self._keeper.discard()
        self.made.emit(made, values["title"], values["due_on"])
