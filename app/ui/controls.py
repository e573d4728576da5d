"""Labels, signs, buttons, chips and tabs with roles and accessible names. No control here knows what it is for."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from app.i18n import _
from app.ui import icons
from app.ui.focus import commit_focused
from app.ui.layouts import FlowBox
from app.ui.theme import T

_ICON_TOKENS = {"primary": "on_accent", "link": "accent_text", "danger": "bad_text"}


def label(value: str, role: str = "body", wrap: bool = False, select: bool = False) -> QLabel:
    """Plain text in a type role: title, display, lead, strong, body, label, caption, muted, error, echo, warn."""
    widget = QLabel(value)
    # a name that looks like markup must stay a name
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    if wrap:
        widget.setMinimumWidth(T.px(60))
    if select:
        widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return widget


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Changes a property the style sheet selects by; the sheet reads it only once on its own."""
    # one that was never given is the same to the sheet as an empty one
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    # before it is first drawn the sheet has not read anything
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def glyph(name: str, token: str = "text2", size: int = 16) -> QLabel:
    """A sign as a widget; it says nothing to a screen reader, the word beside it does."""
    widget = QLabel()
    widget.setPixmap(icons.pixmap(name, token, T.px(size)))
    widget.setFixedSize(T.px(size), T.px(size))
    return widget


def native(shortcut: str) -> str:
    """A shortcut as the keyboard calls it: `Ctrl+Shift+N` becomes „Strg+Umschalt+N“ in German."""
    # Qt leaves the name of this one key in English
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", _("Eingabe"))


def button(value: str, kind: str = "", icon: str = "", call: Callable[[], object] | None = None, tip: str = "",
           shortcut: str = "") -> QPushButton:
    """A button: kind "" outlined, primary, quiet, link, danger, chip, tab, nav. `tip` is its name where it has no word.

    A click leaves the focus where it is (the ring then always means keyboard), so the field with the focus is saved
    before `call` runs. The shortcut is only shown; actions.py binds it.
    """
    widget = QPushButton(value)
    widget.setProperty("kind", kind)
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    # outside dialogs Qt presses a focused button by the space bar alone; people press Enter
    widget.setAutoDefault(True)
    if icon:
        _set_icon(widget, kind, icon)
    name = tip or value.replace("&", "")
    widget.setAccessibleName(name)
    # a tool tip that repeats the word of the button is noise
    if tip or shortcut:
        widget.setToolTip(f"{name}  {native(shortcut)}".strip())
    widget.pressed.connect(commit_focused)
    if call is not None:
        widget.clicked.connect(lambda: call())
    return widget


def set_kind(widget: QPushButton, kind: str, icon: str) -> None:
    """Makes a button of another kind, with its icon in the colour of that kind."""
    set_role(widget, "kind", kind)
    _set_icon(widget, kind, icon)


def _set_icon(widget: QPushButton, kind: str, icon: str) -> None:
    gap = T.px(4) if widget.text() else 0
    on = "accent_text" if kind in ("chip", "nav", "tab") else ""
    widget.setIcon(icons.icon(icon, _ICON_TOKENS.get(kind, "text2"), on=on, gap=gap))
    widget.setIconSize(QSize(T.px(16) + gap, T.px(16)))


class _SignButton(QToolButton):
    """Answers Enter as the other buttons do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses (Qt knows the space bar only)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def tool(icon: str, tip: str, call: Callable[[], object] | None = None, shortcut: str = "",
         size: int = 16) -> QToolButton:
    """A sign alone as a button, at least 28 px large; `tip` is its name."""
    widget = _SignButton()
    widget.setIcon(icons.icon(icon, size=size))
    widget.setIconSize(QSize(T.px(size), T.px(size)))
    widget.setMinimumSize(T.px(28), T.px(28))
    widget.setToolTip(f"{tip}  {native(shortcut)}".strip())
    widget.setAccessibleName(tip)
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    widget.pressed.connect(commit_focused)
    if call is not None:
        widget.clicked.connect(lambda: call())
    return widget


class Chip(QPushButton):
    """A filter or answer that is on or off. A removable one carries × and goes on a click or with Entf."""

    removed = Signal()

    def __init__(self, value: str, checked: bool = False, icon: str = "", removable: bool = False) -> None:
        super().__init__(f"{value}   ×" if removable else value)
        self._removable = removable
        self.setProperty("kind", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setAccessibleName(_("Filter {name} entfernen").format(name=value) if removable else value)
        if icon:
            gap = T.px(4)
            self.setIcon(icons.icon(icon, on="accent_text", gap=gap))
            self.setIconSize(QSize(T.px(16) + gap, T.px(16)))
        self.pressed.connect(commit_focused)
        if removable:
            self.clicked.connect(lambda: self.removed.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entf removes a removable chip."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class Tabs(FlowBox):
    """The parts of a page as words in a line; wraps when text is large. Alt+1 … 8 are bound by the page."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], current: str) -> None:
        super().__init__(gap=8)
        self._buttons: dict[str, QPushButton] = {}
        for key, name in tabs:
            item = button(name, "tab", call=partial(self.choose, key))
            item.setCheckable(True)
            item.setAutoExclusive(True)
            item.setChecked(key == current)
            # the checked word is bolder, so the room for it is kept from the start
            item.setMinimumWidth(round(item.fontMetrics().horizontalAdvance(name) * 1.08) + T.px(18))
            self._buttons[key] = item
            self.add(item)
        self._one_stop()

    def choose(self, key: str) -> None:
        """Opens the part `key` as a click on it would."""
        self._buttons[key].setChecked(True)
        self._one_stop()
        self.chosen.emit(key)

    @property
    def last(self) -> QWidget:
        """The word at the end of the line."""
        return list(self._buttons.values())[-1]

    def _one_stop(self) -> None:
        """Tab comes to the word that is open; from there the arrows go on."""
        for item in self._buttons.values():
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if item.isChecked() else Qt.FocusPolicy.ClickFocus)


def search_field(name: str, hint: str = "", value: str = "") -> QLineEdit:
    """A search field with its sign inside and a button to clear it; a reader hears `name`, `hint` is the grey text."""
    field = QLineEdit(value)
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    field.setClearButtonEnabled(True)
    field.setMinimumWidth(T.px(160))
    # an action inside a QLineEdit stays 16 px at any zoom, a label grows
    mark = glyph("search", "muted")
    mark.setParent(field)
    mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    field.ensurePolished()
    mark.move(T.px(9), (field.sizeHint().height() - mark.height()) // 2)
    field.setTextMargins(T.px(21), 0, 0, 0)
    return field


def key_hint(*parts: str) -> QLabel:
    """Keys and what they do, in one grey line: „Eingabe öffnet · Leertaste wählt“."""
    return label(" · ".join(parts), "caption", wrap=not T.wide)


def announce(widget: QWidget, sentence: str) -> None:
    """Has a screen reader say a sentence now."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
