"""The page „Alte Liste übernehmen“ by keyboard: columns with values, every row with its reason, one act, taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from app.store.casefile import CaseFile
from app.store.queries import recorded
from app.ui.alike_words import REASONS as WORDS
from app.ui.controls import Chip
from app.ui.old_list_page import OldListPage
from app.ui.old_list_rows import ImportList, ImportRow
from app.ui.page_parts import Stage
from app.ui.tasks import Cancelled
from app.ui.window import Window
from app.usecases import old_list
from app.usecases.old_list_status import REASONS
from tests import oldlists
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import Away, key, named, press, texts, typed, work_done

SAMPLE = oldlists.FILES / "old_list_20.csv"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Window]:
    def opened(path: Path | None = None, **look: float) -> Window:
        window = on_pages({"old_list": lambda shell: OldListPage(shell, file), "clients": lambda _shell: away}, **look)
        window.desk.go("old_list", **({"path": path} if path else {}))
        work_done(window)
        return window

    return opened


def on(window: Window) -> None:
    key(Qt.Key.Key_Return, CONTROL)
    work_done(window)


def rows(window: Window) -> ImportList:
    return next(one for one in window.findChildren(ImportList) if one.isVisible())


def entries(window: Window) -> list[ImportRow]:
    return list(rows(window).entries.entries)


def strong(window: Window) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton)
                if one.isVisible() and one.property("kind") == "primary")


def box(window: Window, column: str) -> QComboBox:
    found = named(window, QComboBox, column)
    assert isinstance(found, QComboBox)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    return found


def test_the_sample_is_taken_over_by_keyboard_and_taken_back(
        open_page: Callable[..., Window], file: CaseFile, away: Away) -> None:
    window = open_page(SAMPLE)
    said = texts(window)
    assert "Amira · Bilal · Chiara" in said and "Nicht übernommen: „Nr.“." in said
    on(window)
    assert {chip.text() for chip in window.findChildren(Chip) if chip.isVisible()} == {
        "Alle 20", "15 neu", "2 Dubletten", "0 schon da", "3 Fehler"}
    assert strong(window).text() == "15 Personen übernehmen" and "5 Zeilen bleiben weg." in texts(window)
    assert entries(window)[11].spoken == (
        "Dublette, Muster, Chiara, Zeile 15 · ca. 2002 · Düren, "
        "Wie Muster, Chiara (Zeile 6): Gleicher Name, gleiches Geburtsjahr., nicht übernehmen")
    assert recorded.read(file).people == {}
    on(window)
    assert len(recorded.read(file).people) == 15 and window.desk.pages.current_id == "clients"
    assert "15 Personen übernommen" in texts(window)
    press(window, "Rückgängig")
    work_done(window)
    assert recorded.read(file).people == {}


def test_f6_goes_from_the_rows_to_the_acts(open_page: Callable[..., Window]) -> None:
    window = open_page(SAMPLE)
    on(window)
    assert QApplication.focusWidget() is rows(window)
    key(Qt.Key.Key_F6)
    assert isinstance(focused := QApplication.focusWidget(), QPushButton)
    assert focused.text() == "Fehler als CSV speichern …"


def test_a_duplicate_is_explained_in_the_words_of_the_suggestions_beside_intake() -> None:
    assert {code: words for code, (words, _strong) in WORDS.items()} == REASONS


def test_the_space_bar_and_a_click_decide_what_happens_to_a_row(open_page: Callable[..., Window]) -> None:
    window = open_page(SAMPLE)
    on(window)
    view = rows(window)
    key(Qt.Key.Key_Space)
    assert strong(window).text() == "14 Personen übernehmen" and entries(window)[0].decision == "nicht übernehmen"
    view.set_current(15)
    key(Qt.Key.Key_Space)
    assert strong(window).text() == "14 Personen übernehmen, 1 ergänzen"
    key(Qt.Key.Key_Space)
    assert entries(window)[11].decision == "als neue Person" and strong(window).text() == "15 Personen übernehmen"
    view.set_current(10)
    key(Qt.Key.Key_Space)
    assert entries(window)[6].decision == "bleibt weg" and strong(window).text() == "15 Personen übernehmen"
    named(window, Chip, "3 Fehler").setFocus()
    key(Qt.Key.Key_Space)
    assert [entry.row.line for entry in entries(window)] == [10, 14, 18]


def test_a_column_is_assigned_by_typing_and_stays_so_when_the_list_is_read_again(
        open_page: Callable[..., Window]) -> None:
    window = open_page(SAMPLE)
    found = box(window, "Nr.")
    typed("zimm", found)
    key(Qt.Key.Key_Return)
    assert found.currentText() == "Zimmer" and "Alle Spalten werden übernommen." in texts(window)
    vanished = box(window, "Geb.-Datum")
    vanished.setEditText("")
    key(Qt.Key.Key_Return)
    assert "Es fehlt noch ein Feld: Geburtsdatum oder -jahr." in texts(window) and not strong(window).isEnabled()
    on(window)
    assert "Spalte in Ihrer Liste" in texts(window)
    typed("xyz", box(window, "Geb.-Datum"))
    key(Qt.Key.Key_Return)
    assert "„xyz“ steht nicht in der Liste." in texts(window)
    box(window, "Geb.-Datum").setEditText("Geburtsdatum oder -jahr")
    named(window, QComboBox, "Handy").setFocus()
    settle()
    on(window)
    assert entries(window)
    window.desk.go("old_list", path=SAMPLE)
    work_done(window)
    assert box(window, "Nr.").currentText() == "Zimmer"


def test_the_office_lends_its_commune_where_the_list_has_none_and_without_it_nothing_goes_on(
        open_page: Callable[..., Window], tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("Name;Geburtsjahr\nMuster, Elif;2001\n", encoding="utf-8")
    window = open_page(tmp_path / "l.csv")
    assert strong(window).isEnabled()
    box(window, "Kommune, wo").setEditText("")
    key(Qt.Key.Key_Return)
    assert "Es fehlt: Kommune." in texts(window) and not strong(window).isEnabled()


def test_of_several_sheets_another_one_can_be_chosen(open_page: Callable[..., Window], tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        for name, header in (("2025", "Vorname"), ("2026", "Nachname")):
            book.add_worksheet(name).write_column(0, 0, [header, "Muster"])
    window = open_page(tmp_path / "l.xlsx")
    sheet = box(window, "Blatt der Datei")
    sheet.setCurrentIndex(sheet.findText("2026"))
    sheet.activated.emit(sheet.currentIndex())
    work_done(window)
    assert named(window, QComboBox, "Nachname").isVisible()


def test_a_file_that_is_no_list_is_refused_in_a_sentence_and_another_can_be_dropped(
        open_page: Callable[..., Window], tmp_path: Path) -> None:
    (tmp_path / "bild.csv").write_bytes(b"\0\0")
    window = open_page(tmp_path / "bild.csv")
    assert "weder eine Tabelle noch eine Textdatei" in texts(window) and strong(window).text() == "Datei wählen …"
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    ground = next(one for one in window.findChildren(Stage) if one.isVisible())
    what = Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(ground, QDragEnterEvent(QPoint(9, 9), *what))
    QApplication.sendEvent(ground, QDropEvent(QPointF(9, 9), *what))
    work_done(window)
    assert "Amira · Bilal · Chiara" in texts(window)
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    settle()
    assert "Welche Liste?" in texts(window)


def test_errors_are_saved_and_stopped_work_leaves_the_step_as_it_was(
        open_page: Callable[..., Window], file: CaseFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    window = open_page(SAMPLE)
    on(window)
    page = window.desk.pages.page
    assert isinstance(page, OldListPage)
    page._flow.save_errors(tmp_path / "fehler.csv")
    work_done(window)
    assert "3 Zeilen gespeichert" in texts(window) and (tmp_path / "fehler.csv").stat().st_size > 100

    def stopped(*given: Any) -> None:
        # the step of its own task: the page may not have that one in hand yet
        given[-1].__self__.cancel()
        raise Cancelled

    monkeypatch.setattr(old_list, "apply", stopped)
    on(window)
    assert strong(window).text() == "15 Personen übernehmen" and strong(window).isEnabled()
    assert recorded.read(file).people == {}


def test_nothing_is_cut_at_two_hundred_percent_and_each_stop_shows_the_keyboard(
        open_page: Callable[..., Window]) -> None:
    window = open_page(SAMPLE, zoom=2.0)
    assert [*cut(window), *too_wide(window)] == []
    on(window)
    assert [*cut(window), *too_wide(window)] == []
    stops, gaps = ring_gaps(window, window.ring)
    assert stops >= 8 and gaps == []
