"""The place in a card where long work shows how far it is: words after 1 s, „Anhalten“ from 5 s."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.components import Progress
from app.ui.controls import button
from app.ui.layouts import column
from app.ui.tasks import Task

SHOWN_AFTER, STOPPABLE_AFTER = 1000, 5000


class ProgressSlot(QWidget):
    """Empty until work lasts longer than a second."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column()
        self.setLayout(self._column)
        self._shown: Progress | None = None
        self._task: Task | None = None
        self.hide()

    def follow(self, task: Task, words: str) -> None:
        """Shows `words` and how far `task` is until it ends."""
        self._clear()
        stop = button(_("Anhalten"), "quiet", "x", call=task.cancel)
        stop.hide()
        shown = Progress(words, stop)
        self._shown, self._task = shown, task
        self._column.addWidget(shown)
        task.progressed.connect(shown.set_step)
        task.ended.connect(self._clear)
        QTimer.singleShot(SHOWN_AFTER, shown, self.show)
        QTimer.singleShot(STOPPABLE_AFTER, shown, stop.show)

    def _clear(self) -> None:
        if self._shown is not None:
            self._shown.deleteLater()
            self._shown = self._task = None
        self.hide()
