"""The window: pages and their life, sidebar, zoom, palette, menus, areas, training frame, lock."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from app.domain.errors import UserError
from app.settings import Settings
from app.ui.actions import Action
from app.ui.keysheet import KeySheet
from app.ui.layouts import page
from app.ui.shell import Page, PageEntry
from app.ui.sidebar import NavItem, Sidebar
from app.ui.theme import T
from tests.ui.looks import settle


@dataclass
class NotePage(Page):
    """A page that writes down what the window asks of it."""

    title: str = "Notiz"
    log: list[object] = field(default_factory=list)
    settled: bool = True

    def build(self, parent: QWidget) -> QWidget:
        self.log.append("build")
        self.line = QLineEdit()
        return page(self.line, QLabel("Notiz"))

    def arrive(self, **where: object) -> None:
        self.log.append(where)

    def refresh(self, change: object) -> None:
        self.log.append(change)

    def first_focus(self) -> QWidget:
        return self.line

    def actions(self) -> tuple[Action, ...]:
        return (Action(id="note.done", label="Notiz erledigen", call=lambda: self.log.append("done"), shortcut="F9",
                       menu="Klient"),)

    def may_leave(self) -> bool:
        return self.settled


@pytest.fixture
def shown(window):
    """A window with the page that writes down."""
    result = window()
    result.note = NotePage()
    result.add_pages([PageEntry(id="note", label="Notiz", icon="sticky-note", factory=lambda _shell: result.note)])
    return result


def sidebar(window) -> Sidebar:
    return next(one for one in window.findChildren(Sidebar) if one.isVisible())


def test_a_page_arrives_is_built_and_filled_in_this_order_and_keeps_its_widgets(shown):
    shown.desk.go("note", client_id="7")
    settle()
    shown.desk.go("parts")
    shown.desk.go("note")
    assert shown.note.log == [{"client_id": "7"}, "build", None, {}]


def test_a_page_opened_for_the_first_time_takes_turns_with_the_keyboard(shown):
    shown.desk.go("note")
    assert shown.note.log == [{}, "build"]
    assert QApplication.focusWidget() is None, "the page that is being left hears no key"
    settle()
    assert shown.note.log == [{}, "build", None]
    assert QApplication.focusWidget() is shown.note.line


def test_a_page_built_before_gets_the_keyboard_at_the_control_it_names_and_nowhere_before(shown):
    for opened in ("note", "parts"):
        shown.desk.go(opened)
        settle()
    shown.desk.go("note")
    assert QApplication.focusWidget() is None, "Qt gives it to no other control of the page"
    settle()
    assert QApplication.focusWidget() is shown.note.line


def test_a_page_that_names_no_control_gives_the_keyboard_to_its_first_tab_stop(shown):
    shown.note.first_focus = lambda: None
    shown.desk.go("note")
    settle()
    assert QApplication.focusWidget() is shown.note.line


def test_a_page_left_before_it_was_shown_is_filled_when_it_is_opened_again(shown):
    shown.desk.go("note")
    shown.desk.go("parts")
    settle()
    assert shown.note.log == [{}, "build"] and shown.desk.pages.current_id == "parts"
    shown.desk.go("note")
    assert shown.note.log == [{}, "build", {}, None]


def test_a_write_while_a_page_is_being_opened_leaves_it_nothing_old(shown):
    shown.desk.go("note")
    shown.desk.pages.refresh("change")
    settle()
    assert shown.note.log == [{}, "build", None]


def test_the_page_gets_the_keyboard_and_the_window_its_title(shown):
    shown.desk.go("note")
    settle()
    assert QApplication.focusWidget() is shown.note.line
    assert shown.windowTitle() == "Notiz – Klientendatei"


def test_a_write_refreshes_the_page_shown_now_and_the_others_when_they_are_opened(shown):
    shown.desk.go("note")
    settle()
    shown.desk.go("parts")
    shown.note.log.clear()
    shown.refresh("change")
    settle()
    assert shown.note.log == []
    shown.desk.go("note")
    shown.refresh("change")
    settle()
    assert shown.note.log == [{}, None, "change"]


def test_back_opens_the_page_before_with_what_it_was_given(shown):
    shown.desk.go("note", client_id="7")
    shown.desk.go("parts")
    shown.desk.back()
    assert shown.desk.pages.current_id == "note"
    assert shown.note.log[-2] == {"client_id": "7"}
    shown.desk.back()
    assert shown.desk.pages.current_id == "parts"


def test_a_page_that_must_be_settled_is_not_left(shown):
    shown.desk.go("note")
    shown.note.settled = False
    shown.desk.go("parts")
    assert shown.desk.pages.current_id == "note"
    assert shown.close() is False
    shown.note.settled = True


def test_actions_of_a_page_hold_only_while_it_is_shown(shown):
    shown.desk.go("note")
    with pytest.raises(KeyError):
        shown.desk.run_action("note.done")
    settle()
    shown.desk.run_action("note.done")
    assert "done" in shown.note.log
    shown.desk.go("parts")
    with pytest.raises(KeyError):
        shown.desk.run_action("note.done")


def test_the_same_action_twice_is_a_defect(shown):
    again = Action(id="window.lock", label="Sperren", call=lambda: None)
    with pytest.raises(ValueError, match=r"window\.lock"):
        shown.add_actions([again])


def test_a_blocked_action_says_why(shown):
    ran = []
    shown.add_actions([Action(id="x", label="Ausgeben", call=lambda: ran.append(1),
                              blocked=lambda: "Ausgeben ist gesperrt, bis die Gegenprobe bestanden ist.")])
    shown.desk.run_action("x")
    assert ran == []
    assert shown.desk.strip.text.startswith("Ausgeben ist gesperrt")


def test_a_refusal_without_a_place_is_said_in_the_toast(shown):
    shown.desk.problem(UserError("Es fehlt {what}.", what="Platz"))
    assert shown.desk.strip.text == "Es fehlt Platz."


def test_the_sidebar_shows_counts_warnings_and_the_current_page(shown):
    items = {one.accessibleName(): one for one in sidebar(shown).findChildren(NavItem)}
    assert set(items) == {"Bauteile, 7", "Andere, fällig", "Notiz"}
    assert items["Bauteile, 7"].isChecked()
    shown.desk.open_client("7")
    assert items["Andere, fällig"].isChecked()


def test_below_90_letters_the_sidebar_becomes_a_rail_and_back(shown):
    wide = sidebar(shown).width()
    shown.resize(1000, 768)
    settle()
    rail = sidebar(shown)
    assert rail.width() < wide / 2
    assert all(not one.text() and one.toolTip() for one in rail.findChildren(NavItem))
    shown.resize(1366, 768)
    settle()
    assert sidebar(shown).width() == wide


def test_zoom_is_kept_and_builds_the_page_anew(shown):
    shown.desk.go("note")
    before = shown.note.log.count("build")
    for key, zoom in ((Qt.Key.Key_Plus, 1.1), (Qt.Key.Key_Plus, 1.2), (Qt.Key.Key_Minus, 1.1), (Qt.Key.Key_0, 1.0)):
        QTest.keyClick(shown, key, Qt.KeyboardModifier.ControlModifier)
        assert (T.zoom, shown.settings.zoom) == (zoom, zoom)
    assert shown.note.log.count("build") == before + 4


def test_saved_state_survives_a_change_of_theme(shown):
    shown.set_saved("Gespeichert 14:03:22")
    shown.change_settings(theme="dark")
    settle()
    assert T.dark
    assert "Gespeichert 14:03:22" in [one.text() for one in sidebar(shown).findChildren(QLabel)]


def test_the_training_frame_says_it_in_words(shown):
    bar = next(one for one in shown.findChildren(QLabel) if one.text() == "Übung – erfundene Personen")
    assert not bar.isVisible()
    shown.set_muster(True)
    settle()
    assert bar.isVisible()
    assert shown.grab().toImage().pixelColor(1, 400) == T.color("bad")
    shown.desk.go("note")
    settle()
    assert shown.windowTitle() == "Übung: Notiz – Klientendatei"


def test_no_box_over_the_window_covers_the_training_frame(shown):
    shown.set_muster(True)
    settle()
    sheet = KeySheet(shown, shown.desk.actions)
    sheet.start()
    settle()
    seen = shown.grab().toImage()
    assert all(seen.pixelColor(x, y) == T.color("bad") for x, y in ((1, 400), (60, 12), (1364, 400), (600, 766)))
    shown.set_muster(False)
    sheet.place()
    assert sheet.geometry() == shown.rect()


def test_f6_goes_from_the_sidebar_to_the_page_and_back(shown):
    shown.desk.go("note")
    settle()
    QTest.keyClick(shown, Qt.Key.Key_F6)
    assert sidebar(shown).isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(shown, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is shown.note.line


def test_alt_shows_the_menus_and_they_hold_every_action(shown):
    assert not shown.menuBar().isVisible()
    QTest.keyPress(shown, Qt.Key.Key_Alt)
    QTest.keyRelease(shown, Qt.Key.Key_Alt)
    assert shown.menuBar().isVisible()
    titles = [action.text() for action in shown.menuBar().actions()]
    assert titles == ["Datei", "Bearbeiten", "Ansicht", "Hilfe"]
    listed = {inner.text() for menu in shown.menuBar().actions() for inner in menu.menu().actions()}
    assert {"Sperren", "Suchen", "Bauteile", "Tasten"} <= listed


def test_a_shortcut_with_alt_shows_no_menus(shown):
    shown.desk.go("note")
    settle()
    QTest.keyPress(shown.note.line, Qt.Key.Key_Alt)
    QTest.keyClick(shown.note.line, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_Alt)
    assert shown.desk.pages.current_id == "parts"
    assert not shown.menuBar().isVisible()


def test_the_setting_keeps_the_menu_bar(shown):
    shown.change_settings(menu_bar=True)
    assert shown.menuBar().isVisible()


def test_the_sheet_of_keys_is_drawn_from_the_actions_and_keeps_the_keyboard_inside(shown):
    shown.desk.run_action("window.keys")
    settle()
    sheet = shown.findChild(KeySheet)
    assert {"Sperren", "Strg+L"} <= {one.text() for one in sheet.findChildren(QLabel)}
    for _turn in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_lock_is_asked_for_by_key(shown, qtbot):
    with qtbot.waitSignal(shown.lock_wanted):
        QTest.keyClick(shown, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_closing_keeps_the_place_of_the_window(window):
    shown, kept = window(), []
    shown._store = kept.append
    shown.close()
    assert kept[0].geometry and kept[0] == Settings(zoom=1.0, theme="light", geometry=kept[0].geometry)
