"""The form of Aufnahme with its draft: what was left behind is there again, what is typed is kept within a second."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.store.casefile import CaseFile, Draft
from app.store.queries import intake
from app.ui.caret import cursor_in, resume
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.intake_fields import NAMES, counted, topics
from app.ui.intake_form import IntakeForm
from app.ui.layouts import column

DRAFT = "intake"
FIRST = "family_name"
Kept = tuple[dict[str, str], str]


class IntakeSheet(QWidget):
    """One person being taken in. `edited` with each key, `saved` with each kept draft, `finished` on the last Enter."""

    edited = Signal()
    saved = Signal()
    finished = Signal()

    def __init__(self, file: CaseFile, name: str) -> None:
        super().__init__()
        last = intake.last(file)
        self.form = IntakeForm(topics(file, last))
        self._keeper = DraftKeeper(self, file, DRAFT, self._draft)
        self._cursor = FIRST
        self._typed = False
        self.restored: Draft | None = draft_of(file, DRAFT)
        self.form.set_values({"ags": last.ags or None})
        if self.restored is not None:
            self._typed = True
            self.form.set_texts(self.restored.content["texts"])
            self._cursor = resume(self.form, self.restored.cursor) or FIRST
        elif name:
            family, _comma, given = name.partition(",")
            self.form.set_texts({"family_name": family.strip(), "given_name": given.strip()})
        self.setLayout(column(self.form, gap=0))
        self._keeper.saved.connect(self.saved)
        self.form.edited.connect(self._edited)
        self.form.moved.connect(self._moved)
        self.form.finished.connect(self.finished)

    def _edited(self, _attribute: str) -> None:
        self._typed = True
        self._keeper.touch()
        self.edited.emit()

    def _moved(self) -> None:
        """The caret is part of the draft, once there is one."""
        if self._typed:
            self._keeper.touch()

    def _draft(self) -> tuple[dict[str, Any], str]:
        texts, cursor = self.kept()
        self._cursor = cursor.partition(":")[0]
        return {"texts": texts}, cursor

    def kept(self) -> Kept:
        """What stands in the fields, valid or not, and which of them has the caret."""
        return self.form.texts(), cursor_in(self.form) or self._cursor

    def names(self) -> tuple[str, ...]:
        """The names typed so far."""
        texts = self.form.form_of(FIRST).texts()
        return tuple(texts[name] for name in NAMES if texts[name].strip())

    def counted(self) -> int:
        """How many of the twelve facts are there."""
        return counted(self.form.values())

    def left_out(self) -> list[str]:
        """The labels of the fields whose text is no possible value."""
        values = self.form.values()
        return [self.form.box(name).field.label for name in self.form.texts() if name not in values]

    def first(self) -> QWidget:
        """The field that had the caret, or the first name."""
        return self.form.box(self._cursor).control.targets()[0]

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def stop(self) -> None:
        """Keeps nothing more: the person is being taken in."""
        self._keeper.stop()

    def discard(self) -> None:
        """Forgets the draft."""
        self._keeper.discard()
