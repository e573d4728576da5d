"""Zusammenfassung, the offer gaps: per area by Baustein, and for the current area by reason. Gaps, not persons."""

from collections.abc import Sequence

from app.i18n import _
from app.statistics.merging import Figure
from app.statistics.reach import GapRow, GapTable
from app.statistics.readable import labels
from app.ui.columns import Column
from app.ui.components import SectionTitle
from app.ui.controls import label
from app.ui.gfs_merge_parts import SumLine, SummaryPart, both_words, named, sum_table, tone, total_words
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.table import TableView
from app.ui.theme import T

TOTAL = "all"


def name_of(area: GapRow) -> str:
    """The name of an area, for the sum of all its own words."""
    return area.name if area.ags else _("Alle Gebiete")


def _words(name: str, codes: Sequence[str]) -> list[str]:
    return [str(labels()["codes"][name][code]) for code in codes]


class GapsPart(SummaryPart):
    """A line for each area; the reasons of the current one below."""

    def __init__(self) -> None:
        super().__init__()
        self._table: TableView[GapRow] | None = None
        self._body, self._reasons = Slot(), Slot()
        self._gaps: GapTable | None = None
        self.setLayout(column(self._body, self._reasons, gap=12))

    def show_summary(self, summary: Summary) -> None:
        """The gaps on the last day of the period."""
        self._gaps = gaps = summary.gaps
        if gaps is None:
            return
        if self._table is None:
            self._table = self._made(_words("baustein", gaps.bausteine))
        self._table.set_lines((gaps.total, *gaps.rows))
        self._table.fit()
        self._show_reasons()

    def _made(self, words: Sequence[str]) -> TableView[GapRow]:
        def said(place: int) -> Column[GapRow]:
            def figure(area: GapRow) -> Figure | None:
                return area.bausteine[place]

            return Column[GapRow](title=words[place], width=90,
                                  text=lambda area: named(words[place], _short(figure(area))),
                                  tone=lambda area: tone(figure(area)), sign=lambda area: _sign(figure(area)),
                                  sort=lambda area: found.total if (found := figure(area)) else -1)

        table: TableView[GapRow] = TableView(
            _("Bedarfslücken nach Baustein"), (Column[GapRow](title=_("Gebiet"), text=name_of),
                                               *(said(place) for place in range(len(words)))),
            key=lambda area: area.ags or TOTAL, several=False, speak=lambda area: f"{name_of(area)}: " + ", ".join(
                f"{word} {both_words(figure)}" for word, figure in zip(words, area.bausteine, strict=True)))
        table.current_changed.connect(lambda _key: self._show_reasons())
        head = holder(row(SectionTitle(_("Bedarfslücken nach Baustein"), _("offen am letzten Tag des Zeitraums")),
                          margins=(14, 6, 14, 6)))
        note = label(_("Gezählt sind Lücken im Angebot, keine Personen. Ein Strich heißt: von niemandem gemeldet. Grau "
                       "mit Fragezeichen: kleiner als die Spanne."), "caption", wrap=True)
        self._body.put(framed(head, table, holder(row(note, margins=(14, 8, 14, 10)))))
        self.first = table
        return table

    def _show_reasons(self) -> None:
        area = self._table.current_line() if self._table is not None else None
        if area is None or self._gaps is None:
            self._reasons.put(None)
            return
        title = _("Gründe: {area}").format(area=name_of(area))
        lines = [SumLine(key=code, words=word, figure=figure) for code, word, figure in
                 zip(self._gaps.reasons, _words("reason", self._gaps.reasons), area.reasons, strict=True)]
        head = holder(row(SectionTitle(title), margins=(14, 6, 14, 6)))
        self._reasons.put(framed(head, sum_table(title, _("Grund"), lines)))


def _short(figure: Figure | None) -> str:
    # where no sign is painted the word stands for it
    return total_words(figure) if T.wide or figure is None or not figure.weak else f"{total_words(figure)} (?)"


def _sign(figure: Figure | None) -> str:
    return "circle-help" if figure is not None and figure.weak else ""
