"""The page Katalog erstellen: what was issued, and the way from a table to signed files. What is issued and when not,
the use case knows."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app import resources
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.store.queries.issued_catalogues import IssuedLine
from app.ui.actions import Action
from app.ui.catalogue_changes import ChangeRow
from app.ui.controls import button, label
from app.ui.issue_draft import DraftView
from app.ui.issue_flow import LIST, SIGN, IssueFlow
from app.ui.issue_list import IssuedView
from app.ui.issue_parts import top_of
from app.ui.issue_sign import SignView
from app.ui.layouts import card, holder, page, row
from app.ui.page_parts import Stage
from app.ui.progress import ProgressSlot
from app.ui.shell import Page, Shell
from app.usecases.new_file import put_down

TEMPLATE = "katalog_vorlage.xlsx"
KINDS_OF_FILE = "*.xlsx *.csv *.ods *.json"


class IssuePage(Page):
    """Three forms: the list of issues, the draft with its changes, signing."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Katalog erstellen")
        self._shell, self._file = shell, file
        self.flow = IssueFlow(shell, file, self._switch)
        self._compared: dict[int, tuple[ChangeRow, ...]] = {}
        self._view: IssuedView | DraftView | SignView | None = None
        self._first: QWidget | None = None
        self._stage: Stage | None = None

    def arrive(self, **where: object) -> None:
        """``path`` reads a table at once."""
        if isinstance(path := where.get("path"), str | Path):
            self.flow.start(Path(path))

    def build(self, parent: QWidget) -> QWidget:
        """The form one is at."""
        self._stage = Stage(self._form())
        return self._stage

    def _switch(self) -> None:
        if self._stage is not None:
            self._stage.swap(self._form(), self.first_focus)
            self.refresh(None)

    def _form(self) -> QWidget:
        self._view = self._made_view()
        if self._view is None:
            return self._waiting()
        self._first = self._view.first
        return self._view.ground

    def _made_view(self) -> IssuedView | DraftView | SignView | None:
        if self.flow.step == LIST:
            template = button(_("Vorlage speichern …"), icon="download", call=self.ask_template)
            choose = button(_("Tabelle wählen …"), "primary", "file-up", call=self.ask_table)
            return IssuedView(self._file, self.flow, self._compared, (template, choose), self._ask_again)
        if self.flow.sheet is None:
            return None
        return SignView(self.flow) if self.flow.step == SIGN else DraftView(self._file, self.flow)

    def _waiting(self) -> QWidget:
        """While the table is read, and where it was refused as a whole."""
        top, self._first = top_of(self.flow, _("{file} – noch nichts ausgegeben").format(
            file=isolated(self.flow.path.name)))
        if self.flow.task is None:
            self._first = button(_("Andere Tabelle wählen …"), "primary", "file-up", call=self.ask_table)
            return page(*top, holder(row(self._first, None)), None, gap=12)
        progress = ProgressSlot()
        progress.follow(self.flow.task, self.flow.words)
        return page(*top, card(label(f"{self.flow.words} …", "muted", wrap=True), progress), None, gap=12)

    def refresh(self, change: object) -> None:
        """Reads the issues again; a draft stays as it was read."""
        if isinstance(self._view, IssuedView) and (not isinstance(change, Change)
                                                   or change.entities & {"issued_catalogue", "issuer_key"}):
            self._view.refresh()

    def _on(self) -> None:
        """The one way forward of the form that is shown."""
        if self.flow.task is not None:
            return
        if isinstance(self._view, IssuedView) or self._view is None:
            self.ask_table()
        else:
            self._view.on()

    def ask_table(self) -> None:
        """Asks for the table."""
        chosen, _kind = QFileDialog.getOpenFileName(
            QApplication.activeWindow(), _("Tabelle mit den Angeboten"), "",
            _("Tabellen ({kinds});;Alle Dateien (*)").format(kinds=KINDS_OF_FILE))
        if chosen:
            self.flow.start(Path(chosen))

    def ask_template(self) -> None:
        """Puts a copy of the template where the person wants it."""
        chosen, _kind = QFileDialog.getSaveFileName(
            QApplication.activeWindow(), _("Vorlage speichern"), str(Path.home() / TEMPLATE), _("Excel (*.xlsx)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            target = Path(chosen if chosen.endswith(".xlsx") else f"{chosen}.xlsx")
            put_down(target, resources.path("formate", TEMPLATE).read_bytes())
            self._shell.toast(_("Vorlage gespeichert: {path}").format(path=target))

    def _ask_again(self, line: IssuedLine) -> None:
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), _("Ordner für den Katalog"),
                                                  str(self.flow.folder or Path.home()))
        if chosen:
            self.flow.write_again(line.id, Path(chosen))

    def first_focus(self) -> QWidget | None:
        """The control the form begins with."""
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """The parts of the form."""
        if self._view is None:
            return (self._first,) if self._first is not None else ()
        return tuple(area for area in self._view.areas if area.isVisible())

    def actions(self) -> Sequence[Action]:
        """Forward, back, and the template."""
        return (Action(id="issue.on", label=_("Katalog erstellen: weiter"), call=self._on, shortcut="Alt+W",
                       icon="arrow-right", menu="Bearbeiten"),
                Action(id="issue.back", label=_("Katalog erstellen: zurück"), call=self.flow.back, shortcut="Alt+Z",
                       icon="arrow-left", menu="Bearbeiten"),
                Action(id="issue.template", label=_("Vorlage für den Katalog speichern …"), call=self.ask_template,
                       icon="download", menu="Datei"))
