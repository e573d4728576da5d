"""The filters over the list of persons as chips: some always in sight, the others from the menu „Filter“."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import _
from app.store.queries.clients import ClientLine
from app.ui import clients_filters as filters
from app.ui.controls import Chip, button
from app.ui.layouts import FlowBox
from app.ui.theme import T

Lines = Callable[[], Sequence[ClientLine]]


class FilterBar(FlowBox):
    """Chips in a fixed order; one that is on carries × and goes on a click or with Entf."""

    def __init__(self, chosen: frozenset[str], today: date, lines: Lines,
                 changed: Callable[[frozenset[str]], object]) -> None:
        super().__init__(gap=6)
        self._chosen, self._changed, self._today, self._lines = chosen, changed, today, lines
        # both forms of a quick chip exist from the start, so that the keyboard can stay where it is
        self._quick: dict[tuple[str, bool], Chip] = {}
        for key in filters.QUICK:
            one, word = filters.full_id(key, today), _("Kein Kontakt") if key == "contact" else ""
            for on in (True, False):
                self._quick[one, on] = self._chip(one, word or filters.words_of(one, (), today), on)
        self._others: dict[str, Chip] = {}
        self.more = button(_("Filter"), "quiet", "list-filter", self.open_menu, tip=_("Weitere Filter"),
                           shortcut="Ctrl+Shift+F")
        # beside the usual chips a wide window has no room for it: there it stands in the head of the page
        self._inside = not T.wide
        self._show()

    def _chip(self, one: str, word: str, on: bool) -> Chip:
        chip = Chip(word, checked=on, removable=on)
        if on:
            chip.removed.connect(partial(self._switch, one, False))
        else:
            chip.clicked.connect(partial(self._switch, one, True))
        self.add(chip)
        return chip

    def _switch(self, one: str, on: bool, _checked: bool = False) -> None:
        before = self._quick.get((one, not on)) or self._others.get(one)
        had_focus = before is not None and before.hasFocus()
        self.choose(self._chosen | {one} if on else self._chosen - {one})
        if had_focus:
            (self._quick.get((one, on)) or self.more).setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, chosen: frozenset[str]) -> None:
        """Puts exactly these filters on."""
        self._chosen = chosen
        self._show()
        self._changed(chosen)

    def show_chosen(self, chosen: frozenset[str]) -> None:
        """The same without telling anybody: whoever says so knows."""
        self._chosen = chosen
        self._show()

    def _show(self) -> None:
        for (one, on), chip in self._quick.items():
            chip.setVisible(on == (one in self._chosen))
            chip.setChecked(on)
        known = {one for one, _on in self._quick}
        for one in [one for one in self._others if one not in self._chosen]:
            self._take_out(self._others.pop(one)).deleteLater()
        for one in filters.ordered(self._chosen - known - self._others.keys()):
            self._others[one] = self._chip(one, filters.words_of(one, self._lines(), self._today), True)
            self._others[one].show()
        if self._inside:
            # the button for more stays the last
            self.add(self._take_out(self.more))
            self.more.show()
        self.refit()

    def _take_out(self, item: QWidget) -> QWidget:
        item.hide()
        self._flow.removeWidget(item)
        return item

    def open_menu(self) -> None:
        """All filters by their groups: what is on has a tick, a choice puts it on or off."""
        menu = QMenu(self.more)
        menu.aboutToHide.connect(menu.deleteLater)
        for group in filters.GROUPS:
            options = group.options(self._lines(), self._today)
            if not options:
                continue
            inner = menu.addMenu(_(group.title))
            for value, word in options:
                one = f"{group.id}:{value}"
                act = inner.addAction(word.replace("&", "&&"))
                act.setCheckable(True)
                act.setChecked(one in self._chosen)
                act.triggered.connect(partial(self._toggle, one))
        menu.addSeparator()
        menu.addAction(_("Alle Filter entfernen")).triggered.connect(lambda: self.choose(frozenset()))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _toggle(self, one: str, _checked: bool = False) -> None:
        self.choose(self._chosen ^ {one})
