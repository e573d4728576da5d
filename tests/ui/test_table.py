"""Tables over frozen lines: order, selection by key, what is said and what Enter does; the same for task lists."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.columns import Column
from app.ui.paint import Pill
from app.ui.rows import TaskList
from app.ui.table import TableView
from app.ui.theme import T
from app.ui.timeline import MonthHeading, Timeline
from tests.ui.looks import settle
from tests.ui.parts import tasks, thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person in a list."""

    id: int
    name: str
    days: int = 0
    share: float = 0.5


COLUMNS = (Column[Line](title="Name", text=lambda one: one.name, caption=lambda one: f"K-{one.id:04}"),
           Column[Line](title="Kontakt", text=lambda one: f"vor {one.days} Tagen", width=120, sort=lambda one: one.days,
                        tone=lambda one: "warn_text" if one.days > 30 else "text2", sign=lambda one: "clock",
                        pill=lambda one: Pill(text="lange her", kind="warn") if one.days > 30 else None),
           Column[Line](title="Füllstand", text=lambda one: "", width=108, bar=lambda one: one.share))
LINES = (Line(id=1, name="MUSTER, Zahra", days=40), Line(id=2, name="MUSTER, Amira", days=4, share=0.95),
         Line(id=3, name="MUSTER, Leyla", days=4))


@pytest.fixture
def table(look, qtbot):
    """A shown table of three people."""
    look()
    view = TableView("Klienten", COLUMNS, key=lambda one: one.id)
    view.set_lines(LINES)
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show()
    view.activateWindow()
    view.setFocus()
    settle()
    return view


def names(view: TableView) -> list[str]:
    return [one.name.split()[1] for one in view.lines_model.lines]


def test_home_and_end_select_the_line_they_go_to(table):
    table.set_current(2)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert (table.current_key(), list(table.selected_keys())) == (3, [3])
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert (table.current_key(), sorted(table.selected_keys())) == (1, [1, 2])


def test_lines_stand_as_given_until_a_column_is_chosen(table):
    assert names(table) == ["Zahra", "Amira", "Leyla"]
    table.toggle_sort(0)
    assert names(table) == ["Amira", "Leyla", "Zahra"]
    table.toggle_sort(0)
    assert names(table) == ["Zahra", "Leyla", "Amira"]


def test_equal_lines_keep_their_order(table):
    table.sort_by(1)
    assert names(table) == ["Amira", "Leyla", "Zahra"]
    table.sort_by(1, descending=True)
    assert names(table) == ["Zahra", "Amira", "Leyla"]


def test_the_order_before_becomes_the_second_key_and_shift_chooses_another(table):
    table.sort_by(0, descending=True)
    table.toggle_sort(1)
    assert names(table) == ["Leyla", "Amira", "Zahra"] and table.lines_model.then_by == (0, True)
    table.toggle_sort(0, second=True)
    assert names(table) == ["Amira", "Leyla", "Zahra"] and table.lines_model.sorted_by == (1, False)
    head = table.horizontalHeader()
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
                     QPoint(head.sectionViewportPosition(1) + 20, 8))
    assert table.lines_model.sorted_by == (1, True) and table.lines_model.then_by == (0, False)
    assert [bool(table.lines_model.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole))
            for n in range(3)] == [True, True, False]


def test_lines_that_come_ordered_stay_so_under_any_head(look, qtbot):
    look()
    view = TableView("Klienten", COLUMNS, key=lambda one: one.id, ordered=True)
    qtbot.addWidget(view)
    view.set_lines(LINES)
    view.sort_by(0)
    assert names(view) == ["Zahra", "Amira", "Leyla"] and view.lines_model.sorted_by == (0, False)


def test_columns_give_way_so_that_the_name_keeps_its_room(table):
    wide = [table.columnWidth(n) for n in range(3)]
    table.resize(380, 300)
    settle()
    assert wide[1:] == [120, 108] and all(0 < table.columnWidth(n) < wide[n] for n in (1, 2))
    assert table.columnWidth(0) > 150
    table.resize(800, 300)
    settle()
    assert [table.columnWidth(n) for n in range(3)] == wide


def test_current_line_and_selection_follow_their_keys(table):
    table.set_current(3)
    table.sort_by(0)
    table.set_lines([Line(id=9, name="MUSTER, Aaron"), *LINES])
    assert (table.current_key(), table.selected_keys()) == (3, (3,))


def test_when_the_current_line_is_gone_the_first_one_is_current(table):
    table.set_current(3)
    table.set_lines(LINES[:2])
    assert (table.current_key(), table.selected_keys()) == (1, (1,))


def test_an_empty_table_has_no_current_line(table):
    table.set_lines(())
    assert (table.current_key(), table.selected_keys(), table.current_line()) == (None, (), None)


def test_enter_and_double_click_open_the_line(table, qtbot):
    table.set_current(2)
    with qtbot.waitSignal(table.opened) as entered:
        QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.lines_model.index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as clicked:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (entered.args, clicked.args) == ([2], [3])


def test_a_reader_hears_the_whole_line_and_each_cell_with_its_title(table):
    model = table.lines_model
    said = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(said) == "MUSTER, Zahra K-0001, Kontakt vor 40 Tagen lange her, Füllstand 50 %"
    assert model.index(1, 1).data(said) == "Kontakt: vor 4 Tagen"
    table.sort_by(0)
    assert model.headerData(0, Qt.Orientation.Horizontal, said) == "Name, aufsteigend sortiert"


def test_current_line_and_selection_are_told_and_a_refresh_is_not(table):
    told = []
    table.current_changed.connect(lambda key: told.append(("current", key)))
    table.selection_changed.connect(lambda keys: told.append(("chosen", keys)))
    table.set_current(2)
    assert sorted(told) == [("chosen", (2,)), ("current", 2)]
    told.clear()
    table.set_lines(tuple(reversed(LINES)))
    table.sort_by(0)
    assert {key for kind, key in told if kind == "current"} <= {2}


def test_the_same_lines_again_stay_where_they_are_and_are_marked_anew(table, qtbot):
    lines = [Line(id=i, name=f"MUSTER, {i:04}") for i in range(300)]
    table.set_lines(lines, needle="mus")
    table.set_current(150)
    place = table.verticalScrollBar().value()
    before = table.grab().toImage()
    with qtbot.assertNotEmitted(table.lines_model.modelReset, wait=0):
        table.set_lines(list(lines), needle="muster")
    settle()
    assert (table.current_key(), table.selected_keys(), table.verticalScrollBar().value()) == (150, (150,), place)
    assert table.grab().toImage() != before
    changed = [*lines[:-1], Line(id=299, name="MUSTER, Zahra")]
    table.set_lines(changed)
    assert table.lines_model.lines == tuple(changed)


def test_rows_are_painted_whole_where_they_stand(table):
    table.set_lines([Line(id=i, name=f"MUSTER, {i:04}") for i in range(300)])
    table.set_current(2)
    table.verticalScrollBar().setValue(table.verticalScrollBar().value() + 7)
    settle()
    seen, ground = table.viewport().grab().toImage(), T.color("selected").name()
    rect = table.visualRect(table.lines_model.index(2, 0))
    grounds = [seen.pixelColor(x, rect.center().y() + 12).name() for x in (20, seen.width() // 2, seen.width() - 12)]
    assert grounds == [ground] * 3
    assert ground not in [seen.pixelColor(20, y).name() for y in (rect.top() - 4, rect.bottom() + 4)]


def test_several_lines_are_chosen_with_shift(table):
    table.set_current(1)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == (1, 2)
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_keys() == (1, 2, 3)


def test_a_click_on_a_title_sorts_and_the_hovered_row_is_known(table):
    table.horizontalHeader().sectionClicked.emit(1)
    assert table.lines_model.sorted_by == (1, False)
    QTest.mouseMove(table.viewport(), table.visualRect(table.lines_model.index(1, 0)).center())
    settle()
    assert table.hovered == 1


@pytest.mark.parametrize(("key", "text", "taken"), [(Qt.Key.Key_M, "m", False), (Qt.Key.Key_Down, "", True)])
def test_letters_are_left_to_the_search_of_the_page(table, key, text, taken):
    pressed = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    table.keyPressEvent(pressed)
    assert pressed.isAccepted() is taken


def test_a_line_can_be_copied_as_words(table):
    table.set_current(2)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("MUSTER, Amira K-0002")


def test_below_90_letters_a_row_has_two_lines_and_one_column(look, qtbot):
    look(zoom=2.0)
    view = TableView("Klienten", COLUMNS, key=lambda one: one.id, why=lambda one: "Treffer: Alias „Amira“")
    view.set_lines(LINES, needle="amira")
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    settle()
    assert [view.isColumnHidden(i) for i in range(3)] == [False, True, True]
    assert not view.horizontalHeader().isVisible()
    assert view.rowHeight(0) > 100
    assert view.grab().toImage().pixelColor(400, 5).isValid()


def test_a_fitted_table_shows_every_line_without_scrolling(table):
    table.fit()
    settle()
    assert table.verticalScrollBar().maximum() == 0


def test_a_table_of_3000_lines_is_shown_by_fixed_heights(table):
    table.set_lines([Line(id=i, name=f"MUSTER, {i:04}") for i in range(3000)])
    assert table.lines_model.rowCount() == 3000
    assert table.rowHeight(0) == table.rowHeight(2999) == table.verticalHeader().defaultSectionSize()


@pytest.fixture
def work(look, qtbot):
    """A shown list of four tasks in three groups."""
    look()
    view = TaskList("Aufgaben")
    view.set_rows(tasks())
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    view.activateWindow()
    view.setFocus()
    settle()
    return view


def test_tasks_stand_under_headings_with_their_number(work):
    assert [entry.spoken for entry in work.entries.entries if entry.key is None] == [
        "Überfällig, 1", "Heute, 2", "Diese Woche, 1"]
    assert work.current_key() == "a"


def test_arrows_skip_headings_and_ctrl_arrows_go_by_group(work):
    QTest.keyClick(work, Qt.Key.Key_Down)
    assert work.current_key() == "b"
    QTest.keyClick(work, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert work.current_key() == "d"
    QTest.keyClick(work, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert work.current_key() == "b"


@pytest.mark.parametrize(("key", "signal", "args"), [
    (Qt.Key.Key_Space, "done", ["a"]), (Qt.Key.Key_1, "snoozed", ["a", 1]), (Qt.Key.Key_7, "snoozed", ["a", 7]),
    (Qt.Key.Key_Return, "opened", ["a"])])
def test_each_command_of_a_row_has_a_key(work, qtbot, key, signal, args):
    with qtbot.waitSignal(getattr(work, signal)) as heard:
        QTest.keyClick(work, key)
    assert heard.args == args


def test_a_click_on_the_circle_is_done_and_a_click_on_the_words_is_not(work, qtbot):
    rect = work.visualRect(work.entries.index(3))
    with qtbot.assertNotEmitted(work.done, wait=20):
        QTest.mouseClick(work.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    with qtbot.waitSignal(work.done) as heard:
        QTest.mouseClick(work.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + type(rect.topLeft())(24, 18))
    assert heard.args == ["b"]


def test_the_current_task_stays_when_rows_change_and_where_it_goes_its_place_does(work):
    work.set_current("c")
    work.set_rows(tasks()[1:])
    assert work.current_key() == "c"
    work.set_rows(tasks()[:2])
    assert work.current_key() == "b"


def test_the_list_of_somebody_else_begins_at_its_top(work):
    work.set_current("c")
    work.set_rows([replace(task, key=f"other {task.key}") for task in tasks()])
    assert work.current_key() == "other a"


def test_the_thread_has_a_heading_for_each_month_and_says_entries_in_full(look, qtbot):
    look()
    view = Timeline("Verlauf")
    view.set_rows(thread())
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    settle()
    heads = [entry.title for entry in view.entries.entries if isinstance(entry, MonthHeading)]
    assert heads == ["November 2026", "Oktober 2026"]
    assert view.entries.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("02.11.2026 09:40. Vermittlung")


def test_an_entry_grows_when_the_thread_gets_narrower(look, qtbot):
    look()
    view = Timeline("Verlauf")
    view.set_rows(thread())
    qtbot.addWidget(view)
    view.show()
    heights = []
    for width in (900, 300):
        view.resize(width, 500)
        settle()
        heights.append(view.height_of(3))
    assert heights[0] < heights[1]
