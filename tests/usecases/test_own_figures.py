"""Own figures: they add up, are lists, keep „nicht erhoben“ and „keine Angabe“ apart (near what was issued: demo)."""

from app.domain.dates import Month
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.usecases import casework, own_figures
from app.usecases.own_figures import FigureTable, OwnFigures
from tests.casefiles import opened_case, taken_in


def table(figures: OwnFigures, title: str) -> FigureTable:
    return next(table for table in figures.tables if table.title == title)


def row_of(figures: OwnFigures, title: str, label: str) -> tuple[str, ...]:
    return next(row.clients for row in table(figures, title).rows if row.label == label)


def test_who_was_not_asked_and_who_did_not_say_are_rows_of_their_own(file: CaseFile) -> None:
    month = Month.of(file.today())
    unasked, _ = opened_case(file)
    silent, _ = opened_case(file, sex="x")
    casework.change_client(file, unasked, sex="unknown")
    figures = own_figures.figures(file, month)
    title = "Geschlecht, wie erhoben"
    assert row_of(figures, title, "nicht erhoben") == (unasked,)
    assert row_of(figures, title, "keine Angabe") == (silent,)
    assert row_of(figures, title, "weiblich") == ()


def test_every_finer_table_adds_up_to_the_stock_and_a_prospect_is_in_none(file: CaseFile) -> None:
    for _ in range(3):
        opened_case(file)
    taken_in(file)
    figures = own_figures.figures(file, Month.of(file.today()))
    stock = set(table(figures, "Bestand und Aufenthalt").rows[0].clients)
    assert len(stock) == 3 < len(clients.lines(file))
    for detail in (t for t in figures.tables if not t.no):
        behind = [client for row in detail.rows for client in row.clients]
        assert sorted(behind) == sorted(stock), detail.title
