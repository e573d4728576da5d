"""The page Woche as a person uses it: days and rows by keyboard, one done at once, the next week, the printed sheet."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.appointment import KEPT
from app.store.casefile import CaseFile
from app.store.queries import appointments as meetings
from app.store.queries import outgoing, today
from app.ui.rows import TaskList
from app.ui.today_week import WeekPage
from app.ui.week_rows import DayHeading, WeekTasks
from app.ui.window import Window
from app.usecases import appointments, followup
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import NOW, Away, Clock, key, press, texts, typed

TODAY = NOW.date()
CTRL = Qt.KeyboardModifier.ControlModifier
Opened = Callable[..., Window]


@pytest.fixture
def open_week(qapp: QApplication, file: CaseFile, away: Away) -> Iterator[Opened]:
    pages = {"week": lambda shell: WeekPage(shell, file), "client": lambda _shell: away}
    yield from office.opener(qapp, file, pages, "week")


@pytest.fixture
def filled(file: CaseFile, clock: Clock) -> str:
    """Amira yesterday and today, a follow-up on Thursday, one without a day; returns the case."""
    case_id = office.person(file, clock, "Amira")
    appointments.add(file, case_id, on=TODAY - timedelta(days=1), at=time(9), place="Rathaus")
    appointments.add(file, case_id, on=TODAY, at=time(16), place="Amt")
    followup.add(file, case_id, title="Zeugnis holen", due_on=TODAY + timedelta(days=2))
    followup.add(file, case_id, title="Regal", due_on=None)
    return case_id


def days(window: Window) -> list[tuple[date, int]]:
    """The headings of the days with their numbers."""
    (view,) = window.findChildren(WeekTasks)
    return [(entry.on, entry.count) for entry in view.entries.entries if isinstance(entry, DayHeading)]


def current(window: Window) -> str:
    """The row that has the keyboard."""
    (view,) = window.findChildren(WeekTasks)
    assert view.hasFocus()
    return str(view.entries.entries[view.currentIndex().row()].title)


def test_every_day_has_a_heading_and_its_number_is_its_rows(open_week: Opened, filled: str) -> None:
    window = open_week()
    monday = TODAY - timedelta(days=1)
    assert days(window) == [(monday + timedelta(days=n), count) for n, count in enumerate((1, 1, 0, 1, 0, 0, 0))]
    assert current(window) == "16:00 Gespräch, Amt"
    key(Qt.Key.Key_Down, CTRL)
    assert current(window) == "Zeugnis holen"
    key(Qt.Key.Key_F6)
    assert [entry.title for entry in window.findChildren(TaskList)[1].entries.entries] == ["Regal"]


def test_the_space_bar_finishes_a_row_and_the_keyboard_goes_on_to_the_next(open_week: Opened, file: CaseFile,
                                                                           filled: str) -> None:
    window = open_week()
    key(Qt.Key.Key_Space)
    (line,) = [one for one in meetings.lines(file) if one.appointment.on == TODAY]
    assert line.appointment.state == KEPT and current(window) == "Zeugnis holen"
    key(Qt.Key.Key_Space)
    assert [one.title for one in today.page(file).lines] == ["Regal"]
    assert [count for _on, count in days(window)] == [1, 1, 0, 0, 0, 0, 0]
    file.undo()
    settle()
    assert [count for _on, count in days(window)] == [1, 1, 0, 1, 0, 0, 0]


def test_another_day_and_a_deadline_are_given_by_keyboard(open_week: Opened, file: CaseFile, filled: str) -> None:
    window = open_week()
    key(Qt.Key.Key_Down, CTRL)
    key(Qt.Key.Key_F2)
    key(Qt.Key.Key_A, CTRL)
    typed("fr")
    key(Qt.Key.Key_Return)
    settle()
    assert [count for _on, count in days(window)] == [1, 1, 0, 0, 1, 0, 0] and current(window) == "Zeugnis holen"


def test_the_weeks_are_walked_and_a_free_one_says_so(open_week: Opened, filled: str) -> None:
    window = open_week()
    key(Qt.Key.Key_PageDown, CTRL)
    assert days(window)[0][0] == TODAY + timedelta(days=6) and "In dieser Woche steht nichts an" in texts(window)
    key(Qt.Key.Key_PageUp, CTRL)
    assert days(window)[1] == (TODAY, 1)
    key(Qt.Key.Key_PageUp, CTRL)
    press(window, "Diese Woche")
    assert days(window)[1] == (TODAY, 1)


def test_the_sheet_of_the_chosen_day_is_written_and_entered(open_week: Opened, file: CaseFile, filled: str,
                                                            tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_week()
    key(Qt.Key.Key_Down, CTRL)
    asked: list[str] = []

    def choose(_owner: object, title: str, name: str, *_more: object, **_options: object) -> tuple[str, str]:
        asked.extend((title, Path(name).name))
        return str(tmp_path / "blatt.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    key(Qt.Key.Key_P, CTRL)
    settle()
    assert asked == ["Tagesblatt mit Namen speichern", "tagesblatt-2026-11-05.pdf"]
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    assert outgoing.lines(file)[0].entry.subject == "Tagesblatt vom 05.11.2026 mit Namen"
    assert "Gespeichert" in window.desk.strip.text


@pytest.mark.parametrize(("zoom", "dark"), [(1.0, True), (2.0, False)])
def test_nothing_is_cut_and_every_stop_shows_the_keyboard(open_week: Opened, filled: str, zoom: float,
                                                          dark: bool) -> None:
    window = open_week(zoom, dark)
    assert not cut(window) and not too_wide(window)
    stops, gaps = ring_gaps(window, window.ring)
    assert stops >= 6 and not gaps
