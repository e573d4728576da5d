"""What the parts of Einstellungen have in common: cards under each other, a first control, data."""

from typing import Protocol

from PySide6.QtWidgets import QBoxLayout, QWidget

from app.settings import Settings
from app.ui.layouts import column


class Look(Protocol):
    """The window as the settings see it: what holds on this computer, and how to change it."""

    settings: Settings

    def change_settings(self, **changes: object) -> None:
        """Keeps changed settings and puts them in force at once; every page is built anew."""

    def zoom(self, steps: int) -> None:
        """Larger (1) or smaller (-1) text; 0 is 100 %."""


class Part(QWidget):
    """One part of the page; its cards keep their own height."""

    def show_cards(self, *cards: QWidget) -> None:
        """Takes the cards."""
        self.setLayout(column(*cards, None, gap=12))

    def and_card(self, card: QWidget) -> "Part":
        """The part with one more card below its own."""
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(layout.count() - 1, card)
        return self

    def show_facts(self) -> None:
        """Fetches and shows what the part is about."""

    def first_focus(self) -> QWidget | None:
        """The first control, None for the list of parts."""
        return None
