"""The page Monatsmeldung as a person uses it: month, preview, handing out, and what is refused."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app import VERSION
from app.domain.dates import Month
from app.statistics.audit_file import AuditRefused
from app.statistics.readable import tables_for_people
from app.statistics.report_format import PROMISE, from_bytes, short_code
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import monthly, outgoing
from app.store.restore import RESTORED_FROM
from app.ui.charts import BarChart
from app.ui.controls import Chip
from app.ui.export_matrix import MatrixList
from app.ui.export_page import ExportPage
from app.ui.export_preview import FigureList, PlanList
from app.ui.listing import EntryList
from app.ui.table import TableView
from app.ui.window import Window
from app.usecases import monthly_export
from tests.ui import office
from tests.ui.looks import settle
from tests.ui.office import Clock, key, named, press, texts, typed, work_done

OCTOBER = Month(2026, 10)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def caseloads(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Path, bytes]]:
    """A file with so many open cases, closed; only for copying."""
    @cache
    def made(people: int) -> tuple[Path, bytes]:
        clock = Clock()
        file = office.case_file(tmp_path_factory.mktemp("caseload"), clock)
        for number in range(people):
            office.person(file, clock, f"Nummer {number}")
        file.close()
        return file.folder, file.secret

    return made


@pytest.fixture
def people() -> int:
    """So few that only stock and status leave; who needs every table asks for more."""
    return 3


@pytest.fixture
def file(caseloads: Callable[[int], tuple[Path, bytes]], people: int, tmp_path: Path,
         clock: Clock) -> Iterator[CaseFile]:
    folder, secret = caseloads(people)
    shutil.copytree(folder, tmp_path / folder.name)
    made = casefile.unlock(tmp_path / folder.name, secret, clock=clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    return folder


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile) -> Callable[..., Window]:
    def opened() -> Window:
        window = on_pages({"export": lambda shell: ExportPage(shell, file)})
        window.desk.go("export")
        work_done(window)
        return window

    return opened


def on(window: Window) -> None:
    key(Qt.Key.Key_W, ALT)
    work_done(window)


def figures(window: Window) -> list[tuple[str, str]]:
    shown = next(one for one in window.findChildren(EntryList) if isinstance(one, FigureList | MatrixList)
                 and one.isVisible())
    lines = shown.entries.entries
    if isinstance(shown, FigureList):
        return [(line.words, line.figure) for line in lines]
    return [(f"{line.word} · {column}", cell) for line in lines[1:]
            for column, cell in zip(lines[0].cells, line.cells, strict=True)]


def test_the_last_full_month_is_suggested_and_a_first_report_may_begin_earlier(
        open_page: Callable[..., Window]) -> None:
    window = open_page()
    chips = {chip.text(): chip.isChecked() for chip in window.findChildren(Chip) if chip.isVisible()}
    assert chips == {"Oktober 2026": True, "September 2026": False, "August 2026": False}
    named(window, Chip, "August 2026").setFocus()
    key(Qt.Key.Key_Space)
    on(window)
    assert "Monatsmeldung August 2026" in texts(window)


@pytest.mark.parametrize("people", [24])
def test_the_preview_shows_every_table_exactly_as_the_file_has_it(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    window = open_page()
    on(window)
    prepared = monthly_export.prepare(file, OCTOBER, VERSION)
    plan = next(one for one in window.findChildren(PlanList) if one.isVisible())
    assert QApplication.focusWidget() is plan
    for table in tables_for_people(from_bytes(prepared.content)):
        assert plan.current_key() == table.no
        wanted = [(row.label, "–" if row.value is None else f"{row.value}") for row in table.rows]
        assert figures(window) == wanted
        assert bool([w for w in window.findChildren(BarChart) if w.isVisible()]) == (not table.grid and not table.note)
        key(Qt.Key.Key_Down)
    assert ("Kennung dieser Klientendatei", file.meta("pseudonym")) in figures(window)


def test_the_preview_says_what_was_tried_what_is_promised_and_what_a_zero_means(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    window = open_page()
    on(window)
    key(Qt.Key.Key_End)
    said = texts(window)
    code = short_code(monthly_export.prepare(file, OCTOBER, VERSION).content)
    for words in (PROMISE, "Gegenprobe bestanden", "Eine gedruckte 0 heißt: 0 bis 4.",
                  "Summen ergeben sich nicht aus den Teilen", f"Prüfzahl {code}", "Es geht noch nichts hinaus."):
        assert words in said
    assert monthly.issued_lines(file) == ()


@pytest.mark.parametrize("people", [24])
def test_handing_out_writes_the_previewed_bytes_and_says_where(
        open_page: Callable[..., Window], file: CaseFile, stick: Path) -> None:
    window = open_page()
    on(window)
    content = monthly_export.prepare(file, OCTOBER, VERSION).content
    on(window)
    assert "lässt sich nicht zurücknehmen" in texts(window)
    on(window)
    (report,) = stick.glob("*.json")
    (paper,) = stick.glob("*.pdf")
    assert report.read_bytes() == content and paper.read_bytes().startswith(b"%PDF")
    values = [cell["value"] for table in json.loads(content)["tables"] for cell in table["cells"]]
    assert any(values) and all(value % 5 == 0 for value in values if value is not None)
    assert {path.suffix for path in stick.iterdir()} == {".json", ".xlsx", ".csv", ".pdf"}
    assert f"Geschrieben nach {stick}." in texts(window) and str(paper) in texts(window)
    assert [line.month for line in monthly.issued_lines(file)] == [OCTOBER]


def test_a_month_handed_out_can_be_shown_and_written_again_with_the_same_bytes(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock, stick: Path) -> None:
    content = monthly_export.issue(file, OCTOBER, VERSION).content
    office.person(file, clock, "Später")
    window = open_page()
    said = texts(window)
    assert "Als Nächstes ist November 2026 an der Reihe. Der Monat ist noch nicht zu Ende" in said
    assert "Weiter zur Vorschau" not in said
    press(window, "Zeigen")
    work_done(window)
    assert "ausgegeben, unveränderlich" in texts(window)
    on(window)
    press(window, "Noch einmal schreiben")
    work_done(window)
    (report,) = stick.glob("*.json")
    assert report.read_bytes() == content
    typed("Frau MUSTER")
    key(Qt.Key.Key_W, ALT)
    work_done(window)
    assert "Schon ausgegeben" in texts(window)
    (issued,) = window.findChildren(TableView)
    assert "am 03.11.2026 an Geschäftsführende Stelle" in issued.lines_model.sentence(issued.current_line())
    entry = outgoing.lines(file)[0].entry
    assert (entry.subject, entry.recipient) == (
        "Monatsmeldung Oktober 2026 übergeben am 03.11.2026 von Frau MUSTER", "Geschäftsführende Stelle")


def test_back_leads_from_the_issued_month_to_the_one_whose_turn_it_is(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock) -> None:
    monthly_export.issue(file, OCTOBER, VERSION)
    clock.now = datetime(2026, 12, 1, 9, 0)
    window = open_page()
    press(window, "Zeigen")
    work_done(window)
    key(Qt.Key.Key_Z, ALT)
    work_done(window)
    assert "November 2026 ist an der Reihe." in texts(window)


def test_a_stick_that_takes_nothing_is_told_and_the_month_stays_issued(
        open_page: Callable[..., Window], file: CaseFile, stick: Path) -> None:
    window = open_page()
    on(window)
    on(window)
    stick.rmdir()
    stick.write_text("kein Ordner")
    on(window)
    said = texts(window)
    assert "An diesen Ort lässt sich nichts schreiben. Der Monat ist ausgegeben und bleibt gespeichert." in said
    assert "Noch einmal schreiben" in said and [m.month for m in monthly.issued_lines(file)] == [OCTOBER]


def test_a_month_out_of_turn_is_refused_with_the_sentence(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock) -> None:
    window = open_page()
    clock.now = datetime(2026, 12, 2, 9, 0)
    monthly_export.issue(file, Month(2026, 9), VERSION)
    settle()
    page = window.desk.pages.page
    assert isinstance(page, ExportPage)
    page._flow.preview(Month(2026, 11))
    work_done(window)
    assert "Zuerst ist Oktober 2026 an der Reihe" in texts(window)
    assert [line.month for line in monthly.issued_lines(file)] == [Month(2026, 9)]


def test_what_the_attack_refuses_is_told_with_ways_out_and_nothing_is_written(
        open_page: Callable[..., Window], file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object) -> None:
        raise AuditRefused("Die Gegenprobe hat die Meldung abgelehnt.")

    monkeypatch.setattr(monthly_export, "prepare", refused)
    window = open_page()
    on(window)
    said = texts(window)
    assert "Die Gegenprobe hat die Meldung abgelehnt." in said
    assert "Angaben prüfen" in said and "Diagnose speichern" in said and "Weiter zur Vorschau" in said
    assert monthly.issued_lines(file) == ()


def test_a_preview_that_is_stopped_leaves_everything_as_it_was(
        open_page: Callable[..., Window], file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = Event(), Event()

    def slow(_file: CaseFile, _month: Month, _version: str, step: Callable[[int, int], None]) -> None:
        begun.set()
        go.wait(5)
        step(1, 2)

    monkeypatch.setattr(monthly_export, "prepare", slow)
    window = open_page()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_W, ALT)
    assert begun.wait(5)
    settle(work=False)
    stop = QApplication.focusWidget()
    assert isinstance(stop, QPushButton) and stop.text() == "Abbrechen"
    QTest.keyClick(stop, Qt.Key.Key_Space)
    go.set()
    work_done(window)
    assert "Weiter zur Vorschau" in texts(window) and monthly.issued_lines(file) == ()


def test_months_that_wait_are_listed_in_the_order_they_have_to_leave(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock) -> None:
    monthly_export.issue(file, Month(2026, 8), VERSION)
    window = open_page()
    assert "September 2026 ist an der Reihe." in texts(window)
    assert "Danach warten noch: Oktober 2026." in texts(window)


def test_after_a_backup_came_back_months_are_taken_from_files_and_the_question_ends_by_a_word(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly_export.issue(file, Month(2026, 8), VERSION)
    september = tmp_path / "september.json"
    september.write_bytes(monthly_export.prepare(file, Month(2026, 9), VERSION).content)
    file.set_meta(**{RESTORED_FROM: "2026-09-15T10:00:00"})
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(september)], ""))
    window = open_page()
    assert "Offen: September 2026, Oktober 2026" in texts(window) and "Weiter zur Vorschau" not in texts(window)
    press(window, "Dateien wählen …")
    work_done(window)
    assert "Wieder da: September 2026." in texts(window) and "Offen: Oktober 2026" in texts(window)
    press(window, "Keine weiteren Dateien")
    named(window, Chip, "Oktober 2026").setFocus()
    key(Qt.Key.Key_Space)
    assert "1 Monat als verloren eintragen" in texts(window)
    named(window, Chip, "keiner davon").setFocus()
    key(Qt.Key.Key_Space)
    press(window, "Nichts war ausgegeben: weiter")
    work_done(window)
    assert "Oktober 2026 ist an der Reihe." in texts(window) and "Weiter zur Vorschau" in texts(window)
    assert [line.month.month for line in monthly.issued_lines(file)] == [9, 8]
