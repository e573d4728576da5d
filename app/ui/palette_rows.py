"""The lines of the palette and how they are painted; which lines there are, palette.py says."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.ui import paint
from app.ui.listing import EntryList
from app.ui.rows import GroupHeading
from app.ui.theme import T


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteRow:
    """One line; `key` is (kind, id), `blocked` why it cannot be done now, `rank` how well it answers (the less the
    better)."""

    key: tuple[str, str]
    icon: str
    title: str
    caption: str = ""
    hint: str = ""
    blocked: bool = False
    rank: int = 0

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
        paint.sign(p, entry.icon, x, rect.center().y(), 17, "accent" if active and not entry.blocked else "muted")
        x += T.px(28)
        right = rect.right() - T.px(18)
        if entry.hint:
            right -= paint.width(entry.hint, "caption")
            room = QRectF(right, rect.y(), T.px(200), rect.height())
            paint.text(p, room, entry.hint, "caption", "muted", elide=False)
            right -= T.px(12)
        title = QRectF(x, rect.y(), right - x, rect.height())
        role, tone = ("body", "muted") if entry.blocked else ("strong" if active else "body", "text")
        x += paint.text(p, title, entry.title, role, tone) + T.px(12)
        if right > x:
            paint.text(p, QRectF(x, rect.y(), right - x, rect.height()), entry.caption, "body", "muted")
