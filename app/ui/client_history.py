"""The tab Änderungen: every field old → new with its time, by kind of record, to be searched, each to be put back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.names import folded
from app.i18n import _, number
from app.store.casefile import CaseFile
from app.store.queries import history
from app.store.queries.client import ClientPage as Record
from app.store.queries.history import AT_ONCE, Acts
from app.ui.client_history_words import GROUPS, ChangeRow, filtered, rows_of
from app.ui.client_parts import follow_current, keys
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, label, search_field
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.page_parts import Slot, lead_into
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.timeline import Timeline
from app.usecases import health
from app.usecases import history as acts

RESTORE_KEY = "Ctrl+R"


class History(QWidget):
    """What was changed about a person, newest first; it is read while it is shown, 200 steps at a time."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self._limit, self._group = AT_ONCE, ""
        self._rows: tuple[ChangeRow, ...] = ()
        self._chips = Slot()
        self.search = search_field(_("In den Änderungen suchen"), _("In den Änderungen suchen"))
        self.search.textChanged.connect(lambda: self._fill())
        self.list = Timeline(_("Änderungen"))
        lead_into(self.search, self.list)
        self._empty = Slot()
        self.restore_button = button(_("Diesen Wert wiederherstellen"), icon="undo-2", call=self.restore,
                                     shortcut=RESTORE_KEY)
        self.list.opened.connect(lambda _key: self.restore_button.setFocus(Qt.FocusReason.TabFocusReason))
        self.older_button = button(_("Ältere zeigen"), "quiet", "history", self.show_older)
        self._told = label("", "caption", wrap=True)
        keys(self, (RESTORE_KEY,), self.restore)
        foot = holder(row(self._told, None, FlowBox(self.older_button, self.restore_button, right=True), gap=12,
                          margins=(14, 6, 14, 8)) if T.wide else
                      column(self._told, FlowBox(self.older_button, self.restore_button), margins=(14, 6, 14, 8)))
        card = framed(self._tools(), self._empty, self.list, foot, main=self.list)
        self.setLayout(column(card, gap=0))
        if not T.wide:
            follow_current(self.list)

    def _tools(self) -> QWidget:
        if not T.wide:
            return holder(column(self._chips, self.search, gap=8, margins=(14, 10, 14, 6)))
        self.search.setFixedWidth(T.px(230))
        line = row(self._chips, self.search, gap=12, margins=(14, 10, 14, 6))
        line.setStretch(0, 1)
        return holder(line)

    def show_record(self, record: Record) -> None:
        """Reads and shows the changes of a person."""
        if self._record is None or record.client.id != self._record.client.id:
            self._limit, self._group = AT_ONCE, ""
            self.search.setText("")
        self._record = record
        if self._limit == AT_ONCE:
            self._show(record, history.of_client(self._file, record.client.id, self._limit))
        else:
            self._read_beside(record)

    def _read_beside(self, record: Record) -> None:
        # thousands of steps are read beside the window
        wanted = partial(history.of_client, self._file, record.client.id, self._limit)
        self._shell.run_task(self, lambda _step: wanted(), partial(self._show, record))

    def _show(self, record: Record, found: Acts) -> None:
        if record is not self._record:
            return
        self._rows = rows_of(health.of_acts(found, record, self._file.today()))
        self.older_button.setVisible(found.older)
        self._told.setText(_("Gezeigt und durchsucht sind die letzten {n} Schritte.").format(n=number(len(found.acts)))
                           if found.older else "")
        groups = [group for group in GROUPS if any(one.group == group for one in self._rows)]
        if self._group not in groups:
            self._group = ""
        self._chips.put(self._made_chips(groups))
        self._fill()

    def _made_chips(self, groups: Sequence[str]) -> FlowBox:
        words = {"": _("Alles"), **{group: _(GROUPS[group][0]) for group in groups}}
        chips = {group: Chip(name, group == self._group) for group, name in words.items()}
        for group, chip in chips.items():
            chip.clicked.connect(partial(self._filter, group, chips))
        return FlowBox(*chips.values())

    def _filter(self, group: str, chips: dict[str, Chip], _on: bool = False) -> None:
        self._group = group
        for other, chip in chips.items():
            chip.setChecked(other == group)
        self._fill()

    def _fill(self) -> None:
        typed = self.search.text().strip()
        shown = filtered(self._rows, self._group, typed)
        self.list.mark(folded(typed).split())
        self.list.set_rows([one.row for one in shown])
        self.list.setVisible(bool(shown))
        self._empty.put(None if shown else self._nothing(typed))
        if not T.wide:
            self.list.fit()

    def _nothing(self, typed: str) -> EmptyState:
        if typed:
            return EmptyState("search", _("Nichts gefunden für „{text}“").format(text=typed),
                              _("Gesucht wird in Feldern, Werten und Schritten."),
                              button(_("Suche leeren"), call=self.search.clear))
        return EmptyState("history", _("Noch keine Änderung"),
                          _("Hier steht jedes geänderte Feld mit altem und neuem Wert und der Zeit."))

    def current(self) -> ChangeRow | None:
        """The row the button is about."""
        key = self.list.current_key()
        return next((one for one in self._rows if one.row.key == key), None)

    def restore(self) -> None:
        """Puts the old value of the current row back; UserError where its record has gone."""
        current = self.current()
        if current is None or current.entry is None:
            self._shell.toast(_("Diese Zeile hat keinen früheren Wert. Wählen Sie ein geändertes Feld."))
            return
        acts.restore_value(self._file, current.entry, current.name)
        self._shell.toast(_("„{field}“ hat wieder den früheren Wert.").format(field=current.row.title), self._file.undo)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_older(self) -> None:
        """Reads 200 steps more."""
        self._limit += AT_ONCE
        if self._record is not None:
            self._read_beside(self._record)

    def first(self) -> QWidget:
        """The list, or the search where there is nothing to go through."""
        return self.list if self.list.isVisibleTo(self) else self.search

    @property
    def finding(self) -> bool:
        """True while the keyboard is in the search."""
        return self.search.hasFocus()

    def look_for(self) -> None:
        """Goes into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
