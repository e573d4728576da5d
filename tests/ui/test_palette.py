"""The palette: people, commands and pages in one list, all by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui.actions import Action
from app.ui.palette_rows import PaletteList
from tests.ui.looks import settle


@pytest.fixture
def shown(window):
    """A window with two commands, its palette open."""
    result = window()
    result.log = []
    result.add_actions([
        Action(id="note", label="Notiz", call=lambda: result.log.append("note"), shortcut="Ctrl+Shift+N",
               for_client=lambda key: result.log.append(("note", key)), label_for="Notiz für {name}"),
        Action(id="new", label="Neue Person", call=lambda: result.log.append("new"), shortcut="Ctrl+N",
               for_text=lambda text: result.log.append(("new", text)), label_text="Neue Person „{text}“ aufnehmen"),
    ])
    QTest.keyClick(result, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle()
    return result


def titles(window) -> list[str]:
    return [entry.title for entry in window.palette_box.findChild(PaletteList).entries.entries]


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def test_people_commands_and_pages_stand_in_groups(shown):
    QTest.keyClicks(QApplication.focusWidget(), "amira")
    assert titles(shown) == ["Personen", "MUSTER, Amira", "Befehle", "Notiz für MUSTER, Amira",
                             "Neue Person „amira“ aufnehmen"]
    QApplication.focusWidget().setText("bau")
    # what is called so comes before a new person of that name
    assert titles(shown)[:2] == ["Seiten", "Bauteile"]


def test_enter_opens_the_person_under_the_cursor(shown):
    press(Qt.Key.Key_Down)
    assert "Notiz für MUSTER, Amira" in titles(shown)
    press(Qt.Key.Key_Return)
    assert shown.desk.pages.current_id == "client"
    assert not shown.palette_box.isVisible()


def test_tab_stays_with_the_person_and_lists_the_commands(shown):
    press(Qt.Key.Key_Tab)
    assert titles(shown) == ["Befehle", "Notiz für MUSTER, Mohammed"]
    press(Qt.Key.Key_Return)
    assert shown.log == [("note", "1")]


def test_a_typed_name_can_be_taken_in_as_a_new_person(shown):
    QTest.keyClicks(QApplication.focusWidget(), "selam")
    press(Qt.Key.Key_Return)
    assert shown.log == [("new", "selam")]


def test_escape_goes_back_one_layer_and_gives_the_keyboard_back(shown):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Escape)
    assert "Personen" in titles(shown)
    press(Qt.Key.Key_Escape)
    assert not shown.palette_box.isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert not shown.palette_box.isAncestorOf(QApplication.focusWidget())


def test_the_field_has_a_name_and_the_palette_stays_inside_the_window(shown):
    assert QApplication.focusWidget().accessibleName() == "Suchen: Personen, Befehle, Seiten"
    assert shown.rect().contains(shown.palette_box.box.geometry())
    shown.resize(900, 500)
    settle()
    assert shown.rect().contains(shown.palette_box.box.geometry())
