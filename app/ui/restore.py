"""Where a backup is brought back: a card of the gate, which needs no live folder, and a page of the open window."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.store.casefile import SUFFIX, CaseFile
from app.ui.components import PageHeader
from app.ui.controls import label
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import card, page
from app.ui.restore_steps import RestoreSteps, Way
from app.ui.shell import Page, Shell
from app.usecases import backup
from app.usecases.backup import BACKUP_SUFFIX, Opened

# what a backup made by the program has after the name of its Klientendatei
_STAMP = re.compile(r"-\d{4}-\d{2}-\d{2}(-\d{4,6})?(-vor-(Schema-\d+|Version-\d+(\.\d+)*))?(-\d+)?$")


def folder_named_after(source: Path, place: Path) -> Path:
    """The Klientendatei in ``place`` that a backup would become by its name."""
    return place / f"{_STAMP.sub('', source.name.removesuffix(BACKUP_SUFFIX))}{SUFFIX}"


class RestoreCard(Card):
    """`restored` carries the folder and the backup; `left` goes back. ``folder`` is None where none was chosen yet.

    ``source`` is looked into at once.
    """

    restored = Signal(object, object)
    left = Signal()

    def __init__(self, gate: Gate, folder: Path | None, place: Path, source: Path | None = None) -> None:
        super().__init__(_("Sicherung wiederherstellen"), BROAD)
        self._folder, self._beside = folder, place
        way = Way(run=gate.tasks.run, folder_for=self._target, beside=folder,
                  finish=lambda opened, step: backup.restore(opened, self._target(opened.source), step))
        self.steps = RestoreSteps(way, source)
        self.steps.left.connect(self.left)
        self.steps.done.connect(self._done)
        self.inside.addWidget(label(_("Sicherung wiederherstellen"), "title"))
        self.inside.addWidget(self.steps)

    def first_focus(self) -> QWidget:
        """The first control of the step."""
        return self.steps.first_focus()

    def _target(self, source: Path) -> Path:
        return self._folder or folder_named_after(source, self._beside)

    def _done(self, opened: Opened, _aside: object) -> None:
        self.restored.emit(self._target(opened.source), opened.backup)


class RestorePage(Page):
    """`go("restore", source=…)` looks into that backup at once; `swap` closes the file and puts the fresh one there."""

    def __init__(self, shell: Shell, file: CaseFile, swap: Callable[[Path, Opened], object]) -> None:
        self.title = _("Sicherung wiederherstellen")
        self._shell, self._file, self._swap = shell, file, swap
        self._source: Path | None = None
        self._steps: RestoreSteps | None = None

    def arrive(self, **where: object) -> None:
        """The backup to begin with, None to choose one."""
        source = where.get("source")
        self._source = source if isinstance(source, Path) else None

    def build(self, parent: QWidget) -> QWidget:
        """The steps in one card."""
        folder = self._file.folder
        way = Way(run=self._shell.run_task, folder_for=lambda source: folder, beside=folder, file=self._file,
                  finish=lambda opened, step: backup.prepare(opened, folder, step))
        self._steps = RestoreSteps(way, self._source)
        self._steps.left.connect(partial(self._shell.go, "settings", part="backup"))
        self._steps.done.connect(lambda opened, fresh: self._swap(fresh, opened))
        words = _("Danach wird das Programm gesperrt und öffnet den früheren Stand.")
        return page(PageHeader(self.title, words), card(self._steps), None, scrolls=True)

    def refresh(self, change: object) -> None:
        """Nothing of it changes with the records."""

    def first_focus(self) -> QWidget | None:
        """The first control of the step."""
        return self._steps.first_focus() if self._steps is not None else None

    def areas(self) -> Sequence[QWidget]:
        """The steps."""
        return [self._steps] if self._steps is not None else []
