"""Saved lists, columns, second order, acts for several and sleeping cases, by keyboard, beside the sidebar."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from app.settings import Settings
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import clients as query
from app.store.queries import outgoing as register
from app.store.queries import today
from app.store.queries.lists import lists as saved
from app.ui import pins as pins_module
from app.ui import theme
from app.ui.clients_page import ClientsPage
from app.ui.controls import Chip
from app.ui.new_password import NewPassword
from app.ui.people import People
from app.ui.pins import PREFIX, SavedLists
from app.ui.shell import PageEntry
from app.ui.sidebar import NavItem, PinnedLists
from app.ui.sleeping_page import SleepingPage
from app.ui.table import TableView
from app.ui.window import Window
from app.usecases import casework, closing, lists
from tests import zips
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed

SHIFT, CTRL, PLAIN = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
                      Qt.KeyboardModifier.NoModifier)
Kept = dict[str, str]


@pytest.fixture
def kept() -> Kept:
    """What the page wants to be remembered."""
    return {}


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Five open cases since August, one with B1, in a file that is closed; only for copying."""
    clock = Clock()
    file = office.case_file(tmp_path_factory.mktemp("lists"), clock)
    for given in ("Amira", "Bilal", "Cem", "Dawit", "Elif"):
        office.person(file, clock, given)
    ids = {line.given: line.client_id for line in query.lines(file)}
    casework.add_level(file, ids["Cem"], on=date(2026, 10, 1), oral="b1", written="a2", basis="test")
    casework.change_client(file, ids["Cem"], certificate="none", shelter="GU Am Ring")
    file.close()
    return file.folder, file.secret


@pytest.fixture
def file(pattern: tuple[Path, bytes], tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    folder = tmp_path / pattern[0].name
    shutil.copytree(pattern[0], folder)
    made = casefile.unlock(folder, pattern[1], clock=clock)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, file: CaseFile, away: Away, kept: Kept) -> Iterator[Window]:
    theme.apply_settings(qapp, Settings())
    made = Window(qapp, Settings(client_sort="-name"), lambda _settings: None, lambda _text: [])
    qtbot.addWidget(made)
    made.resize(1366, 768)
    people = People(made.desk, file)
    made.desk.pins = SavedLists(made.desk, file, people)
    made.add_pages([
        PageEntry(id="clients", label="Klienten", icon="users",
                  factory=lambda shell: ClientsPage(shell, file, people, made.settings, kept.update)),
        PageEntry(id="client", label="Klient", icon="users", factory=lambda _shell: away, esc_back=True),
        PageEntry(id="sleeping", label="Ruhende Fälle", icon="moon",
                  factory=lambda shell: SleepingPage(shell, file, people))])
    file.subscribe(made.refresh)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    made.desk.go("clients")
    settle()
    yield made
    made.close()


def table(window: Window) -> TableView[query.ClientLine]:
    page = window.desk.pages.currentWidget()
    assert page is not None
    return page.findChildren(TableView)[0]


def search(window: Window) -> QLineEdit:
    page = window.desk.pages.currentWidget()
    assert page is not None
    return page.findChildren(QLineEdit)[0]


def names(window: Window) -> list[str]:
    return [line.given for line in table(window).lines_model.lines]


def pinned(window: Window) -> dict[str, int]:
    """The lists of the sidebar with their counts."""
    side = window.findChildren(PinnedLists)[-1]
    return {item.accessibleName().partition(",")[0]: item._count for item in side.findChildren(NavItem)
            if item.isVisible()}


def confirm(window: Window) -> None:
    key(Qt.Key.Key_Return, CTRL)
    settle()


def choose_filter(window: Window, group: str, value: str) -> None:
    """Through the menu „Filter“, as its entries are called."""
    window.desk.run_action("clients.filter")
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    inner = next(action.menu() for action in menu.actions() if action.text() == group)
    next(action for action in inner.actions() if action.text() == value).trigger()
    menu.close()
    # the platform of the tests leaves the window inactive behind a menu
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    table(window).setFocus()
    settle()


def test_the_order_is_remembered_with_its_second_key(window: Window, kept: Kept) -> None:
    assert names(window) == ["Elif", "Dawit", "Cem", "Bilal", "Amira"]
    table(window).toggle_sort(3)
    settle()
    # what is equal keeps the order before
    assert names(window) == ["Elif", "Dawit", "Bilal", "Amira", "Cem"] and kept["client_sort"] == "german,-name"
    table(window).toggle_sort(0, second=True)
    settle()
    assert names(window) == ["Amira", "Bilal", "Dawit", "Elif", "Cem"] and kept["client_sort"] == "german,name"
    role = Qt.ItemDataRole.AccessibleTextRole
    heads = [table(window).lines_model.headerData(n, Qt.Orientation.Horizontal, role) for n in (0, 3)]
    assert heads == ["Name, danach aufsteigend sortiert", "Deutsch, aufsteigend sortiert"]


def test_columns_are_chosen_by_keyboard_and_remembered(window: Window, kept: Kept) -> None:
    window.desk.run_action("clients.columns")
    settle()
    focus = QApplication.focusWidget()
    assert isinstance(focus, Chip) and focus.text() == "Phase"
    key(Qt.Key.Key_Space)
    press(window, "Alter")
    confirm(window)
    shown = [column.title for column in table(window).lines_model.columns]
    assert shown == ["Name", "Aufenthaltspapier", "Deutsch", "Unterkunft", "Letzter Kontakt", "Füllstand", "Alter"]
    assert kept["client_columns"] == "name,paper,german,shelter,contact,filled,age"
    assert table(window).hasFocus() and table(window).columnWidth(0) > 150


def test_b1_without_a_certificate_becomes_a_list_with_its_count(window: Window, file: CaseFile) -> None:
    choose_filter(window, "Deutsch mündlich", "B1")
    choose_filter(window, "Schulabschluss", "kein Abschluss")
    assert names(window) == ["Cem"]
    window.desk.run_action("clients.save")
    settle()
    typed("B1 ohne Abschluss")
    confirm(window)
    assert pinned(window) == {"B1 ohne Abschluss": 1} and "Gemerkte Liste „B1 ohne Abschluss“" in texts(window)
    amira = next(line for line in query.lines(file) if line.given == "Amira")
    casework.add_level(file, amira.client_id, on=date(2026, 11, 2), oral="b1", written="b1", basis="test")
    casework.change_client(file, amira.client_id, certificate="none")
    settle()
    assert pinned(window) == {"B1 ohne Abschluss": 2} and len(names(window)) == 2


def test_a_list_opens_from_sidebar_and_palette_and_going_back_keeps_row_and_filters(
        window: Window, file: CaseFile, away: Away) -> None:
    lists.keep(file, "Ring", filters=("state:active",), sort="name", columns=("name", "age"))
    settle()
    item = window.findChildren(PinnedLists)[-1].findChildren(NavItem)[0]
    item.setFocus()
    key(Qt.Key.Key_Space)
    assert names(window) == ["Amira", "Bilal", "Cem", "Dawit", "Elif"]
    assert [entry.label for entry in window._shown_pages()][-1] == "Ring"
    choose_filter(window, "Unterkunft", "GU Am Ring")
    press(window, "GU Am Ring   ×")
    search(window).setFocus()
    typed("muster")
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Down)
    current = table(window).current_key()
    key(Qt.Key.Key_Return)
    assert away.asked[-1] == {"client_id": current} and window.desk.pages.current_id == "client"
    QTest.keyClick(window.desk.pages, Qt.Key.Key_Escape)
    settle()
    assert window.desk.pages.current_id == "clients" and table(window).current_key() == current
    assert names(window)[0] == "Amira" and search(window).text() == "muster"


def test_a_search_for_nobody_names_those_who_are_spelled_much_like_it(window: Window) -> None:
    typed("tschem")
    assert "Niemand gefunden für „tschem“." in texts(window) and "Ähnlich: MUSTER, Cem" in texts(window)
    search(window).clear()
    typed("xqzv")
    assert "Ähnlich" not in texts(window) and "Gesucht wird in Namen" in texts(window)


def test_before_the_third_letter_nobody_is_said_to_be_missing(window: Window) -> None:
    typed("xq")
    assert names(window) == [] and table(window).isVisible() and "Niemand gefunden" not in texts(window)
    assert "Ab drei Buchstaben auch in Notizen" in texts(window) and "0 von 5 Personen" in texts(window)
    typed("z")
    assert "Niemand gefunden für „xqz“." in texts(window) and not table(window).isVisible()


def test_a_list_is_renamed_and_removed_and_comes_back(window: Window, file: CaseFile) -> None:
    made = lists.keep(file, "Alt", filters=("state:active",), search="cem")
    settle()
    assert "Öffnen Sie zuerst" in window.desk.actions.get("clients.rename").reason()
    window.desk.go(f"{PREFIX}{made}")
    settle()
    assert names(window) == ["Cem"] and pinned(window) == {"Alt": 1}
    window.desk.run_action("clients.rename")
    settle()
    key(Qt.Key.Key_A, CTRL)
    typed("Neu")
    confirm(window)
    assert pinned(window) == {"Neu": 1}
    window.desk.run_action("clients.remove")
    settle()
    assert pinned(window) == {} and "Gemerkte Liste" not in texts(window)
    file.undo()
    settle()
    assert pinned(window) == {"Neu": 1}
    window.desk.pins.remove(saved(file)[0].id)
    settle()
    assert pinned(window) == {}


def test_many_are_counted_beside_the_window(window: Window, file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins_module, "AT_ONCE", 1)
    lists.keep(file, "Alle", filters=())
    settle()
    assert pinned(window) == {"Alle": 5}


def test_a_follow_up_for_all_selected_is_said_before_and_taken_back_as_one(window: Window, file: CaseFile) -> None:
    key(Qt.Key.Key_A, CTRL)
    key(Qt.Key.Key_D, CTRL | SHIFT)
    window.desk.run_action("clients.follow_up")
    settle()
    assert "Wiedervorlage für 5 Personen" in texts(window) and "MUSTER, Elif; MUSTER, Dawit" in texts(window)
    typed("Post abholen")
    confirm(window)
    assert len(today.page(file).lines) == 5 and table(window).hasFocus()
    file.undo()
    assert not today.page(file).lines


def test_acts_for_several_say_who_is_left_out(window: Window, file: CaseFile) -> None:
    closing.close(file, query.lines(file)[0].case_id, closing.Closing(on=date(2026, 11, 2), reason="moved",
                                                        outcome_situation="unknown"))
    window.desk.run_action("clients.filter")
    menu = next(one for one in window.findChildren(QMenu) if one.isVisible())
    menu.actions()[-1].trigger()
    menu.close()
    # the platform of the tests leaves the window inactive behind a menu
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    table(window).setFocus()
    settle()
    key(Qt.Key.Key_A, CTRL)
    window.desk.run_action("clients.phase")
    settle()
    assert "Phase für 4 Personen ändern" in texts(window)
    assert "1 Person ausgelassen, der Fall läuft nicht: MUSTER, Amira" in texts(window)
    key(Qt.Key.Key_Escape)
    assert table(window).isVisible() and table(window).hasFocus()


def test_the_list_is_handed_out_as_it_stands_after_a_warning(window: Window, file: CaseFile, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(target), ""))
    typed("cem")
    window.desk.run_action("clients.export")
    settle()
    assert "Die Datei ist nicht verschlüsselt" in texts(window)
    press(window, "CSV")
    confirm(window)
    settle()
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Nummer;Name;Phase;Aufenthaltspapier") and len(lines) == 2
    assert lines[1].startswith("K-0003;MUSTER, Cem;Bedarf;")
    assert [line.entry.kind for line in register.lines(file)] == ["list"]


def test_a_filtered_list_leaves_with_its_rows_and_a_name_like_a_formula_as_text(
        window: Window, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cem = next(line.client_id for line in query.lines(file) if line.given == "Cem")
    casework.change_client(file, cem, family_name="=1+1")
    target = tmp_path / "liste.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(target), ""))
    settle()
    choose_filter(window, "Deutsch mündlich", "B1")
    window.desk.run_action("clients.export")
    settle()
    confirm(window)
    settle()
    cells = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in cells[2:]] == [["K-0003", "=1+1, Cem"]]
    with ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    target = tmp_path / "liste.csv"
    window.desk.run_action("clients.export")
    settle()
    press(window, "CSV")
    confirm(window)
    settle()
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith("K-0003;'=1+1, Cem;")


def test_a_list_leaves_in_a_zip_with_the_words_that_were_shown(
        window: Window, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "liste.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(target), ""))
    typed("cem")
    window.desk.run_action("clients.export")
    settle()
    press(window, "CSV")
    next(chip for chip in window.findChildren(Chip) if chip.text() == "als verschlüsselte ZIP").click()
    settle()
    assert "Die Datei ist nicht verschlüsselt" not in texts(window)
    (shown,) = window.findChildren(NewPassword)
    password = shown.phrase.text()
    shown.take_own()
    confirm(window)
    assert "Es fehlt das Kennwort für die ZIP-Datei" in texts(window) and not target.exists()
    shown.take_offer()
    confirm(window)
    settle()
    (content,) = zips.unzipped(target.read_bytes(), password).values()
    assert content.decode("utf-8-sig").splitlines()[1].startswith("K-0003;MUSTER, Cem;")
    assert "verschlüsselter ZIP" in register.lines(file)[0].entry.subject


def test_letters_say_which_languages_are_missing_and_go_into_one_file(
        window: Window, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line, language in zip(query.lines(file), ("ara", "urd", "tir", "fra", "deu"), strict=True):
        casework.change_client(file, line.client_id, contact_language=language)
    settle()
    target = tmp_path / "briefe.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(target), ""))
    key(Qt.Key.Key_A, CTRL)
    window.desk.run_action("clients.letters")
    settle()
    assert "Noch ohne Übersetzung: Urdu." in texts(window)
    typed("+7")
    confirm(window)
    settle()
    assert target.read_bytes().count(b"/Type /Page\n") == 5 and len(register.lines(file)) == 5


def test_sleeping_cases_are_swept_by_one_key_each(window: Window, file: CaseFile, clock: Clock, away: Away) -> None:
    clock.now += timedelta(days=10)
    window.desk.go("sleeping")
    settle()
    assert len(names(window)) == 5 and "5 Fälle seit drei Monaten ohne Kontakt" in texts(window)
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_B)
    typed("kommt wieder")
    confirm(window)
    assert names(window) == ["Amira", "Cem", "Dawit", "Elif"] and table(window).current_line().given == "Cem"
    key(Qt.Key.Key_K)
    confirm(window)
    assert names(window) == ["Amira", "Dawit", "Elif"] and "3 Fälle" in texts(window)
    key(Qt.Key.Key_A)
    assert away.asked[-1] == {"client_id": query.lines(file)[3].client_id, "act": "close"}
    window.desk.back()
    settle()
    file.undo()
    settle()
    assert len(names(window)) == 4
    clock.now += timedelta(days=60)
    window.desk.pages.refresh(None)
    settle()
    assert len(names(window)) == 5


@pytest.mark.parametrize("page", ["clients", "sleeping"])
def test_the_forms_hold_with_large_text(window: Window, clock: Clock, page: str) -> None:
    clock.now += timedelta(days=10)
    window.change_settings(zoom=2.0)
    window.desk.go(page)
    settle()
    acts = ("clients.save", "clients.columns") if page == "clients" else ()
    for act in acts:
        window.desk.run_action(act)
        settle()
        assert not cut(window) and not too_wide(window), act
        key(Qt.Key.Key_Escape)
    if page == "sleeping":
        key(Qt.Key.Key_B)
    stops, gaps = ring_gaps(window, window.ring)
    assert not cut(window) and not too_wide(window) and stops > 5 and not gaps
