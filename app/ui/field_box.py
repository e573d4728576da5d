"""One field of a form on screen: label, control, one line below for help, echo, doubt or error; leaving it hands on
what changed. Forms of several fields are form's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from app.domain.errors import N_, UserError
from app.i18n import _, text_of
from app.ui import icons
from app.ui.controls import announce, label, set_role
from app.ui.editors import Control, Editor, Parsed
from app.ui.layouts import column, row
from app.ui.theme import T

Width = Literal["third", "half", "full"]
_NEEDED = N_("Diese Angabe wird gebraucht.")
_KEPT = N_("Diese Angabe wird gebraucht. Die bisherige bleibt, bis Sie eine neue eintragen.")
_SIGNS = {"echo": ("check", "ok"), "error": ("circle-alert", "bad"), "warn": ("triangle-alert", "warn")}
_ONE_LINE = 400


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of a record in a form. `help` stands below until there is an echo or an error.

    `width` is the part of a line with room for three; `read_only` is the reason why it cannot be changed. `doubt` says
    of a possible value what speaks against it, "" for nothing; it blocks nothing.
    """

    attribute: str
    label: str
    editor: Editor
    required: bool = False
    help: str = ""
    width: Width = "third"
    read_only: str = ""
    doubt: Callable[[object], str] | None = None


class FieldBox(QWidget):
    """A field on screen. It keeps its height whatever stands below the control, so that nothing jumps."""

    committed = Signal(str, object)
    edited = Signal(str)
    advanced = Signal(str, int)

    def __init__(self, field: Field, save: Callable[[str, object], object] | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._save = field, save
        self.control: Control = field.editor.build()
        self._saved: object = self._valid_or_none()
        self._longest = _(field.editor.longest) if isinstance(field.editor, Parsed) else ""
        self._head = label(f"{field.label}\N{NO-BREAK SPACE}*" if field.required else field.label, "label", wrap=True)
        self._sign, self._note = QLabel(), label("", "caption", wrap=True)
        self._sign.setFixedSize(T.px(13), T.px(15))
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        below = row(gap=5)
        below.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._note, 1, Qt.AlignmentFlag.AlignTop)
        layout = column(self._head, self.control, gap=4)
        layout.addLayout(below)
        layout.addStretch(1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name_controls()
        self.control.edited.connect(self._typed)
        self.control.picked.connect(self.commit)
        self.control.set_read_only(bool(field.read_only))
        self._say("caption", field.read_only or field.help)

    def _name_controls(self) -> None:
        targets = self.control.targets()
        self._head.setBuddy(targets[0])
        spoken = f"{self.field.label}, {_('Pflichtangabe')}" if self.field.required else self.field.label
        for target in targets:
            target.installEventFilter(self)
            own = target.accessibleName()
            target.setAccessibleName(f"{spoken}: {own}" if own else spoken)

    def _valid_or_none(self) -> object:
        try:
            return self.control.value()
        except UserError:
            return None

    def show_value(self, value: object) -> None:
        """Shows a saved value; a field that is being typed in keeps what stands there."""
        # a write elsewhere refreshes the page while somebody is in the middle of a word
        untouched = self._valid_or_none() == self._saved
        self._saved = value
        if untouched or not self._has_focus():
            self.control.set_value(value)
            # controls may read a value in their own form ("" for None): that form is the saved one
            self._saved = self._valid_or_none()
            self._refresh_note()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    @property
    def changed(self) -> bool:
        """True while what stands there is not what was saved."""
        try:
            return self.control.value() != self._saved
        except UserError:
            return True

    @property
    def unsaved(self) -> bool:
        """True while what stands there would be lost with the window."""
        return self._save is None or self.changed

    def check(self) -> bool:
        """True when the value may be saved; else the sentence stands below."""
        try:
            value = self.control.value()
        except UserError as error:
            self.show_error(text_of(error))
            return False
        if self.field.required and value in (None, "", ()):
            self.show_error(_(_KEPT if self._save is not None else _NEEDED))
            return False
        return True

    def commit(self) -> bool:
        """Hands on a changed valid value; an invalid one stays, is marked, and holds nobody up."""
        if self.field.read_only or not self.changed:
            if not self.control.targets()[0].property("state"):
                self._refresh_note()
            return True
        if not self.check():
            return False
        value = self.control.value()
        try:
            if self._save is not None:
                self._save(self.field.attribute, value)
        except UserError as error:
            self.show_error(text_of(error))
            return False
        self._saved = value
        self._refresh_note()
        self.committed.emit(self.field.attribute, value)
        return True

    def show_error(self, sentence: str) -> None:
        """Marks the control and says what is wrong; "" takes it back."""
        self.control.mark(bool(sentence))
        if sentence:
            self._say("error", sentence)
            announce(self.control.targets()[0], f"{self.field.label}: {sentence}")
        else:
            self._refresh_note()

    def show_warning(self, sentence: str) -> None:
        """A sentence in the tone of a warning that blocks nothing (caps lock, unlikely value)."""
        self._say("warn", sentence)

    def _typed(self) -> None:
        # while typing an error may only go, never come
        if self._note.property("role") != "error" or self._fits():
            self._refresh_note()
        self.edited.emit(self.field.attribute)

    def _fits(self) -> bool:
        try:
            self.control.value()
        except UserError:
            return False
        return True

    def _refresh_note(self) -> None:
        self.control.mark(False)
        echo, value = self.control.echo(), self._valid_or_none()
        if value and self.field.doubt is not None and (doubt := self.field.doubt(value)):
            self._say("warn", doubt)
            return
        self._say("echo" if echo else "caption", echo or self.field.read_only or self.field.help)

    def _say(self, role: str, sentence: str) -> None:
        set_role(self._note, "role", role)
        self._note.setText(sentence)
        sign = _SIGNS.get(role)
        self._sign.setVisible(sign is not None and bool(sentence))
        if sign is not None:
            self._sign.setPixmap(icons.pixmap(sign[0], sign[1], T.px(13)))
        for target in self.control.targets():
            target.setAccessibleDescription(sentence)
        self._fit_note()

    def _fit_note(self) -> None:
        # a sentence of some 65 letters needs two lines in a narrow field; the room is kept from the start
        metrics = self._note.fontMetrics()
        lines = 2 if self.width() < T.px(_ONE_LINE) else 1
        room = max(1, self.width() - (T.px(13) + T.sp(5)))
        reserved = round(metrics.lineSpacing() * lines)
        if self._longest:
            wrapped = metrics.boundingRect(QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap, self._longest)
            reserved = max(reserved, wrapped.height())
        said = self._note.heightForWidth(room) if self._note.text() else 0
        self._note.setFixedHeight(max(reserved + T.sp(4), said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps room for the longest sentence shown."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            # a label is never measured lower than its least height, which may stem from a narrower field
            self._note.setMinimumHeight(0)
            self._fit_note()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commits when the control is left; Enter goes to the next field, Shift+Enter back."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason and self.commit() and not self.changed:
                # what was typed short („2301“, „syr“) now stands there in full
                self.control.set_value(self._saved)
        elif (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
              and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(watched, QPlainTextEdit)):
            return self._advance(event.modifiers())
        return False

    def _advance(self, modifiers: Qt.KeyboardModifier) -> bool:
        back = modifiers == Qt.KeyboardModifier.ShiftModifier
        if not back and modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self.advanced.emit(self.field.attribute, -1 if back else 1)
        return True

    def take_focus(self) -> None:
        """Puts the keyboard into the control."""
        self.control.targets()[0].setFocus(Qt.FocusReason.TabFocusReason)
