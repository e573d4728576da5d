"""What stands behind `Shell` in the window: pages, toast, tasks, actions and problems, bound together once."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import text_of
from app.ui.actions import ActionList
from app.ui.focus import commit_focused
from app.ui.pagestack import PageStack
from app.ui.pins import Pins
from app.ui.problems import Problems
from app.ui.tasks import Failed, Job, R, Task, TaskRunner
from app.ui.toast import Toast
from app.vault import traces


class Desk:
    """The `Shell` of a real window."""

    def __init__(self, window: QWidget, show_saved: Callable[[str], object]) -> None:
        self._show_saved = show_saved
        self.pins = Pins()
        self.strip = Toast(window)
        self.problems = Problems(self.toast)
        self.tasks = TaskRunner(self.problems.show, window)
        self.actions = ActionList(window, self.toast)
        self.pages = PageStack(self)
        self._asked = 0.0
        self.pages.shown.connect(self._time)

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Says what was done; with `undo` it offers „Rückgängig“."""
        self.strip.show_text(text, undo)

    def problem(self, error: UserError) -> None:
        """Says a refusal that has no place of its own."""
        self.toast(text_of(error))

    def go(self, page_id: str, **where: object) -> None:
        """Opens a page, or a saved list by its entry."""
        if not self.pins.open(page_id):
            self._asked = time.monotonic()
            self.pages.go(page_id, where)

    def _time(self, page_id: str) -> None:
        """For the diagnosis: from the wish for a page until it is there."""
        if self._asked:
            traces.took(f"page {page_id}", time.monotonic() - self._asked)
        self._asked = 0.0

    def back(self) -> None:
        """Goes back to the page before."""
        self.pages.back()

    def open_client(self, client_id: str) -> None:
        """Opens the page of a person."""
        self.go("client", client_id=client_id)

    def rebuild(self) -> None:
        """Builds the current page anew."""
        self.pages.rebuild(everything=False)

    def run_task(self, owner: QObject, job: Job[R], done: Callable[[R], object], failed: Failed | None = None, *,
                 reads: bool = False) -> Task:
        """Runs long work beside the window."""
        return self.tasks.run(owner, job, done, failed, reads=reads)

    def run_action(self, action_id: str) -> None:
        """Runs a declared action."""
        self.actions.run(self.actions.get(action_id))

    def set_saved(self, text: str) -> None:
        """Shows the saved state."""
        self._show_saved(text)

    def commit_focused_field(self) -> bool:
        """Saves the field that has the focus."""
        return commit_focused()
