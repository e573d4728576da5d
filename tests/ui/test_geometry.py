"""The first place of the window: all of it can be seen, on a small laptop too; later it comes where it was left."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import geometry
from app.ui.geometry import has_room


@pytest.mark.parametrize(("screen", "room"), [
    (QSize(1920, 1080), True),
    (QSize(1440, 852), True),  # 1440 × 900 with the task bar of Windows 11
    (QSize(1366, 728), False),
    (QSize(1366, 768), False),
    (QSize(1600, 768), False),
    (QSize(1366, 1200), False),
])
def test_a_window_needs_room_for_its_title_too(screen: QSize, room: bool) -> None:
    assert has_room(screen) is room


@pytest.mark.parametrize("room", [True, False])
def test_the_first_time_a_window_fills_a_screen_that_is_too_small_for_it(
        qapp: QApplication, monkeypatch: pytest.MonkeyPatch, room: bool) -> None:
    monkeypatch.setattr(geometry, "has_room", lambda _free: room)
    window = QWidget()
    window.resize(geometry.SIZE)
    geometry.put(window, "")
    assert window.isMaximized() is not room
    window.show()
    screen = window.screen().availableGeometry()
    assert window.size() == geometry.SIZE if room else screen.width() - window.width() < 10
    window.close()


def test_a_window_comes_where_it_was_left_however_small_the_screen(
        qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry, "has_room", lambda _free: False)
    left, come = QWidget(), QWidget()
    left.setGeometry(QRect(120, 90, 600, 500))
    geometry.put(come, geometry.of(left))
    assert come.geometry() == left.geometry() and not come.isMaximized()
