"""Every key of the design that the program has, pressed in the real window."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenuBar, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid

from app.domain.case import CaseState
from app.domain.followup import FollowUp
from app.store.queries import client as clients
from app.store.queries import today
from app.ui.client_gaps import gaps
from app.ui.client_tabs import TABS
from app.ui.rows import TaskList
from app.ui.theme import T
from app.ui.timeline import Timeline
from tests.stage import Stage, press, write

Staged = Callable[..., Stage]


@pytest.fixture
def shown(stage: Staged) -> Stage:
    """The window on Heute."""
    return stage()


def page(shown: Stage) -> str:
    return shown.office.window.desk.pages.current_id


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def person(shown: Stage, state: CaseState = CaseState.OPEN) -> str:
    return next(line.client_id for line in shown.lines() if line.state == state)


def due(shown: Stage) -> int:
    return len([line for line in today.page(shown.file).lines if line.due_on is not None
                and line.due_on <= shown.file.today()])


def plain_line(shown: Stage) -> str:
    """A follow-up that is due and asks nothing about a course."""
    return next(line.follow_up_id for line in today.page(shown.file).lines
                if not line.rule and line.due_on is not None and line.due_on <= shown.file.today())


def test_ctrl_1_to_5_open_the_pages(shown: Stage) -> None:
    for number, wanted in enumerate(("today", "clients", "offers", "referral", "export"), start=1):
        press(shown.window, f"Ctrl+{number}")
        shown.calm()
        assert page(shown) == wanted


def test_ctrl_k_opens_the_palette_and_its_keys_find_a_person(shown: Stage) -> None:
    press(shown.window, "Ctrl+K")
    write("bilal")
    press(shown.window, "Return")
    assert page(shown) in ("client", "intake")
    press(shown.window, "Alt+Left")
    assert page(shown) == "today"


@pytest.mark.parametrize("built_before", [False, True])
def test_a_person_opened_from_the_palette_begins_in_the_thread_and_the_keyboard_is_nowhere_before(
        shown: Stage, built_before: bool) -> None:
    wanted = next(line for line in shown.lines()
                  if gaps(clients.page(shown.file, line.client_id), shown.file.today()))
    if built_before:
        shown.go("client", client_id=wanted.client_id)
        shown.go("clients")
    before, seen = focus(), list[QWidget | None]()
    press(shown.window, "Ctrl+K")
    write(wanted.name)

    def follow(_old: QWidget | None, new: QWidget | None) -> None:
        seen.append(new)

    shown.app.focusChanged.connect(follow)
    press(shown.window, "Return")
    shown.calm()
    shown.app.focusChanged.disconnect(follow)
    assert page(shown) == "client" and isinstance(focus(), Timeline)
    assert [link for link in shown.window.findChildren(QPushButton) if link.isVisible() and " fehl" in link.text()]
    # the palette gives the keyboard back to the page that is left; of the one that comes only the thread gets it
    assert seen == [before, None, focus()]


def test_ctrl_n_begins_a_person_and_ctrl_enter_takes_it_in(shown: Stage) -> None:
    before = len(shown.lines())
    press(shown.window, "Ctrl+N")
    assert page(shown) == "intake"
    write("MUSTER")
    press(shown.window, "Return", "Return", "Return")
    write("ca. 2004")
    press(shown.window, "Ctrl+Return")
    assert page(shown) == "client"
    assert len(shown.lines()) == before + 1
    press(shown.window, "Ctrl+Z")
    assert len(shown.lines()) == before


def test_note_and_follow_up_have_a_key_on_the_page_of_a_person(shown: Stage) -> None:
    shown.go("client", client_id=person(shown))
    press(shown.window, "Ctrl+Shift+N")
    assert isinstance(focus(), QPlainTextEdit)
    press(shown.window, "Escape", "Ctrl+D")
    assert isinstance(focus(), QLineEdit)
    write("Zeugnis ansehen")
    press(shown.window, "Ctrl+Return")
    assert any(line.title == "Zeugnis ansehen" for line in _open_steps(shown))


def _open_steps(shown: Stage) -> list[FollowUp]:
    return list(clients.page(shown.file, person(shown)).follow_ups)


def test_ctrl_d_on_heute_makes_a_follow_up_without_a_person(shown: Stage) -> None:
    press(shown.window, "Ctrl+D")
    write("Stempel bestellen")
    press(shown.window, "Tab")
    write("h")
    press(shown.window, "Ctrl+Return")
    assert any(line.title == "Stempel bestellen" for line in today.page(shown.file).lines)


def test_keys_of_heute_finish_put_off_and_open(shown: Stage) -> None:
    view, before = focus(), due(shown)
    assert isinstance(view, TaskList)
    for key in ("1", "7"):
        # what was put back is read beside the window
        shown.calm()
        assert view.set_current(plain_line(shown))
        press(shown.window, key)
        assert due(shown) == before - 1
        press(shown.window, "Ctrl+Z")
        assert due(shown) == before
    press(shown.window, "Ctrl+Shift+Z")
    assert due(shown) == before - 1
    press(shown.window, "Ctrl+Z")
    key = view.current_key()
    press(shown.window, "Down")
    assert view.current_key() != key
    press(shown.window, "Up", "Ctrl+Down")
    assert view.current_key() != key
    press(shown.window, "Ctrl+Up", "Return")
    assert page(shown) == "client"


def test_space_finishes_on_heute(shown: Stage) -> None:
    shown.go("today")
    view, line = focus(), plain_line(shown)
    assert isinstance(view, TaskList) and view.set_current(line)
    press(shown.window, "Space")
    assert line not in {one.follow_up_id for one in today.page(shown.file).lines}


def test_letters_on_klienten_go_into_the_search_and_esc_clears_it(shown: Stage) -> None:
    press(shown.window, "Ctrl+2", "M", "U")
    search = focus()
    assert isinstance(search, QLineEdit) and search.text().lower() == "mu"
    press(shown.window, "Down")
    assert focus() is not search
    press(shown.window, "Escape")
    assert search.text() == ""
    press(shown.window, "Ctrl+F")
    assert focus() is search


def test_klienten_is_selected_and_opened_by_keys(shown: Stage) -> None:
    press(shown.window, "Ctrl+2", "Shift+Down", "Shift+Down")
    table = focus()
    assert len(table.selected_keys()) == 3  # type: ignore[attr-defined]
    press(shown.window, "Escape")
    assert len(table.selected_keys()) == 1  # type: ignore[attr-defined]
    press(shown.window, "Ctrl+A")
    assert len(table.selected_keys()) == table.model().rowCount()  # type: ignore[attr-defined]
    press(shown.window, "Escape", "Return")
    assert page(shown) == "client"


def test_alt_and_a_number_open_the_parts_of_a_person(shown: Stage) -> None:
    shown.go("client", client_id=person(shown))
    for number, tab in enumerate(TABS, start=1):
        press(shown.window, f"Alt+{number}")
        assert shown.office.window.desk.pages.page._view.tabs.current == tab  # type: ignore[union-attr]


def test_ctrl_f_on_a_person_is_for_the_thread_first(shown: Stage) -> None:
    shown.go("client", client_id=person(shown))
    press(shown.window, "Ctrl+F")
    assert focus().accessibleName() == "In diesem Verlauf suchen"
    press(shown.window, "Ctrl+F")
    assert shown.office.window.palette_box.isVisible()
    press(shown.window, "Escape", "Escape")
    assert isinstance(focus(), (Timeline, QLineEdit))


def test_ctrl_m_looks_for_an_offering(shown: Stage) -> None:
    shown.go("client", client_id=person(shown))
    press(shown.window, "Ctrl+M")
    shown.calm()
    assert page(shown) == "referral"


def test_text_size_lock_menu_areas_and_the_sheet_of_keys(shown: Stage) -> None:
    window = shown.office.window
    press(window, "Ctrl++")
    assert T.zoom == 1.1
    press(window, "Ctrl+Minus", "Ctrl+Minus")
    assert T.zoom == 0.9
    press(window, "Ctrl+0")
    assert T.zoom == 1.0
    first = focus()
    press(window, "F6")
    assert focus() is not first
    for key in ("F1", "Ctrl+Slash"):
        press(window, key)
        assert focus().accessibleName() == "Schließen"
        press(window, "Escape")
    press(window, "F10")
    assert any(bar.isVisible() for bar in window.findChildren(QMenuBar))
    locked: list[bool] = []
    shown.office.lock_wanted.connect(lambda: locked.append(True))
    press(window, "Escape", "Ctrl+L")
    assert locked == [True]


def test_alt_w_and_alt_z_go_through_the_monthly_report(shown: Stage) -> None:
    shown.go("export")
    press(shown.window, "Return")
    shown.calm()
    title = shown.window.windowTitle()
    press(shown.window, "Alt+W")
    press(shown.window, "Alt+Z", "Alt+Z")
    shown.calm()
    assert shown.window.windowTitle() == title
    assert shown.office.window.desk.pages.page._flow.step == 0  # type: ignore[union-attr]


def test_walking_through_the_areas_leaves_every_widget_alive(shown: Stage) -> None:
    shown.go("client", client_id=person(shown))
    page_of = shown.office.window.desk.pages.page
    press(shown.window, "Ctrl+K", "Tab", "Escape", "Escape", "F6", "F6", "F6", "F6", "F6")
    gc.collect()
    assert isValid(page_of._view.steps.list)  # type: ignore[union-attr]
    shown.go("client", client_id=person(shown, CaseState.PROSPECT))


def test_a_page_left_before_the_text_size_changed_opens_again(shown: Stage) -> None:
    shown.go("intake")
    write("MUSTER, noch nicht fertig")
    shown.go("client", client_id=person(shown), note=True)
    write("Halbe Notiz")
    press(shown.window, "Escape", "Ctrl+1", "Ctrl++")
    shown.go("intake")
    assert "noch nicht fertig" in str(focus().property("text"))
    shown.go("client", client_id=person(shown), note=True)
    assert isinstance(focus(), QPlainTextEdit)


def test_no_key_is_named_in_english(shown: Stage) -> None:
    shown.go("intake")
    named = [action.key_text() for action in shown.office.window.desk.actions.all()]
    assert "Strg+N" in named and "Strg+Eingabe" in named
    assert [name for name in named if any(word in name for word in ("Ctrl", "Shift", "Return", "Enter", "Left"))] == []
