"""Rows of what an import changes and whom it concerns: values and the list that paints and ticks them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView

from app.documents.catalogue_file import RefusedRow
from app.domain.catalogue import (
    FIELD_LABELS,
    NOT_STATED,
    ChangeKind,
    FieldChange,
    Lifecycle,
    OfferingChange,
    value_in_words,
)
from app.domain.codes import code_list
from app.i18n import _, ngettext, text_of
from app.store.queries.affected import AffectedReferral
from app.ui import catalogue_words, paint
from app.ui.controls import announce
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.theme import T

REFUSED, AFFECTED = "refused", "affected"
# of an offering that a person is on the way to: only where nothing of it is left is it withdrawn
_OF_STATE = {Lifecycle.CANCELLED: "cancelled", Lifecycle.FULL: "full", Lifecycle.WITHDRAWN: ChangeKind.WITHDRAWN,
             Lifecycle.ACTIVE: ChangeKind.CHANGED}
_LINE = 24
_BOX = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What an import does to one offering, a row it refuses, or a person it concerns.

    ``fields`` are (name, old, new) in words; ``ticked`` None means that there is nothing to tick.
    """

    key: str
    kind: str
    title: str
    caption: str
    fields: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""
    ours: str = ""
    ticked: bool | None = None

    @property
    def pill(self) -> Pill:
        """The kind as sign and word."""
        word, kind, icon = _kind_words(self.kind)
        return Pill(text=word, kind=kind, icon=icon)

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        changed = (_("{field} bisher {old}, jetzt {new}").format(field=f, old=o, new=n) for f, o, n in self.fields)
        tick = {True: _("wird übernommen"), False: _("bleibt, wie es ist"), None: ""}[self.ticked]
        parts = (tick, self.pill.text, self.title, self.caption, self.reason, *changed, self.ours)
        return ", ".join(part for part in parts if part)


def _kind_words(kind: str) -> tuple[str, str, str]:
    return {
        ChangeKind.NEW: (_("neu"), "ok", "plus"),
        ChangeKind.CHANGED: (_("geändert"), "info", "pencil"),
        ChangeKind.WITHDRAWN: (_("entfällt"), "bad", "minus"),
        REFUSED: (_("abgelehnt"), "warn", "triangle-alert"),
        "cancelled": (_("abgesagt"), "bad", "ban"),
        "full": (_("voll"), "warn", "users"),
    }[kind]


def change_row(change: OfferingChange, people: int, ticked: bool) -> ChangeRow:
    """The row of a change; ``people`` is how many of our clients it concerns."""
    fields = () if change.kind == ChangeKind.WITHDRAWN else _fields(change.fields)
    ours = ngettext("{n} Klient betroffen", "{n} Klienten betroffen", people).format(n=people)
    where = (change.new.provider, catalogue_words.component_words(change.new.component),
             catalogue_words.begins(change.new))
    return ChangeRow(key=change.key, kind=change.kind, title=change.new.title,
                     caption=" · ".join(part for part in where if part), fields=fields,
                     ours=ours if people else "", ticked=ticked)


def affected_row(one: AffectedReferral) -> ChangeRow:
    """The row of a person on the way to an offering that changes."""
    state = _(code_list("referral_state").label(one.state))
    return ChangeRow(key=one.referral_id, kind=_OF_STATE[one.lifecycle], title=one.name,
                     caption=f"{one.title} · {state}", fields=_fields(one.fields))


def _fields(changes: Sequence[FieldChange]) -> tuple[tuple[str, str, str], ...]:
    return tuple((_(FIELD_LABELS[f.field]), _short(f.field, f.old), _short(f.field, f.new)) for f in changes)


def refused_row(row: RefusedRow) -> ChangeRow:
    """The row of a line that could not be read, with its number and the reason."""
    line = _("Zeile {line}").format(line=row.line)
    return ChangeRow(key=f"{REFUSED} {row.line}", kind=REFUSED, title=line, caption=row.key, reason=text_of(row.reason))


def _short(field: str, value: object) -> str:
    words = " ".join(value_in_words(field, value).split())
    return _("nicht angegeben") if words == NOT_STATED else _(words)


class ChangeList(EntryList):
    """Changes with old → new per field: the old struck through, the new strong. Leertaste or a click on the box ticks.

    ``ticked(key, on)`` comes with each tick, ``all_wanted`` with Strg+A, ``done(key)`` with Leertaste where a row has
    no box.
    """

    ticked = Signal(str, bool)
    all_wanted = Signal()
    done = Signal(object)

    def __init__(self, name: str, boxes: bool = True) -> None:
        super().__init__(name)
        self._boxes = boxes
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)

    def set_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Shows changes in the order given."""
        self.show_entries(rows)

    def fit(self) -> None:
        """Shows every row; a batched layout would leave the later ones out."""
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        super().fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leertaste ticks, Strg+A ticks all (Qt)."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks (Qt)."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._boxes and index.isValid() and event.position().x() < T.px(16 + _BOX):
            self._toggle(index.row())

    def _toggle(self, at: int) -> None:
        if at < 0:
            return
        entry: ChangeRow = self.entries.entries[at]
        if entry.ticked is None:
            self.done.emit(entry.key)
            return
        now = replace(entry, ticked=not entry.ticked)
        shown = self.entries.entries
        self.entries.entries = (*shown[:at], now, *shown[at + 1:])
        self.entries.dataChanged.emit(self.entries.index(at), self.entries.index(at))
        announce(self, now.spoken)
        self.ticked.emit(now.key, bool(now.ticked))

    def _left(self) -> int:
        return T.px(16 + 112 + (_BOX if self._boxes else 0))

    def measure(self, entry: Any, width: int) -> int:
        """Two lines, then one per field or two where old and new do not fit side by side, or the reason."""
        room, height = self._room(width), T.px(50)
        if entry.reason:
            return round(height + paint.block_height(entry.reason, "body", width - self._left() - T.px(16)) + T.px(2))
        height += sum(T.px(_LINE) * (1 if self._one_line(f, room) else 2) for f in entry.fields)
        return height + (T.px(4) if entry.fields else 0)

    def _room(self, width: float) -> float:
        return width - self._left() - T.px(self._name_width() + 16)

    @staticmethod
    def _name_width() -> int:
        return 150

    @staticmethod
    def _one_line(field: tuple[str, str, str], room: float) -> bool:
        _name, old, new = field
        return paint.width(old) + paint.width(new, "strong") + T.px(46) <= room

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one change."""
        entry: ChangeRow = self.entries.entries[row]
        y, x, right = rect.y() + T.px(8), rect.x() + self._left(), rect.right() - T.px(16)
        if entry.ticked is not None:
            self._draw_box(p, rect.x() + T.px(16), y + T.px(16), entry.ticked)
        paint.draw_pill(p, x - T.px(112), y + T.px(16), entry.pill)
        if entry.ours:
            ours = Pill(text=entry.ours, kind="warn", icon="users")
            right -= paint.pill_width(ours)
            paint.draw_pill(p, right, y + T.px(16), ours)
        token = "muted" if entry.kind == ChangeKind.WITHDRAWN else "text"
        paint.text(p, QRectF(x, y - T.px(2), right - x - T.px(8), T.px(20)), entry.title, "strong", token)
        paint.text(p, QRectF(x, y + T.px(17), right - x - T.px(8), T.px(18)), entry.caption, "caption", "muted")
        y += T.px(40)
        if entry.reason:
            paint.block(p, x, y - T.px(2), rect.width() - self._left() - T.px(16), entry.reason, "body", "warn_text")
        for field in entry.fields:
            y += self._field(p, x, y, self._room(rect.width()), field)

    @staticmethod
    def _draw_box(p: QPainter, x: float, cy: float, on: bool) -> None:
        side = T.px(17)
        box = QRectF(x, cy - side / 2, side, side)
        paint.box(p, box, "accent" if on else "surface", "accent" if on else "control", T.radius("tag"))
        if on:
            paint.sign(p, "check", x + side / 2 - T.px(6.5), cy, 13, "on_accent")

    def _field(self, p: QPainter, x: float, y: float, room: float, field: tuple[str, str, str]) -> float:
        name, old, new = field
        paint.text(p, QRectF(x, y, T.px(self._name_width() - 12), T.px(22)), name, "caption", "muted")
        x += T.px(self._name_width())
        if not self._one_line(field, room):
            self._old(p, x, y, room, old)
            self._new(p, x - T.px(10), y + T.px(_LINE), room, new)
            return T.px(2 * _LINE)
        self._new(p, x + self._old(p, x, y, room, old), y, room, new)
        return T.px(_LINE)

    @staticmethod
    def _old(p: QPainter, x: float, y: float, room: float, words: str) -> float:
        w = min(paint.width(words), room)
        paint.box(p, QRectF(x - T.px(5), y + T.px(1), w + T.px(10), T.px(20)), "bad_soft", None, T.radius("tag"))
        paint.text(p, QRectF(x, y, w + 2, T.px(22)), words, "body", "bad_text")
        p.setPen(QPen(T.color("bad_text"), 1))
        p.drawLine(QPointF(x, y + T.px(11)), QPointF(x + w, y + T.px(11)))
        return w

    @staticmethod
    def _new(p: QPainter, x: float, y: float, room: float, words: str) -> None:
        paint.sign(p, "arrow-right", x + T.px(12), y + T.px(11), 14, "muted")
        x += T.px(40)
        w = min(paint.width(words, "strong"), room - T.px(30))
        paint.box(p, QRectF(x - T.px(5), y + T.px(1), w + T.px(10), T.px(20)), "ok_soft", None, T.radius("tag"))
        paint.text(p, QRectF(x, y, w + 2, T.px(22)), words, "strong", "ok_text")
