"""The one worker and what is said when something fails."""

import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.ui import progress, tasks
from app.ui.problems import Problems
from app.ui.progress import ProgressSlot
from app.ui.tasks import TaskRunner


@pytest.fixture
def runner(qapp):
    """A runner that writes down what nobody else took."""
    result = TaskRunner(lambda error: result.lost.append(error))
    result.lost = []
    yield result
    result.end()


def test_work_runs_beside_the_window_and_its_result_comes_back_into_it(runner, qtbot):
    places = []

    def job(step):
        places.append(threading.current_thread() is threading.main_thread())
        step(1, 2)
        return 42

    results = []
    task = runner.run(runner, job, lambda value: results.append((value, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(results))
    assert places == [False]
    assert results == [(42, threading.main_thread())]
    assert not runner.busy and not task.cancelled


def test_one_piece_of_work_follows_the_other(runner, qtbot):
    order = []
    for n in range(5):
        runner.run(runner, lambda step, n=n: order.append(n), lambda _result: None)
    qtbot.waitUntil(lambda: not runner.busy)
    assert order == [0, 1, 2, 3, 4]


def test_what_a_page_reads_does_not_wait_for_long_work(runner, qtbot):
    go_on, read = threading.Event(), []
    runner.run(runner, lambda step: go_on.wait(5), lambda _result: None)
    runner.run(runner, lambda step: 42, read.append, reads=True)
    qtbot.waitUntil(lambda: bool(read))
    assert read == [42] and runner.busy
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)


def test_progress_is_heard_at_the_first_and_the_last_step(runner, qtbot):
    heard, listened = [], threading.Event()

    def job(step):
        listened.wait(5)
        for n in range(1, 1001):
            step(n, 1000)

    task = runner.run(runner, job, lambda _result: None)
    task.progressed.connect(lambda done, total: heard.append((done, total)))
    listened.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard[-1] == (1000, 1000)
    assert len(heard) < 100


def test_what_work_and_its_callbacks_hold_dies_in_the_thread_of_the_window(runner, qtbot, monkeypatch):
    deaths, seen_here, real = [], threading.Event(), tasks._Run.run

    class Held(QObject):
        def __del__(self):
            deaths.append(threading.current_thread())

    def slow_to_let_go(run):
        real(run)
        if run._task.pool is runner._work:
            seen_here.wait(5)

    monkeypatch.setattr(tasks._Run, "run", slow_to_let_go)
    held = Held()
    runner.run(runner, lambda step, held=held: None, lambda _result, held=held: None)
    del held
    qtbot.waitUntil(lambda: not runner.busy)
    # that the other worker has gone on says nothing of this one
    runner.run(runner, lambda step: None, lambda _result: None, reads=True)
    qtbot.waitUntil(lambda: not runner.busy)
    seen_here.set()
    runner.end()
    qtbot.waitUntil(lambda: bool(deaths))
    assert deaths == [threading.main_thread()]


def test_stopped_work_ends_at_its_next_step_without_a_result(runner, qtbot):
    started, go_on, results = threading.Event(), threading.Event(), []

    def job(step):
        started.set()
        go_on.wait(5)
        step(1, 2)
        results.append("went on")

    task = runner.run(runner, job, results.append)
    started.wait(5)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert (results, runner.lost) == ([], [])


def test_an_error_of_the_work_reaches_whoever_asked_for_it(runner, qtbot):
    refusal, told = UserError("Die Datei ist beschädigt."), []

    def job(step):
        raise refusal

    runner.run(runner, job, lambda _result: None, told.append)
    runner.run(runner, job, lambda _result: None)
    qtbot.waitUntil(lambda: not runner.busy)
    assert (told, runner.lost) == ([refusal], [refusal])


def test_nobody_is_told_when_the_page_is_gone(runner, qtbot):
    owner, results, go_on = QObject(), [], threading.Event()
    runner.run(owner, lambda step: go_on.wait(5), results.append)
    owner.deleteLater()
    qtbot.wait(1)
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert results == []


def test_progress_is_shown_only_when_work_lasts_and_goes_with_it(look, runner, qtbot, monkeypatch):
    look()
    monkeypatch.setattr(progress, "SHOWN_AFTER", 1)
    slot, go_on, around = ProgressSlot(), threading.Event(), QWidget()
    slot.setParent(around)
    qtbot.addWidget(around)
    around.show()
    slot.follow(runner.run(around, lambda step: go_on.wait(5), lambda _result: None), "Katalog wird geprüft")
    assert not slot.isVisible()
    qtbot.waitUntil(slot.isVisible)
    go_on.set()
    qtbot.waitUntil(lambda: not slot.isVisible())


def test_a_known_error_is_said_and_a_defect_opens_one_dialog(look, qtbot):
    look()
    said: list[str] = []
    problems = Problems(said.append)
    problems.show(UserError("Es fehlt {what}.", what="Platz"))
    assert (said, problems.open_box) == (["Es fehlt Platz."], None)
    problems.show(KeyError("MUSTER, Amira"))
    first = problems.open_box
    problems.show(ValueError("noch einer"))
    assert problems.open_box is first
    assert "MUSTER" not in first.text() + first.informativeText()
    first.close()
    assert problems.open_box is None


def test_the_hook_is_put_in_and_taken_out_again(look):
    look()
    before, said = sys.excepthook, []
    problems = Problems(said.append)
    problems.install()
    error = UserError("Es fehlt Platz.")
    sys.excepthook(type(error), error, None)
    problems.remove()
    assert (said, sys.excepthook) == (["Es fehlt Platz."], before)


def test_after_the_end_nothing_waits_and_nothing_is_begun(runner, qtbot):
    started, ran = threading.Event(), []

    def job(step):
        started.set()
        while True:
            step(0, 0)

    runner.run(runner, job, ran.append)
    waiting = runner.run(runner, lambda step: ran.append("waited"), ran.append)
    started.wait(5)
    runner.end()
    late = runner.run(runner, lambda step: ran.append("late"), ran.append)
    qtbot.waitUntil(lambda: not runner.busy)
    assert ran == [] and waiting.cancelled and late.cancelled


def test_a_window_that_dies_with_late_work_does_not_wait_for_it(qapp, qtbot):
    owner = QWidget()
    runner = TaskRunner(print, owner)
    runner.end()
    ran = []
    for _turn in range(20):
        runner.run(owner, lambda step: ran.append(step), print)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(runner))
    assert ran == []
