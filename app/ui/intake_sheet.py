"""The form of Aufnahme with its draft: what was left behind is there again, what is typed is kept within a second."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.store.casefile import CaseFile
from app.store.queries import intake
from app.ui.caret import caret_in, cursor_in, resume
from app.ui.draft_sheet import DraftSheet
from app.ui.intake_fields import counted, offered, topics
from app.ui.intake_form import IntakeForm
from app.ui.layouts import column

DRAFT = "intake"
FIRST = "family_name"
Kept = tuple[dict[str, str], str]


class IntakeSheet(DraftSheet):
    """One person being taken in."""

    def __init__(self, file: CaseFile, name: str) -> None:
        super().__init__(file, DRAFT)
        self._last = last = intake.last(file)
        self.form = IntakeForm(topics(file, last))
        self._cursor = FIRST
        self._typed = self._edited_now = False
        # who is known to be somebody else than the person being typed
        self.others: tuple[str, ...] = ()
        self.form.set_values({"ags": last.ags or None})
        if self.restored is not None:
            self._typed = True
            self.form.set_texts(self.restored.content["texts"])
            self.others = tuple(self.restored.content.get("others", ()))
            wanted = self.restored.cursor.partition(":")[0]
            self._cursor = self.form.wanted = wanted if wanted in self.form.names else FIRST
            self.form.caret = self.restored.cursor
            self.form.completed.connect(self._resume)
        elif name:
            family, _comma, given = name.partition(",")
            self.form.set_texts({"family_name": family.strip(), "given_name": given.strip()})
        self.setLayout(column(self.form, gap=0))
        self.form.edited.connect(self._edited)
        self.form.moved.connect(self._moved)
        self.form.finished.connect(self.finished)

    def _resume(self) -> None:
        """The caret to its letter, unless somebody was quicker than the form."""
        if self.form.caret and not self._edited_now:
            resume(self.form, self.form.caret)

    def _edited(self, _attribute: str) -> None:
        self._typed = self._edited_now = True
        self._keeper.touch()
        self.edited.emit()

    def _moved(self) -> None:
        """The caret is part of the draft, once there is one."""
        if self._typed:
            self._keeper.touch()

    def _draft(self) -> tuple[dict[str, Any], str]:
        texts, cursor = self.kept()
        self._cursor = cursor.partition(":")[0]
        return {"texts": texts, "others": list(self.others)}, cursor

    def set_others(self, others: tuple[str, ...]) -> None:
        """Who was set apart belongs to the draft."""
        self.others = others
        self._keeper.touch()

    def kept(self) -> Kept:
        """What stands in the fields, valid or not, and which of them has the caret."""
        return self.form.texts(), cursor_in(self.form) or self._cursor

    def as_before(self) -> list[str] | None:
        """Takes over what the last intake had: in the field with the caret, which is then left, else in all that are
        offered and still empty. Nothing typed is replaced. Returns the labels of what was taken over, None for the
        field with the caret, where it is seen.
        """
        offers = offered(self._last)
        here = caret_in(self.form)
        chosen = [here] if here in offers else [name for name in offers if not self.form.box(name).control.text()]
        chosen = [name for name in chosen if not self.form.box(name).control.text()]
        for name in chosen:
            self.form.box(name).control.set_value(offers[name])
            self._edited(name)
        if chosen == [here]:
            self.form.form_of(here).advance(here, 1)
            return None
        return [self.form.box(name).field.label for name in chosen]

    def counted(self) -> int:
        """How many of the twelve facts are there."""
        return counted(self.form.so_far())

    def left_out(self) -> list[str]:
        """The labels of the fields whose text is no possible value."""
        values = self.form.values()
        return [self.form.box(name).field.label for name in self.form.texts() if name not in values]

    def first(self) -> QWidget:
        """The field that had the caret, or the first name; the form itself while it has none yet."""
        return self.form.open(self._cursor).control.targets()[0] if self.form.has(self._cursor) else self.form
