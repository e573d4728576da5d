"""The way back from a backup in three steps: which one, its key, what it holds. The same at the gate and in the window;
what is done at the end, who shows it decides."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import N_, UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.components import Banner
from app.ui.controls import announce, button
from app.ui.layouts import column, row
from app.ui.page_parts import Slot
from app.ui.painted import StepsBar
from app.ui.progress import ProgressSlot
from app.ui.restore_parts import FilePart, KeyPart, facts_of
from app.ui.tasks import Step, Task
from app.usecases import backup
from app.usecases.backup import Found, Opened
from app.vault.errors import WrongSecret

STEPS = (N_("Sicherung"), N_("Schlüssel"), N_("Stand"))
FILE, KEY, FACTS = range(3)
Run = Callable[..., Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What the steps need from where they are shown.

    ``folder_for`` the Klientendatei that a backup file becomes; ``finish(opened, step)`` does it, in the worker;
    ``run`` runs long work for an owner; ``beside`` where backups are looked for; ``file`` is the one that is open,
    whose key may fit and whose counts are compared.
    """

    run: Run
    folder_for: Callable[[Path], Path]
    finish: Callable[[Opened, Step], Any]
    beside: Path | None = None
    file: CaseFile | None = None


class RestoreSteps(QWidget):
    """`done` carries the opened backup and what `finish` returned; `left` gives up, nothing is changed then."""

    done = Signal(object, object)
    left = Signal()

    def __init__(self, way: Way, source: Path | None = None) -> None:
        super().__init__()
        self._way = way
        self._source: Path | None = None
        self._opened: Opened | None = None
        self.step = FILE
        self._bar, self._said, self._facts = Slot(), Slot(), Slot()
        self.files, self.key = FilePart(), KeyPart()
        self.files.chosen.connect(self.look_at)
        self.key.submitted.connect(self.submit)
        self.progress = ProgressSlot()
        self.forward = button(_("Weiter"), "primary", call=self.submit)
        self.back = button(_("Zurück"), "quiet", "arrow-left", self.go_back)
        self.setLayout(column(self._bar, self._said, self.files, self.key, self._facts, self.progress,
                              row(self.back, None, self.forward), gap=12))
        self._show(FILE)
        if way.beside is not None:
            place = way.beside
            way.run(self, lambda step: backup.local(place), self._list)
        if source is not None:
            self.look_at(source)

    def _list(self, found: tuple[Found, ...]) -> None:
        self.files.show_files(found)
        if self.step == FILE:
            self._focus_first()

    def first_focus(self) -> QWidget:
        """The first control of the step."""
        return (self.files.first_focus, self.key.first_focus, lambda: self.forward)[self.step]()

    def _focus_first(self) -> None:
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, step: int) -> None:
        self.step = step
        self._bar.put(StepsBar([_(name) for name in STEPS], step))
        for n, part in enumerate((self.files, self.key, self._facts)):
            part.setVisible(n == step)
        self.forward.setText(_("Wiederherstellen") if step == FACTS else _("Weiter"))
        self.forward.setAccessibleName(self.forward.text())
        if self.isVisible():
            self._focus_first()

    @property
    def sentence(self) -> str:
        """What stands above the step, "" for nothing."""
        return next((banner.sentence for banner in self._said.findChildren(Banner) if not banner.isHidden()), "")

    def go_back(self) -> None:
        """Back to the choice of the file; from there away."""
        self._said.put(None)
        if self.step == FILE:
            self.left.emit()
        else:
            self._show(FILE)

    def submit(self) -> None:
        """Goes on from the step that is shown; nothing while work runs."""
        if not self.forward.isEnabled():
            return
        if self.step == FILE:
            self.files.submit()
        elif self.step == KEY:
            self._try_key()
        else:
            self._finish()

    def look_at(self, source: Path) -> None:
        """Damaged, foreign and newer files are told before a key is asked for."""
        self._source = source
        self._work(lambda step: backup.look(source, file=self._way.file), self._looked,
                   lambda error: self._show(KEY) if isinstance(error, WrongSecret) else self._failed(error))

    def _looked(self, opened: Opened) -> None:
        if opened.secret:
            self._show_facts(opened)
        else:
            self._show(KEY)

    def _try_key(self) -> None:
        source, text = self._source, self.key.typed()
        if text and source is not None:
            code, password = (text, "") if self.key.by_code else ("", text)
            self._work(lambda step: backup.look(source, code=code, password=password), self._show_facts,
                       lambda error: self.key.wrong(text_of(error)) if isinstance(error, WrongSecret)
                       else self._failed(error))

    def _show_facts(self, opened: Opened) -> None:
        self._opened = opened
        now = backup.holds(self._way.file) if self._way.file is not None else None
        self._facts.put(facts_of(opened.backup, self._way.folder_for(opened.source), now))
        self._show(FACTS)

    def _finish(self) -> None:
        opened = self._opened
        assert opened is not None
        task = self._work(lambda step: self._way.finish(opened, step), partial(self.done.emit, opened), self._failed)
        self.progress.follow(task, _("Sicherung wird zurückgeholt und geprüft, Schritt"))

    def _work(self, job: Callable[[Step], Any], done: Callable[[Any], object],
              failed: Callable[[Exception], object]) -> Task:
        self._said.put(None)
        self._busy(True)
        task = self._way.run(self, job, done, failed)
        task.ended.connect(self._free)
        return task

    def _free(self) -> None:
        self._busy(False)

    def _busy(self, on: bool) -> None:
        for act in (self.forward, self.back, self.files.other):
            act.setDisabled(on)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._said.put(Banner("bad", text_of(error)))
        announce(self._said, text_of(error))
        self._focus_first()
