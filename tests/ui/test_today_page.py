"""The page Heute as a person uses it: numbers that are lists, rows done and put off, courses answered by keyboard."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.domain.appointment import KEPT, NO_SHOW
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import appointments as meetings
from app.store.queries import client, referrals
from app.store.queries import today as query
from app.ui import history
from app.ui.painted import StatusPill, Tile
from app.ui.rows import TaskList
from app.ui.today_page import TodayPage
from app.ui.window import Window
from app.usecases import appointments, backup, casework, followup, referral
from app.usecases.contact import add_contact
from tests.stage import wait_until
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import NOW, Away, Clock, key, named, press, texts, typed

TODAY = NOW.date()
OTHERS = ("client", "intake", "offers", "export", "settings", "sleeping")
Opened = Callable[..., Window]


@pytest.fixture
def open_page(qapp: QApplication, file: CaseFile, away: Away) -> Iterator[Opened]:
    pages = {"today": lambda shell: TodayPage(shell, file), **{name: lambda _shell: away for name in OTHERS}}
    yield from office.opener(qapp, file, pages, "today")


def rows(window: Window) -> list[str]:
    """The titles in the list."""
    shown = window.findChildren(TaskList)[0]
    return [entry.title for entry in shown.entries.entries if entry.key is not None] if shown.isVisible() else []


def numbers(window: Window) -> dict[str, int]:
    """The word and number of every tile."""
    names = [tile.accessibleName().rpartition(": ") for tile in window.findChildren(Tile) if tile.isVisible()]
    return {word: int(number) for word, _colon, number in names}


def remind(file: CaseFile, case_id: str | None, title: str, days: int | None) -> str:
    """A follow-up so many days from today."""
    due = None if days is None else TODAY + timedelta(days=days)
    return followup.add(file, case_id, title=title, due_on=due)


def begun_course(file: CaseFile, clock: Clock, given: str = "Blessing") -> str:
    """A person whose confirmed course began yesterday; returns the referral."""
    case_id = office.person(file, clock, given)
    office.take_catalogue(file)
    referral_id = referral.begin(file, case_id, office.offering(file, "Deutsch A2 kompakt"), on=TODAY - timedelta(30),
                                 consent_given=True)
    referral.record(file, referral_id, ReferralState.CONFIRMED, on=TODAY - timedelta(days=20))
    referral.revise(file, referral_id, starts_on=TODAY - timedelta(days=1), ends_on=date(2027, 2, 1), note="")
    return referral_id


def state_of(file: CaseFile, referral_id: str) -> str:
    """Where a referral stands."""
    return next(line.state for line in referrals.lines(file) if line.referral_id == referral_id)


def test_every_number_is_the_length_of_the_list_behind_it(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    begun_course(file, clock)
    casework.add_paper(file, query.page(file).silent[0].client_id, kind="toleration_60a", valid_from=TODAY,
                       valid_to=TODAY + timedelta(days=20))
    for title, days in (("alt", -2), ("jetzt", 0), ("bald", 3), ("irgendwann", None), ("weit weg", 60)):
        remind(file, case_id, title, days)
    window = open_page()
    for tile in window.findChildren(Tile):
        word, _colon, number = tile.accessibleName().rpartition(": ")
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        key(Qt.Key.Key_Space)
        assert len(rows(window)) == int(number), word
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        key(Qt.Key.Key_Space)
    assert "irgendwann" in rows(window) and "weit weg" not in rows(window)


def test_a_new_item_raises_its_number_and_a_finished_one_lowers_it_at_once(open_page: Opened, file: CaseFile,
                                                                           clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    window = open_page()
    before = numbers(window)
    remind(file, case_id, "alt", -2)
    settle()
    assert numbers(window)["Überfällig"] == before["Überfällig"] + 1
    window.findChildren(TaskList)[0].setFocus()
    key(Qt.Key.Key_Space)
    assert numbers(window) == before


def test_a_contact_takes_a_person_from_the_silent_ones_as_soon_as_they_are_read_again(
        open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    window = open_page()
    word = next(name for name in numbers(window) if name.startswith("Kein Kontakt"))
    before = numbers(window)[word]
    add_contact(file, case_id, on=TODAY, kind="phone", result="reached")
    office.work_done(window)
    assert numbers(window)[word] == before - 1 == len(query.silent(file))


def test_a_paper_that_expires_within_six_weeks_is_on_heute(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    client_id = next(line.client_id for line in query.page(file).silent if line.case_id == case_id)
    window = open_page()
    assert numbers(window)["Papiere laufen ab"] == 0
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=TODAY, valid_to=TODAY + timedelta(days=20))
    settle()
    assert numbers(window)["Papiere laufen ab"] == 1
    assert rows(window) == [query.page(file).papers[0].title]


def test_space_finishes_a_row_and_the_keyboard_stays_at_its_place(open_page: Opened, file: CaseFile,
                                                                  clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    for title in ("eins", "zwei", "drei"):
        remind(file, case_id, title, 0)
    window = open_page()
    titles = rows(window)
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Space)
    assert rows(window) == [titles[0], titles[2]]
    shown = window.findChildren(TaskList)[0]
    assert shown.hasFocus() and shown.entries.entries[shown.currentIndex().row()].title == titles[2]
    assert window.desk.strip.text == f"Wiedervorlage „{titles[1]}“ erledigt."
    window.desk.strip.undo()
    settle()
    assert rows(window) == titles


@pytest.mark.parametrize(("code", "days"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_7, 7)])
def test_one_and_seven_put_a_row_off(open_page: Opened, file: CaseFile, clock: Clock, code: Qt.Key, days: int) -> None:
    case_id = office.person(file, clock, "Amira")
    made = remind(file, case_id, "Rückruf", -3)
    window = open_page()
    key(code)
    record = client.page(file, next(line.client_id for line in query.page(file).silent))
    moved = next(step for step in record.follow_ups if step.id == made)
    assert (moved.due_on, moved.postponements) == (TODAY + timedelta(days=days), 1)
    history.undo(window.desk, file)
    settle()
    assert query.page(file).groups["overdue"][0].follow_up_id == made


def test_enter_opens_the_person_and_says_where_there_is_none(open_page: Opened, file: CaseFile, clock: Clock,
                                                             away: Away) -> None:
    remind(file, None, "Toner bestellen", 0)
    window = open_page()
    key(Qt.Key.Key_Return)
    assert not away.asked and "keine Person" in window.desk.strip.text
    case_id = office.person(file, clock, "Amira")
    remind(file, case_id, "alt", -1)
    settle()
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_Return)
    assert away.asked == [{"client_id": query.page(file).lines[0].client_id}]


def test_yes_records_the_start_and_takes_the_question_away(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    referral_id = begun_course(file, clock)
    window = open_page()
    assert numbers(window)["Kursbeginn und -ende"] == 1
    press(window, "Ja")
    assert state_of(file, referral_id) == ReferralState.STARTED
    assert numbers(window)["Kursbeginn und -ende"] == 0 and "Kurs angetreten?" not in texts(window)
    window.desk.strip.undo()
    settle()
    assert state_of(file, referral_id) == ReferralState.CONFIRMED and "Kurs angetreten?" in texts(window)


def test_no_asks_for_the_reason_in_the_page(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    referral_id = begun_course(file, clock)
    window = open_page()
    press(window, "Nein")
    assert "Warum nicht?" in texts(window) and state_of(file, referral_id) == ReferralState.CONFIRMED
    key(Qt.Key.Key_Escape)
    assert "Warum nicht?" not in texts(window)
    press(window, "Nein")
    press(window, "Kinderbetreuung fehlt")
    step = client.page(file, referrals.lines(file)[0].client_id).referral_steps[-1]
    assert (step.state, step.reason) == (ReferralState.NOT_STARTED, "no_childcare")


def test_still_open_asks_again_some_days_later(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    referral_id = begun_course(file, clock)
    window = open_page()
    press(window, "Noch offen")
    assert state_of(file, referral_id) == ReferralState.CONFIRMED
    assert numbers(window)["Kursbeginn und -ende"] == 0
    clock.now = NOW + timedelta(days=5)
    assert [line.referral_id for line in query.page(file).courses] == [referral_id]


def test_the_row_of_a_begun_course_leads_to_its_answers(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    begun_course(file, clock)
    open_page()
    key(Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName().endswith("Deutsch A2 kompakt: Ja")
    assert len(query.page(file).courses) == 1


def test_a_follow_up_without_person_is_added_by_keyboard(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    window.desk.go("today", follow_up=True)
    settle()
    typed("Toner bestellen")
    key(Qt.Key.Key_Return)
    typed("h")
    key(Qt.Key.Key_Return)
    line = query.page(file).groups["today"][0]
    assert (line.title, line.due_on, line.client_id) == ("Toner bestellen", TODAY, "")
    assert window.findChildren(TaskList)[0].current_key() == line.follow_up_id
    window.desk.strip.undo()
    settle()
    assert not query.page(file).lines


def test_without_a_date_it_stands_under_bei_gelegenheit(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    window.desk.go("today", follow_up=True)
    settle()
    typed("Regal")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return)
    assert [line.title for line in query.page(file).groups["someday"]] == ["Regal"]


def test_what_was_typed_survives_leaving_and_a_wrong_date_stays(open_page: Opened, file: CaseFile) -> None:
    window = open_page()
    window.desk.go("today", follow_up=True)
    settle()
    typed("Regal")
    key(Qt.Key.Key_Return)
    typed("3113")
    key(Qt.Key.Key_Return)
    assert "Den Monat 13 gibt es nicht" in texts(window) and not query.page(file).lines
    key(Qt.Key.Key_Escape)
    assert file.drafts()[0].content["texts"] == {"title": "Regal", "due_on": "3113", "repeat": "", "priority": ""}
    window.desk.go("today", follow_up=True)
    settle()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit) and focus.text() == "3113"
    press(window, "Verwerfen")
    assert not file.drafts()


def test_an_empty_file_begins_with_three_steps(open_page: Opened, file: CaseFile, clock: Clock, away: Away) -> None:
    window = open_page()
    assert "Die ersten drei Schritte" in texts(window) and not numbers(window)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "Katalog einlesen"
    key(Qt.Key.Key_Space)
    assert away.asked == [{"read": True}]
    office.take_catalogue(file)
    window.desk.go("today")
    settle()
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "Person aufnehmen"
    press(window, "Person aufnehmen")
    assert away.asked[1:] == [{}]


def test_what_is_done_of_the_first_steps_is_ticked_and_all_three_end_them(open_page: Opened, file: CaseFile,
                                                                          clock: Clock, away: Away) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    assert numbers(window)["Kein Kontakt > 30 Tage"] == 1
    ticked = [glyph.accessibleName() for glyph in window.findChildren(QLabel)
              if glyph.isVisible() and glyph.accessibleName().endswith(", erledigt")]
    assert ticked == ["Ersten Klienten aufnehmen, erledigt"]
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "Katalog einlesen"
    office.take_catalogue(file)
    file.set_meta(**{backup.LAST_AWAY: NOW.isoformat()})
    window.desk.pages.refresh(None)
    settle()
    assert "Die ersten drei Schritte" not in texts(window)


def test_first_steps_that_are_put_away_stay_away_until_that_is_undone(open_page: Opened, file: CaseFile) -> None:
    window = open_page()
    press(window, "Ausblenden")
    assert "Die ersten drei Schritte" not in texts(window) and "Heute ist nichts fällig." in texts(window)
    assert query.beginning(file).put_away
    press(window, "Rückgängig")
    assert "Die ersten drei Schritte" in texts(window)


def test_nobody_with_ten_persons_is_told_how_to_begin(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    for n in range(query.MANY):
        office.person(file, clock, f"Amira {n}")
    assert "Die ersten drei Schritte" not in texts(open_page())


def test_an_empty_day_says_when_the_next_one_is(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    remind(file, case_id, "später", 20)
    window = open_page()
    assert "Heute ist nichts fällig." in texts(window)
    assert "Die nächste Wiedervorlage ist am Montag, 23. November 2026." in texts(window)


def test_month_and_backup_are_reminded_of(open_page: Opened, file: CaseFile, clock: Clock, tmp_path: Path,
                                          away: Away) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    assert "Monatsmeldung Oktober" in texts(window) and "Fällig bis Freitag, 6. November 2026." in texts(window)
    clock.now = datetime(2026, 10, 25, 10, 0)
    backup.make(file, tmp_path / "hier.kdsicherung")
    clock.now = NOW
    window.desk.pages.refresh(None)
    settle()
    assert "Außerhalb dieses Geräts gibt es noch keine Sicherung." in texts(window)
    file.set_meta(**{backup.LAST_AWAY: datetime(2026, 10, 26, 10, 0).isoformat()})
    window.desk.pages.refresh(None)
    settle()
    assert "Die letzte Sicherung außerhalb dieses Geräts ist vom 26.10.2026, 10:00 Uhr." in texts(window)
    assert named(window, StatusPill, "vor 8 Tagen").isVisible()
    press(window, "Auf USB sichern")
    assert away.asked[-1] == {"part": "backup", "start": "usb"}


def test_a_click_on_the_circle_of_a_silent_person_says_what_settles_it(open_page: Opened, file: CaseFile,
                                                                       clock: Clock) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    named(window, Tile, "Kein Kontakt").setFocus()
    key(Qt.Key.Key_Space)
    shown = window.findChildren(TaskList)[0]
    assert rows(window) == ["Noch kein Kontakt"] and shown.hasFocus()
    shown._run("done", QPointF())
    assert "sobald ein Kontakt notiert ist" in window.desk.strip.text


def test_the_line_of_keys_is_as_wide_as_the_list_also_with_large_text(open_page: Opened, file: CaseFile) -> None:
    followup.add(file, None, title="Rückruf", due_on=NOW.date())
    window = open_page(zoom=2.0)
    hint = next(one for one in window.findChildren(QLabel) if one.text().startswith("Leertaste erledigt"))
    assert hint.width() > 0.8 * hint.parentWidget().width()


@pytest.mark.parametrize(("zoom", "dark"), [(1.0, False), (1.0, True), (2.0, False)])
def test_nothing_is_cut_and_every_stop_shows_the_keyboard(open_page: Opened, file: CaseFile, clock: Clock, zoom: float,
                                                          dark: bool) -> None:
    begun_course(file, clock)
    remind(file, None, "Toner bestellen", -2)
    window = open_page(zoom, dark)
    assert not cut(window) and not too_wide(window)
    stops, gaps = ring_gaps(window, window.ring)
    assert stops > 10 and not gaps


def test_five_marked_rows_are_finished_as_one_and_come_back_as_one(open_page: Opened, file: CaseFile,
                                                                  clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    for number in range(6):
        followup.add(file, case_id, title=f"Anruf {number}", due_on=TODAY)
    window = open_page()
    for _step in range(4):
        key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key(Qt.Key.Key_Space)
    assert rows(window) == ["Anruf 5"] and "5 Wiedervorlagen erledigt." in texts(window)
    file.undo()
    settle()
    assert len(rows(window)) == 6


def test_a_mark_is_taken_off_again_and_esc_takes_off_all(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    for number in range(3):
        followup.add(file, case_id, title=f"Anruf {number}", due_on=TODAY)
    window = open_page()
    shown = window.findChildren(TaskList)[0]
    for _time in range(2):
        key(Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key(Qt.Key.Key_Escape)
    key(Qt.Key.Key_Space)
    assert rows(window) == ["Anruf 0", "Anruf 2"] and shown.hasFocus()


def test_the_tile_of_silent_cases_leads_to_the_sweep(open_page: Opened, file: CaseFile, clock: Clock,
                                                     away: Away) -> None:
    office.person(file, clock, "Amira")
    window = open_page()
    assert "Ruhende Fälle durchgehen" not in texts(window)
    next(tile for tile in window.findChildren(Tile) if "Kein Kontakt" in tile.accessibleName()).click()
    settle()
    press(window, "Ruhende Fälle durchgehen")
    assert away.asked == [{}]


def test_appointments_stand_among_what_is_due_and_are_answered_by_one_key(open_page: Opened, file: CaseFile,
                                                                         clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    late, now = (appointments.add(file, case_id, on=TODAY - timedelta(days=days), at=time(9), place="Rathaus")
                 for days in (1, 0))
    appointments.add(file, case_id, on=TODAY + timedelta(days=2))
    window = open_page()
    assert {word: numbers(window)[word] for word in ("Überfällig", "Heute", "Diese Woche", "Termine")} == {
        "Überfällig": 1, "Heute": 1, "Diese Woche": 1, "Termine": 3}
    key(Qt.Key.Key_N)
    assert meetings.line(file, late).appointment.state == NO_SHOW and numbers(window)["Überfällig"] == 0
    key(Qt.Key.Key_W)
    assert [line.title for line in query.page(file).groups["week"]] == [
        "Nach versäumtem Termin vom 02.11.2026 melden"]
    key(Qt.Key.Key_Space)
    assert meetings.line(file, now).appointment.state == KEPT and numbers(window)["Termine"] == 1
    key(Qt.Key.Key_Space)
    assert numbers(window)["Diese Woche"] == 1 and "nochmal" not in texts(window)


def test_f2_gives_a_row_another_day_a_repeat_and_a_deadline(open_page: Opened, file: CaseFile, clock: Clock) -> None:
    made = remind(file, office.person(file, clock, "Amira"), "Rückruf", 0)
    window = open_page()
    key(Qt.Key.Key_F2)
    key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    typed("+1")
    press(window, "Wiederholen oder Frist")
    typed("jeden")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Escape)
    settle()
    one = query.follow_up(file, made)
    assert (one.due_on, one.repeat, one.priority) == (TODAY + timedelta(days=1), "monthly", "deadline")
    assert window.findChildren(TaskList)[0].current_key() == made and window.findChildren(TaskList)[0].hasFocus()
    key(Qt.Key.Key_Space)
    assert [line.due_on for line in query.page(file).lines] == [] and query.page(file).next_due == date(2026, 12, 4)


def test_the_month_and_an_old_catalogue_are_reminded_of_with_their_buttons(open_page: Opened, file: CaseFile,
                                                                          clock: Clock, away: Away) -> None:
    office.person(file, clock, "Amira")
    clock.now = NOW - timedelta(days=45)
    office.take_catalogue(file)
    clock.now = NOW - timedelta(days=1)
    window = open_page()
    assert "Nach einem neueren Katalog fragen" not in texts(window)
    clock.now = NOW
    window.desk.pages.refresh(None)
    settle()
    assert "Nach einem neueren Katalog fragen" in texts(window)
    press(window, "Katalog einlesen")
    assert away.asked == [{}]


def test_an_earlier_reading_never_follows_a_later_one(open_page: Opened, file: CaseFile, clock: Clock,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    remind(file, office.person(file, clock, "Amira"), "Rückruf", 0)
    window = open_page()
    page = window.desk.pages.page
    assert isinstance(page, TodayPage) and rows(window) == ["Rückruf"]
    old = page._reader.read()
    number = page._reader._number
    key(Qt.Key.Key_Space)
    page._reader._have(number, old)
    assert rows(window) == [] and numbers(window)["Heute"] == 0


def test_a_row_goes_with_its_key_and_heute_is_read_while_long_work_goes_on(
        open_page: Opened, file: CaseFile, clock: Clock) -> None:
    case_id = office.person(file, clock, "Amira")
    for number in range(3):
        remind(file, case_id, f"Anruf {number}", 0)
    window, go_on = open_page(), Event()
    window.desk.run_task(window, lambda _step: go_on.wait(20), lambda _done: None)
    view = window.findChildren(TaskList)[0]
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert rows(window) == ["Anruf 2"] and len(query.page(file).lines) == 1
    remind(file, case_id, "Anruf 3", 0)
    wait_until(lambda: rows(window) == ["Anruf 2", "Anruf 3"], "what was written")
    assert view.hasFocus()
    go_on.set()

