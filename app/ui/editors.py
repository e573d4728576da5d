"""What a field is typed or picked with: declarations and the controls they build. No labels, no saving (form.py)."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.domain.errors import N_, UserError
from app.domain.names import reads_right_to_left
from app.i18n import number
from app.ui.controls import Chip, set_role
from app.ui.layouts import FlowBox, column
from app.ui.theme import T

Option = tuple[Hashable, str]
V = TypeVar("V")


class Control(QWidget):
    """What an editor builds: a value that can be typed or picked, without label, help or saving."""

    edited = Signal()
    picked = Signal()

    def targets(self) -> list[QWidget]:
        """The widgets that take the keyboard, first one first."""
        raise NotImplementedError

    def value(self) -> object:
        """The typed value, None (or the editor's own empty value) for nothing; UserError for something impossible."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Shows a value without reporting it as edited."""
        raise NotImplementedError

    def text(self) -> str:
        """What stands there, valid or not, for a draft."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Puts back what `text` gave."""
        raise NotImplementedError

    def echo(self) -> str:
        """The typed value in words, "" where the value speaks for itself."""
        return ""

    def mark(self, wrong: bool) -> None:
        """Draws the border of an error, or takes it away."""
        for target in self.targets():
            set_role(target, "state", "error" if wrong else "")

    def set_read_only(self, on: bool) -> None:
        """Shows the value without letting it be changed."""
        self.setDisabled(on)


class Editor(Protocol):
    """A declaration that builds a control."""

    def build(self) -> Control:
        """A new control, empty."""


def same_text(value: str) -> str:
    """The text itself, as a parse function."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text. `empty` is the value of an empty line: "" or None. `hint` is an example in grey."""

    hint: str = ""
    max_length: int = 200
    empty: str | None = ""
    secret: bool = False

    def build(self) -> Control:
        """A new line."""
        control = LineControl(same_text, str, None, self.empty, self.hint)
        control.line.setMaxLength(self.max_length)
        if self.secret:
            control.line.setEchoMode(QLineEdit.EchoMode.Password)
        return control


# no slots: with them `Parsed[date](…)` raises a TypeError in Python 3.11
@dataclass(frozen=True, kw_only=True)
class Parsed(Generic[V]):
    """One line read by `parse` (its UserError says what is wrong), shown by `show`, echoed by `words`.

    `longest` is the longest sentence of `parse` below the line for which room is kept.
    """

    parse: Callable[[str], V]
    show: Callable[[V], str] = str
    words: Callable[[V], str] | None = None
    hint: str = ""
    longest: str = ""

    def build(self) -> Control:
        """A new line."""
        return LineControl(self.parse, self.show, self.words, None, self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A whole number from `least` to `most`; points between thousands may be typed."""

    least: int = 0
    most: int = 999_999
    hint: str = ""

    def _parse(self, text: str) -> int:
        digits = text.replace(".", "").replace(" ", "")
        if not digits.lstrip("-").isdecimal() or not self.least <= int(digits) <= self.most:
            raise UserError(N_("Hier passt eine ganze Zahl von {least} bis {most}."),
                            least=number(self.least), most=number(self.most))
        return int(digits)

    def build(self) -> Control:
        """A new line."""
        return LineControl(self._parse, number, None, None, self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """Several lines of text, `lines` high."""

    hint: str = ""
    lines: int = 4

    def build(self) -> Control:
        """A new box."""
        return BoxControl(self.hint, self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """Few answers side by side, all visible. The value is one id or None, with `several` a tuple of ids."""

    options: Sequence[Option]
    several: bool = False

    def build(self) -> Control:
        """New chips, none on."""
        return ChipControl(self.options, self.several)


class LineControl(Control):
    """One line with its parse function."""

    def __init__(self, parse: Callable[[str], Any], show: Callable[[Any], str], words: Callable[[Any], str] | None,
                 empty: object, hint: str) -> None:
        super().__init__()
        self._parse, self._show, self._words, self._empty = parse, show, words, empty
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.setMinimumWidth(T.px(70))
        self.line.textEdited.connect(lambda: self.edited.emit())
        self.line.textChanged.connect(self._turn)
        self.setLayout(column(self.line))

    def _turn(self, text: str) -> None:
        # Qt asks the window for the direction: a name in Arabic would begin at the left and its brackets move
        ends_left = not text.isascii() and reads_right_to_left(text)
        wanted = Qt.LayoutDirection.RightToLeft if ends_left else Qt.LayoutDirection.LeftToRight
        if self.line.layoutDirection() != wanted:
            self.line.setLayoutDirection(wanted)

    def targets(self) -> list[QWidget]:
        """The line."""
        return [self.line]

    def value(self) -> object:
        """What `parse` makes of the text."""
        text = self.line.text().strip()
        return self._parse(text) if text else self._empty

    def set_value(self, value: object) -> None:
        """Shows a value, beginning at its first letter."""
        self.set_text("" if value is None else self._show(value))

    def text(self) -> str:
        """The line as it stands."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Puts a line back."""
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def echo(self) -> str:
        """The value in words, "" while it is empty or not valid."""
        if self._words is None or not self.line.text().strip():
            return ""
        try:
            return self._words(self._parse(self.line.text().strip()))
        except UserError:
            return ""

    def set_read_only(self, on: bool) -> None:
        """Keeps the text selectable."""
        self.line.setReadOnly(on)


class BoxControl(Control):
    """Several lines."""

    def __init__(self, hint: str, lines: int) -> None:
        super().__init__()
        self.box = QPlainTextEdit()
        self.box.setPlaceholderText(hint)
        self.box.setTabChangesFocus(True)
        self.box.ensurePolished()
        self.box.setFixedHeight(round(self.box.fontMetrics().lineSpacing() * lines) + T.px(22))
        self.box.textChanged.connect(lambda: self.edited.emit())
        self.setLayout(column(self.box))

    def targets(self) -> list[QWidget]:
        """The box."""
        return [self.box]

    def value(self) -> object:
        """The text without blank ends."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        """Shows a text."""
        self.set_text("" if value is None else str(value))

    def text(self) -> str:
        """The text as it stands."""
        return self.box.toPlainText()

    def set_text(self, text: str) -> None:
        """Puts a text back."""
        if text != self.text():
            # QPlainTextEdit has no signal for typed text alone
            self.box.blockSignals(True)
            self.box.setPlainText(text)
            self.box.blockSignals(False)

    def set_read_only(self, on: bool) -> None:
        """Keeps the text selectable."""
        self.box.setReadOnly(on)


class ChipControl(Control):
    """Chips of which one or several are on; a second click takes the answer back."""

    def __init__(self, options: Sequence[Option], several: bool) -> None:
        super().__init__()
        self._several = several
        self._chips = {key: Chip(name) for key, name in options}
        for key, chip in self._chips.items():
            chip.clicked.connect(partial(self._pick, key))
        self.setLayout(column(FlowBox(*self._chips.values())))

    def targets(self) -> list[QWidget]:
        """Every chip."""
        return list(self._chips.values())

    def value(self) -> object:
        """The id that is on, None for none; a tuple of ids with `several`."""
        on = tuple(key for key, chip in self._chips.items() if chip.isChecked())
        return on if self._several else on[0] if on else None

    def set_value(self, value: object) -> None:
        """Shows an id or, with `several`, a collection of ids."""
        wanted = tuple(value) if isinstance(value, Iterable) and self._several else (value,)
        for key, chip in self._chips.items():
            chip.setChecked(key in wanted)

    def text(self) -> str:
        """The ids that are on, one a line."""
        return "\n".join(str(key) for key, chip in self._chips.items() if chip.isChecked())

    def set_text(self, text: str) -> None:
        """Puts the ids back."""
        wanted = text.split("\n")
        for key, chip in self._chips.items():
            chip.setChecked(str(key) in wanted)

    def _pick(self, key: Hashable, _on: bool = False) -> None:
        if not self._several:
            for other, chip in self._chips.items():
                if other != key:
                    chip.setChecked(False)
        self.edited.emit()
        self.picked.emit()
