"""Puts an open Klientendatei and its window together: pages, sidebar numbers, search, saved state, leaving.
Imported beside the unlock page, never by it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.domain.errors import UserError
from app.i18n import _
from app.settings import Settings
from app.store import casefile
from app.store.casefile import CaseFile, Change
from app.store.queries import clients
from app.ui.catalogue_page import CataloguePage
from app.ui.client_page import ClientPage
from app.ui.clients_page import ClientsPage
from app.ui.counts import Counts
from app.ui.creation import CreationCard, Wish
from app.ui.drafts import DraftKeeper
from app.ui.drafts_first import DraftsFirst
from app.ui.export_page import ExportPage
from app.ui.forgotten import ForgottenCard
from app.ui.gate import Gate
from app.ui.history import UndoKeys
from app.ui.idle import IdleWatch
from app.ui.intake_page import IntakePage
from app.ui.office_actions import actions
from app.ui.palette import PEOPLE_SHOWN, Hit
from app.ui.referral_page import ReferralPage
from app.ui.settings_page import SettingsPage
from app.ui.shell import PageEntry
from app.ui.today_page import TodayPage
from app.ui.window import Window
from app.usecases import keys

Clock = Callable[[], datetime]
SHOWN_PAGE = "shown_page"
HOME = "today"


def check_place(folder: Path) -> None:
    """Raises UserError for a folder that is no Klientendatei."""
    if not (folder / casefile.DATABASE).exists():
        raise UserError(casefile.NOT_A_FILE)


def unlock(folder: Path, password: str, now: Clock) -> CaseFile:
    """Opens with the password; takes about a second."""
    return keys.unlock(folder, password, clock=now)


def forgotten_card(gate: Gate, folder: Path, now: Clock) -> ForgottenCard:
    """„Kennwort vergessen“ for one folder."""
    return ForgottenCard(gate, lambda code, password: keys.unlock_with_code(folder, code, password, clock=now))


def creation_card(gate: Gate, place: Path, now: Clock) -> CreationCard:
    """The steps that make a new Klientendatei."""
    def create(wish: Wish) -> CaseFile:
        return keys.create(wish.folder, wish.password, office=wish.office, ags=wish.ags, clock=now)

    def code_of(file: object) -> str:
        assert isinstance(file, CaseFile)
        return keys.recovery_code(file)

    return CreationCard(gate, place, create, code_of)


def practice_file(place: Path, now: Clock, step: Callable[[int, int], None]) -> Path:
    """A Musterdatei with 120 invented people below ``place``; returns its folder."""
    # the months it plays bring the drawing of PDF with them: 12 MB that nobody needs who opens a file
    from app.usecases import demo

    demo.make(place, clients=120, seed=1, months=6, truth=None, now=now, say=lambda text: step(0, 0))
    return place / f"muster{casefile.SUFFIX}"


def people(file: CaseFile, typed: str) -> Sequence[Hit]:
    """Persons for the palette, best hit first."""
    found = [hit.client_id for hit in clients.search(file, typed)[:PEOPLE_SHOWN]]
    lines = {line.client_id: line for line in clients.lines(file, only=found)} if found else {}
    return [Hit(key=key, title=lines[key].name, caption=f"K-{lines[key].number:04d}") for key in found if key in lines]


def entries(file: CaseFile, counts: Counts, window: Window) -> list[PageEntry]:
    """All pages, in the order of the sidebar."""
    def page(name: str, words: str, icon: str, factory: Any, keys_of: str = "", **more: Any) -> PageEntry:
        return PageEntry(id=name, label=words, icon=icon, shortcut=keys_of, factory=lambda shell: factory(shell, file),
                         **more)

    def waiting(name: str) -> Callable[[], int]:
        return partial(counts.of, name)

    return [
        page(HOME, _("Heute"), "house", lambda shell, f: DraftsFirst(shell, f, TodayPage(shell, f)), "Ctrl+1",
             count=waiting(HOME)),
        page("clients", _("Klienten"), "users", ClientsPage, "Ctrl+2", count=waiting("clients")),
        page("offers", _("Angebote"), "book-open-text", CataloguePage, "Ctrl+3"),
        page("referral", _("Vermittlung"), "handshake", ReferralPage, "Ctrl+4", count=waiting("referral")),
        page("export", _("Monatsmeldung"), "chart-column", ExportPage, "Ctrl+5",
             warn=lambda: bool(counts.of("export"))),
        page("settings", _("Einstellungen"), "settings", lambda shell, f: SettingsPage(shell, f, window),
             at_bottom=True),
        page("client", _("Klient"), "user-round", OpenClient, shown=False, nav="clients"),
        page("intake", _("Neue Person"), "user-plus", IntakePage, shown=False, nav="clients"),
    ]


class OpenClient(ClientPage):
    """The page of a person, of whom the window can be told who it is."""

    client_id = ""

    def arrive(self, **where: object) -> None:
        """Remembers the person."""
        self.client_id = str(where.get("client_id") or self.client_id)
        super().arrive(**where)


class Office(QObject):
    """An open Klientendatei with its window. `lock_wanted` comes from the person or from the idle watch."""

    lock_wanted = Signal()
    _written = Signal()

    def __init__(self, app: QApplication, settings: Settings, store: Callable[[Settings], object],
                 file: CaseFile) -> None:
        super().__init__()
        self._app, self._store, self.file = app, store, file
        counts = Counts(file)
        self.window = Window(app, settings, store, partial(people, file))
        self.window.add_pages(entries(file, counts, self.window))
        self.window.add_actions(actions(self.window, file))
        self.window.set_muster(bool(file.meta("muster")))
        self.window.desk.problems.install()
        # acts may be written by a worker; the sidebar is a widget
        self._written.connect(self._show_saved, Qt.ConnectionType.QueuedConnection)
        file.subscribe(self._told)
        self._undo_keys = UndoKeys(self)
        self._idle = IdleWatch(self, lambda: self.window.settings.lock_minutes)
        self._idle.away.connect(self._away)
        self.window.lock_wanted.connect(self.lock_wanted)
        self.window.closing.connect(self._closed)

    def show(self) -> None:
        """Shows the window on the page it was locked on, else on Heute."""
        kept = json.loads(self.file.meta(SHOWN_PAGE) or "{}")
        if kept:
            self.file.set_meta(**{SHOWN_PAGE: ""})
        self._go(kept)
        self.window.set_saved(_("Alles gespeichert"))
        self.window.show()
        self.window.activateWindow()

    def _go(self, kept: dict[str, str]) -> None:
        page = kept.pop("page", HOME)
        try:
            self.window.desk.go(page, **kept)
        except (KeyError, UserError):
            # another version of the program, or the person was erased meanwhile
            self.window.desk.go(HOME)

    def _told(self, change: Change) -> None:
        self.window.refresh(change)
        self._written.emit()

    def _show_saved(self) -> None:
        self.window.set_saved(_("Gespeichert {time:%H:%M:%S}").format(time=self.file.now()))

    def _away(self) -> None:
        # a backup or an import is nobody's absence: the next tick asks again
        if not self.window.desk.tasks.busy:
            self.lock_wanted.emit()

    def leave(self) -> None:
        """Keeps what is being typed and the page, ends all work, gives the file back. The window is of no use then."""
        self.window.desk.commit_focused_field()
        self.window.desk.tasks.cancel_all()
        self.file.set_meta(**{SHOWN_PAGE: json.dumps(self._where())})
        clipboard = QApplication.clipboard()
        if clipboard.ownsClipboard():
            clipboard.clear()
        place = bytes(self.window.saveGeometry().toHex().data()).decode("ascii")
        self._store(replace(self.window.settings, geometry=place))
        self._closed()
        self.window.hide()

    def _where(self) -> dict[str, str]:
        pages = self.window.desk.pages
        where = {"page": pages.current_id}
        return {**where, "client_id": pages.page.client_id} if isinstance(pages.page, OpenClient) else where

    def _closed(self) -> None:
        for keeper in self.window.findChildren(DraftKeeper):
            keeper.flush()
        self.window.desk.problems.remove()
        self.file.close()
