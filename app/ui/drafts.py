"""Keeps a record being created as a draft while it is typed, so that a lock or a crash loses at most half a second."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.store.casefile import CaseFile, Draft

AFTER_MS = 500
Read = Callable[[], tuple[dict[str, Any], str]]


def draft_of(file: CaseFile, kind: str) -> Draft | None:
    """The draft of that kind left behind by leaving, lock or crash."""
    return next((draft for draft in file.drafts() if draft.kind == kind), None)


class DraftKeeper(QObject):
    """Saves what `read` gives (content, name of the field with the caret) half a second after the last `touch`."""

    saved = Signal()

    def __init__(self, owner: QObject, file: CaseFile, kind: str, read: Read) -> None:
        super().__init__(owner)
        self._file, self.kind, self._read = file, kind, read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._save)

    def touch(self) -> None:
        """Something was typed: saves soon."""
        self._timer.start()

    def flush(self) -> None:
        """Saves now what is still waiting: the field, the page or the file is about to be left."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def stop(self) -> None:
        """Forgets what is waiting, because the draft became a record."""
        self._timer.stop()

    def discard(self) -> None:
        """The draft became a record or is not wanted."""
        self._timer.stop()
        self._file.discard_draft(self.kind)

    def _save(self) -> None:
        content, cursor = self._read()
        self._file.save_draft(self.kind, content, cursor)
        self.saved.emit()
