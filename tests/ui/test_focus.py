"""Where the keyboard is: saving before an action, the ring, Tab that stays inside, the order of stops."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.controls import button, label
from app.ui.editors import Text
from app.ui.focus import FocusRing, areas_of, commit_focused, tab_stops, turn_round
from app.ui.form import Field, FormView
from app.ui.layouts import column, holder, scroll
from tests.ui.looks import settle


@pytest.fixture
def box(look, qtbot):
    """A shown window with three buttons, one of them off."""
    look()
    whole = holder(column(button("Eins"), button("Aus"), button("Zwei"), None, margins=(20, 20, 20, 20)), "page")
    whole.buttons = whole.findChildren(type(button("")))
    whole.buttons[1].setEnabled(False)
    qtbot.addWidget(whole)
    whole.resize(400, 300)
    whole.show()
    whole.activateWindow()
    settle()
    return whole


def test_stops_are_the_enabled_ones_in_reading_order(box):
    assert [one.text() for one in tab_stops(box)] == ["Eins", "Zwei"]


def test_tab_turns_round_inside_a_box(box):
    box.buttons[2].setFocus(Qt.FocusReason.TabFocusReason)
    assert turn_round(box, forward=True)
    assert box.buttons[0].hasFocus()
    assert turn_round(box, forward=False)
    assert box.buttons[2].hasFocus()
    for one in box.buttons:
        one.setEnabled(False)
    assert not turn_round(box, forward=True)


def test_the_ring_stands_three_pixels_round_the_focused_button_and_follows_it(box):
    ring = FocusRing(box)
    box.buttons[2].setFocus(Qt.FocusReason.TabFocusReason)
    box.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert ring.geometry() == box.buttons[0].geometry().adjusted(-3, -3, 3, 3)
    box.resize(500, 400)
    settle()
    assert ring.geometry() == box.buttons[0].geometry().adjusted(-3, -3, 3, 3)
    box.buttons[0].hide()
    settle()
    assert not ring.isVisible() or box.buttons[2].hasFocus()


def test_the_ring_outlives_the_control_it_stood_round(box):
    ring = FocusRing(box)
    box.buttons[2].setFocus(Qt.FocusReason.TabFocusReason)
    box.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    box.buttons[0].deleteLater()
    settle()
    box.buttons[2].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert ring.geometry() == box.buttons[2].geometry().adjusted(-3, -3, 3, 3)


def test_a_click_leaves_the_focus_where_it_is(box):
    box.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseClick(box.buttons[2], Qt.MouseButton.LeftButton)
    assert box.buttons[0].hasFocus()


def test_without_a_field_there_is_nothing_to_save(box):
    box.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert commit_focused() is True


def test_the_field_with_the_focus_is_saved_and_a_wrong_one_says_so(look, qtbot):
    look()
    form = FormView((Field("a", "A", Text(), required=True),))
    form.set_values({"a": "alt"})
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.focus()
    settle()
    line = QApplication.focusWidget()
    line.setText("neu")
    with qtbot.waitSignal(form.committed) as heard:
        assert commit_focused() is True
    assert heard.args == ["a", "neu"]
    line.setText("")
    assert commit_focused() is False


def test_the_scroll_areas_around_a_control_are_found_from_the_inside(look, qtbot):
    inner, around = label("innen"), QWidget()
    first = scroll(holder(column(inner)))
    second = scroll(holder(column(first)))
    around.setLayout(column(second))
    qtbot.addWidget(around)
    assert areas_of(inner) == [first, second]
