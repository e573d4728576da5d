"""The preview of a monthly report: the list of what leaves, one table of it with its bars, in the file's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.i18n import _, number
from app.statistics.readable import PeopleTable, notes
from app.statistics.report_format import PROMISE
from app.ui import paint
from app.ui.charts import BarChart, LineChart
from app.ui.choice import Choice
from app.ui.components import SectionTitle
from app.ui.controls import label
from app.ui.editors import Control
from app.ui.export_matrix import DASH, MatrixList
from app.ui.export_work import Shown
from app.ui.layouts import card, column, framed, holder, row, scroll
from app.ui.listing import EntryList
from app.ui.page_parts import Slot, refill
from app.ui.painted import StatusPill
from app.ui.theme import T

HEAD, AUDIT = "head", "audit"
# The first line of this table is the total, which would make every other bar short.
_TOTAL_FIRST = frozenset({"1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One table in the list: number, title, whether it is withheld."""

    key: str
    no: str
    title: str
    withheld: bool = False
    aside: bool = False

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        if self.aside:
            return self.title
        state = _("zurückgehalten") if self.withheld else _("geht hinaus")
        return f"{self.no} {self.title}, {state}".strip()


class PlanList(EntryList):
    """The tables of a report in one line each, with a sign for those withheld."""

    hairlines = False

    def measure(self, _entry: Any, _width: int) -> int:
        """31."""
        return T.row(31)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints number, title and sign."""
        entry: PlanRow = self.entries.entries[row]
        line = rect.adjusted(T.px(18), 0, -T.px(38), 0)
        paint.text(p, line, entry.no, "caption", "muted")
        paint.text(p, line.adjusted(T.px(26), 0, 0, 0), entry.title, "body")
        if entry.aside:
            return
        icon, token = ("eye-off", "muted") if entry.withheld else ("check", "ok")
        paint.sign(p, icon, rect.right() - T.px(34), rect.center().y(), 16, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One line of a table: words and figure as they are printed."""

    key: int
    words: str
    figure: str

    @property
    def spoken(self) -> str:
        """The line in words."""
        return f"{self.words}: {_('zurückgehalten') if self.figure == DASH else self.figure}"


class FigureList(EntryList):
    """Words left, figures right; a withheld figure is a dash on grey ground."""

    def __init__(self, name: str, lines: Sequence[FigureLine]) -> None:
        super().__init__(name)
        self.show_entries(lines)
        # a line is lit up only while somebody goes through them
        self.clearSelection()
        self.fit()

    def measure(self, _entry: Any, _width: int) -> int:
        """30."""
        return T.row(30)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints one line."""
        entry: FigureLine = self.entries.entries[row]
        line = rect.adjusted(T.px(14), 0, -T.px(14), 0)
        wide = max(T.px(64), paint.width(entry.figure) + T.px(20))
        cell = QRectF(line.right() - wide, line.y() + T.px(3), wide, line.height() - T.px(6))
        if entry.figure == DASH:
            paint.box(p, cell, "sunken", None, T.radius("tag"))
        paint.text(p, cell.adjusted(0, 0, -T.px(8), 0), entry.figure, "body", "text", paint.RIGHT, elide=False)
        paint.text(p, line.adjusted(0, 0, -wide - T.px(8), 0), entry.words)


class ReportPreview(QWidget):
    """Master list, table and chart; `chosen` says which table is shown."""

    chosen = Signal(str)

    def __init__(self, shown: Shown, key: str) -> None:
        super().__init__()
        self._shown = shown
        self._tables = {table.no: table for table in shown.tables}
        self._rows = [PlanRow(key=t.no, no=t.no, title=t.title, withheld=bool(t.note)) for t in shown.tables]
        self._rows.append(PlanRow(key=HEAD, no="", title=_("Kopf der Datei"), aside=True))
        self._rows.append(PlanRow(key=AUDIT, no="", title=_("Gegenprobe und Zusage"), aside=True))
        self._right = Slot()
        self._key = key if key in (*self._tables, HEAD, AUDIT) else self._rows[0].key
        self.list = PlanList(_("Was hinausgeht"))
        self.list.current_changed.connect(self._choose)
        self._box: Control | None = None
        if T.wide:
            self._build_wide()
        else:
            self._build_narrow()
        self._show()

    def _build_wide(self) -> None:
        refill(self.list, self._rows, self._key)
        count = _("{n} Tabellen").format(n=len(self._tables))
        title = SectionTitle(_("Was hinausgeht"), count)
        left = framed(holder(column(title, margins=(16, 8, 16, 4))), self.list, main=self.list)
        left.setFixedWidth(T.px(270))
        line = row(left, scroll(holder(column(self._right, None))), gap=16)
        line.setStretch(1, 1)
        self.setLayout(line)

    def _build_narrow(self) -> None:
        options = [(r.key, f"{r.no}  {r.title}".strip()) for r in self._rows]
        self._box = Choice(options=options, empty=options[0][1]).build()
        self._box.targets()[0].setAccessibleName(_("Tabelle"))
        self._box.set_value(self._key)
        self._box.picked.connect(self._choose_boxed)
        self.list.hide()
        self.setLayout(column(self._box, self._right, gap=12))

    def _choose_boxed(self) -> None:
        assert self._box is not None
        self._choose(self._box.value() or self._rows[0].key)

    def _choose(self, key: object) -> None:
        if isinstance(key, str) and key != self._key:
            self._key = key
            self._show()
            self.chosen.emit(key)

    def _show(self) -> None:
        table = self._tables.get(self._key)
        if table is not None:
            body = _table_cards(table, self._shown)
        else:
            body = _head_card(self._shown) if self._key == HEAD else _audit_card(self._shown)
        foot = [label(" ".join(notes()), "caption", wrap=True)]
        self._right.put(holder(column(body, *foot, gap=10)))

    def first_focus(self) -> QWidget:
        """The list, or the box that stands for it."""
        return self.list if self._box is None else self._box.targets()[0]


def _table_cards(table: PeopleTable, shown: Shown) -> QWidget:
    """The table as the file holds it, and beside it the same figures as bars."""
    title = f"{table.no}  {table.title}"
    figures = card(SectionTitle(title, pill=StatusPill(table.unit, icon="users")), _figures(title, table),
                   *([label(f"{DASH} {table.note}", "caption", wrap=True)] if table.note else []), gap=10)
    if table.grid is not None or table.note:
        return figures
    rows = table.rows[1:] if table.no in _TOTAL_FIRST else table.rows
    charts = [card(SectionTitle(_("Als Balken")), BarChart(title, [(r.label, r.value) for r in rows]), gap=10)]
    months, series = shown.course
    if table.no in _TOTAL_FIRST and len(months) > 1:
        charts.append(card(SectionTitle(_("Verlauf, ausgegebene Zahlen")),
                           LineChart(_("Verlauf, ausgegebene Zahlen"), months, series), gap=10))
    if not T.wide:
        return holder(column(figures, *charts, gap=12))
    line = row(holder(column(figures, None)), holder(column(*charts, None, gap=12)), gap=16)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return holder(line)


def _figures(title: str, table: PeopleTable) -> QWidget:
    # a matrix with large letters would have to be cut; its lines say the same
    if table.grid is not None and T.wide:
        return MatrixList(title, table.grid)
    return FigureList(title, [FigureLine(key=i, words=r.label, figure=DASH if r.value is None else number(r.value))
                              for i, r in enumerate(table.rows)])


def _head_card(shown: Shown) -> QWidget:
    lines = [FigureLine(key=i, words=words, figure=value) for i, (words, value) in enumerate(shown.head)]
    # in groups, so that it breaks where the card is narrow
    groups = " ".join(shown.sha256[at:at + 8] for at in range(0, len(shown.sha256), 8))
    whole = label(_("SHA-256 der JSON-Datei: {groups}").format(groups=groups), "caption", wrap=True)
    return card(SectionTitle(_("Kopf der Datei")), FigureList(_("Kopf der Datei"), lines), whole, gap=10)


def _audit_card(shown: Shown) -> QWidget:
    """What the attack on everything issued so far led to, and what is promised with every file."""
    prepared = shown.prepared
    said = (_("Dieser Monat ist ausgegeben; er hat die Gegenprobe damals bestanden.") if prepared.issued else
            _("Das Programm hat diese Meldung zusammen mit allen früheren selbst angegriffen. Keine Gruppe von einer "
              "bis vier Personen wird dadurch neu berechenbar."))
    kept = [table for table in shown.tables if table.note]
    lines = [*prepared.notes, *(f"{table.no} {table.title}: {table.note}" for table in kept)]
    return holder(column(
        card(SectionTitle(_("Gegenprobe bestanden"), icon="shield-check", token="ok"), label(said, wrap=True),
             label("\n".join(lines) or _("Keine Tabelle wurde zurückgehalten."), wrap=True), gap=8),
        card(SectionTitle(_("Zusage, die auf jeder Meldung steht")), label(PROMISE, wrap=True, select=True), gap=8),
        gap=12))
