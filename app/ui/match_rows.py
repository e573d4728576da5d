"""Ranked lists: offerings for a person and persons for an offering, in three groups with what speaks for and against.
The rows are made beside the window; which one is chosen is the page's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.matching import RULE, Match
from app.i18n import _
from app.store.queries.matching import PersonMatch
from app.ui import catalogue_words, paint
from app.ui.catalogue_rows import OfferList, OfferRow
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, column
from app.ui.listing import EntryList, grouped
from app.ui.match_words import Tally, fit_heading, tally
from app.ui.paint import Pill
from app.ui.rows import GroupHeading
from app.ui.theme import T


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedOffer:
    """An offering for a person: tag · title over start, place, provider · what speaks for and against."""

    key: str
    group: str
    tag: str
    title: str
    where: str
    tally: Tally
    own: Pill | None = None

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        mark = self.own.text if self.own is not None else ""
        return ", ".join(part for part in (self.title, mark, self.tag, self.where, self.group, self.tally.spoken)
                         if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPerson:
    """A person for an offering: name, case number · what speaks for and against."""

    key: str
    group: str
    name: str
    number: str
    tally: Tally

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        return ", ".join((self.name, self.number, self.group, self.tally.spoken))


def ranked_offer(match: Match) -> RankedOffer:
    """The row of an offering held against a person."""
    of = match.offering
    # the provider is longest and may be cut
    begins = _("ab {start}").format(start=catalogue_words.begins(of)) if of.start else catalogue_words.begins(of)
    return RankedOffer(key=of.key, group=fit_heading(match.fit), tag=catalogue_words.tag(of), title=of.title,
                       where=" · ".join(part for part in (begins, of.place, of.provider) if part),
                       tally=tally(match), own=catalogue_words.own_pill(of))


def ranked_people(found: Iterable[PersonMatch]) -> list[RankedPerson]:
    """The rows of all persons, in their order."""
    return [RankedPerson(key=one.case_id, group=fit_heading(one.match.fit), name=one.name,
                         number=f"K-{one.number:04d}", tally=tally(one.match)) for one in found]


def in_groups(rows: Sequence[Any]) -> list[Any]:
    """The rows with a heading before each of the three groups."""
    return grouped(rows, lambda row: str(row.group), GroupHeading)


def _heading(p: QPainter, rect: QRectF, entry: GroupHeading) -> None:
    top = rect.adjusted(T.px(14), T.px(6), 0, 0)
    w = paint.text(p, top, entry.title, "strong")
    paint.text(p, top.adjusted(w + T.px(8), 0, 0, 0), str(entry.count), "caption", "muted")


def _draw_tally(p: QPainter, rect: QRectF, entry: Tally) -> None:
    """✓ 7 · ? 2 · ✕ and the reason, which has the rest of the line."""
    x, middle = rect.x(), rect.center().y()
    parts = [("check", "ok", str(entry.fulfilled)), ("circle-help", "warn", str(entry.questions or "")),
             ("x", "bad", entry.against)]
    for sign, tone, words in parts:
        if words:
            x += paint.sign(p, sign, x, middle, 14, tone) + T.px(4)
            x += paint.text(p, QRectF(x, rect.y(), rect.right() - x, rect.height()), words, "caption", "text2")
            x += T.px(12)


class RankedOffers(OfferList):
    """Offerings as the catalogue has them, or ranked in groups. → goes on to the conditions (`onward`); `entered` comes
    with the keyboard."""

    entered = Signal()
    onward = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # headings are lower than rows
        self.setUniformItemSizes(False)

    def measure(self, entry: Any, width: int) -> int:
        """30 for a heading, else as in any list of offerings."""
        return T.px(30) if entry.key is None else T.row(76) if isinstance(entry, RankedOffer) else super().measure(
            entry, width)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints a heading, a ranked offering or one nobody has ranked."""
        entry: GroupHeading | RankedOffer | OfferRow = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            _heading(p, rect, entry)
        elif isinstance(entry, RankedOffer):
            x, y = self.draw_tag(p, rect, entry.tag), rect.y() + T.px(8)
            room = rect.right() - T.px(16) - x
            self.draw_title(p, x, y, room, entry)
            self.draw_line(p, x, y + T.px(21), room, entry.where, "caption")
            _draw_tally(p, QRectF(x, y + T.px(41), room, T.px(20)), entry.tally)
        else:
            super().draw(p, rect, row, active)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody has come here (Qt)."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """→ leaves for the conditions (Qt)."""
        if event.key() == Qt.Key.Key_Right and not event.modifiers():
            self.onward.emit()
        else:
            super().keyPressEvent(event)


class RankedPeople(EntryList):
    """Persons in groups, two lines each."""

    def measure(self, entry: Any, _width: int) -> int:
        """30 for a heading, 56 for a person."""
        return T.px(30) if entry.key is None else T.row(56)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints a heading or a person."""
        entry = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            _heading(p, rect, entry)
            return
        x, y, room = rect.x() + T.px(18), rect.y() + T.px(7), rect.width() - T.px(34)
        w = paint.text(p, QRectF(x, y, room, T.px(20)), entry.name, "strong")
        after = w + T.px(10)
        paint.text(p, QRectF(x + after, y, room - after, T.px(20)), entry.number, "caption", "muted")
        _draw_tally(p, QRectF(x, y + T.px(21), room, T.px(20)), entry.tally)


class RankingRule(QWidget):
    """„Wie wird sortiert?“ opens the rule; further links stand beside it."""

    def __init__(self, *links: QWidget) -> None:
        super().__init__()
        self._asked = button(_("Wie wird sortiert?"), "link", call=self._toggle)
        self.rule = label(_(RULE), "caption", wrap=True)
        self.rule.hide()
        self.setLayout(column(FlowBox(self._asked, *links, gap=12), self.rule, gap=4))

    def _toggle(self) -> None:
        self.rule.setVisible(self.rule.isHidden())
