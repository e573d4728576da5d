"""What Heute costs: its whole reading, and how long the window stands still on arriving and after one is done."""

import gc
import time
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.store.casefile import CaseFile
from app.store.queries import clients, week
from app.ui.desk import Desk
from app.ui.today_reading import TodayReader
from app.usecases import appointments, casework
from tests.benchmarks import caseload
from tests.benchmarks.caseload import TODAY, Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.shown import application, office_of, rest, standstill

ROUNDS, DONE, MEETINGS = 20, 10, 40
STILL = 50.0


def today(run: Run) -> list[Figure]:
    """The reading in one thread alone, then the window with its worker."""
    with caseload.copy(run) as file:
        _meetings(file)
        office = office_of(application(), file)
        desk = office.window.desk
        reader = TodayReader(desk, file)
        gc.collect()
        gc.disable()
        anew = [_timed(reader, silent=True) for _ in range(ROUNDS)]
        again = [_timed(reader, silent=False) for _ in range(ROUNDS)]
        weeks = [_week(file) for _ in range(ROUNDS)]
        gc.enable()
        office.show()
        rest(lambda: file.checkup.verdict is not None)
        done = [standstill(_space, partial(_calm, desk)) for _ in range(DONE)]
        arrived = [_arrive(desk, file, person) for person in _people(file)]
        office.window.hide()
        desk.tasks.end()
    return [
        Figure(name="Heute, everything read anew", unit="ms", samples=anew, target=Target(of="p95", limit=100)),
        Figure(name="Heute, read after a follow-up is done", unit="ms", samples=again),
        Figure(name="Woche, read", unit="ms", samples=weeks, target=Target(of="p95", limit=100)),
        Figure(name="Window stands still when a follow-up is done on Heute", unit="ms", samples=done,
               target=Target(of="worst", limit=STILL)),
        Figure(name="Window stands still on arriving on Heute", unit="ms", samples=arrived,
               target=Target(of="worst", limit=STILL)),
    ]


def _meetings(file: CaseFile) -> None:
    for line in clients.lines(file)[:MEETINGS]:
        appointments.add(file, line.case_id, on=TODAY, place="Amt Musterstadt")


def _people(file: CaseFile) -> list[str]:
    return [line.client_id for line in clients.lines(file)[::100]][:DONE]


def _timed(reader: TodayReader, silent: bool) -> float:
    if silent:
        reader._silent = None
    begun = time.perf_counter()
    reader.read()
    return (time.perf_counter() - begun) * 1000


def _week(file: CaseFile) -> float:
    begun = time.perf_counter()
    week.week(file, week.monday_of(TODAY))
    return (time.perf_counter() - begun) * 1000


def _space() -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Space)


def _calm(desk: Desk) -> bool:
    return not desk.tasks.busy


def _arrive(desk: Desk, file: CaseFile, person: str) -> float:
    """Something was written on another page meanwhile."""
    desk.go("clients")
    rest(partial(_calm, desk))
    casework.change_client(file, person, phone="0150 0000099")
    rest(partial(_calm, desk))
    return standstill(partial(desk.go, "today"), partial(_calm, desk))
