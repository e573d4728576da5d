"""Parts of the page Klienten: filter chips, the bar below the table, the keys between search and table, empty lists."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.i18n import _
from app.ui.clients_rows import FILTERS
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, key_hint, label
from app.ui.layouts import FlowBox, centred, column, holder, row
from app.ui.shell import Shell
from app.ui.table import TableView
from app.ui.theme import T


class FilterBar(FlowBox):
    """All filters as chips in a fixed order; one that is on carries × and goes on a click or with Entf."""

    def __init__(self, chosen: frozenset[str], changed: Callable[[frozenset[str]], object]) -> None:
        super().__init__(gap=6)
        self._chosen, self._changed = chosen, changed
        # both forms of a chip exist from the start, so that the keyboard can stay where it is
        self._chips = {(f.key, on): Chip(_(f.word), checked=on, removable=on) for f in FILTERS for on in (True, False)}
        for (key, on), chip in self._chips.items():
            if on:
                chip.removed.connect(partial(self._switch, key, False))
            else:
                chip.clicked.connect(partial(self._switch, key, True))
            self.add(chip)
        self._show()

    def _switch(self, key: str, on: bool, _checked: bool = False) -> None:
        had_focus = self._chips[key, not on].hasFocus()
        self.choose(self._chosen | {key} if on else self._chosen - {key})
        if had_focus:
            self._chips[key, on].setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, chosen: frozenset[str]) -> None:
        """Puts exactly these filters on."""
        self._chosen = chosen
        self._show()
        self._changed(chosen)

    def _show(self) -> None:
        for (key, on), chip in self._chips.items():
            chip.setVisible(on == (key in self._chosen))
            chip.setChecked(on)
        self.refit()


class SelectionBar(QWidget):
    """How many are selected, what can be done with the one, and the keys."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._keys = shell, tuple[str, ...]()
        self._said = label("")
        self._open = button(_("Öffnen"), "quiet", "corner-down-left", self._opened)
        self._note = button(_("Notiz"), "quiet", "sticky-note", lambda: self._act("note"))
        self._follow_up = button(_("Wiedervorlage"), "quiet", "calendar-clock", lambda: self._act("follow_up"))
        acts = (self._open, self._note, self._follow_up)
        if T.wide:
            hint = key_hint(_("Eingabe öffnet"), _("Buchstaben suchen"), _("Strg+A wählt alle"), _("Esc hebt auf"))
            body = holder(centred(row(self._said, *acts, None, hint, gap=6, margins=(14, 5, 14, 5))), "cardfoot")
            # as high with several persons, of whom nothing can be done at once, as with one
            body.setMinimumHeight(T.px(42))
        else:
            body = holder(row(self._said, None, FlowBox(*acts, right=True), margins=(24, 6, 24, 6)), "footer")
        self.setLayout(column(body, gap=0))

    def show_keys(self, keys: Sequence[str]) -> None:
        """Shows what can be done with these persons."""
        self._keys = tuple(keys)
        self._said.setText(_("{n} ausgewählt").format(n=len(keys)))
        for act in (self._open, self._note, self._follow_up):
            act.setVisible(len(keys) == 1)

    def _opened(self) -> None:
        self._shell.open_client(self._keys[0])

    def _act(self, name: str) -> None:
        self._shell.go("client", client_id=self._keys[0], **{name: True})


class SearchKeys(QObject):
    """Letters typed into the table go into the search, ↓ leads from the search into the table, Esc clears."""

    def __init__(self, search: QLineEdit, table: TableView[Any]) -> None:
        super().__init__(table)
        self._search, self._table = search, table
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
        elif event.key() == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
        elif event.key() == Qt.Key.Key_Escape and len(self._table.selected_keys()) > 1:
            self._table.set_current(self._table.current_key())
        else:
            return False
        return True


class EmptyCalls:
    """What the buttons of an empty list do."""

    def __init__(self, new: Callable[[], object], without_filters: Callable[[], object]) -> None:
        self.new, self.without_filters = new, without_filters


def nobody(typed: str, filtered: bool, calls: EmptyCalls) -> tuple[EmptyState, QPushButton]:
    """What stands in place of the table, and its button."""
    if typed:
        act = button(_("Neue Person „{typed}“").format(typed=typed), icon="user-plus", call=calls.new)
        return EmptyState("search", _("Niemand gefunden für „{typed}“.").format(typed=typed),
                          _("Gesucht wird in Namen, Aliasnamen, Nummern, Telefon, Geburtsdatum, Unterkunft "
                            "und Notizen."), act), act
    if filtered:
        act = button(_("Filter entfernen"), icon="x", call=calls.without_filters)
        return EmptyState("list-filter", _("Niemand passt zu diesen Filtern."),
                          _("Aktiv, Aufnahme und Abgeschlossen ergänzen sich, die anderen Filter engen ein."), act), act
    act = button(_("Erste Person aufnehmen"), icon="user-plus", call=calls.new)
    return EmptyState("users", _("Noch niemand aufgenommen."),
                      _("Hier stehen alle Personen mit Papier, Deutsch, Unterkunft und letztem Kontakt."), act), act
