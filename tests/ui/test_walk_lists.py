"""Ways through lists and palette as a person walks them, by keyboard, in the whole window of a file with 30 persons."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.settings import Settings
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import clients, shelter_day
from app.ui.bin_page import BinPage
from app.ui.clients_view import bare
from app.ui.controls import Chip
from app.ui.office import Office
from app.ui.palette_rows import PaletteList, PaletteRow
from app.ui.table import TableView
from app.usecases import bin as bins
from app.usecases import intake
from app.vault import traces
from tests.casefiles import person, taken_in
from tests.ui import office
from tests.ui.looks import settle
from tests.ui.office import Clock, key, typed

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
GIVEN = ("Mohammed", "Muhammed", *(f"Person {n:02}" for n in range(28)))


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Thirty persons, closed; only for copying. The first was born on 1 January 2000 and has a telephone."""
    file = office.case_file(tmp_path_factory.mktemp("walk"), Clock())
    with_all = {"phone": "0150 1234567", "birth": PartialDate(2000, 1, 1), "original_script": "محمد"}
    for n, given in enumerate(GIVEN):
        intake.take_in(file, person(given_name=given, shelter="GU Am Ring" if n % 3 else "", **(
            {} if n else with_all)))
    file.close()
    return file.folder, file.secret


@pytest.fixture
def file(pattern: tuple[Path, bytes], tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    folder = tmp_path / pattern[0].name
    shutil.copytree(pattern[0], folder)
    made = casefile.unlock(folder, pattern[1], clock=clock)
    yield made
    made.close()


class Walk:
    """The open office and what stands in it."""

    def __init__(self, app: QApplication, file: CaseFile, qtbot: QtBot, kept: list[Settings]) -> None:
        self.office = Office(app, kept[-1], kept.append, file)
        self.window, self.desk = self.office.window, self.office.window.desk
        qtbot.addWidget(self.window)
        self.office.show()
        self.window.activateWindow()
        settle()

    def go(self, page: str, **where: Any) -> None:
        self.desk.go(page, **where)
        settle()
        settle()

    @property
    def table(self) -> TableView[Any]:
        page = self.desk.pages.currentWidget()
        assert page is not None
        return next(one for one in page.findChildren(TableView) if one.isVisible())

    def palette(self, text: str = "") -> list[PaletteRow]:
        """Opens the palette, types, and says its lines without the headings."""
        if not self.window.palette_box.isVisible():
            # an empty page gives the keyboard to nobody, and the keys of the window hold all the same
            QTest.keyClick(QApplication.focusWidget() or self.window, Key.Key_K, CTRL)
        typed(text)
        return self.rows()

    def rows(self) -> list[PaletteRow]:
        entries = self.window.palette_box.findChild(PaletteList).entries.entries
        return [entry for entry in entries if isinstance(entry, PaletteRow)]


@pytest.fixture
def kept() -> list[Settings]:
    """The settings of this computer, the latest last."""
    return [Settings(theme="light", zoom=1.0)]


@pytest.fixture
def walk(qapp: QApplication, qtbot: QtBot, file: CaseFile, kept: list[Settings]) -> Iterator[Walk]:
    made = Walk(qapp, file, qtbot, kept)
    yield made
    made.desk.problems.remove()
    made.window.close()


def test_esc_goes_back_past_what_is_done(walk: Walk) -> None:
    walk.go("clients")
    (shown,) = (line for line in clients.lines(walk.office.file) if line.given == "Muhammed")
    walk.go("client", client_id=shown.client_id)
    walk.go("client", client_id=shown.client_id, note=True)
    typed("Anruf")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)
    settle()
    walk.go("offers")
    walk.desk.back()
    settle()
    # back on the page, not in a note that is written
    assert walk.desk.pages.current_id == "client" and walk.desk.pages.page.where().get("note") is None
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert walk.desk.pages.current_id == "clients"
    walk.go("intake")
    walk.desk.pages.page.passed = True
    walk.go("client", client_id=shown.client_id)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert walk.desk.pages.current_id == "clients"


def test_esc_brings_the_list_back_with_its_filter_its_row_and_its_place(walk: Walk) -> None:
    walk.go("clients")
    def chips() -> list[Chip]:
        return [one for one in walk.window.findChildren(Chip) if one.isVisible() and one.isChecked()]

    assert len(chips()) == 2
    chips()[0].setFocus()
    key(Key.Key_Delete)
    walk.table.setFocus()
    for _row in range(24):
        key(Key.Key_Down)
    for _row in range(4):
        key(Key.Key_Up)
    bar, current = walk.table.verticalScrollBar(), walk.table.current_key()
    place = bar.value()
    assert 0 < place < bar.maximum()
    key(Key.Key_Return)
    settle()
    assert walk.desk.pages.current_id == "client"
    key(Key.Key_Escape)
    settle()
    assert walk.desk.pages.current_id == "clients" and walk.table.hasFocus()
    assert (walk.table.verticalScrollBar().value(), walk.table.current_key()) == (place, current)
    assert len(chips()) == 1


def test_the_diagnosis_can_say_how_long_list_search_and_file_took(walk: Walk, file: CaseFile) -> None:
    walk.go("clients")
    typed("muh")
    walk.go("client", client_id=clients.lines(file)[0].client_id)
    told = traces.durations()
    assert all(0 < told[what] < 5 for what in ("page clients", "search", "page client"))


def test_home_and_end_go_to_the_first_and_the_last_person(walk: Walk) -> None:
    walk.go("clients")
    key(Key.Key_End)
    assert walk.table.currentIndex().row() == len(GIVEN) - 1
    key(Key.Key_Home)
    assert walk.table.currentIndex().row() == 0 and len(walk.table.selected_keys()) == 1


def test_ctrl_down_and_space_choose_some_who_do_not_stand_together(walk: Walk) -> None:
    walk.go("clients")
    for _step in range(2):
        key(Key.Key_Down, CTRL)
    key(Key.Key_Space)
    assert [line.given for line in walk.table.lines_model.lines if line.client_id in walk.table.selected_keys()] \
        == ["Mohammed", "Person 00"]
    key(Key.Key_Space)
    assert len(walk.table.selected_keys()) == 1


@pytest.mark.parametrize(("text", "why"), [
    ("muhamad", "Treffer: klingt ähnlich"), ("4567", "Treffer: Telefon „0150 1234567“"),
    ("010100", "Treffer: Geburtsdatum „01.01.2000“"), ("1.1.2000", "Treffer: Geburtsdatum „01.01.2000“")])
def test_from_any_page_the_palette_finds_and_says_why(walk: Walk, text: str, why: str) -> None:
    walk.go("settings")
    first = walk.palette(text)[0]
    assert (first.title, first.caption.partition(" · ")[2].replace("\u2068", "").replace("\u2069", "")) \
        == ("MUSTER, Mohammed", why)


def test_a_day_with_points_is_looked_for_while_it_is_typed() -> None:
    assert [bare(text) for text in ("1.", "1.1", "1.1.", "01.01.2000", "1.12.99", "3,5", "a.b")] == [
        "01", "011", "0101", "01012000", "011299", "3,5", "a.b"]


def test_a_command_goes_by_other_words_too_and_before_a_new_person_of_that_name(walk: Walk) -> None:
    first, second, *_rest = walk.palette("statistik")
    assert (first.title, second.title) == ("Eigene Zahlen", "Neue Person „statistik“ aufnehmen")
    key(Key.Key_Return)
    assert walk.desk.pages.current_id == "figures"
    assert walk.palette("kurse")[0].title == "Angebote"
    walk.window.palette_box.close_veil()
    assert walk.palette("dunkel")[0].title == "Einstellungen: Darstellung"


def test_who_and_what_was_used_last_comes_first_and_nothing_of_it_is_kept_outside_the_file(
        walk: Walk, file: CaseFile, kept: list[Settings], qapp: QApplication, qtbot: QtBot) -> None:
    (shown,) = (line for line in clients.lines(file) if line.given == "Muhammed")
    walk.go("client", client_id=shown.client_id)
    walk.go("today")
    walk.palette("ruhend")
    key(Key.Key_Return)
    walk.palette("papierkorb")
    key(Key.Key_Return)
    rows = walk.palette()
    assert rows[0].title == "MUSTER, Muhammed"
    assert [row.title for row in rows if row.key[0] == "action"][:2] == ["Papierkorb", "Ruhende Fälle"]
    walk.office.leave()
    assert not any(word in str(kept) for word in ("bin", "sleeping", shown.client_id))
    again = casefile.unlock(file.folder, file.secret, clock=Clock())
    opened = Office(qapp, kept[-1], kept.append, again)
    qtbot.addWidget(opened.window)
    assert opened.window.palette_box.recent == ("bin", "sleeping")
    opened.leave()


def test_what_cannot_be_done_now_stands_last_and_says_why(walk: Walk) -> None:
    walk.go("bin")
    row = walk.palette("aus dem papierkorb")[-1]
    assert row.blocked and row.caption == "Der Papierkorb ist leer"
    walk.window.palette_box.close_veil()
    assert [one.title for one in walk.palette("mohammed") if one.key[0] == "for_client"] == [
        "Notiz für MUSTER, Mohammed", "Wiedervorlage für MUSTER, Mohammed"]
    key(Key.Key_Tab)
    acts = {one.title: one.caption for one in walk.rows()}
    assert acts["Fall eröffnen: MUSTER, Mohammed"] == ""
    assert acts["Fall fortsetzen: MUSTER, Mohammed"] == (
        "Jetzt möglich: Fall eröffnen, Aufnahme verwerfen.")


def test_each_letter_puts_the_cursor_on_the_best_answer_again(walk: Walk) -> None:
    walk.palette("mohamm")
    key(Key.Key_Down)
    typed("ed")
    assert walk.window.palette_box.findChild(PaletteList).current_key() == walk.rows()[0].key


def test_a_number_that_nobody_has_is_offered_to_nobody_as_a_name(walk: Walk) -> None:
    walk.go("clients")
    typed("999999")
    assert "Neue Person" in office.texts(walk.window) and "Neue Person „" not in office.texts(walk.window)
    key(Key.Key_K, CTRL)
    assert all("999999" not in row.title for row in walk.palette("999999"))


def test_the_shelter_says_as_many_persons_as_its_day_has(file: CaseFile) -> None:
    gone, _case = taken_in(file, given_name="Weg", shelter="GU Am Ring")
    (shelter, count), = shelter_day.running(file).items()
    intake.discard(file, clients.lines(file, only=[gone])[0].case_id, reason="no_interest", on=file.today())
    assert shelter_day.running(file) == {shelter: count - 1}
    assert len(shelter_day.day(file, shelter).residents) == count - 1


def test_the_last_file_out_of_the_bin_leaves_the_keyboard_to_nobody_who_would_act(walk: Walk, file: CaseFile) -> None:
    bins.discard(file, clients.lines(file)[0].client_id, "doppelt")
    walk.go("bin")
    assert isinstance(walk.desk.pages.page, BinPage) and walk.table.hasFocus()
    key(Key.Key_Return)
    settle()
    assert not bins.contents(file) and QApplication.focusWidget() is None
