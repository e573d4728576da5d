"""The rows of an older list as they would be taken over: status, name, why, what happens to it. No page logic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView

from app.domain.codes import code_list
from app.domain.dates import german_partial
from app.domain.names import isolated
from app.i18n import _, ngettext
from app.ui import paint
from app.ui.controls import announce
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.theme import T
from app.usecases.old_list_status import DUPLICATE, ERROR, FILL, KNOWN, NEW, TAKE, PreviewRow

_PILLS = {NEW: ("ok", "plus"), DUPLICATE: ("warn", "users"), KNOWN: ("plain", "check"), ERROR: ("bad", "circle-alert")}
_STATUS_WIDTH, _DECISION_WIDTH = 118, 190


def status_word(status: str, n: int = 1) -> str:
    """The status of so many rows as the list says it."""
    return {NEW: _("neu"), DUPLICATE: ngettext("Dublette", "Dubletten", n), KNOWN: _("schon da"),
            ERROR: _("Fehler")}[status]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row; ``choices`` is the decisions of the whole list, which change while it is shown."""

    key: int
    row: PreviewRow
    choices: Mapping[int, str]

    @property
    def pill(self) -> Pill:
        """The status as sign and word."""
        kind, icon = _PILLS[self.row.status]
        return Pill(text=status_word(self.row.status), kind=kind, icon=icon)

    @property
    def title(self) -> str:
        """The name, or the line where there is none."""
        return self.row.name or self.line

    @property
    def line(self) -> str:
        """Where it stands in the list."""
        return _("Zeile {line}").format(line=self.row.line)

    @property
    def caption(self) -> str:
        """Line, birth and commune."""
        values = self.row.row.values
        born = german_partial(values["birth"]) if values.get("birth") else ""
        place = code_list("commune").label(values["ags"]) if values.get("ags") else ""
        notes = _("mit Anmerkungen") if self.row.row.notes else ""
        return " · ".join(part for part in (self.line if self.row.name else "", born, place, notes) if part)

    @property
    def reason(self) -> str:
        """Why it has its status, "" for a new one."""
        if self.row.status == DUPLICATE and self.row.of_name:
            return _("Wie {name} ({of}): {why}").format(name=isolated(self.row.of_name), of=self.row.of,
                                                        why=self.row.why)
        if self.row.status == KNOWN:
            return _("{why} Es ist {name} ({of}).").format(why=self.row.why, name=isolated(self.row.of_name),
                                                           of=self.row.of)
        return self.row.why

    @property
    def decision(self) -> str:
        """What happens to it."""
        if not self.row.choices:
            return _("bleibt weg")
        choice = self.choices.get(self.key, "")
        taking = _("als neue Person") if self.row.status == DUPLICATE else _("übernehmen")
        return {TAKE: taking, FILL: _("leere Angaben ergänzen")}.get(choice) or _("nicht übernehmen")

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        parts = (self.pill.text, self.title, self.caption, self.reason, self.decision)
        return ", ".join(part for part in parts if part)


class ImportList(EntryList):
    """Rows with their decision at the right edge; the space bar or a click on it goes on to the next decision."""

    toggled = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)

    def set_rows(self, rows: Sequence[ImportRow]) -> None:
        """Shows rows in the order given."""
        self.show_entries(rows)

    def fit(self) -> None:
        """Shows every row; a batched layout would leave the later ones out."""
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        super().fit()

    def decided(self, key: int) -> None:
        """Another decision for a row: draws it anew and says it."""
        for place, entry in enumerate(self.entries.entries):
            if entry.key == key:
                index = self.entries.index(place)
                self.entries.dataChanged.emit(index, index)
                announce(self, entry.decision)

    def measure(self, entry: Any, width: int) -> int:
        """Two lines and the reason below; without room beside it the decision has a line of its own."""
        height = T.px(50)
        if entry.reason:
            height += round(paint.block_height(entry.reason, "body", self._room(width))) + T.px(2)
        return height + (0 if T.wide else T.px(28))

    @staticmethod
    def _left() -> int:
        return T.px(16 + _STATUS_WIDTH)

    def _room(self, width: float) -> float:
        return width - self._left() - T.px(16 + (_DECISION_WIDTH + 12 if T.wide else 0))

    def _decision(self, rect: QRectF) -> QRectF:
        if T.wide:
            left = rect.right() - T.px(16 + _DECISION_WIDTH)
            return QRectF(left, rect.y() + T.px(10), T.px(_DECISION_WIDTH), T.px(28))
        room = rect.width() - self._left() - T.px(16)
        return QRectF(rect.x() + self._left(), rect.bottom() - T.px(34), room, T.px(28))

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints one row."""
        entry: ImportRow = self.entries.entries[row]
        x, y, room = rect.x() + self._left(), rect.y() + T.px(8), self._room(rect.width())
        paint.draw_pill(p, rect.x() + T.px(16), y + T.px(12), entry.pill)
        token = "text" if entry.key in entry.choices else "text2"
        paint.text(p, QRectF(x, y - T.px(2), room, T.px(20)), entry.title, "strong", token)
        paint.text(p, QRectF(x, y + T.px(17), room, T.px(18)), entry.caption, "caption", "muted")
        ink = {ERROR: "bad_text", DUPLICATE: "warn_text"}.get(entry.row.status, "text2")
        paint.block(p, x, y + T.px(38), room, entry.reason, "body", ink)
        self._draw_decision(p, self._decision(rect), entry, active)

    @staticmethod
    def _draw_decision(p: QPainter, rect: QRectF, entry: ImportRow, active: bool) -> None:
        taken = entry.key in entry.choices
        if not entry.row.choices:
            paint.text(p, rect, entry.decision, "caption", "muted")
            return
        size = T.px(16)
        box = QRectF(rect.x(), rect.center().y() - size / 2, size, size)
        paint.box(p, box, "accent" if taken else "surface", "accent" if taken else "control", T.radius("tag"))
        if taken:
            paint.sign(p, "check", box.x() + T.px(2), box.center().y(), 12, "on_accent")
        words = rect.adjusted(size + T.px(8), 0, 0, 0)
        paint.text(p, words, entry.decision, "body", "text" if taken or active else "text2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The space bar goes on to the next decision (Qt)."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the decision does the same (Qt)."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._decision(QRectF(self.visualRect(index))).contains(event.position()):
            self._toggle(index)

    def _toggle(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid() and self.entries.entries[index.row()].row.choices:
            self.toggled.emit(self.entries.entries[index.row()].row)
