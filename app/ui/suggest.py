"""One line with proposals found while it is typed: a known shelter or a new one, a person of the file.
What is proposed, the caller's `find` says; nothing is chosen before Enter, a click or leaving the field."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit

from app.domain.errors import N_, UserError
from app.domain.names import folded
from app.ui.editors import Control, LineControl, Option

Find = Callable[[str], Sequence[Option]]
NOT_FOUND = N_("„{text}“ steht nicht in der Klientendatei. Tippen Sie einen Teil des Namens.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """One of what `find` offers for a typed text, (value, word) each; with `free` the text itself is a value too.

    `words` says the value below the line.
    """

    find: Find
    free: bool = False
    words: Callable[[object], str] | None = None
    hint: str = ""

    def build(self) -> Control:
        """A new line."""
        return SuggestedControl(self)


class SuggestedControl(LineControl):
    """The line; what was chosen is remembered by its word, so that it is not looked for again."""

    def __init__(self, editor: Suggested) -> None:
        self._editor = editor
        self._known: dict[str, Hashable] = {}
        super().__init__(self._value_of, self._word_of, editor.words, "" if editor.free else None, editor.hint)
        self.line.setCompleter(Proposals(self.line, self._offered, editor.free))
        self.line.completer().activated.connect(self._taken)

    def _offered(self, typed: str) -> list[str]:
        found = self._editor.find(typed) if typed.strip() else ()
        self._known.update({word: value for value, word in found})
        return [word for _value, word in found]

    def _value_of(self, text: str) -> object:
        if self._editor.free:
            return text
        words = [text] if text in self._known else self._offered(text)
        exact = [word for word in words if folded(word) == folded(text)] or words
        if len(exact) != 1:
            raise UserError(NOT_FOUND, text=text)
        return self._known[exact[0]]

    def _word_of(self, value: object) -> str:
        return next((word for word, known in self._known.items() if known == value), str(value))

    def _taken(self, word: str) -> None:
        self.set_text(word)
        self.edited.emit()
        self.picked.emit()


class Proposals(QCompleter):
    """The list below the line. Enter takes the marked proposal, or the first where the text alone is no value."""

    def __init__(self, line: QLineEdit, offered: Callable[[str], list[str]], free: bool) -> None:
        super().__init__(line)
        self._line, self._offered, self._free = line, offered, free
        self._rows = QStringListModel([], self)
        self.setModel(self._rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self.popup()
        assert popup is not None
        self._popup = popup
        popup.setProperty("area", "popup")
        popup.installEventFilter(self)

    def splitPath(self, path: str) -> list[str]:
        """Takes the typed text as the search, and then offers all that was found (Qt)."""
        self._rows.setStringList(self._offered(path))
        return [""]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One Enter is enough to take a proposal and to go on to the next field."""
        if (not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress
                or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or watched is not self._popup):
            return super().eventFilter(watched, event)
        marked = self._popup.currentIndex()
        if not marked.isValid() and not self._free:
            marked = self.completionModel().index(0, 0)
        self._popup.hide()
        if marked.isValid():
            self.activated.emit(str(marked.data()))
        again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.postEvent(self._line, again)
        return True
