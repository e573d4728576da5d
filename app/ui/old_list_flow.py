"""Where the taking over of an older list stands: file, columns, rows; starts work and takes its results. No widgets."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from app.documents.old_list_columns import unmapped
from app.documents.tables import Table
from app.domain.errors import UserError
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Step, Task
from app.usecases import old_list, old_list_columns
from app.usecases.old_list import Applied, Preview
from app.usecases.old_list_columns import AGS
from app.usecases.old_list_status import FILL, TAKE, PreviewRow

FILE, COLUMNS, ROWS = range(3)
_SAMPLES, _LETTERS, _LOOKED_AT = 3, 26, 500
Found = tuple[Table, dict[str, str], str, tuple[tuple[str, ...], ...]]


class OldListFlow:
    """The three steps as a value that changes; `changed` is called whenever the page has to look different.

    `choices` is what happens to a row, by its line; `taken` is called when the list has been taken over.
    """

    def __init__(self, shell: Shell, file: CaseFile, changed: Callable[[], object],
                 taken: Callable[[], object]) -> None:
        self._shell, self._file, self._changed, self._taken = shell, file, changed, taken
        self._owner = QObject()
        self._mappings: dict[tuple[str, ...], tuple[dict[str, str], str]] = {}
        self.step = FILE
        self.path = Path()
        self.table: Table | None = None
        self.samples: tuple[tuple[str, ...], ...] = ()
        self.mapping: dict[str, str] = {}
        self.ags = ""
        self.shown: Preview | None = None
        self.choices: dict[int, str] = {}
        self.refusal: UserError | None = None
        self.task: Task | None = None
        self.words = ""

    @property
    def defaults(self) -> dict[str, Any]:
        """What holds where a row says nothing."""
        return {AGS: self.ags} if self.ags else {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of the fields without which no row can be taken."""
        return tuple(_(each) for each in unmapped(self.mapping, self.defaults))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are not taken over."""
        return tuple(column for column, field in self.mapping.items() if not field)

    def read(self, path: Path, sheet: str = "") -> None:
        """Reads a file, or another sheet of it."""
        if self.task is None:
            self.path = path
            self._run(_("Die Liste wird gelesen, Zeile"), lambda step: _read(self._file, path, sheet, step),
                      self._have_table)

    def _have_table(self, found: Found) -> None:
        self.table, mapping, ags, self.samples = found
        # what was chosen a moment ago, before the list was corrected and read again
        self.mapping, self.ags = self._mappings.get(self.table.header, (mapping, ags))
        self.step, self.shown, self.choices = COLUMNS, None, {}
        self._changed()

    def check(self) -> None:
        """Compares the rows with the file, without writing anything."""
        if self.table is None or self.task is not None or self.missing:
            return
        table, mapping, defaults = self.table, dict(self.mapping), self.defaults
        self._mappings[table.header] = mapping, self.ags
        self._run(_("Die Zeilen werden verglichen, Zeile"),
                  lambda step: old_list.preview(self._file, table, mapping, defaults, step), self._have_preview)

    def _have_preview(self, shown: Preview) -> None:
        self.step, self.shown, self.choices = ROWS, shown, old_list.proposed_choices(shown)
        self._changed()

    def choose(self, row: PreviewRow) -> str:
        """The next of what can be done with a row, at the end nothing; returns it."""
        order = ("", *row.choices)
        choice = order[(order.index(self.choices.get(row.line, "")) + 1) % len(order)]
        self.choices.pop(row.line, None)
        if choice:
            self.choices[row.line] = choice
        return choice

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows are chosen for what."""
        return Counter(self.choices.values())

    def apply(self) -> None:
        """Writes what is chosen, in one act."""
        if self.shown is None or self.task is not None or not self.choices:
            return
        shown, choices = self.shown, dict(self.choices)
        self._run(_("Die Liste wird übernommen, Zeile"),
                  lambda step: old_list.apply(self._file, shown, choices, step), self._have_applied)

    def _have_applied(self, applied: Applied) -> None:
        self.close()
        self._shell.toast(applied_words(applied), None if applied.act is None else lambda: self._undo(applied.act))
        self._taken()

    def _undo(self, act: int | None) -> None:
        # taking back hundreds of persons is long work as well
        self._shell.run_task(self._owner, lambda _step: self._file.undo(act),
                             lambda title: self._shell.toast(_("Rückgängig gemacht: {title}").format(title=_(title))))

    def save_errors(self, target: Path) -> None:
        """Writes the rows that cannot be taken to a file."""
        if self.shown is None:
            return
        shown = self.shown
        self._shell.run_task(self._owner, lambda _step: old_list.save_errors(shown, target),
                             lambda n: self._shell.toast(ngettext("{n} Zeile gespeichert: {place}",
                                                                  "{n} Zeilen gespeichert: {place}", n).format(
                                                                      n=number(n), place=target)))

    def back(self) -> None:
        """One step back; not while work runs."""
        if self.step > FILE and self.task is None:
            self.step, self.refusal = self.step - 1, None
            self._changed()

    def close(self) -> None:
        """Begins anew, without a trace."""
        if self.task is not None:
            self.task.cancel()
        self.step, self.table, self.shown, self.choices, self.refusal = FILE, None, None, {}, None
        self._changed()

    def _run(self, words: str, job: Job[R], done: Callable[[R], object]) -> None:
        self.words, self.refusal = words, None
        task = self.task = self._shell.run_task(self._owner, job, done, self._failed)
        task.ended.connect(lambda: self._ended(task))
        self._changed()

    def _ended(self, task: Task) -> None:
        if task is self.task:
            self.task = None
            # of work that was stopped nobody else hears
            if task.cancelled:
                self._changed()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refusal = error
        self._changed()


def _read(file: CaseFile, path: Path, sheet: str, step: Step) -> Found:
    """The list with the mapping it had last time, else the one its column names suggest; runs in the worker."""
    table = old_list.look(path, sheet, step)
    columns = old_list_columns.proposed(file, table)
    values = tuple(samples(table, place) for place in range(len(table.header)))
    return table, dict(columns.mapping), str(columns.defaults.get(AGS, "")), values


def samples(table: Table, place: int) -> tuple[str, ...]:
    """The first different values of a column, cut to a few letters."""
    found: dict[str, None] = {}
    for each in table.rows[:_LOOKED_AT]:
        text = " ".join(each.cells[place].split()) if place < len(each.cells) else ""
        if text:
            found[text if len(text) <= _LETTERS else f"{text[:_LETTERS - 1]}…"] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def applied_words(applied: Applied) -> str:
    """What was done, for the toast."""
    parts = []
    if applied.taken or not applied.filled:
        parts.append(ngettext("{n} Person übernommen", "{n} Personen übernommen", applied.taken).format(
            n=number(applied.taken)))
    if applied.filled:
        parts.append(ngettext("{n} ergänzt", "{n} ergänzt", applied.filled).format(n=number(applied.filled)))
    if applied.skipped:
        parts.append(ngettext("{n} inzwischen bekannte Zeile übersprungen",
                              "{n} inzwischen bekannte Zeilen übersprungen", applied.skipped).format(
                                  n=number(applied.skipped)))
    return ", ".join(parts)


def button_words(counts: Mapping[str, int]) -> str:
    """The number of what the button does: „15 Personen übernehmen, 2 ergänzen“."""
    new, filled = counts.get(TAKE, 0), counts.get(FILL, 0)
    taking = ngettext("{n} Person übernehmen", "{n} Personen übernehmen", new).format(n=number(new))
    if not filled:
        return taking
    if not new:
        return ngettext("{n} Person ergänzen", "{n} Personen ergänzen", filled).format(n=number(filled))
    return _("{taking}, {n} ergänzen").format(taking=taking, n=number(filled))
