"""Garbage is collected in the GUI thread, never by a worker."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.ui.garbage import GarbageInThisThread


class Loop:
    """Something only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageInThisThread]:
    owner = QObject()
    yield GarbageInThisThread(owner)
    owner.deleteLater()


def test_automatic_collection_is_off_and_the_timer_frees_what_is_left(collector: GarbageInThisThread) -> None:
    assert not gc.isenabled()
    loop = weakref.ref(Loop())
    kept = [Loop() for _ in range(gc.get_threshold()[0] + 1)]
    assert loop() is not None
    collector.collect()
    assert loop() is None and kept


def test_a_call_that_returns_nothing_costs_no_reference_to_none(qapp: QApplication) -> None:
    # PySide6 6.12.0 on Python 3.11 lost one each time, until the process died; None is immortal from 3.12 on
    held = QObject()
    before = sys.getrefcount(None)
    for _call in range(2000):
        held.setObjectName("muster")
    assert sys.getrefcount(None) > before - 1000
