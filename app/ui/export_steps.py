"""The first and the last step of a monthly report as widgets: choosing the month, and what is handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.date_words import month_in_words
from app.domain.dates import Month, german
from app.i18n import _
from app.statistics.report_format import file_stem
from app.ui.columns import Column
from app.ui.components import titled_card
from app.ui.controls import Chip, button, label
from app.ui.export_work import Shown, Turn
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.table import TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """A month handed out, as the list shows it."""

    month: Month
    words: str
    issued: str


def month_words(month: Month) -> str:
    """``Oktober 2026``."""
    return month_in_words(month.year, month.month, _)


class MonthStep(QWidget):
    """Whose turn it is, and the months already issued; `chosen` picks a month, `opened` shows an issued one."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, turn: Turn, month: Month, over: bool, quality: QWidget) -> None:
        """`quality` stands between the two: with the years the list below gets long."""
        super().__init__()
        parts = [self._choice(turn, month, over), quality]
        self.table: TableView[IssuedRow] | None = None
        if turn.issued:
            columns = (Column[IssuedRow](title=_("Monat"), text=lambda line: line.words),
                       Column[IssuedRow](title=_("Ausgegeben am"), text=lambda line: line.issued, width=160))
            self.table = TableView(_("Ausgegebene Monate"), columns, key=lambda line: line.month, several=False)
            self.table.set_lines([IssuedRow(month=line.month, words=month_words(line.month),
                                            issued=german(line.issued_on)) for line in turn.issued])
            self.table.fit()
            self.table.opened.connect(self.opened)
            head = row(label(_("Schon ausgegeben"), "strong"), None, button(_("Zeigen"), call=self._show),
                       margins=(16, 8, 12, 6))
            parts.append(framed(holder(head), self.table))
        self.setLayout(column(*parts, gap=12))

    def _show(self) -> None:
        if self.table is not None:
            self.opened.emit(self.table.current_key())

    def _choice(self, turn: Turn, month: Month, over: bool) -> QWidget:
        title = _("Nächste Meldung")
        if not over:
            said = _("Als Nächstes ist {month} an der Reihe. Der Monat ist noch nicht zu Ende, die Meldung geht ab dem "
                     "{day}.").format(month=month_words(month), day=german(month.next().first_day()))
            return titled_card(title, label(said, wrap=True), icon="calendar-clock")
        if len(turn.months) == 1:
            said = _("{month} ist an der Reihe.").format(month=month_words(month))
            return titled_card(title, label(said, wrap=True), icon="calendar-check")
        chips = FlowBox()
        for one in turn.months:
            chip = Chip(month_words(one), one == month)
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self._picked, one))
            chips.add(chip)
        said = _("Das ist die erste Meldung dieser Klientendatei. Danach folgt Monat auf Monat ohne Lücke.")
        return titled_card(_("Mit welchem Monat beginnen Sie?"), chips, label(said, "caption", wrap=True),
                           icon="calendar-check")

    def _picked(self, month: Month, _on: bool = False) -> None:
        self.chosen.emit(month)


def issue_step(shown: Shown, written: Sequence[Path]) -> QWidget:
    """What will be written, or where it lies now, and the code for the telephone."""
    code = titled_card(_("Prüfzahl"), label(shown.code, "title", select=True),
                       label(_("Nennen Sie sie am Telefon: Stimmt sie überein, ist es dieselbe Datei."), "caption",
                             wrap=True), icon="phone")
    if written:
        paths = [label(str(path), wrap=True, select=True) for path in written]
        there = titled_card(_("Diese Dateien liegen jetzt dort"), *paths, icon="file-check")
        return holder(column(there, code, gap=12))
    stem = file_stem(shown.prepared.report.head)
    said = (_("Der Monat ist ausgegeben. Es werden dieselben Bytes noch einmal geschrieben.") if shown.prepared.issued
            else _("Ein ausgegebener Monat ändert sich nicht mehr und lässt sich nicht zurücknehmen. Was Sie später "
                   "nachtragen, zählt im nächsten Monat."))
    files = titled_card(
        _("Zwei Dateien in einen Ordner Ihrer Wahl"),
        label(_("{stem}.json – die Datei für die Geschäftsführende Stelle").format(stem=stem), wrap=True, select=True),
        label(_("{stem}.pdf – dasselbe zum Lesen, eine Seite").format(stem=stem), wrap=True, select=True),
        label(said, "caption", wrap=True), icon="file-down")
    return holder(column(files, code, gap=12))
