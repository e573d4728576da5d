"""The page Monatsmeldung as a person uses it: month, preview, handing out, and what is refused."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app import VERSION
from app.domain.dates import Month
from app.statistics.readable import tables_for_people
from app.statistics.report_format import NOTICE, from_bytes, short_code
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.ui.charts import BarChart
from app.ui.controls import Chip
from app.ui.export_page import ExportPage
from app.ui.export_preview import FigureList, PlanList
from app.ui.window import Window
from app.usecases import monthly_export
from tests.ui import office
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Clock, key, named, press, texts, work_done

OCTOBER = Month(2026, 10)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """24 open cases, closed; only for copying."""
    clock = Clock()
    made = office.case_file(tmp_path_factory.mktemp("caseload"), clock)
    for number in range(24):
        office.person(made, clock, f"Nummer {number}")
    made.close()
    return made.folder, made.secret


@pytest.fixture
def file(caseload: tuple[Path, bytes], tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    folder, secret = caseload
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
    def opened(zoom: float = 1.0, size: tuple[int, int] = (1366, 768)) -> Window:
        window = on_pages({"export": lambda shell: ExportPage(shell, file)}, zoom=zoom, size=size)
        window.desk.go("export")
        work_done(window)
        return window

    return opened


def on(window: Window) -> None:
    key(Qt.Key.Key_W, ALT)
    work_done(window)


def figures(window: Window) -> list[tuple[str, str]]:
    shown = next(one for one in window.findChildren(FigureList) if one.isVisible())
    return [(line.words, line.figure) for line in shown.entries.entries]


def test_the_last_full_month_is_suggested_and_a_first_report_may_begin_earlier(
        open_page: Callable[..., Window]) -> None:
    window = open_page()
    chips = {chip.text(): chip.isChecked() for chip in window.findChildren(Chip) if chip.isVisible()}
    assert chips == {"Oktober 2026": True, "September 2026": False, "August 2026": False}
    named(window, Chip, "August 2026").setFocus()
    key(Qt.Key.Key_Space)
    on(window)
    assert "Monatsmeldung August 2026" in texts(window)


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
        assert [w for w in window.findChildren(BarChart) if w.isVisible()]
        key(Qt.Key.Key_Down)
    assert ("Kennung dieser Klientendatei", file.meta("pseudonym")) in figures(window)


def test_the_preview_says_that_nothing_was_proved_and_what_a_zero_means(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    window = open_page()
    on(window)
    said = texts(window)
    code = short_code(monthly_export.prepare(file, OCTOBER, VERSION).content)
    for words in (NOTICE[1:], "Eine gedruckte 0 heißt: 0 bis 4.", "Summen ergeben sich nicht aus den Teilen",
                  f"Prüfzahl {code}", "Es geht noch nichts hinaus."):
        assert words in said
    assert monthly.issued_lines(file) == ()


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
    assert values and all(value % 5 == 0 for value in values)
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
    press(window, "Fertig")
    work_done(window)
    assert "Schon ausgegeben" in texts(window)


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


@pytest.mark.parametrize(("zoom", "size"), [(2.0, (1366, 768)), (1.0, (1093, 614))])
def test_nothing_is_cut(open_page: Callable[..., Window], file: CaseFile, stick: Path,
                        zoom: float, size: tuple[int, int]) -> None:
    monthly_export.issue(file, OCTOBER, VERSION)
    window = open_page(zoom, size)
    assert cut(window) == [] and too_wide(window) == []
    press(window, "Zeigen")
    work_done(window)
    assert cut(window) == [] and too_wide(window) == []
    on(window)
    assert cut(window) == [] and too_wide(window) == []
    on(window)
    assert "Geschrieben nach" in texts(window)
