"""Zusammenfassung, the course of one number over the periods: a line, and the same as a table with bands."""

from app.i18n import _
from app.statistics.readable import labels
from app.ui.charts import LineChart, Series
from app.ui.choice import Choice
from app.ui.components import SectionTitle
from app.ui.controls import label
from app.ui.editors import Control
from app.ui.gfs_merge_parts import SumLine, SummaryPart, sum_table
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import card, column, framed
from app.ui.page_parts import Slot

MEASURES = ("stock", "reached_ytd", "contacted_ytd", "intake_ytd", "completed_ytd", "transition_ytd", "dropped_ytd",
            "closed_ytd")
# more would write over each other below the line
POINTS = 12


class CoursePart(SummaryPart):
    """A box for the number, then line and table."""

    def __init__(self) -> None:
        super().__init__()
        self._measure = MEASURES[0]
        self._summary: Summary | None = None
        options = [(name, str(labels()["measures"][name])) for name in MEASURES]
        box: Control = Choice(options=options, empty=options[0][1]).build()
        box.targets()[0].setAccessibleName(_("Zahl"))
        box.set_value(self._measure)
        box.picked.connect(lambda: self._turn(str(box.value() or MEASURES[0])))
        self._chart, self._table = Slot(), Slot()
        self.first = box.targets()[0]
        self.setLayout(column(card(label(_("Zahl"), "label"), box, gap=4), self._chart, self._table, gap=12))

    def show_summary(self, summary: Summary) -> None:
        """All periods of the cycle."""
        self._summary = summary
        self._show()

    def _turn(self, measure: str) -> None:
        self._measure = measure
        self._show()

    def _show(self) -> None:
        assert self._summary is not None
        series = self._summary.merged.series(self._measure)
        title = str(labels()["measures"][self._measure])
        known = [(period, figure) for period, figure in series if figure is not None][-POINTS:]
        if len(known) > 1:
            line = Series(name=_("Summe"), values=tuple(figure.total for _period, figure in known))
            chart = LineChart(title, [_short(str(period)) for period, _figure in known], [line], height=210)
            note = label(_("Gezeichnet sind nur Zeiträume, zu denen Meldungen vorliegen. Wächst die Zahl der Dateien, "
                           "wächst auch die Summe; sie steht in der Tabelle darunter."), "caption", wrap=True)
            self._chart.put(card(SectionTitle(title), chart, note, gap=10))
        else:
            self._chart.put(card(label(_("Ein Verlauf braucht Meldungen zu zwei Zeiträumen."), "muted", wrap=True)))
        lines = [SumLine(key=str(period), words=period.words(), figure=figure) for period, figure in reversed(series)]
        self._table.put(framed(sum_table(title, _("Zeitraum"), lines)))


def _short(name: str) -> str:
    """``10/26`` for a month; quarters and years are short already."""
    year, _dash, rest = name.partition("-")
    return f"{rest}/{year[2:]}" if rest else name
