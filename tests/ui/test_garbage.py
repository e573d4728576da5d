"""Garbage is collected in the GUI thread, never by a worker."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.ui.garbage import FEW, MANY, GarbageInThisThread


class Loop:
    """Something only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageInThisThread]:
    owner = QObject()
    # what the tests before left behind is none of its business
    gc.collect()
    yield GarbageInThisThread(owner)
    owner.deleteLater()


def test_automatic_collection_is_off_and_the_timer_frees_what_is_left(collector: GarbageInThisThread) -> None:
    assert not gc.isenabled()
    loop = weakref.ref(Loop())
    kept = [Loop() for _ in range(2 * FEW)]
    assert loop() is not None
    collector.collect()
    assert loop() is None and kept


def test_many_young_objects_are_looked_through_when_another_program_is_in_front(
        qapp: QApplication, collector: GarbageInThisThread) -> None:
    loop = weakref.ref(Loop())
    kept = [Loop() for _ in range(2 * MANY)]
    collector.collect()
    assert loop() is not None and kept
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert loop() is None
    assert gc.get_freeze_count() > MANY


def test_a_call_that_returns_nothing_costs_no_reference_to_none(qapp: QApplication) -> None:
    # PySide6 6.12.0 on Python 3.11 lost one each time, until the process died; None is immortal from 3.12 on
    held = QObject()
    before = sys.getrefcount(None)
    for _call in range(2000):
        held.setObjectName("muster")
    assert sys.getrefcount(None) > before - 1000
