"""The page „Wer passt?“: the persons for one offering, ranked beside the window, and the reasons for the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.catalogue import Offering
from app.domain.names import folded
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.store.queries import matching
from app.store.queries.matching import PersonMatch
from app.ui import catalogue_words
from app.ui.components import PageHeader
from app.ui.controls import button, label, search_field
from app.ui.layouts import FlowBox, beside, card, column, framed, holder, page, row, scroll
from app.ui.match_conditions import Conditions
from app.ui.match_rows import RankedPeople, RankedPerson, RankingRule, in_groups, ranked_people
from app.ui.page_parts import Slot, StagedPage, lead_into, refill, tall_page
from app.ui.shell import Shell
from app.ui.tasks import Task
from app.ui.theme import T

# what changes neither a person nor an offering
_ASIDE = frozenset({"follow_up", "contact", "draft", "attachment", "appointment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPeople:
    """An offering, the persons for it by their cases in the order of the rule, and their rows."""

    offering: Offering
    people: dict[str, PersonMatch]
    rows: Sequence[RankedPerson]


def find_people(file: CaseFile, key: str) -> FoundPeople:
    """Reads and ranks; belongs into the worker. Raises UserError where the catalogue has the offering no longer."""
    found = matching.people_for(file, key)
    return FoundPeople(offering=matching.offering(file, key), people={one.case_id: one for one in found},
                       rows=ranked_people(found))


class MatchPeoplePage(StagedPage):
    """`go("who_fits", offering_key=…)`; Enter begins a referral of the chosen person to that offering."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Wer passt?")
        self._shell, self._file = shell, file
        self._key, self._case, self._needle = "", "", ""
        self._found: FoundPeople | None = None
        self._task: Task | None = None
        # below 90 letters list and conditions take turns
        self._alone = False

    def arrive(self, **where: object) -> None:
        """``offering_key`` says for which offering, ``case_id`` which person was chosen."""
        key, case = str(where.get("offering_key") or ""), str(where.get("case_id") or "")
        if key and key != self._key:
            self._key, self._case, self._found, self._alone, self._needle = key, case, None, False, ""
            self._switch()

    def where(self) -> dict[str, str]:
        """The offering and the chosen person."""
        return {"offering_key": self._key, "case_id": self._case}

    def _form(self) -> QWidget:
        self._reasons = Slot()
        if self._alone and not T.wide:
            back = button(self.title, "link", "arrow-left", call=self._leave_person)
            self._first: QWidget = back
            return page(holder(row(back, None)), self._reasons, None, scrolls=True)
        back = button(_("Angebote"), "link", "arrow-left", call=self._to_offering)
        self._header = PageHeader(self.title)
        head = holder(column(row(back, None), self._header, gap=2))
        self._note = label("", "muted", wrap=True)
        self._list = RankedPeople(_("Personen"))
        self._list.current_changed.connect(self._choose)
        self._list.opened.connect(self._open)
        self._search = search_field(_("Personen durchsuchen"), _("Name oder Nummer …"), self._needle)
        self._search.textChanged.connect(self._narrow)
        lead_into(self._search, self._list)
        self._first = self._search
        rule = RankingRule()
        if not T.wide:
            self._list.clicked.connect(lambda: self._open(self._list.current_key()))
            return page(head, self._note, self._search, rule, framed(self._list), None, gap=10, scrolls=True)
        self._search.setFixedWidth(T.px(240))
        side = scroll(holder(column(self._reasons, None)))
        top = row(self._search, rule, gap=12)
        top.setStretch(1, 1)
        body = column(top, beside(framed(self._list), side, 520), gap=10)
        body.setStretch(1, 1)
        main = holder(body)
        return tall_page(head, self._note, main, main=main)

    def refresh(self, change: object) -> None:
        """Ranks anew where what is asked may have changed."""
        if isinstance(change, Change) and change.entities <= _ASIDE:
            return
        if self._task is not None:
            self._task.cancel()
        if self._found is None and not self._alone:
            self._say(_("Es wird geprüft, wer passt …"))
        elif self._found is not None:
            self._show(self._found)
        assert self._stage is not None
        self._task = self._shell.run_task(self._stage, lambda _step: find_people(self._file, self._key), self._have,
                                          reads=True)

    def _say(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def _have(self, found: FoundPeople) -> None:
        fresh, self._found, self._task = self._found is None, found, None
        self._show(found)
        focus = QApplication.focusWidget()
        if fresh and found.rows and focus is self._first and not self._alone and not self._needle:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: FoundPeople) -> None:
        if self._alone and not T.wide:
            self._show_reasons()
            return
        of = found.offering
        begins = _("Beginn {start}").format(start=catalogue_words.begins(of))
        self._header.set_context(" · ".join(part for part in (of.title, of.provider, of.place, begins) if part))
        self._say("" if found.rows else _("Es gibt noch keine Person, deren Fall läuft."))
        self._show_list(found)

    def _show_list(self, found: FoundPeople) -> None:
        words = folded(self._needle).split()
        shown = [one for one in found.rows if not words or all(
            word in folded(f"{one.name} {one.number}") for word in words)]
        refill(self._list, in_groups(shown), self._case)
        self._case = str(self._list.current_key() or "")
        if T.wide:
            self._show_reasons()
        else:
            self._list.fit()

    def _narrow(self, typed: str) -> None:
        self._needle = typed
        if self._found is not None:
            self._show_list(self._found)

    def _choose(self, key: object) -> None:
        if isinstance(key, str) and key != self._case:
            self._case = key
            if T.wide:
                self._show_reasons()

    def _show_reasons(self) -> None:
        found = self._found
        person = found.people.get(self._case) if found is not None else None
        if found is None or person is None:
            self._reasons.put(None)
            return
        conditions = Conditions(_("Bedingungen für {name}").format(name=person.name))
        conditions.show_match(person.match)
        conditions.asked.connect(lambda fact: self._shell.go("client", client_id=person.client_id, fact=fact))
        to_file = partial(self._shell.open_client, person.client_id)
        acts: list[QWidget] = [button(_("Akte öffnen"), "quiet", call=to_file)]
        if closed := catalogue_words.closed(found.offering):
            acts.append(label(closed, "caption", wrap=True))
        else:
            acts.append(button(_("Vermitteln"), "primary", "handshake", call=partial(self._refer, person.case_id)))
        self._reasons.put(card(label(person.name, "lead", wrap=True), conditions, FlowBox(*acts, right=True)))

    def _open(self, key: object) -> None:
        if not isinstance(key, str):
            return
        self._case = key
        if T.wide:
            self._refer(key)
        else:
            self._alone = True
            self._switch()
            self.refresh(None)

    def _refer(self, case_id: str) -> None:
        if self._found is not None and not catalogue_words.closed(self._found.offering):
            self._shell.go("referral", case_id=case_id, offering_key=self._key)

    def _leave_person(self) -> None:
        self._alone = False
        self._switch()
        self.refresh(None)

    def _to_offering(self) -> None:
        self._shell.go("offers", offering_key=self._key)

    def first_focus(self) -> QWidget | None:
        """The list once it is there, else the search; alone the link back."""
        if not (self._alone and not T.wide) and self._found is not None and self._found.rows:
            return self._list
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """Search, list, conditions."""
        return (self._first, self._reasons) if self._alone and not T.wide else (
            self._search, self._list, self._reasons)

    def person(self) -> str:
        """The person whose row is the current one."""
        chosen = self._found.people.get(self._case) if self._found is not None else None
        return chosen.client_id if chosen is not None else ""

    def find(self) -> bool:
        """Ctrl+F: the search of this page first."""
        if (self._alone and not T.wide) or self._search.hasFocus():
            return False
        self._search.setFocus()
        return True
