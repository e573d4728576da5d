"""Strg+K: people, commands and pages in one list. People come from a callable, commands from the actions."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import _, ngettext
from app.ui.actions import Action, ActionList
from app.ui.controls import glyph, label, native
from app.ui.layouts import column, divider, holder, row
from app.ui.palette_rows import PaletteList, PaletteRow
from app.ui.palette_words import OTHER_WORDS, match
from app.ui.rows import GroupHeading
from app.ui.shell import PageEntry
from app.ui.theme import T
from app.ui.veil import Veil

# more people than this are looked for on the page, not in the palette
PEOPLE_SHOWN = 6
# commands that are remembered as used last
RECENT = 8
# behind what was found by its name: acts on the person found, a new person of that name, a place on the page
_ON_PERSON, _ON_TEXT, _LAST = OTHER_WORDS + 1, OTHER_WORDS + 2, OTHER_WORDS + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person that was found; `key` is the id, `title` the name, `caption` what tells people apart, `why` the reason.

    `faint` for one who is only spoken of in a note.
    """

    key: str
    title: str
    caption: str = ""
    why: str = ""
    faint: bool = False


class Palette(Veil):
    """One field, one list. The person under the cursor is the object of the commands; Tab stays with that person."""

    client_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, window: QWidget, actions: ActionList, pages: Callable[[], Sequence[PageEntry]],
                 search: Callable[[str], Sequence[Hit]]) -> None:
        self._field, self._list = QLineEdit(), PaletteList(_("Treffer"))
        self._found = label("", "caption")
        keys = (_("↑ ↓ wählen"), _("Eingabe öffnet"), _("Tab: Befehle für die Person"), _("Esc schließt"))
        # the palette outlives a change of text size, so its words must be able to wrap from the start
        foot = row(label(" · ".join(keys), "caption", wrap=True), self._found, margins=(16, 7, 16, 7))
        foot.setStretch(0, 1)
        head = row(glyph("search", "muted", 20), self._field, margins=(16, 8, 12, 8))
        layout = column(head, divider(), self._list, holder(foot, "cardfoot"), gap=0, margins=(1, 1, 1, 1))
        super().__init__(window, layout)
        self._actions, self._pages, self._search = actions, pages, search
        self._person: Hit | None = None
        self._held = False
        self._asking: Action | None = None
        self._proposed: tuple[Hit, ...] = ()
        self._hits: dict[str, Hit] = {}
        # ids of commands and pages, newest first; the office keeps them in the file
        self.recent: tuple[str, ...] = ()
        self._field.setProperty("area", "palette")
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(self._run_current)
        self._list.current_changed.connect(self._moved)

    def start(self) -> None:
        """Opens empty, with what the search gives for nothing typed."""
        self._begin(_("Suchen: Personen, Befehle, Seiten"), _("Person, Befehl oder Seite"), None, ())

    def start_for(self, action: Action, question: str, proposed: Sequence[Hit] = ()) -> None:
        """Asks for whom `action` is meant: persons only, those `proposed` first; Enter does it."""
        self._begin(question, question, action, proposed)

    def _begin(self, name: str, hint: str, asking: Action | None, proposed: Sequence[Hit]) -> None:
        self._held, self._person, self._asking, self._proposed = False, None, asking, tuple(proposed)
        self._field.setAccessibleName(name)
        self._field.setPlaceholderText(hint)
        self._field.clear()
        self._typed()
        self.open(self._field)

    def _typed(self) -> None:
        self._held = False
        typed = self._field.text().strip()
        found = self._search(typed) if typed or not self._proposed else self._proposed
        self._hits = {hit.key: hit for hit in list(found)[:PEOPLE_SHOWN]}
        self._person = next((hit for hit in self._hits.values() if not hit.faint), None)
        count = len(self._hits)
        words = ngettext("{count} Person", "{count} Personen", count) if count < PEOPLE_SHOWN else _(
            "die ersten {count} Personen")
        self._found.setText(words.format(count=count) if typed or count else "")
        self._show()
        # what answers best comes first, and Enter takes it: no letter leaves the cursor on an answer to fewer of them
        rows = [row for _title, some in self._groups() for row in some]
        if rows:
            self._list.set_current(rows[0].key)
            self._list.scrollToTop()

    def _moved(self, key: Hashable) -> None:
        if isinstance(key, tuple) and key[0] == "person" and self._person != self._hits[key[1]]:
            self._person = self._hits[key[1]]
            self._show()

    def _show(self) -> None:
        entries: list[Any] = []
        for title, rows in self._groups():
            if rows:
                entries += [GroupHeading(title, len(rows)), *rows]
        self._list.show_entries(entries)
        # the veil is as high as the window only once it is open
        room = max(T.px(120), self._free_rect().height() - 2 * T.sp(90) - T.px(90 if T.wide else 116))
        total = sum(self._list.height_of(i) for i in range(len(entries)))
        self._list.setFixedHeight(min(total, room) + 4)
        if self.isVisible():
            self.place()

    def _groups(self) -> list[tuple[str, list[PaletteRow]]]:
        """Persons first; those only spoken of in notes give way to a command or page of that name."""
        named = (_("Personen"), self._people(faint=False))
        noted = (_("In Notizen"), self._people(faint=True))
        if self._asking:
            return [named, noted]
        pages = [] if self._held else [made for entry in self._pages() if (made := self._page(entry)) is not None]
        pages.sort(key=lambda made: made.rank)
        places = [(_("Befehle"), self._commands()), (_("Seiten"), pages)]
        best = [min((made.rank for made in rows if not made.blocked), default=_LAST) for _title, rows in places]
        if best[1] < best[0]:
            places.reverse()
        by_name = min(best) <= OTHER_WORDS
        return [named, *places, noted] if by_name else [named, noted, *places]

    def _people(self, faint: bool) -> list[PaletteRow]:
        if self._held:
            return []
        return [PaletteRow(key=("person", key), icon="user-round", title=hit.title, hint=_("Eingabe"),
                           caption=" · ".join(part for part in (hit.caption, hit.why) if part))
                for key, hit in self._hits.items() if hit.faint == faint]

    def _commands(self) -> list[PaletteRow]:
        """What answers best first, of equals what was used last; what cannot be done now last, with the reason."""
        made = [row for action in self._actions.all() if action.in_palette
                if (row := self._command(action)) is not None]
        places = {name: place for place, name in enumerate(self.recent)}
        return sorted(made, key=lambda row: (row.blocked, row.rank, places.get(row.key[1], len(places))))

    def _page(self, entry: PageEntry) -> PaletteRow | None:
        rank = match(entry.label, entry.id, self._field.text())
        return None if rank is None else PaletteRow(
            key=("page", entry.id), icon=entry.icon, title=entry.label, hint=native(entry.shortcut), rank=rank)

    def _command(self, action: Action) -> PaletteRow | None:
        """How an action reads now: on the person, with the typed text, or as it is; None where it is not asked for."""
        hint, typed = action.key_text(), self._field.text().strip()
        icon, rank = action.icon or "arrow-right", match(action.label, action.id, typed)
        if action.for_client and self._person is not None and (
                self._held or action.shortcut or (typed and rank is not None)):
            title = (action.label_for or action.label).format(name=self._person.title)
            why = action.blocked_for(self._person.key) if action.blocked_for else ""
            return PaletteRow(key=("for_client", action.id), icon=icon, title=title, hint=hint, caption=why,
                              blocked=bool(why), rank=_ON_PERSON if typed else 0)
        if self._held:
            return None
        if action.for_text and any(c.isalpha() for c in typed) and rank is None:
            title = (action.label_text or action.label).format(text=typed)
            return PaletteRow(key=("for_text", action.id), icon=icon, title=title, hint=hint, rank=_ON_TEXT)
        if not typed and action.id not in self.recent:
            # what is done with people before what is done with the window
            rank = None if action.place else action.menu != "Klient"
        if rank is None:
            return None
        reason = action.reason()
        return PaletteRow(key=("action", action.id), icon=icon, title=action.label, hint=hint, caption=reason,
                          blocked=bool(reason), rank=rank)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard; arrows, Enter and Tab act on the list."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._list.keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_current()
        elif key == Qt.Key.Key_Tab:
            self._held = self._person is not None and self._asking is None
            self._show()
        elif key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Escape and self._held):
            self._typed()
        elif key == Qt.Key.Key_Escape:
            self.close_veil()
        else:
            return False
        return True

    def _run_current(self) -> None:
        current = self._list.current_key()
        if not isinstance(current, tuple):
            return
        kind, name = current
        person, typed = self._person, self._field.text().strip()
        self.close_veil()
        if kind == "person" and self._asking is not None and self._asking.for_client:
            self._asking.for_client(name)
        elif kind == "person":
            self.client_wanted.emit(name)
        else:
            self.recent = (name, *(one for one in self.recent if one != name))[:RECENT]
            if kind == "page":
                self.page_wanted.emit(name)
            else:
                self._run_action(self._actions.get(name), kind, person, typed)

    def _run_action(self, action: Action, kind: str, person: Hit | None, typed: str) -> None:
        if kind == "for_client" and action.for_client and person is not None:
            action.for_client(person.key)
        elif kind == "for_text" and action.for_text:
            action.for_text(typed)
        else:
            self._actions.run(action)
