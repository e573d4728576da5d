"""The page of one person: which person, which part of the page, and its keys. What stands on it is client_view's."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.ui.actions import Action
from app.ui.client_fresh import CONFIRM_KEY
from app.ui.client_proposals import PROPOSALS
from app.ui.client_questions import QUESTIONS
from app.ui.client_return import WISHES, open_again, opened
from app.ui.client_tabs import TAB_WORDS, TABS
from app.ui.client_thread_rows import SHOW_KEYS
from app.ui.client_view import ClientView
from app.ui.client_words import name_of
from app.ui.shell import Page, Shell


class ClientPage(Page):
    """`go("client", client_id=…)`; with `note=True` the form for a note is open, with `follow_up=True` that for a
    follow-up, with `tab=…` another part is shown (thread, facts, papers, levels, plan, referrals, consents,
    attachments). `entry`, `step` and `record` are the ids of what was being corrected before a lock, `act` the panel
    that was open; `fact` goes to the field of that fact.
    """

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Klient")
        self._shell, self._file = shell, file
        self.client_id, self._tab = "", TABS[0]
        self._arrived, self._wishes = False, dict[str, str]()
        self._view: ClientView | None = None
        # a field takes the keyboard only once the page is shown
        self._fact = ""

    def arrive(self, **where: object) -> None:
        """Another person, and what is wanted of the page."""
        self.flush()
        client_id = str(where.get("client_id") or self.client_id)
        other = client_id != self.client_id
        self.client_id = client_id
        self._tab = str(where.get("tab") or (TABS[0] if other else self._tab))
        self._arrived, self._wishes = True, {wish: str(where[wish]) for wish in WISHES if where.get(wish)}
        if self._view is not None:
            self._view.acts.close_panel()

    def again(self, **where: object) -> bool:
        """A note or another act for the person shown needs nothing read anew."""
        wishes = {wish: str(which) for wish, which in where.items() if wish in WISHES and which}
        record = self._view.asking.record if self._view is not None else None
        if self._view is None or record is None or not wishes or not {*where} <= {"client_id", *wishes} or (
                where.get("client_id", record.client.id) != record.client.id):
            return False
        self._view.acts.close_panel()
        for wish, which in wishes.items():
            open_again(self._view, wish, which)
        return True

    def lasting(self, where: dict[str, object]) -> dict[str, object]:
        """The person and the part of the page."""
        return {name: value for name, value in where.items() if name not in WISHES}

    def build(self, parent: QWidget) -> QWidget:
        """New widgets; what was being typed was kept as a draft and is there again."""
        if self._view is not None:
            self._view.flush()
            self._tab = self._view.tabs.current
        self._arrived = True
        self._view = ClientView(self._shell, self._file)
        return self._view.ground

    def refresh(self, change: object) -> None:
        """Everything of the person again: a dozen small statements."""
        if self._view is None:
            return
        try:
            record = clients.page(self._file, self.client_id)
        except UserError as error:
            self.title = _("Klient")
            self._view.show_gone(text_of(error))
            return
        self.title = name_of(record.client)
        if self._arrived:
            # filled once, with the person who is shown in a moment
            self._view.tabs.blank()
            self._view.show_tab(self._tab)
        self._view.show_record(record)
        wishes, self._wishes, self._arrived = self._wishes, {}, False
        self._fact = wishes.pop("fact", "")
        for wish, which in wishes.items():
            open_again(self._view, wish, which)

    def where(self) -> dict[str, str]:
        """The person, the part of the page, and the form that is open."""
        if self._view is None:
            return {"client_id": self.client_id, "tab": self._tab}
        return {"client_id": self.client_id, "tab": self._view.tabs.current, **opened(self._view)}

    def first_focus(self) -> QWidget | None:
        """The thread, the form that is open, or the field that was asked for."""
        fact, self._fact = self._fact, ""
        if self._view is None or not fact:
            return self._view.first() if self._view is not None else None
        self._view.show_fact(fact)
        return self._view.ground.focusWidget()

    def areas(self) -> Sequence[QWidget]:
        """Acts, tabs, what is shown of them, next steps."""
        return self._view.areas() if self._view is not None else ()

    def actions(self) -> Sequence[Action]:
        """The keys of the page (ui.md § 6)."""
        tabs = [Action(id=f"client.tab.{key}", label=_(name), call=partial(self._enter_tab, key), shortcut=f"Alt+{n}",
                       menu="Klient", place=True) for n, (key, name) in enumerate(TAB_WORDS.items(), start=1)]
        return (
            Action(id="client.match", label=_("Vermitteln: passende Angebote"), call=self._match, shortcut="Ctrl+M",
                   icon="handshake", menu="Klient", blocked=self._no_match),
            Action(id="client.reveal", label=_("Vertrauliche Notizen lesen, solange die Tasten gehalten werden"),
                   call=self._reveal, shortcut=SHOW_KEYS, in_palette=False),
            Action(id="client.confirm", label=_("Bestätigen: Stimmt noch"), call=self._confirm, shortcut=CONFIRM_KEY,
                   icon="circle-check", menu="Klient"),
            Action(id="client.gaps", label=_("Fehlende Angaben"), call=self._list_gaps, shortcut="Ctrl+Shift+L",
                   icon="circle-dashed", menu="Klient"),
            Action(id="client.questions", label=_("Fragen fürs nächste Gespräch"),
                   call=partial(self._open_panel, QUESTIONS), shortcut="Ctrl+Shift+F", icon="message-circle",
                   menu="Klient"),
            Action(id="client.proposals", label=_("Vorschläge prüfen"), call=partial(self._open_panel, PROPOSALS),
                   shortcut="Ctrl+Shift+P", icon="scale", menu="Klient"),
            *tabs,
        )

    # actions outlive the widgets, which are built anew with each text size: so they ask for the view when they run
    def _enter_tab(self, key: str) -> None:
        if self._view is not None:
            self._view.enter_tab(key)

    def _reveal(self) -> None:
        if self._view is not None:
            self._view.tabs.reveal()

    def _confirm(self) -> None:
        if self._view is not None:
            self._view.asking.next()

    def _list_gaps(self) -> None:
        if self._view is not None and not self._view.header.list_gaps():
            self._shell.toast(_("Hier fehlt nichts: Alle Angaben sind erhoben."))

    def _open_panel(self, act: str) -> None:
        if self._view is not None:
            self._view.open_panel(act)

    def _match(self) -> None:
        if self._view is not None:
            self._view.match()

    def _no_match(self) -> str:
        return self._view.no_match() if self._view is not None else ""

    def find(self) -> bool:
        """Strg+F goes into the thread's own search; the second time to the search everywhere."""
        return self._view.find() if self._view is not None else False

    def flush(self) -> None:
        """Keeps what is being typed as drafts."""
        if self._view is not None:
            self._view.flush()

    def may_leave(self) -> bool:
        """Keeps drafts; nothing holds anybody up."""
        self.flush()
        return True
