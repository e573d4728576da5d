"""The window on the file of the Geschäftsführende Stelle: its pages and the acts that make sense without persons."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.about import AboutPage
from app.ui.actions import Action
from app.ui.gfs_feedback_page import GfsFeedbackPage
from app.ui.gfs_merge_page import GfsMergePage
from app.ui.history_page import HistoryPage
from app.ui.issue_page import IssuePage
from app.ui.restore import RestorePage
from app.ui.settings_page import SettingsPage
from app.ui.shell import PageEntry
from app.ui.window import Window
from app.usecases.backup import Opened


def entries(file: CaseFile, window: Window, swap: Callable[[Path, Opened], object]) -> list[PageEntry]:
    """All pages, in the order of the sidebar."""
    def page(name: str, words: str, icon: str, factory: Any, **more: Any) -> PageEntry:
        return PageEntry(id=name, label=words, icon=icon, factory=lambda shell: factory(shell, file), **more)

    return [
        page("issue", _("Katalog erstellen"), "signature", IssuePage, shortcut="Ctrl+1"),
        page("feedback", _("Hinweise der Ämter"), "message-square-text", GfsFeedbackPage, shortcut="Ctrl+2"),
        page("summary", _("Zusammenfassung"), "layers", GfsMergePage, shortcut="Ctrl+3"),
        page("settings", _("Einstellungen"), "settings", lambda shell, f: SettingsPage(shell, f, window),
             at_bottom=True),
        page("history", _("Verlauf der Schritte"), "history", HistoryPage, shown=False, nav="settings"),
        page("restore", _("Sicherung wiederherstellen"), "history", lambda shell, f: RestorePage(shell, f, swap),
             shown=False, nav="settings"),
        page("about", _("Über Klientendatei"), "info", AboutPage, shown=False, nav="settings", esc_back=True),
    ]


def page_actions(window: Window) -> list[Action]:
    """Pages that stand in no sidebar."""
    go = window.desk.go
    return [
        Action(id="keys", label=_("Schlüssel zum Unterschreiben"), call=partial(go, "settings", part="trust"),
               icon="key-round", menu="Ansicht"),
        Action(id="history", label=_("Verlauf der Schritte"), call=partial(go, "history"), icon="history",
               menu="Bearbeiten", shortcut="Ctrl+Shift+H"),
        Action(id="restore", label=_("Sicherung wiederherstellen …"), call=partial(go, "restore"), icon="history",
               menu="Datei"),
    ]
