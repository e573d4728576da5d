"""The window around all pages: sidebar, menus, keys, text size, training frame. It knows nothing of what is stored."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QWidget

from app.domain.errors import N_
from app.i18n import _
from app.settings import Settings
from app.ui import geometry, theme
from app.ui.actions import Action
from app.ui.controls import button, label
from app.ui.desk import Desk
from app.ui.focus import FocusRing, commit_focused, tab_stops
from app.ui.keysheet import KeySheet
from app.ui.layouts import column, holder, row
from app.ui.menukey import MenuKey
from app.ui.notices import Notices
from app.ui.palette import Hit, Palette
from app.ui.shell import PageEntry
from app.ui.sidebar import Sidebar
from app.ui.theme import T
from app.ui.turns import soon
from app.ui.veil import PRACTICE_BAR

FRAME = 4
END_PRACTICE = "practice.end"
_LEAST_SIZE = (640, 480)


class Window(QMainWindow):
    """Shell of the program. `store` keeps changed settings, `search` finds people for the palette.

    Pages get `desk`; the one who assembles calls `add_pages`, `add_actions`, `desk.go(…)`, and `refresh` after writes.
    """

    lock_wanted = Signal()
    closing = Signal()
    _changed = Signal(object)

    def __init__(self, app: QApplication, settings: Settings, store: Callable[[Settings], object],
                 search: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self._app, self.settings, self._store = app, settings, store
        self._saved_text = ""
        self._sidebar: Sidebar | None = None
        self.setWindowTitle(_("Klientendatei"))
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(geometry.SIZE)
        geometry.put(self, settings.geometry)
        self.desk = Desk(self, self.set_saved)
        self.ring = FocusRing(self)
        self.palette_box = Palette(self, self.desk.actions, self._shown_pages, search)
        self._menu = MenuKey(self, self.desk.actions, settings.menu_bar)
        self._assemble()
        # a queued signal brings every refresh into the GUI thread, whoever wrote
        self._changed.connect(self._heard, Qt.ConnectionType.QueuedConnection)
        self.desk.pages.opening.connect(self._page_opening)
        self.desk.pages.shown.connect(self._page_shown)
        self.palette_box.client_wanted.connect(self.desk.open_client)
        self.palette_box.page_wanted.connect(self.desk.go)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.add_actions(_own_actions(self, self._menu))

    def _assemble(self) -> None:
        """Frame and bar of the training mode around sidebar and pages."""
        self._bar = QFrame()
        self._bar.setProperty("area", "muster")
        self._bar.setObjectName(PRACTICE_BAR)
        leave = button(_("Üben beenden"), "muster", call=lambda: self.desk.run_action(END_PRACTICE))
        self._bar.setLayout(row(None, label(_("Übung – erfundene Personen"), "muster"), None, leave,
                                margins=(8, 3, 8, 3)))
        self.notices = Notices()
        content = column(self.notices, self.desk.pages, gap=0)
        content.setStretch(1, 1)
        self._body = row(content, gap=0)
        self._body.setStretch(0, 1)
        whole = column(self._bar, holder(self._body, "page"), gap=0)
        whole.setStretch(1, 1)
        self._frame = holder(whole, "muster")
        self.setCentralWidget(self._frame)
        self.set_muster(False)

    def _shown_pages(self) -> list[PageEntry]:
        return [entry for entry in self.desk.pages.entries if entry.shown] + self.desk.pins.entries()

    def _make_sidebar(self) -> None:
        if self._sidebar is not None:
            self._body.removeWidget(self._sidebar)
            self._sidebar.hide()
            self._sidebar.deleteLater()
        side = Sidebar(self.desk.pages.entries, rail=not T.wide, pins=self.desk.pins)
        side.page_wanted.connect(self.desk.go)
        side.search_wanted.connect(self.palette_box.start)
        side.menu_wanted.connect(self._menu.popup)
        side.lock_wanted.connect(self.lock_wanted)
        self._body.insertWidget(0, side)
        self._sidebar = side
        side.set_saved(self._saved_text)
        side.set_current(self.desk.pages.current_id)
        side.refresh_counts()

    def add_pages(self, entries: Sequence[PageEntry]) -> None:
        """Announces the pages, in the order of the sidebar."""
        self.desk.pages.add(entries)
        self.add_actions(
            Action(id=f"page.{entry.id}", label=entry.label, call=partial(self.desk.go, entry.id), icon=entry.icon,
                   shortcut=entry.shortcut, menu="Ansicht", in_palette=False) for entry in entries if entry.shown)
        self._make_sidebar()

    def add_actions(self, actions: Iterable[Action]) -> None:
        """Declares actions that hold on every page."""
        self.desk.actions.add(actions)
        self._menu.renew()

    def set_saved(self, text: str) -> None:
        """Shows the saved state in the sidebar."""
        self._saved_text = text
        if self._sidebar is not None:
            self._sidebar.set_saved(text)

    def set_muster(self, on: bool) -> None:
        """Shows the frame and the bar of the training mode."""
        self._bar.setVisible(on)
        self._frame.setContentsMargins(*((FRAME,) * 4 if on else (0,) * 4))

    def refresh(self, change: object = None) -> None:
        """Tells pages and sidebar what was written; from any thread."""
        self._changed.emit(change)

    def _heard(self, change: object) -> None:
        # Turns of their own: what the act itself has changed on the page is painted before, and keys are heard.
        soon(self, partial(self.desk.pages.refresh, change), urgent=True)
        soon(self, lambda: self._sidebar.refresh_counts() if self._sidebar is not None else None)

    def _page_opening(self, page_id: str) -> None:
        """The click was heard; neither the page that is left nor the one that comes can be told anything now."""
        self.desk.actions.set_page(())
        if self._sidebar is not None:
            self._sidebar.set_current(page_id)

    def _page_shown(self, page_id: str) -> None:
        page = self.desk.pages.page
        if page is not None:
            self.desk.actions.set_page(page.actions())
            practice = f"{_('Übung')}: " if self._bar.isVisibleTo(self) else ""
            self.setWindowTitle(f"{practice}{page.title} – {_('Klientendatei')}")
        self._menu.renew()
        if self._sidebar is not None:
            self._sidebar.set_current(page_id)

    def change_settings(self, **changes: object) -> None:
        """Keeps changed settings and puts them in force at once."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        self._store(self.settings)
        self._menu.set_always(self.settings.menu_bar)
        theme.apply_settings(self._app, self.settings)
        self._draw_anew()

    def zoom(self, steps: int) -> None:
        """Larger (1) or smaller (-1) text; 0 is 100 %."""
        at = theme.ZOOMS.index(T.zoom) + steps
        self.change_settings(zoom=theme.ZOOMS[max(0, min(at, len(theme.ZOOMS) - 1))] if steps else 1.0)

    def _draw_anew(self) -> None:
        commit_focused()
        T.window = self.width()
        self.desk.strip.hide()
        self._make_sidebar()
        self.notices.draw()
        self.desk.pages.rebuild(everything=True)

    def _system_changed(self) -> None:
        if self.settings.theme == "system" and theme.system_is_dark(self._app) != T.dark:
            theme.apply_settings(self._app, self.settings)
            self._draw_anew()

    def search_here(self) -> None:
        """Strg+F: the page's own search first, then the palette."""
        page = self.desk.pages.page
        if page is None or not page.find():
            self.palette_box.start()

    def next_area(self) -> None:
        """F6: from the sidebar through the areas of the page and back."""
        page, focus = self.desk.pages.page, QApplication.focusWidget()
        ways: list[tuple[QWidget, list[QWidget]]] = []
        if self._sidebar is not None:
            ways.append((self._sidebar, [self._sidebar.first_item()]))
        for area in (self.notices, *(page.areas() if page is not None else ())):
            ways.append((area, [area] if area.focusPolicy() & Qt.FocusPolicy.TabFocus else tab_stops(area)[:1]))
        # from the middle of an area too, not only from its first stop
        here = [i for i, (area, _stop) in enumerate(ways)
                if focus is not None and (area is focus or area.isAncestorOf(focus))]
        behind = here[-1] + 1 if here else 0
        stops = [stop for _area, stop in (*ways[behind:], *ways[:behind]) if stop]
        if stops:
            stops[0][0].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts the letters; crossing 90 of them builds everything for the other form."""
        super().resizeEvent(event)
        was_wide, T.window = T.wide, self.width()
        # living widgets cannot be scaled or turned into the other form
        if T.wide != was_wide and self._sidebar is not None:
            self._draw_anew()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Saves the field with the focus and the place of the window."""
        page = self.desk.pages.page
        if not commit_focused() or (page is not None and not page.may_leave()):
            event.ignore()
            return
        self._store(replace(self.settings, geometry=geometry.of(self)))
        self.desk.tasks.end()
        self.closing.emit()
        super().closeEvent(event)


def _own_actions(window: Window, menu: MenuKey) -> list[Action]:
    """The acts of the window itself."""
    def act(name: str, text: str, call: Callable[[], object], keys: str, place: str, icon: str = "") -> Action:
        # what only moves the keyboard is no command anybody looks for by name
        return Action(id=f"window.{name}", label=_(text), call=call, shortcut=keys, menu=place, icon=icon,
                      in_palette=bool(icon))

    return [
        act("search", N_("Suchen"), window.palette_box.start, "Ctrl+K", "Bearbeiten"),
        act("find", N_("Auf dieser Seite suchen"), window.search_here, "Ctrl+F", "Bearbeiten"),
        act("larger", N_("Größere Schrift"), partial(window.zoom, 1), "Ctrl++, Ctrl+=", "Ansicht", "plus"),
        act("smaller", N_("Kleinere Schrift"), partial(window.zoom, -1), "Ctrl+-", "Ansicht", "minus"),
        act("normal", N_("Schrift in normaler Größe"), partial(window.zoom, 0), "Ctrl+0", "Ansicht", "type"),
        act("area", N_("Nächster Bereich"), window.next_area, "F6", "Ansicht"),
        act("back", N_("Zurück"), window.desk.back, "Alt+Left", "Ansicht"),
        act("menu", N_("Menüleiste"), menu.toggle, "F10", "Ansicht"),
        act("lock", N_("Sperren"), window.lock_wanted.emit, "Ctrl+L", "Datei", "lock"),
        act("close", N_("Beenden"), window.close, "Ctrl+Q", "Datei", "x"),
        act("keys", N_("Tasten"), lambda: KeySheet(window, window.desk.actions).start(), "Ctrl+/, F1", "Hilfe",
            "keyboard"),
    ]
