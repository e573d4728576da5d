"""Facts of a person or a case as a card on the client page; a field that is left is one entry of the history."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case import Case
from app.domain.client import Client
from app.domain.completeness import ENDED
from app.domain.freshness import Stale
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import shown_values, stored_values
from app.ui.client_fresh import age_words, ask_link, asking_again
from app.ui.components import titled_card
from app.ui.focus import chain
from app.ui.form import IN_ONE_TURN, Field, FormView
from app.ui.layouts import FlowBox, column
from app.ui.page_parts import Slot
from app.ui.quick_choice import enter_takes_first
from app.usecases import casework
from app.usecases.freshness import confirm as confirm_fact
from app.usecases.freshness import to_ask

Below = Callable[[Record], QWidget | None]


class FactsCard(QWidget):
    """Fields whose attributes are those of Client; `below` makes what stands under them, anew with each record."""

    def __init__(self, file: CaseFile, title: str, fields: Sequence[Field], below: Below | None = None) -> None:
        super().__init__()
        self._file, self._below = file, below
        self.record: Record | None = None
        self._old: dict[str, Stale] = {}
        self.form = FormView(asking_again(fields, self._age), self._save, at_once=IN_ONE_TURN)
        self.form.come.connect(partial(enter_takes_first, self))
        self._asked, self._place = Slot(), Slot()
        self.setLayout(column(titled_card(title, self.form, self._asked, self._place)))

    def show_record(self, record: Record) -> None:
        """Shows the stored facts; a field being typed in keeps what stands there."""
        self.record = record
        self._old = {one.fact: one for one in to_ask(record, self._file.today()) if one.fact in self.form.attributes}
        self.form.set_values(self.values(record))
        links = [ask_link(one, self._confirm, full=True) for one in self._old.values()]
        self._asked.put(FlowBox(*links) if links else None)
        if links:
            chain(self._ends(), self._asked)
        if self._below is not None:
            self._place.put(self._below(record))
            chain(links[-1] if links else self._ends(), self._place)

    def _age(self, attribute: str, value: object) -> str:
        """How long ago a fact was told, while what was told still stands there."""
        one = self._old.get(attribute)
        told = self.record is not None and value == getattr(self.record.client, attribute)
        return age_words(one, self._file.today()) if one is not None and told else ""

    def _confirm(self, fact: str) -> None:
        assert self.record is not None
        # the link goes with the question
        self.form.focus(fact)
        confirm_fact(self._file, self.record.client.id, fact)

    def _ends(self) -> QWidget:
        """The last control of the form."""
        return self.form.last_stop

    def values(self, record: Record) -> dict[str, Any]:
        """What the fields show of a record."""
        return shown_values(record.client, self.form.attributes)

    def told(self, attribute: str, value: object) -> dict[str, Any]:
        """What a left field says, in the attributes the act takes."""
        return stored_values(Client, {attribute: value})

    def _save(self, attribute: str, value: object) -> None:
        assert self.record is not None
        casework.change_client(self._file, self.record.client.id, **self.told(attribute, value))


class CaseCard(FactsCard):
    """Fields whose attributes are those of Case."""

    def values(self, record: Record) -> dict[str, Any]:
        """What the fields show of the latest case."""
        return shown_values(record.case, self.form.attributes)

    def _save(self, attribute: str, value: object) -> None:
        assert self.record is not None
        casework.change_case(self._file, self.record.case.id, **stored_values(Case, {attribute: value}))


class ExitCard(CaseCard):
    """What was said when the case ended; shown once it has. The reason stays as it was counted."""

    def show_record(self, record: Record) -> None:
        """Shows the end of the latest case, or nothing while it goes on."""
        super().show_record(record)
        self.setVisible(record.state in ENDED)
