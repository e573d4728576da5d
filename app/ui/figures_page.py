"""The page Eigene Zahlen: unrounded figures of a month, each a list of persons; for the office alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.domain.errors import UserError
from app.i18n import _, number, text_of
from app.statistics.counting import CountsDisagree
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.ui.choice import Choice
from app.ui.columns import Column
from app.ui.components import Banner, PageHeader, SectionTitle
from app.ui.controls import button, label
from app.ui.editors import Control
from app.ui.focus import show_row
from app.ui.layouts import card, column, framed, holder, page, row
from app.ui.page_parts import Slot
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.tasks import Step
from app.ui.theme import T
from app.usecases import own_figures
from app.usecases.own_figures import FigureTable, OwnFigures

MONTHS_BACK = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of a table: its words, the persons behind it, and what was issued.

    ``total`` is the figure: in a counter it may hold more than the persons who are still there.
    """

    key: str
    words: str
    total: int
    clients: tuple[str, ...]
    published: int | None

    @property
    def spoken(self) -> str:
        """The line in a sentence."""
        issued = "" if self.published is None else _(", gemeldet {n}").format(n=number(self.published))
        return f"{self.words}: {number(self.total)}{issued}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person behind a figure; the same one may stand behind several events."""

    key: str
    client_id: str
    name: str
    number: int


class FiguresPage(Page):
    """Choose a month and a table; Enter on a figure shows exactly its persons."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Eigene Zahlen")
        self._shell, self._file = shell, file
        self._owner = QObject()
        self._month = Month.of(file.today())
        self._place = 0
        self._figures: OwnFigures | None = None
        self._counting = self._again = False
        self._body: Slot | None = None
        self._table: TableView[FigureLine] | None = None

    def build(self, parent: QWidget) -> QWidget:
        """The two boxes over the table."""
        months = [Month.of(self._file.today()).plus(-n) for n in range(MONTHS_BACK)]
        self._waiting = True
        self._months = self._box(_("Monat"), [(month, _words(month)) for month in months], self._month, self._chosen)
        self._tables = Slot()
        self._body = Slot()
        header = PageHeader(self.title, _("Gezählt wie die Monatsmeldung, ohne Rundung"))
        mark = Banner("warn", _("Nicht weitergeben: Diese Zahlen sind nicht gerundet. Hinaus geht nur die "
                                "Monatsmeldung."), icon="eye-off")
        boxes = row(self._months, self._tables, gap=16) if T.wide else column(self._months, self._tables, gap=8)
        tools = card(holder(boxes), gap=8)
        self._show()
        return page(header, mark, tools, self._body, None, gap=12, scrolls=True)

    def _box(self, name: str, options: Sequence[tuple[object, str]], value: object,
             picked: Callable[[object], object]) -> QWidget:
        box: Control = Choice(options=tuple(options), empty=options[0][1]).build()
        box.targets()[0].setAccessibleName(name)
        box.set_value(value)
        box.picked.connect(lambda: picked(box.value() if box.value() is not None else options[0][0]))
        if name == _("Monat"):
            self._month_box = box.targets()[0]
        return holder(column(label(name, "label"), box, gap=4))

    def refresh(self, change: object) -> None:
        """Counts anew in the worker, after every change of the file."""
        if self._counting:
            self._again = True
            return
        self._counting = True
        month = self._month

        def job(_step: Step) -> OwnFigures:
            return own_figures.figures(self._file, month)

        self._shell.run_task(self._owner, job, self._have, self._failed, reads=True)

    def _have(self, figures: OwnFigures) -> None:
        self._counting = False
        if self._again or figures.month != self._month:
            self._again = False
            self.refresh(None)
            return
        self._figures = figures
        self._show()
        # the figures are what one came for; whoever has begun to choose keeps the box
        if self._waiting and self._table is not None and QApplication.focusWidget() is self._month_box:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._waiting = False

    def _failed(self, error: Exception) -> None:
        self._counting = False
        if not isinstance(error, UserError):
            raise error
        self._figures = self._table = None
        if self._body is None:
            return
        self._behind = Slot()
        self._tables.put(None)
        self._body.put(holder(column(Banner("bad", text_of(error), self._way_out(error)), self._behind, gap=12)))

    def _way_out(self, refusal: UserError) -> QPushButton:
        """To the persons in whom the figures contradict each other, or to everything that can be mended."""
        if isinstance(refusal, CountsDisagree) and refusal.clients:
            line = FigureLine(key="", words=_("Hier widersprechen sich die Angaben"), total=len(refusal.clients),
                              clients=refusal.clients, published=None)
            return button(_("Personen zeigen ({n})").format(n=number(len(refusal.clients))), icon="users",
                          call=lambda: self._persons(line))
        return button(_("Angaben prüfen"), icon="list-filter",
                      call=lambda: self._shell.go("quality", month=str(self._month)))

    def _chosen(self, month: object) -> None:
        if isinstance(month, Month):
            self._month = month
            self.refresh(None)

    def _turn_to(self, place: object) -> None:
        self._place = place if isinstance(place, int) else 0
        self._show()

    def _show(self) -> None:
        if self._body is None or self._figures is None:
            return
        tables = self._figures.tables
        self._place = min(self._place, len(tables) - 1)
        names = [(place, f"{table.no}  {table.title}".strip()) for place, table in enumerate(tables)]
        self._tables.put(self._box(_("Tabelle"), names, self._place, self._turn_to))
        self._body.put(self._figures_of(tables[self._place]))

    def _figures_of(self, table: FigureTable) -> QWidget:
        lines = [FigureLine(key=str(place), words=figure.label, total=figure.total, clients=figure.clients,
                            published=figure.published) for place, figure in enumerate(table.rows)]
        columns = [Column[FigureLine](title=table.title, text=lambda line: line.words, sort=lambda line: int(line.key)),
                   Column[FigureLine](title=_("eigene Zahl"), text=lambda line: number(line.total), width=120,
                                      right=True, sort=lambda line: line.total)]
        if any(line.published is not None for line in lines):
            columns.append(Column(title=_("gemeldet"), text=_issued, width=120, right=True,
                                  sort=lambda line: -1 if line.published is None else line.published))
        view: TableView[FigureLine] = TableView(table.title, columns, key=lambda line: line.key,
                                                speak=lambda line: line.spoken, several=False)
        view.set_lines(lines)
        view.fit()
        view.opened.connect(lambda key: self._persons(lines[int(str(key))]))
        self._table = view
        opener = button(_("Personen zeigen"), icon="users", call=lambda: self._persons(view.current_line()))
        note = label(_("Eingabe zeigt die Personen hinter einer Zahl. Bei Ereignissen kann dieselbe Person mehrmals "
                       "zählen."), "caption", wrap=True)
        foot = row(note, opener, gap=12, margins=(16, 8, 12, 8))
        foot.setStretch(0, 1)
        self._behind = Slot()
        return holder(column(framed(view, holder(foot), main=view), self._behind, gap=12))

    def _persons(self, figure: FigureLine | None) -> None:
        """As many lines as the figure says, each opening its person; read beside the window, for there may be all."""
        if figure is None or not figure.clients:
            return
        place = self._behind

        def job(_step: Step) -> list[PersonLine]:
            found = {line.client_id: line for line in clients.lines(self._file, only=set(figure.clients))}
            behind = sorted((found[who] for who in figure.clients if who in found), key=lambda line: line.sort)
            return [PersonLine(key=str(n), client_id=line.client_id, name=line.name, number=line.number)
                    for n, line in enumerate(behind)]

        self._shell.run_task(place, job, partial(self._show_persons, place, figure.words), reads=True)

    def _show_persons(self, place: Slot, words: str, people: list[PersonLine]) -> None:
        columns = (Column[PersonLine](title=_("Name"), text=lambda line: line.name,
                                      caption=lambda line: f"K-{line.number:04d}"),)
        view: TableView[PersonLine] = TableView(words, columns, key=lambda line: line.key,
                                                speak=lambda line: line.name, several=False)
        view.set_lines(people)
        view.fit()
        view.opened.connect(lambda key: self._shell.open_client(people[int(str(key))].client_id))
        head = holder(row(SectionTitle(words, number(len(people))), margins=(14, 6, 14, 6)))
        place.put(framed(head, view))
        view.set_current("0")
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        # it has its place only in the next turn
        QTimer.singleShot(0, view, partial(show_row, view))

    def first_focus(self) -> QWidget | None:
        """The figures, else the month."""
        return self._month_box if self._waiting or self._table is None else self._table


def _issued(line: FigureLine) -> str:
    return "–" if line.published is None else number(line.published)


def _words(month: Month) -> str:
    return month_in_words(month.year, month.month, _)
