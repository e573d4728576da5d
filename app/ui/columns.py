"""The declaration of a table's column. A leaf: neither model nor painting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.ui.paint import Pill

L = TypeVar("L")


# no slots: with them `Column[Line](…)` raises a TypeError in Python 3.11
@dataclass(frozen=True, kw_only=True)
class Column(Generic[L]):
    """One column over lines of type L. `width` in pixels at 100 %, 0 takes the spare width (give it to the first one).

    `text` is the word; beside it `caption` in grey, `pill`, or a `bar` (share 0 to 1, with its percentage and, behind a
    stroke, the caption). `tone` is the token of the word, `sign` an icon before it. `sort` is the key of the order, by
    default the text folded.
    """

    title: str
    text: Callable[[L], str]
    width: int = 0
    caption: Callable[[L], str] | None = None
    pill: Callable[[L], Pill | None] | None = None
    bar: Callable[[L], float | None] | None = None
    tone: Callable[[L], str] | None = None
    sign: Callable[[L], str] | None = None
    sort: Callable[[L], Any] | None = None
    right: bool = False

    def spoken(self, line: L) -> str:
        """Everything the cell shows, as words."""
        pill = self.pill(line) if self.pill else None
        share = self.bar(line) if self.bar else None
        caption = self.caption(line) if self.caption else ""
        if share is not None:
            caption = f"{share * 100:.0f} % / {caption}" if caption else f"{share * 100:.0f} %"
        parts = (self.text(line), caption, pill.text if pill else "")
        return " ".join(part for part in parts if part)

    # numbers and dates as text would sort 10 before 9: such columns bring their own key
    @property
    def order(self) -> Callable[[L], Any]:
        """Gives what a line is sorted by in this column."""
        return self.sort or (lambda line: self.text(line).casefold())
