"""One of a list: a box for short lists, a box that is searched by typing for long ones (communes, nationalities)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.domain.errors import N_, UserError
from app.domain.names import folded
from app.ui.controls import set_role
from app.ui.editors import Control, Option
from app.ui.layouts import column
from app.ui.quick_choice import watch_proposals
from app.ui.theme import T

LONG = 12
# more code lists than the program has, so that none is read twice
LISTS = 128
_Id = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of `options`, (id, word) each. Ids in `frequent` stand first; `empty` is the word for no answer.

    Lists longer than 12 are searched by typing any part of the word, with or without accents. What is only in `former`
    is not offered, except where it is the value: what was once chosen must not look as if nobody had answered.
    """

    options: Sequence[Option]
    frequent: Sequence[Hashable] = ()
    empty: str = ""
    hint: str = ""
    former: Sequence[Option] = ()

    def build(self) -> Control:
        """A new box, nothing chosen."""
        return ChoiceControl(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """The words of a list as every box of it shares them: ``rows`` tells the row of an id, ``found`` the folded words
    in the order of the rows. A form has nine boxes, and a list of communes 396 words.
    """

    model: QStandardItemModel
    words: dict[Hashable, str]
    rows: dict[Hashable, int]
    found: tuple[tuple[str, Hashable], ...]


class ChoiceControl(Control):
    """A combo box over ids; typed text that is in no list is an error and never a new entry."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice, self._former = choice, dict(choice.former)
        self._listed = self._with(None)
        self._words = self._listed.words
        self._empty = choice.empty
        self._chosen: Hashable = None
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(6)
        self.box.setMinimumWidth(T.px(90))
        self.box.setMaxVisibleItems(14)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.installEventFilter(self)
        self._awake = len(choice.options) <= LONG
        if not self._awake:
            self._make_searchable(choice.hint)
        else:
            self.box.setModel(self._listed.model)
            # not set_role: nothing is drawn yet that would have to be drawn anew
            self.box.setProperty("blank", "true")
        self.box.activated.connect(self._activated)
        self.setLayout(column(self.box))
        self.set_value(None)

    def _make_searchable(self, hint: str) -> None:
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setCompleter(None)  # type: ignore[arg-type]
        line = self.box.lineEdit()
        assert line is not None
        line.setPlaceholderText(hint or self._empty)
        # typing is no choice yet: that comes with Enter, a click or on leaving
        line.textEdited.connect(self._typed)

    def _typed(self) -> None:
        self._wake()
        self.edited.emit()

    def _wake(self) -> None:
        """Gives a searched box its words and proposals, which nobody needs before the keyboard or the mouse is there:
        Qt reads all rows again whenever a box gets another parent, 5 ms for the communes at each level of a page.
        """
        if self._awake:
            return
        self._awake = True
        text = self.box.currentText()
        self.box.setModel(self._listed.model)
        self.box.setCurrentIndex(self._listed.rows.get(self._chosen, -1))
        self.box.setEditText(text)
        completer = _FoldedCompleter(self.box, self._listed)
        completer.activated.connect(self._completed)
        self.box.setCompleter(completer)
        watch_proposals(self.box)

    def targets(self) -> list[QWidget]:
        """The box."""
        return [self.box]

    def value(self) -> object:
        """The id chosen or typed, None for none; UserError for a word that is in no list."""
        if not self.box.isEditable():
            return self.box.currentData(_Id)
        text = self.box.currentText().strip()
        if text and text == self._words.get(self._chosen):
            return self._chosen
        typed = folded(text)
        if not typed or typed == folded(self._empty):
            return None
        exact = [key for word, key in self._listed.found if word == typed]
        near = exact or [key for word, key in self._listed.found if word.startswith(typed)]
        if len(near) == 1 or exact:
            return near[0]
        if near:
            raise UserError(N_("„{text}“ passt auf mehrere Einträge der Liste. Tippen Sie weiter, oder wählen Sie mit "
                               "den Pfeiltasten."), text=text)
        raise UserError(N_("„{text}“ steht nicht in der Liste. Tippen Sie einen Teil des Namens."), text=text)

    def _with(self, former: Hashable) -> Listed:
        """The list, with one word more where the value is no longer offered."""
        more = ((former, self._former[former]),) if former in self._former else ()
        wide = len(self._choice.options) > LONG
        return _listed((*self._choice.options, *more), tuple(self._choice.frequent), self._choice.empty, wide)

    def _offer(self, value: Hashable) -> None:
        listed = self._with(value)
        if listed is self._listed:
            return
        self._listed, self._words = listed, listed.words
        if self.box.isEditable():
            self._awake = False
        else:
            self.box.setModel(listed.model)

    def set_value(self, value: object) -> None:
        """Shows the word of an id; an id that is in no list shows nothing."""
        known: Hashable = value if isinstance(value, Hashable) else None
        if self._former:
            self._offer(known)
        self._chosen = known if known in self._words else None
        if self._awake:
            self.box.setCurrentIndex(self._listed.rows.get(known, -1))
        if self.box.isEditable():
            self.box.setEditText(self._words.get(known, ""))
            line = self.box.lineEdit()
            if line is not None:
                line.setCursorPosition(0)
        self._show_blank()

    def _show_blank(self) -> None:
        # „nicht erhoben“ is grey in short boxes as the hint of a searched one is
        blank = not self.box.isEditable() and self.box.currentData(_Id) is None
        set_role(self.box, "blank", "true" if blank else "")

    def text(self) -> str:
        """The id chosen, or what was typed so far."""
        try:
            value = self.value()
        except UserError:
            return self.box.currentText()
        return "" if value is None else str(value)

    def set_text(self, text: str) -> None:
        """Puts an id back, or what was typed."""
        found = [key for key in (*self._words, *self._former) if str(key) == text]
        self.set_value(found[0] if found else None)
        if text and not found and self.box.isEditable():
            self.box.setEditText(text)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A wheel over the closed box scrolls the page instead of changing the value."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self._wake()
        elif event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True
        return False

    def _activated(self, _row: int) -> None:
        self._chosen = self.box.currentData(_Id)
        self._show_blank()
        self.edited.emit()
        self.picked.emit()

    def _completed(self, word: str) -> None:
        self.set_value(next((key for key, name in self._words.items() if name == word), None))
        self.edited.emit()
        self.picked.emit()


@lru_cache(maxsize=LISTS)
def _listed(options: tuple[Option, ...], frequent: tuple[Hashable, ...], empty: str, searched: bool) -> Listed:
    """The model of a list: the empty answer where it is short, the frequent words above a line, then all others."""
    model, words = QStandardItemModel(), dict(options)
    rows: dict[Hashable, int] = {}

    def put(key: Hashable, word: str) -> None:
        item = QStandardItem(word)
        item.setData(key, _Id)
        rows.setdefault(key, model.rowCount())
        model.appendRow(item)

    if not searched:
        put(None, empty)
    first = [key for key in frequent if key in words]
    for key in first:
        put(key, words[key])
    if first:
        rule = QStandardItem()
        rule.setData("separator", Qt.ItemDataRole.AccessibleDescriptionRole)
        rule.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(rule)
    for key, word in words.items():
        if key not in first:
            put(key, word)
    ordered = sorted(words, key=lambda key: rows[key])
    return Listed(model=model, words=words, rows=rows, found=tuple((folded(words[key]), key) for key in ordered))


class _FoldedCompleter(QCompleter):
    """Offers every word that holds each typed part, whatever accents were typed; those that begin with it first."""

    def __init__(self, box: QComboBox, listed: Listed) -> None:
        super().__init__(box)
        self._listed = listed
        self._looked_for = ""
        self._rows = QStringListModel(list(self._words("")), self)
        self.setModel(self._rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        if (popup := self.popup()) is not None:
            popup.setProperty("area", "popup")

    def _words(self, typed: str) -> list[str]:
        parts = typed.split()
        lead = " ".join(parts)
        found = [(word, key) for word, key in self._listed.found if all(part in word for part in parts)]
        # the sort keeps the order of the list among those that are equal in this
        return [self._listed.words[key] for word, key in sorted(found, key=lambda one: not one[0].startswith(lead))]

    def splitPath(self, path: str) -> list[str]:
        """Takes the typed text as the search, and then offers all that is left (Qt)."""
        typed = folded(path)
        if typed != self._looked_for:
            self._looked_for = typed
            self._rows.setStringList(self._words(typed))
        # the rows are narrowed already, so everything that is left completes the empty text
        return [""]
