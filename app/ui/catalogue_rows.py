"""Rows of offerings and of what an import changes: values and lists that paint them. No page logic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView

from app.documents.catalogue_csv import RefusedRow
from app.domain.catalogue import FIELD_LABELS, NOT_STATED, ChangeKind, Offering, OfferingChange, value_in_words
from app.i18n import _, ngettext, text_of
from app.ui import catalogue_words, paint
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.theme import T

REFUSED = "refused"
_COLUMNS_FROM = 560
_LINE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One offering: tag · title over provider, place, times · start over level · seats."""

    key: str
    tag: str
    title: str
    where: tuple[str, ...]
    start: str
    level: str
    pill: Pill

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        begin = _("Beginn {start}").format(start=self.start)
        parts = (self.tag, self.title, *self.where, begin, self.level, self.pill.text)
        return ", ".join(part for part in parts if part)


def offer_row(offering: Offering) -> OfferRow:
    """The row of an offering."""
    where = tuple(part for part in (offering.provider, offering.place, offering.schedule) if part)
    return OfferRow(key=offering.key, tag=catalogue_words.tag(offering), title=offering.title, where=where,
                    start=catalogue_words.begins(offering), level=catalogue_words.level(offering),
                    pill=catalogue_words.seats(offering))


class OfferList(EntryList):
    """Offerings in two lines, three in a narrow list; Enter refers to the current one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # all rows are equally high, so that 2,000 of them are measured once
        self.setUniformItemSizes(True)

    def _narrow(self, width: float) -> bool:
        return not T.wide or width < T.px(_COLUMNS_FROM)

    def measure(self, _entry: Any, width: int) -> int:
        """56, or 76 with a third line."""
        return T.row(76 if self._narrow(width) else 56)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one offering."""
        entry: OfferRow = self.entries.entries[row]
        x, y = rect.x() + T.px(18), rect.y() + T.px(8)
        box = QRectF(x, rect.center().y() - T.px(10), T.px(38), T.px(20))
        paint.box(p, box, "accent_soft", None, T.radius("tag"))
        paint.text(p, box, entry.tag, "caption", "accent_text", Qt.AlignmentFlag.AlignCenter, elide=False)
        x += T.px(52)
        right = rect.right() - T.px(16)
        if self._narrow(rect.width()):
            self._three_lines(p, QRectF(x, y, right - x, rect.height()), entry)
            return
        right -= paint.pill_width(entry.pill)
        paint.draw_pill(p, right, rect.center().y(), entry.pill)
        # a fixed column for start and level, so that the eye runs down one line
        second = min(rect.right() - T.px(284), right - T.px(126))
        self._line(p, x, y, second - x - T.px(10), entry.title, "strong")
        self._line(p, x, y + T.px(20), second - x - T.px(10), " · ".join(entry.where), "caption")
        self._line(p, second, y, T.px(120), entry.start, "body")
        self._line(p, second, y + T.px(20), right - second - T.px(8), entry.level, "caption")

    def _three_lines(self, p: QPainter, rect: QRectF, entry: OfferRow) -> None:
        right = rect.right() - paint.pill_width(entry.pill)
        # below this the pill goes up beside the third line alone and the title keeps the whole width
        room = right - rect.x() - T.px(8)
        paint.draw_pill(p, right, rect.y() + T.px(50), entry.pill)
        self._line(p, rect.x(), rect.y(), rect.width(), entry.title, "strong")
        self._line(p, rect.x(), rect.y() + T.px(21), rect.width(), " · ".join(entry.where), "caption")
        last = " · ".join(part for part in (entry.start, entry.level) if part)
        self._line(p, rect.x(), rect.y() + T.px(41), room, last, "caption")

    @staticmethod
    def _line(p: QPainter, x: float, y: float, room: float, words: str, role: str) -> None:
        token = "muted" if role == "caption" else "text"
        paint.text(p, QRectF(x, y, room, T.px(20)), words, role, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What an import does to one offering, or a row it refuses; ``fields`` are (name, old, new) in words."""

    key: str
    kind: str
    title: str
    caption: str
    fields: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""
    ours: str = ""

    @property
    def pill(self) -> Pill:
        """The kind as sign and word."""
        word, kind, icon = _kind_words(self.kind)
        return Pill(text=word, kind=kind, icon=icon)

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        changed = (_("{field} bisher {old}, jetzt {new}").format(field=f, old=o, new=n) for f, o, n in self.fields)
        parts = (self.pill.text, self.title, self.caption, self.reason, *changed, self.ours)
        return ", ".join(part for part in parts if part)


def _kind_words(kind: str) -> tuple[str, str, str]:
    return {
        ChangeKind.NEW: (_("neu"), "ok", "plus"),
        ChangeKind.CHANGED: (_("geändert"), "info", "pencil"),
        ChangeKind.WITHDRAWN: (_("entfällt"), "bad", "minus"),
        REFUSED: (_("abgelehnt"), "warn", "triangle-alert"),
    }[kind]


def change_row(change: OfferingChange, referred: int) -> ChangeRow:
    """The row of a change; ``referred`` is how many referrals of ours name the offering."""
    fields = () if change.kind == ChangeKind.WITHDRAWN else tuple(
        (_(FIELD_LABELS[f.field]), _short(f.field, f.old), _short(f.field, f.new)) for f in change.fields)
    ours = ngettext("{n} eigene Vermittlung", "{n} eigene Vermittlungen", referred).format(n=referred)
    where = (change.new.provider, catalogue_words.component_words(change.new.component),
             catalogue_words.begins(change.new))
    return ChangeRow(key=change.key, kind=change.kind, title=change.new.title,
                     caption=" · ".join(part for part in where if part), fields=fields,
                     ours=ours if referred else "")


def refused_row(row: RefusedRow) -> ChangeRow:
    """The row of a line that could not be read, with its number and the reason."""
    line = _("Zeile {line}").format(line=row.line)
    return ChangeRow(key=f"{REFUSED} {row.line}", kind=REFUSED, title=line, caption=row.key, reason=text_of(row.reason))


def _short(field: str, value: object) -> str:
    words = " ".join(value_in_words(field, value).split())
    return _("nicht angegeben") if words == NOT_STATED else _(words)


class ChangeList(EntryList):
    """Changes with old → new per field: the old struck through, the new strong."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)

    def set_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Shows changes in the order given."""
        self.show_entries(rows)

    def fit(self) -> None:
        """Shows every row; a batched layout would leave the later ones out."""
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        super().fit()

    @staticmethod
    def _left() -> int:
        return T.px(16 + 112)

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
        paint.draw_pill(p, rect.x() + T.px(16), y + T.px(16), entry.pill)
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
