"""Automatic backups from the window: when they are made, when they are left out, and that failures are told once."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.store import local_backups
from app.ui import backup_watch
from app.ui.backup_watch import EVERY, FIRST, PATIENCE, PAUSE, BackupWatch
from app.usecases import backup
from tests.casefiles import Clock, clock, file, opener, pattern, taken_in
from tests.ui.looks import settle

__all__ = ["clock", "file", "opener", "pattern"]
ENOUGH = 20000


@pytest.fixture
def told():
    return []


class Stopwatch:
    """Seconds that pass when they are told to, and how long nobody has touched a key."""

    def __init__(self) -> None:
        self.now, self.untouched = 0.0, 60.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


@pytest.fixture
def seconds():
    return Stopwatch()


@pytest.fixture
def watch(qapp, file, told, seconds):
    parent = QObject()
    made = BackupWatch(parent, file, told.append, lambda: seconds.untouched, seconds)
    yield made
    made._tasks.end()
    settle()
    parent.deleteLater()


def made(file) -> int:
    return len(backup.local(file.folder))


def run(watch, qtbot) -> None:
    watch.make()
    qtbot.waitUntil(lambda: not watch.busy, timeout=ENOUGH)


def test_the_first_comes_soon_after_opening_then_every_half_hour(watch, qtbot, file):
    assert watch._timer.interval() == 1000 * FIRST
    run(watch, qtbot)
    assert (watch._timer.interval(), made(file)) == (1000 * EVERY, 1)
    assert 0 < watch._pace < 20


def test_it_begins_when_nobody_types_and_at_the_latest_after_five_minutes(watch, qtbot, file, seconds):
    seconds.untouched = 1.0
    run(watch, qtbot)
    assert (watch._timer.interval(), made(file)) == (1000 * PAUSE, 0)
    seconds.untouched = PAUSE
    run(watch, qtbot)
    assert (watch._timer.interval(), made(file)) == (1000 * EVERY, 1)
    taken_in(file)
    seconds.untouched = 1.0
    run(watch, qtbot)
    seconds.now += PATIENCE
    run(watch, qtbot)
    assert (watch._timer.interval(), made(file)) == (1000 * EVERY, 2)


def test_without_a_change_nothing_is_made(watch, qtbot, file, clock: Clock):
    run(watch, qtbot)
    clock.moment += timedelta(minutes=30)
    run(watch, qtbot)
    assert made(file) == 1
    taken_in(file)
    run(watch, qtbot)
    assert made(file) == 2


def test_at_lock_a_small_file_gets_its_backup_at_once(watch, file, monkeypatch):
    monkeypatch.setattr(backup_watch, "AT_LOCK", 20.0)
    watch.before_lock()
    assert (made(file), watch._timer.isActive()) == (1, False)


def test_at_lock_a_large_file_leaves_it_to_the_next_unlocking(watch, file, monkeypatch):
    monkeypatch.setattr(backup_watch, "AT_LOCK", 0.5)
    watch._pace = 60.0
    watch.before_lock()
    assert made(file) == 0


def test_closing_waits_for_the_last_one(watch, file, monkeypatch):
    monkeypatch.setattr(backup_watch, "AT_CLOSE", 20.0)
    watch.before_close()
    assert made(file) == 1


def test_what_takes_too_long_is_stopped_and_leaves_no_beginning(watch, file, monkeypatch):
    monkeypatch.setattr(backup_watch, "AT_CLOSE", 0.001)
    watch.before_close()
    assert not (file.folder / "sicherung.bild").exists()
    assert not list(local_backups.place_of(file.folder).glob("*.neu"))


def test_a_failure_is_told_once(watch, qtbot, told, monkeypatch):
    def refuses(*_given):
        raise UserError("Der Datenträger ist voll.")

    monkeypatch.setattr(backup, "automatic", refuses)
    run(watch, qtbot)
    run(watch, qtbot)
    settle()
    assert told == ["Die Sicherung auf diesem Gerät gelang nicht. Der Datenträger ist voll."]
