"""„Mehrere Personen aufnehmen“: the list of a shelter visit typed in, all complete lines taken in as one act."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.duplicates import Traits
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import duplicates
from app.ui.actions import Action
from app.ui.alike_words import reason_words
from app.ui.batch_cells import cells, line_of
from app.ui.batch_sheet import BatchSheet
from app.ui.client_parts import SAVE_KEYS
from app.ui.components import Banner, PageHeader
from app.ui.controls import announce, button, native
from app.ui.draft_sheet import DraftPage
from app.ui.entry_lines import Texts
from app.ui.entry_parts import DraftFooter, LineNotes, empty, in_reading_order, save_form, save_print
from app.ui.layouts import page
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import batch


class BatchPage(DraftPage[BatchSheet]):
    """`go("batch")`; what was typed before is there again."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.title = _("Mehrere Personen aufnehmen")
        self._people = duplicates.known(file)
        # line → who may be the same person, as (sentence, client)
        self._alike: dict[int, tuple[str, str]] = {}

    def build(self, parent: QWidget) -> QWidget:
        """Head, grid, sentences on lines, acts."""
        self.may_leave()
        self._sheet, self._fresh = None, True
        papers = (button(_("Leere Liste drucken …"), icon="printer", call=self.print_list),
                  button(_("Leeres Formular drucken …"), icon="printer", call=self.print_form))
        # here and not with the grid: each has its own turn of the event loop
        self._cells = cells(self._file)
        self._before = papers[-1]
        head = PageHeader(self.title, "" if not T.wide else _("Eine Zeile je Person, wie auf der gedruckten Liste."),
                          *papers)
        self._notice, self._slot = Slot(), Slot()
        self._notes = LineNotes(self._shell.open_client)
        self._take = button(_("Aufnehmen"), "primary", "check", self.take_in, shortcut=SAVE_KEYS[0])
        self._foot = DraftFooter(button(_("Verwerfen"), "quiet", call=self.discard), self._take,
                                 hint=_("Eingabetaste: nächste Zelle · {keys}: aufnehmen").format(
                                     keys=native(SAVE_KEYS[0])))
        if not T.wide:
            return page(head, self._notice, self._slot, self._notes, gap=12, scrolls=True, footer=self._foot)
        self._slot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return page(head, self._notice, self._slot, self._notes, gap=12, footer=self._foot)

    def _begin(self) -> None:
        sheet = BatchSheet(self._file, self._cells)
        self._alike = {}
        self._lay(sheet)
        sheet.edited.connect(self._show_count)
        # a turn of its own: the next cell is there already when the finder looks
        sheet.line_left.connect(lambda row: QTimer.singleShot(0, sheet, partial(self._look_at, row)))
        sheet.whole.connect(lambda: in_reading_order(self._before, sheet.head, sheet.area, self._foot))
        self._show_count()
        if not self._people.ready:
            # everybody is read beside the window, once
            self._shell.run_task(sheet, lambda step: self._people.build(self._file, step), lambda _none: None)

    def _show_count(self) -> None:
        assert self._sheet is not None
        n = sum(line.values is not None for line in self._sheet.lines())
        words = ngettext("{n} Person aufnehmen", "{n} Personen aufnehmen", n) if n else _("Aufnehmen")
        self._take.setText(words.format(n=n))
        self._take.setAccessibleName(self._take.text())

    def _look_at(self, row: int) -> None:
        """A line was left: says what it asks for, and who may be the same person."""
        assert self._sheet is not None
        if row >= len(self._sheet.area.rows):
            return
        values = line_of(self._sheet.cells, self._sheet.area.rows[row]).values
        self._alike.pop(row, None)
        hits = self._people.similar(self._file, _traits(values)) if values else ()
        there = duplicates.lines(self._file, [hit.id for hit in hits[:1]])
        for hit in hits[:1]:
            if hit.id in there:
                one, why = there[hit.id], [words for words, _strong in reason_words(hit.likeness.reasons)]
                said = _("Gibt es vielleicht schon: {name}, K-{number:04d} ({why}).").format(
                    name=one.name, number=one.number, why=", ".join(why))
                self._alike[row] = said, hit.id
        self._show_notes()

    def _show_notes(self) -> None:
        assert self._sheet is not None
        notes: list[tuple[str, str]] = []
        for i, line in enumerate(self._sheet.lines()):
            name = _("Zeile {n}").format(n=i + 1)
            if line.asks:
                notes.append((f"{name}: {line.asks}", ""))
            if i in self._alike:
                notes.append((f"{name}: {self._alike[i][0]}", self._alike[i][1]))
        self._notes.show_notes(notes)

    def take_in(self) -> None:
        """Takes every complete line in; what is incomplete stays, with a sentence each."""
        assert self._sheet is not None
        sheet = self._sheet
        sheet.area.commit()
        if not sheet.head.check():
            return
        lines, rows = sheet.lines(), sheet.typed_rows()
        ready = [i for i, line in enumerate(lines) if line.values is not None]
        self._alike = {}
        if not ready:
            self._nothing_ready(any(line.asks for line in lines))
            return
        left = [texts for i, texts in enumerate(rows) if i not in ready and not empty(texts)]
        people = [sheet.with_head(lines[i].values or {}) for i in ready]
        draft = {"rows": left, "head": sheet.head.texts()} if left else None
        sheet.stop()
        # the lines go at once: a second Strg+Eingabe finds nothing to take in twice
        sheet.show_rows(left)
        self._shell.run_task(sheet, lambda step: batch.take_in(self._file, people, draft),
                             lambda ids: self._taken(len(ids), [rows[i] for i in ready]),
                             lambda error: self._put_back([rows[i] for i in ready], error))

    def _nothing_ready(self, asked: bool) -> None:
        assert self._sheet is not None
        self._show_notes()
        said = (_("Noch keine Zeile ist vollständig. Es wurde nichts aufgenommen.") if asked
                else _("Noch steht nichts in der Liste."))
        self._notice.put(Banner("warn", said))
        announce(self._sheet, said)
        self._sheet.area.go(self._sheet.area.place()[0], self._sheet.area.place()[1])

    def _taken(self, count: int, rows: Sequence[Texts]) -> None:
        assert self._sheet is not None
        self._notice.put(None)
        self._show_notes()
        self._show_count()
        self._foot.say_saved("")
        self._sheet.area.go(0)
        said = ngettext("{n} Person aufgenommen.", "{n} Personen aufgenommen.", count).format(n=count)
        if left := sum(not empty(texts) for texts in self._sheet.area.rows):
            said += " " + ngettext("{n} Zeile bleibt stehen.", "{n} Zeilen bleiben stehen.", left).format(n=left)
        self._shell.toast(said, partial(self._take_back, rows))

    def _take_back(self, rows: Sequence[Texts]) -> None:
        self._file.undo()
        self._put_back(rows)

    def _put_back(self, rows: Sequence[Texts], error: Exception | None = None) -> None:
        """The lines stand in the grid again, before those typed since."""
        assert self._sheet is not None
        since = [texts for texts in self._sheet.typed_rows() if not empty(texts)]
        self._file.save_draft(batch.DRAFT, {"rows": [*rows, *since], "head": self._sheet.head.texts()}, "0:")
        self._sheet.stop()
        self._begin()
        self._shell.go("batch")
        self._sheet.area.go(0)
        if error is not None:
            raise error

    def discard(self) -> None:
        """Forgets all lines; „Rückgängig“ brings them back."""
        assert self._sheet is not None
        rows = self._sheet.typed_rows()
        self._sheet.discard()
        self._begin()
        self._notes.show_notes(())
        self._sheet.area.go(0)
        self._shell.toast(_("Entwurf verworfen."), partial(self._put_back, rows))

    def print_list(self) -> None:
        """The empty list, headed by the shelter where one is named."""
        assert self._sheet is not None
        shelter = str(self._sheet.head.values().get("shelter") or "")

        def write(target: Path) -> None:
            from app.usecases import blank_print

            blank_print.write_list(self._file, target, shelter)

        save_print(self._shell, self._sheet, _("Leere Liste speichern"), "liste-unterkunft", write)

    def print_form(self) -> None:
        """The empty form of one person."""
        assert self._sheet is not None
        save_form(self._shell, self._file, self._sheet)

    def areas(self) -> Sequence[QWidget]:
        """What holds for all, the grid, what the lines ask for, the acts."""
        return (self._sheet.head, self._sheet.area, self._notes, self._foot) if self._sheet is not None else ()

    def actions(self) -> Sequence[Action]:
        """The keys of the page (ui.md § 6)."""
        return (
            Action(id="batch.take_in", label=_("Alle vollständigen Zeilen aufnehmen"), call=self.take_in,
                   shortcut=", ".join(SAVE_KEYS), icon="check", menu="Klient"),
            Action(id="batch.print_list", label=_("Leere Liste drucken …"), call=self.print_list, icon="printer",
                   menu="Klient"),
            Action(id="batch.print_form", label=_("Leeres Formular drucken …"), call=self.print_form, icon="printer",
                   menu="Klient"),
        )


def _traits(values: Mapping[str, Any]) -> Traits:
    """What the duplicate finder compares of a line."""
    return Traits(family=values["family_name"], given=values["given_name"], aliases=values.get("aliases", ()),
                  phone=values["phone"], birth=values["birth"], sex=values["sex"],
                  nationalities=values.get("nationalities", ()))
