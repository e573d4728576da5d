"""What the cells of a grid are typed with: text in, value out, proposals while typing. No grid, no saving."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.names import clean, folded
from app.i18n import _, text_of
from app.ui.editors import Control, LineControl, Parsed
from app.ui.suggest import Proposals

NOT_LISTED = N_("„{text}“ steht nicht in der Liste. Tippen Sie einen Teil des Wortes.")
SEVERAL = N_("„{text}“ passt auf mehrere Wörter der Liste. Tippen Sie mehr davon.")
Find = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column: `read` makes the value of a text (UserError says what is wrong), `show` the text of a value.

    `find` proposes words for what is typed; with `listed` only these are values. The space bar goes through `steps`.
    `width` is the least at 100 %, `head` a shorter label above, `hint` the grey word of an empty cell. A cell that is
    only `shown` is never typed in; its text may have a second line, in small grey letters.
    """

    attribute: str
    label: str
    width: int
    read: Callable[[str], Any] = clean
    show: Callable[[Any], str] = str
    echo: Callable[[Any], str] | None = None
    find: Find | None = None
    listed: bool = False
    steps: tuple[str, ...] = ()
    help: str = ""
    hint: str = ""
    head: str = ""
    required: bool = False
    shown: bool = False

    def build(self) -> Control:
        """A line to type the cell in, for grid and form."""
        return CellControl(self)

    def value(self, text: str) -> Any:
        """The value of a text, None for an empty one; UserError for something impossible."""
        return self.read(text.strip()) if text.strip() else None

    def problem(self, text: str) -> str:
        """What is wrong with a text, "" for nothing."""
        try:
            self.value(text)
        except UserError as error:
            return text_of(error)
        return ""

    def in_full(self, text: str) -> str:
        """What was typed short („2301“, „syr“) as it stands in full; something impossible stays as it is."""
        try:
            value = self.value(text)
        except UserError:
            return text
        return "" if value is None else self.show(value)

    def note(self, text: str) -> tuple[str, str]:
        """The role and the words of the line below: an error, the value in words, or the help."""
        if problem := self.problem(text):
            return "error", problem
        if self.echo is not None and text.strip():
            return "echo", self.echo(self.value(text))
        return "caption", self.help


class CellControl(LineControl):
    """The line of a cell, with its proposals and the steps of the space bar."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.read, cell.show, cell.echo, None, cell.hint)
        self.cell = cell
        self.line.setMinimumWidth(0)
        self.line.installEventFilter(self)
        if cell.find is not None:
            proposals = Proposals(self.line, partial(_offered, cell.find), not cell.listed)
            self.line.setCompleter(proposals)
            proposals.activated.connect(self._taken)

    def _taken(self, word: str) -> None:
        self.set_text(word)
        self.edited.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The space bar in an empty cell, or one that holds such a word, goes on to the next word."""
        steps = self.cell.steps
        if (not steps or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress
                or event.key() != Qt.Key.Key_Space or event.modifiers() or self.text() not in ("", *steps)):
            return False
        following = steps.index(self.text()) + 1 if self.text() else 0
        self.set_text(steps[following] if following < len(steps) else "")
        self.edited.emit()
        return True


def _offered(find: Find, typed: str) -> list[str]:
    return list(find(typed)) if typed.strip() else []


def listed(attribute: str, label: str, width: int, name: str, *, only: Sequence[str] = (), short: bool = False,
           **more: Any) -> Cell:
    """A cell typed with a part of a word of a code list; `only` narrows it, `short` shows a word without brackets."""
    def shown(word: str) -> str:
        return word.partition(" (")[0] if short else word

    codes = [code for code in code_list(name).active() if code.id != "unknown" and (not only or code.id in only)]
    words = {code.id: _(code.label) for code in codes}
    # two papers of one name are told apart by what stands in the brackets
    often = Counter(shown(word) for word in words.values())
    texts = {key: shown(word) if often[shown(word)] == 1 else word for key, word in words.items()}

    # not before somebody types: two hundred words take 3 ms
    @cache
    def found() -> dict[str, str]:
        return {key: folded(word) for key, word in words.items()}

    def near(typed: str) -> list[str]:
        parts, lead = folded(typed).split(), folded(typed)
        hits = [key for key, word in found().items() if all(part in word for part in parts)]
        return sorted(hits, key=lambda key: (key != typed.strip(), not found()[key].startswith(lead)))

    # every line is read again at each key
    @cache
    def exact() -> dict[str, str]:
        return {**{key: key for key in words}, **{folded(text): key for key, text in texts.items()},
                **{word: key for key, word in found().items()}}

    def read(text: str) -> str:
        typed = folded(text)
        if (key := exact().get(typed)) is not None:
            return key
        hits = [key for key in words if found()[key].startswith(typed)] or near(text)
        if len(hits) != 1:
            raise UserError(SEVERAL if hits else NOT_LISTED, text=text)
        return hits[0]

    steps = tuple(texts.values()) if more.pop("walk", False) else ()
    return Cell(attribute=attribute, label=label, width=width, read=read, show=lambda key: texts[key], listed=True,
                find=lambda typed: [texts[key] for key in near(typed)], steps=steps, **more)


def parsed(attribute: str, label: str, width: int, editor: Parsed[Any], help: str = "", **more: Any) -> Cell:
    """A cell that reads as a field of a form does (a day, a telephone number)."""
    return Cell(attribute=attribute, label=label, width=width, read=editor.parse, show=editor.show, echo=editor.words,
                help=help, **more)


def values_of(cells: Sequence[Cell], texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The valid values of a line, and what is wrong with the other cells, by attribute."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for cell in cells:
        text = texts.get(cell.attribute, "")
        if problem := cell.problem(text):
            wrong[cell.attribute] = problem
        elif not cell.shown:
            values[cell.attribute] = cell.value(text)
    return values, wrong
