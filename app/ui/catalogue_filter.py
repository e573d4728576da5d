"""The search field, month, place, level and chips over a list of offerings; says what is wanted, shows no offering."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import COMPONENT_LABELS
from app.domain.date_words import MONTHS, month_in_words
from app.domain.dates import Month
from app.domain.language import LEVELS
from app.i18n import _
from app.ui import catalogue_words
from app.ui.catalogue_words import OfferFilter
from app.ui.choice import Choice
from app.ui.controls import Chip, label, search_field
from app.ui.editors import Control
from app.ui.layouts import FlowBox, centred, column, row
from app.ui.page_parts import Slot
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
        self._places: tuple[tuple[str, str], ...] = ()
        self._place = Slot()
        boxes = (self._month_box(first_month), self._place, self._level_box())
        if T.wide:
            self.search.setFixedWidth(T.px(220))
            top = centred(row(self.search, *boxes, None, self._found, gap=10))
            self.setLayout(column(top, self._chips(), gap=10))
        else:
            self.setLayout(column(self.search, FlowBox(*boxes, gap=10), self._chips(), self._found, gap=10))

    def show_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Offers these places, key and word each."""
        if tuple(places) == self._places:
            return
        self._places = tuple(places)
        control = Choice(options=self._places, empty=_("Ort egal"), hint=_("Ort egal")).build()
        control.set_value(self._filter.place if self._filter.place in dict(places) else None)
        self._shown_as(control, _("Ort"), "place", T.px(190))
        self._place.put(control)

    def _shown_as(self, control: Control, name: str, attribute: str, width: int) -> None:
        control.targets()[0].setAccessibleName(name)
        control.picked.connect(lambda: self._narrow(**{attribute: control.value()}))
        control.setFixedWidth(width)

    def _level_box(self) -> QWidget:
        options = [(level, catalogue_words.level_words(level)) for level in LEVELS]
        control = Choice(options=options, empty=_("Deutsch egal")).build()
        control.set_value(self._filter.level)
        self._shown_as(control, _("Deutsch"), "level", self._room(control, [word for _level, word in options]))
        return control

    @staticmethod
    def _room(control: QWidget, words: Sequence[str]) -> int:
        """Wide enough for the longest word, so that no choice is cut."""
        return max(control.fontMetrics().horizontalAdvance(word) for word in words) + T.px(60)

    def set_found(self, words: str) -> None:
        """Shows how many there are."""
        self._found.setText(words)

    def _month_box(self, first: Month) -> QWidget:
        words = _("ab {month}")
        months = [first.plus(n) for n in range(MONTHS_OFFERED)]
        options = [(m, words.format(month=month_in_words(m.year, m.month, _))) for m in months]
        control = Choice(options=options, empty=_("Beginn egal")).build()
        control.set_value(self._filter.month)
        longest = max((_(name) for name in MONTHS), key=len)
        self._shown_as(control, _("Beginn"), "month", self._room(control, [words.format(month=f"{longest} 0000")]))
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
