"""The first and the last step of a monthly report as widgets: choosing the month, and what is handed out."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.date_words import month_in_words
from app.domain.dates import Month, german
from app.domain.names import isolated
from app.i18n import _, number
from app.statistics.report_format import file_stem
from app.ui.columns import Column
from app.ui.components import titled_card
from app.ui.controls import Chip, button, label
from app.ui.export_hand_over import code_card
from app.ui.export_work import Shown, Turn
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.table import TableView
from app.usecases.monthly_handover import HandedOver


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """A month handed out, as the list shows it."""

    month: Month
    words: str
    issued: str
    handed: str


def month_words(month: Month) -> str:
    """``Oktober 2026``."""
    return month_in_words(month.year, month.month, _)


def _handed(one: HandedOver | None) -> str:
    if one is None:
        return _("noch nicht vermerkt")
    return _("am {day} an {to}").format(day=german(one.on), to=isolated(one.to))


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
                       Column[IssuedRow](title=_("Ausgegeben am"), text=lambda line: line.issued, width=120),
                       Column[IssuedRow](title=_("Übergeben"), text=lambda line: line.handed, width=360))
            self.table = TableView(_("Ausgegebene Monate"), columns, key=lambda line: line.month, several=False)
            handed = {one.month: one for one in reversed(turn.handed)}
            self.table.set_lines([IssuedRow(month=line.month, words=month_words(line.month),
                                            issued=german(line.issued_on), handed=_handed(handed.get(line.month)))
                                  for line in turn.issued])
            self.table.fit()
            self.table.opened.connect(self.opened)
            head = row(label(_("Schon ausgegeben"), "strong"), None, button(_("Zeigen"), call=self._show),
                       margins=(16, 8, 12, 6))
            parts.append(framed(holder(head), self.table))
        if turn.lost:
            said = _("Ausgegeben, aber die Datei ist verloren: {months}. Diese Monate gehen nie wieder hinaus.")
            parts.append(label(said.format(months=", ".join(month_words(one) for one in turn.lost)), "caption",
                               wrap=True))
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
            later = turn.waiting[1:]
            more = [label(_("Danach warten noch: {months}. Monate werden der Reihe nach ausgegeben.").format(
                months=", ".join(month_words(one) for one in later)), "caption", wrap=True)] if later else []
            count = _("{n} noch nicht ausgegeben").format(n=number(len(turn.waiting))) if later else ""
            return titled_card(title, label(said, wrap=True), *more, icon="calendar-check", count=count)
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


def issue_step(shown: Shown) -> QWidget:
    """What will be written, and the code for the telephone."""
    stem = file_stem(shown.prepared.report.head)
    said = (_("Der Monat ist ausgegeben. Es werden dieselben Bytes noch einmal geschrieben.") if shown.prepared.issued
            else _("Ein ausgegebener Monat ändert sich nicht mehr und lässt sich nicht zurücknehmen. Was Sie später "
                   "nachtragen, zählt im nächsten Monat."))
    lines = (_("{stem}.json – die Datei für die Geschäftsführende Stelle"),
             _("{stem}.xlsx und .csv – dieselben Zahlen zum Rechnen"),
             _("{stem}.pdf – dasselbe zum Lesen, mit Tabellen und Balken"))
    files = titled_card(_("Vier Dateien in einen Ordner Ihrer Wahl"),
                        *(label(line.format(stem=stem), wrap=True, select=True) for line in lines),
                        label(said, "caption", wrap=True), icon="file-down")
    return holder(column(files, code_card(shown), gap=12))
