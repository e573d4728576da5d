"""Where the caret stands, and what stands unsaved in the fields of a window: out as plain values, and back again.
Where they are kept is the caller's; only ever inside the encrypted file."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.ui.form import FieldBox

W = TypeVar("W", bound=QWidget)


class Form(Protocol):
    """A form of one part or of several."""

    def texts(self) -> dict[str, str]:
        """What stands in each field."""

    def box(self, attribute: str) -> FieldBox:
        """A field on screen."""


def _line(widget: QWidget) -> QLineEdit | None:
    return widget.lineEdit() if isinstance(widget, QComboBox) else widget if isinstance(widget, QLineEdit) else None


def span(widget: QWidget) -> tuple[int, int]:
    """Where a selection began and where the caret is, both 0 where there is no text to be in."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().anchor(), widget.textCursor().position()
    line = _line(widget)
    if line is None:
        return 0, 0
    here, begun = line.cursorPosition(), line.selectionStart()
    if begun < 0:
        return here, here
    return (line.selectionEnd() if here == begun else begun), here


def put_span(widget: QWidget, anchor: int, at: int) -> None:
    """Puts caret and selection back, as far as the text is still that long."""
    if isinstance(widget, QPlainTextEdit):
        most = widget.document().characterCount() - 1
        cursor = widget.textCursor()
        cursor.setPosition(min(anchor, most))
        cursor.setPosition(min(at, most), QTextCursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
    elif (line := _line(widget)) is not None:
        if anchor == at:
            line.setCursorPosition(at)
        else:
            line.setSelection(anchor, at - anchor)


def _focused(owner: QWidget) -> tuple[QWidget | None, FieldBox | None]:
    """The control inside `owner` that has, or last had, the keyboard, and the field it belongs to."""
    focused = QApplication.focusWidget()
    if focused is None or not owner.isAncestorOf(focused):
        focused = owner.focusWidget()
    box: QWidget | None = focused
    while box is not None and not isinstance(box, FieldBox):
        box = box.parentWidget()
    return focused, box


def caret_in(owner: QWidget) -> str:
    """The attribute of the field inside `owner` that has, or last had, the keyboard; "" for none."""
    box = _focused(owner)[1]
    return box.field.attribute if box is not None else ""


def cursor_in(owner: QWidget) -> str:
    """That field and the place in its text, as a draft keeps it: `text:12`, selected `text:6-12`; "" for none."""
    focused, box = _focused(owner)
    if box is None or focused is None:
        return ""
    anchor, at = span(focused)
    return f"{box.field.attribute}:{at}" if anchor == at else f"{box.field.attribute}:{anchor}-{at}"


def resume(form: Form, cursor: str) -> str:
    """Puts the caret of a draft back to its place and returns its field, "" where the form has no such field."""
    attribute, _colon, at = cursor.partition(":")
    if attribute not in form.texts():
        return ""
    anchor, _dash, end = at.rpartition("-")
    if end.isdecimal():
        put_span(form.box(attribute).control.targets()[0], int(anchor or end), int(end))
    return attribute


def is_secret(widget: QWidget) -> bool:
    """True for a field whose text must be kept nowhere."""
    line = _line(widget)
    return line is not None and bool(line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
                                     or line.echoMode() != QLineEdit.EchoMode.Normal)


def kept(window: QWidget) -> dict[str, Any]:
    """Caret and unsaved texts of everything visible in `window`; empty where the keyboard is nowhere in it."""
    found: dict[str, Any] = {"texts": [_text_of(window, box) for box in _visible(window, FieldBox)
                                       if box.unsaved and not any(is_secret(t) for t in box.control.targets())]}
    focus = window.focusWidget()
    alike = _alike(window, type(focus).__name__, focus.accessibleName()) if focus is not None else []
    if focus in alike:
        found["focus"] = [type(focus).__name__, focus.accessibleName(), alike.index(focus)]
        found["span"] = [0, 0] if is_secret(focus) else list(span(focus))
    return found


def put_back(window: QWidget, was: Mapping[str, Any]) -> None:
    """Puts back what `kept` gave; a field that is no longer there is passed over."""
    for attribute, number, text, wrong in was.get("texts", ()):
        boxes = _boxes(window, attribute)
        if number < len(boxes) and boxes[number].control.text() != text:
            boxes[number].control.set_text(text)
            if wrong:
                boxes[number].check()
    if "focus" not in was:
        return
    kind, name, number = was["focus"]
    alike = _alike(window, kind, name)
    if number < len(alike):
        alike[number].setFocus(Qt.FocusReason.OtherFocusReason)
        put_span(alike[number], *was["span"])


def _text_of(window: QWidget, box: FieldBox) -> list[object]:
    wrong = box.control.targets()[0].property("state") == "error"
    return [box.field.attribute, _boxes(window, box.field.attribute).index(box), box.control.text(), wrong]


def _visible(window: QWidget, kind: type[W]) -> list[W]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _boxes(window: QWidget, attribute: str) -> list[FieldBox]:
    return [box for box in _visible(window, FieldBox) if box.field.attribute == attribute]


def _alike(window: QWidget, kind: str, name: str) -> list[QWidget]:
    """Widgets of a kind and a name: what tells a field from another one when all widgets are new."""
    return [w for w in _visible(window, QWidget) if type(w).__name__ == kind and w.accessibleName() == name]
