"""Puts an open Klientendatei and its window together: pages, sidebar numbers, search, saved state, leaving.
Imported beside the unlock page, never by it."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.errors import UserError
from app.i18n import _
from app.settings import Settings
from app.store import casefile
from app.store.casefile import CaseFile, Change
from app.ui import caret, geometry
from app.ui.about import AboutCard, AboutPage
from app.ui.appointments_page import AppointmentsPage
from app.ui.backup_watch import BackupWatch
from app.ui.batch_page import BatchPage
from app.ui.bin_page import BinPage
from app.ui.capture import CaptureGuard
from app.ui.catalogue_page import CataloguePage
from app.ui.client_page import ClientPage
from app.ui.clients_page import ClientsPage
from app.ui.clipboard import ClipboardGuard
from app.ui.contacts_page import ContactsPage
from app.ui.counts import Counts
from app.ui.creation import CreationCard, Wish
from app.ui.day_page import DayPage
from app.ui.drafts import DraftKeeper
from app.ui.drafts_first import DraftsFirst
from app.ui.duplicates_page import DuplicatesPage
from app.ui.export_page import ExportPage
from app.ui.figures_page import FiguresPage
from app.ui.forgotten import CodeActs, ForgottenCard
from app.ui.gate import Gate
from app.ui.history import UndoKeys
from app.ui.history_page import HistoryPage
from app.ui.idle import IdleWatch
from app.ui.intake_page import IntakePage
from app.ui.lock_soon import LockSoon
from app.ui.match_people import MatchPeoplePage
from app.ui.merge_page import MergePage
from app.ui.office_actions import actions, shown_client
from app.ui.old_list_page import OldListPage
from app.ui.palette_acts import case_acts, practice_acts, settings_parts
from app.ui.palette_search import PeopleSearch
from app.ui.people import People
from app.ui.pins import SavedLists
from app.ui.quality_page import QualityPage
from app.ui.referral_page import ReferralPage
from app.ui.restore import RestoreCard, RestorePage
from app.ui.session_watch import session_watch
from app.ui.settings_page import SettingsPage, parts
from app.ui.settings_recovery import sheet_name, write_sheet
from app.ui.shell import PageEntry
from app.ui.shelters_page import SheltersPage
from app.ui.sleeping_page import SleepingPage
from app.ui.start_check import StartCheck
from app.ui.today_page import TodayPage
from app.ui.today_week import WeekPage
from app.ui.window import Window
from app.usecases import backup, keys, local_codes, role
from app.usecases.backup import Opened
from app.usecases.muster import is_muster

Clock = Callable[[], datetime]
SHOWN_PAGE, RECENT = "shown_page", "recent"
# of the practice file
PEOPLE, MONTHS = 120, 6
HOME = "today"


def check_place(folder: Path) -> None:
    """Raises UserError for a folder that is no Klientendatei."""
    if not (folder / casefile.DATABASE).exists():
        raise UserError(casefile.NOT_A_FILE)


def unlock(folder: Path, password: str, now: Clock) -> CaseFile:
    """Opens with the password; takes about a second."""
    file = keys.unlock(folder, password, clock=now)
    # a file made on a machine with less memory gets the full cost here, and nobody waits for it
    threading.Thread(target=keys.strengthen, args=(file, password), name="strengthen", daemon=True).start()
    return file


def forgotten_card(gate: Gate, folder: Path, now: Clock) -> ForgottenCard:
    """„Kennwort vergessen“ for one folder."""
    return ForgottenCard(gate, CodeActs(
        unlock=lambda code, password: keys.unlock_with_code(folder, code, password, clock=now), renew=keys.renew,
        code_of=keys.recovery_code, write_sheet=write_sheet, sheet_name=sheet_name))


def restore_card(gate: Gate, folder: Path | None, place: Path, source: Path | None = None) -> RestoreCard:
    """„Sicherung wiederherstellen“ for one folder, or for one that the backup names in ``place``."""
    return RestoreCard(gate, folder, place, source)


def creation_card(gate: Gate, place: Path, now: Clock) -> CreationCard:
    """The steps that make a new Klientendatei."""
    def create(wish: Wish) -> CaseFile:
        return keys.create(wish.folder, wish.password, office=wish.office, ags=wish.ags, role=wish.role, clock=now)

    def begin_with(file: CaseFile, path: Path) -> None:
        file.set_meta(**{SHOWN_PAGE: json.dumps({"page": "offers", "where": {"path": str(path)}})})

    return CreationCard(gate, place, create, keys.recovery_code, write_sheet, begin_with)


def practice_file(place: Path, now: Clock, step: Callable[[int, int], None]) -> Path:
    """A Musterdatei with 120 invented people below ``place``; returns its folder."""
    # the months it plays bring the drawing of PDF with them: 12 MB that nobody needs who opens a file
    from app.usecases import demo

    demo.make(place, clients=PEOPLE, seed=1, months=MONTHS, truth=None, now=now, say=lambda text: step(0, 0))
    return place / f"muster{casefile.SUFFIX}"


def practice_anew(folder: Path, now: Clock, step: Callable[[int, int], None]) -> Path:
    """A fresh Musterdatei in the place of ``folder``; UserError for one that is none, which then stays."""
    from app.usecases import practice

    return practice.begin_anew(folder, lambda place: practice_file(place, now, step), now)


def about_card(gate: Gate) -> AboutCard:
    """„Über Klientendatei“ before a file is open."""
    return AboutCard(gate)


def entries(file: CaseFile, counts: Counts, window: Window, swap: Callable[[Path, Opened], object],
            everybody: People, remember: Callable[..., object]) -> list[PageEntry]:
    """All pages, in the order of the sidebar."""
    if role.is_gfs(file):
        # offices never load its pages
        from app.ui import gfs_office

        return gfs_office.entries(file, window, swap)

    def page(name: str, words: str, icon: str, factory: Any, keys_of: str = "", **more: Any) -> PageEntry:
        return PageEntry(id=name, label=words, icon=icon, shortcut=keys_of, factory=lambda shell: factory(shell, file),
                         **more)

    def waiting(name: str) -> Callable[[], int]:
        return partial(counts.of, name)

    return [
        page(HOME, _("Heute"), "house", lambda shell, f: DraftsFirst(shell, f, TodayPage(shell, f)), "Ctrl+1",
             count=waiting(HOME)),
        page("clients", _("Klienten"), "users", lambda shell, f: ClientsPage(
            shell, f, everybody, window.settings, remember), "Ctrl+2", count=waiting("clients")),
        page("offers", _("Angebote"), "book-open-text", CataloguePage, "Ctrl+3"),
        page("referral", _("Vermittlung"), "handshake", ReferralPage, "Ctrl+4", count=waiting("referral")),
        page("export", _("Monatsmeldung"), "chart-column", ExportPage, "Ctrl+5",
             warn=lambda: bool(counts.of("export"))),
        page("settings", _("Einstellungen"), "settings", lambda shell, f: SettingsPage(shell, f, window),
             at_bottom=True),
        page("client", _("Klient"), "user-round", ClientPage, shown=False, nav="clients", esc_back=True),
        page("sleeping", _("Ruhende Fälle"), "moon", lambda shell, f: SleepingPage(shell, f, everybody), shown=False,
             nav="clients"),
        page("intake", _("Neue Person"), "user-plus", IntakePage, shown=False, nav="clients"),
        page("batch", _("Mehrere Personen aufnehmen"), "users", BatchPage, shown=False, nav="clients"),
        page("day", _("Tag in der Unterkunft"), "building-2", DayPage, shown=False, nav="today"),
        page("shelters", _("Unterkünfte"), "building-2", SheltersPage, shown=False, nav="clients"),
        page("week", _("Woche"), "calendar-days", WeekPage, shown=False, nav="today", esc_back=True),
        page("appointments", _("Termine"), "calendar-days", AppointmentsPage, shown=False, nav="today"),
        page("who_fits", _("Wer passt?"), "users", MatchPeoplePage, shown=False, nav="offers", esc_back=True),
        page("contacts", _("Adressbuch"), "phone", ContactsPage, shown=False, nav="offers"),
        page("old_list", _("Alte Liste übernehmen"), "file-up", OldListPage, shown=False, nav="clients"),
        page("duplicates", _("Mögliche Dubletten"), "users", DuplicatesPage, shown=False, nav="clients"),
        page("merge", _("Akten zusammenführen"), "users", MergePage, shown=False, nav="clients"),
        page("figures", _("Eigene Zahlen"), "chart-column", FiguresPage, shown=False, nav="export"),
        page("quality", _("Angaben prüfen"), "list-filter", QualityPage, shown=False, nav="export", esc_back=True),
        page("bin", _("Papierkorb"), "trash-2", BinPage, shown=False, nav="clients"),
        page("history", _("Verlauf der Schritte"), "history", HistoryPage, shown=False, nav="settings"),
        page("restore", _("Sicherung wiederherstellen"), "history", lambda shell, f: RestorePage(shell, f, swap),
             shown=False, nav="settings"),
        page("about", _("Über Klientendatei"), "info", AboutPage, shown=False, nav="settings", esc_back=True),
    ]


class Office(QObject):
    """An open Klientendatei with its window. `lock_wanted` comes from the person or from the idle watch, `other_wanted`
    with True for the practice file and False for the way back from it."""

    lock_wanted = Signal()
    other_wanted = Signal(bool)
    _written = Signal()
    _reworded = Signal()

    def __init__(self, app: QApplication, settings: Settings, store: Callable[[Settings], object],
                 file: CaseFile) -> None:
        super().__init__()
        self._app, self._store, self.file = app, store, file
        # before any page asks for a word
        local_codes.follow(file)
        counts = Counts(file)
        self._capture = CaptureGuard(self, settings.hide_from_capture)
        self.window = Window(app, settings, self._keep, lambda typed: self._search(typed))
        everybody = People(self.window.desk, file)
        self._search = PeopleSearch(file, everybody)
        self._recall_palette()
        self.window.desk.pins = SavedLists(self.window.desk, file, everybody)
        self.window.add_pages(entries(file, counts, self.window, self._swap, everybody, self._remember))
        self._home = self.window.desk.pages.entries[0].id
        self.window.add_actions(actions(self.window, file))
        if not role.is_gfs(file):
            self.window.add_actions(case_acts(
                self.window.desk, everybody, partial(shown_client, self.window), self.window.palette_box.start_for))
        self.window.add_actions(settings_parts(self.window.desk, parts(file)))
        self.window.add_actions(practice_acts(is_muster(file), self.other_wanted.emit))
        self.window.set_muster(is_muster(file))
        self.window.desk.problems.install()
        # acts may be written by a worker; the sidebar is a widget
        self._written.connect(self._show_saved, Qt.ConnectionType.QueuedConnection)
        self._reworded.connect(self._reword, Qt.ConnectionType.QueuedConnection)
        file.subscribe(self._told)
        self._undo_keys = UndoKeys(self)
        self._idle = IdleWatch(self, lambda: self.window.settings.lock_minutes)
        self._idle.away.connect(self._away)
        self._idle.slept.connect(self.lock_wanted)
        self._lock_soon = LockSoon(self.window)
        self._idle.soon.connect(self._soon)
        self._idle.back.connect(self._lock_soon.stay)
        self._clipboard = ClipboardGuard(self)
        self._start_check = StartCheck(self.window, self.file)
        self._backups = BackupWatch(self, file, self.window.desk.toast, self._idle.untouched)
        self._fresh: tuple[Path, Opened] | None = None
        self._session = session_watch(self.window)
        self._session.locked.connect(self.lock_wanted)
        self._session.sleeping.connect(self.lock_wanted)
        self.window.lock_wanted.connect(self.lock_wanted)
        self.window.closing.connect(self._left_for_good)

    def _recall_palette(self) -> None:
        """Who was opened and what was used last is kept in the file and nowhere else."""
        kept = json.loads(self.file.meta(RECENT) or "{}")
        self.window.palette_box.recent = tuple(kept.get("commands", ()))
        self._search.recent = tuple(kept.get("persons", ()))
        self.window.desk.pages.shown.connect(lambda _page: self._search.seen(shown_client(self.window)))

    def _recent(self) -> str:
        return json.dumps({"commands": self.window.palette_box.recent, "persons": self._search.recent})

    def show(self) -> None:
        """Shows the window as it was locked, with the caret where it was, else on Heute."""
        kept = json.loads(self.file.meta(SHOWN_PAGE) or "{}")
        if kept:
            self.file.set_meta(**{SHOWN_PAGE: ""})
        self._go(kept["page"] if "where" in kept else self._home, kept.get("where", {}))
        self.window.set_saved(_("Alles gespeichert"))
        self.window.show()
        self.window.activateWindow()
        # the page gives its first control the keyboard after 0 ms; what had it before the lock comes after that
        QTimer.singleShot(1, self.window, partial(caret.put_back, self.window, kept.get("caret", {})))
        QTimer.singleShot(0, self.window, self._session.start)
        self._start_check.begin()

    def _go(self, page: str, where: dict[str, str]) -> None:
        try:
            self.window.desk.go(page, **where)
        except (KeyError, UserError):
            # another version of the program, or the person was erased meanwhile
            self.window.desk.go(self._home)

    def _told(self, change: Change) -> None:
        self.window.refresh(change)
        self._written.emit()
        if local_codes.TABLE in change.entities:
            self._reworded.emit()

    def _reword(self) -> None:
        """Boxes hold the words they were made with; the part of the settings that changes them shows them itself."""
        pages = self.window.desk.pages
        if pages.current_id == "settings":
            pages.outdate()
        else:
            pages.rebuild(everything=True)

    def _show_saved(self) -> None:
        self.window.set_saved(_("Gespeichert {time:%H:%M:%S}").format(time=self.file.now()))

    def _keep(self, settings: Settings) -> None:
        self._capture.set(settings.hide_from_capture)
        self._store(settings)

    def _remember(self, **choices: str) -> None:
        """Keeps what was chosen on a page, which draws itself anew."""
        self.window.settings = replace(self.window.settings, **choices)  # type: ignore[arg-type]
        self._keep(self.window.settings)

    def _soon(self, seconds: int) -> None:
        if not self.window.desk.tasks.busy:
            self._lock_soon.count(seconds)

    def _away(self) -> None:
        # a backup or an import is nobody's absence: the next tick asks again
        if not self.window.desk.tasks.busy:
            self.lock_wanted.emit()

    def leave(self) -> None:
        """Keeps what is being typed and the page, ends all work, gives the file back. The window is of no use then."""
        # a full disk must not keep the file open: then the page is lost, and what was saved stays saved
        with suppress(UserError):
            self.window.desk.commit_focused_field()
            self._flush()
            self.file.set_meta(**{SHOWN_PAGE: json.dumps(self._place())})
        self._store(replace(self.window.settings, geometry=geometry.of(self.window)))
        # nobody shall read on while running work comes to its end
        self.window.hide()
        self.window.desk.tasks.end()
        self._backups.before_lock()
        self._closed()

    def _left_for_good(self) -> None:
        # the last backup takes a moment in which nobody shall look at a window that answers no more
        self.window.hide()
        with suppress(UserError):
            self._flush()
        self._backups.before_close()
        self._closed()

    def _swap(self, fresh: Path, opened: Opened) -> None:
        """A backup was unpacked beside the file: it takes its place as soon as the file is closed."""
        self._fresh = fresh, opened
        self.lock_wanted.emit()

    def put_in_place(self) -> datetime | None:
        """After `leave`: replaces the file by what was restored; returns the time of that backup, None for nothing.

        Raises UserError; then the file lies where it was.
        """
        if self._fresh is None:
            return None
        fresh, opened = self._fresh
        backup.put_in_place(fresh, self.file.folder)
        return opened.backup.created

    def _place(self) -> dict[str, Any]:
        """Where one is; it holds names and typed texts, so it is kept in the file and nowhere else."""
        pages = self.window.desk.pages
        where = pages.page.where() if pages.page is not None else {}
        return {"page": pages.current_id, "where": where, "caret": caret.kept(self.window)}

    def _flush(self) -> None:
        for keeper in self.window.findChildren(DraftKeeper):
            keeper.flush()

    def _closed(self) -> None:
        with suppress(UserError):
            self._flush()
            if self._recent() != self.file.meta(RECENT):
                self.file.set_meta(**{RECENT: self._recent()})
        self._clipboard.clear()
        self.window.desk.problems.remove()
        self._start_check.end()
        self.file.close()
