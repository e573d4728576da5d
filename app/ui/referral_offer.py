"""Choosing the offering of a referral: those one can still enter, narrowed by typing, ranked once a person is known."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Offering
from app.i18n import _
from app.ui import catalogue_words
from app.ui.controls import button, label, search_field
from app.ui.layouts import card, column, framed, holder, row
from app.ui.match_offers import Found, Row, enterable
from app.ui.match_rows import RankedOffers, RankingRule, in_groups
from app.ui.page_parts import Slot, lead_into, refill
from app.ui.theme import T


class OfferPicker(QWidget):
    """A search field over a list. `picked` comes with each other offering ("" for none), `opened` with Enter, `onward`
    with →; `lacking` says that nothing of it suits.

    Below 90 letters a chosen offering is one line, so that the form comes into sight.
    """

    picked = Signal(str)
    opened = Signal()
    onward = Signal()
    lacking = Signal()

    def __init__(self, offering: Callable[[str], Offering | None], today: date, key: str) -> None:
        super().__init__()
        self._offering, self._today, self._key = offering, today, key
        self._rows: list[tuple[Offering, Row]] = []
        self._ranked = False
        self.field = search_field(_("Angebot suchen"), _("Titel, Träger, Ort …"))
        self._note = label(_("Es wird geprüft, was passt …"), "caption", wrap=True)
        nothing = button(_("Nichts passt – Bedarf festhalten"), "link", call=self.lacking.emit)
        self._ranking = RankingRule(nothing)
        self._ranking.hide()
        self._list = RankedOffers(_("Angebote"))
        self._list.current_changed.connect(self._moved)
        self._list.entered.connect(self._enter)
        self._list.opened.connect(self._open)
        self._list.onward.connect(self.onward)
        self._list.clicked.connect(lambda: self._open(self._list.current_key()) if not T.wide else None)
        self.field.textChanged.connect(self._fill)
        lead_into(self.field, self._list)
        top = column(self.field, self._note, self._ranking, gap=6, margins=(12, 10, 12, 8))
        self._choice = framed(holder(top), self._list, main=self._list)
        self._chosen = Slot()
        layout = column(self._choice, self._chosen, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        if not T.wide:
            self._collapse()

    def show_found(self, found: Found) -> None:
        """Shows the offerings, ranked where it is known for whom."""
        self._rows = [(offering, one) for one in found.rows if (offering := self._offering(one.key)) is not None
                      and (one.key == self._key or enterable(offering, self._today))]
        self._ranked = bool(found.case_id)
        self._note.hide()
        self._ranking.setVisible(self._ranked)
        self._fill(self.field.text())

    def _collapse(self) -> None:
        offering = self._offering(self._key)
        self._choice.setHidden(offering is not None)
        if offering is None:
            self._chosen.put(None)
            return
        line = row(label(offering.title, "strong", wrap=True), button(_("Anderes Angebot"), "link", call=self._other))
        line.setStretch(0, 1)
        self._chosen.put(card(holder(line)))

    def _other(self) -> None:
        self._key = ""
        self._collapse()
        self.field.setFocus()
        self.picked.emit("")

    def _fill(self, needle: str) -> None:
        shown = [one for offering, one in self._rows
                 if one.key == self._key or catalogue_words.found(offering, needle)]
        # filling must not choose: only a person does
        refill(self._list, in_groups(shown) if self._ranked else shown, self._key)
        if not self._key:
            self._list.clearSelection()
        if not T.wide:
            self._list.fit()

    def _enter(self) -> None:
        """Whoever comes into the list sees the reasons of the first one, not only of the next."""
        if not self._key and self._list.current_key() is not None:
            self._moved(self._list.current_key())
            self._list.setCurrentIndex(self._list.currentIndex())

    def _moved(self, key: object) -> None:
        if T.wide:
            self._take(key)

    def _take(self, key: object) -> None:
        if isinstance(key, str) and key != self._key:
            self._key = key
            self.picked.emit(key)

    def _open(self, key: object) -> None:
        self._take(key)
        if not T.wide:
            self._collapse()
        self.opened.emit()
