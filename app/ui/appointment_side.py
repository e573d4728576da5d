"""The current appointment beside the list: whose it is, what speaks against it, its facts, what can be done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.appointment import PLANNED
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.appointments import AppointmentLine
from app.ui import appointment_list
from app.ui.appointment_forms import appointment_fields, shown, stored
from app.ui.appointment_rows import KINDS, clash_words
from app.ui.client_fields import word
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.form import FormView
from app.ui.layouts import FlowBox, card, column, row
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill
from app.ui.quick_choice import enter_takes_first
from app.usecases import appointments


class AppointmentSide(QWidget):
    """A field that is left is saved; `act(name, key)` does what the buttons say."""

    def __init__(self, file: CaseFile, act: Callable[[str, str], object]) -> None:
        super().__init__()
        self._file, self._act = file, act
        self._key = ""
        self._name = label("", "strong", wrap=True)
        self._state, self._clash, self._again = Slot(), Slot(), Slot()
        self._form = FormView(appointment_fields(file), self._change)
        acts = FlowBox(
            button(_("Zettel als PDF …"), icon="printer", call=partial(self._do, appointment_list.SLIP), shortcut="Z"),
            button(_("Löschen"), "quiet", "trash-2", partial(self._do, appointment_list.REMOVE),
                   tip=_("Termin löschen"), shortcut="Del"))
        head = row(self._name, self._state)
        head.setStretch(0, 1)
        self._card = card(head, self._clash, self._form, self._again, acts)
        self.setLayout(column(self._card, None, gap=0))
        enter_takes_first(self)

    def show_line(self, line: AppointmentLine | None) -> None:
        """Shows an appointment as stored now; nothing for none."""
        self._card.setVisible(line is not None)
        if line is None:
            return
        one = line.appointment
        self._key = one.id
        self._name.setText(line.name)
        self._state.put(StatusPill(word("appointment_state", one.state), KINDS.get(one.state, "plain")))
        clash = clash_words(line)
        self._clash.put(Banner("warn", clash) if clash else None)
        again = button(_("Doch wieder geplant"), "link", call=partial(self._do, appointment_list.AGAIN))
        self._again.put(None if one.state == PLANNED else again)
        self._form.set_values(shown(one))

    def _do(self, act: str) -> None:
        self._act(act, self._key)

    def _change(self, attribute: str, value: object) -> None:
        appointments.change(self._file, self._key, **stored({attribute: value}))
