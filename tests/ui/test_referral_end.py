"""How a referral goes on and ends: answers in one click, what they ask, certificates, the sheet for the provider."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
)

from app.domain.referral import Referral
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.store.queries import referral as referral_query
from app.ui.window import Window
from app.usecases import referral
from tests.ui import office
from tests.ui.office import key, named, press, texts, typed
from tests.ui.referraldesk import S, amira, choose, course, file, fill, listed, open_page, sent, states

__all__ = ["amira", "course", "file", "open_page"]


def test_a_refusal_needs_a_reason_which_is_one_click_more(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page(referral_id=one)
    press(window, "Zurückgezogen")
    # what was begun for one answer holds up no other
    press(window, "Keine Rückmeldung")
    assert states(file, one)[-1] == (S.NO_REPLY, date(2026, 11, 3), "")
    press(window, "Abgelehnt")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(file, one)[-1][0] == S.NO_REPLY
    press(window, "kein Platz frei")
    assert states(file, one)[-1] == (S.REJECTED, date(2026, 11, 3), "full")
    assert "Diese Vermittlung ist zu Ende. Es folgt nichts mehr." in texts(window)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit) and focus.accessibleName() == "Beginn"


def test_a_course_runs_from_start_to_outcome_and_its_certificates(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    referral.record(file, one, S.CONFIRMED, on=date(2026, 10, 6))
    referral.revise(file, one, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 2))
    window = open_page(referral_id=one)
    press(window, "Angetreten")
    assert states(file, one)[-1] == (S.STARTED, date(2026, 11, 2), "")
    fill(window, "Ende", "3.11.26")
    key(Qt.Key.Key_Tab)
    page = referral_query.page(file, one)
    assert page.participation is not None and page.participation.planned_end == date(2026, 11, 3)
    press(window, "Beendet mit Abschluss")
    box = named(window, QComboBox, "Was die Person jetzt macht")
    box.setFocus()
    QTest.keyClicks(box, "Schule oder")
    fill(window, "Besuchte Unterrichtseinheiten", "120")
    fill(window, "Zertifikat", "telc B1")
    choose(window, "Nachweis gesehen: Ja")
    press(window, "Eintragen")
    page = referral_query.page(file, one)
    assert page.state == S.COMPLETED and page.participation is not None
    assert (page.participation.exit_kind, page.participation.situation_at_exit, page.participation.units_attended,
            page.participation.certificate_seen) == ("completed", "school", 120, True)
    fill(window, "Besuchte Unterrichtseinheiten", "118")
    press(window, "Zertifikat eintragen")
    typed("Teilnahme")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.work_done(window)
    assert "noch nicht gesehen" in texts(window)
    press(window, "Gesehen")
    office.work_done(window)
    page = referral_query.page(file, one)
    assert page.participation is not None and page.participation.units_attended == 118
    assert sorted((paper.title, paper.seen) for paper in page.certificates) == [("Teilnahme", True), ("telc B1", True)]
    named(window, QAbstractButton, "Zertifikat löschen: Teilnahme").setFocus()
    key(Qt.Key.Key_Space)
    assert [paper.title for paper in referral_query.page(file, one).certificates] == ["telc B1"]
    window.desk.strip.undo()
    assert len(referral_query.page(file, one).certificates) == 2


def test_dropping_out_asks_why_and_is_an_outcome_of_its_own(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    referral.record(file, one, S.CONFIRMED, on=date(2026, 10, 6))
    referral.record(file, one, S.STARTED, on=date(2026, 10, 7))
    window = open_page(referral_id=one)
    press(window, "Abgebrochen")
    reason = named(window, QComboBox, "Grund")
    reason.setFocus()
    QTest.keyClicks(reason, "Fehlz")
    press(window, "Eintragen")
    page = referral_query.page(file, one)
    assert states(file, one)[-1] == (S.DROPPED, date(2026, 11, 3), "absence")
    assert page.participation is not None and page.participation.exit_kind == "dropped"


def test_the_menu_of_a_row_has_the_answers_that_can_follow(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str) -> None:
    one = sent(file, amira, course)
    window = open_page()
    menu = listed(window).answers()
    assert menu is not None
    words = {action.text(): action for action in menu.actions()}
    assert list(words) == ["Zugesagt", "Warteliste", "Abgelehnt", "Keine Rückmeldung", "Zurückgezogen"]
    words["Zugesagt"].trigger()
    office.work_done(window)
    assert states(file, one)[-1] == (S.CONFIRMED, date(2026, 11, 3), "")
    other = office.offering(file, "Coaching für Frauen")
    with file.write("Zwei Kurse des FB4") as work:
        work.change(Referral, one, component="4", title="Vorkurs")
    referral.record(file, one, S.STARTED, on=date(2026, 11, 3))
    second = sent(file, amira, other)
    with file.write("Zwei Kurse des FB4") as work:
        work.change(Referral, second, component="4")
    window.desk.go("referral", referral_id=second)
    office.work_done(window)
    assert "Ein anderer Kurs des FB4 läuft schon: Vorkurs." in texts(window)


def test_the_sheet_for_the_provider_needs_a_consent_or_a_reason(
        open_page: Callable[..., Window], file: CaseFile, amira: str, course: str, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    one = referral.begin(file, amira, course, on=date(2026, 10, 5), reason="telefonisch erteilt")
    window, target = open_page(referral_id=one), tmp_path / "blatt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked, **_options: (str(target), ""))
    press(window, "Blatt für den Träger …")
    assert "liegt keine Einwilligung vor" in texts(window)
    fill(window, "Antwort an", "Frau MUSTER, 0200 1")
    press(window, "Als PDF speichern …")
    assert "Ohne Einwilligung fehlt der Grund." in texts(window)
    fill(window, "Grund, es ohne Einwilligung zu tun", "telefonisch erteilt")
    press(window, "Als PDF speichern …")
    office.work_done(window)
    assert target.with_suffix(".pdf").exists()
    (line,) = outgoing.lines(file)
    assert (line.entry.recipient, line.entry.reason) == ("MUSTER-Frauenzentrum e. V.", "telefonisch erteilt")
