"""The parts of the client page behind its tabs: made when first shown, each scrolling by itself in the wide form."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import N_
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_attachments import Attachments
from app.ui.client_consents import consents_tab
from app.ui.client_consents_withdraw import CLOSE_WITHDRAWN
from app.ui.client_facts import Facts
from app.ui.client_gaps import enter_gap
from app.ui.client_history import History
from app.ui.client_levels import levels_tab
from app.ui.client_mixed import MixedTab
from app.ui.client_papers import PapersTab
from app.ui.client_plan import PlanTab
from app.ui.client_records import RecordsTab
from app.ui.client_referrals import ReferralsTab
from app.ui.client_removal import remove_record
from app.ui.client_thread import Thread
from app.ui.focus import chain
from app.ui.layouts import column, scroll
from app.ui.shell import Shell
from app.ui.theme import T

TAB_WORDS = {
    "thread": N_("Verlauf"), "facts": N_("Angaben"), "papers": N_("Aufenthalt"), "levels": N_("Bildung und Arbeit"),
    "plan": N_("Teilhabeplan"), "referrals": N_("Vermittlungen"), "consents": N_("Einwilligungen"),
    "attachments": N_("Anlagen"), "history": N_("Änderungen"),
}
TABS = tuple(TAB_WORDS)
# parts whose list takes the height there is
SCROLLING = ("thread", "history")
# the tab on which an attribute of Client stands; all others are Angaben
TAB_OF = {
    **dict.fromkeys(("asylum_state", "asylum_applied", "decision_served_on", "first_toleration", "identity_state",
                     "identity_on"), "papers"),
    **dict.fromkeys(("literacy", "school_years", "certificate", "recognition", "vocational", "occupation",
                     "driving_licence", "employment", "livelihood"), "levels"),
}
Part = Thread | Facts | ReferralsTab | RecordsTab[Any] | Attachments | History | PlanTab


class ClientTabs(QWidget):
    """Shows one part at a time; a part that nobody opened is never built."""

    opened = Signal(object)
    writing = Signal(bool)
    act = Signal(str)

    def __init__(self, shell: Shell, file: CaseFile, match: Callable[[], object], after: QWidget) -> None:
        """`after` is the control before the parts in the order of the Tab key."""
        super().__init__()
        self._after = after
        self._shell, self._file, self._match = shell, file, match
        self._record: Record | None = None
        self.current = TABS[0]
        self._parts: dict[str, Part] = {}
        self._outer: dict[str, QWidget] = {}
        self._column = column(gap=0)
        self.setLayout(self._column)

    def _make(self, key: str) -> Part:
        if key == "thread":
            thread = Thread(self._shell, self._file)
            thread.opened.connect(self.opened)
            thread.writing.connect(self.writing)
            return thread
        if key == "referrals":
            referrals = ReferralsTab(self._shell, self._file, self._match)
            referrals.writing.connect(self.writing)
            return referrals
        if key == "plan":
            plan = PlanTab(self._shell, self._file)
            plan.writing.connect(self.writing)
            plan.act.connect(self.act)
            return plan
        if key == "attachments":
            files = Attachments(self._shell, self._file)
            files.writing.connect(self.writing)
            return files
        made: dict[str, Callable[[Shell, CaseFile], Part]] = {
            "facts": Facts, "history": History, "papers": PapersTab, "levels": levels_tab,
            "consents": lambda _shell, f: consents_tab(f, lambda: self.act.emit(CLOSE_WITHDRAWN))}
        part = made[key](self._shell, self._file)
        if isinstance(part, RecordsTab | Facts):
            part.writing.connect(self.writing)
        if isinstance(part, RecordsTab):
            part.removing.connect(partial(remove_record, self._shell, self._file))
        return part

    def _part(self, key: str) -> Part:
        if key not in self._parts:
            part = self._make(key)
            self._parts[key] = part
            outer = self._outer[key] = scroll(part) if T.wide and key not in SCROLLING else part
            outer.hide()
            self._column.addWidget(outer, 1)
            # made when it is first opened, it would come after everything else on the page
            chain(self._after, part)
        return self._parts[key]

    def show_tab(self, key: str) -> None:
        """Shows a part; the one before keeps its drafts."""
        part = self._part(key)
        if key != self.current:
            self.flush()
        self.current = key
        for other, outer in self._outer.items():
            if other != key:
                outer.hide()
        # filled before it is seen, it is laid out once
        if self._record is not None:
            self._fill(part, self._record)
        self._outer[key].show()
        self.writing.emit(self.busy())

    def blank(self) -> None:
        """The person shown is left: a part that is opened now is filled with the next one."""
        self._record = None

    def show_record(self, record: Record) -> None:
        """Shows a person in the part that is open; the others follow when they are opened."""
        self._record = record
        self._fill(self._part(self.current), record)

    def _fill(self, part: Part, record: Record) -> None:
        if isinstance(part, RecordsTab):
            part.show_records(record.client.id, _records(self.current, record))
            if isinstance(part, MixedTab):
                part.show_more(record)
        else:
            part.show_record(record)

    def busy(self) -> bool:
        """True while a form with a strong button of its own is open, or none is wanted."""
        part = self._parts.get(self.current)
        if isinstance(part, Thread):
            return part.note is not None
        return isinstance(part, Attachments | RecordsTab | Facts | PlanTab | ReferralsTab) and part.busy

    def first(self) -> QWidget:
        """The control of the open part that takes the keyboard."""
        return self._part(self.current).first()

    def flush(self) -> None:
        """Keeps all drafts now."""
        for part in self._parts.values():
            if isinstance(part, Thread | RecordsTab | Facts | PlanTab | ReferralsTab):
                part.flush()

    def write_note(self) -> None:
        """Opens the note form of the thread."""
        part = self._part(TABS[0])
        assert isinstance(part, Thread)
        part.write()

    def in_hand(self) -> dict[str, str]:
        """The note that is open in the part that is shown, or its current record."""
        part = self._parts.get(self.current)
        if isinstance(part, Thread):
            if part.note is None:
                return {}
            return {"entry": part.note.contact_id} if part.note.contact_id else {"note": "1"}
        if isinstance(part, PlanTab):
            return part.in_hand()
        whole = {"whole": "1"} if isinstance(part, Facts | MixedTab) else {}
        return {**whole, "record": str(part.table.current_key() or "")} if isinstance(part, RecordsTab) else whole

    def open_again(self, wish: str, which: str) -> None:
        """Opens the note `entry`, or makes a `record` of the part that is shown the current one."""
        part = self._part(self.current)
        if wish == "entry" and isinstance(part, Thread):
            part.edit(which)
        elif wish == "record":
            self.select(self.current, which)
        elif wish == "whole" and isinstance(part, Facts | MixedTab):
            # the caret may have been in a field that would come later
            part.parts.all()

    def finding(self) -> bool:
        """True while the keyboard is in the search of the open part."""
        part = self._parts.get(self.current)
        return isinstance(part, Thread | History) and part.finding

    def reveal(self) -> None:
        """Shows confidential notes of the thread for as long as the keys are held."""
        part = self._parts.get(self.current)
        if isinstance(part, Thread):
            part.held.begin()

    def look_for(self) -> None:
        """Goes into the search of the open part."""
        part = self._part(self.current)
        if isinstance(part, Thread | History):
            part.look_for()

    def focus_fact(self, attribute: str) -> None:
        """Goes to the field of a fact in the part that is open."""
        if self._record is not None:
            enter_gap(self._part(self.current), self._record, attribute)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Takes dropped files in as attachments of the person shown."""
        part = self._part("attachments")
        assert isinstance(part, Attachments)
        part.take(paths)

    def select(self, key: str, record_id: Hashable) -> None:
        """Makes a record the current one of its list."""
        part = self._part(key)
        if isinstance(part, RecordsTab | ReferralsTab | Attachments):
            part.table.set_current(record_id)
        elif isinstance(part, PlanTab):
            part.select(str(record_id))


def _records(key: str, record: Record) -> Sequence[Any]:
    """The records of a tab, the one that counts first."""
    if key == "papers":
        return sorted(record.papers, key=lambda p: p.valid_from, reverse=True)
    if key == "levels":
        return sorted(record.levels, key=lambda v: v.on, reverse=True)
    return sorted(record.consents, key=lambda c: c.given_on, reverse=True)
