"""One of a list: a box for short lists, a box that is searched by typing for long ones (communes, nationalities)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.domain.errors import N_, UserError
from app.domain.names import folded
from app.ui.controls import set_role
from app.ui.editors import Control, Option
from app.ui.layouts import column
from app.ui.theme import T

LONG = 12
_Id = Qt.ItemDataRole.UserRole
_Folded = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of `options`, (id, word) each. Ids in `frequent` stand first; `empty` is the word for no answer.

    Lists longer than 12 are searched by typing any part of the word, with or without accents.
    """

    options: Sequence[Option]
    frequent: Sequence[Hashable] = ()
    empty: str = ""
    hint: str = ""

    def build(self) -> Control:
        """A new box, nothing chosen."""
        return ChoiceControl(self)


class ChoiceControl(Control):
    """A combo box over ids; typed text that is in no list is an error and never a new entry."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._words = dict(choice.options)
        self._empty = choice.empty
        self.box = QComboBox()
        self.box.setModel(_model(choice, self.box))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(6)
        self.box.setMinimumWidth(T.px(90))
        self.box.setMaxVisibleItems(14)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.installEventFilter(self)
        if len(self._words) > LONG:
            self._make_searchable(choice.hint)
        self.box.activated.connect(self._activated)
        self.setLayout(column(self.box))
        self.set_value(None)

    def _make_searchable(self, hint: str) -> None:
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = _FoldedCompleter(self.box)
        completer.activated.connect(self._completed)
        self.box.setCompleter(completer)
        line = self.box.lineEdit()
        assert line is not None
        line.setPlaceholderText(hint or self._empty)
        # typing is no choice yet: that comes with Enter, a click or on leaving
        line.textEdited.connect(lambda: self.edited.emit())

    def targets(self) -> list[QWidget]:
        """The box."""
        return [self.box]

    def value(self) -> object:
        """The id chosen or typed, None for none; UserError for a word that is in no list."""
        if not self.box.isEditable():
            return self.box.currentData(_Id)
        typed = folded(self.box.currentText().strip())
        if not typed or typed == folded(self._empty):
            return None
        exact = [key for key, word in self._words.items() if folded(word) == typed]
        near = exact or [key for key, word in self._words.items() if folded(word).startswith(typed)]
        if len(near) == 1 or exact:
            return near[0]
        raise UserError(N_("„{text}“ steht nicht in der Liste. Tippen Sie einen Teil des Namens."),
                        text=self.box.currentText().strip())

    def set_value(self, value: object) -> None:
        """Shows the word of an id; an id that is in no list shows nothing."""
        row = next((i for i in range(self.box.count()) if self.box.itemData(i, _Id) == value and self._is_word(i)), -1)
        self.box.setCurrentIndex(row)
        if self.box.isEditable():
            self.box.setEditText(self._words.get(value, "") if isinstance(value, Hashable) else "")
            line = self.box.lineEdit()
            if line is not None:
                line.setCursorPosition(0)
        self._show_blank()

    def _show_blank(self) -> None:
        # „nicht erhoben“ is grey in short boxes as the hint of a searched one is
        blank = not self.box.isEditable() and self.box.currentData(_Id) is None
        set_role(self.box, "blank", "true" if blank else "")

    def _is_word(self, i: int) -> bool:
        return bool(self.box.itemData(i, Qt.ItemDataRole.AccessibleDescriptionRole) != "separator")

    def text(self) -> str:
        """The id chosen, or what was typed so far."""
        try:
            value = self.value()
        except UserError:
            return self.box.currentText()
        return "" if value is None else str(value)

    def set_text(self, text: str) -> None:
        """Puts an id back, or what was typed."""
        found = [key for key in self._words if str(key) == text]
        self.set_value(found[0] if found else None)
        if text and not found and self.box.isEditable():
            self.box.setEditText(text)


    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A wheel over the closed box scrolls the page instead of changing the value."""
        if event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True
        return False

    def _activated(self, _row: int) -> None:
        self._show_blank()
        self.edited.emit()
        self.picked.emit()

    def _completed(self, word: str) -> None:
        self.set_value(next((key for key, name in self._words.items() if name == word), None))
        self.edited.emit()
        self.picked.emit()


def _model(choice: Choice, parent: QObject) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    words = dict(choice.options)
    searched = len(words) > LONG
    if not searched:
        model.appendRow(_item(None, choice.empty))
    first = [key for key in choice.frequent if key in words]
    for key in first:
        model.appendRow(_item(key, words[key]))
    if first:
        rule = QStandardItem()
        rule.setData("separator", Qt.ItemDataRole.AccessibleDescriptionRole)
        rule.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(rule)
    for key, word in words.items():
        if key not in first:
            model.appendRow(_item(key, word))
    return model


def _item(key: Hashable, word: str) -> QStandardItem:
    item = QStandardItem(word)
    item.setData(key, _Id)
    item.setData(f"{folded(word)} {word.lower()}", _Folded)
    return item


class _FoldedRows(QSortFilterProxyModel):
    """Rows whose folded word holds every typed part; those that begin with it come first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: list[str] = []
        self.setDynamicSortFilter(True)

    def look_for(self, typed: str) -> None:
        """Narrows the rows to a typed text."""
        self._parts = folded(typed).split()
        self.invalidate()
        self.sort(0)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """True for a row with every part (Qt)."""
        word = self.sourceModel().index(row, 0, parent).data(_Folded)
        return bool(word) and all(part in word for part in self._parts)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Words that begin with the text first, else the order of the list (Qt)."""
        lead = " ".join(self._parts)
        one, other = (not str(i.data(_Folded)).startswith(lead) for i in (left, right))
        return (one, left.row()) < (other, right.row())


class _FoldedCompleter(QCompleter):
    """Offers every row that `_FoldedRows` leaves, whatever accents were typed."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._rows = _FoldedRows(self)
        self._rows.setSourceModel(box.model())
        self.setModel(self._rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        if (popup := self.popup()) is not None:
            popup.setProperty("area", "popup")

    def splitPath(self, path: str) -> list[str]:
        """Takes the typed text as the search, and then offers all that is left (Qt)."""
        self._rows.look_for(path)
        # the rows are narrowed already, so everything that is left completes the empty text
        return [""]
