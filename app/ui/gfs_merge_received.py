"""Zusammenfassung, what came in: counted, missing, never reported; and what became of files that were just read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import Month
from app.domain.names import isolated
from app.i18n import _, ngettext, number, text_of
from app.statistics.reach import place_name
from app.ui import paint
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.export_steps import month_words
from app.ui.gfs_merge_parts import SummaryPart
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import FlowBox, card, column, framed, holder, row
from app.ui.listing import EntryList, grouped
from app.ui.rows import GroupHeading
from app.ui.theme import T
from app.usecases.received_reports import Result, Taken

COUNTED, MISSING, NEVER = range(3)
SIGNS = {COUNTED: ("circle-check", "ok"), MISSING: ("circle-dashed", "warn"), NEVER: ("circle-dashed", "muted")}
# lines of one sort that are listed by name after files were read; of a state there are a hundred
LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One laptop, or a commune that has never reported: where it is, what is known, the word at the right."""

    key: str
    state: int
    name: str
    caption: str
    pseudonym: str = ""
    month: Month | None = None

    @property
    def spoken(self) -> str:
        """The line in a sentence."""
        return f"{self.name}, {self.caption}"


def entries(summary: Summary) -> list[Received]:
    """Who is in the sum of the period, who is missing, who has never reported."""
    period = summary.period
    if period is None:
        return []
    found = [Received(key=f"in {one.pseudonym}", state=COUNTED, name=place_name(one.ags), pseudonym=one.pseudonym,
                      caption=_caption(one.pseudonym, one.no_start), month=period.period.last)
             for one in period.members]
    found += [Received(key=f"out {one.pseudonym}", state=MISSING, name=place_name(one.ags),
                       caption=_("zuletzt {month} · {name}").format(name=one.pseudonym, month=month_words(one.last)))
              for one in period.absent]
    never = summary.missing.never if summary.missing is not None else ()
    found += [Received(key=f"never {one.ags}", state=NEVER, name=one.name, caption=_("noch nie gemeldet"))
              for one in never]
    return found


def _caption(pseudonym: str, no_start: bool) -> str:
    words = _("Kennung {name}").format(name=pseudonym)
    return _("{words} · Meldung vor dem Zeitraum fehlt: Zähler nicht dabei").format(words=words) if no_start else words


def group_words(state: int) -> str:
    """The heading of a group."""
    return {COUNTED: _("Gezählt"), MISSING: _("Fehlt für diesen Zeitraum"), NEVER: _("Noch nie gemeldet")}[state]


class ReceivedList(EntryList):
    """Two lines each: place, and what is known of the laptop."""

    def measure(self, entry: Any, _width: int) -> int:
        """32 for a heading, 46 for a line."""
        return T.px(32) if entry.key is None else T.row(46)

    def set_rows(self, rows: Sequence[Received]) -> None:
        """Shows the lines with a heading for each group."""
        self.show_entries(grouped(rows, lambda row: group_words(row.state), GroupHeading))

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints a heading or a line."""
        entry = self.entries.entries[row]
        if entry.key is None:
            top = rect.adjusted(T.px(14), T.px(6), 0, 0)
            width = paint.text(p, top, entry.title, "strong")
            paint.text(p, top.adjusted(width + T.px(8), 0, 0, 0), number(entry.count), "caption", "muted")
            return
        icon, token = SIGNS[entry.state]
        x = rect.x() + T.px(14)
        x += paint.sign(p, icon, x, rect.center().y(), 16, token) + T.px(10)
        half, middle = paint.line_height(), rect.center().y()
        room = rect.right() - x - T.px(12)
        paint.text(p, QRectF(x, middle - half, room, half), entry.name, "strong")
        paint.text(p, QRectF(x, middle + T.px(1), room, half), entry.caption, "caption",
                   "warn_text" if entry.state == MISSING else "muted")


def taken_card(taken: Sequence[Taken], close: QPushButton) -> QWidget:
    """What became of the files: how many are new, which were known, which were refused and why."""
    new, repeat, refused = ([one for one in taken if one.result == result]
                            for result in (Result.NEW, Result.REPEAT, Result.REFUSED))
    counts = (ngettext("{n} neu", "{n} neu", len(new)).format(n=number(len(new))),
              ngettext("{n} schon bekannt", "{n} schon bekannt", len(repeat)).format(n=number(len(repeat))),
              ngettext("{n} abgelehnt", "{n} abgelehnt", len(refused)).format(n=number(len(refused))))
    lines = [label(f"✕ {_refusal(one)}", "error", wrap=True) for one in refused[:LISTED]]
    lines += [label(f"↻ {_named(one)}", "caption", wrap=True) for one in repeat[:LISTED]]
    lines += [label(f"✓ {_named(one)}", "caption", wrap=True) for one in new[:LISTED]]
    left = sum(max(0, len(group) - LISTED) for group in (new, repeat, refused))
    if left:
        lines.append(label(ngettext("und {n} weitere", "und {n} weitere", left).format(n=number(left)), "caption"))
    return card(SectionTitle(_("Eingelesen: {counts}").format(counts=", ".join(counts)), icon="file-down"),
                *lines, FlowBox(close), gap=6)


def _named(one: Taken) -> str:
    month = month_words(one.month) if one.month is not None else ""
    return _("{place}, {month}, Prüfzahl {code} ({file})").format(
        place=place_name(one.ags), month=month, code=one.code, file=isolated(one.name))


def _refusal(one: Taken) -> str:
    why = text_of(one.problem) if one.problem is not None else ""
    return why if one.name in why else f"{isolated(one.name)}: {why}"


class ReceivedPart(SummaryPart):
    """The list with its act; `removed` carries the line whose report is to go."""

    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = ReceivedList(_("Eingegangen"))
        self._title = SectionTitle(_("Eingegangen"), " ")
        self._remove = button(_("Meldung entfernen"), "quiet", "trash-2", self._take_away)
        self.list.current_changed.connect(lambda _key: self._offer())
        head = holder(row(self._title, margins=(14, 6, 14, 2)))
        foot = holder(row(None, self._remove, margins=(10, 6, 10, 6)), "cardfoot")
        self.setLayout(column(framed(head, self.list, foot, main=self.list), gap=0))
        self._rows: dict[str, Received] = {}
        self.first = self.list

    def show_summary(self, summary: Summary) -> None:
        """The laptops of the period."""
        found = entries(summary)
        self._rows = {one.key: one for one in found}
        counted = sum(one.state == COUNTED for one in found)
        self._title.set_count(_("{n} von {of} gezählt").format(
            n=number(counted), of=number(sum(one.state != NEVER for one in found))))
        self.list.set_rows(found)
        if not T.wide:
            self.list.fit()
        self._offer()

    def _current(self) -> Received | None:
        return self._rows.get(str(self.list.current_key()))

    def _offer(self) -> None:
        one = self._current()
        self._remove.setEnabled(one is not None and one.state == COUNTED)

    def _take_away(self) -> None:
        one = self._current()
        if one is not None and one.month is not None:
            self.removed.emit(one)
