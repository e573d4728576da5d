"""The offerings in force in a list below its filters. Which of them are read and what one says in full stand beside."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.dates import Month
from app.i18n import _
from app.ui.catalogue_filter import OfferFilterBar
from app.ui.catalogue_reading import NOTHING, InForce
from app.ui.catalogue_rows import OfferList
from app.ui.catalogue_words import OfferFilter
from app.ui.layouts import beside, column, framed, holder, scroll
from app.ui.page_parts import lead_into, refill
from app.ui.theme import T


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What a person looks for and the ``key`` of the offering chosen; it outlives the widgets."""

    filter: OfferFilter
    key: str = ""


class FilteredOffers(QWidget):
    """Keeps `wanted` as it is shown; `chosen` comes when another offering is, `opened(key)` when one is wanted.

    ``detail`` stands beside the list where there is room for both.
    """

    chosen = Signal()
    opened = Signal(str)

    def __init__(self, wanted: Wanted, first_month: Month, detail: QWidget) -> None:
        super().__init__()
        self._wanted, self._found = wanted, NOTHING
        self.list = OfferList(_("Angebote"))
        self.list.current_changed.connect(self._choose)
        self.list.opened.connect(self._open)
        self._bar = OfferFilterBar(wanted.filter, first_month)
        self._bar.changed.connect(self._narrow)
        self.search = self._bar.search
        lead_into(self.search, self.list)
        listed = framed(self.list)
        if T.wide:
            listed = beside(listed, scroll(holder(column(detail, None))), 380)
        else:
            self.list.clicked.connect(lambda: self._open(self.list.current_key()))
        body = column(self._bar, listed, gap=10)
        body.setStretch(1, 1 if T.wide else 0)
        self.setLayout(body)

    def show_found(self, found: InForce) -> None:
        """Shows what was read."""
        self._found = found
        self._bar.show_places(found.places)
        self._show()

    def _narrow(self, wanted: object) -> None:
        if isinstance(wanted, OfferFilter):
            self._wanted.filter = wanted
            self._show()

    def _show(self) -> None:
        found = self._found
        shown = [key for key, offering in found.offerings.items() if self._wanted.filter.keeps(offering)]
        refill(self.list, [found.rows[key] for key in shown], self._wanted.key)
        self._bar.set_found(_("{n} von {all} Angeboten").format(n=len(shown), all=len(found.offerings)))
        self._wanted.key = str(self.list.current_key() or "")
        if not T.wide:
            self.list.fit()
        self.chosen.emit()

    def _choose(self, key: object) -> None:
        if isinstance(key, str) and key != self._wanted.key:
            self._wanted.key = key
            self.chosen.emit()

    def _open(self, key: object) -> None:
        if isinstance(key, str):
            self._wanted.key = key
            self.opened.emit(key)
