"""Zusammenfassung, the reach: the funnel of all areas or of one, and each as a line; „nicht gemeldet“ is not 0."""

from app.domain.dates import german
from app.domain.errors import N_
from app.i18n import _, ngettext, number
from app.statistics.reach import Reach, ReachRow, Stage
from app.ui.columns import Column
from app.ui.components import SectionTitle
from app.ui.controls import label
from app.ui.gfs_merge_funnel import Bar, FunnelChart, nobody_said
from app.ui.gfs_merge_parts import SummaryPart, both_words, named
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import card, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.table import TableView

STAGE_WORDS = {"contacted": N_("Angesprochen"), "reached": N_("Erreicht"), "referred": N_("Vermittelt"),
               "started": N_("Begonnen"), "finished": N_("Abgeschlossen")}
TOTAL = "all"
# the other steps of the funnel are drawn for the area of the current line
SHOWN = {"reached": 90, "started": 90, "finished": 122}


def name_of(area: ReachRow) -> str:
    """The name of an area, for the sum of all its own words."""
    return area.name if area.ags else _("Alle Gebiete")


def bars(area: ReachRow) -> list[Bar]:
    """The potential and the five steps below it."""
    known = area.potential is not None
    # the sum of all areas has shares of those areas only that tell both, so that its bars are as long as its shares
    longest = max([100, *(stage.share or 0 for stage in area.stages)]) if known else \
        max([1, *(stage.figure.total for stage in area.stages if stage.figure)])
    found = [Bar(word=_("Potenzial"), base=True, part=100 / longest if known else None,
                 figure=number(area.potential or 0) if known else nobody_said())]
    for stage in area.stages:
        figure = stage.figure
        long = stage.share if known else figure.total if figure is not None else None
        found.append(Bar(
            word=_(STAGE_WORDS[stage.key]), part=None if long is None else long / longest,
            figure=nobody_said() if figure is None else both_words(figure), share=share_words(stage),
            weak=figure is not None and figure.weak))
    return found


def share_words(stage: Stage) -> str:
    """``38 %`` of the potential, nothing where it is not known."""
    return "" if stage.share is None else f"{number(stage.share)} %"


def _short(area: ReachRow, key: str) -> str:
    stage = next(one for one in area.stages if one.key == key)
    return nobody_said() if stage.figure is None else number(stage.figure.total)


def _weak(area: ReachRow, key: str) -> bool:
    stage = next(one for one in area.stages if one.key == key)
    return stage.figure is None or stage.figure.weak


def _reached_share(area: ReachRow) -> str:
    return next((share_words(stage) for stage in area.stages if stage.key == "reached"), "")


def _spoken(area: ReachRow) -> str:
    return f"{name_of(area)}: {', '.join(bar.spoken for bar in bars(area))}"


def _stage_column(key: str) -> Column[ReachRow]:
    # a sum smaller than its band is grey and carries the sign of a question
    return Column[ReachRow](
        title=_(STAGE_WORDS[key]), width=SHOWN[key],
        text=lambda area: named(_(STAGE_WORDS[key]), _short(area, key)),
        tone=lambda area: "muted" if _weak(area, key) else "text",
        sign=lambda area: "circle-help" if _weak(area, key) and _short(area, key) != nobody_said() else "",
        sort=lambda area: next((s.figure.total for s in area.stages if s.key == key and s.figure), -1))


class ReachPart(SummaryPart):
    """The funnel of the current line above the lines."""

    def __init__(self) -> None:
        super().__init__()
        self._chart = Slot()
        potential = Column[ReachRow](
            title=_("Potenzial"), width=130, sort=lambda area: -1 if area.potential is None else area.potential,
            text=lambda area: named(
                _("Potenzial"), nobody_said() if area.potential is None else number(area.potential)),
            tone=lambda area: "muted" if area.potential is None else "text")
        first = Column[ReachRow](title=_("Gebiet"), text=name_of)
        share = Column[ReachRow](title=_("Erreicht %"), text=_reached_share, width=98,
                                 sort=lambda area: next((s.share or -1 for s in area.stages if s.key == "reached"), -1))
        self.table: TableView[ReachRow] = TableView(
            _("Reichweite je Gebiet"), (first, potential, *(_stage_column(key) for key in SHOWN), share),
            key=lambda area: area.ags or TOTAL, speak=_spoken, several=False)
        self.table.current_changed.connect(lambda _key: self._show_chart())
        self._note = label("", "caption", wrap=True)
        foot = holder(row(self._note, margins=(14, 8, 14, 10)))
        self.setLayout(column(self._chart, framed(self.table, foot), gap=12))
        self.first = self.table
        self._reach: Reach | None = None

    def show_summary(self, summary: Summary) -> None:
        """The areas of the period."""
        self._reach = reach = summary.reach
        if reach is None:
            return
        n = reach.comparable
        both = ngettext("{n} Gebiet hat Potenzial und Meldung", "{n} Gebiete haben Potenzial und Meldung", n)
        self._note.setText(" ".join((
            both.format(n=number(n)) + ";", _("nur über sie sind die Anteile der Zeile „Alle Gebiete“ gerechnet."),
            _("Angesprochen und erreicht sind Personen, vermittelt, begonnen und abgeschlossen sind Ereignisse; alles "
              "seit 1. Januar. Nicht gemeldet heißt nicht 0. Grau mit Fragezeichen: kleiner als die Spanne."))))
        self.table.set_lines((reach.total, *reach.rows))
        self.table.fit()
        self._show_chart()

    def _show_chart(self) -> None:
        area = self.table.current_line()
        if area is None:
            self._chart.put(None)
            return
        about = [_("Potenzial vom {day}").format(day=german(area.as_of))] if area.as_of else []
        about += [area.source] if area.source else []
        title = _("Reichweite seit Jahresbeginn: {area}").format(area=name_of(area))
        self._chart.put(card(SectionTitle(title, " · ".join(about)), FunnelChart(title, bars(area)), gap=10))
