"""What the rules propose for a person: the card that tells of it, and the panel in which it is accepted or declined."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.domain.date_words import due_with_date
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp, is_shown
from app.domain.names import isolated
from app.domain.rules import OWN, in_force
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries.client import ClientPage as Record
from app.ui import paint
from app.ui.client_parts import ActPanel
from app.ui.components import SectionTitle
from app.ui.controls import announce, button, key_hint, label, set_role
from app.ui.layouts import FlowBox, card, column, holder
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import proposals
from app.usecases.proposals import Proposal

# name of the panel, as `go("client", act=…)` takes it
PROPOSALS = "proposals"
NONE_CHOSEN = N_("Kein Vorschlag ist gewählt. Es wurde nichts angelegt. Die Leertaste wählt einen aus.")
_BOX, _LEFT, _PAD = 18, 42, 10
# So many near ones the card names; all stand in the panel.
_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A proposal in words: what, when, from which fact, what the rule says and where it comes from."""

    key: str
    title: str
    day: str
    near: bool
    why: str
    text: str
    law: str
    chosen: bool

    @property
    def spoken(self) -> str:
        """The whole row as a sentence, chosen or not first."""
        chosen = _("gewählt") if self.chosen else _("nicht gewählt")
        return ", ".join((chosen, self.title, self.day, self.why, self.law))

    @property
    def pill(self) -> Pill:
        """The day to act by; a near one warns."""
        return Pill(text=self.day, kind="warn" if self.near else "plain", icon="" if self.near else "calendar-days")


def key_of(one: Proposal) -> str:
    """The same for the same rule and fact, however often it is computed."""
    return f"{one.rule.id} {one.follow_up.source}"


def row_of(one: Proposal, chosen: bool, today: date) -> ProposalRow:
    """A proposal as the panel shows it."""
    why = one.why
    if one.exact_on is not None:
        # a day that was moved stands beside the one it was moved from
        why = _("{why} · eigentlicher Tag {day}").format(why=why, day=german(one.exact_on))
    return ProposalRow(
        key=key_of(one), title=isolated(one.title), day=german(one.due_on) if one.due_on else "", why=isolated(why),
        near=is_shown(one.due_on, one.rule.warn_days, today), text=one.rule.text, chosen=chosen,
        law=f"{one.rule.law} · {one.disclaimer}")


def told(found: Sequence[Proposal], today: date) -> tuple[str, bool]:
    """What the card says of them, and whether that is near: those to be warned of by name, else the first day alone."""
    near = [f"{isolated(one.title)} · {due_with_date(one.due_on, today, _)}" for one in found
            if one.due_on is not None and is_shown(one.due_on, one.rule.warn_days, today)]
    if near:
        return "\n".join(near[:_NAMED]), True
    first = next((one.due_on for one in found if one.due_on is not None), None)
    return (_("der erste zum {day}").format(day=german(first)) if first else ""), False


def law_of(step: FollowUp, today: date) -> str:
    """Where the rule of a follow-up comes from and that it is no legal advice; "" for a question of our own."""
    rule = in_force(today).get(step.rule)
    if rule is None or rule.kind == OWN:
        return ""
    moved = [_("eigentlicher Tag {day}").format(day=german(step.exact_on))] if step.exact_on else []
    return " · ".join((*moved, rule.law, rule.disclaimer))


class ProposalsCard(QWidget):
    """In the column of next steps: the earliest proposals and the way to all; hidden while there is none.

    `open_panel` shows the panel of that name, `panel` is the one that is shown: it follows the person too.
    """

    def __init__(self, file: CaseFile, open_panel: Callable[[str], object],
                 panel: Callable[[], QWidget | None]) -> None:
        super().__init__()
        self._file, self._panel = file, panel
        check = button(_("Prüfen"), "link", call=lambda: open_panel(PROPOSALS), tip=_("Vorschläge prüfen"))
        self._title = SectionTitle(_("Vorschläge"), action=check)
        self._said = label("", "caption", wrap=True)
        self.setLayout(column(card(self._title, self._said, gap=2), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_record(self, record: Record) -> None:
        """Shows what is proposed for a person now; computed from what was read, so it costs no statement."""
        today = self._file.today()
        found = proposals.of_page(record, today)
        words, near = told(found, today)
        self._title.set_count(str(len(found)))
        if words != self._said.text():
            self._said.setText(words)
            set_role(self._said, "role", "warn" if near else "caption")
        self.setVisible(bool(found))
        panel = self._panel()
        if isinstance(panel, ProposalsPanel):
            panel.show_proposals(found)


class ProposalList(EntryList):
    """Proposals with a box each. Leertaste chooses, Entf declines."""

    toggled = Signal(str)
    declined = Signal(str)

    def measure(self, entry: Any, width: int) -> int:
        """As high as its words: none of them is cut."""
        room = self._room(width)
        below = 0 if self._beside(entry, width) else T.px(26)
        blocks = ((entry.title, "strong"), (entry.why, "body"), (entry.text, "caption"), (entry.law, "caption"))
        return round(sum(paint.block_height(words, role, room) for words, role in blocks) + below + T.px(2 * _PAD + 6))

    @staticmethod
    def _room(width: float) -> float:
        return width - T.px(_LEFT + 16)

    def _beside(self, entry: ProposalRow, width: float) -> bool:
        """Whether the day fits at the right of a title in one line."""
        return paint.width(entry.title, "strong") + paint.pill_width(entry.pill) + T.px(12) < self._room(width)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints box, words and day."""
        entry = self.entries.entries[row]
        d, x, y = T.px(_BOX), rect.x() + T.px(_LEFT), rect.y() + T.px(_PAD)
        room, first = self._room(rect.width()), y + paint.line_height("strong") / 2
        box = QRectF(rect.x() + T.px(14), first - d / 2, d, d)
        paint.box(p, box, "accent" if entry.chosen else "surface", "accent" if entry.chosen else "control",
                  T.radius("tag"), 1.4)
        if entry.chosen:
            paint.sign(p, "check", box.x() + T.px(2), first, 14, "on_accent")
        beside = self._beside(entry, rect.width())
        y += paint.block(p, x, y, room, entry.title, "strong")
        if beside:
            paint.draw_pill(p, rect.right() - T.px(16) - paint.pill_width(entry.pill), first, entry.pill)
        else:
            paint.draw_pill(p, x, y + T.px(14), entry.pill)
            y += T.px(26)
        y += paint.block(p, x, y + T.px(2), room, entry.why) + T.px(2)
        y += paint.block(p, x, y + T.px(2), room, entry.text, "caption", "text2") + T.px(2)
        paint.block(p, x, y + T.px(2), room, entry.law, "caption", "muted")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a row; the others as in every list."""
        key = self.current_key()
        calls = {Qt.Key.Key_Space: self.toggled, Qt.Key.Key_Delete: self.declined}
        signal = calls.get(Qt.Key(event.key())) if key is not None and not event.modifiers() else None
        if signal is not None:
            signal.emit(str(key))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box chooses."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and event.position().x() < T.px(_LEFT):
            self.toggled.emit(self.entries.entries[index.row()].key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands of a row with their keys, for mouse and menu key."""
        if self.current_key() is not None:
            self.open_menu(str(self.current_key()), event.globalPos())

    def open_menu(self, key: str, point: QPoint) -> None:
        """The menu of a row at a point of the screen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"{_('Auswählen oder nicht')}\t{_('Leertaste')}").triggered.connect(
            lambda: self.toggled.emit(key))
        menu.addAction(f"{_('Nicht mehr vorschlagen')}\t{_('Entf')}").triggered.connect(
            lambda: self.declined.emit(key))
        menu.popup(point)


class ProposalsPanel(ActPanel):
    """All proposals, chosen at first; Strg+Eingabe makes follow-ups of the chosen ones, Entf declines one."""

    def __init__(self, shell: Shell, file: CaseFile, record: Record) -> None:
        self._shell, self._file, self._client_id = shell, file, record.client.id
        self._found = proposals.of_page(record, file.today())
        self._left_out: set[str] = set()
        self.list = ProposalList(_("Vorschläge"))
        self.list.toggled.connect(self._toggle)
        self.list.opened.connect(lambda key: self._toggle(str(key)))
        self.list.declined.connect(self._decline)
        self._nothing = label(_("Zurzeit wird nichts vorgeschlagen."), "muted", wrap=True)
        self._keys = key_hint(_("Leertaste wählt"), _("Entf lehnt ab"), _("Strg+Eingabe legt die gewählten an"))
        self._decline_one = button(_("Nicht mehr vorschlagen"), "quiet", "x", self._decline_current)
        sentence = _("Aus den Angaben der Akte. Angelegt wird nur, was Sie wählen. Was Sie ablehnen, kommt erst "
                     "wieder, wenn sich sein Datum ändert.")
        below = holder(column(self._keys, self.list, self._nothing, FlowBox(self._decline_one), gap=6))
        super().__init__(_("Vorschläge prüfen"), sentence, (), _("Wiedervorlagen anlegen") if self._found else "",
                         self._accept, below, leave="" if self._found else _("Schließen"))
        for part in (self.list, self._keys, self._decline_one):
            part.setVisible(bool(self._found))
        self._nothing.setVisible(not self._found)
        self._show_rows()

    def show_proposals(self, found: tuple[Proposal, ...]) -> None:
        """Shows what is proposed now; what was left out stays so. With the last one the panel goes."""
        answered, self._found = bool(self._found) and not found, found
        self._show_rows()
        if answered:
            self.closed.emit()

    def _show_rows(self) -> None:
        today = self._file.today()
        self.list.show_entries([row_of(one, key_of(one) not in self._left_out, today) for one in self._found])
        self.list.fit()

    def first(self) -> QWidget:
        """The list, without proposals the last button."""
        return self.list if self._found else super().first()

    def _toggle(self, key: str) -> None:
        self._left_out ^= {key}
        self._show_rows()
        row: Any = next((row for row in self.list.entries.entries if row.key == key), None)
        if row is not None:
            announce(self.list, row.spoken)

    def _decline_current(self) -> None:
        if self.list.current_key() is not None:
            self._decline(self.list.current_key())

    def _decline(self, key: Hashable) -> None:
        for one in [one for one in self._found if key_of(one) == key]:
            proposals.decline(self._file, one)
            # the page hears of it in a later turn; the row has to be gone before the next key
            self.show_proposals(proposals.of_page(clients.page(self._file, self._client_id), self._file.today()))
            self._shell.toast(_("„{title}“ wird nicht mehr vorgeschlagen.").format(title=isolated(one.title)),
                              self._file.undo)

    def _accept(self, _values: object) -> None:
        chosen = [one for one in self._found if key_of(one) not in self._left_out]
        if not chosen:
            raise UserError(NONE_CHOSEN)
        n = len(proposals.accept(self._file, chosen))
        self._shell.toast(ngettext("{n} Wiedervorlage angelegt.", "{n} Wiedervorlagen angelegt.", n).format(n=n),
                          self._file.undo)
