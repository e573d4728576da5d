"""Work beside the window: one worker for long work and one for what a page reads, each doing one piece after the other,
cancelled at its next step."""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from app.ui.turns import soon

R = TypeVar("R")
Step = Callable[[int, int], None]
Job = Callable[[Step], R]
Failed = Callable[[Exception], object]
# a job may step thousands of times a second; nobody sees more than twenty
_SECONDS_BETWEEN = 0.05
SWITCH_SECONDS = 0.0001


class Cancelled(Exception):
    """The person stopped the work; raised inside it at its next step."""


class Task(QObject):
    """One piece of work. `progressed(done, total)` and `ended` come in the GUI thread."""

    progressed = Signal(int, int)
    ended = Signal()
    _succeeded = Signal(object)
    _broken = Signal(object)

    def __init__(self, owner: QObject, done: Callable[[Any], object], failed: Failed, reads: bool = False) -> None:
        super().__init__()
        self._owner, self._done, self._failed, self.reads = owner, done, failed, reads
        self.cancelled = False
        # the worker that does it
        self.pool: QThreadPool | None = None
        self.job: Job[Any] | None = None
        self._last = 0.0
        self._succeeded.connect(self._arrived)
        self._broken.connect(self._fail)

    def cancel(self) -> None:
        """Stops the work at its next step; neither `done` nor `failed` is called then."""
        self.cancelled = True

    def step(self, done: int, total: int) -> None:
        """Called by the work: how far it is (`total` 0 when nobody knows). Raises Cancelled."""
        if self.cancelled:
            raise Cancelled
        # whoever waits for Python, and that is the window, has it now
        time.sleep(0)
        now = time.monotonic()
        if now - self._last >= _SECONDS_BETWEEN or done == total:
            self._last = now
            self.progressed.emit(done, total)

    def work(self, job: Job[Any]) -> None:
        """Runs `job`; belongs into the worker's thread."""
        try:
            if self.cancelled:
                raise Cancelled
            self._succeeded.emit(job(self.step))
        except Cancelled:
            self._broken.emit(None)
        except Exception as error:  # the window knows refusals from defects
            self._broken.emit(error)

    def _arrived(self, result: object) -> None:
        if self.reads:
            # what was read is shown in a turn of its own, not in one with what else has come
            soon(self, partial(self._finish, result), urgent=True)
        else:
            self._finish(result)

    def _finish(self, result: object) -> None:
        self.ended.emit()
        # the page may be gone, or the person may have stopped it at the last moment
        if isValid(self._owner) and not self.cancelled:
            self._done(result)

    def _fail(self, error: Exception | None) -> None:
        self.ended.emit()
        if error is not None and isValid(self._owner):
            self._failed(error)


class _Run(QRunnable):
    def __init__(self, task: Task, job: Job[Any]) -> None:
        super().__init__()
        self._task, self._job = task, job

    def run(self) -> None:
        """Works (Qt)."""
        self._task.work(self._job)


class TaskRunner(QObject):
    """The two workers. `failed` is what happens to an error nobody else takes."""

    busy_changed = Signal(bool)

    def __init__(self, failed: Failed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        # what a page reads does not wait until a backup is made
        self._work, self._reads = QThreadPool(self), QThreadPool(self)
        for pool in (self._work, self._reads):
            pool.setMaxThreadCount(1)
        # each time the window wants Python back from the worker it waits this long; 5 ms by default, often in a paint
        sys.setswitchinterval(SWITCH_SECONDS)
        self._running: list[Task] = []
        self._ended: dict[QThreadPool | None, Task] = {}
        self._over = False

    @property
    def busy(self) -> bool:
        """True while work runs or waits."""
        return bool(self._running)

    def run(self, owner: QObject, job: Job[R], done: Callable[[R], object], failed: Failed | None = None, *,
            reads: bool = False) -> Task:
        """Queues `job(step)`; `done(result)` or `failed(error)` follows in the GUI thread while `owner` lives.
        After `end` nothing is begun any more, and neither is called. A job that only reads, and not for long, `reads`:
        it does not wait for the long ones."""
        task = Task(owner, done, failed or self._failed, reads)
        if self._over:
            task.cancel()
            return task
        # Job and callbacks reach widgets, and a widget must not die in the worker: this thread holds them longer.
        task.job, task.pool = job, self._reads if reads else self._work
        self._running.append(task)
        task.ended.connect(self._drop)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        if reads:
            # the page is painted first: both want Python, and each time the window wants it back it waits
            soon(self, partial(self._begin, task, job))
        else:
            self._begin(task, job)
        return task

    def _begin(self, task: Task, job: Job[Any]) -> None:
        if not self._over and task.pool is not None:
            task.pool.start(_Run(task, job))

    def end(self, seconds: float = 0) -> None:
        """Lets what runs come to its end for so long, stops the rest and waits for it; before lock and close."""
        # A page may still want to read on a window that is going. Qt waits for the worker where it destroys it, and
        # there the worker may be waiting for Python.
        self._over = True
        if seconds:
            self._work.waitForDone(round(1000 * seconds))
        for task in self._running:
            task.cancel()
        for pool in (self._work, self._reads):
            pool.waitForDone()
        self._ended.clear()

    def _drop(self) -> None:
        # The worker may still be letting go of this one; of its one before it has, or it would not have done this one.
        task = cast(Task, self.sender())
        self._ended[task.pool] = task
        self._running = [other for other in self._running if other is not task]
        if not self._running:
            self.busy_changed.emit(False)
