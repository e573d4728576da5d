"""Choosing the offering of a referral: those one can still enter, narrowed by typing. For whom is not known here."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Lifecycle, Offering
from app.i18n import _
from app.ui import catalogue_words
from app.ui.catalogue_rows import OfferList, offer_row
from app.ui.controls import button, label, search_field
from app.ui.layouts import card, column, framed, holder, row
from app.ui.page_parts import Slot, lead_into, refill
from app.ui.theme import T


def enterable(offering: Offering, today: date) -> bool:
    """Whether somebody can still be referred: neither cancelled nor begun without later entry."""
    standing = offering.lifecycle in (Lifecycle.ACTIVE, Lifecycle.FULL)
    return standing and (offering.continuous_entry or offering.start is None or offering.start >= today)


class OfferPicker(QWidget):
    """A search field over a list. `picked` comes with each other offering ("" for none), `opened` with Enter.

    Below 90 letters a chosen offering is one line, so that the form comes into sight.
    """

    picked = Signal(str)
    opened = Signal()

    def __init__(self, offerings: Mapping[str, Offering], today: date, key: str) -> None:
        super().__init__()
        self._offerings, self._today, self._key = offerings, today, key
        self.field = search_field(_("Angebot suchen"), _("Titel, Träger, Ort …"))
        self._list = OfferList(_("Angebote"))
        self._list.current_changed.connect(self._moved)
        self._list.opened.connect(self._open)
        self._list.clicked.connect(lambda: self._open(self._list.current_key()) if not T.wide else None)
        self.field.textChanged.connect(self._fill)
        lead_into(self.field, self._list)
        self._choice = framed(holder(column(self.field, margins=(12, 10, 12, 8))), self._list, main=self._list)
        self._chosen = Slot()
        layout = column(self._choice, self._chosen, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._fill("")
        if not T.wide:
            self._collapse()

    def _collapse(self) -> None:
        offering = self._offerings.get(self._key)
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
        shown = [offering for offering in self._offerings.values() if offering.key == self._key
                 or (enterable(offering, self._today) and catalogue_words.found(offering, needle))]
        # filling must not choose: only a person does
        refill(self._list, [offer_row(offering) for offering in shown], self._key)
        if not self._key:
            self._list.clearSelection()
        if not T.wide:
            self._list.fit()

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
