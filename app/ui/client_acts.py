"""The acts on a case: the menu of those its state allows, and the place where the panel of one replaces the tabs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from app.domain.case import IN_STOCK
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.bin_page import DISCARD, discard_panel
from app.ui.client_appointments import NEW as NEW_APPOINTMENT
from app.ui.client_appointments import appointment_panel
from app.ui.client_closing import ACT_WORDS, ACTS, act_panel
from app.ui.client_episodes import EPISODES, episodes_panel
from app.ui.client_flags import ADD as ADD_FLAG
from app.ui.client_flags import flag_panel, is_flag_act
from app.ui.client_parts import ActPanel
from app.ui.client_proposals import PROPOSALS, ProposalsPanel
from app.ui.client_questions import QUESTIONS, QuestionsPanel
from app.ui.client_tabs import ClientTabs
from app.ui.client_words import PHASE_WORDS
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.usecases import casework, health


def fill_case_menu(menu: QMenu, file: CaseFile, record: Record | None, open_panel: Callable[[str], object],
                   go: Callable[[str], object] = lambda _page: None) -> None:
    """Acts on the case by its state, the phases, flags, and the way into the bin."""
    if record is None:
        return

    def ask(act: str, _checked: bool = False) -> None:
        open_panel(act)

    def set_phase(phase: str, _checked: bool = False) -> None:
        if record.case.phase != phase:
            casework.change_case(file, record.case.id, phase=phase)

    for act in ACTS.get(record.state, ()):
        menu.addAction(_("{act} …").format(act=_(ACT_WORDS[act]))).triggered.connect(partial(ask, act))
    if record.state in IN_STOCK:
        phases = menu.addMenu(_("Phase"))
        for phase, word in PHASE_WORDS.items():
            chosen = phases.addAction(_(word))
            chosen.setCheckable(True)
            chosen.setChecked(phase == record.case.phase)
            chosen.triggered.connect(partial(set_phase, phase))
    menu.addAction(_("Vorschläge prüfen …")).triggered.connect(partial(ask, PROPOSALS))
    menu.addAction(_("Fragen fürs nächste Gespräch …")).triggered.connect(partial(ask, QUESTIONS))
    menu.addAction(_("Termin anlegen …")).triggered.connect(partial(ask, NEW_APPOINTMENT))
    menu.addAction(_("Merker setzen …")).triggered.connect(partial(ask, ADD_FLAG))
    menu.addSeparator()
    menu.addAction(_("Akte in den Papierkorb legen …")).triggered.connect(partial(ask, DISCARD))
    menu.addAction(_("Papierkorb")).triggered.connect(lambda _checked=False: go("bin"))


def panel_of(act: str, shell: Shell, file: CaseFile, record: Record, jump: Callable[[str], object]) -> ActPanel | None:
    """The panel of an act on the case, a flag or the whole file, or of what is read or asked; None where what it is
    about has gone."""
    if act == DISCARD:
        return discard_panel(shell, file, record)
    if act == QUESTIONS:
        return QuestionsPanel(shell, file, record, jump)
    if act == PROPOSALS:
        return ProposalsPanel(shell, file, record)
    if act == NEW_APPOINTMENT:
        return appointment_panel(shell, file, record)
    record = health.of_page(record, file.today())
    if act == EPISODES:
        return episodes_panel(record)
    return flag_panel(act, file, record) if is_flag_act(act) else act_panel(act, file, record, jump)


class ActPlace(Slot):
    """Takes the place of the tabs while a panel is open; `act` is its name, "" for none. `writing` as in the tabs."""

    writing = Signal(bool)

    def __init__(self, tabs: ClientTabs) -> None:
        super().__init__()
        self._tabs = tabs
        self.act = ""
        self.panel: ActPanel | None = None

    def show_panel(self, act: str, panel: ActPanel) -> None:
        """Shows a panel instead of the tabs and gives it the keyboard."""
        self.act, self.panel = act, panel
        panel.closed.connect(self._done)
        self._tabs.hide()
        self.put(panel)
        self.writing.emit(True)
        panel.first().setFocus()

    def _done(self) -> None:
        self.close_panel()
        self._tabs.first().setFocus()

    def close_panel(self) -> None:
        """Back to the tabs, where a panel is open; nothing was done."""
        if self.panel is not None:
            self.act, self.panel = "", None
            self.put(None)
            self._tabs.show()
            self.writing.emit(self._tabs.busy())
