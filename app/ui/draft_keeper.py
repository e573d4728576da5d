"""Keeps what is typed into a record being created as a draft, at most a second after the last key."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.ui.shell import Shell

AUTOSAVE = 600


class DraftKeeper:
    """One draft at a time, named by its kind; nothing is kept before a kind is taken up."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self._kind = ""
        self._content: dict[str, Any] = {}
        self._owner = QObject()
        self._timer = QTimer(self._owner)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)

    def take(self, kind: str) -> Draft | None:
        """Keeps drafts of this kind from now on; returns the one that is there already."""
        self.leave()
        self._kind = kind
        return next((draft for draft in self._file.drafts() if draft.kind == kind), None)

    def keep(self, content: dict[str, Any]) -> None:
        """Saves this content soon."""
        self._content = content
        if self._kind:
            self._timer.start(AUTOSAVE)

    def leave(self) -> None:
        """Saves what waits and lets the draft be: it stays until somebody takes it up."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()
        self._kind = ""

    def discard(self) -> None:
        """Forgets the draft, because it became a record or is not wanted."""
        self._timer.stop()
        if self._kind:
            self._file.discard_draft(self._kind)
        self._kind = ""

    def _save(self) -> None:
        self._file.save_draft(self._kind, self._content, "")
        self._shell.set_saved(_("Entwurf gespeichert {time}").format(time=f"{self._file.now():%H:%M:%S}"))
