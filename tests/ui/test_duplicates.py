"""The panel of Aufnahme, the list of pairs and the two files side by side, by keyboard on a real file."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import PartialDate
from app.store.queries import client as clients
from app.store.queries import clients as lists
from app.store.queries import duplicates
from app.ui.client_page import ClientPage
from app.ui.drafts import draft_of
from app.ui.duplicates_page import DuplicatesPage
from app.ui.intake_page import IntakePage
from app.ui.merge_page import MergePage
from app.ui.shell import PageEntry
from app.usecases import casework, intake
from tests.ui.clientdesk import CTRL, Desk, Key, fields, focused, press, texts, type_in
from tests.ui.looks import cut, settle, too_wide


def ali(file, **more: object) -> str:
    return intake.take_in(file, {"family_name": "Hassan", "given_name": "Ali", "birth": PartialDate(2001, 5, 3),
                                 "ags": "05315000", **more})


def twin(file, **more: object) -> str:
    return ali(file, family_name="Ali", given_name="Hassan", birth=PartialDate(2001, 3, 5), **more)


@pytest.fixture
def two(desk: Callable[..., Desk]) -> Callable[..., Desk]:
    def made(**more: object) -> Desk:
        d = desk(**more)
        d.window.add_pages([
            PageEntry(id="duplicates", label="Mögliche Dubletten", icon="users", shown=False,
                      factory=lambda shell: DuplicatesPage(shell, d.file)),
            PageEntry(id="merge", label="Akten zusammenführen", icon="users", shown=False,
                      factory=lambda shell: MergePage(shell, d.file))])
        return d
    return made


def looked(d: Desk) -> None:
    """The worker has read everybody and the panel has looked."""
    settle()
    page = d.window.desk.pages.page
    if isinstance(page, IntakePage):
        page._similar._timer.stop()
        page._similar._look()
    settle()


def button(d: Desk, word: str) -> QPushButton:
    return next(one for one in d.window.desk.pages.findChildren(QPushButton) if one.isVisible() and one.text() == word)


def test_the_person_typed_the_other_way_round_is_shown_with_reasons_and_holds_nobody_up(two):
    d = two()
    there = ali(d.file)
    d.go("intake")
    looked(d)
    assert "Gibt es die Person schon?" not in texts(d)
    fields("Ali", "Hassan", "")
    type_in("05.03.2001")
    before = focused()
    looked(d)
    assert focused() is before
    shown = texts(d)
    assert {"Gibt es die Person schon?", "1 mögliche", "Hassan, Ali"} <= set(shown)
    chips = [one.accessibleName() for one in d.window.desk.pages.page._similar.findChildren(QWidget)
             if type(one).__name__ == "StatusPill"]
    assert chips == ["Namen vertauscht", "Tag und Monat vertauscht"]
    press(Key.Key_F2)
    assert focused() is button(d, "Akte öffnen")
    press(Key.Key_Space)
    page = d.window.desk.pages.page
    assert isinstance(page, ClientPage) and page.client_id == there


def test_a_birth_year_alone_shows_nobody(two):
    d = two()
    ali(d.file)
    d.go("intake")
    d.window.desk.pages.page._sheet.form.focus("birth")
    type_in("2001")
    looked(d)
    assert d.window.desk.pages.page._similar.hits == ()


def test_somebody_else_is_kept_with_the_draft_and_never_suggested_again(two):
    d = two()
    there = ali(d.file)
    d.go("intake")
    fields("Ali", "Hassan", "", "05.03.2001")
    looked(d)
    button(d, "Ist jemand anderes").click()
    settle()
    page = d.window.desk.pages.page
    assert page._similar.hits == ()
    page._sheet.flush()
    assert draft_of(d.file, "intake").content["others"] == [there]
    d.window.desk.rebuild()
    looked(d)
    assert d.window.desk.pages.page._similar.hits == ()
    press(Key.Key_Return, CTRL)
    assert lists.how_many(d.file) == 2 and duplicates.pairs(d.file) == ()


def test_an_alias_is_completed_by_what_was_typed_without_a_second_file(two):
    d = two()
    alias = ali(d.file, family_name="", given_name="", aliases=("Abdul",), birth=PartialDate(2001))
    d.go("intake")
    fields("MUSTER", "Kim", "Abdul", "2001")
    looked(d)
    assert "Dort fehlt noch: Familienname, Vorname" in texts(d)
    button(d, "Diese Person vervollständigen").click()
    settle()
    page = d.window.desk.pages.page
    assert isinstance(page, ClientPage) and page.client_id == alias
    assert d.toast == "Ergänzt: Familienname, Vorname."
    assert clients.page(d.file, alias).client.family_name == "MUSTER"
    assert lists.how_many(d.file) == 1 and draft_of(d.file, "intake") is None


def test_pairs_are_compared_with_enter_and_told_apart_with_entf(two):
    d = two()
    ali(d.file)
    twin(d.file)
    d.go("duplicates")
    looked(d)
    page = d.window.desk.pages.page
    page.first_focus().setFocus()
    press(Key.Key_Return)
    assert isinstance(d.window.desk.pages.page, MergePage)
    d.go("duplicates")
    looked(d)
    page.first_focus().setFocus()
    press(Key.Key_Delete)
    looked(d)
    assert page._lines == () and "Keine möglichen Dubletten" in texts(d)
    assert d.toast == "Hassan, Ali und Ali, Hassan sind zwei Personen."
    d.file.undo()
    looked(d)
    assert len(page._lines) == 1


def test_fields_are_chosen_with_arrows_and_one_act_makes_one_file(two):
    d = two()
    keep, give = ali(d.file, phone="0199 1234567"), twin(d.file, sex="m", shelter="GU Hafenstraße", room="12")
    d.go("merge", keep=keep, give=give)
    page = d.window.desk.pages.page
    assert isinstance(page, MergePage)
    shown = {row.key: row for row in page.list.entries.entries}
    assert list(shown)[:2] == ["family_name", "given_name"] and "ags" not in shown
    assert {key for key, row in shown.items() if row.right} == {"sex", "accommodation_id", "room"}
    assert "1 Fall" in texts(d)
    page.list.setFocus()
    page.list.set_current("birth")
    press(Key.Key_Right)
    assert page.list.entries.entries[2].spoken == (
        "Geburtsdatum: links 03.05.2001, rechts 05.03.2001. Es bleibt 05.03.2001.")
    page.list.set_current("room")
    press(Key.Key_Left)
    press(Key.Key_Return, CTRL)
    client = clients.page(d.file, keep).client
    assert (client.birth, client.sex, client.phone) == (PartialDate(2001, 3, 5), "m", "0199 1234567")
    assert (client.accommodation_id, client.room) == (None, "")
    assert client.aliases == ("Hassan Ali", "K-0002")
    assert "Zusammengeführt am 03.11.2026 mit K-0002." in texts(d)
    button(d, "Rückgängig").click()
    settle()
    assert lists.how_many(d.file) == 2 and clients.page(d.file, keep).client.sex == "unknown"
    assert "Zusammengeführt am 03.11.2026 mit K-0002." not in texts(d)


def test_turning_the_sides_keeps_what_was_chosen(two):
    d = two()
    keep, give = ali(d.file, phone="0199 1"), twin(d.file, sex="m")
    d.go("merge", keep=keep, give=give)
    page = d.window.desk.pages.page
    before = {row.key: row.right_value if row.right else row.left_value for row in page.list.entries.entries}
    page.list.setFocus()
    press(Key.Key_T, CTRL)
    after = {row.key: row.right_value if row.right else row.left_value for row in page.list.entries.entries}
    assert page.where() == {"keep": give, "give": keep} and before == after


def test_a_file_that_went_meanwhile_is_said_and_two_persons_can_be_told_apart(two):
    d = two()
    keep, give = ali(d.file), twin(d.file)
    d.go("merge", keep=keep, give="gone")
    assert "Eine der beiden Akten ist nicht mehr da" in texts(d)
    d.go("merge", keep=keep, give=give)
    casework.change_client(d.file, keep, mail="a@example.org")
    settle()
    button(d, "Kein Duplikat").click()
    looked(d)
    assert isinstance(d.window.desk.pages.page, DuplicatesPage) and duplicates.pairs(d.file) == ()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut(two, zoom):
    d = two(zoom=zoom)
    keep = ali(d.file, shelter="Gemeinschaftsunterkunft an der Hafenstraße beim alten Zollamt", phone="0199 1234567")
    give = twin(d.file, occupation="Bürokauffrau mit Zusatzausbildung", sex="m")
    for where in ({"page_id": "duplicates"}, {"page_id": "merge", "keep": keep, "give": give}):
        d.go(**where)
        looked(d)
        assert cut(d.window.desk.pages) == [] and too_wide(d.window.desk.pages) == []
