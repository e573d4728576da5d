"""A field for a password: hidden letters, an eye that shows them, and knowing that caps lock is on. Judges nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.i18n import _
from app.ui import icons
from app.ui.controls import tool
from app.ui.editors import Control, LineControl, same_text
from app.ui.layouts import row
from app.ui.theme import T

# the keyboards of phones and input methods would otherwise learn the password
_HINTS = (Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
          | Qt.InputMethodHint.ImhSensitiveData)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One hidden line. `words` says what the typed text is worth, "" for nothing to say."""

    words: Callable[[str], str] | None = None

    def build(self) -> Control:
        """A new line."""
        return SecretControl(self.words)


class SecretControl(LineControl):
    """The hidden line; `text()` is what was typed, blanks at its ends included."""

    caps_changed = Signal(bool)

    def __init__(self, words: Callable[[str], str] | None) -> None:
        super().__init__(same_text, str, words, "", "")
        self.caps = False
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(_HINTS)
        self._eye = tool("eye", _("Kennwort zeigen"), self._toggle)
        self.line.setLayout(row(None, self._eye, margins=(0, 0, 3, 0)))
        self.line.setTextMargins(0, 0, T.px(30), 0)
        self.line.installEventFilter(self)

    def value(self) -> object:
        """What was typed, unchanged: a blank may belong to a password."""
        return self.line.text()

    def _toggle(self) -> None:
        shown = self.line.echoMode() == QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        # a shown line loses them
        self.line.setInputMethodHints(_HINTS)
        name = _("Kennwort verbergen") if shown else _("Kennwort zeigen")
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye"))
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(name)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Learns from each key whether caps lock is on; Qt cannot be asked (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            caps = self.caps
            if event.key() == Qt.Key.Key_CapsLock:
                caps = not caps
            elif (letter := event.text()).isalpha() and letter.lower() != letter.upper():
                caps = letter.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if caps != self.caps:
                self.caps = caps
                self.caps_changed.emit(caps)
        return False
