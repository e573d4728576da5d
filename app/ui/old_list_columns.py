"""The columns of an older list, each with values from it, and the field it fills; what is missing and what is left out
stands above. No reading of files."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.documents.old_list_columns import FIELDS
from app.documents.tables import Table
from app.domain.codes import code_list
from app.domain.errors import UserError
from app.domain.names import isolated
from app.i18n import _, text_of
from app.ui.choice import Choice
from app.ui.components import Banner
from app.ui.controls import announce, label, set_role
from app.ui.editors import Option
from app.ui.focus import chain
from app.ui.layouts import card, column, divider, holder, row
from app.ui.old_list_flow import OldListFlow
from app.ui.page_parts import Slot
from app.ui.theme import T

# Boxes are slow to lay out: no turn of the event loop makes more of them.
_AT_ONCE = 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Assigned(QWidget):
    """One thing of the list on the left, on the right the box with what it becomes; Enter goes on."""

    picked = Signal(object)
    entered = Signal(int)

    def __init__(self, name: str, what: str, choice: Choice, value: object) -> None:
        super().__init__()
        self._head, self._note = label(name, "strong", wrap=True), label(what, "caption", wrap=True)
        self._what, self._name, self._value = what, name, value
        self.control = choice.build()
        self.control.set_value(value)
        self.control.picked.connect(self._settle)
        self.box = self.control.targets()[0]
        self._head.setBuddy(self.box)
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(what)
        self.box.installEventFilter(self)
        words = column(self._head, self._note, gap=1)
        if not T.wide:
            self.setLayout(column(words, self.control, gap=4))
            return
        self.control.setFixedWidth(T.px(300))
        line = row(gap=16)
        line.addLayout(words, 1)
        line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)

    def _settle(self) -> None:
        try:
            value = self.control.value()
        except UserError as error:
            self.control.mark(True)
            self._say("error", text_of(error))
            announce(self.box, f"{self._name}: {text_of(error)}")
            return
        self.control.mark(False)
        self.control.set_value(value)
        self._say("caption", self._what)
        if value != self._value:
            self._value = value
            self.picked.emit(value)

    def _say(self, role: str, sentence: str) -> None:
        set_role(self._note, "role", role)
        self._note.setText(sentence)
        self.box.setAccessibleDescription(sentence)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes what was typed when the box is left; Enter goes to the next one, Shift+Enter back (Qt)."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self._settle()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            back = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if back or not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._settle()
                self.entered.emit(-1 if back else 1)
                return True
        return False


class ColumnStep(QWidget):
    """All columns with their fields; `changed` after each choice, `sheet_chosen` for another sheet of the file."""

    changed = Signal()
    sheet_chosen = Signal(str)
    finished = Signal()

    def __init__(self, flow: OldListFlow, table: Table) -> None:
        super().__init__()
        self._flow = flow
        self._state = Slot()
        self._left_out = label("", "caption", wrap=True)
        self._fields: tuple[Option, ...] = tuple((field.id, _(field.label)) for field in FIELDS)
        self._coming = [*enumerate(table.header)]
        self.lines: list[Assigned] = []
        parts: list[QWidget] = [self._state, self._left_out]
        if len(table.sheets) > 1:
            sheet = Assigned(_("Blatt der Datei"), _("Eingelesen wird immer eines."),
                             Choice(options=tuple((name, name) for name in table.sheets)), table.sheet)
            sheet.picked.connect(lambda name: self.sheet_chosen.emit(str(name)) if name else None)
            parts.append(card(sheet))
        heads: Sequence[QWidget] = [_heads(), divider()] if T.wide else []
        self._listed = column(*heads, gap=7)
        self._parts = column(*parts, card(self._listed), gap=12)
        self.setLayout(self._parts)
        self._show()
        self._more()

    def _more(self) -> None:
        """The next columns; what they need of the keyboard comes behind those before."""
        now, self._coming = self._coming[:_AT_ONCE], self._coming[_AT_ONCE:]
        for place, name in now:
            line = self._line(place, name)
            line.picked.connect(partial(self._map, name))
            if place:
                self._listed.addWidget(divider())
            self._listed.addWidget(line)
            self._follow(line)
        if self._coming:
            QTimer.singleShot(0, self, self._more)
            return
        commune = Assigned(
            _("Kommune, wo die Liste keine nennt"), _("Gilt für Zeilen, in denen keine Kommune steht."),
            Choice(options=tuple((code.id, code.label) for code in code_list("commune").active()),
                   frequent=(self._flow.ags,) if self._flow.ags else (), empty=_("keine")), self._flow.ags or None)
        commune.picked.connect(self._commune)
        self._parts.addWidget(card(commune))
        self._follow(commune)

    def _follow(self, line: Assigned) -> None:
        if self.lines:
            chain(self.lines[-1].box, line)
        line.entered.connect(partial(self._go, len(self.lines)))
        self.lines.append(line)

    def _line(self, place: int, name: str) -> Assigned:
        values = " · ".join(map(isolated, self._flow.samples[place])) or _("leer")
        return Assigned(isolated(name), values, Choice(options=self._fields, empty=_("nicht übernehmen")),
                        self._flow.mapping.get(name) or None)

    def _go(self, number: int, step: int) -> None:
        if 0 <= number + step < len(self.lines):
            self.lines[number + step].box.setFocus(Qt.FocusReason.TabFocusReason)
        elif step > 0:
            self.finished.emit()

    def _map(self, name: str, field: object) -> None:
        self._flow.mapping[name] = str(field or "")
        self._show()

    def _commune(self, ags: object) -> None:
        self._flow.ags = str(ags or "")
        self._show()

    def _show(self) -> None:
        missing, left_out = self._flow.missing, self._flow.left_out
        if missing:
            said = _("Es fehlt noch ein Feld: {fields}. Ohne das lässt sich keine Zeile übernehmen.")
            self._state.put(Banner("warn", said.format(fields=", ".join(missing)), icon="triangle-alert"))
        else:
            self._state.put(None)
        named = ", ".join(_("„{column}“").format(column=isolated(column)) for column in left_out)
        self._left_out.setText(_("Nicht übernommen: {columns}.").format(columns=named) if left_out else
                               _("Alle Spalten werden übernommen."))
        self.changed.emit()

    def first_focus(self) -> QWidget:
        """The box of the first column."""
        return self.lines[0].box


def _heads() -> QWidget:
    field = label(_("Feld"), "label")
    field.setFixedWidth(T.px(300))
    line = row(label(_("Spalte in Ihrer Liste"), "label"), field, gap=16)
    line.setStretch(0, 1)
    return holder(line)
