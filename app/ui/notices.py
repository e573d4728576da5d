"""Banners above the pages that hold on every page, such as a damaged file. What they are about, others know."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.components import Banner
from app.ui.controls import announce, button, label
from app.ui.layouts import column
from app.ui.theme import T

SHOWN = 3
Act = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A banner: ``acts`` are words and calls of at most two buttons; without one it can be put away."""

    key: str
    kind: str
    sentence: str
    acts: tuple[Act, ...] = ()


class Notices(QWidget):
    """The banners, damage above the others; with large text one at a time. No room is taken while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, Notice] = {}
        self._banners = column(gap=8, margins=(24, 10, 24, 0))
        self.setLayout(self._banners)
        self.setAccessibleName(_("Hinweise"))
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Shows it in the place of an earlier one of the same key; a reader hears it."""
        self._shown[notice.key] = notice
        self.draw()
        announce(self, notice.sentence)

    def put_away(self, key: str) -> None:
        """Takes a banner away."""
        self._shown.pop(key, None)
        self.draw()

    def draw(self) -> None:
        """Builds the banners anew: living widgets cannot be scaled."""
        while (item := self._banners.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        gravest = sorted(self._shown.values(), key=lambda notice: notice.kind != "bad")
        at_once = SHOWN if T.wide else 1
        for notice in gravest[:at_once]:
            acts = notice.acts or ((_("Verstanden"), partial(self.put_away, notice.key)),)
            self._banners.addWidget(Banner(notice.kind, notice.sentence,
                                           *(button(words, call=call) for words, call in acts)))
        if len(gravest) > at_once:
            self._banners.addWidget(label(_("Weitere Hinweise: {n}").format(n=len(gravest) - at_once), "caption"))
        self.setVisible(bool(self._shown))
