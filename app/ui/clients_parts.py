"""Parts of the page Klienten: the bar below the table, the keys between search and table, empty lists."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.i18n import _
from app.ui.components import EmptyState
from app.ui.controls import button, key_hint, label
from app.ui.layouts import FlowBox, centred, column, holder, row
from app.ui.shell import Shell
from app.ui.table import TableView
from app.ui.theme import T

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class Told(QWidget):
    """How many are shown, and how many more there are without the filters, which a click takes off.

    As wide from the start as its longest words: so a letter typed neither wraps the chips nor lays the page out anew.
    """

    def __init__(self, without_filters: Callable[[], object]) -> None:
        super().__init__()
        self._count, self._hidden = label("", "muted"), button("", "link", call=without_filters)
        parts = (None, self._hidden, self._count) if T.wide else (self._count, self._hidden, None)
        self.setLayout(centred(row(*parts, gap=12)))
        self.setFixedSize(T.px(245), self._hidden.sizeHint().height())

    def show_words(self, words: str, hidden: str) -> None:
        """Says how many; without ``hidden`` nobody is kept away by filters."""
        self._count.setText(words)
        self._hidden.setText(hidden)
        self._hidden.setVisible(bool(hidden))
        needed = self._count.sizeHint().width() + (self._hidden.sizeHint().width() + T.sp(12) if hidden else 0)
        if needed > self.width():
            self.setFixedWidth(needed)


class SelectionBar(QWidget):
    """How many are selected, what can be done with them, and the keys.

    `bulk(act, keys)` opens the form of an act for several: follow_up, phase or letters.
    """

    def __init__(self, shell: Shell, bulk: Callable[[str, Sequence[str]], object]) -> None:
        super().__init__()
        self._shell, self._bulk, self._keys = shell, bulk, tuple[str, ...]()
        self._said = label("")
        self._open = button(_("Öffnen"), "quiet", "corner-down-left", self._opened)
        self._note = button(_("Notiz"), "quiet", "sticky-note", lambda: self._act("note"))
        self._follow_up = button(_("Wiedervorlage"), "quiet", "calendar-clock", self._follow_up_wanted,
                                 shortcut="Ctrl+Shift+D")
        self._several = (
            button(_("Phase ändern"), "quiet", "route", lambda: self._bulk("phase", self._keys)),
            button(_("Einladung"), "quiet", "send", lambda: self._bulk("letters", self._keys)))
        acts = (self._open, self._note, self._follow_up, *self._several)
        keys = (_("Eingabe öffnet"), _("Buchstaben suchen"), _("Leertaste wählt"))
        self._keys_words, self._hint = " · ".join(keys), key_hint(*keys)
        if T.wide:
            body = holder(centred(row(self._said, *acts, None, self._hint, gap=6, margins=(14, 5, 14, 5))), "cardfoot")
            # as high with several persons, of whom nothing can be done at once, as with one
            body.setMinimumHeight(T.px(42))
        else:
            body = holder(row(self._said, None, FlowBox(*acts, right=True), margins=(24, 6, 24, 6)), "footer")
        self.setLayout(column(body, gap=0))

    def show_keys(self, keys: Sequence[str]) -> None:
        """Shows what can be done with these persons."""
        if self._keys and len(keys) == len(self._keys):
            self._keys = tuple(keys)
            return
        self._keys = tuple(keys)
        self._said.setText(_("{n} ausgewählt").format(n=len(keys)))
        for act in (self._open, self._note):
            act.setVisible(len(keys) == 1)
        self._follow_up.setVisible(len(keys) > 0)
        for act in self._several:
            # large text leaves no room for what is meant for several anyway
            act.setVisible(len(keys) > (0 if T.wide else 1))

    def show_rest(self, words: str) -> None:
        """Says in place of the keys how many more were found than are shown."""
        self._hint.setText(words or self._keys_words)

    def _opened(self) -> None:
        self._shell.open_client(self._keys[0])

    def _follow_up_wanted(self) -> None:
        if len(self._keys) == 1:
            self._act("follow_up")
        else:
            self._bulk("follow_up", self._keys)

    def _act(self, name: str) -> None:
        self._shell.go("client", client_id=self._keys[0], **{name: True})


class SearchKeys(QObject):
    """Letters typed into the table go into the search, ↓ leads from the search into the table, Esc clears.

    Leertaste keeps the current person chosen, the arrows go on, the next Leertaste takes another one in or out.
    """

    def __init__(self, search: QLineEdit, table: TableView[Any]) -> None:
        super().__init__(table)
        self._search, self._table = search, table
        # whom Leertaste has chosen: while these are the selected ones the arrows move without choosing
        self._picked: frozenset[Hashable] | None = None
        search.installEventFilter(self)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys that lead from the one into the other (Qt)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._in_search(event) if watched is self._search else self._in_table(event)

    def _in_search(self, event: QKeyEvent) -> bool:
        keys = Qt.Key
        if event.key() == keys.Key_Down:
            self._table.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (keys.Key_Return, keys.Key_Enter) and self._table.current_key() is not None:
            self._table.opened.emit(self._table.current_key())
        elif event.key() == keys.Key_Escape and self._search.text():
            self._search.clear()
        elif event.key() == keys.Key_Escape:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _in_table(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        word = event.text() if event.text().isprintable() and event.text().strip() else ""
        if plain and (word or (event.key() == Qt.Key.Key_Backspace and self._search.text())):
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._search.end(False)
            if word:
                self._search.insert(word)
            else:
                self._search.backspace()
        elif event.key() == Qt.Key.Key_Space and self._table.currentIndex().isValid():
            self._pick()
        elif event.key() in _MOVES and not event.modifiers() and self._picking():
            self._table.keyPressEvent(QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
        elif event.key() == Qt.Key.Key_Escape and (len(self._table.selected_keys()) > 1 or self._picking()):
            self._picked = None
            self._table.set_current(self._table.current_key())
        else:
            return False
        return True

    def _picking(self) -> bool:
        return self._picked == frozenset(self._table.selected_keys())

    def _pick(self) -> None:
        flags, chosen = QItemSelectionModel.SelectionFlag, self._table.selectionModel()
        # the row the arrows came to is selected by itself: the first Leertaste keeps it
        if self._picking() or list(self._table.selected_keys()) != [self._table.current_key()]:
            chosen.select(self._table.currentIndex(), flags.Toggle | flags.Rows)
        self._picked = frozenset(self._table.selected_keys())


class EmptyCalls:
    """What the buttons of an empty list do."""

    def __init__(self, new: Callable[[], object], without_filters: Callable[[], object]) -> None:
        self.new, self.without_filters = new, without_filters


def nobody(typed: str, filtered: bool, calls: EmptyCalls, alike: str = "") -> tuple[EmptyState, QPushButton]:
    """What stands in place of the table, and its button; ``alike`` are the names that are spelled much like it."""
    if typed:
        # a number or a date is nobody's name
        words = _("Neue Person „{typed}“") if any(c.isalpha() for c in typed) else _("Neue Person")
        act = button(words.format(typed=typed), icon="user-plus", call=calls.new)
        where = _("Gesucht wird in Namen, Aliasnamen, Nummern, Telefon, Geburtsdatum, Unterkunft und Notizen.")
        said = _("Ähnlich: {names}").format(names=alike) if alike else where
        return EmptyState("search", _("Niemand gefunden für „{typed}“.").format(typed=typed), said, act), act
    if filtered:
        act = button(_("Filter entfernen"), icon="x", call=calls.without_filters)
        return EmptyState("list-filter", _("Niemand passt zu diesen Filtern."),
                          _("Aktiv, Aufnahme und Abgeschlossen ergänzen sich, die anderen Filter engen ein."), act), act
    act = button(_("Erste Person aufnehmen"), icon="user-plus", call=calls.new)
    return EmptyState("users", _("Noch niemand aufgenommen."),
                      _("Hier stehen alle Personen mit Papier, Deutsch, Unterkunft und letztem Kontakt."), act), act
