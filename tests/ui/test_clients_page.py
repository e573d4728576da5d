"""The page Klienten as a person uses it: typing searches, filters stay, sorting is stable, nothing loses its place."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile, Change
from app.store.queries import clients as query
from app.store.queries import touched
from app.ui import people, theme
from app.ui.clients_page import ClientsPage
from app.ui.controls import Chip
from app.ui.table import TableView
from app.ui.theme import T
from app.ui.window import Window
from app.usecases import casework, intake
from app.usecases.contact import add_contact
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed, work_done

Opened = Callable[..., Window]
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_page(qapp: QApplication, qtbot: QtBot, file: CaseFile, away: Away) -> Iterator[Opened]:
    made: list[Window] = []

    def opened(zoom: float = 1.0, dark: bool = False) -> Window:
        pages = {"clients": lambda shell: ClientsPage(shell, file), "client": lambda _shell: away,
                 "intake": lambda _shell: away}
        window = office.window(qapp, file, pages, zoom=zoom, dark=dark)
        qtbot.addWidget(window)
        made.append(window)
        window.desk.go("clients")
        settle()
        return window

    yield opened
    for window in made:
        window.close()
    T.window = 1366
    theme.apply(qapp, dark=False, zoom=1.0)


def take_in(file: CaseFile, given: str, **more: object) -> str:
    """A person in the intake phase; returns the id."""
    return intake.take_in(file, {"family_name": "MUSTER", "given_name": given, "birth": PartialDate(2003, 3, 12),
                                 "ags": "05978020", **more})


def table(window: Window) -> TableView[query.ClientLine]:
    return window.findChildren(TableView)[0]


def names(window: Window) -> list[str]:
    """Who is shown, by given name."""
    shown = table(window)
    return [line.name.partition(", ")[2] for line in shown.lines_model.lines] if shown.isVisible() else []


def search(window: Window) -> QLineEdit:
    page = window.desk.pages.currentWidget()
    assert page is not None
    return page.findChildren(QLineEdit)[0]


def chips(window: Window) -> list[str]:
    """The filters that are on."""
    return [c.accessibleName() for c in window.findChildren(Chip) if c.isVisible() and c.isChecked()]


@pytest.fixture
def four(file: CaseFile, clock: Clock) -> dict[str, str]:
    """Two open cases, one intake, one who was not taken in; ids by given name."""
    office.person(file, clock, "Amira")
    office.person(file, clock, "Yusuf")
    take_in(file, "Selam", aliases=("Muhamad",), phone="0150 7654321", shelter="GU Hafenstraße",
            original_script="محمد", paper_kind="toleration_60a", paper_valid_to=date(2026, 11, 20))
    gone = take_in(file, "Dawit")
    return {line.name.partition(", ")[2]: line.client_id for line in query.lines(file)} | {"Dawit": gone}


def test_letters_typed_anywhere_go_into_the_search(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    assert table(window).hasFocus()
    typed("Ami")
    assert search(window).text() == "Ami" and search(window).hasFocus()
    assert names(window) == ["Amira"]
    assert "1 von 4 Personen" in texts(window)


@pytest.mark.parametrize(("word", "told"), [
    ("muhamad", "Treffer: Alias „Muhamad“"), ("hafenstr", "Treffer: Unterkunft „GU Hafenstraße“"),
    ("4321", "Treffer: Telefon „0150 7654321“"), ("selam", "Treffer: Name"), ("K-0003", "Treffer: Nummer"),
])
def test_a_hit_says_why_it_was_found(open_page: Opened, four: dict[str, str], word: str, told: str) -> None:
    window = open_page()
    typed(word)
    assert names(window) == ["Selam"]
    spoken = table(window).lines_model.sentence(table(window).lines_model.lines[0])
    assert told in spoken and "K-0003" in spoken


def test_a_word_of_a_note_is_found(open_page: Opened, file: CaseFile, four: dict[str, str]) -> None:
    case_id = next(line.case_id for line in query.lines(file) if line.client_id == four["Yusuf"])
    add_contact(file, case_id, on=file.today(), kind="phone", text="Zeugnis mitgebracht")
    window = open_page()
    typed("zeugn")
    assert names(window) == ["Yusuf"]
    assert "Treffer: in einer Notiz" in table(window).lines_model.sentence(table(window).lines_model.lines[0])


def test_an_empty_search_offers_the_typed_name_as_a_new_person(open_page: Opened, four: dict[str, str],
                                                               away: Away) -> None:
    window = open_page()
    typed("Mukam")
    assert "Niemand gefunden für „Mukam“." in texts(window)
    press(window, "Neue Person „Mukam“")
    assert away.asked == [{"name": "Mukam"}]


def test_down_and_enter_lead_from_the_search_to_the_person(open_page: Opened, four: dict[str, str], away: Away) -> None:
    window = open_page()
    typed("muster")
    key(Qt.Key.Key_Down)
    assert table(window).hasFocus()
    key(Qt.Key.Key_Down)
    line = table(window).current_line()
    key(Qt.Key.Key_Return)
    assert line is not None and away.asked == [{"client_id": line.client_id}]


def test_escape_clears_the_search_first_and_then_the_selection(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    typed("m")
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_A, CTRL)
    assert len(table(window).selected_keys()) == 4
    key(Qt.Key.Key_Escape)
    assert search(window).text() == "" and len(table(window).selected_keys()) == 4
    key(Qt.Key.Key_Escape)
    assert len(table(window).selected_keys()) == 1 and "1 ausgewählt" in texts(window)


def test_filters_are_chips_that_go_with_entf_and_survive_a_visit(open_page: Opened, file: CaseFile,
                                                                 four: dict[str, str]) -> None:
    window = open_page()
    assert chips(window) == ["Filter Aktiv entfernen", "Filter Aufnahme entfernen"]
    chip = next(c for c in window.findChildren(Chip) if c.accessibleName() == "Filter Aktiv entfernen")
    chip.setFocus()
    key(Qt.Key.Key_Delete)
    assert names(window) == ["Dawit", "Selam"]
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "Aktiv"
    table(window).set_current(four["Selam"])
    window.desk.open_client(four["Selam"])
    window.desk.back()
    settle()
    assert names(window) == ["Dawit", "Selam"] and table(window).current_key() == four["Selam"]
    assert chips(window) == ["Filter Aufnahme entfernen"]


def test_a_click_on_a_chip_puts_its_filter_on_and_off_once(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    press(window, "Papier läuft ab")
    assert names(window) == ["Selam"]
    press(window, "Papier läuft ab   ×")
    assert len(names(window)) == 4


def test_who_is_looked_for_is_shown_whatever_the_filters_say(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    press(window, "Aufnahme   ×")
    table(window).setFocus()
    typed("selam")
    assert names(window) == ["Selam"] and "1 Person außerhalb der Filter" in texts(window)
    key(Qt.Key.Key_Escape)
    assert names(window) == ["Amira", "Yusuf"]


def test_hits_beyond_the_filters_are_counted_and_one_step_away(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    press(window, "Aufnahme   ×")
    table(window).setFocus()
    there = table(window).mapTo(window, QPoint(0, 0))
    typed("muster")
    assert "2 von 2" in texts(window) and table(window).mapTo(window, QPoint(0, 0)) == there
    press(window, "2 weitere ohne Filter")
    assert len(names(window)) == 4 and not chips(window)


def test_sorting_is_stable_and_stays(open_page: Opened, file: CaseFile, four: dict[str, str]) -> None:
    window = open_page()
    table(window).sort_by(1)
    assert names(window) == ["Amira", "Yusuf", "Dawit", "Selam"]
    window.zoom(1)
    settle()
    assert table(window).lines_model.sorted_by == (1, False)
    assert names(window) == ["Amira", "Yusuf", "Dawit", "Selam"]


def test_a_new_person_is_shown_at_once_and_under_the_keyboard(open_page: Opened, file: CaseFile,
                                                              four: dict[str, str]) -> None:
    window = open_page()
    made = take_in(file, "Blessing")
    settle()
    assert names(window) == ["Amira", "Blessing", "Dawit", "Selam", "Yusuf"]
    assert table(window).current_key() == made


def test_only_the_touched_persons_are_read_again(open_page: Opened, file: CaseFile, four: dict[str, str],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    window, read, lines = open_page(), list[object](), query.lines

    def watched(file: CaseFile, only: frozenset[str] | None = None) -> tuple[query.ClientLine, ...]:
        read.append(only)
        return lines(file, only)

    monkeypatch.setattr(query, "lines", watched)
    casework.change_client(file, four["Yusuf"], shelter="GU Am Ring")
    settle()
    assert read == [frozenset({four["Yusuf"]})]
    places = {line.client_id: line.shelter for line in table(window).lines_model.lines}
    assert places[four["Yusuf"]] == "GU Am Ring"


def test_a_person_taken_back_disappears(open_page: Opened, file: CaseFile, four: dict[str, str]) -> None:
    window = open_page()
    take_in(file, "Blessing")
    file.undo()
    settle()
    assert names(window) == ["Amira", "Dawit", "Selam", "Yusuf"]


def test_the_persons_behind_a_change_are_found_along_the_keys(file: CaseFile, four: dict[str, str]) -> None:
    changes: list[Change] = []
    file.subscribe(changes.append)
    case_id = next(line.case_id for line in query.lines(file) if line.client_id == four["Yusuf"])
    add_contact(file, case_id, on=file.today(), kind="phone", text="Gespräch")
    assert touched.clients(file, changes[-1].entities, changes[-1].ids) == frozenset({four["Yusuf"]})
    file.undo()
    assert touched.clients(file, changes[-1].entities, changes[-1].ids) is None


def test_many_persons_are_read_beside_the_window(open_page: Opened, four: dict[str, str],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "AT_ONCE", 2)
    window = open_page()
    work_done(window)
    assert len(names(window)) == 4


def test_another_day_is_counted_anew(open_page: Opened, clock: Clock, four: dict[str, str]) -> None:
    window = open_page()
    typed("selam")
    before = table(window).lines_model.sentence(table(window).lines_model.lines[0])
    clock.now = clock.now.replace(day=4)
    window.desk.pages.refresh(None)
    settle()
    after = table(window).lines_model.sentence(table(window).lines_model.lines[0])
    assert "noch 17 Tage" in before and "noch 16 Tage" in after


def test_the_footer_opens_a_note_for_the_selected_person(open_page: Opened, four: dict[str, str], away: Away) -> None:
    window = open_page()
    table(window).set_current(four["Yusuf"])
    press(window, "Notiz")
    assert away.asked == [{"client_id": four["Yusuf"], "note": True}]


def test_leertaste_chooses_one_after_the_other_while_the_arrows_go_on(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    shown = table(window)
    every = [line.client_id for line in shown.lines_model.lines]
    for pressed in (Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        key(pressed)
    assert sorted(shown.selected_keys()) == sorted((every[0], every[2])) and "2 ausgewählt" in texts(window)
    for pressed in (Qt.Key.Key_Space, Qt.Key.Key_Home):
        key(pressed)
    assert list(shown.selected_keys()) == [every[0]]
    for pressed in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
        key(pressed)
    assert list(shown.selected_keys()) == [every[1]]


def test_an_empty_file_says_what_belongs_here(open_page: Opened, away: Away) -> None:
    window = open_page()
    assert "Noch niemand aufgenommen." in texts(window)
    key(Qt.Key.Key_Space)
    assert away.asked == [{"name": ""}]


def test_a_reader_hears_the_whole_line(open_page: Opened, four: dict[str, str]) -> None:
    window = open_page()
    shown = table(window)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert str(shown.lines_model.data(shown.lines_model.index(2, 0), role)).startswith(
        "MUSTER, Selam K-0003, Phase Aufnahme, Aufenthaltspapier Duldung bis 20.11.2026 noch 17 Tage")
    assert QAccessible.queryAccessibleInterface(search(window)).text(QAccessible.Text.Name) == "Personen suchen"


@pytest.mark.parametrize(("zoom", "dark"), [(1.0, False), (1.0, True), (2.0, False)])
def test_nothing_is_cut_and_every_stop_shows_the_keyboard(open_page: Opened, four: dict[str, str], zoom: float,
                                                          dark: bool) -> None:
    window = open_page(zoom, dark)
    assert not cut(window) and not too_wide(window)
    stops, gaps = ring_gaps(window, window.ring)
    assert stops > 8 and not gaps
