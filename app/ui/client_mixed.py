"""A tab of the client page made of cards and short lists, with or without dated records above them. Long tabs come
part by part while the window goes on; what stands in the parts, the tabs say."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_cards import FactsCard
from app.ui.client_records import Kind, RecordsTab
from app.ui.client_short import ShortList
from app.ui.focus import chain
from app.ui.quick_choice import enter_takes_first
from app.ui.turns import soon

R = TypeVar("R")
Part = FactsCard | ShortList[Any]
Make = Callable[[], Part]


class Parts(QObject):
    """The cards and lists at the end of a layout. `writing` tells when a list opens or closes the form of a record.

    The first `at_once` are there at once; whoever asks for all of them has the others built on the spot. `after` tells
    the control before them in the order of the Tab key.
    """

    writing = Signal(bool)

    def __init__(self, owner: QWidget, makers: Sequence[Make], at_once: int = 0,
                 after: Callable[[], QWidget] | None = None) -> None:
        super().__init__(owner)
        self._after = after
        self._owner, self._later = owner, list(makers)
        self._built: list[Part] = []
        self._record: Record | None = None
        for _part in range(at_once):
            self._build_next()
        self._begun = False

    def _build_soon(self) -> None:
        if self._later:
            self._build_next()
            soon(self, self._build_soon)

    def _build_next(self) -> None:
        part = self._later.pop(0)()
        layout = self._owner.layout()
        assert isinstance(layout, QBoxLayout)
        # before the room that stretches
        layout.insertWidget(layout.count() - 1, part)
        self._tie(part)
        self._built.append(part)
        enter_takes_first(part)
        if self._record is not None:
            part.show_record(self._record)

    def _tie(self, part: Part) -> None:
        """Keys go on from the part before; of all lists one has its form open."""
        # the part before may have got lines since
        before = _last_stop(self._built[-1]) if self._built else self._after() if self._after is not None else None
        if before is not None:
            chain(before, part)
        if isinstance(part, ShortList):
            part.writing.connect(partial(self._told, part))
        elif (card := next((one for one in reversed(self._built) if isinstance(one, FactsCard)), None)) is not None:
            # Enter in the last field of a card goes on into the next card
            card.form.finished.connect(part.form.focus)

    def _told(self, opened: ShortList[Any], on: bool) -> None:
        for other in self.lists():
            if on and other is not opened and other.busy:
                other.close_form()
        self.writing.emit(on)

    def all(self) -> tuple[Part, ...]:
        """Every part with all its fields, top first."""
        while self._later:
            self._build_next()
        for part in self._built:
            if isinstance(part, FactsCard):
                part.form.whole()
        return tuple(self._built)

    @property
    def first(self) -> FactsCard:
        """The card at the top, which is there at once."""
        first = self._built[0]
        assert isinstance(first, FactsCard)
        return first

    def lists(self) -> tuple[ShortList[Any], ...]:
        """The short lists that are there by now."""
        return tuple(part for part in self._built if isinstance(part, ShortList))

    def show_record(self, record: Record) -> None:
        """Shows a record in every part, also in those that are still to come."""
        self._record = record
        if not self._begun:
            self._begun = True
            soon(self, self._build_soon)
        for part in self._built:
            part.show_record(record)

    @property
    def busy(self) -> bool:
        """True while the form for a new record is open in a list."""
        return any(one.busy for one in self.lists())

    def close_forms(self) -> None:
        """Closes what is open in the lists; what was typed stays as a draft."""
        for one in self.lists():
            one.close_form()

    def flush(self) -> None:
        """Keeps all drafts now."""
        for one in self.lists():
            one.flush()

    def focus_fact(self, attribute: str) -> bool:
        """Puts the keyboard into the field of an attribute; False where no card has it."""
        found = (part for part in self.all() if isinstance(part, FactsCard) and attribute in part.form.attributes)
        card = next(found, None)
        if card is not None:
            card.form.focus(attribute)
        return card is not None


def _last_stop(part: Part) -> QWidget:
    """Where the keyboard is last in a part."""
    return part.form.last_stop if isinstance(part, FactsCard) else part.findChildren(QPushButton)[-1]


class MixedTab(RecordsTab[R]):
    """The records, then cards and short lists; the tab is asked about all of them as about one."""

    def __init__(self, file: CaseFile, kind: Kind[R], makers: Sequence[Make]) -> None:
        super().__init__(file, kind)
        self.parts = Parts(self, makers, after=self._end)
        self.parts.writing.connect(self._list_writes)

    def _end(self) -> QWidget:
        """Where the keyboard is before it comes to the first part."""
        if self.current() is None:
            return self._begin
        return self.form.last_stop

    def show_more(self, record: Record) -> None:
        """Shows what stands below the records."""
        self.parts.show_record(record)

    @property
    def busy(self) -> bool:
        """True while any form with a strong button is open."""
        return self.new is not None or self.parts.busy

    def _list_writes(self, on: bool) -> None:
        if on and self.new is not None:
            self._stop()
            self._nothing.setVisible(not self._records)
        self.writing.emit(self.busy)

    def _open(self) -> None:
        self.parts.close_forms()
        super()._open()

    def flush(self) -> None:
        """Keeps all drafts now."""
        super().flush()
        self.parts.flush()

    def focus_fact(self, attribute: str) -> bool:
        """Puts the keyboard into the field of a fact; False where it is not here."""
        return self.parts.focus_fact(attribute)
