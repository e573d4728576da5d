"""Matching as a person uses it: what fits somebody and why, a fact that is asked on the way, a need that nothing
answers, and who fits an offering. By keyboard on a real file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.identity import new_id
from app.domain.listing import listed
from app.domain.matching import RULE
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import referral as people
from app.ui.caret import caret_in
from app.ui.catalogue_page import CataloguePage
from app.ui.client_page import ClientPage
from app.ui.drafts import DraftKeeper
from app.ui.match_conditions import ConditionList
from app.ui.match_people import MatchPeoplePage
from app.ui.match_rows import RankedOffers, RankedPeople
from app.ui.referral_page import ReferralPage
from app.ui.window import Window
from app.usecases import casework, referral
from tests import matches
from tests.ui import office
from tests.ui.clientdesk import case_of, opened_amira
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import key, named, press, texts, typed

CTRL = Qt.KeyboardModifier.ControlModifier
JANUARY = date(2027, 1, 11)


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile) -> Callable[..., Window]:
    def opened(page: str, zoom: float = 1.0, **where: object) -> Window:
        kinds = {"referral": ReferralPage, "client": ClientPage, "offers": CataloguePage, "who_fits": MatchPeoplePage}
        window = on_pages({name: lambda shell, kind=kind: kind(shell, file) for name, kind in kinds.items()}, zoom=zoom)
        go(window, page, **where)
        return window

    return opened


def go(window: Window, page: str, **where: object) -> None:
    window.desk.go(page, **where)
    calm(window)


def calm(window: Window) -> None:
    settle()
    office.work_done(window)


def offer(file: CaseFile, **fields: Any) -> None:
    """A course as the catalogue has it; it begins in January where the person lives."""
    with file.write("Katalog") as work:
        work.add(listed(matches.offering(**{"start": JANUARY, **fields}), new_id(), 1, ""))


def shown(window: Window, kind: type[Any]) -> Any:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def groups(view: Any) -> dict[str, list[str]]:
    """Per heading the titles or names below it."""
    found: dict[str, list[str]] = {}
    for entry in view.entries.entries:
        if entry.key is None:
            found[entry.title] = []
        else:
            found[list(found)[-1]].append(getattr(entry, "title", "") or entry.name)
    return found


def reasons(window: Window) -> dict[str, tuple[str, str, str]]:
    """Per condition sign, what holds, and the word for the answer."""
    return {one.name: (one.sign, one.has, one.word) for one in shown(window, ConditionList).entries.entries}


def test_a_level_raised_from_a2_to_b1_changes_the_list_with_its_reason_and_a_missing_one_is_a_question(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    client_id = opened_amira(file)
    offer(file, key="A2", title="Deutsch A2", german_oral="a2")
    offer(file, key="B1", title="Deutsch B1", german_oral="b1", start=date(2026, 12, 7))
    window = open_page("referral", case_id=case_of(file, client_id))
    # nobody has asked yet: a question, never a no
    assert list(groups(shown(window, RankedOffers))) == ["Fast – Angabe fehlt"]
    casework.add_level(file, client_id, on=date(2026, 10, 20), oral="a2")
    go(window, "referral", case_id=case_of(file, client_id))
    assert groups(shown(window, RankedOffers)) == {"Passt": ["Deutsch A2"], "Passt nicht": ["Deutsch B1"]}
    of_b1 = shown(window, RankedOffers).entries.entries[-1]
    assert of_b1.tally.against == "Deutsch mündlich: A2, Stand 20.10.2026"

    typed("b1")
    key(Qt.Key.Key_Down)
    calm(window)
    key(Qt.Key.Key_Right)
    assert reasons(window)["Deutsch mündlich"] == ("x", "A2, Stand 20.10.2026", "nicht erfüllt")
    note = named(window, QLineEdit, "Anmerkung")
    typed("halb getippt", note)
    conditions = shown(window, ConditionList)
    conditions.setFocus()
    conditions.set_current("german_oral")
    key(Qt.Key.Key_Return)
    calm(window)
    page = window.desk.pages.page
    assert isinstance(page, ClientPage) and page.client_id == client_id and caret_in(window) == "oral"
    casework.add_level(file, client_id, on=date(2026, 11, 3), oral="b1")
    settle()
    window.desk.back()
    calm(window)
    assert groups(shown(window, RankedOffers)) == {"Passt": ["Deutsch B1", "Deutsch A2"]}
    assert reasons(window)["Deutsch mündlich"] == ("check", "B1, Stand 03.11.2026", "erfüllt")
    note = named(window, QLineEdit, "Anmerkung")
    assert isinstance(note, QLineEdit) and note.text() == "halb getippt"


def test_a_question_leads_to_its_field_and_nothing_blocks(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    client_id = opened_amira(file)
    offer(file, key="B1", title="Deutsch B1", german_oral="b1", childcare=False)
    window = open_page("referral", case_id=case_of(file, client_id), offering_key="B1")
    assert reasons(window)["Kinderbetreuung"] == ("circle-help", "nicht erhoben", "nicht bekannt")
    assert "Merken, Einwilligung fehlt" in texts(window)
    for condition, fact in (("childcare", "childcare"), ("german_oral", "oral")):
        shown(window, ConditionList).setFocus()
        shown(window, ConditionList).set_current(condition)
        key(Qt.Key.Key_Return)
        calm(window)
        assert caret_in(window) == fact
        window.desk.back()
        calm(window)
    assert reasons(window)["Deutsch mündlich"][2] == "nicht bekannt"


def test_before_a_person_is_chosen_the_offering_says_only_what_it_asks(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    offer(file, key="B1", title="Deutsch B1", german_oral="b1")
    window = open_page("referral", offering_key="B1")
    assert reasons(window)["Deutsch mündlich"] == ("circle-dashed", "noch keine Person", "")
    assert "Nichts passt – Bedarf festhalten" not in texts(window)


def test_a_need_that_nothing_answers_is_kept_with_the_reason_that_lies_near_and_done_on_the_page_of_the_person(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    client_id = opened_amira(file)
    casework.add_level(file, client_id, on=date(2026, 10, 20), oral="a1")
    offer(file, key="B1", title="Deutsch B1", component="4", german_oral="b1")
    window = open_page("referral", case_id=case_of(file, client_id), offering_key="B1")
    press(window, "Wie wird sortiert?")
    assert RULE in texts(window)
    press(window, "Nichts passt – Bedarf festhalten")
    assert "Merken, Einwilligung fehlt" not in texts(window)
    key(Qt.Key.Key_Return, CTRL)
    calm(window)
    (gap,) = clients.page(file, client_id).gaps
    assert (gap.component, gap.reason, gap.since) == ("4", "wrong_level", date(2026, 11, 3))
    assert window.desk.strip.text.startswith("Bedarf festgehalten: FB4")
    go(window, "client", client_id=client_id, tab="referrals")
    assert "seit 03.11.2026" in texts(window)
    press(window, "Erledigt")
    (gap,) = clients.page(file, client_id).gaps
    assert gap.resolved_on == date(2026, 11, 3)
    assert "Hier steht, was die Person braucht und kein Angebot bietet." in texts(window)


def test_who_fits_an_offering_is_asked_by_one_key_and_enter_begins_the_referral(
        open_page: Callable[..., Window], file: CaseFile, clock: office.Clock) -> None:
    office.take_catalogue(file)
    amira, sara = (office.person(file, clock, name) for name in ("Amira", "Sara"))
    course = office.offering(file, "Coaching für Frauen")
    casework.change_client(file, people.person(file, amira).client.id, childcare="no")
    referral.begin(file, sara, course, on=date(2026, 11, 2), consent_given=True)
    window = open_page("offers", offering_key=course)
    key(Qt.Key.Key_M, CTRL)
    calm(window)
    view = shown(window, RankedPeople)
    assert groups(view) == {"Fast – Angabe fehlt": ["MUSTER, Amira"], "Passt nicht": ["MUSTER, Sara"]}
    assert view.entries.entries[-1].tally.against == "Vermittlung: gesendet seit 02.11.2026"
    view.setFocus()
    assert reasons(window)["Kinderbetreuung"][2] == "erfüllt"
    key(Qt.Key.Key_Down)
    assert reasons(window)["Vermittlung"] == ("x", "gesendet seit 02.11.2026", "nicht erfüllt")
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_Return)
    calm(window)
    assert isinstance(window.desk.pages.page, ReferralPage)
    assert {"MUSTER, Amira", "Coaching für Frauen"} <= set(texts(window).splitlines())


def test_nothing_is_cut_at_200_percent(open_page: Callable[..., Window], file: CaseFile) -> None:
    client_id = opened_amira(file)
    offer(file, key="B1", title="Deutsch B1", german_oral="b1", component="2")
    window = open_page("who_fits", zoom=2.0, offering_key="B1")
    assert cut(window) == [] and too_wide(window) == []
    shown(window, RankedPeople).setFocus()
    key(Qt.Key.Key_Return)
    calm(window)
    assert "Vermitteln" in texts(window) and cut(window) == [] and too_wide(window) == []
    go(window, "referral", case_id=case_of(file, client_id))
    press(window, "Nichts passt – Bedarf festhalten")
    focus = QApplication.focusWidget()
    assert focus is not None and not focus.visibleRegion().isEmpty()
    assert cut(window) == [] and too_wide(window) == []


def test_what_is_typed_in_the_last_half_second_before_a_lock_is_kept(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    client_id = opened_amira(file)
    offer(file, key="B1", title="Deutsch B1")
    window = open_page("referral", case_id=case_of(file, client_id), offering_key="B1")
    typed("eilt", named(window, QLineEdit, "Anmerkung"))
    # as the office does it when it closes
    for keeper in window.findChildren(DraftKeeper):
        keeper.flush()
    assert [draft.content["note"] for draft in file.drafts()] == ["eilt"]
