"""Own values in the settings by keyboard: added with their assignment, changed, retired; the report leads there."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.codes import code_list
from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.queries import local_codes as stored
from app.ui.choice import ChoiceControl
from app.ui.client_fields import REMOVED, choice, word
from app.ui.components import Banner
from app.ui.export_page import ExportPage
from app.ui.office import Office
from app.ui.settings_page import SettingsPage
from app.ui.settings_values import ValuesPart
from app.ui.shell import PageEntry
from app.ui.window import Window
from app.usecases import casework, local_codes
from tests.ui.clientdesk import CTRL, Key, fields, focused, press, type_in
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away, Clock, person, work_done


def opened(on_pages: Callable[..., Window], file: CaseFile, away: Away, **look: object) -> tuple[Window, ValuesPart]:
    window = on_pages({"away": lambda _shell: away, "export": lambda shell: ExportPage(shell, file)}, **look)
    window.add_pages([PageEntry(id="settings", label="Einstellungen", icon="settings",
                                factory=lambda shell: SettingsPage(shell, file, window))])
    local_codes.follow(file)
    window.desk.go("settings", part="values")
    settle()
    return window, window.findChildren(ValuesPart)[-1]


def test_a_value_is_added_with_its_assignment_changed_retired_and_removed(
    on_pages: Callable[..., Window], file: CaseFile, away: Away,
) -> None:
    window, part = opened(on_pages, file, away)
    part.own.start()
    fields("Sprachcafé", "ehrenamt")
    press(Key.Key_Return, CTRL)
    (made,) = stored.own(file)
    assert (made.list_name, made.label, made.counts_as) == ("access_route", "Sprachcafé", "volunteers")
    assert made.code in {code.id for code in code_list("access_route").active()}
    part.own.form.focus("label")
    press(Key.Key_A, CTRL)
    fields("Café")
    assert code_list("access_route").label(made.code) == "Café"
    part.retire(made)
    assert not [code for code in code_list("access_route").active() if code.id == made.code]
    window.desk.strip.undo()
    settle()
    part.remove(made)
    assert stored.own(file) == ()
    assert word("access_route", made.code) == REMOVED


def test_the_tab_key_goes_on_to_the_acts_after_an_assignment_is_saved(
    on_pages: Callable[..., Window], file: CaseFile, away: Away,
) -> None:
    local_codes.add(file, list_name="access_route", label="Sprachcafé")
    _window, part = opened(on_pages, file, away)
    part.own.form.focus("counts_as")
    type_in("Ehrenamt")
    press(Key.Key_Tab)
    assert [value.counts_as for value in stored.own(file)] == ["volunteers"]
    assert focused().text() == "Nicht mehr anbieten"


def test_each_list_has_its_own_values_and_what_is_not_assigned_is_told(
    on_pages: Callable[..., Window], file: CaseFile, away: Away,
) -> None:
    local_codes.add(file, list_name="access_route", label="Sprachcafé", counts_as="volunteers")
    local_codes.add(file, list_name="flag_kind", label="Hund")
    window, part = opened(on_pages, file, away, zoom=2.0)
    assert part.list_name == "flag_kind"
    assert any("Merker" in one.sentence for one in part.findChildren(Banner) if one.isVisible())
    part.tabs.choose("access_route")
    settle()
    assert [v.label for v in part.own._records] == ["Sprachcafé"] and part.own.form.values() == {
        "label": "Sprachcafé", "counts_as": "volunteers"}
    assert cut(window) == [] and too_wide(window) == []


def test_a_value_that_is_no_longer_offered_stays_the_answer_it_was(file: CaseFile, qtbot: object) -> None:
    local_codes.follow(file)
    made = local_codes.add(file, list_name="accommodation", label="Hotel", counts_as="other")
    more = local_codes.add(file, list_name="access_route", label="Sprachcafé", counts_as="other")
    local_codes.retire(file, made)
    local_codes.retire(file, more)
    for name, identity in (("accommodation", made), ("access_route", more)):
        control = choice(name).build()
        box = control.findChild(QComboBox)
        assert box is not None
        assert box.findText(word(name, f"own:{identity}")) == -1
        control.set_value(f"own:{identity}")
        assert (control.value(), box.currentText()) == (f"own:{identity}", word(name, f"own:{identity}"))
        control.set_value("other")
        assert control.value() == "other"
        control.set_text(f"own:{identity}")
        assert control.text() == f"own:{identity}"
        control.set_value(None)
        assert control.value() is None and box.findText(word(name, f"own:{identity}")) == -1


def test_a_report_that_waits_leads_to_the_assignment(
    on_pages: Callable[..., Window], file: CaseFile, away: Away, clock: Clock,
) -> None:
    made = local_codes.add(file, list_name="access_route", label="Sprachcafé")
    casework.change_case(file, person(file, clock, "Amira"), access_route=f"own:{made}")
    window, _part = opened(on_pages, file, away)
    window.desk.go("export")
    work_done(window)
    press(Key.Key_Return)
    work_done(window)
    (assign,) = [one for one in window.findChildren(QPushButton) if one.isVisible() and one.text() == "Zuordnen"]
    assign.click()
    settle()
    (part,) = [one for one in window.findChildren(ValuesPart) if one.isVisible()]
    part.own.form.focus("counts_as")
    type_in("ehrenamt")
    press(Key.Key_Return)
    assert stored.own(file)[0].counts_as == "volunteers"


def test_pages_that_are_open_already_offer_a_new_word_and_lose_it_with_undo(
    qapp: QApplication, qtbot: QtBot, file: CaseFile,
) -> None:
    office = Office(qapp, Settings(theme="light"), lambda _settings: None, file)
    qtbot.addWidget(office.window)
    office.window.show()
    pages = office.window.desk.pages

    def offered(page: str = "") -> bool:
        if page:
            office.window.desk.go(page)
        settle()
        boxes = pages._built[pages.current_id].findChildren(ChoiceControl)
        return any("Sprachcafé" in box._words.values() for box in boxes)

    assert not offered("intake") and not offered("settings")
    local_codes.add(file, list_name="access_route", label="Sprachcafé", counts_as="volunteers")
    assert offered("intake")
    file.undo()
    assert not offered()
    office.window.desk.problems.remove()
    office.window.close()
