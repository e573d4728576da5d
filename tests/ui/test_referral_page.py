"""The page Vermittlung as a person uses it: begin, record each answer, end with an outcome, take back, drafts."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.store.casefile import CaseFile
from app.store.queries import referral as referral_query
from app.store.queries import referrals
from app.ui.match_conditions import ConditionList
from app.ui.referral_person import PersonList
from app.ui.referral_steps import ReferralSteps
from app.ui.window import Window
from app.usecases import closing, referral
from tests.ui import office
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Clock, key, named, press, texts, typed
from tests.ui.referraldesk import S, amira, choose, course, file, fill, listed, open_page, sent, states

__all__ = ["amira", "course", "file", "open_page"]


def test_a_referral_is_begun_by_keyboard_from_a_typed_name(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    window = open_page(offering_key=course)
    typed("amir")
    key(Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), PersonList)
    key(Qt.Key.Key_Return)
    fill(window, "Anmerkung", "gern vormittags")
    choose(window, "Unterstützung: Fahrtkosten")
    named(window, QCheckBox, "Einwilligung zur Weitergabe an MUSTER-Frauenzentrum e. V.").setFocus()
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (line,) = referrals.lines(file)
    page = referral_query.page(file, line.referral_id)
    assert (line.case_id, line.state, line.since) == (amira, S.SENT, date(2026, 11, 3))
    assert (page.referral.supports, page.referral.note) == (("travel",), "gern vormittags")
    assert page.consents[-1].recipients == ("MUSTER-Frauenzentrum e. V.",)
    assert window.desk.strip.text == "Vermittlung begonnen: Coaching für Frauen, 03.11.2026"
    assert file.drafts() == ()


def test_without_consent_and_reason_it_is_kept_as_consent_missing_and_the_button_says_so(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    window = open_page(case_id=amira, offering_key=course)
    press(window, "Merken, Einwilligung fehlt")
    assert [line.state for line in referrals.lines(file)] == [S.CONSENT_MISSING]
    assert "Noch nicht angemeldet" in {getattr(e, "title", "") for e in listed(window).entries.entries}


def test_a_typed_reason_stands_in_for_the_consent(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    window = open_page(case_id=amira, offering_key=course)
    fill(window, "Ohne Einwilligung anmelden", "telefonisch erteilt")
    press(window, "Vermittlung beginnen")
    (line,) = referrals.lines(file)
    assert states(file, line.referral_id)[-1] == (S.SENT, date(2026, 11, 3), "telefonisch erteilt")


def test_conditions_stand_beside_the_known_facts_and_above_what_is_passed_on(
        open_page: Callable[..., Window], amira: str, course: str) -> None:
    window = open_page(case_id=amira, offering_key=course)
    shown = {one.name: (one.asks, one.has) for one in next(
        one for one in window.findChildren(ConditionList) if one.isVisible()).entries.entries}
    assert shown["Alter"] == ("18 bis 27 Jahre", "23 Jahre bei Beginn")
    assert shown["Aufenthalt"] == ("Gestattung, Duldung", "Duldung (§ 60a AufenthG), gültig bis 20.01.2027")
    assert {"Das erfährt der Träger", "Das erfährt er nicht"} <= set(texts(window).splitlines())


def test_what_is_typed_is_a_draft_within_a_second_and_comes_back(
        open_page: Callable[..., Window], qtbot: QtBot, file: CaseFile, amira: str, course: str) -> None:
    window = open_page(case_id=amira, offering_key=course)
    fill(window, "Anmerkung", "halb getippt")
    qtbot.waitUntil(lambda: bool(file.drafts()), timeout=1000)
    (draft,) = file.drafts()
    assert (draft.kind, draft.content["note"], draft.content["offering_key"]) == (
        f"referral:{amira}", "halb getippt", course)
    window.close()
    again = open_page()
    assert "Angefangene Vermittlung für MUSTER, Amira von 03.11. 14:03" in texts(again)
    press(again, "Fortsetzen")
    note = named(again, QLineEdit, "Anmerkung")
    assert isinstance(note, QLineEdit) and note.text() == "halb getippt"
    press(again, "Verwerfen")
    assert file.drafts() == () and referrals.lines(file) == ()


def test_an_answer_is_one_click_and_one_undo(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page(referral_id=one)
    fill(window, "Datum", "2110")
    press(window, "Zugesagt")
    assert states(file, one)[-1] == (S.CONFIRMED, date(2026, 10, 21), "")
    assert window.desk.strip.text == "Zugesagt am 21.10.2026"
    window.desk.strip.undo()
    office.work_done(window)
    assert states(file, one)[-1][0] == S.SENT
    assert "Abgelehnt" in texts(window)


def test_a_date_before_the_last_step_is_refused_at_the_field(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page(referral_id=one)
    fill(window, "Datum", "1.10.26")
    press(window, "Zugesagt")
    assert "Der letzte Schritt war am 05.10.2026." in texts(window)
    assert states(file, one)[-1][0] == S.SENT


def test_a_kept_referral_is_sent_once_the_consent_is_there(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = referral.begin(file, amira, course, on=date(2026, 10, 5))
    window = open_page(referral_id=one)
    press(window, "Anmelden")
    press(window, "Anmelden")
    assert "liegt keine Einwilligung vor" in texts(window) and states(file, one)[-1][0] == S.CONSENT_MISSING
    named(window, QCheckBox, "Einwilligung zur Weitergabe").setFocus()
    key(Qt.Key.Key_Space)
    press(window, "Anmelden")
    assert states(file, one)[-1][:2] == (S.SENT, date(2026, 11, 3))


def test_a_moved_start_is_saved_on_leaving_the_field(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page(referral_id=one)
    fill(window, "Beginn", "1.12.26")
    key(Qt.Key.Key_Tab)
    assert referral_query.page(file, one).referral.starts_on == date(2026, 12, 1)


def test_the_list_is_grouped_and_says_what_is_due(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock, course: str) -> None:
    old, new, over = (office.person(file, clock, name) for name in ("Amira", "Sara", "Zahra"))
    referral.begin(file, old, course, on=date(2026, 10, 12), consent_given=True)
    referral.begin(file, new, course, on=date(2026, 11, 2), consent_given=True)
    ended = referral.begin(file, over, course, on=date(2026, 10, 1), consent_given=True)
    referral.record(file, ended, S.REJECTED, on=date(2026, 10, 2), reason="full")
    window = open_page()
    rows = [(e.name, e.pill.text) for e in listed(window).entries.entries if e.key]
    assert rows == [("MUSTER, Amira", "nachfragen, gemeldet vor 3 Wochen"), ("MUSTER, Sara", "gemeldet gestern")]
    choose(window, "beendete zeigen")
    assert [e.spoken for e in listed(window).entries.entries if not e.key] == ["Wartet auf Antwort, 2", "Beendet, 1"]


def test_a_start_date_that_has_passed_asks_whether_the_person_came(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    referral.record(file, one, S.CONFIRMED, on=date(2026, 10, 6))
    referral.revise(file, one, starts_on=date(2026, 11, 2), ends_on=None)
    (row,) = [e for e in listed(open_page()).entries.entries if e.key]
    assert (row.group, row.pill.text) == ("Zugesagt", "angetreten? seit gestern")


def test_the_widget_of_the_client_page_shows_what_another_page_wrote(
        qtbot: QtBot, open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page()
    steps = ReferralSteps(window.desk, file, one)
    qtbot.addWidget(steps)
    steps.show()
    referral.record(file, one, S.CONFIRMED, on=date(2026, 10, 6))
    steps.refresh()
    settle()
    assert "Angetreten" in texts(steps) and "Zugesagt" not in texts(steps)


def test_the_keyboard_waits_for_a_referral_that_is_still_being_read(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    one = sent(file, amira, course)
    window = open_page(zoom=2.0)
    read, may_read = referrals.overview, threading.Event()

    def late(*which: Any) -> referrals.Overview:
        may_read.wait()
        return read(*which)

    monkeypatch.setattr(referrals, "overview", late)
    window.desk.go("referral", referral_id=one)
    settle(work=False)
    may_read.set()
    office.work_done(window)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton) and focus.text() == "Zugesagt"


def test_a_person_whose_case_is_closed_is_not_offered(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    closing.close(file, amira, closing.Closing(on=date(2026, 11, 1), reason="goal_reached",
                                                 outcome_situation="school"))
    window = open_page(offering_key=course)
    typed("amira")
    assert "Niemand gefunden, dessen Fall läuft." in texts(window)
    assert "Es fehlt noch die Person." in texts(window)


@pytest.mark.parametrize(("zoom", "size"), [(2.0, (1366, 768)), (1.0, (1093, 614))])
def test_nothing_is_cut(open_page: Callable[..., Window], file: CaseFile, clock: Clock, amira: str, course: str,
                        zoom: float, size: tuple[int, int]) -> None:
    one = sent(file, amira, course)
    referral.record(file, one, S.CONFIRMED, on=date(2026, 10, 6))
    referral.record(file, one, S.STARTED, on=date(2026, 10, 7))
    window = open_page(zoom, size)
    assert cut(window) == [] and too_wide(window) == []
    window.desk.go("referral", referral_id=one)
    settle()
    press(window, "Beendet mit Abschluss")
    assert cut(window) == [] and too_wide(window) == []
    window.desk.go("referral", case_id=amira, offering_key=course)
    settle()
    assert cut(window) == [] and too_wide(window) == []


def test_a_second_referral_begins_as_the_last_one_and_tells_what_was_changed(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    referral.begin(file, amira, course, on=date(2026, 10, 5), consent_given=True, supports=("travel",),
                   note="gern vormittags")
    window = open_page(case_id=amira, offering_key=office.offering(file, "Coaching während der Ausbildung"))
    source = "Übernommen aus der Vermittlung vom 05.10.2026: Coaching für Frauen."
    assert source in texts(window)
    fill(window, "Anmerkung", "lieber abends")
    assert f"{source} Geändert: Anmerkung (zuletzt: gern vormittags)." in texts(window)
    choose(window, "Unterstützung: Fahrtkosten")
    assert "Unterstützung (zuletzt: Fahrtkosten)" in texts(window)
    press(window, "Merken, Einwilligung fehlt")
    made = referral_query.page(file, referrals.lines(file)[0].referral_id).referral
    assert made.title == "Coaching während der Ausbildung"
    assert (made.note, made.supports) == ("lieber abends", ())


def test_a_first_referral_takes_over_nothing(
        open_page: Callable[..., Window], amira: str, course: str) -> None:
    window = open_page(case_id=amira, offering_key=course)
    assert "Übernommen" not in texts(window)


def test_an_open_answer_is_entered_by_strg_eingabe_and_left_by_esc(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    begun = referral.begin(file, amira, course, on=date(2026, 10, 5))
    window = open_page(referral_id=begun)
    named(window, QPushButton, "Anmelden").setFocus()
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Escape)
    assert "Ohne Einwilligung anmelden, Grund" not in texts(window)
    named(window, QPushButton, "Anmelden").setFocus()
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(file, begun)[-1][0] == S.CONSENT_MISSING
    fill(window, "Ohne Einwilligung anmelden, Grund", "am Telefon gesagt")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(file, begun)[-1][::2] == (S.SENT, "am Telefon gesagt")
