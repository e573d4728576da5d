"""What is asked of an appointment: its fields, the form of a new one, and the panels for slip and calendar file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.appointment import Appointment
from app.domain.errors import N_, UserError
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.appointments import AppointmentLine
from app.ui.client_fields import choice, clock_time, due_day, shown_values, stored_values
from app.ui.client_parts import ActPanel
from app.ui.client_records import Entering
from app.ui.editors import Chips, Number, Option, Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.ui.suggest import Suggested
from app.ui.tasks import Step
from app.usecases import appointments

# the page, and the kind of the draft of a new appointment on it
PAGE = "appointments"
OFFERED, MOST = 8, 900
FACTS = ("on", "at", "minutes", "kind", "place", "whom", "interpreter", "note")
NOBODY = N_("Es fehlt, mit wem der Termin ist. Es wurde nichts gespeichert.")
NO_PLACE = N_("Es wurde kein Ort gewählt und nichts gespeichert.")
Values = Mapping[str, object]


def appointment_fields(file: CaseFile) -> tuple[Field, ...]:
    """When, where, with whom."""
    return (
        Field("on", _("Tag"), due_day(file.today), required=True, help=_("zum Beispiel +7, Fr oder 10.11.")),
        Field("at", _("Uhrzeit"), clock_time(), help=_("zum Beispiel 14:15")),
        Field("minutes", _("Dauer in Minuten"), Number(least=0, most=MOST)),
        Field("kind", _("Art"), choice("appointment_kind"), help=_("Steht nicht auf dem Zettel")),
        Field("place", _("Ort"), Text(max_length=300), help=_("Steht auf dem Zettel")),
        Field("whom", _("Bei wem"), Text(max_length=300), help=_("Steht auf dem Zettel")),
        Field("interpreter", _("Dolmetschen"), choice("interpreter")),
        Field("note", _("Anmerkung"), Text(max_length=2000), help=_("Bleibt in der Klientendatei")),
    )


def people_found(file: CaseFile, typed: str) -> list[Option]:
    """The cases of the persons who match, each with name and number."""
    found = [hit.client_id for hit in clients.search(file, typed, OFFERED)]
    lines = {line.client_id: line for line in clients.lines(file, only=found)} if found else {}
    return [(lines[one].case_id, f"{lines[one].name} K-{lines[one].number:04d}") for one in found if one in lines]


def shown(appointment: Appointment) -> dict[str, Any]:
    """A stored appointment as the form shows it."""
    return {**shown_values(appointment, FACTS), "minutes": appointment.minutes or None}


def stored(values: Values) -> dict[str, Any]:
    """What the form holds, as an appointment stores it."""
    return stored_values(Appointment, {name: value for name, value in values.items() if name in FACTS})


def new_appointment(file: CaseFile, made: Callable[[str], object]) -> Entering:
    """The form on the page: the person is looked for by typing; `made` gets the identity of the new one."""
    def add(_owner: str, values: dict[str, object]) -> None:
        case_id = values.get("case_id")
        if not isinstance(case_id, str) or not case_id:
            raise UserError(NOBODY)
        made(appointments.add(file, case_id, **stored(values)))

    def fields() -> tuple[Field, ...]:
        who = Field("case_id", _("Person"), Suggested(find=lambda typed: people_found(file, typed)), required=True,
                    help=_("Name oder Nummer"))
        return (who, *appointment_fields(file))

    return Entering(name=PAGE, new=_("Neuer Termin"), add_word=_("Termin anlegen"), new_fields=fields,
                    new_values=lambda: {"kind": "talk"}, add=add)


def slip_panel(shell: Shell, file: CaseFile, owner: QWidget, line: AppointmentLine, contact: str) -> ActPanel:
    """The slip of an appointment: whom to call is asked, the rest is known. `owner` outlives the panel."""
    def run(values: Values) -> None:
        target = _asked(owner, _("Terminzettel speichern"), f"termin-K-{line.number:04d}-{line.appointment.on}", "pdf")
        said = str(values["contact"] or "").strip()

        def job(_step: Step) -> None:
            # ReportLab loads slowly
            from app.usecases import appointments_print

            appointments_print.write_slip(file, line, said, target)

        shell.run_task(owner, job, lambda _none: _saved(shell, target))

    fields = (Field("contact", _("Wen anrufen, wenn etwas dazwischenkommt"), Text(max_length=200), width="half",
                    help=_("Name und Telefonnummer, ohne den Namen des Amtes")),)
    sentence = _("Tag, Uhrzeit, Ort und „Bei wem“ in der Sprache der Person und auf Deutsch. Kein Name, nichts zu "
                 "Aufenthalt oder Gesundheit. Die Datei ist nicht verschlüsselt.")
    panel = ActPanel(_("Terminzettel für {name}").format(name=line.name), sentence, fields,
                     _("Als PDF speichern …"), run, scrolls=False)
    panel.form.set_values({"contact": contact})
    return panel


def calendar_panel(shell: Shell, file: CaseFile, owner: QWidget, one: AppointmentLine | None,
                   ahead: Sequence[AppointmentLine]) -> ActPanel:
    """A calendar file of the current or of all planned appointments, without names."""
    def run(values: Values) -> None:
        chosen = [one] if one is not None and values["which"] == "one" else list(ahead)
        if not chosen:
            raise UserError(appointments.NOTHING_AHEAD)
        target = _asked(owner, _("Kalenderdatei speichern"), f"termine-{file.today()}", "ics")

        def job(_step: Step) -> None:
            from app.usecases import appointments_print

            appointments_print.write_calendar(file, chosen, target, place=bool(values["place"]))

        shell.run_task(owner, job, lambda _none: _saved(shell, target))

    every = ngettext("{n} kommender Termin", "alle {n} kommenden Termine", len(ahead)).format(n=number(len(ahead)))
    options = [*([("one", _("nur der gewählte Termin"))] if one is not None else []), ("all", every)]
    fields = (Field("which", _("Welche Termine"), Chips(options=options), width="half"),
              Field("place", _("Ort"), Chips(options=((True, _("Ort mitgeben")),)), width="half",
                    help=_("Ein Ort kann verraten, um wen es geht.")))
    sentence = _("Für das Diensttelefon oder einen anderen Kalender: nur „Termin“ mit Tag und Uhrzeit, keine Namen. "
                 "Die Datei ist nicht verschlüsselt.")
    panel = ActPanel(_("Kalenderdatei"), sentence, fields, _("Als Kalenderdatei speichern …"), run, scrolls=False)
    panel.form.set_values({"which": "all"})
    return panel


def _asked(owner: QWidget, title: str, name: str, suffix: str) -> Path:
    kind = _("PDF (*.pdf)") if suffix == "pdf" else _("Kalender (*.ics)")
    chosen, _filter = QFileDialog.getSaveFileName(owner, title, str(Path.home() / f"{name}.{suffix}"), kind,
                                                  options=QFileDialog.Option.DontConfirmOverwrite)
    if not chosen:
        raise UserError(NO_PLACE)
    return Path(chosen if chosen.endswith(f".{suffix}") else f"{chosen}.{suffix}")


def _saved(shell: Shell, target: Path) -> None:
    shell.toast(_("Gespeichert und eingetragen: {place}").format(place=target))
