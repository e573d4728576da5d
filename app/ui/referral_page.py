"""The page Vermittlung: all referrals by what they wait for, one of them in its steps, and the way to a new one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.names import folded
from app.domain.policy import policy_on
from app.domain.referral import OVER, ReferralState
from app.i18n import _, number
from app.store.casefile import CaseFile, Change
from app.store.queries import referrals
from app.store.queries.referrals import Overview, ReferralLine
from app.ui.actions import Action
from app.ui.catalogue_words import component_words
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import Chip, button, key_hint, search_field
from app.ui.layouts import FlowBox, card, centred, column, framed, holder, page, row, scroll
from app.ui.listing import grouped
from app.ui.page_parts import Slot, StagedPage, lead_into, refill, tall_page
from app.ui.referral_detail import ReferralDetail
from app.ui.referral_draft import LeftBehind
from app.ui.referral_new import NewReferral
from app.ui.referral_rows import ReferralList, rows
from app.ui.rows import GroupHeading
from app.ui.shell import Shell
from app.ui.theme import T

ENDED_SHOWN = 200
_TOUCHING = frozenset({"referral", "referral_step", "participation", "certificate", "client", "consent"})


class ReferralPage(StagedPage):
    """Master list and steps; a new referral takes the page until it is begun or left."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Vermittlung")
        self._shell, self._file = shell, file
        self._new = NewReferral(shell, file, self._switch, self._begun)
        self._overview: Overview | None = None
        self._lines: dict[str, ReferralLine] = {}
        self._chosen, self._needle, self._ended = "", "", False
        # below 90 letters list and steps take turns
        self._alone = self._fresh = False
        # an answer chosen in the list that waits for the steps of its referral
        self._asked: ReferralState | None = None

    def arrive(self, **where: object) -> None:
        """``referral_id`` shows that one; ``case_id`` and ``offering_key`` begin a new one."""
        one, case_id, key = (str(where.get(name) or "") for name in ("referral_id", "case_id", "offering_key"))
        if one:
            self._new.active, self._chosen, self._alone, self._needle = False, one, True, ""
        elif case_id or key:
            self._new.start(case_id, key)
        else:
            return
        # the window fills it right after
        super()._switch()

    def where(self) -> dict[str, str]:
        """The new referral, with what is chosen for it, or the one that is shown."""
        return self._new.where() if self._new.active else {"referral_id": self._chosen} if self._alone else {}

    def _begun(self, referral_id: str) -> None:
        self._chosen, self._needle = referral_id, ""
        self._switch()

    def _switch(self) -> None:
        super()._switch()
        if self._stage is not None:
            self.refresh(None)

    def _form(self) -> QWidget:
        if self._new.active:
            return self._new.build()
        self._detail = ReferralDetail(self._shell, self._file)
        self._first: QWidget | None = None
        self._fresh = True
        if self._alone and not T.wide:
            back = button(_("Vermittlungen"), "link", "arrow-left", call=self._leave_detail)
            return page(holder(row(back, None)), self._detail, None, scrolls=True)
        new = button(_("Neue Vermittlung"), icon="plus", call=self._start_new)
        self._header = PageHeader(self.title, "", new)
        self._draft, self._empty = LeftBehind(self._file, self._start_new), Slot()
        self._list = ReferralList(_("Vermittlungen"))
        self._list.current_changed.connect(self._choose)
        self._list.opened.connect(self._open)
        self._list.answered.connect(self._answer)
        self._search = search_field(_("Vermittlungen durchsuchen"), _("Name, Angebot, Träger …"), self._needle)
        self._search.textChanged.connect(self._narrow)
        lead_into(self._search, self._list)
        self._over = Chip(_("beendete zeigen"), self._ended)
        self._over.toggled.connect(self._narrow)
        if not T.wide:
            self._list.clicked.connect(lambda: self._open(self._list.current_key()))
            self._body = holder(column(self._search, FlowBox(self._over), framed(self._list), gap=10))
            return page(self._header, self._draft, self._empty, self._body, None, gap=12, scrolls=True)
        hint = key_hint(_("Eingabe geht zu den Antworten"), _("Menütaste wählt eine"))
        left = framed(self._list, holder(row(hint, margins=(14, 6, 14, 7)), "cardfoot"), main=self._list)
        left.setFixedWidth(T.px(372))
        self._search.setFixedWidth(T.px(240))
        area = scroll(holder(column(self._detail, None)))
        both = row(left, area, gap=16)
        both.setStretch(1, 1)
        body = column(centred(row(self._search, self._over, None, gap=10)), both, gap=10)
        body.setStretch(1, 1)
        self._body = holder(body)
        return tall_page(self._header, self._draft, self._empty, self._body, main=self._body)

    def _start_new(self, case_id: str = "") -> None:
        self._new.start(case_id)
        self._switch()

    def refresh(self, change: object) -> None:
        """Reads the list anew where a referral or its person changed."""
        if isinstance(change, Change) and not change.entities & _TOUCHING:
            return
        if self._new.active:
            if change is None:
                self._new.refresh()
            return
        assert self._stage is not None
        read = partial(referrals.overview, self._file, ENDED_SHOWN, self._ended, self._chosen)
        self._shell.run_task(self._stage, lambda step: read(), self._have)

    def _have(self, found: Overview) -> None:
        """Shows what the worker read; a new referral may stand on the page by now."""
        if self._new.active:
            return
        self._overview = found
        self._lines = {line.referral_id: line for line in found.lines}
        if self._alone and not T.wide:
            self._detail.show_line(self._lines.get(self._chosen))
            asked, self._asked = self._asked, None
            if asked is not None:
                self._detail.answer(asked)
            self._focus_what_came()
            return
        said = _("{n} offen, {ended} beendet").format(n=number(found.open), ended=number(found.ended))
        if self._ended and found.ended > ENDED_SHOWN:
            said = _("{said}, gezeigt werden die letzten {n}").format(said=said, n=ENDED_SHOWN)
        self._header.set_context(said)
        some = bool(found.open or found.ended)
        self._body.setVisible(some)
        self._draft.refresh()
        if some:
            self._empty.put(None)
            self._show_list()
            return
        start = button(_("Neue Vermittlung"), "primary", "plus", call=self._start_new)
        self._first = start
        self._empty.put(card(EmptyState(
            "handshake", _("Noch keine Vermittlung"),
            _("Hier steht, wer wohin vermittelt ist und was als Nächstes zu tun ist."), start)))
        self._focus_what_came()

    def _focus_what_came(self) -> None:
        """Gives the keyboard to what the worker brought, unless the person has left the page with it."""
        fresh, self._fresh = self._fresh, False
        first, focus, stage = self.first_focus(), QApplication.focusWidget(), self._stage
        if not fresh or first is None or stage is None or not stage.isVisible():
            return
        if focus is None or focus.isAncestorOf(stage) or stage.isAncestorOf(focus):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        anew = self._ended != self._over.isChecked()
        self._needle, self._ended = self._search.text(), self._over.isChecked()
        if anew:
            self.refresh(None)
        else:
            self._show_list()

    def _show_list(self) -> None:
        if self._overview is None:
            return
        today = self._file.today()
        words = folded(self._needle).split()
        shown = [line for line in self._lines.values()
                 if (self._ended or line.state not in OVER or line.referral_id == self._chosen)
                 and (not words or _matches(line, words))]
        found = rows(shown, self._overview.planned_ends, today, policy_on(today))
        refill(self._list, grouped(found, lambda row: str(row.group), GroupHeading), self._chosen)
        self._chosen = str(self._list.current_key() or "")
        if T.wide:
            self._detail.show_soon(self._lines.get(self._chosen))
        else:
            self._list.fit()

    def _choose(self, key: object) -> None:
        if isinstance(key, str) and key != self._chosen:
            self._chosen = key
            if T.wide:
                self._detail.show_soon(self._lines.get(key))

    def _answer(self, key: str, to: str) -> None:
        """What was chosen in the menu of a row."""
        if T.wide:
            self._choose(key)
            self._detail.answer(ReferralState(to))
        else:
            self._asked = ReferralState(to)
            self._open(key)

    def _open(self, key: object) -> None:
        if not isinstance(key, str):
            return
        self._chosen = key
        if T.wide:
            if first := self._detail.first_focus():
                first.setFocus()
        else:
            self._alone = True
            self._switch()

    def _leave_detail(self) -> None:
        self._alone = False
        self._switch()

    def first_focus(self) -> QWidget | None:
        """The list, or the first thing of a new referral."""
        if self._new.active:
            return self._new.first_focus()
        if self._alone and not T.wide:
            return self._detail.first_focus()
        return self._first or self._list

    def areas(self) -> Sequence[QWidget]:
        """Search, list, steps."""
        if self._new.active:
            return self._new.areas()
        return (self._detail,) if self._alone and not T.wide else (self._search, self._list, self._detail)

    def actions(self) -> Sequence[Action]:
        """A new referral, and what Strg+Eingabe enters: an answer that is open, else the new referral on the page."""
        def answering() -> bool:
            return not self._new.active and self._stage is not None and self._detail.answering

        def chosen() -> str:
            shown = not self._new.active and self._chosen in self._lines
            return "" if shown else _("Wählen Sie erst eine Vermittlung aus der Liste.")

        return (
            Action(id="referral.new", label=_("Neue Vermittlung"), call=self._start_new, icon="plus",
                   menu="Bearbeiten"),
            Action(id="referral.begin", label=_("Vermittlung beginnen"), icon="send",
                   call=lambda: self._detail.confirm() if answering() else self._new.begin(),
                   blocked=lambda: "" if answering() else self._new.blocked(),
                   shortcut="Ctrl+Return, Ctrl+Enter", menu="Bearbeiten"),
            Action(id="referral.answer", label=_("Rückmeldung erfassen"), icon="check", blocked=chosen,
                   call=lambda: self._open(self._chosen), menu="Bearbeiten"),
            Action(id="referral.sheet", label=_("Blatt für den Träger"), icon="printer", blocked=chosen,
                   call=lambda: self._detail.ask_sheet(), menu="Bearbeiten"),
        )

    def find(self) -> bool:
        """Ctrl+F: the search of this page first."""
        if self._new.active or (self._alone and not T.wide) or self._search.hasFocus():
            return False
        self._search.setFocus()
        return True


def _matches(line: ReferralLine, words: list[str]) -> bool:
    text = folded(f"{line.name} {line.title} {line.provider} {component_words(line.component)}")
    return all(word in text for word in words)
