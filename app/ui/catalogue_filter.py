"""The search field, the month and the chips over a list of offerings; says what is wanted, shows no offering."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import COMPONENT_LABELS
from app.domain.date_words import MONTHS, month_in_words
from app.domain.dates import Month
from app.i18n import _
from app.ui import catalogue_words
from app.ui.catalogue_words import OfferFilter
from app.ui.choice import Choice
from app.ui.controls import Chip, label, search_field
from app.ui.layouts import FlowBox, centred, column, row
from app.ui.theme import T

MONTHS_OFFERED = 12


class OfferFilterBar(QWidget):
    """All filters visible at once; `changed` brings the whole filter after each click and key."""

    changed = Signal(object)

    def __init__(self, wanted: OfferFilter, first_month: Month) -> None:
        super().__init__()
        self._filter = wanted
        self.search = search_field(_("Angebote durchsuchen"), _("Titel, Träger, Ort …"), wanted.needle)
        self.search.textChanged.connect(lambda text: self._narrow(needle=text))
        self._found = label("", "muted")
        month = self._month_box(first_month)
        if T.wide:
            self.search.setFixedWidth(T.px(240))
            top = centred(row(self.search, month, None, self._found, gap=10))
            self.setLayout(column(top, self._chips(), gap=10))
        else:
            self.setLayout(column(self.search, month, self._chips(), self._found, gap=10))

    def set_found(self, words: str) -> None:
        """Shows how many there are."""
        self._found.setText(words)

    def _month_box(self, first: Month) -> QWidget:
        words = _("ab {month}")
        months = [first.plus(n) for n in range(MONTHS_OFFERED)]
        options = [(m, words.format(month=month_in_words(m.year, m.month, _))) for m in months]
        control = Choice(options=options, empty=_("Beginn egal")).build()
        control.set_value(self._filter.month)
        control.targets()[0].setAccessibleName(_("Beginn"))
        control.picked.connect(lambda: self._narrow(month=control.value()))
        # wide enough for the longest month, so that no choice is cut
        longest = max((_(name) for name in MONTHS), key=len)
        control.setFixedWidth(control.fontMetrics().horizontalAdvance(words.format(month=f"{longest} 0000")) + T.px(60))
        return control

    def _chips(self) -> QWidget:
        chips = FlowBox()
        for component, word in COMPONENT_LABELS.items():
            chip = Chip(_(word), component in self._filter.components)
            chip.setAccessibleName(catalogue_words.component_words(component))
            chip.toggled.connect(partial(self._toggle_component, component))
            chips.add(chip)
        for attribute, word in (("free", _("Plätze frei")), ("women", _("nur Frauen")),
                                ("childcare", _("mit Kinderbetreuung")), ("running", _("laufender Einstieg")),
                                ("withdrawn", _("zurückgezogene zeigen"))):
            chip = Chip(word, getattr(self._filter, attribute))
            chip.toggled.connect(partial(self._toggle, attribute))
            chips.add(chip)
        return chips

    def _toggle_component(self, component: str, on: bool) -> None:
        chosen = self._filter.components
        self._narrow(components=chosen | {component} if on else chosen - {component})

    def _toggle(self, attribute: str, on: bool) -> None:
        self._narrow(**{attribute: on})

    def _narrow(self, **changes: Any) -> None:
        self._filter = replace(self._filter, **changes)
        self.changed.emit(self._filter)
