"""Head of the client page: name, pills, acts, Füllstand with what is missing; below it the phases and the next step."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.domain.case import CaseState, Phase
from app.domain.dates import german
from app.domain.referral import ReferralState
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui import paint
from app.ui.client_flags import flag_pills
from app.ui.client_gaps import Filled
from app.ui.client_words import PHASE_WORDS, context_of, name_of, pills_of
from app.ui.controls import button, label
from app.ui.focus import chain
from app.ui.layouts import FlowBox, card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill, StepsBar
from app.ui.theme import T

_NAME_WIDTH = 420
PHASES = tuple(PHASE_WORDS)


class ClientHeader(QWidget):
    """The buttons stay while the words change; `calls` are acts by name: note, follow_up, match, more, back, fact,
    episodes."""

    def __init__(self, calls: Mapping[str, Callable[..., object]]) -> None:
        super().__init__()
        self._calls = calls
        self._filled: Filled | None = None
        self._name, self._facts = Slot(), Slot()
        back = button(_("Klienten"), "link", "arrow-left", calls["back"])
        # two of the same size, one shown: the strong colour belongs to the form while one is open
        self._note = button(_("Notiz"), "primary", "sticky-note", calls["note"], shortcut="Ctrl+Shift+N")
        self._note_plain = button(_("Notiz"), "", "sticky-note", calls["note"], shortcut="Ctrl+Shift+N")
        self._note_plain.hide()
        self._more = button("", icon="ellipsis", call=self._open_menu, tip=_("Weitere Befehle"))
        acts = [self._note, self._note_plain,
                button(_("Wiedervorlage"), icon="calendar-clock", call=calls["follow_up"], shortcut="Ctrl+D"),
                button(_("Vermitteln"), icon="handshake", call=calls["match"], shortcut="Ctrl+M"), self._more]
        top = row(back, None)
        if T.wide:
            body = row(gap=12)
            body.addWidget(self._name, 1)
            for act in acts:
                body.addWidget(act)
                body.setAlignment(act, Qt.AlignmentFlag.AlignTop)
            self.setLayout(column(top, body, 2, self._facts, gap=0))
        else:
            self._flow = FlowBox(*acts)
            self.setLayout(column(top, column(self._name, self._facts, gap=2), self._flow, gap=6))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_record(self, record: Record, today: date) -> None:
        """Shows a person."""
        beside = T.wide and paint.width(name_of(record.client), "display") < T.px(_NAME_WIDTH)
        name = label(name_of(record.client), "display", wrap=not beside)
        told = (*pills_of(record, today), *flag_pills(record))
        pills = [StatusPill(pill.text, pill.kind, pill.icon) for pill in told]
        self._name.put(FlowBox(name, *pills, gap=8) if beside else holder(column(name, FlowBox(*pills), gap=4)))
        said = label(context_of(record.client, today), "muted", wrap=not T.wide)
        n = len(record.cases)
        nth = button(_("Fall {n} von {all}").format(n=record.case.episode, all=n), "link", "history",
                     self._calls["episodes"]) if n > 1 else None
        episode = [nth] if nth is not None else []
        if T.wide:
            self._filled = Filled(record, today, self._calls["fact"], said, *episode)
            self._facts.put(self._filled)
        else:
            self._filled = Filled(record, today, self._calls["fact"], *episode)
            self._facts.put(holder(column(said, self._filled, gap=2)))
        # put anew each time, it would come after everything else on the page
        chain(self._more, self._facts)

    def list_gaps(self) -> bool:
        """Shows what is missing; False where nothing is."""
        if self._filled is None or not self._filled.missing:
            return False
        self._filled.list_missing()
        return True

    def set_writing(self, on: bool) -> None:
        """While a form has the strong button, „Notiz“ is a plain one."""
        self._note.setVisible(not on)
        self._note_plain.setVisible(on)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        self._calls["more"](menu)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))


class CaseBar(QWidget):
    """Six phases with the dates that are known, and the next sensible step."""

    def __init__(self, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._steps = Slot()
        self._next = button("", "link", "arrow-right", go_on)
        line = row(gap=16, margins=(0, 0, 0, 0))
        line.addWidget(self._steps, 1)
        if T.wide:
            line.addWidget(self._next)
            self.setLayout(column(card(line, pad=8), gap=0))
        else:
            self.setLayout(column(card(line, self._next, pad=12), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_record(self, record: Record, next_text: str) -> None:
        """Shows where the latest case stands."""
        current = PHASES.index(Phase(record.case.phase))
        names = [_(word) for word in PHASE_WORDS.values()]
        self._steps.put(StepsBar(names, current, phase_dates(record, current)))
        self._next.setText(_("Nächster Schritt: {step}").format(step=next_text) if next_text else "")
        self._next.setAccessibleName(self._next.text())
        self._next.setVisible(bool(next_text))


def phase_dates(record: Record, current: int) -> tuple[str, ...]:
    """The days that dated steps tell: taken in, opened, first goal, first sent, first started, closed."""
    steps = [s for s in record.case_steps if s.case_id == record.case.id]
    ids = {r.id for r in record.referrals if r.case_id == record.case.id}
    moves = sorted((s for s in record.referral_steps if s.referral_id in ids), key=lambda s: s.on)
    known = {
        Phase.ACCESS: next((s.on for s in steps if s.state == CaseState.PROSPECT), None),
        Phase.ASSESSMENT: next((s.on for s in steps if s.state == CaseState.OPEN), None),
        Phase.PLANNING: min((g.agreed_on for g in record.goals if g.case_id == record.case.id), default=None),
        Phase.IMPLEMENTATION: next((s.on for s in moves if s.state == ReferralState.SENT), None),
        Phase.MONITORING: next((s.on for s in moves if s.state == ReferralState.STARTED), None),
        Phase.CLOSING: next((s.on for s in steps if s.state == CaseState.CLOSED), None),
    }
    return tuple(_dated(known.get(phase), i, current) for i, phase in enumerate(PHASES))


def _dated(day: date | None, i: int, current: int) -> str:
    if day is None or i > current:
        return ""
    return _("seit {date}").format(date=german(day)) if i == current else german(day)
