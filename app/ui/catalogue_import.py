"""A catalogue coming in: read and compared beside the window, shown before anything is written, applied in one act."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.catalogue import ChangeKind, Lifecycle, Mode
from app.domain.dates import german
from app.domain.errors import UserError
from app.i18n import _, ngettext, number, text_of
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.ui.catalogue_rows import REFUSED, ChangeList, ChangeRow, change_row, refused_row
from app.ui.components import Banner, PageHeader
from app.ui.controls import Chip, button, label
from app.ui.layouts import FlowBox, card, column, footer, framed, holder, page, row
from app.ui.page_parts import tall_page
from app.ui.progress import ProgressSlot
from app.ui.shell import Shell
from app.ui.tasks import Step, Task
from app.ui.theme import T
from app.usecases import catalogue

KINDS = (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the worker brings back: the preview with its rows; ``before`` and ``after`` count offerings."""

    preview: catalogue.Preview
    rows: tuple[ChangeRow, ...]
    counts: Counter[str]
    before: int
    after: int

    @property
    def changes(self) -> int:
        """How many offerings change."""
        return sum(self.counts[kind] for kind in KINDS)


def read(file: CaseFile, path: Path) -> Read:
    """Reads and compares; runs in the worker, raises UserError where the file is refused as a whole."""
    preview = catalogue.preview(file, catalogue.read(path))
    now = offers.current(file)
    changes = [change for change in preview.changes if change.kind != ChangeKind.UNCHANGED]
    rows = [change_row(change, now.referred.get(change.key, 0)) for change in changes]
    rows += [refused_row(refused) for refused in preview.source.refused]
    # a delta leaves alone what it does not name
    after = {listed.key: listed.lifecycle for listed in now.listed} | {c.key: c.new.lifecycle for c in preview.changes}
    return Read(preview=preview, rows=tuple(rows), counts=Counter(row.kind for row in rows),
                before=_standing(o.lifecycle for o in now.listed), after=_standing(after.values()))


def _standing(states: Iterable[str]) -> int:
    return sum(state != Lifecycle.WITHDRAWN for state in states)


class CatalogueImport:
    """One import from the choice of the file to the toast; lives as long as its page, its widgets come and go."""

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object]) -> None:
        self._shell, self._file, self._changed = shell, file, changed
        self._owner = QObject()
        self._path = Path()
        self._read: Read | None = None
        self._refusal: UserError | None = None
        self._task: Task | None = None
        self._words = ""
        self._only = ""
        self.active = False

    def choose(self) -> None:
        """Asks for the file."""
        chosen, _kind = QFileDialog.getOpenFileName(
            QApplication.activeWindow(), _("Katalog einlesen"), "", _("Kataloge (*.csv *.txt);;Alle Dateien (*)"))
        if chosen:
            self.start(Path(chosen))
            self._changed()

    def start(self, path: Path) -> None:
        """Reads a file in the worker and shows what it would change."""
        self.active, self._path, self._read, self._refusal, self._only = True, path, None, None, ""
        self._run(_("Der Katalog wird gelesen und verglichen"), lambda _step: read(self._file, path), self._have_read)

    def _run(self, words: str, job: Callable[[Step], object], done: Callable[[object], object]) -> None:
        self._words = words
        self._task = self._shell.run_task(self._owner, job, done, self._refused)

    def _have_read(self, result: object) -> None:
        self._task = None
        if isinstance(result, Read):
            self._read = result
        self._changed()

    def _refused(self, error: Exception) -> None:
        self._task = None
        if not isinstance(error, UserError):
            self.active = False
            raise error
        self._read, self._refusal = None, error
        self._changed()

    def close(self) -> None:
        """Leaves the import without a trace."""
        if self._task is not None:
            self._task.cancel()
        self.active, self._read, self._task = False, None, None
        self._changed()

    def blocked(self) -> str:
        """Why nothing can be applied now, empty when it can."""
        if not self.active or self._read is None:
            return _("Es ist kein Katalog eingelesen, der übernommen werden könnte.")
        return _("Der Katalog wird gerade übernommen.") if self._task is not None else ""

    def apply(self) -> None:
        """Writes everything in one act, in the worker."""
        if self._read is None or self._task is not None:
            return
        source = self._read.preview.source
        self._run(_("Die Änderungen werden übernommen"), lambda _step: catalogue.apply(self._file, source),
                  self._applied)
        self._changed()

    def _applied(self, result: object) -> None:
        self.active, self._task, self._read = False, None, None
        self._changed()
        if isinstance(result, catalogue.Preview):
            changes = sum(result.count(kind) for kind in KINDS)
            words = ngettext("Katalog {number} eingelesen, {n} Änderung", "Katalog {number} eingelesen, {n} Änderungen",
                             changes)
            self._shell.toast(words.format(number=result.head.number, n=number(changes)), self._undo)

    def _undo(self) -> None:
        # taking back 2,000 offerings is long work as well
        self._shell.run_task(self._owner, lambda _step: self._file.undo(),
                             lambda title: self._shell.toast(_("Rückgängig gemacht: {title}").format(title=_(title))))

    def build(self) -> QWidget:
        """The page of the import."""
        back = button(_("Angebote"), "link", "arrow-left", call=self.close)
        header = PageHeader(_("Katalog einlesen"), _("{file} – noch nichts geändert").format(file=self._path.name))
        head = holder(column(row(back, None), header, gap=2))
        self._first: QWidget = back
        progress = ProgressSlot()
        if self._task is not None:
            progress.follow(self._task, self._words)
        if self._refusal is not None:
            return page(head, self._refusal_banner(self._refusal), None, gap=12)
        if self._read is None:
            return page(head, card(label(f"{self._words} …", "muted", wrap=True), progress), None, gap=12)
        return self._preview_page(head, progress, self._read)

    def _refusal_banner(self, error: UserError) -> QWidget:
        other = button(_("Andere Datei wählen"), call=self.choose)
        self._first = other
        nothing_wrong = isinstance(error, catalogue.SameCatalogue)
        return Banner("info" if nothing_wrong else "bad", text_of(error), other)

    def _preview_page(self, head: QWidget, progress: QWidget, result: Read) -> QWidget:
        self._list = ChangeList(_("Änderungen"))
        self._first = self._list
        top = [head, *_banners(result), _chips(result, self._only, self._show_only)]
        foot = self._foot(result)
        if not T.wide:
            return page(*top, progress, framed(self._list), gap=12, scrolls=True, footer=footer(foot))
        body = framed(self._list, holder(row(foot, margins=(16, 9, 16, 9)), "cardfoot"), main=self._list)
        return tall_page(*top, progress, body, main=body)

    def _foot(self, result: Read) -> QWidget:
        busy = self._task is not None
        words = _("{number} Änderungen übernehmen").format(number=number(result.changes))
        if result.changes == 1:
            words = _("1 Änderung übernehmen")
        elif not result.changes:
            words = _("Katalog {number} übernehmen").format(number=result.preview.head.number)
        act = button(words, "primary", "check", call=self.apply, shortcut="Ctrl+Return")
        if busy:
            width = act.sizeHint().width()
            act.setText(_("Wird übernommen …"))
            act.setMinimumWidth(width)
            act.setEnabled(False)
        refused = result.counts[REFUSED]
        note = ngettext("{n} Zeile wird nicht übernommen, ihr Angebot bleibt, wie es ist.",
                        "{n} Zeilen werden nicht übernommen, ihre Angebote bleiben, wie sie sind.", refused)
        said = label(note.format(n=refused) if refused else "", "caption", wrap=True)
        buttons = (button(_("Abbrechen"), call=self.close), act)
        if not T.wide:
            return holder(column(*([said] if refused else []), FlowBox(*buttons, right=True), gap=6))
        line = row(said, *buttons)
        line.setStretch(0, 1)
        return holder(line)

    def _show_only(self, kind: str) -> None:
        self._only = kind
        self._show_rows()

    def refresh(self) -> None:
        """Shows the rows; a finished step of the work builds the page anew instead."""
        if self._read is not None:
            self._show_rows()

    def _show_rows(self) -> None:
        if self._read is None:
            return
        self._list.set_rows([row_ for row_ in self._read.rows if not self._only or row_.kind == self._only])
        if not T.wide:
            self._list.fit()

    def first_focus(self) -> QWidget:
        """The list of changes, or the way out."""
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """The list alone."""
        return (self._first,)


def _banners(result: Read) -> list[QWidget]:
    """What the file says of itself, notes, and columns that nobody reads."""
    head, source = result.preview.head, result.preview.source
    kind = _("vollständig") if head.mode == Mode.FULL else _("nur Änderungen")
    said = _("Katalog {number} „{name}“, Stand {as_of}, {kind}. Eigene Liste, nicht unterschrieben: Ob die Datei "
             "echt ist, wissen nur Sie.")
    banners: list[QWidget] = [Banner("info", said.format(
        number=head.number, name=head.name, as_of=german(head.as_of), kind=kind))]
    banners += [Banner("warn", text_of(note), icon="triangle-alert") for note in result.preview.notes]
    if source.unknown_columns:
        words = _("Diese Spalten kennt das Katalogprofil nicht, sie werden nicht übernommen: {columns}.")
        banners.append(Banner("warn", words.format(columns=", ".join(source.unknown_columns)),
                              icon="triangle-alert"))
    return banners

def _chips(result: Read, only: str, show_only: Callable[[str], object]) -> QWidget:
    """How many of each kind, as filters, and how many offerings there are before and after."""
    counts, chips = result.counts, FlowBox()
    gone = ngettext("{n} entfällt", "{n} entfallen", counts[ChangeKind.WITHDRAWN])
    words = (("", _("Alle {n}"), ""), (ChangeKind.NEW, _("{n} neu"), "plus"),
             (ChangeKind.CHANGED, _("{n} geändert"), "pencil"), (ChangeKind.WITHDRAWN, gone, "minus"),
             (REFUSED, _("{n} abgelehnt"), "triangle-alert"))
    for kind, word, icon in words:
        chip = Chip(word.format(n=number(counts[kind] if kind else len(result.rows))), kind == only, icon)
        chip.setAutoExclusive(True)
        chip.clicked.connect(partial(_call, show_only, kind))
        chips.add(chip)
    said = _("Bisher {before} Angebote, danach {after}").format(before=number(result.before),
                                                              after=number(result.after))
    if not T.wide:
        return holder(column(chips, label(said, "muted"), gap=6))
    line = row(chips, label(said, "muted"))
    line.setStretch(0, 1)
    return holder(line)


def _call(show_only: Callable[[str], object], kind: str, _on: bool = False) -> None:
    show_only(kind)
