"""Pieces built after a page is seen: one in a turn, in their order, none for a page that has gone."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from pytestqt.qtbot import QtBot

from app.ui.turns import pending, soon


def test_each_piece_has_a_turn_of_its_own_in_the_order_asked_for(qtbot: QtBot) -> None:
    owner, seen, turn = QObject(), [], [0]

    def piece(name: str) -> None:
        seen.append((name, turn[0]))
        if name == "a":
            soon(owner, lambda: piece("c"))

    soon(owner, lambda: piece("a"))
    soon(owner, lambda: piece("b"))
    soon(owner, lambda: piece("now"), urgent=True)
    assert pending() and not seen
    beat = QTimer(owner)
    beat.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    beat.start(0)
    qtbot.waitUntil(lambda: not pending())
    assert len({turn for _name, turn in seen}) == len(seen)
    assert [name for name, _turn in seen] == ["now", "a", "b", "c"]


def test_a_piece_of_a_page_that_has_gone_is_left_out_and_the_next_comes(qtbot: QtBot) -> None:
    gone, there, seen = QObject(), QObject(), []
    soon(gone, lambda: seen.append("gone"))
    soon(there, lambda: seen.append("there"))
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not pending() and bool(seen))
    assert seen == ["there"]
