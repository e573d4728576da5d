"""Forms: what is committed and when, what an error does, and how the keyboard goes on."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from app.domain.errors import UserError
from app.ui.choice import Choice
from app.ui.client_fields import birth_day
from app.ui.controls import button
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import column, holder
from tests.ui.looks import settle
from tests.ui.parts import COUNTRIES, FIELDS


@pytest.fixture
def form(look, qtbot):
    """The form of the component page in a window of its own, with what it committed."""
    look()
    view = FormView(FIELDS)
    view.set_values({"family": "MUSTER", "closed": "alt"})
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.activateWindow()
    settle()
    view.log = []
    view.committed.connect(lambda attribute, value: view.log.append((attribute, value)))
    return view


def line(form: FormView, attribute: str) -> QLineEdit:
    return form.box(attribute).control.targets()[0]


def retype(form: FormView, attribute: str, text: str) -> None:
    form.focus(attribute)
    settle()
    target = line(form, attribute)
    target.lineEdit().selectAll() if isinstance(target, QComboBox) else target.selectAll()
    QTest.keyClicks(target, text)


def leave(form: FormView) -> None:
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), Qt.Key.Key_Tab)
    settle()


def note(form: FormView, attribute: str) -> str:
    return line(form, attribute).accessibleDescription()


def test_leaving_a_changed_field_commits_its_value_once(form):
    retype(form, "due", "10.11.2026")
    leave(form)
    form.focus("due")
    leave(form)
    assert form.log == [("due", date(2026, 11, 10))]


def test_leaving_an_unchanged_field_commits_nothing(form):
    form.focus("family")
    leave(form)
    assert form.log == []


def test_a_date_is_echoed_in_words_while_it_is_typed(form):
    assert note(form, "due") == "zum Beispiel 05.03.2027"
    retype(form, "due", "10.11.2026")
    assert note(form, "due") == "am 10.11. – 2026"


def test_an_invalid_value_stays_marked_and_lets_the_focus_go(form):
    retype(form, "due", "31.02.2026")
    assert line(form, "due").property("state") in (None, "")
    leave(form)
    assert form.log == []
    assert line(form, "due").text() == "31.02.2026"
    assert line(form, "due").property("state") == "error"
    assert note(form, "due") == "Den Tag „31.02.2026“ gibt es nicht."
    assert not line(form, "due").hasFocus()


def test_an_error_goes_while_the_value_becomes_right(form):
    retype(form, "due", "31.02.2026")
    leave(form)
    retype(form, "due", "28.02.2026")
    assert line(form, "due").property("state") == ""


def test_nothing_jumps_when_an_error_comes(form):
    before = form.box("needs").pos(), form.box("due").height()
    form.box("children").show_error("Hier passt eine ganze Zahl von 0 bis 20.")
    settle()
    assert (form.box("needs").pos(), form.box("due").height()) == before


def test_an_emptied_required_field_keeps_the_saved_value(form):
    retype(form, "family", " ")
    leave(form)
    assert form.log == []
    assert note(form, "family").startswith("Diese Angabe wird gebraucht.")


def test_fields_that_come_later_have_what_was_put_into_them_and_their_place_in_the_order_of_keys(look, qtbot):
    look()
    view = FormView([Field(name, name, Text()) for name in "abcdefg"], at_once=2)
    after = button("weiter")
    ground = holder(column(view, after))
    qtbot.addWidget(ground)
    ground.show()
    ground.activateWindow()
    assert view.findChildren(QLineEdit) == [line(view, "a"), line(view, "b")]
    view.set_values({"a": "1", "f": "2"})
    view.set_texts({"g": "3"})
    view.focus("b")
    qtbot.waitUntil(lambda: len(view.findChildren(QLineEdit)) == 7 and line(view, "g").isVisible())
    assert view.values() == {"a": "1", "b": "", "c": "", "d": "", "e": "", "f": "2", "g": "3"}
    for name in "cdefg":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert line(view, name).hasFocus(), name
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_who_asks_for_a_field_that_is_still_to_come_has_it(look, qtbot):
    look()
    for ask in (lambda v: v.box("g"), lambda v: v.texts(), lambda v: v.check(), lambda v: v.advance("a", 1)):
        view = FormView([Field(name, name, Text()) for name in "abcdefg"], at_once=1)
        qtbot.addWidget(view)
        ask(view)
        assert list(view.texts()) == list("abcdefg")


def test_enter_goes_to_the_next_field_and_past_the_last_one_the_form_is_finished(look, qtbot):
    look()
    view = FormView((Field("a", "A", Text()), Field("b", "B", Text())))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    view.focus("a")
    settle()
    QTest.keyClick(line(view, "a"), Qt.Key.Key_Return)
    assert line(view, "b").hasFocus()
    QTest.keyClick(line(view, "b"), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert line(view, "a").hasFocus()
    view.focus("b")
    with qtbot.waitSignal(view.finished, timeout=500):
        QTest.keyClick(line(view, "b"), Qt.Key.Key_Return)


def test_a_refusal_of_saving_stands_below_the_field(look, qtbot):
    look()

    def refuse(_attribute: str, _value: object) -> None:
        raise UserError("Diese Nummer hat schon {name}.", name="K-0001")

    view = FormView((Field("number", "Nummer", Text()),), save=refuse)
    qtbot.addWidget(view)
    log = []
    view.committed.connect(lambda *what: log.append(what))
    line(view, "number").setText("K-0001")
    assert view.commit() is False
    assert (log, note(view, "number")) == ([], "Diese Nummer hat schon K-0001.")


def test_a_click_on_a_button_saves_the_field_with_the_focus_first(look, qtbot):
    look()
    order = []
    view = FormView((Field("a", "A", Text()),), save=lambda attribute, value: order.append(value))
    save = button("Weiter", call=lambda: order.append("clicked"))
    whole = holder(column(view, save))
    qtbot.addWidget(whole)
    whole.show()
    whole.activateWindow()
    view.focus("a")
    settle()
    QTest.keyClicks(line(view, "a"), "neu")
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert order == ["neu", "clicked"]
    assert line(view, "a").hasFocus()


def test_a_new_saved_value_does_not_overwrite_what_is_being_typed(form):
    retype(form, "given", "Ami")
    form.set_values({"given": "Anna", "family": "MUSTER-NEU"})
    assert (line(form, "given").text(), line(form, "family").text()) == ("Ami", "MUSTER-NEU")


def test_values_leave_out_what_is_invalid_and_texts_keep_it(form):
    line(form, "due").setText("31.02.2026")
    assert "due" not in form.values()
    texts = form.texts()
    assert texts["due"] == "31.02.2026"
    form.set_texts(texts | {"needs": "s\nk", "sex": "w", "allowed": "False", "country": "Syr"})
    values = form.values()
    assert (values["needs"], values["sex"], values["allowed"], values["country"]) == (("s", "k"), "w", False, "018")


def test_chips_commit_at_once_and_a_second_click_takes_the_answer_back(form):
    yes, no = form.box("allowed").control.targets()
    for chip in (yes, no, no):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert form.log == [("allowed", True), ("allowed", False), ("allowed", None)]


@pytest.mark.parametrize(("typed", "log"), [("zwei", []), ("21", []), ("-1", []), ("20", [("children", 20)])])
def test_a_number_has_its_range(form, typed, log):
    retype(form, "children", typed)
    leave(form)
    assert form.log == log


@pytest.mark.parametrize(("typed", "found"), [
    ("athiopien", "007"), ("Ägy", "001"), ("cote d", "009"), ("ukraine", "020")])
def test_a_long_list_is_found_by_typing_with_or_without_accents(form, typed, found):
    retype(form, "country", typed)
    leave(form)
    assert form.log == [("country", found)]
    assert line(form, "country").currentText() == dict(COUNTRIES)[found]


def test_a_word_that_is_in_no_list_is_an_error_and_no_new_entry(form):
    retype(form, "country", "Atlantis")
    leave(form)
    assert form.log == []
    assert "Atlantis" in note(form, "country")
    assert line(form, "country").findText("Atlantis") == -1


def test_the_completion_offers_what_holds_the_typed_part_and_takes_the_chosen_one(form):
    retype(form, "country", "ien")
    completer = line(form, "country").completer()
    offered = [completer.completionModel().index(i, 0).data() for i in range(completer.completionModel().rowCount())]
    assert "Albanien" in offered and "Irak" not in offered
    completer.activated.emit("Albanien")
    assert form.log == [("country", "002")]


def test_frequent_entries_stand_first(look, qtbot):
    look()
    control = Choice(options=COUNTRIES, frequent=("018", "000")).build()
    box = control.targets()[0]
    qtbot.addWidget(control)
    assert box.count() == 0, "a list nobody looks at is not read"
    control.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert [box.itemText(i) for i in range(5)] == ["Syrien", "Afghanistan", "", "Ägypten", "Albanien"]


def test_every_control_has_a_name_and_required_ones_say_so(form):
    assert line(form, "family").accessibleName() == "Familienname oder Alias, Pflichtangabe"
    yes = form.box("allowed").control.targets()[0]
    assert yes.accessibleName() == "Nachricht erlaubt: Ja"


def test_a_read_only_field_says_why_and_is_never_committed(form):
    line(form, "closed").setText("neu")
    assert form.commit() and form.log == []
    assert note(form, "closed") == "Die Akte ist übergeben am 01.10.2026."


@pytest.mark.parametrize(("width", "beside"), [(900, 3), (420, 2), (200, 1)])
def test_as_many_fields_stand_in_a_line_as_have_room(form, width, beside):
    form.resize(width, 900)
    settle()
    top = form.box("due").y()
    assert sum(form.box(name).y() == top for name in ("due", "sex", "country")) == beside


def test_check_names_what_is_missing_and_goes_there(look, qtbot):
    look()
    view = FormView((Field("a", "A", Text()), Field("b", "B", Text(), required=True)))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    settle()
    assert view.check() is False
    settle()
    assert line(view, "b").hasFocus()


@pytest.mark.parametrize("width", [180, 205, 230, 260, 340])
def test_a_day_that_does_not_exist_moves_no_field_below(look, qtbot, width):
    look()
    view = FormView((Field("birth", "Geburtsdatum", birth_day(lambda: date(2026, 11, 3))), Field("b", "B", Text())))
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.show()
    settle()
    below = view.box("b").y()
    view.set_texts({"birth": "31.2.2001"})
    assert view.commit() is False
    settle()
    assert "28.02.2001" in note(view, "birth")
    assert view.box("b").y() == below


def test_a_field_that_was_narrow_gives_the_room_back_when_it_is_wide(look, qtbot):
    look()
    view = FormView((Field("birth", "Geburtsdatum", birth_day(lambda: date(2026, 11, 3)), width="full",
                           help="zum Beispiel 2001 oder 5.3.01"),))
    qtbot.addWidget(view)
    heights = []
    view.show()
    for width in (600, 180, 600):
        view.resize(width, 400)
        settle()
        heights.append(view.box("birth").minimumSizeHint().height())
    assert heights[0] == heights[2] < heights[1]


def test_a_hidden_field_is_left_out_of_the_round(form):
    form.show_field("given", False)
    form.advance("family", 1)
    settle()
    assert line(form, "due").hasFocus()
