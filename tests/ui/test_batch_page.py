"""Several persons by keyboard in the grid: five people in a scripted run, errors that hold nobody up, drafts, paste."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.ui.batch_page import BatchPage
from app.ui.batch_sheet import BatchSheet
from app.ui.drafts import draft_of
from app.ui.entry_form import EntryForm
from app.ui.window import Window
from app.usecases.batch import DRAFT
from tests.ui.clientdesk import CTRL, SHIFT, Key, amira, focused, press, quick, record, type_in
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away

Opened = tuple[Window, BatchPage]
PEOPLE = (
    ("MUSTER", "Amina", "5.3.2001", "w", "Syr", "Arab", "0150 0000042", "Duldung", "+30", "12", ""),
    ("MUSTER", "Ali Hassan", "ca. 2003", "m", "Afg", "Dari", "", "", "", "12", ""),
    ("„Sam“", "", "1999", "", "", "", "", "", "", "", "kommt dienstags"),
    ("TESTA", "Luan", "1.1.1998", "m", "Alb", "Alb", "", "", "", "3", ""),
    ("PROBE", "", "2004", "d", "Eri", "Tig", "", "", "", "", ""),
)


@pytest.fixture
def opened(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Opened]:
    """The page in a window of its own."""
    def on(**look: object) -> Opened:
        window = on_pages({"batch": lambda shell: BatchPage(shell, file), "client": lambda shell: away}, **look)
        window.desk.go("batch")
        settle()
        page = window.desk.pages.page
        assert isinstance(page, BatchPage)
        return window, page

    return on


def sheet(page: BatchPage) -> BatchSheet:
    assert page._sheet is not None
    return page._sheet


def notes(page: BatchPage) -> tuple[str, ...]:
    return page._notes.sentences


def test_five_people_are_typed_with_enter_and_taken_in_as_one_act(opened: Callable[..., Opened],
                                                                  file: CaseFile) -> None:
    window, page = opened()
    assert focused().accessibleName() == "Zeile 1, Familienname oder Alias, Pflichtangabe"
    sheet(page).head.set_texts({"shelter": "GU Hafenstraße"})
    for person in PEOPLE:
        quick(*person)
    assert focused().accessibleName().startswith("Zeile 6, ")
    assert page._take.text() == "5 Personen aufnehmen"
    press(Key.Key_Return, CTRL)
    found = {line.name: line for line in clients.lines(file)}
    assert set(found) == {"MUSTER, Amina", "MUSTER, Ali Hassan", "Sam (Alias)", "TESTA, Luan", "PROBE (ein Name)"}
    assert {line.shelter for line in found.values()} == {"GU Hafenstraße"}
    first = record(file, found["MUSTER, Amina"].client_id)
    assert (first.client.birth, first.client.sex, first.client.nationalities, first.client.ags) == (
        PartialDate(2001, 3, 5), "w", ("475",), "05978020")
    assert (first.papers[0].kind, first.client.room, found["Sam (Alias)"].aliases) == (
        "toleration_60a", "12", ("Sam",))
    assert record(file, found["Sam (Alias)"].client_id).client.contact_note == "kommt dienstags"
    assert window.desk.strip.text == "5 Personen aufgenommen."
    assert not sheet(page).filled and draft_of(file, DRAFT) is None
    window.desk.strip.undo()
    settle()
    assert clients.lines(file) == ()
    assert [row["family_name"] for row in sheet(page).typed_rows()] == [person[0] for person in PEOPLE]


def test_incomplete_lines_stay_with_a_sentence_each(opened: Callable[..., Opened], file: CaseFile) -> None:
    window, page = opened()
    press(Key.Key_Return, CTRL)
    assert clients.lines(file) == () and page._notice.isVisible()
    quick(*PEOPLE[1], "MUSTER", "Sara", "", "", "", "", "", "", "", "", "")
    quick("PROBE", "Ben", "2001", "", "", "", "", "", "31.2.")
    press(Key.Key_Return, CTRL)
    assert [line.name for line in clients.lines(file)] == ["MUSTER, Ali Hassan"]
    assert [row["given_name"] for row in sheet(page).typed_rows()] == ["Sara", "Ben"]
    assert notes(page)[0].startswith("Zeile 1: Es fehlt das Geburtsjahr")
    assert notes(page)[1].startswith("Zeile 2: Gültig bis: Den 31. Februar gibt es nicht")
    kept = draft_of(file, DRAFT)
    assert kept is not None and len(kept.content["rows"]) == 2
    press(Key.Key_Return, CTRL)
    assert len(clients.lines(file)) == 1
    assert cut(window.desk.pages) == [] and too_wide(window.desk.pages) == []


def test_the_keys_of_the_grid_a_wrong_cell_and_a_pasted_block(opened: Callable[..., Opened]) -> None:
    _window, page = opened()
    area = sheet(page).area
    quick("MUSTER", "Ali")
    assert area.place() == (0, "birth")
    press(Key.Key_Return, SHIFT)
    press(Key.Key_Down)
    assert area.place() == (1, "given_name")
    press(Key.Key_Tab)
    press(Key.Key_Tab, SHIFT)
    press(Key.Key_Up)
    assert (area.place(), focused().property("text")) == ((0, "given_name"), "Ali")
    type_in("Amina")
    press(Key.Key_Escape)
    assert focused().property("text") == "Ali"
    area.go(0, "sex")
    press(Key.Key_Space)
    press(Key.Key_Space)
    assert area.rows[0]["sex"] == "weiblich"
    area.go(0, "birth")
    type_in("31.2.2001")
    assert focused().property("state") != "error"
    press(Key.Key_Return)
    assert area.place() == (0, "sex") and area.rows[0]["birth"] == "31.2.2001"
    press(Key.Key_Return, SHIFT)
    assert focused().property("state") == "error" and "31. Februar" in focused().accessibleDescription()
    assert "31. Februar" in sheet(page)._note.text()
    lines = [f"MUSTER\tPerson {n}\t200{n}\tm\tsyr" for n in range(9)] + ["PROBE\tEins\t2001", "PROBE\tZwei\t2002"]
    QApplication.clipboard().setText("\r\n".join(lines) + "\r\n")
    area.go(0)
    press(Key.Key_V, CTRL)
    rows = sheet(page).typed_rows()
    assert (len(rows), rows[8]["given_name"], rows[8]["nationality"], rows[10]["birth"]) == (
        11, "Person 8", "Syrien", "2002")
    assert page._take.text() == "11 Personen aufnehmen"
    QApplication.clipboard().clear()


def test_somebody_who_is_there_already_is_named_and_not_blocked(opened: Callable[..., Opened],
                                                                file: CaseFile) -> None:
    known = amira(file)
    _window, page = opened()
    settle()
    quick("MUSTER", "Amira", "12.3.2003", *[""] * 8, *PEOPLE[1])
    assert [said.startswith("Zeile 1: Gibt es vielleicht schon: MUSTER, Amira, K-0001") for said in notes(page)] == [
        True]
    assert page._alike[0][1] == known
    press(Key.Key_F6)
    assert focused().text() == "Akte öffnen"
    press(Key.Key_Return, CTRL)
    assert len(clients.lines(file)) == 3


def test_the_draft_is_kept_and_comes_back_with_its_cell_and_large_text_as_a_form(
        opened: Callable[..., Opened], file: CaseFile, qtbot: QtBot) -> None:
    window, page = opened()
    quick(*PEOPLE[1], "MUSTER", "Ali")
    type_in("20")
    qtbot.waitUntil(lambda: draft_of(file, DRAFT) is not None, timeout=1000)
    window.change_settings(zoom=2.0)
    settle()
    area = sheet(page).area
    assert isinstance(area, EntryForm) and area.place() == (1, "birth") and area.rows[1]["birth"] == "20"
    type_in("01")
    for _field in range(9):
        press(Key.Key_Return)
    quick("PROBE", "Ben", "2001")
    assert area.place()[0] == 2 and area.rows[0]["nationality"] == "Afghanistan"
    assert cut(window.desk.pages) == [] and too_wide(window.desk.pages) == []
    page.discard()
    assert draft_of(file, DRAFT) is None and not sheet(page).filled
    window.desk.strip.undo()
    settle()
    press(Key.Key_Return, CTRL)
    assert len(clients.lines(file)) == 3


def test_a_wrong_cell_is_marked_again_in_a_line_one_comes_back_to_in_large_text(opened: Callable[..., Opened]) -> None:
    _window, page = opened(zoom=2.0)
    area = sheet(page).area
    assert isinstance(area, EntryForm)
    area.show_rows([{"family_name": "MUSTER", "birth": "31.2.2001"}])
    assert area.form.box("birth").control.targets()[0].property("state") == "error"
    assert area.form.box("family_name").control.targets()[0].property("state") != "error"
