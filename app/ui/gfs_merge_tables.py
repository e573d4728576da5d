"""Zusammenfassung, the tables: each sum with its band, from how many files, and what the files kept back."""

from app.i18n import _, ngettext, number
from app.statistics.merging import MergedTable, Span
from app.statistics.readable import label as cell_words
from app.statistics.readable import labels
from app.ui.choice import Choice
from app.ui.components import SectionTitle
from app.ui.controls import label
from app.ui.editors import Control
from app.ui.gfs_merge_parts import SumLine, SummaryPart, sum_table
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import card, column, framed, holder, row
from app.ui.page_parts import Slot


def title_of(table: MergedTable) -> str:
    """``4a  Aufenthalt × Geschlecht``."""
    return f"{table.no}  {labels()['titles'][table.no]}"


def span_words(span: Span) -> str:
    """When the numbers of a table are counted."""
    return {Span.AT_END: _("am letzten Tag des Zeitraums"), Span.SINCE_JANUARY: _("seit 1. Januar"),
            Span.IN_PERIOD: _("im Zeitraum")}[span]


def words_below(table: MergedTable) -> str:
    """What to know of a table: its files, what they kept back, whom it covers."""
    n = table.files
    said = [ngettext("{n} Datei druckt diese Tabelle.", "{n} Dateien drucken diese Tabelle.", n).format(n=number(n))]
    kept = sum(files for _reason, files in table.withheld)
    if kept:
        words = ngettext("{n} Datei hält sie zurück.", "{n} Dateien halten sie zurück.", kept)
        said.append(words.format(n=number(kept)))
    if table.covered is not None:
        said.append(_("Sie deckt {share} % der Personen im Bestand.").format(share=number(table.covered)))
    said.append(_("Die Spanne ist 4 · √ der Zahl der Dateien. Was kleiner ist als seine Spanne, steht grau und heißt "
                  "unsicher. Summen ergeben sich nicht aus den Teilen."))
    return " ".join(said)


class TablesPart(SummaryPart):
    """A box for the table, and its sums."""

    def __init__(self) -> None:
        super().__init__()
        self._no = ""
        self._summary: Summary | None = None
        self._choice, self._body = Slot(), Slot()
        self.setLayout(column(self._choice, self._body, gap=12))

    def show_summary(self, summary: Summary) -> None:
        """The tables of the period."""
        self._summary = summary
        tables = summary.period.tables if summary.period is not None else ()
        options = [(table.no, title_of(table)) for table in tables]
        box: Control = Choice(options=options, empty=options[0][1]).build()
        box.targets()[0].setAccessibleName(_("Tabelle"))
        if self._no not in {table.no for table in tables}:
            self._no = tables[0].no
        box.set_value(self._no)
        box.picked.connect(lambda: self._turn(str(box.value() or options[0][0])))
        self._choice.put(card(label(_("Tabelle"), "label"), box, gap=4))
        self.first = box.targets()[0]
        self._show()

    def _turn(self, no: str) -> None:
        self._no = no
        self._show()

    def _show(self) -> None:
        assert self._summary is not None and self._summary.period is not None
        table = next(one for one in self._summary.period.tables if one.no == self._no)
        lines = [SumLine(key=f"{n}", words=cell_words(one.cell), figure=one.figure)
                 for n, one in enumerate(table.cells)]
        title = title_of(table)
        head = holder(row(SectionTitle(title, span_words(table.span)), margins=(14, 6, 14, 6)))
        foot = holder(row(label(words_below(table), "caption", wrap=True), margins=(14, 8, 14, 10)))
        self._body.put(framed(head, sum_table(title, _("Zeile"), lines), foot))
