"""The tab Vermittlungen: the referrals of a person with their state, and the steps of the current one below."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.referral import OVER, ReferralState
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import referral, referrals
from app.store.queries.client import ClientPage as Record
from app.store.queries.referrals import ReferralLine
from app.ui.client_fields import word
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.client_removal import remove_record
from app.ui.columns import Column
from app.ui.components import EmptyState, SectionTitle, titled_card
from app.ui.controls import button, key_hint
from app.ui.layouts import card, column, framed, holder, row
from app.ui.match_gaps import gaps_list
from app.ui.page_parts import Slot
from app.ui.paint import Pill
from app.ui.referral_steps import ReferralSteps
from app.ui.shell import Shell
from app.ui.table import TableView

_KINDS = {ReferralState.CONSENT_MISSING: "warn", ReferralState.NO_REPLY: "warn", ReferralState.CONFIRMED: "ok",
          ReferralState.STARTED: "ok", ReferralState.COMPLETED: "ok", ReferralState.REJECTED: "bad",
          ReferralState.DROPPED: "bad"}


def state_pill(line: ReferralLine) -> Pill:
    """The state in its word."""
    state = ReferralState(line.state)
    return Pill(text=word("referral_state", line.state), kind=_KINDS.get(state, "plain" if state in OVER else "info"))


class ReferralsTab(QWidget):
    """The list; Enter goes into the steps of the current referral. `writing` as in the other parts of the page."""

    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile, match: Callable[[], object]) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        columns = (
            Column[ReferralLine](title=_("Angebot"), text=lambda r: r.title),
            Column[ReferralLine](title=_("Träger"), text=lambda r: r.provider, width=180),
            Column[ReferralLine](title=_("Beginn"), text=lambda r: german(r.starts_on) if r.starts_on else "",
                                 width=100, sort=lambda r: str(r.starts_on)),
            Column[ReferralLine](title=_("Stand"), text=lambda r: "", pill=state_pill, width=150),
            Column[ReferralLine](title=_("Seit"), text=lambda r: german(r.since), width=100, sort=lambda r: r.since),
        )
        self.table = TableView(_("Vermittlungen"), columns, key=lambda r: r.referral_id, speak=_spoken)
        self.table.current_changed.connect(lambda _key: self._show_steps())
        self.table.opened.connect(lambda _key: self._enter())
        keys(self.table, ("Del",), self._remove)
        keys(self, SAVE_KEYS, lambda: self._steps.confirm() if self._steps is not None else None)
        title = SectionTitle(_("Vermittlungen"), action=button(_("Passende Angebote"), icon="handshake", call=match))
        hint = holder(row(key_hint(_("Eingabe geht zu den Schritten")), margins=(14, 4, 14, 8)))
        self._list = framed(holder(row(title, margins=(14, 6, 14, 6))), self.table, hint)
        self._begin = button(_("Passende Angebote"), icon="handshake", call=match)
        self._nothing = card(EmptyState(
            "handshake", _("Noch keine Vermittlung"),
            _("Hier steht, in welches Angebot die Person vermittelt wurde und was daraus geworden ist."), self._begin))
        self._slot = Slot()
        self._steps: ReferralSteps | None = None
        self.gaps = gaps_list(shell, file)
        self.gaps.writing.connect(self.writing)
        self.setLayout(column(self._list, self._nothing, self._slot, self.gaps, None, gap=12))

    def show_record(self, record: Record) -> None:
        """Shows the referrals of a person, and the steps of the current one as stored now."""
        lines = referrals.lines(self._file, record.client.id)
        self.gaps.show_record(record)
        self.table.set_lines(lines)
        if self.table.current_key() is None and lines:
            self.table.set_current(lines[0].referral_id)
        self.table.fit()
        self._list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._show_steps()

    @property
    def busy(self) -> bool:
        """True while the form for a need has a strong button of its own."""
        return self.gaps.busy

    def flush(self) -> None:
        """Keeps all drafts now."""
        self.gaps.flush()

    def _show_steps(self) -> None:
        line = self.table.current_line()
        if line is None:
            self._steps = None
            self._slot.put(None)
        elif self._steps is not None and self._steps.referral_id == line.referral_id:
            self._steps.refresh()
        else:
            self._steps = ReferralSteps(self._shell, self._file, line.referral_id)
            self._slot.put(titled_card(line.title, self._steps))

    def _remove(self) -> None:
        line = self.table.current_line()
        if line is not None:
            remove_record(self._shell, self._file, referral.page(self._file, line.referral_id).referral)

    def _enter(self) -> None:
        first = self._steps.first_focus() if self._steps is not None else None
        if first is not None:
            first.setFocus()

    def first(self) -> QWidget:
        """The control that takes the keyboard."""
        return self.table if not self._list.isHidden() else self._begin


def _spoken(line: ReferralLine) -> str:
    return ", ".join((line.title, line.provider, word("referral_state", line.state), german(line.since)))
