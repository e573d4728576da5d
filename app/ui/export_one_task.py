"""One piece of work at a time for the monthly report: what it is called, what refused it, and stopping it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Task


class OneTask:
    """`changed` is called when work begins, is stopped or refused; who takes a result says that it is `over`."""

    def __init__(self, shell: Shell, owner: QObject, changed: Callable[[], object]) -> None:
        self._shell, self._owner, self._changed = shell, owner, changed
        self.task: Task | None = None
        self.words = ""
        self.refusal: UserError | None = None
        self.stoppable = False

    def run(self, words: str, job: Job[R], done: Callable[[R], object], stoppable: bool = False) -> None:
        """Begins; `done(result)` follows unless the work is refused or stopped."""
        self.words, self.refusal, self.stoppable = words, None, stoppable
        self.task = task = self._shell.run_task(self._owner, job, done, self._failed)
        task.ended.connect(partial(self._stopped, task))
        self._changed()

    def over(self) -> None:
        """Its result has come."""
        self.task = None

    def cancel(self) -> None:
        """Stops what is only looked at; nothing was changed by it, and the page is where it was."""
        if self.task is not None and self.stoppable:
            self.task.cancel()
            self._stopped(self.task)

    def refused(self, error: Exception) -> None:
        """Keeps the sentence; what is no sentence is a defect and goes on."""
        self.refusal = error if isinstance(error, UserError) else None
        self._changed()
        if self.refusal is None:
            raise error

    def _failed(self, error: Exception) -> None:
        self.task = None
        self.refused(error)

    def _stopped(self, task: Task) -> None:
        # neither a result nor a refusal follows
        if task.cancelled and self.task is task:
            self.task = None
            self._changed()
