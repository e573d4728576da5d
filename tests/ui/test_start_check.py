"""What is told above the pages after an unlock: damage, an older copy, a wrong clock; and nothing when all is well."""

import shutil
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app import VERSION, paths
from app.domain.errors import UserError
from app.settings import Settings
from app.store.check import NO_ROOM
from app.store.checkup import Verdict
from app.store.program import Updated
from app.ui.components import Banner
from app.ui.focus import tab_stops
from app.ui.notices import Notice
from app.ui.office import Office
from app.usecases import clock, keys
from app.vault import stand
from tests.ui.gates import NOW, PASSWORD, new_file, person
from tests.ui.looks import cut, settle

ENOUGH = 20000
YEAR = timedelta(days=365)


@pytest.fixture
def file(tmp_path):
    """A Klientendatei with one person, open."""
    made = new_file(tmp_path)
    person(made)
    yield made
    made.close()


@pytest.fixture
def opened(qapp, look, qtbot):
    """The office of a file, shown and calm."""
    made: list[Office] = []

    def show(file) -> Office:
        one = Office(qapp, Settings(theme="light"), lambda _settings: None, file)
        qtbot.addWidget(one.window)
        one.show()
        one.window.activateWindow()
        qtbot.waitUntil(lambda: not one.window.desk.tasks.busy, timeout=ENOUGH)
        settle()
        made.append(one)
        return one

    yield show
    for one in made:
        one.window.desk.problems.remove()
        one.window.close()
    settle()


def damage(file) -> None:
    """Zeros in a table that no page of the window reads: which reader still knows the page from before is chance."""
    with file.read() as connection:
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'goal_review'").scalar()
    with file.database.open("r+b") as database:
        database.seek((page - 1) * 4096 + 200)
        database.write(b"\0\0\0\0")


def shown(office: Office) -> list[str]:
    return [banner.sentence for banner in office.window.notices.findChildren(Banner) if banner.isVisible()]


def press(office: Office, words: str) -> None:
    next(one for one in office.window.notices.findChildren(QPushButton) if one.text() == words).click()
    settle()


def checked(office: Office, qtbot) -> None:
    """Begins the check now and waits until its result is shown."""
    office._start_check._later.stop()
    office._start_check._check()
    qtbot.waitUntil(lambda: office.file.checkup.verdict is not None, timeout=ENOUGH)
    settle()


def test_a_whole_file_says_nothing_and_takes_no_room(opened, file, qtbot):
    office = opened(file)
    checked(office, qtbot)
    assert (shown(office), office.window.notices.isVisible()) == ([], False)


def test_the_check_begins_by_itself_a_second_after_the_window_is_there(opened, file):
    timer = opened(file)._start_check._later
    assert (timer.isActive(), timer.isSingleShot(), timer.interval()) == (True, True, 1000)
    timer.timeout.emit()
    assert file.checkup._thread is not None


def test_damage_is_told_on_every_page_and_leads_to_the_check(opened, file, qtbot):
    damage(file)
    office = opened(file)
    checked(office, qtbot)
    (sentence,) = shown(office)
    assert "Schaden" in sentence and "Sicherungen sind davon nicht betroffen" in sentence
    assert office.window.desk.problems.open_box is None
    press(office, "Prüfung ansehen")
    assert office.window.desk.pages.current_id == "settings"
    assert shown(office) == [sentence]
    words = [one.text() for one in office.window.findChildren(QLabel) if one.isVisible()]
    assert "Die Prüfung nach dem Öffnen hat am 03.11.2026 um 14:03 einen Schaden gefunden." in words


def test_the_settings_say_when_the_file_was_last_found_whole(opened, file, qtbot):
    office = opened(file)
    office.window.desk.go("settings", part="check")
    settle()

    def words() -> list[str]:
        return [one.text() for one in office.window.findChildren(QLabel) if one.isVisible()]

    assert "Noch nicht geprüft." in words()
    checked(office, qtbot)
    assert "Zuletzt geprüft heute, am 03.11.2026 um 14:03: in Ordnung." in words()


def test_an_older_copy_is_told_with_both_moments_until_it_is_put_away(opened, file, tmp_path):
    copy = shutil.copy(file.database, tmp_path / "kopie.db")
    file.now = lambda: NOW + timedelta(hours=2)
    person(file, given="Ali")
    file.close()
    shutil.copy(copy, file.database)
    again = keys.unlock(file.folder, PASSWORD, clock=file.now)
    office = opened(again)
    (sentence,) = shown(office)
    assert "älter als zuletzt hier benutzt" in sentence
    assert "03.11.2026, 16:03" in sentence and "03.11.2026, 14:03" in sentence
    press(office, "Verstanden")
    assert (shown(office), office.window.notices.isVisible()) == ([], False)
    again.close()


def test_an_older_copy_without_entries_is_told_as_empty(opened, tmp_path):
    file = new_file(tmp_path)
    copy = shutil.copy(file.database, tmp_path / "kopie.db")
    person(file)
    file.close()
    shutil.copy(copy, file.database)
    again = keys.unlock(file.folder, PASSWORD, clock=file.now)
    (sentence,) = shown(opened(again))
    assert "sie ist aber noch leer" in sentence
    again.close()


def test_a_wrong_clock_is_told_with_both_dates_and_can_be_put_away(opened, file):
    file.now = lambda: NOW - YEAR
    office = opened(file)
    (sentence,) = shown(office)
    assert "03.11.2025" in sentence and "03.11.2026" in sentence and "Stellen Sie die Uhr" in sentence
    press(office, "Verstanden")
    assert shown(office) == []
    assert clock.doubt(file) is not None


def test_a_clock_that_is_confirmed_is_doubted_no_more(opened, file):
    file.now = lambda: NOW - YEAR
    office = opened(file)
    press(office, "Die Uhr geht richtig")
    assert (shown(office), clock.doubt(file)) == ([], None)


def test_every_ten_minutes_the_stand_is_written(opened, file, qtbot):
    office = opened(file)
    timer = office._start_check._regularly
    assert (timer.isActive(), timer.interval()) == (True, 600_000)
    path = file.folder / stand.NAME
    path.unlink()
    timer.timeout.emit()
    qtbot.waitUntil(path.exists, timeout=ENOUGH)


def test_leaving_ends_timers_and_check_and_gives_the_file_back(opened, file):
    office = opened(file)
    office._start_check._check()
    office.leave()
    assert not office._start_check._later.isActive() and not office._start_check._regularly.isActive()
    assert file.checkup._thread is not None and not file.checkup._thread.is_alive()
    office._start_check._check()
    keys.unlock(file.folder, PASSWORD, clock=file.now).close()


def test_banners_are_reached_by_keyboard_and_whole_at_double_size(opened, file):
    office = opened(file)
    notices = office.window.notices
    said = "Ein sehr langer Satz, der bei doppelter Schrift umbrechen muss und ganz zu lesen bleibt. " * 3
    called: list[str] = []
    for key in ("a", "b"):
        acts = (("Ansehen", partial(called.append, key)),)
        notices.show_notice(Notice(key=key, kind="warn", sentence=said, acts=acts))
    notices.show_notice(Notice(key="b", kind="bad", sentence=said))
    office.window.change_settings(zoom=2.0)
    settle()
    assert (shown(office), cut(notices)) == ([said], [])
    assert "Weitere Hinweise: 1" in [one.text() for one in notices.findChildren(QLabel) if one.isVisible()]
    notices.put_away("b")
    settle()
    office.window.activateWindow()
    office.window._sidebar.first_item().setFocus()
    office.window.next_area()
    first = tab_stops(notices)[0]
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert called == ["a"]
    notices.put_away("gone")
    settle()
    assert len(shown(office)) == 1


def test_damage_stands_above_what_was_told_before(opened, file):
    notices = opened(file).window.notices
    for key, kind in (("clock", "warn"), ("damage", "bad")):
        notices.show_notice(Notice(key=key, kind=kind, sentence=key))
    settle()
    assert [banner.sentence for banner in notices.findChildren(Banner) if banner.isVisible()] == ["damage", "clock"]


def test_a_verdict_that_comes_when_another_page_is_shown_refreshes_nothing(opened, file):
    office = opened(file)
    file.checkup.verdict = Verdict(at=NOW, problems=())
    office._start_check._show_verdict(True)
    assert (office.window.desk.pages.current_id, shown(office)) == ("today", [])


def test_the_first_start_of_a_newer_version_is_told_once_with_the_way_to_what_is_new(
        opened, file, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "update_dir", lambda: tmp_path)
    used = tmp_path / "klientendatei-0.2.0-windows-x86_64-setup.exe"
    used.touch()
    file.standing.updated = Updated(since="0.0.1", failure=None)
    office = opened(file)
    assert shown(office) == [
        f"Dies ist jetzt Version {VERSION}. Davor wurde eine Sicherung auf diesem Gerät angelegt."]
    assert not used.exists()
    press(office, "Was ist neu")
    qtbot.waitUntil(lambda: office.window.desk.pages.current_id == "settings", timeout=ENOUGH)
    settle()
    assert shown(office) == [] and office.window.desk.pages.page._part.updates.news.opened
    file.standing.updated = Updated(since="0.0.1", failure=UserError(NO_ROOM, need=70))
    office._start_check._show_updated()
    assert "Die Sicherung davor gelang nicht: Auf dem Datenträger ist zu wenig Platz" in shown(office)[0]
