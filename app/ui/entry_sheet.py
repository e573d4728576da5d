"""What the grids with a draft share: fields that hold for all lines above, the lines, and the draft of both. What the
lines mean is for the sheets made of this (several persons, a day in a shelter)."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.store.casefile import CaseFile
from app.ui.caret import caret_in
from app.ui.controls import label, set_role
from app.ui.draft_sheet import DraftSheet
from app.ui.entry_form import EntryForm
from app.ui.entry_grid import EntryGrid
from app.ui.form import FormView
from app.ui.layouts import card, column, framed, holder
from app.ui.page_parts import Slot
from app.ui.theme import T

HEAD = "head"


class EntrySheet(DraftSheet):
    """`whole` comes with the head."""

    whole = Signal()

    def __init__(self, file: CaseFile, kind: str, area: EntryGrid | EntryForm, *about: QLabel) -> None:
        super().__init__(file, kind)
        self.area = area
        self._head: FormView | None = None
        self._above = Slot()
        self._note = label("", "caption", wrap=True)
        self._lay_out(about)

    def _lay_out(self, about: tuple[QLabel, ...]) -> None:
        if isinstance(self.area, EntryGrid):
            self.area.noted.connect(self._say)
            self._note.setMinimumHeight(T.px(18))
            below = holder(column(*about, self._note, gap=2, margins=(14, 4, 14, 6)))
            body = framed(self.area, below, main=self.area)
        else:
            body = card(*about, self.area)
        layout = column(self._above, body, gap=12)
        layout.setStretchFactor(body, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _listen(self) -> None:
        """The lines stand there: from now on somebody types."""
        self.area.edited.connect(self._touched)
        self.area.finished.connect(self.finished)
        # a turn of its own: with the grid it would be more than the window may stand still
        QTimer.singleShot(0, self, lambda: self.head)

    @property
    def head(self) -> FormView:
        """What holds for all lines, above them."""
        if self._head is None:
            self._head = head = self._made_head()
            if self.restored is not None:
                head.set_texts(self.restored.content[HEAD])
            head.edited.connect(self._head_edited)
            head.finished.connect(lambda: self.area.go(self.area.place()[0]))
            self._above.put(card(head, gap=4))
            self.whole.emit()
        return self._head

    def _made_head(self) -> FormView:
        """The fields that hold for all lines, with the values that stand ready."""
        raise NotImplementedError

    def _head_edited(self, _attribute: str) -> None:
        self._touched()

    def _say(self, role: str, words: str) -> None:
        set_role(self._note, "role", role)
        self._note.setText(words)

    def _touched(self) -> None:
        self._keeper.touch()
        self.edited.emit()

    def _draft(self) -> tuple[dict[str, Any], str]:
        content, place = self._kept_lines()
        above = caret_in(self.head)
        return {**content, HEAD: self.head.texts()}, f"{HEAD}:{above}" if above else place

    def _kept_lines(self) -> tuple[dict[str, Any], str]:
        """The lines as a draft keeps them, and the place of the caret in them (`line:cell`)."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """The field or cell that had the caret, else the first cell."""
        place, _colon, attribute = self.restored.cursor.partition(":") if self.restored is not None else ("", "", "")
        if place == HEAD and attribute in self.head.texts():
            return self.head.box(attribute).control.targets()[0]
        return self.area if isinstance(self.area, EntryGrid) else self.area.first()
