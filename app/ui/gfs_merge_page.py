"""The page Zusammenfassung: monthly reports of many laptops are read in, added up over months, quarters or years, and
written. What counts and what is refused, the use cases know."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.i18n import _, ngettext, number, text_of
from app.statistics.merging import Cycle
from app.store.casefile import CaseFile, Change
from app.ui.actions import Action
from app.ui.client_attachments import FileDrop
from app.ui.components import Banner, EmptyState, PageHeader
from app.ui.controls import Tabs, button
from app.ui.gfs_merge_boxes import PeriodBoxes
from app.ui.gfs_merge_course import CoursePart
from app.ui.gfs_merge_flow import MergeFlow
from app.ui.gfs_merge_gaps import GapsPart
from app.ui.gfs_merge_parts import SummaryPart
from app.ui.gfs_merge_potentials import PotentialsPart
from app.ui.gfs_merge_reach import ReachPart
from app.ui.gfs_merge_received import Received, ReceivedPart, taken_card
from app.ui.gfs_merge_tables import TablesPart
from app.ui.layouts import card, column, holder, page, row, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.progress import ProgressSlot
from app.ui.shell import Page, Shell
from app.ui.theme import T

RECEIVED, REACH, TABLES, GAPS, COURSE, POTENTIALS = "received", "reach", "tables", "gaps", "course", "potentials"
# the cycle is a setting of the file
CYCLE = "merge_cycle"
_ENTITIES = frozenset({"received_report", "potential"})


class GfsMergePage(Page):
    """What came in at the left, one of the views at the right; with large letters both are views of one column."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Zusammenfassung")
        self._shell, self._file = shell, file
        self.flow = MergeFlow(shell, file, self._show, self._say)
        self.flow.cycle = Cycle(file.meta(CYCLE) or Cycle.MONTH)
        self._view = REACH
        self._parts: dict[str, SummaryPart] = {}
        self._built = False

    def arrive(self, **where: object) -> None:
        """``paths`` reads these files and folders at once, ``view`` opens a view."""
        self._view = str(where.get("view") or self._view)
        if isinstance(paths := where.get("paths"), tuple):
            self.flow.take([Path(str(one)) for one in paths])

    def where(self) -> dict[str, str]:
        """The view."""
        return {"view": self._view}

    def build(self, parent: QWidget) -> QWidget:
        """Header, the two boxes, and the views."""
        self._parts, self._built = {}, True
        self._read = button(_("Dateien einlesen …"), icon="file-down", call=self.ask_files)
        self._write = button(_("Zusammenfassung speichern …"), "primary", "file-text", self.ask_folder)
        self._header = PageHeader(self.title, " ", self._read, self._write)
        self._boxes = PeriodBoxes(self.flow.cycle)
        self._boxes.chosen.connect(self._choose)
        self._said, self._none = Slot(), Slot()
        self._progress = ProgressSlot()
        self._stack = column(gap=0)
        names = [(REACH, _("Reichweite")), (TABLES, _("Tabellen")), (GAPS, _("Bedarfslücken")), (COURSE, _("Verlauf")),
                 (POTENTIALS, _("Potenziale"))]
        if not T.wide:
            names.insert(0, (RECEIVED, _("Eingegangen")))
        if self._view not in dict(names):
            self._view = REACH
        self._tabs = Tabs(names, self._view)
        self._tabs.chosen.connect(self._open)
        ground = self._wide() if T.wide else page(
            self._header, self._progress, self._boxes, self._tabs, self._said, self._none, holder(self._stack), None,
            gap=12, scrolls=True)
        FileDrop(ground).dropped.connect(self.flow.take)
        self._say()
        self._show()
        return ground

    def _wide(self) -> QWidget:
        left = self._part(RECEIVED)
        left.setFixedWidth(T.px(256))
        left.hide()
        inside = holder(column(self._said, self._none, holder(self._stack), None, gap=12))
        right = column(self._tabs, scroll(inside), gap=10)
        right.setStretch(1, 1)
        body = row(left, right, gap=16)
        body.setStretch(1, 1)
        main = holder(body)
        return tall_page(self._header, self._progress, self._boxes, main, main=main)

    def _part(self, view: str) -> SummaryPart:
        """Each view is built when it is first opened."""
        if view not in self._parts:
            kinds: dict[str, Callable[[], SummaryPart]] = {
                RECEIVED: ReceivedPart, REACH: ReachPart, TABLES: TablesPart, GAPS: GapsPart, COURSE: CoursePart,
                POTENTIALS: lambda: PotentialsPart(self._shell, self._file)}
            self._parts[view] = made = kinds[view]()
            if isinstance(made, ReceivedPart):
                made.removed.connect(self._remove)
            if view != RECEIVED or not T.wide:
                self._stack.addWidget(made)
        return self._parts[view]

    def refresh(self, change: object) -> None:
        """Adds up anew when a report or a potential came or went."""
        if not isinstance(change, Change) or change.entities & _ENTITIES:
            self.flow.read()

    def _choose(self, cycle: Cycle, period: str) -> None:
        if cycle != self.flow.cycle:
            self._file.set_meta(**{CYCLE: cycle.value})
        self.flow.choose(cycle, period)

    def _open(self, view: str) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        """The summary that is there now, in the view that is open."""
        summary = self.flow.summary
        if not self._built or summary is None:
            return
        self._boxes.show_summary(summary)
        self._write.setEnabled(summary.period is not None)
        reports = ngettext("{n} Meldung", "{n} Meldungen", summary.merged.reports).format(
            n=number(summary.merged.reports))
        laptops = ngettext("{n} Rechner", "{n} Rechnern", summary.merged.laptops).format(
            n=number(summary.merged.laptops))
        self._header.set_context(_("{reports} von {laptops} · Summen nur aus ausgegebenen Zahlen").format(
            reports=reports, laptops=laptops) if summary.lines else _("Noch nichts eingelesen"))
        nothing = summary.period is None and self._view != POTENTIALS
        self._none.put(self._nothing(bool(summary.lines)) if nothing else None)
        if T.wide:
            self._part(RECEIVED).show_summary(summary)
            self._part(RECEIVED).setVisible(summary.period is not None)
        if not nothing:
            self._part(self._view).show_summary(summary)
        for view, part in self._parts.items():
            if view != RECEIVED or not T.wide:
                part.setVisible(view == self._view and not nothing)

    @staticmethod
    def _nothing(waiting: bool) -> QWidget:
        if waiting:
            return card(EmptyState("calendar-clock", _("Noch kein Zeitraum zu Ende"), _(
                "Ein Zeitraum erscheint, sobald eine Meldung für seinen letzten Monat da ist. Wählen Sie oben einen "
                "kürzeren.")))
        return card(EmptyState("layers", _("Noch keine Meldungen"), _(
            "Ziehen Sie die JSON-Dateien der Teilhabemanagements hierher oder ganze Ordner. Dieselbe Datei zählt nur "
            "einmal.")))

    def _say(self) -> None:
        """Progress, what was refused, what became of files, where files lie."""
        if not self._built:
            return
        flow = self.flow
        if (task := flow.working or flow.reading) is not None:
            self._progress.follow(task, _("Die Meldungen werden gelesen und zusammengezählt, Datei"))
        self._read.setEnabled(flow.working is None)
        close = button(_("Schließen"), "quiet", call=self._put_away)
        if flow.refusal is not None:
            self._said.put(Banner("bad", text_of(flow.refusal), close))
        elif flow.written:
            self._said.put(Banner("ok", _("Gespeichert: {name} mit den Tabellen daneben, in {folder}").format(
                name=flow.written[0].name, folder=flow.written[0].parent), close))
        elif flow.taken:
            self._said.put(taken_card(flow.taken, close))
            close.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._said.put(None)

    def _put_away(self) -> None:
        self.flow.put_away()
        self._read.setFocus()

    def _remove(self, one: Received) -> None:
        if one.month is not None:
            self.flow.remove(one.pseudonym, one.month)

    def ask_files(self) -> None:
        """Asks for one file or many; folders are dropped on the page."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            QApplication.activeWindow(), _("Monatsmeldungen einlesen"), "",
            _("Monatsmeldungen (*.json);;Alle Dateien (*)"))
        if chosen:
            self.flow.take([Path(one) for one in chosen])

    def ask_folder(self) -> None:
        """Asks where the summary shall lie."""
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), _("Zusammenfassung speichern"))
        if chosen:
            self.flow.write(Path(chosen))

    def first_focus(self) -> QWidget | None:
        """What came in, or the button that reads files."""
        if not self._built or self.flow.summary is None or not self.flow.summary.lines:
            return self._read if self._built else None
        return self._part(RECEIVED).first if T.wide and self.flow.summary.period is not None else self._read

    def areas(self) -> Sequence[QWidget]:
        """Header, boxes, list, views."""
        shown = self._parts.get(self._view)
        left = self._parts.get(RECEIVED)
        found = (self._read, self._boxes, left.first if left is not None and T.wide else None, self._tabs,
                 shown.first if shown is not None else None)
        return tuple(one for one in found if one is not None and one.isVisible())

    def actions(self) -> Sequence[Action]:
        """Reading and writing."""
        return (Action(id="summary.read", label=_("Monatsmeldungen einlesen …"), call=self.ask_files, icon="file-down",
                       menu="Datei"),
                Action(id="summary.folder", label=_("Ordner mit Monatsmeldungen einlesen …"),
                       call=self.ask_reports_folder, icon="folder-open", menu="Datei"),
                Action(id="summary.write", label=_("Zusammenfassung speichern …"), call=self.ask_folder,
                       icon="file-text", menu="Datei"))

    def ask_reports_folder(self) -> None:
        """Asks for a folder with files of many laptops."""
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), _("Ordner mit Monatsmeldungen"))
        if chosen:
            self.flow.take([Path(chosen)])
