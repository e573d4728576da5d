"""Forms declared as lists of fields; Enter goes on, leaving a changed field reports it. Nothing here knows what is
stored: `save` and the signals are the caller's."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.domain.errors import UserError
from app.ui.field_box import Field, FieldBox
from app.ui.focus import chain
from app.ui.theme import T
from app.ui.turns import soon

_LEAST_WIDTH = 178
__all__ = ["IN_ONE_TURN", "Field", "FieldBox", "FormView"]

# fields made between two looks at the keyboard
IN_ONE_TURN = 3


class FormView(QWidget):
    """Fields in reading order, up to three in a line as the width in letters allows.

    `committed(attribute, value)` comes when a changed field is left with a valid value, after `save` took it (its
    UserError stands below the field); `edited(attribute)` with each key; `finished()` on Enter in the last field;
    `come()` when the last field is there that was to come later.
    """

    committed = Signal(str, object)
    edited = Signal(str)
    finished = Signal()
    come = Signal()

    def __init__(self, fields: Sequence[Field], save: Callable[[str, object], object] | None = None,
                 at_once: int | None = None) -> None:
        """With ``at_once``, so many fields are there at once and the others in the next turns of the event loop; who
        asks for one that is still to come has them all."""
        super().__init__()
        self._save = save
        self._later = list(fields[at_once:]) if at_once is not None else []
        # what was put into fields that are still to come, in its order, and which of them are not to be seen
        self._waiting: list[Callable[[], object]] = []
        self._told: dict[str, object] = {}
        self._unseen: set[str] = set()
        self._boxes: dict[str, FieldBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(T.sp(12))
        self._grid.setVerticalSpacing(T.sp(4))
        for unit in range(6):
            self._grid.setColumnStretch(unit, 1)
        self._per_line = 0
        for field in fields[:at_once]:
            self._make(field)
        self.setLayout(self._grid)
        self._arrange(3 if T.wide else 1)
        if self._later:
            soon(self, self._come)

    def _make(self, field: Field) -> FieldBox:
        box = self._boxes[field.attribute] = FieldBox(field, self._save, self)
        box.committed.connect(self.committed)
        box.edited.connect(self.edited)
        box.advanced.connect(self.advance)
        if field.attribute in self._unseen:
            box.hide()
        return box

    def _come(self, most: int = IN_ONE_TURN) -> None:
        """Makes the next fields, and after the last one puts in what was meant for them."""
        if not self._later:
            return
        before = self.last_stop
        come, self._later = self._later[:most], self._later[most:]
        boxes = [self._make(field) for field in come]
        self._arrange(self._per_line)
        for box in boxes:
            before = chain(before, box)
        if self._later:
            soon(self, self._come)
            return
        waiting, self._waiting = self._waiting, []
        for put in waiting:
            put()
        self.come.emit()

    @property
    def attributes(self) -> tuple[str, ...]:
        """What the fields are of, in reading order, also of those still to come."""
        return (*self._boxes, *(field.attribute for field in self._later))

    @property
    def last_stop(self) -> QWidget:
        """The last control there is by now; what comes later goes between it and what is chained to it."""
        return next(reversed(self._boxes.values())).control.targets()[-1]

    def whole(self) -> dict[str, FieldBox]:
        """Every field, at once."""
        self._come(len(self._later))
        return self._boxes

    def box(self, attribute: str) -> FieldBox:
        """The field of an attribute on screen."""
        return self._boxes[attribute] if attribute in self._boxes else self.whole()[attribute]

    def values(self) -> dict[str, object]:
        """Every valid value by attribute; a field with an invalid one is left out."""
        self.whole()
        return self.said()

    def said(self) -> dict[str, object]:
        """The same without making a field: one that is still to come says what was put in, or None."""
        found: dict[str, object] = {}
        for attribute, box in self._boxes.items():
            try:
                found[attribute] = box.control.value()
            except UserError:
                continue
        return {**found, **{field.attribute: self._told.get(field.attribute) for field in self._later}}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Shows saved values, so that leaving a field reports only what a person changed; others stay."""
        for attribute, value in values.items():
            if attribute in self._boxes:
                self._boxes[attribute].show_value(value)
        self._told.update(values)
        self._wait_for(values, self.set_values)

    def texts(self) -> dict[str, str]:
        """What stands in every field, valid or not, for a draft (JSON)."""
        return {attribute: box.control.text() for attribute, box in self.whole().items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Puts a draft back; typing goes on behind the last letter."""
        for attribute, text in texts.items():
            if attribute in self._boxes:
                control = self._boxes[attribute].control
                control.set_text(text)
                for target in control.targets():
                    if isinstance(target, QLineEdit):
                        target.end(False)
                    elif isinstance(target, QPlainTextEdit):
                        target.moveCursor(QTextCursor.MoveOperation.End)
                self._boxes[attribute].show_error("")
        self._wait_for(texts, self.set_texts)

    def _wait_for(self, values: Mapping[str, Any], put: Callable[[Mapping[str, Any]], object]) -> None:
        """Keeps what is meant for fields that are still to come."""
        later = {field.attribute for field in self._later}
        if mine := {attribute: value for attribute, value in values.items() if attribute in later}:
            self._waiting.append(partial(put, mine))

    def focus(self, attribute: str = "") -> None:
        """Puts the keyboard into a field, the first one by default."""
        self.box(attribute or next(iter(self._boxes))).take_focus()

    def check(self) -> bool:
        """True when every field is valid and every required one filled; else the first wrong one gets the keyboard."""
        wrong = [attribute for attribute, box in self.whole().items() if not box.check()]
        if wrong:
            self.focus(wrong[0])
        return not wrong

    def commit(self) -> bool:
        """Hands on every changed valid value; False when one is invalid."""
        # a list, not a generator: one wrong field must not keep the others from being saved
        return all([box.commit() for box in self.whole().values()])

    def show_field(self, attribute: str, shown: bool) -> None:
        """Shows or hides a field that depends on another, also one that is still to come."""
        if attribute not in self._boxes:
            (self._unseen.discard if shown else self._unseen.add)(attribute)
        elif _put_away(self._boxes[attribute]) == shown:
            self._boxes[attribute].setVisible(shown)
            self._arrange(self._per_line)

    def advance(self, attribute: str, step: int) -> None:
        """Goes to the next (1) or previous (-1) shown field; past the last one `finished` comes."""
        shown = [a for a, box in self.whole().items() if not box.isHidden() and not box.field.read_only]
        target = (shown.index(attribute) if attribute in shown else -1) + step
        if 0 <= target < len(shown):
            self.focus(shown[target])
        elif step > 0:
            self._boxes[attribute].commit()
            self.finished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes as many fields into a line as have room."""
        super().resizeEvent(event)
        per_line = max(1, min(3, self.width() // T.px(_LEAST_WIDTH)))
        if per_line != self._per_line:
            self._arrange(per_line)

    def _arrange(self, per_line: int) -> None:
        self._per_line = per_line
        units = {3: {"third": 2, "half": 3, "full": 6}, 2: {"third": 3, "half": 3, "full": 6}}.get(per_line, {})
        line, used = 0, 0
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            if _put_away(box):
                continue
            span = units.get(box.field.width, 6)
            if used + span > 6:
                line, used = line + 1, 0
            self._grid.addWidget(box, line, used, 1, span, Qt.AlignmentFlag(0))
            used += span


def _put_away(box: FieldBox) -> bool:
    """Whether it was hidden on purpose: Qt calls every widget hidden that was never on screen."""
    return box.isHidden() and box.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
