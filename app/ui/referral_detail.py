"""One referral of the list in full: offering, state and person above its steps. Which one, the page decides."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.referral import ReferralState
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.referrals import ReferralLine
from app.ui.catalogue_words import component_words
from app.ui.controls import button, label
from app.ui.layouts import card, holder, row
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill
from app.ui.referral_rows import state_pill
from app.ui.referral_steps import ReferralSteps
from app.ui.shell import Shell


class ReferralDetail(Slot):
    """The card of one referral; an answer half typed in it stays while the same one is shown again."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._steps: ReferralSteps | None = None
        self._pill: Slot
        self._coming: ReferralLine | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(lambda: self.show_line(self._coming))

    def show_soon(self, line: ReferralLine | None) -> None:
        """The same in the next turn of the event loop: who goes through a list by arrow waits for none of them."""
        self._coming = line
        self._turn.start(0)

    def _caught_up(self) -> ReferralSteps | None:
        if self._turn.isActive():
            self.show_line(self._coming)
        return self._steps

    def show_line(self, line: ReferralLine | None) -> None:
        """Shows a referral as stored now, None for none chosen."""
        self._turn.stop()
        if line is None:
            self._steps = None
            self.put(card(label(_("Keine Vermittlung gewählt."), "muted", wrap=True)))
            return
        if self._steps is not None and self._steps.referral_id == line.referral_id:
            self._steps.refresh()
            self._pill.put(_pill(line))
            return
        self._steps = ReferralSteps(self._shell, self._file, line.referral_id)
        self._pill = Slot(_pill(line))
        person = button(line.name, "link", "user-round", call=partial(self._shell.open_client, line.client_id))
        said = " · ".join(part for part in (line.provider, component_words(line.component)) if part)
        title = row(label(line.title or component_words(line.component), "lead", wrap=True), self._pill)
        title.setStretch(0, 1)
        self.put(card(holder(title), label(said, "muted", wrap=True), holder(row(person, None)), self._steps))

    @property
    def answering(self) -> bool:
        """True while the form of an answer is open."""
        return self._steps is not None and self._steps.answering

    def confirm(self) -> None:
        """Enters that answer."""
        if self._steps is not None:
            self._steps.confirm()

    def answer(self, to: ReferralState) -> None:
        """As a click on that answer of the referral shown."""
        if (steps := self._caught_up()) is not None:
            steps.answer(to)

    def ask_sheet(self) -> None:
        """Opens the panel of the sheet for its provider."""
        if (steps := self._caught_up()) is not None:
            steps.ask_sheet()

    def first_focus(self) -> QWidget | None:
        """The first answer; None without one."""
        steps = self._caught_up()
        return steps.first_focus() if steps is not None else None


def _pill(line: ReferralLine) -> StatusPill:
    pill = state_pill(line.state)
    return StatusPill(pill.text, pill.kind, pill.icon)
