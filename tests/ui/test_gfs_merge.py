"""The page Zusammenfassung by keyboard: files come in, who is missing is seen, weak sums say so, files leave."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.statistics import report_format
from app.statistics.merging import Cycle, Figure
from app.statistics.reach import ReachRow, Stage
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.ui.gfs_merge_funnel import FunnelChart
from app.ui.gfs_merge_page import GfsMergePage
from app.ui.gfs_merge_parts import SumLine, both_words, doubt, tone
from app.ui.gfs_merge_reach import bars
from app.ui.gfs_merge_received import COUNTED, MISSING, NEVER, Received, ReceivedList
from app.ui.table import TableView
from app.ui.window import Window
from app.usecases import potentials, role
from tests import gfs, received
from tests.ui.looks import cut, ring_gaps, too_wide
from tests.ui.office import key, named, press, texts, typed, work_done

Opened = Callable[..., tuple[Window, GfsMergePage]]
WEAK, STRONG = Figure(total=5, added=4), Figure(total=85, added=4)


@pytest.fixture
def opened(on_pages: Callable[..., Window], file: CaseFile) -> Opened:
    """The page in a file of the GfS."""
    file.set_meta(role=role.GFS)

    def on(zoom: float = 1.0) -> tuple[Window, GfsMergePage]:
        window = on_pages({"summary": partial(GfsMergePage, file=file)}, zoom=zoom)
        window.desk.go("summary")
        work_done(window)
        page = window.desk.pages.page
        assert isinstance(page, GfsMergePage)
        return window, page

    return on


def listed(window: Window) -> list[Received]:
    shown = next(one for one in window.findChildren(ReceivedList) if one.isVisible())
    return [entry for entry in shown.entries.entries if isinstance(entry, Received)]


def test_files_come_in_with_what_became_of_each_and_who_is_missing_is_as_visible_as_who_is_there(
        opened: Opened, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, page = opened()
    assert "Noch keine Meldungen" in texts(window) and not page._write.isEnabled()
    assert QApplication.focusWidget() is page._read
    potentials.put(file, "05962024", file.today(), 120)
    inbox = gfs.reports(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(one) for one in inbox.iterdir()], ""))
    key(Qt.Key.Key_Space)
    work_done(window)
    said = texts(window)
    assert "Eingelesen: 29 neu, 1 schon bekannt, 1 abgelehnt" in said
    assert "kaputt.json: " in said and "29 Meldungen von 5 Rechnern" in said
    by_state = {state: [one.name for one in listed(window) if one.state == state]
                for state in (COUNTED, MISSING, NEVER)}
    assert by_state[COUNTED] == ["Köln", "Soest", "Kamen", "Unna"] and by_state[MISSING] == ["Werl"]
    assert len(by_state[NEVER]) == 1
    assert QApplication.focusWidget().text() == "Schließen"
    key(Qt.Key.Key_Space)
    assert "Eingelesen" not in texts(window) and cut(window) == [] and too_wide(window) == []
    assert ring_gaps(window, window.ring)[1] == []


def test_quarters_tables_and_what_was_written_follow_the_choice(
        opened: Opened, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, page = opened()
    page.flow.take([gfs.reports(tmp_path)])
    work_done(window)
    page._put_away()
    page._boxes.chosen.emit(Cycle.QUARTER, "")
    work_done(window)
    assert page.flow.summary is not None and page.flow.summary.period is not None
    assert str(page.flow.summary.period.period) == "2026-Q3" and [one.state for one in listed(window)] == [COUNTED] * 5
    assert file.meta("merge_cycle") == "quarter"
    page._tabs.choose("tables")
    work_done(window)
    table = named(window, TableView, "1  ")
    total = next(line for line in table.lines_model.lines if line.words == "Bestand gesamt")
    assert isinstance(total, SumLine) and total.figure == Figure(total=400, added=5)
    assert total.spoken == "Bestand gesamt: 400 ± 9, aus 5 Dateien"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "aus"))
    page.ask_folder()
    work_done(window)
    assert {path.name for path in (tmp_path / "aus").iterdir()} == {
        f"zusammenfassung_quarter_2026-Q3_MUSTER.{kind}" for kind in ("pdf", "xlsx", "csv", "json")}
    assert outgoing.lines(file)[0].entry.subject == "Zusammenfassung 3. Quartal 2026: PDF, XLSX, CSV und JSON"
    page._put_away()
    press(window, "Meldung entfernen")
    work_done(window)
    assert "28 Meldungen von 5 Rechnern" in texts(window)


def test_a_potential_is_entered_and_one_that_nobody_reported_is_not_zero(opened: Opened, file: CaseFile) -> None:
    window, page = opened(2.0)
    report = received.report(1, ags=received.WERL, said={"reached_ytd": 100})
    path = file.folder.parent / "meldung.json"
    path.write_bytes(report_format.to_bytes(report))
    page.flow.take([path])
    work_done(window)
    assert "Potenzial nicht gemeldet" in next(one for one in window.findChildren(FunnelChart)).accessibleName()
    page._put_away()
    page._tabs.choose("potentials")
    work_done(window)
    press(window, "Eintragen")
    for text in ("Werl", "h", "400", "Amt"):
        typed(text)
        key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    (one,) = potentials.lines(file)
    assert (one.ags, one.persons, one.source) == (received.WERL, 400, "Amt")
    assert cut(window) == []
    for view in ("reach", "gaps", "course", "received"):
        page._tabs.choose(view)
        work_done(window)
        assert cut(window) == [] and too_wide(window) == []
    page._tabs.choose("reach")
    work_done(window)
    assert "Erreicht 100 ± 4 25 %" in next(
        one for one in window.findChildren(FunnelChart) if one.isVisible()).accessibleName()


def test_a_sum_smaller_than_its_band_is_grey_and_says_so() -> None:
    assert both_words(WEAK) == "5 ± 8 unsicher" and tone(WEAK) == "muted" and doubt(WEAK).text == "unsicher"  # type: ignore[union-attr]
    assert both_words(STRONG) == "85 ± 8" and tone(STRONG) == "text" and doubt(STRONG) is None
    assert both_words(None) == "–" and tone(None) == "muted"


def test_the_bars_of_a_funnel_are_as_long_as_its_shares() -> None:
    area = ReachRow(ags="", name="", potential=400, as_of=None, source="", laptops=4, stages=(
        Stage(key="reached", figure=STRONG, share=20), Stage(key="finished", figure=None, share=None)))
    base, reached, finished = bars(area)
    assert (base.part, reached.part, finished.part) == (1.0, 0.2, None)
    assert finished.figure == "nicht gemeldet" and reached.spoken == "Erreicht 85 ± 8 20 %"
