"""Aufnahme by keyboard on a real file: ten fields with Enter only, drafts, refusals, taking in and taking back."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.store.queries import clients
from app.store.queries.intake import LastIntake
from app.ui.caret import caret_in
from app.ui.drafts import draft_of
from app.ui.intake_fields import topics
from app.ui.intake_form import IntakeForm
from app.ui.intake_page import IntakePage
from app.ui.intake_sheet import IntakeSheet
from app.ui.suggest import Suggested
from tests.ui.clientdesk import CTRL, NONE, SHIFT, Desk, Key, amira, fields, focused, press, record, type_in
from tests.ui.looks import cut, settle, too_wide


def sheet(desk: Desk) -> IntakeSheet:
    page = desk.window.desk.pages.page
    assert isinstance(page, IntakePage)
    found = desk.window.findChild(IntakeSheet)
    assert isinstance(found, IntakeSheet)
    return page._sheet or found


def only_client(desk: Desk) -> str:
    (line,) = clients.lines(desk.file)
    return line.client_id


def test_ten_fields_are_typed_with_enter_alone_and_taken_in(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    assert caret_in(sheet(d).form) == "family_name"
    # names, birth, sex, nationality, commune (ready-made), shelter, language, telephone, interpreter
    fields("MUSTER", "Ali", "", "5.3.2001", "m", "Syr", "", "GU Hafenstraße", "Arab", "0150 0000042", "Dol")
    press(Key.Key_Return, CTRL)
    taken = record(d.file, only_client(d)).client
    assert (taken.family_name, taken.given_name, taken.birth) == ("MUSTER", "Ali", PartialDate(2001, 3, 5))
    assert (taken.sex, taken.nationalities, taken.ags) == ("m", ("475",), "05315000")
    assert (taken.contact_language, taken.phone) == ("ara", "0150 0000042")
    home = record(d.file, only_client(d)).shelter
    assert home is not None and home.name == "GU Hafenstraße"
    assert taken.interpreter == "professional"
    assert d.window.desk.pages.current_id == "client"
    assert d.toast == "Aufgenommen."


def test_the_three_required_facts_are_enough(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("", "", "Abdul", "2001")
    press(Key.Key_Return, CTRL)
    page = record(d.file, only_client(d))
    assert page.client.aliases == ("Abdul",)
    assert page.client.birth == PartialDate(2001)
    assert page.state == "prospect"


def test_an_estimated_birth_is_echoed_in_words_before_leaving(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "", "")
    type_in("ca. 2001")
    assert sheet(d).form.box("birth").control.echo().startswith("etwa 2001 – geschätzt, etwa 25 Jahre")


def test_without_a_name_the_sentence_stands_at_the_name(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    sheet(d).form.focus("birth")
    type_in("2001")
    press(Key.Key_Return, CTRL)
    assert clients.lines(d.file) == ()
    assert caret_in(sheet(d).form) == "family_name"
    assert "ein Name" in focused().accessibleDescription()


def test_an_impossible_date_stays_is_marked_and_holds_nobody_up(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "", "", "31.2.2001")
    assert caret_in(sheet(d).form) == "sex"
    birth = sheet(d).form.box("birth")
    assert birth.control.text() == "31.2.2001"
    assert birth.control.targets()[0].property("state") == "error"
    press(Key.Key_Return, CTRL)
    assert clients.lines(d.file) == ()
    assert caret_in(sheet(d).form) == "birth"


def test_a_short_telephone_number_is_marked_but_the_person_can_be_taken_in_later_complete(
        desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "", "", "2001")
    sheet(d).form.focus("phone")
    fields("0150")
    assert sheet(d).form.box("phone").control.targets()[0].property("state") == "error"
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    page.take_in(later=True)
    settle()
    assert record(d.file, only_client(d)).client.phone == ""
    assert d.toast == "Aufgenommen. Nicht übernommen: Telefon."


def test_the_commune_of_the_last_intake_stands_ready_and_the_other_values_are_offered(
        desk: Callable[..., Desk]) -> None:
    d = desk()
    amira(d.file, ags="05111000")
    d.go("intake")
    form = sheet(d).form
    assert form.values()["ags"] == "05111000"
    assert form.box("ags").field.help == "wie bei der letzten Aufnahme"
    assert form.box("shelter").field.help == "zuletzt: GU Hafenstraße – Strg+,"
    assert form.box("contact_language").field.help == "zuletzt: Dari – Strg+,"


def test_the_second_person_of_a_shelter_needs_one_key_for_what_the_first_one_had(desk: Callable[..., Desk]) -> None:
    d = desk()
    amira(d.file, ags="05111000")
    d.go("intake")
    fields("MUSTER", "Ali", "", "2001", "m", "Syr", "")
    assert caret_in(sheet(d).form) == "shelter"
    press(Key.Key_Comma, CTRL)
    assert caret_in(sheet(d).form) == "contact_language"
    fields("Arab")
    press(Key.Key_Comma, CTRL)
    assert d.toast == "Wie bei der letzten Aufnahme: Zugangsweg."
    press(Key.Key_Return, CTRL)
    (ali,) = (line for line in clients.lines(d.file) if line.name == "MUSTER, Ali")
    shown = record(d.file, ali.client_id)
    assert (ali.shelter, ali.language, shown.case.access_route, ali.ags) == (
        "GU Hafenstraße", "ara", "outreach", "05111000")


def test_known_shelters_and_occupations_are_proposed_from_the_file(desk: Callable[..., Desk]) -> None:
    d = desk()
    amira(d.file, occupation="Schneiderin")
    last = LastIntake()
    found = {field.attribute: field.editor for topic in topics(d.file, last) for field in topic.fields}
    for name, typed, word in (("shelter", "hafen", "GU Hafenstraße"), ("occupation", "schn", "Schneiderin")):
        editor = found[name]
        assert isinstance(editor, Suggested) and editor.free
        assert list(editor.find(typed)) == [(word, word)]


def test_letters_that_come_before_the_first_field_are_not_lost(desk: Callable[..., Desk]) -> None:
    d = desk()
    form = IntakeForm(topics(d.file, LastIntake()))
    form.show()
    form.activateWindow()
    form.setFocus()
    QTest.qWaitForWindowActive(form)
    QTest.keyClicks(form, "MU")
    assert not form.has("family_name")
    assert form.texts()["family_name"] == "MU"


def test_the_draft_is_kept_within_a_second_with_the_field_that_has_the_caret(
        desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER")
    type_in("Am")
    qtbot.waitUntil(lambda: draft_of(d.file, "intake") is not None, timeout=1000)
    qtbot.waitUntil(lambda: (kept := draft_of(d.file, "intake")) is not None and kept.cursor == "given_name:2")
    kept = draft_of(d.file, "intake")
    assert kept is not None and kept.content["texts"]["given_name"] == "Am"


def test_a_draft_left_behind_comes_back_with_raw_texts_and_caret(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.file.save_draft("intake", {"texts": {"family_name": "MUSTER", "birth": "31.2.", "room": "12"}}, "birth")
    d.go("intake")
    form = sheet(d).form
    assert form.texts()["birth"] == "31.2."
    assert form.topics[3].opened
    assert caret_in(form) == "birth"


def test_changing_the_text_size_keeps_what_is_typed(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER")
    type_in("Am")
    d.window.zoom(1)
    settle()
    assert sheet(d).form.texts()["given_name"] == "Am"
    assert caret_in(sheet(d).form) == "given_name"


def test_taking_in_ends_the_draft_and_undo_brings_the_form_back(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "Amira", "", "2003")
    press(Key.Key_Return, CTRL)
    assert draft_of(d.file, "intake") is None
    d.window.desk.strip.undo()
    settle()
    assert clients.lines(d.file) == ()
    assert d.window.desk.pages.current_id == "intake"
    assert sheet(d).form.texts()["given_name"] == "Amira"


def test_discarding_can_be_taken_back(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER")
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    page.discard()
    assert sheet(d).form.texts()["family_name"] == ""
    d.window.desk.strip.undo()
    settle()
    assert sheet(d).form.texts()["family_name"] == "MUSTER"


def test_a_name_searched_in_vain_stands_in_the_form(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake", name="MUSTER, Amira")
    assert (sheet(d).form.texts()["family_name"], sheet(d).form.texts()["given_name"]) == ("MUSTER", "Amira")


def test_like_names_are_listed_without_taking_the_keyboard(desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    amira(d.file)
    d.go("intake")
    fields("Muster")
    type_in("Amira")
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    qtbot.waitUntil(lambda: bool(page._similar.hits))
    assert [hit.name for hit in page._similar.hits] == ["MUSTER, Amira"]
    assert isinstance(focused(), QLineEdit) and caret_in(sheet(d).form) == "given_name"
    press(Key.Key_F2)
    assert focused().accessibleName() == "Akte von MUSTER, Amira öffnen"


def test_shift_enter_goes_back_over_the_border_of_a_topic(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    sheet(d).form.focus("ags")
    press(Key.Key_Return, SHIFT)
    assert caret_in(sheet(d).form) == "nationality"
    press(Key.Key_Return, NONE)
    assert caret_in(sheet(d).form) == "ags"


def test_ctrl_down_opens_the_next_topic(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    for expected in ("ags", "paper_kind", "original_script"):
        press(Key.Key_Down, CTRL)
        assert caret_in(sheet(d).form) == expected


def test_enter_in_the_last_open_field_reaches_the_button(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    sheet(d).form.focus("paper_work_permission")
    press(Key.Key_Return)
    assert focused().accessibleName() == "Aufnehmen"


def test_the_ring_counts_the_twelve_facts(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("intake")
    fields("MUSTER", "Amira", "", "2003")
    page = d.window.desk.pages.page
    assert isinstance(page, IntakePage)
    assert page._count.text() == "4 von 12 Angaben"


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_nothing_is_cut(desk: Callable[..., Desk], zoom: float) -> None:
    d = desk(zoom)
    d.go("intake")
    assert cut(d.window.desk.pages) == []
    assert too_wide(d.window.desk.pages) == []


def test_enter_in_the_open_proposals_takes_the_first_and_goes_on(desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    d.go("intake")
    sheet(d).form.focus("nationality")
    type_in("afg")
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.isVisible()
    qtbot.keyClick(popup, Key.Key_Return)
    settle()
    assert QApplication.activePopupWidget() is None
    assert sheet(d).form.values()["nationality"] == "423"
    assert caret_in(sheet(d).form) == "ags"


def test_topics_that_come_late_stand_in_their_place_for_the_tab_key(desk: Callable[..., Desk], qtbot: QtBot) -> None:
    d = desk()
    d.go("intake")
    form = sheet(d).form
    qtbot.waitUntil(lambda: form.whole)
    form.focus("nationality")
    stops = []
    for _turn in range(3):
        press(Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops[0].accessibleName() == "Erreichbarkeit, offen"
    assert stops[1:] == [form.box(name).control.targets()[0] for name in ("ags", "shelter")]
    form.focus("paper_work_permission")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    assert not form.isAncestorOf(QApplication.focusWidget()), "the closed topic has one stop, then the acts follow"


def test_whoever_asks_for_all_of_the_form_gets_it_before_the_window_goes_on(desk: Callable[..., Desk]) -> None:
    form = IntakeForm(topics(desk().file, LastIntake(ags="05315000")))
    form.set_values({"ags": "05315000"})
    assert not form.whole
    assert form.values()["ags"] == "05315000"
    assert form.whole and tuple(form.texts()) == form.names
