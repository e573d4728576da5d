"""A day in a shelter by keyboard: six contacts in a scripted run, the check at its end, drafts that come back."""

from collections.abc import Callable

import pytest

from app.store.casefile import CaseFile
from app.store.queries import shelter_day, shelters
from app.ui.day_check import DayCheck
from app.ui.day_page import DayPage
from app.ui.day_sheet import DaySheet
from app.ui.drafts import draft_of
from app.ui.entry_form import EntryForm
from app.ui.window import Window
from app.usecases import batch, followup
from app.usecases.shelter_day import draft_kind
from tests.casefiles import person
from tests.ui.clientdesk import CTRL, Key, focused, press, quick, record
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import NOW, Away, texts

Opened = tuple[Window, DayPage]
TODAY = NOW.date()


@pytest.fixture
def house(file: CaseFile) -> str:
    """Seven persons in rooms 1 to 7 of one shelter; the second has something overdue."""
    people = batch.take_in(file, [person(given_name=f"Person {n}", room=f"{n}", shelter="GU Hafenstraße")
                                  for n in range(1, 8)])
    followup.add(file, record(file, people[1]).case.id, title="Rückruf", due_on=TODAY)
    return shelters.lines(file)[0].shelter.id


@pytest.fixture
def opened(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Opened]:
    """The page in a window of its own."""
    def on(shelter: str = "", **look: object) -> Opened:
        window = on_pages({"day": lambda shell: DayPage(shell, file), "client": lambda shell: away,
                           "today": lambda shell: away}, **look)
        window.desk.go("day", shelter=shelter)
        settle()
        page = window.desk.pages.page
        assert isinstance(page, DayPage)
        return window, page

    return on


def sheet(page: DayPage) -> DaySheet:
    assert page._sheet is not None
    return page._sheet


def test_six_contacts_are_noted_by_keyboard_and_written_as_one_act(opened: Callable[..., Opened], house: str,
                                                                   file: CaseFile) -> None:
    window, page = opened()
    press(Key.Key_Return)
    assert page.where() == {"shelter": house} and focused().accessibleName() == "MUSTER, Person 1, Ergebnis"
    assert page.person() == sheet(page).people[0].client_id
    quick("err", "Will in den Kurs", "15", "Kurs suchen", "+7", "", "")
    quick("", "Hat zurückgerufen", "", "", "", "alle", "")
    quick("n", "", "", "", "", "", "", "abg", "", "", "", "", "", "")
    quick("err", "", "20", "", "", "", "Büro", "", "Zeugnis gesehen")
    assert page._take.text() == "6 Personen eintragen"
    press(Key.Key_Return, CTRL)
    day = shelter_day.day(file, house)
    kept = {one.room: record(file, one.client_id) for one in day.residents}
    assert [kept[str(n)].contacts[0].result if kept[str(n)].contacts else "" for n in range(1, 8)] == [
        "reached", "reached", "not_met", "cancelled", "reached", "reached", ""]
    assert (kept["1"].contacts[0].minutes, kept["5"].contacts[0].kind) == (15, "in_person_office")
    assert "Kurs suchen" in [f.title for f in kept["1"].follow_ups]
    assert all(f.state == "done" for f in kept["2"].follow_ups if f.title == "Rückruf")
    assert window.desk.strip.text == "6 Kontakte eingetragen."
    assert draft_of(file, draft_kind(house)) is None
    window.desk.strip.undo()
    settle()
    assert all(not record(file, one.client_id).contacts for one in day.residents)
    assert sheet(page).typed()[day.by_room()[0].case_id]["text"] == "Will in den Kurs"


def test_the_check_puts_off_who_was_not_met_and_finishes_what_is_open(opened: Callable[..., Opened], house: str,
                                                                      file: CaseFile) -> None:
    window, page = opened(house)
    quick("err")
    press(Key.Key_Return, CTRL)
    check = page._stage
    assert isinstance(check, DayCheck)

    def rows() -> list[str]:
        return [row.title for row in check.list.entries.entries if row.key is not None]

    assert rows() == [*(f"MUSTER, Person {n}" for n in range(2, 8)), "Rückruf"]
    press(Key.Key_1)
    assert rows()[0] == "MUSTER, Person 3" and "4. November" in window.desk.strip.text
    press(Key.Key_Space)
    assert len(rows()) == 6
    check.all_tomorrow()
    settle()
    assert rows() == ["Rückruf"]
    press(Key.Key_Space)
    assert rows() == [] and check._nothing.isVisible()
    window.desk.strip.undo()
    settle()
    assert rows() == ["Rückruf"]


def test_what_is_wrong_is_not_written_and_what_is_typed_stays_with_its_person(
        opened: Callable[..., Opened], house: str, file: CaseFile) -> None:
    window, page = opened(house)
    quick("err", "Will in den Kurs", "", "", "31.2.")
    press(Key.Key_Down)
    press(Key.Key_Return, CTRL)
    assert page._notes.sentences[0].startswith("MUSTER, Person 1: Bis wann: Den 31. Februar")
    assert sheet(page).area.place()[0] == 0 and not shelter_day.day(file, house).residents[0].last_contact
    first = sheet(page).people[0].case_id
    sheet(page).set_order("need")
    assert [one.room for one in sheet(page).people][:1] == ["2"]
    assert sheet(page).typed()[first]["text"] == "Will in den Kurs"
    sheet(page)._touched()
    window.zoom(1)
    settle()
    assert sheet(page).restored is not None and sheet(page).typed()[first]["result"] == "erreicht"
    page.discard()
    settle()
    assert sheet(page).typed() == {} and draft_of(file, draft_kind(house)) is None
    window.desk.strip.undo()
    settle()
    assert sheet(page).typed()[first]["text"] == "Will in den Kurs"


def test_nothing_is_cut_on_any_of_the_three_stages(opened: Callable[..., Opened], house: str) -> None:
    window, page = opened()
    for zoom in (1.0, 2.0):
        window.change_settings(zoom=zoom)
        window.desk.go("day", shelter="")
        settle()
        found = [*cut(window.desk.pages), *too_wide(window.desk.pages)]
        window.desk.go("day", shelter=house)
        settle()
        settle()
        assert isinstance(sheet(page).area, EntryForm) == (zoom == 2.0)
        found += [*cut(window.desk.pages), *too_wide(window.desk.pages)]
        page.close_day()
        settle()
        settle()
        assert [*found, *cut(window.desk.pages), *too_wide(window.desk.pages)] == []


def test_without_a_shelter_the_page_says_where_one_comes_from(opened: Callable[..., Opened]) -> None:
    window, page = opened()
    assert page.first_focus() is None
    assert "Noch keine Unterkunft" in texts(window)
