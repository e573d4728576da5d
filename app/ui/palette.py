"""Strg+K: people, commands and pages in one list. People come from a callable, commands from the actions."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.names import folded
from app.i18n import _, ngettext
from app.ui import paint
from app.ui.actions import Action, ActionList
from app.ui.controls import glyph, label, native
from app.ui.layouts import column, divider, holder, row
from app.ui.listing import EntryList
from app.ui.rows import GroupHeading
from app.ui.shell import PageEntry
from app.ui.theme import T
from app.ui.veil import Veil

# more people than this are looked for on the page, not in the palette
PEOPLE_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person that was found; `key` is the id, `title` the name, `caption` what tells people apart."""

    key: str
    title: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteRow:
    """One line of the palette; `key` is (kind, id)."""

    key: tuple[str, str]
    icon: str
    title: str
    caption: str = ""
    hint: str = ""

    @property
    def spoken(self) -> str:
        """The line in words."""
        return ", ".join(part for part in (self.title, self.caption, self.hint) if part)


class PaletteList(EntryList):
    """The lines of the palette."""

    hairlines = False

    def measure(self, entry: Any, width: int) -> int:
        """30 for a heading, 40 for a line."""
        return T.px(30 if entry.key is None else 40)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints a heading or a line."""
        entry = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            paint.text(p, rect.adjusted(T.px(18), T.px(6), 0, 0), entry.title, "label", "muted")
            return
        x = rect.x() + T.px(18)
        paint.sign(p, entry.icon, x, rect.center().y(), 17, "accent" if active else "muted")
        x += T.px(28)
        right = rect.right() - T.px(18)
        if entry.hint:
            right -= paint.width(entry.hint, "caption")
            room = QRectF(right, rect.y(), T.px(200), rect.height())
            paint.text(p, room, entry.hint, "caption", "muted", elide=False)
            right -= T.px(12)
        title = QRectF(x, rect.y(), right - x, rect.height())
        x += paint.text(p, title, entry.title, "strong" if active else "body") + T.px(12)
        if right > x:
            paint.text(p, QRectF(x, rect.y(), right - x, rect.height()), entry.caption, "body", "muted")


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
        self._person = next(iter(self._hits.values()), None)
        count = len(self._hits)
        self._found.setText(ngettext("{count} Person", "{count} Personen", count).format(count=count))
        self._show()

    def _moved(self, key: Hashable) -> None:
        if isinstance(key, tuple) and key[0] == "person" and self._person != self._hits[key[1]]:
            self._person = self._hits[key[1]]
            self._show()

    def _show(self) -> None:
        people = [] if self._held else [
            PaletteRow(key=("person", key), icon="user-round", title=hit.title, caption=hit.caption, hint=_("Eingabe"))
            for key, hit in self._hits.items()]
        commands = [] if self._asking else [made for action in self._actions.all() if action.in_palette
                                            for made in self._command(action) if self._fits(made)]
        commands.sort(key=lambda made: made.key[0] == "action")
        pages = [] if self._held or self._asking else [
            made for entry in self._pages()
            if self._fits(made := PaletteRow(key=("page", entry.id), icon=entry.icon, title=entry.label,
                                             hint=native(entry.shortcut)))]
        entries: list[Any] = []
        for title, rows in ((_("Personen"), people), (_("Befehle"), commands), (_("Seiten"), pages)):
            if rows:
                entries += [GroupHeading(title, len(rows)), *rows]
        self._list.show_entries(entries)
        # the veil is as high as the window only once it is open
        room = max(T.px(120), self._window.height() - 2 * T.sp(90) - T.px(90 if T.wide else 116))
        total = sum(self._list.height_of(i) for i in range(len(entries)))
        self._list.setFixedHeight(min(total, room) + 4)
        if self.isVisible():
            self.place()

    def _fits(self, made: PaletteRow) -> bool:
        if made.key[0] in ("for_client", "for_text"):
            return True
        return all(part in folded(made.title) for part in folded(self._field.text()).split())

    def _command(self, action: Action) -> list[PaletteRow]:
        """How an action reads now: on the person, with the typed text, or as it is."""
        hint, typed = action.key_text(), self._field.text().strip()
        icon = action.icon or "arrow-right"
        if action.for_client and self._person is not None:
            title = (action.label_for or action.label).format(name=self._person.title)
            return [PaletteRow(key=("for_client", action.id), icon=icon, title=title, hint=hint)]
        if self._held or action.reason():
            return []
        if action.for_text and typed:
            title = (action.label_text or action.label).format(text=typed)
            return [PaletteRow(key=("for_text", action.id), icon=icon, title=title, hint=hint)]
        return [PaletteRow(key=("action", action.id), icon=icon, title=action.label, hint=hint)]

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
        elif kind == "page":
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
