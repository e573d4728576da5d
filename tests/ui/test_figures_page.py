"""Eigene Zahlen by keyboard: each figure opens as many lines as it says, and every line its person."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt

from app.domain.case import CaseState, CaseStep
from app.domain.dates import Month
from app.domain.identity import new_id
from app.store.casefile import CaseFile
from app.store.queries import client
from app.ui.figures_page import FiguresPage
from app.ui.table import TableView
from app.ui.window import Window
from app.usecases import casework
from tests.casefiles import opened_case
from tests.ui import office
from tests.ui.looks import cut, settle
from tests.ui.office import Away, key

Pages = Callable[..., Window]
SEX = "Geschlecht, wie erhoben"


def at_figures(on_pages: Pages, file: CaseFile, away: Away, zoom: float = 1.0) -> tuple[Window, FiguresPage]:
    window = on_pages({"figures": partial(FiguresPage, file=file), "client": lambda _shell: away}, zoom=zoom)
    window.desk.go("figures")
    settle(work=True)
    page = window.desk.pages.page
    assert isinstance(page, FiguresPage)
    return window, page


def turned_to(page: FiguresPage, title: str) -> TableView[object]:
    assert page._figures is not None
    page._turn_to([table.title for table in page._figures.tables].index(title))
    settle()
    assert page._table is not None
    return page._table


def test_a_figure_opens_exactly_its_persons(on_pages: Pages, file: CaseFile, away: Away) -> None:
    women = {opened_case(file)[0] for _ in range(2)}
    opened_case(file, sex="m")
    for who in women:
        casework.change_client(file, who, sex="w")
    window, page = at_figures(on_pages, file, away)
    table = turned_to(page, SEX)
    figures = {line.words: len(line.clients) for line in table.lines_model.lines}
    assert (figures["weiblich"], figures["männlich"], figures["nicht erhoben"]) == (2, 1, 0)
    table.set_current(next(line.key for line in table.lines_model.lines if line.words == "weiblich"))
    table.setFocus()
    key(Qt.Key.Key_Return)
    settle()
    behind = office.named(window, TableView, "weiblich")
    assert {line.client_id for line in behind.lines_model.lines} == women
    key(Qt.Key.Key_Return)
    assert away.asked[-1]["client_id"] in women


def test_the_figures_follow_a_change_and_say_that_they_are_not_for_others(
        on_pages: Pages, file: CaseFile, away: Away) -> None:
    who, _ = opened_case(file)
    window, page = at_figures(on_pages, file, away, zoom=2.0)
    casework.change_client(file, who, sex="d")
    settle(work=True)
    figures = {line.words: len(line.clients) for line in turned_to(page, SEX).lines_model.lines}
    assert figures["divers"] == 1
    assert "Nicht weitergeben" in office.texts(window)
    assert cut(window) == []


def test_figures_that_contradict_each_other_lead_to_the_persons_in_whom_they_do(
        on_pages: Pages, file: CaseFile, away: Away) -> None:
    who, case_id = opened_case(file)
    opened_case(file)
    began = next(step for step in client.page(file, who).case_steps if step.state == CaseState.OPEN)
    with file.write("Probe") as work:
        work.add(CaseStep(id=new_id(), case_id=case_id, state=CaseState.CLOSED, on=began.on - timedelta(3),
                          recorded_at=file.now()))
    window, page = at_figures(on_pages, file, away)
    page._chosen(Month.of(began.on))
    settle()
    office.press(window, "Personen zeigen (1)")
    settle()
    behind = office.named(window, TableView, "Hier widersprechen sich die Angaben")
    assert behind.hasFocus() and [line.client_id for line in behind.lines_model.lines] == [who]


def test_the_persons_come_by_name_and_into_view_where_the_page_scrolls(
        on_pages: Pages, file: CaseFile, away: Away) -> None:
    for given in ("Zora", "Amira", "Cem"):
        opened_case(file, given_name=given)
    window, page = at_figures(on_pages, file, away, zoom=2.0)
    table = turned_to(page, "Bestand und Aufenthalt")
    table.setFocus()
    key(Qt.Key.Key_Return)
    settle()
    behind = office.named(window, TableView, "Bestand gesamt")
    assert [line.name for line in behind.lines_model.lines] == ["MUSTER, Amira", "MUSTER, Cem", "MUSTER, Zora"]
    for _row in range(3):
        assert not behind.visibleRegion().intersected(behind.viewport().geometry()).isEmpty()
        key(Qt.Key.Key_Down)
    place = behind.viewport().mapTo(window, behind.visualRect(behind.currentIndex()).center())
    assert window.rect().contains(place) and behind.visibleRegion().contains(behind.mapFrom(window, place))
