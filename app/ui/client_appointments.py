"""Appointments on the client page: the panel of a new one, and the way from the thread to the page Termine."""

from collections.abc import Mapping

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import appointments as query
from app.store.queries.client import ClientPage as Record
from app.ui.appointment_acts import AppointmentActs
from app.ui.appointment_forms import appointment_fields, stored
from app.ui.appointment_rows import next_words
from app.ui.client_parts import ActPanel
from app.ui.shell import Shell
from app.usecases import appointments

# name of the panel, as `go("client", act=…)` takes it
NEW = "appointment"


def appointment_panel(shell: Shell, file: CaseFile, record: Record) -> ActPanel:
    """A new appointment of the person shown; the toast says who else is expected then."""
    def run(values: Mapping[str, object]) -> None:
        made = appointments.add(file, record.case.id, **stored(values))
        AppointmentActs(shell, file).added(query.lines(file), made)

    ahead = next_words(record, file.today())
    sentence = _("Nächster Termin bisher: {when}").format(when=ahead) if ahead else _("Bisher ist kein Termin geplant.")
    panel = ActPanel(_("Neuer Termin"), sentence, appointment_fields(file), _("Termin anlegen"), run)
    panel.form.set_values({"kind": "talk", "interpreter": _kept(record.client.interpreter)})
    return panel


def _kept(interpreter: str) -> str | None:
    return None if interpreter == "unknown" else interpreter
