"""The two boxes over the page Zusammenfassung: over how long is added up, and which of these periods is looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.statistics.merging import Cycle
from app.ui.choice import Choice
from app.ui.controls import label
from app.ui.editors import Control
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.theme import T


def cycle_words(cycle: Cycle) -> str:
    """The word of a cycle."""
    return {Cycle.MONTH: _("Monat"), Cycle.QUARTER: _("Quartal"), Cycle.HALF_YEAR: _("Halbjahr"),
            Cycle.YEAR: _("Jahr")}[cycle]


class PeriodBoxes(QWidget):
    """`chosen` carries a cycle and the name of a period, "" for the latest."""

    chosen = Signal(object, str)

    def __init__(self, cycle: Cycle) -> None:
        super().__init__()
        self._offered: tuple[str, ...] | None = None
        self._period: Control | None = None
        self._cycle: Control = Choice(options=tuple((one, cycle_words(one)) for one in Cycle),
                                      empty=cycle_words(Cycle.MONTH)).build()
        self._cycle.targets()[0].setAccessibleName(_("Zusammenzählen über"))
        self._cycle.set_value(cycle)
        self._cycle.picked.connect(lambda: self.chosen.emit(Cycle(str(self._cycle.value() or Cycle.MONTH)), ""))
        self._place = Slot()
        first = holder(column(label(_("Zusammenzählen über"), "label"), self._cycle, gap=4))
        second = holder(column(label(_("Zeitraum"), "label"), self._place, gap=4))
        both = row(first, second, gap=16) if T.wide else column(first, second, gap=8)
        self.setLayout(column(card(holder(both)), gap=0))

    def show_summary(self, summary: Summary) -> None:
        """The periods of the cycle, the latest first; the box keeps the keyboard while they stay the same."""
        offered = tuple(str(one.period) for one in reversed(summary.merged.periods))
        shown = str(summary.period.period) if summary.period is not None else ""
        if offered != self._offered or self._period is None:
            self._offered = offered
            words = [(str(one.period), one.period.words()) for one in reversed(summary.merged.periods)]
            box = Choice(options=words, empty=words[0][1] if words else _("noch keiner zu Ende")).build()
            box.targets()[0].setAccessibleName(_("Zeitraum"))
            box.picked.connect(lambda: self.chosen.emit(
                Cycle(str(self._cycle.value() or Cycle.MONTH)), str(box.value() or "")))
            self._place.put(box)
            self._period = box
        if shown:
            self._period.set_value(shown)
