"""What is missing in a file, as a menu, and the way to each gap: the part of the page and the field in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.completeness import ENTRY, EXIT, FACTS, Fact, exit_share, missing, share
from app.domain.consent import CASEWORK
from app.i18n import _, ngettext
from app.store.queries.client import ClientPage as Record
from app.store.queries.completeness import of_page
from app.ui.client_facts import Facts
from app.ui.client_mixed import MixedTab
from app.ui.client_parts import come_into_view
from app.ui.client_plan import PlanTab
from app.ui.client_plan_words import going_on, key_of
from app.ui.client_records import RecordsTab
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, holder, row
from app.ui.painted import CompletenessBar

# Fields of the records behind a fact, on the tabs with records.
FIELDS: Mapping[str, str] = {"paper": "kind", "work_permission": "work_permission", "german_oral": "oral",
                             "german_written": "written", "level": "oral", "consent": "kind"}
# What is entered anew even where there is a record already: an old paper is not corrected into a new one.
ALWAYS_NEW = frozenset({"paper", "level", "consent"})
# Before the case is opened, both are said in the panel that opens it.
IN_OPENING: Mapping[str, str] = {"consent": "consent_form", "eligibility": "eligible_for"}


def gaps(record: Record, today: date) -> tuple[Fact, ...]:
    """What is missing at entry and, once the case has ended, at exit."""
    known = of_page(record, today)
    return (*missing(known), *(missing(known, EXIT) if exit_share(known) is not None else ()))


class Filled(FlowBox):
    """„Füllstand Eintritt ▓▓░ 86 % · Austritt –“ and the link that lists what is missing."""

    def __init__(self, record: Record, today: date, go: Callable[[str], object], *before: QWidget) -> None:
        known = of_page(record, today)
        self.missing, self._go = gaps(record, today), go
        ended = exit_share(known)
        n = len(self.missing)
        self.link = button(ngettext("{n} Angabe fehlt", "{n} Angaben fehlen", n).format(n=n), "link",
                           call=self.list_missing, shortcut="Ctrl+Shift+L")
        at_exit = label(_("Austritt –"), "muted") if ended is None else holder(
            row(label(_("Austritt"), "muted"), CompletenessBar(ended), gap=8))
        at_entry = row(label(_("Füllstand Eintritt"), "muted"), CompletenessBar(share(known, ENTRY)), gap=8)
        super().__init__(*before, holder(at_entry), at_exit, self.link, gap=12)
        self.link.setVisible(bool(n))

    def list_missing(self) -> None:
        """The gaps as a menu below the link, the first one chosen."""
        if not self.missing:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fact in self.missing:
            menu.addAction(_(fact.label)).triggered.connect(partial(self._jump, fact.key))
        menu.popup(self.link.mapToGlobal(QPoint(0, self.link.height())))
        menu.setActiveAction(menu.actions()[0])

    def _jump(self, key: str, _checked: bool = False) -> None:
        self._go(key)


def place_of(key: str, otherwise: Mapping[str, str]) -> str:
    """The part of the page where a fact is filled in; ``otherwise`` names that of attributes that are no such fact."""
    return FACTS[key].place if key in FACTS else "levels" if key == "level" else otherwise.get(key, "facts")


def enter_gap(part: QWidget, record: Record, key: str) -> None:
    """Puts the keyboard where a fact is filled in, on the part of the page that is open."""
    if isinstance(part, PlanTab):
        _in_plan(part, record, key)
    elif isinstance(part, MixedTab) and key == "eligibility":
        part.parts.all()
        next(one for one in part.parts.lists() if one.kind.name == key).start()
    elif isinstance(part, RecordsTab) and key in FIELDS:
        _in_records(part, key)
    elif isinstance(part, Facts | MixedTab):
        part.focus_fact(key)
    focus = part.window().focusWidget()
    if focus is not None and part.isAncestorOf(focus):
        come_into_view(focus)


def _in_records(tab: RecordsTab[Any], key: str) -> None:
    if tab.current() is not None and key not in ALWAYS_NEW:
        tab.table.set_current(tab.kind.key(_newest(tab)))
        tab.form.focus(FIELDS[key])
        return
    tab.start()
    if tab.new is None:
        return
    form = tab.new.form
    if key == "consent" and not form.values().get("kind"):
        form.set_texts({"kind": CASEWORK})
        tab.kind.shape(form)
    form.focus(FIELDS[key])


def _newest(tab: RecordsTab[Any]) -> Any:
    """The record that counts stands first."""
    lines: Sequence[Any] = tab.table.lines_model.lines
    return lines[0]


def _in_plan(tab: PlanTab, record: Record, key: str) -> None:
    left = going_on(record) if key == "goals" else []
    if left:
        tab.open(key_of(left[0]))
        if tab.edit is not None:
            tab.edit.form.focus("result")
            return
    tab.needs.first().setFocus(Qt.FocusReason.OtherFocusReason)
