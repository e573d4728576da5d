"""What somebody tired meets on Aufnahme by keyboard: missing facts, Arabic letters, the way to the acts and back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.ui import paint
from app.ui.caret import cursor_in
from app.ui.components import Banner
from app.ui.focus import areas_of
from app.ui.intake_form import IntakeForm
from app.ui.intake_page import IntakePage
from app.ui.theme import T
from app.ui.timeline import Timeline, TimelineRow
from tests.ui.clientdesk import CTRL, NONE, SHIFT, Desk, Key, amira, fields, focused, press, type_in
from tests.ui.looks import settle


def form(desk: Desk) -> IntakeForm:
    found = desk.window.findChild(IntakeForm)
    assert isinstance(found, IntakeForm)
    assert found.forms
    return found


def note(desk: Desk, attribute: str) -> str:
    return form(desk).box(attribute).control.targets()[0].accessibleDescription()


def test_an_empty_form_asks_for_the_name_first_and_for_each_missing_fact_in_its_own_words(
        desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    press(Key.Key_Return, CTRL)
    assert focused() is form(d).box("family_name").control.targets()[0]
    assert note(d, "family_name").startswith("Es fehlt ein Name.")
    # there is nothing before that would stay
    assert note(d, "birth") == "Es fehlt das Geburtsjahr. Ein geschätztes Jahr genügt, zum Beispiel „ca. 2001“."
    fields("MUSTER")
    press(Key.Key_Return, CTRL)
    assert focused() is form(d).box("birth").control.targets()[0]


def test_arabic_letters_in_a_refused_word_do_not_turn_the_german_sentence_round(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    form(d).focus("nationality")
    type_in("عبدول")
    press(Key.Key_Return, NONE)
    said = next(one for one in form(d).box("nationality").findChildren(QLabel) if "steht nicht" in one.text())
    assert "„\u2068عبدول\u2069“" in said.text()


def test_f6_leads_from_the_middle_of_the_form_to_the_acts(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    form(d).focus("phone")
    press(Key.Key_F6, NONE)
    assert focused().text() == "Verwerfen"


def test_the_sentence_below_the_field_with_the_keyboard_is_in_view(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    for attribute in ("paper_valid_to", "family_name", "phone"):
        form(d).focus(attribute)
        settle()
        box = form(d).box(attribute)
        area = areas_of(box)[0]
        top = box.mapTo(area.viewport(), box.rect().topLeft()).y()
        assert top >= 0 and top + box.height() <= area.viewport().height(), attribute


def test_f2_leads_to_the_first_hit_and_back_and_whoever_is_somebody_else_gives_the_caret_back(
        desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    amira(d.file)
    d.go("intake")
    fields("Muster")
    type_in("Amira")
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    qtbot.waitUntil(lambda: bool(page._similar.hits))
    press(Key.Key_F2)
    press(Key.Key_F2)
    assert cursor_in(form(d)) == "given_name:5"
    press(Key.Key_F2)
    press(Key.Key_Tab)
    assert focused().accessibleName() == "MUSTER, Amira ist jemand anderes"
    press(Key.Key_Space)
    type_in("h")
    assert form(d).box("given_name").control.text() == "Amirah"


def test_an_impossible_value_nobody_needs_says_how_to_take_the_person_in_without_it(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "", "", "2001")
    form(d).focus("phone")
    fields("015")
    press(Key.Key_Return, CTRL)
    assert focused() is form(d).box("phone").control.targets()[0]
    (said,) = [one for one in d.window.findChildren(Banner) if one.isVisible()]
    assert said.sentence == ("Noch nicht möglich: Telefon. „Später ergänzen“ (Strg+Umschalt+Eingabe) nimmt die Person "
                             "ohne diese Angabe auf.")
    press(Key.Key_Return, CTRL | SHIFT)
    assert d.toast == "Aufgenommen. Nicht übernommen: Telefon."


def test_a_hit_that_is_taken_back_goes_from_the_panel(desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    amira(d.file)
    d.go("intake", name="Muster, Amira")
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    qtbot.waitUntil(lambda: bool(page._similar.hits))
    d.file.undo()
    settle()
    assert page._similar.hits == ()
    assert not [one for one in d.window.findChildren(QPushButton) if one.text() == "Akte öffnen"]


def test_a_folded_topic_opens_for_the_caret_that_comes_back(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    form(d).focus("phone")
    type_in("0150 00")
    page = d.window.desk.pages.page
    assert page is not None and page.may_leave()
    form(d).topics[1].toggle()
    # „Neue Person“ is asked for where one is
    d.go("intake")
    assert focused() is form(d).box("phone").control.targets()[0] and focused().isVisible()


def test_the_time_below_the_day_has_room_in_an_entry_of_one_line(desk: Callable[..., Desk]) -> None:
    d = desk()
    thread = Timeline("Verlauf")
    entry = TimelineRow(key="a", on=d.file.today(), time="01:33", sign="flag", kind="info", title="Aufgenommen")
    assert thread.measure(entry, 800) >= T.px(9 + 18) + paint.line_height("caption") + T.px(8)
    assert thread.measure(replace(entry, time=""), 800) < thread.measure(entry, 800)
