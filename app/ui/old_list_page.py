"""The page „Alte Liste übernehmen“: choose the file, say what its columns are, look at every row, then take it over."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.documents.tables import Table
from app.i18n import _, ngettext, number, text_of
from app.store.casefile import CaseFile
from app.ui.actions import Action
from app.ui.client_attachments import FileDrop
from app.ui.client_parts import follow_current
from app.ui.components import Banner, EmptyState, PageHeader
from app.ui.controls import Chip, button, key_hint, label
from app.ui.layouts import FlowBox, card, column, footer, framed, holder, page, row
from app.ui.old_list_columns import ColumnStep
from app.ui.old_list_flow import COLUMNS, FILE, ROWS, OldListFlow, button_words
from app.ui.old_list_rows import ImportList, ImportRow, status_word
from app.ui.page_parts import StagedPage, tall_page
from app.ui.painted import StepsBar
from app.ui.progress import ProgressSlot
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases.old_list import Preview
from app.usecases.old_list_status import ERROR, STATUSES, PreviewRow

TABLES = "*.xlsx *.xls *.ods *.csv *.txt"
_ICONS = dict(zip(STATUSES, ("plus", "users", "check", "circle-alert"), strict=True))


class OldListPage(StagedPage):
    """Three steps; nothing is written before the last button. `go("old_list", path=…)` begins with a file."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Alte Liste übernehmen")
        self._flow = OldListFlow(shell, file, self._switch, lambda: shell.go("clients"))
        self._only = ""
        self._first: QWidget | None = None
        self._act: QPushButton | None = None
        self._list: ImportList | None = None
        self._areas: tuple[QWidget, ...] = ()
        self._said = label("")

    def arrive(self, **where: object) -> None:
        """A file to begin with."""
        if isinstance(path := where.get("path"), Path):
            self._flow.read(path)

    def build(self, parent: QWidget) -> QWidget:
        """The step one is at; a list can be dropped on it."""
        ground = super().build(parent)
        FileDrop(ground).dropped.connect(lambda paths: self._flow.read(paths[0]))
        return ground

    def refresh(self, change: object) -> None:
        """What is shown is what was compared: it is compared anew when it is taken over."""

    def _form(self) -> QWidget:
        flow = self._flow
        self._first = self._act = self._list = None
        self._areas = ()
        progress = ProgressSlot()
        if flow.task is not None:
            progress.follow(flow.task, flow.words)
        names = (_("Datei wählen"), _("Spalten zuordnen"), _("Zeilen prüfen"))
        top: list[QWidget] = [self._header(), card(StepsBar(names, flow.step))]
        if flow.refusal is not None:
            top.append(Banner("bad", text_of(flow.refusal)))
        if flow.task is not None and flow.step != ROWS:
            return page(*top, card(label(_("Einen Moment …"), "muted"), progress), None, gap=12)
        if flow.step == COLUMNS and flow.table is not None:
            return self._columns(top, flow.table)
        if flow.step == ROWS and flow.shown is not None:
            return self._rows([*top, progress], flow.shown)
        return page(*top, card(self._choose_file()), None, gap=12)

    def _header(self) -> PageHeader:
        if self._flow.step == FILE:
            return PageHeader(self.title, _("Personen aus Excel oder einer anderen Tabelle, ohne sie abzutippen"))
        return PageHeader(self.title, _("{file} – noch nichts geändert").format(file=self._flow.path.name))

    def _choose_file(self) -> QWidget:
        self._first = choose = button(_("Datei wählen …"), "primary", "folder-open", self.choose)
        return EmptyState("file-up", _("Welche Liste?"), _(
            "Eine Tabelle (XLSX, XLS, ODS) oder CSV-Datei; Sie können sie auch hierher ziehen. Die Datei bleibt, wie "
            "sie ist. Übernommen wird erst, wenn Sie jede Zeile gesehen haben."), choose)

    def choose(self) -> None:
        """Asks for the file."""
        chosen, _kind = QFileDialog.getOpenFileName(
            QApplication.activeWindow(), self.title, "", _("Tabellen ({kinds});;Alle Dateien (*)").format(kinds=TABLES))
        if chosen:
            self._flow.read(Path(chosen))

    def _columns(self, top: list[QWidget], table: Table) -> QWidget:
        step = ColumnStep(self._flow, table)
        step.sheet_chosen.connect(partial(self._flow.read, self._flow.path))
        step.finished.connect(lambda: self._act.setFocus() if self._act is not None else None)
        step.changed.connect(self._can_check)
        self._act = button(_("Weiter zu den Zeilen"), "primary", "arrow-right", self._flow.check,
                           shortcut="Ctrl+Return")
        self._first = step.first_focus()
        foot = self._foot(button(_("Zurück"), call=self._flow.back, shortcut="Alt+Z"), self._act)
        self._areas = (step, foot)
        self._can_check()
        return page(*top, step, None, gap=12, scrolls=True, footer=footer(foot))

    def _can_check(self) -> None:
        missing = self._flow.missing
        if self._act is not None:
            self._act.setEnabled(not missing)
            self._said.setText(_("Es fehlt: {fields}.").format(fields=", ".join(missing)) if missing else
                               _("Es wird noch nichts geschrieben."))

    def _rows(self, top: list[QWidget], shown: Preview) -> QWidget:
        rows = self._list = ImportList(_("Zeilen der Liste"))
        rows.toggled.connect(self._toggle)
        self._first = rows
        chips = self._chips(shown)
        busy = self._flow.task is not None
        self._act = button(button_words(self._flow.counts), "primary", "check", self._flow.apply,
                           shortcut="Ctrl+Return")
        save = [button(_("Fehler als CSV speichern …"), icon="download", call=partial(_ask_place, self._flow))]
        foot = self._foot(*(save if shown.count(ERROR) else []),
                          button(_("Zurück"), call=self._flow.back, shortcut="Alt+Z"), self._act)
        self._areas = (chips, rows, foot)
        self._count()
        for one in foot.findChildren(QPushButton):
            one.setEnabled(one.isEnabled() and not busy)
        self._show_only(self._only if shown.count(self._only) else "")
        hint = key_hint(_("Leertaste: was mit der Zeile geschieht"))
        if not T.wide:
            rows.fit()
            follow_current(rows)
            return page(*top, chips, hint, framed(rows), gap=12, scrolls=True, footer=footer(foot))
        body = framed(rows, holder(row(hint, margins=(16, 5, 16, 7)), "cardfoot"), main=rows)
        ground = column(tall_page(*top, chips, body, main=body), footer(foot), gap=0)
        ground.setStretch(0, 1)
        return holder(ground, "page")

    def _chips(self, shown: Preview) -> QWidget:
        counts, chips = Counter(each.status for each in shown.rows), FlowBox()
        words = {"": _("Alle {n}").format(n=number(len(shown.rows)))}
        words |= {each: f"{number(counts[each])} {status_word(each, counts[each])}" for each in STATUSES}
        for status, word in words.items():
            chip = Chip(word, status == self._only, _ICONS.get(status, ""))
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self._show_only, status))
            chips.add(chip)
        return chips

    def _show_only(self, status: str, _on: bool = False) -> None:
        self._only, shown = status, self._flow.shown
        if self._list is not None and shown is not None:
            self._list.set_rows([ImportRow(key=each.line, row=each, choices=self._flow.choices) for each in shown.rows
                                 if status in ("", each.status)])

    def _toggle(self, each: PreviewRow) -> None:
        if self._flow.task is None and self._list is not None:
            self._flow.choose(each)
            self._list.decided(each.line)
            self._count()

    def _count(self) -> None:
        """The number on the button, and what is left behind."""
        flow, shown = self._flow, self._flow.shown
        if self._act is None or shown is None:
            return
        left = len(shown.rows) - len(flow.choices)
        self._act.setText(_("Wird übernommen …") if flow.task is not None else button_words(flow.counts))
        self._act.setAccessibleName(self._act.text())
        self._act.setEnabled(bool(flow.choices))
        self._said.setText(ngettext("{n} Zeile bleibt weg.", "{n} Zeilen bleiben weg.", left).format(n=number(left))
                           if flow.choices else _("Keine Zeile ist ausgewählt. Es gibt nichts zu übernehmen."))

    def _foot(self, *buttons: QPushButton) -> QWidget:
        self._said = label("", "caption", wrap=True)
        if not T.wide:
            return holder(column(self._said, FlowBox(*buttons, right=True), gap=4))
        line = row(self._said, *buttons)
        line.setStretch(0, 1)
        return holder(line)

    def _on(self) -> None:
        if self._act is not None and self._act.isEnabled():
            (self._flow.check if self._flow.step == COLUMNS else self._flow.apply)()

    def first_focus(self) -> QWidget | None:
        """The first box, the list of rows, or the button that asks for a file."""
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """Columns or rows, and the acts."""
        return self._areas or super().areas()

    def actions(self) -> Sequence[Action]:
        """On and back."""
        return (Action(id="old_list.on", label=_("Alte Liste: weiter"), call=self._on, shortcut="Ctrl+Return",
                       icon="arrow-right", menu="Bearbeiten"),
                Action(id="old_list.back", label=_("Alte Liste: zurück"), call=self._flow.back, shortcut="Alt+Z",
                       icon="arrow-left", menu="Bearbeiten"))


def _ask_place(flow: OldListFlow) -> None:
    chosen, _kind = QFileDialog.getSaveFileName(
        QApplication.activeWindow(), _("Fehler als CSV speichern"),
        str(flow.path.with_name(f"{flow.path.stem}-fehler.csv")), _("CSV (*.csv)"),
        options=QFileDialog.Option.DontConfirmOverwrite)
    if chosen:
        flow.save_errors(Path(chosen if chosen.endswith(".csv") else f"{chosen}.csv"))
