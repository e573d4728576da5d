"""The findings of the check before a month end as a list in three groups. What is done with one is the page's."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.i18n import _
from app.ui import paint
from app.ui.listing import EntryList, grouped
from app.ui.paint import Pill
from app.ui.quality_words import GROUPS, SIGNS, moved, sentence
from app.ui.rows import GroupHeading
from app.ui.theme import T
from app.usecases.data_quality import Effect, Finding

# So many lines of a group are shown; each line has its own height, and nobody mends more before looking again.
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding: what is wrong, with whom, how many figures hang on it."""

    key: Hashable
    group: str
    sign: str
    title: str
    person: str
    pill: Pill
    urgent: bool

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        return ", ".join(part for part in (self.title, self.person, self.pill.text) if part)


def row_of(finding: Finding) -> FindingRow:
    """The finding as the list shows it."""
    person = f"{finding.name} · K-{finding.number:04d}" if finding.name else ""
    kind = "plain" if finding.effect == Effect.MISSING or not finding.fault.figures else "warn"
    pill = Pill(text=moved(finding.fault), kind=kind, icon="chart-column")
    if finding.effect == Effect.REFUSES:
        pill = Pill(text=_("keine Meldung"), kind="bad")
    return FindingRow(key=finding.key, group=_(GROUPS[finding.effect]), sign=SIGNS[finding.effect],
                      title=sentence(finding.fault), person=person, pill=pill, urgent=finding.effect == Effect.REFUSES)


class FindingList(EntryList):
    """What is wrong and with whom in one line or two, the figures at the right; Enter or a click goes there."""

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows the first of each group; the heading says how many there are."""
        every, shown = Counter(one.effect for one in findings), Counter[Effect]()
        counts = {_(words): every[effect] for effect, words in GROUPS.items()}
        rows = []
        for one in findings:
            shown[one.effect] += 1
            if shown[one.effect] <= SHOWN:
                rows.append(row_of(one))
        urgent = {row.group for row in rows if row.urgent}
        self.show_entries(grouped(rows, lambda row: str(row.group),
                                  lambda title, _n: GroupHeading(title, counts[title], title in urgent)))

    def measure(self, entry: Any, width: int) -> int:
        """32 for a heading, 38 for a finding; where person and figures stand below the words, as many lines as these
        take."""
        if entry.key is None:
            return T.px(32)
        if not self._below(width):
            return T.row(38)
        return round(paint.block_height(entry.title, "body", self._room(width)) + paint.line_height()) + T.px(24)

    @staticmethod
    def _below(width: int) -> bool:
        return not T.wide or width < T.px(560)

    @staticmethod
    def _room(width: float) -> float:
        """For words between sign and edge."""
        return width - T.px(16 + 16 + 10 + 14)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints a heading or a finding."""
        entry = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            top = rect.adjusted(T.px(14), T.px(8), 0, 0)
            w = paint.text(p, top, entry.title, "strong", "bad_text" if entry.urgent else "text")
            paint.text(p, top.adjusted(w + T.px(8), 0, 0, 0), str(entry.count), "caption", "muted")
            return
        x, right = rect.x() + T.px(16), rect.right() - T.px(14) - paint.pill_width(entry.pill)
        if self._below(int(rect.width())):
            y, half = rect.y() + T.px(9), paint.line_height()
            paint.sign(p, entry.sign, x, y + half / 2, 16, "muted")
            x += T.px(26)
            room, low = self._room(rect.width()), rect.bottom() - T.px(10) - half
            paint.block(p, x, y, room, entry.title)
            paint.draw_pill(p, right, low + half / 2, entry.pill)
            paint.text(p, QRectF(x, low, right - x - T.px(10), half), entry.person, "caption", "muted")
            return
        x += paint.sign(p, entry.sign, x, rect.center().y(), 16, "muted") + T.px(10)
        paint.draw_pill(p, right, rect.center().y(), entry.pill)
        room = right - x - T.px(10)
        who = min(paint.width(entry.person), room * 0.4)
        w = paint.text(p, QRectF(x, rect.y(), room - who - T.px(12), rect.height()), entry.title)
        paint.text(p, QRectF(x + w + T.px(12), rect.y(), room - w - T.px(12), rect.height()), entry.person, "body",
                   "muted")
