"""Own figures: they add up, are lists, keep „nicht erhoben“ and „keine Angabe“ apart (near what was issued: demo)."""

from app.domain.dates import Month, PartialDate
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import page
from app.usecases import casework, closing, gaps, intake, own_figures
from app.usecases.own_figures import FigureTable, OwnFigures
from tests.casefiles import after, opened_case, taken_in


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


def test_an_expired_paper_counts_until_the_next_one(file: CaseFile) -> None:
    month, title = Month.of(file.today()), "Bestand und Aufenthalt"
    client_id, _ = opened_case(file)
    casework.add_paper(file, client_id, kind="asylum_permission", valid_from=after(-90), valid_to=after(-9))
    assert row_of(own_figures.figures(file, month), title, "Gestattung") == (client_id,)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-2), valid_to=after(-1))
    figures = own_figures.figures(file, month)
    assert (row_of(figures, title, "Gestattung"), row_of(figures, title, "Duldung")) == ((), (client_id,))


def test_a_case_under_an_alias_alone_counts_like_any_other(file: CaseFile) -> None:
    client_id = intake.take_in(file, {"aliases": ("Sam",), "birth": PartialDate(2001), "ags": "05315000"})
    intake.open_case(file, page(file, client_id).case.id, intake.Opening(on=file.today(), override_reason="Probe"))
    figures = own_figures.figures(file, Month.of(file.today()))
    assert row_of(figures, "Bestand und Aufenthalt", "Bestand gesamt") == (client_id,)
    assert row_of(figures, "Seit Jahresbeginn", "Fälle eröffnet") == (client_id,)


def test_a_gap_counts_until_it_is_resolved_or_its_case_closes(file: CaseFile) -> None:
    month = Month.of(file.today())

    def open_gaps() -> tuple[int, int]:
        figures = own_figures.figures(file, month)
        return (len(row_of(figures, "Bedarfslücken nach Baustein", "FB3")),
                len(row_of(figures, "Bedarfslücken nach Grund", "voll")))

    _, case_id = opened_case(file)
    resolved = gaps.add(file, case_id, component="3", reason="full")
    gaps.add(file, case_id, component="3", reason="full", course_kind="hauptschulabschluss")
    assert open_gaps() == (2, 2)
    gaps.resolve(file, resolved)
    assert open_gaps() == (1, 1)
    closing.close(file, case_id, closing.Closing(on=file.today(), reason="goals_reached", outcome_situation="school"))
    assert open_gaps() == (0, 0)
