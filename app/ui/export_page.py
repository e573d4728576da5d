"""The page Monatsmeldung: choose the month, see exactly what leaves, hand it out. The worker counts and writes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.domain.dates import Month, german
from app.domain.errors import UserError
from app.domain.local_codes import NotAssigned
from app.i18n import _, text_of
from app.statistics.counting import CountsDisagree
from app.statistics.report_format import NOTICE
from app.store.casefile import CaseFile, Change
from app.ui.actions import Action
from app.ui.components import Banner, PageHeader
from app.ui.controls import button, label
from app.ui.export_flow import MONTH, PREVIEW, ExportFlow
from app.ui.export_preview import ReportPreview
from app.ui.export_quality import QualityCard
from app.ui.export_steps import MonthStep, issue_step, month_words
from app.ui.layouts import FlowBox, card, column, footer, holder, page, row
from app.ui.page_parts import StagedPage, tall_page
from app.ui.painted import StepsBar
from app.ui.progress import ProgressSlot
from app.ui.shell import Shell
from app.ui.theme import T


class ExportPage(StagedPage):
    """Three steps; an issued month can be shown and written again at any time, its bytes never change."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Monatsmeldung")
        self._shell = shell
        self._flow = ExportFlow(shell, file, self._switch, self._show_quality)
        self._quality: QualityCard | None = None
        self._refused: Banner | None = None
        self._table = ""
        self._first: QWidget | None = None

    def arrive(self, **where: object) -> None:
        """Nothing is given to this page: it stays at its step."""

    def refresh(self, change: object) -> None:
        """Asks which month is next; a preview shown is not changed under the eyes of who reads it."""
        if not isinstance(change, Change) or "issued_month" in change.entities:
            self._flow.look_up()
        else:
            self._flow.check()

    def _form(self) -> QWidget:
        flow = self._flow
        self._first = self._quality = self._refused = None
        progress = ProgressSlot()
        if flow.task is not None:
            progress.follow(flow.task, flow.words)
        steps = card(StepsBar((_("Monat"), _("Vorschau"), _("Ausgeben")), flow.step))
        top = [self._header(), steps, *self._banners(), progress]
        main = self._main()
        foot = footer(self._foot())
        if T.wide and flow.step == PREVIEW:
            ground = column(tall_page(*top, main, main=main), foot, gap=0)
            ground.setStretch(0, 1)
            return holder(ground, "page")
        return page(*top, main, None, gap=12, scrolls=True, footer=foot)

    def _header(self) -> PageHeader:
        shown = self._flow.shown
        if self._flow.step == MONTH or shown is None:
            own = button(_("Eigene Zahlen"), icon="chart-column", call=lambda: self._flow.shell.go("figures"))
            return PageHeader(self.title, _("Zahlen ohne Namen, einmal im Monat für die Geschäftsführende Stelle"), own)
        state = _("ausgegeben, unveränderlich") if shown.prepared.issued else _("noch nicht ausgegeben")
        context = _("Stichtag {day} · {state} · Prüfzahl {code}").format(
            day=german(shown.prepared.month.last_day()), state=state, code=shown.code)
        return PageHeader(f"{self.title} {month_words(shown.prepared.month)}", context)

    def _banners(self) -> list[QWidget]:
        flow = self._flow
        found: list[QWidget] = []
        if flow.refusal is not None:
            self._refused = Banner("bad", text_of(flow.refusal), *self._ways_out(flow.refusal))
            found.append(self._refused)
        if flow.written and flow.shown is not None:
            said = _("Geschrieben nach {folder}. Prüfzahl zum Vergleichen am Telefon: {code}.")
            found.append(Banner("ok", said.format(folder=flow.written[0].parent, code=flow.shown.code)))
        elif flow.step != MONTH:
            said = _("{notice}. Die Gegenprobe fehlt noch: Geben Sie die Datei nicht als amtliche Meldung weiter.")
            found.append(Banner("warn", said.format(notice=NOTICE[0].upper() + NOTICE[1:]), icon="triangle-alert"))
        return found

    def _ways_out(self, refusal: UserError) -> list[QPushButton]:
        """Where what refuses the month can be settled."""
        if isinstance(refusal, NotAssigned):
            return [button(_("Zuordnen"), call=lambda: self._settle("settings", part="values"))]
        return [button(_("Angaben prüfen"), call=self._check)] if isinstance(refusal, CountsDisagree) else []

    def _check(self) -> None:
        self._settle("quality", month=str(self._flow.month or ""))

    def _settle(self, page_id: str, **where: object) -> None:
        # whoever comes back from there has settled it, or asks again
        self._flow.refusal = None
        self._shell.go(page_id, **where)
        if self._refused is not None:
            self._refused.hide()

    def _show_quality(self) -> None:
        if self._quality is not None:
            self._quality.show_quality(self._flow.quality)

    def _main(self) -> QWidget:
        flow = self._flow
        if flow.step == MONTH or flow.shown is None:
            if flow.turn is None or flow.month is None:
                return card(label(f"{flow.words} …" if flow.words else "", "muted", wrap=True))
            self._quality = QualityCard(self._check, flow.quality)
            months = MonthStep(flow.turn, flow.month, flow.over, self._quality)
            months.chosen.connect(self._choose_month)
            months.opened.connect(flow.preview)
            self._first = None if flow.over else months.table
            return months
        if flow.step == PREVIEW:
            preview = ReportPreview(flow.shown, self._table)
            preview.chosen.connect(self._remember)
            self._first = preview.first_focus()
            return preview
        return issue_step(flow.shown, flow.written)

    def _choose_month(self, month: object) -> None:
        if isinstance(month, Month):
            self._flow.month = month
            self._flow.check()

    def _remember(self, key: str) -> None:
        self._table = key

    def _foot(self) -> QWidget:
        said, buttons = self._foot_parts()
        for one in buttons:
            one.setEnabled(self._flow.task is None)
        if buttons and self._first is None:
            self._first = buttons[-1]
        words = label(said, "caption", wrap=True)
        if not T.wide:
            return holder(column(*([words] if said else []), FlowBox(*buttons, right=True), gap=4))
        line = row(words, *buttons)
        line.setStretch(0, 1)
        return holder(line)

    def _foot_parts(self) -> tuple[str, list[QPushButton]]:
        flow = self._flow
        back = button(_("Zurück"), call=flow.back, shortcut="Alt+Z")
        if flow.step == MONTH:
            return _("Es geht noch nichts hinaus."), [self._button(_("Weiter zur Vorschau"))] if flow.over else []
        if flow.step == PREVIEW:
            said = (_("Sie sehen genau das, was in der Datei steht.") if flow.shown and flow.shown.prepared.issued else
                    _("Sie sehen genau das, was in der Datei steht. Es geht noch nichts hinaus."))
            return said, [back, self._button(_("Weiter zum Ausgeben"))]
        if flow.written:
            return "", [self._button(_("Fertig"), "check")]
        again = flow.shown is not None and flow.shown.prepared.issued
        word = _("Noch einmal schreiben") if again else _("Ausgeben")
        return _("Sie wählen den Ordner, zum Beispiel auf einem Stick."), [back, self._button(word, "file-down")]

    def _button(self, word: str, icon: str = "arrow-right") -> QPushButton:
        return button(word, "primary", icon, call=self._on, shortcut="Alt+W")

    def _on(self) -> None:
        flow = self._flow
        if flow.task is not None:
            return
        if flow.step == MONTH:
            if flow.over:
                flow.preview()
        elif flow.step == PREVIEW:
            flow.go_on()
        elif flow.written:
            flow.finish()
        else:
            self._ask_folder()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), _("Monatsmeldung ausgeben"))
        if chosen:
            self._flow.issue(Path(chosen))

    def first_focus(self) -> QWidget | None:
        """The list of tables, or the button that goes on."""
        return self._first

    def actions(self) -> Sequence[Action]:
        """On and back."""
        return (Action(id="export.on", label=_("Monatsmeldung: weiter"), call=self._on, shortcut="Alt+W",
                       icon="arrow-right", menu="Bearbeiten"),
                Action(id="export.back", label=_("Monatsmeldung: zurück"), call=self._flow.back, shortcut="Alt+Z",
                       icon="arrow-left", menu="Bearbeiten"))
