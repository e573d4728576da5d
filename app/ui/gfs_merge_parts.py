"""What the parts of the page Zusammenfassung share: a sum with its band in words, and the lines of their tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext, number
from app.statistics.merging import Figure
from app.ui.columns import Column
from app.ui.gfs_merge_work import Summary
from app.ui.paint import Pill
from app.ui.table import TableView
from app.ui.theme import T

NOTHING = "–"


class SummaryPart(QWidget):
    """One view of the page; `first` has the keyboard when it opens."""

    first: QWidget | None = None

    def show_summary(self, summary: Summary) -> None:
        """Shows another period or what came in."""
        raise NotImplementedError


def total_words(figure: Figure | None) -> str:
    """The sum; a dash where no file prints it, which is not 0."""
    return NOTHING if figure is None else number(figure.total)


def band_words(figure: Figure | None) -> str:
    """``± 8``."""
    return "" if figure is None else f"± {number(figure.band)}"


def both_words(figure: Figure | None) -> str:
    """``615 ± 8``, said to be uncertain where the sum is smaller than its band."""
    if figure is None:
        return NOTHING
    words = f"{total_words(figure)} {band_words(figure)}"
    return _("{figure} unsicher").format(figure=words) if figure.weak else words


def named(title: str, words: str) -> str:
    """The words of a cell; with large letters the head is not there, and its title stands before them."""
    return words if T.wide or not words else f"{title} {words}"


def tone(figure: Figure | None) -> str:
    """Grey for what is smaller than its band."""
    return "muted" if figure is None or figure.weak else "text"


def doubt(figure: Figure | None) -> Pill | None:
    """The word beside the grey."""
    return Pill(text=_("unsicher"), kind="warn", icon="circle-help") if figure is not None and figure.weak else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """A sum under its words; `key` keeps its place when the period changes."""

    key: str
    words: str
    figure: Figure | None

    @property
    def spoken(self) -> str:
        """The line in a sentence."""
        if self.figure is None:
            return _("{words}: von niemandem gemeldet").format(words=self.words)
        files = ngettext("aus {n} Datei", "aus {n} Dateien", self.figure.added).format(n=number(self.figure.added))
        return f"{self.words}: {both_words(self.figure)}, {files}"


def sum_table(name: str, title: str, lines: Sequence[SumLine]) -> TableView[SumLine]:
    """Sums with band, files and, where they are weak, the word for it."""
    def of(line: SumLine, number_of: Callable[[Figure], int]) -> int:
        return -1 if line.figure is None else number_of(line.figure)

    columns = (
        Column[SumLine](title=title, text=lambda line: line.words, pill=lambda line: doubt(line.figure)),
        Column[SumLine](title=_("Summe"), text=lambda line: total_words(line.figure), width=90, right=True,
                        tone=lambda line: tone(line.figure), sort=lambda line: of(line, lambda f: f.total)),
        Column[SumLine](title=_("Spanne"), text=lambda line: band_words(line.figure), width=80, right=True,
                        tone=lambda _line: "muted", sort=lambda line: of(line, lambda f: f.band)),
        Column[SumLine](title=_("Dateien"), width=80, right=True, tone=lambda _line: "muted",
                        text=lambda line: named(_("Dateien"), number(line.figure.added) if line.figure else ""),
                        sort=lambda line: of(line, lambda f: f.added)),
    )
    view: TableView[SumLine] = TableView(name, columns, key=lambda line: line.key, speak=lambda line: line.spoken,
                                         several=False)
    view.set_lines(lines)
    view.fit()
    return view
