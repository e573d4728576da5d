"""What stands on the page of a person: head, phases, tabs or the panel of an act in their place, next steps."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.domain.case import IN_STOCK, CaseState
from app.domain.errors import N_
from app.domain.freshness import PAPER
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_acts import ActPlace, fill_case_menu, panel_of
from app.ui.client_attachments import FileDrop
from app.ui.client_episodes import EPISODES
from app.ui.client_flags import EDIT as EDIT_FLAG
from app.ui.client_flags import flags_card
from app.ui.client_fresh import Asking
from app.ui.client_gaps import IN_OPENING, place_of
from app.ui.client_glance import Glance
from app.ui.client_header import CaseBar, ClientHeader
from app.ui.client_merged import merged_banner
from app.ui.client_proposals import ProposalsCard
from app.ui.client_steps import StepsCard
from app.ui.client_tabs import SCROLLING, TAB_OF, TAB_WORDS, TABS, ClientTabs
from app.ui.client_words import next_step
from app.ui.components import EmptyState
from app.ui.controls import Tabs, button
from app.ui.focus import chain, tab_stops
from app.ui.layouts import beside, column, holder, page, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.turns import soon

KEPT_IN = {"paper": "papers", "level": "levels", "consent": "consents", "referral": "referrals",
           "attachment": "attachments", "need": "plan", "goal": "plan", "plan_step": "plan", "plan_review": "plan"}
OPEN_FIRST = N_("Erst den Fall eröffnen, dann vermitteln.")


class ClientView:
    """The widgets of the page, `ground` around them; two columns, under each other below 90 letters."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self._around: tuple[date, Record] | None = None
        self._way: tuple[QWidget, ...] = ()
        calls: dict[str, Callable[..., object]] = {
            "note": self.write_note, "follow_up": lambda: self.steps.add(), "match": self.match,
            "more": lambda menu: fill_case_menu(menu, file, self._record, self.open_panel, shell.go),
            "back": partial(shell.go, "clients"), "fact": self.show_fact,
            "episodes": lambda: self.open_panel(EPISODES)}
        self.header, self._bar = ClientHeader(calls), CaseBar(self._go_on)
        self.asking = Asking(shell, file, partial(self.show_fact, PAPER))
        self._words = Tabs([(key, _(word)) for key, word in TAB_WORDS.items()], TABS[0])
        self.tabs = ClientTabs(shell, file, self.match, self._words.last)
        self.steps = StepsCard(shell, file)
        self.acts = ActPlace(self.tabs)
        self._proposals = ProposalsCard(file, self.open_panel, lambda: self.acts.panel)
        self._flags, self._gone, self._glance = Slot(), Slot(), Glance(self.asking.confirm)
        self.acts.writing.connect(self.header.set_writing)
        self.tabs.opened.connect(self._open_entry)
        self.tabs.writing.connect(self.header.set_writing)
        self.tabs.act.connect(self.open_panel)
        self._words.chosen.connect(self._chosen)
        self.ground, self._shown = self._lay_out()
        FileDrop(self.ground).dropped.connect(self._take_files)

    def _lay_out(self) -> tuple[QWidget, tuple[QWidget, ...]]:
        layout = column(self.acts, self.tabs, gap=0)
        layout.setStretch(1, 1)
        main = holder(layout)
        shown: tuple[QWidget, ...]
        if not T.wide:
            # under its word, or it would lie below everything else when it is chosen
            shown = (self.header, self._bar, self._flags, self.steps, self._proposals, self._words, main, self._glance)
            self._way = (self._flags, self.steps, self._proposals, self._words, main, self._glance)
            return page(self._gone, *shown, gap=12, scrolls=True), shown
        # an open form for a follow-up needs more height than there is
        self._way = (self._flags, self.steps, self._proposals, self._glance)
        side = scroll(holder(column(self._flags, self.steps, self._proposals, self._glance, None, gap=10)))
        body = beside(main, side, 304)
        body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        shown = (self.header, self._bar, self._words, body)
        return tall_page(self._gone, *shown, main=body), shown

    def show_record(self, record: Record) -> None:
        """Shows a person as stored now."""
        self._record = self.asking.record = record
        today = self._file.today()
        for part in self._shown:
            part.show()
        ahead = next_step(record, today)
        self._bar.show_record(record, ahead.text if ahead else "")
        self.steps.show_record(record)
        self._proposals.show_record(record)
        # a note or a follow-up changes nothing of what stands around them, and to lay that out takes longest
        around = today, replace(record, contacts=(), follow_ups=(), drafts=frozenset())
        if around != self._around:
            self._around = around
            self._show_around(record, today)
        self.tabs.show_record(record)
        self.steps.take_height()

    def _show_around(self, record: Record, today: date) -> None:
        self._gone.put(merged_banner(self._shell, self._file, record.merges))
        self.header.show_record(record, today)
        self._flags.put(flags_card(record, today, self.open_panel))
        self._glance.show_record(record, today)
        # keys go as the eye does: what was put anew comes last for Qt
        before: QWidget | None = None
        for part in self._way:
            if before is not None:
                before = chain(before, part)
            elif stops := tab_stops(part):
                before = stops[-1]

    def show_gone(self, sentence: str) -> None:
        """The person is no longer in the file: says so and leads back."""
        self._record = self.asking.record = self._around = None
        for part in self._shown:
            part.hide()
        back = button(_("Zu den Klienten"), "primary", call=partial(self._shell.go, "clients"))
        self._gone.put(EmptyState("users", _("Diese Person ist nicht in der Datei"), sentence, back))

    def first(self) -> QWidget | None:
        """The control that takes the keyboard when the page opens."""
        if self._record is None:
            return None
        if self.acts.panel is not None:
            return self.acts.panel.first()
        if not T.wide and not self.tabs.busy():
            # the thread is taller than the page: with the keyboard in it, the name must still be what is seen first
            QTimer.singleShot(0, self.ground, partial(_to_top, self.ground))
        return self.steps.first() or self.tabs.first()

    def areas(self) -> Sequence[QWidget]:
        """The stops of F6."""
        if self._record is None:
            return (self._gone,)
        return (self.header, self._words, self.acts.panel or self.tabs, self.steps)

    def find(self) -> bool:
        """Goes into the search of the changes or of the thread; False when the keyboard is there already."""
        if self._record is None or self.acts.panel is not None or self.tabs.finding():
            return False
        if self.tabs.current not in SCROLLING:
            self.show_tab(TABS[0])
        self.tabs.look_for()
        return True

    def flush(self) -> None:
        """Keeps what is being typed as drafts."""
        self.tabs.flush()
        self.steps.flush()

    def write_note(self) -> None:
        """Opens the form for a note at the top of the thread."""
        self.show_tab(TABS[0])
        self.tabs.write_note()

    def no_match(self) -> str:
        """Why nobody can be referred now, "" when it is possible."""
        running = self._record is not None and self._record.state in IN_STOCK
        return "" if running else _(OPEN_FIRST)

    def match(self) -> None:
        """What fits this person: the page Vermittlung."""
        if reason := self.no_match():
            self._shell.toast(reason)
        elif self._record is not None:
            self._shell.go("referral", case_id=self._record.case.id)

    def show_tab(self, key: str) -> None:
        """Shows a part of the page, as a click on its word would."""
        self._words.choose(key)

    def enter_tab(self, key: str) -> None:
        """Shows a part and puts the keyboard there."""
        self.show_tab(key)
        self.tabs.first().setFocus()
        if not T.wide:
            soon(self.ground, partial(_to_top, self.ground, self._words))

    def _chosen(self, key: str) -> None:
        self.acts.close_panel()
        self.tabs.show_tab(key)

    def _take_files(self, paths: list[Path]) -> None:
        """Files dropped anywhere on the page become attachments."""
        if self._record is not None:
            self.show_tab("attachments")
            self.tabs.take_files(paths)

    def show_fact(self, attribute: str) -> None:
        """Goes to the field of a fact, wherever it is filled in."""
        if attribute in IN_OPENING and self._record is not None and self._record.state == CaseState.PROSPECT:
            self.open_panel("open")
            if self.acts.panel is not None:
                self.acts.panel.form.focus(IN_OPENING[attribute])
            return
        self.show_tab(place_of(attribute, TAB_OF))
        self.tabs.focus_fact(attribute)

    def _open_entry(self, key: Hashable) -> None:
        """Enter on an entry of the thread goes where it is kept."""
        parts = key if isinstance(key, tuple) else ("", "")
        if parts[0] == "appointment":
            self._shell.go("appointments", appointment_id=parts[1])
        if parts[0] == "flag":
            self.open_panel(f"{EDIT_FLAG}:{parts[1]}")
        goal = KEPT_IN.get(str(parts[0]))
        if goal:
            self.show_tab(goal)
            self.tabs.select(goal, parts[1])
            self.tabs.first().setFocus()

    def _go_on(self) -> None:
        """Follows the proposed next step."""
        ahead = next_step(self._record, self._file.today()) if self._record is not None else None
        kind, _sep, goal = (ahead.goal if ahead else "").partition(":")
        if kind == "panel":
            self.open_panel(goal)
        elif kind == "tab":
            self.enter_tab(goal)
        elif kind == "fact":
            self.show_fact(goal)
        elif kind == "match":
            self.match()

    def open_panel(self, act: str) -> None:
        """Shows the panel of an act on the case in the place of the tab."""
        if self._record is not None:
            self.tabs.flush()
            panel = panel_of(act, self._shell, self._file, self._record, self.show_fact)
            if panel is not None:
                self.acts.show_panel(act, panel)


def _to_top(ground: QWidget, part: QWidget | None = None) -> None:
    """Scrolls so that the page begins with a part of it, by default with its head."""
    if isinstance(ground, QScrollArea):
        ground.verticalScrollBar().setValue(part.y() if part is not None else 0)
