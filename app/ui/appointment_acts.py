"""What a person does with appointments: one use case each, one toast each, and what is offered after it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from app.domain.appointment import NO_SHOW
from app.domain.date_words import in_words
from app.domain.dates import german
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries.appointments import AppointmentLine
from app.ui import history
from app.ui.appointment_rows import clash_words, said_of
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.drafts import draft_of
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.usecases import appointments
from app.usecases.appointments import Missed


class AppointmentActs:
    """`offer` is the place of the banner that proposes what follows; W takes its first proposal."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self.offer = Slot()
        self._next: Callable[[], object] | None = None

    def _said(self, sentence: str) -> None:
        self._shell.toast(sentence, partial(history.undo, self._shell, self._file))

    def added(self, lines: Sequence[AppointmentLine], appointment_id: str) -> None:
        """Says that it was made, and who else is expected then."""
        line = next((one for one in lines if one.appointment.id == appointment_id), None)
        if line is not None:
            said = _("Termin angelegt: {who}.").format(who=said_of(line))
            self._said(f"{said} {clash_words(line)}".strip())

    def keep(self, line: AppointmentLine) -> None:
        """The person came; a note is offered."""
        appointments.keep(self._file, line.appointment.id)
        self._propose(Banner("ok", _("{who}: wahrgenommen.").format(who=said_of(line)), self._first(
            _("Notiz schreiben"), partial(write_note, self._shell, self._file, line))))
        self._said(_("{who}: wahrgenommen.").format(who=said_of(line)))

    def keep_all(self, lines: Sequence[AppointmentLine]) -> None:
        """Several persons came, as one act."""
        appointments.keep(self._file, *(line.appointment.id for line in lines))
        self._propose(None)
        self._said(ngettext("{n} Termin wahrgenommen.", "{n} Termine wahrgenommen.", len(lines)).format(n=len(lines)))

    def miss(self, line: AppointmentLine) -> None:
        """The person did not come; a follow-up for tomorrow is offered, and the excuse."""
        missed = appointments.miss(self._file, line.appointment.id)
        excuse = button(_("War entschuldigt"), call=partial(self._excuse, line, missed))
        said = _("{who}: nicht erschienen. Das steht jetzt im Verlauf.").format(who=said_of(line))
        remind = self._first(_("Wiedervorlage für morgen"), partial(self._remind, line, missed))
        self._propose(Banner("warn", said, remind, excuse))
        self._said(_("{who}: nicht erschienen.").format(who=said_of(line)))

    def call_off(self, line: AppointmentLine) -> None:
        """It was cancelled before its time."""
        appointments.call_off(self._file, line.appointment.id)
        self._propose(None)
        self._said(_("{who}: abgesagt.").format(who=said_of(line)))

    def plan_again(self, line: AppointmentLine) -> None:
        """It was marked by mistake."""
        appointments.plan_again(self._file, line.appointment.id)
        self._propose(None)
        said = [_("{who}: wieder geplant.").format(who=said_of(line))]
        if line.appointment.state == NO_SHOW:
            said.append(_("Der Vermerk im Verlauf bleibt, bis Sie ihn dort löschen."))
        self._said(" ".join(said))

    def postpone(self, line: AppointmentLine, days: int) -> None:
        """Later by so many days."""
        moved = appointments.postpone(self._file, line.appointment.id, days)
        self._propose(None)
        self._said(_("Termin von {name} verschoben auf {day}.").format(name=line.name, day=in_words(moved.on, _)))

    def go_on(self) -> None:
        """W: what is offered first."""
        if self._next is None:
            self._shell.toast(_("Es ist gerade nichts vorgeschlagen."))
        else:
            self._next()

    def _first(self, words: str, call: Callable[[], object]) -> QPushButton:
        self._next = call
        return button(words, call=call, shortcut="W")

    def _propose(self, banner: Banner | None) -> None:
        if banner is None:
            self._next = None
        self.offer.put(banner)

    def _remind(self, line: AppointmentLine, missed: Missed) -> None:
        title = _("Nach versäumtem Termin vom {day} melden").format(day=german(line.appointment.on))
        appointments.remind_tomorrow(self._file, missed.case_id, title)
        self._propose(None)
        self._said(_("Wiedervorlage für morgen angelegt: {name}.").format(name=line.name))

    def _excuse(self, line: AppointmentLine, missed: Missed) -> None:
        appointments.excuse(self._file, missed.contact_id)
        self._propose(None)
        self._said(_("{name}: als entschuldigt vermerkt.").format(name=line.name))


def write_note(shell: Shell, file: CaseFile, line: AppointmentLine) -> None:
    """The form for a note with what is known of the appointment; a note that was begun before stays as it is."""
    one, kind = line.appointment, f"note:{line.appointment.case_id}"
    if draft_of(file, kind) is None:
        known = {"on": german(one.on), "at": f"{one.at:%H:%M}" if one.at else "", "place": one.place,
                 "minutes": str(one.minutes) if one.minutes else "",
                 "kind": "in_person_shelter" if one.kind == "visit" else "",
                 "interpreter": "" if one.interpreter == "unknown" else one.interpreter}
        file.save_draft(kind, {"texts": {name: text for name, text in known.items() if text}}, "text")
    shell.go("client", client_id=line.client_id, note=True)
