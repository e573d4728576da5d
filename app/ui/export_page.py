"""The page Monatsmeldung: choose the month, see exactly what leaves, write it, note who has it. The worker counts and
writes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.domain.dates import Month, german
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.ui.actions import Action
from app.ui.components import Banner, PageHeader
from app.ui.controls import button, label
from app.ui.export_flow import HAND_OVER, MONTH, PREVIEW, ExportFlow
from app.ui.export_hand_over import HandOverStep
from app.ui.export_preview import ReportPreview
from app.ui.export_quality import QualityCard
from app.ui.export_refused import Refusal
from app.ui.export_restored import RestoredCard
from app.ui.export_steps import MonthStep, issue_step, month_words
from app.ui.layouts import FlowBox, card, column, footer, holder, page, row
from app.ui.page_parts import StagedPage, tall_page
from app.ui.painted import StepsBar
from app.ui.progress import ProgressSlot
from app.ui.shell import Shell
from app.ui.theme import T


class ExportPage(StagedPage):
    """Four steps; an issued month can be shown and written again at any time, its bytes never change."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Monatsmeldung")
        self._shell, self._file = shell, file
        self._flow = ExportFlow(shell, file, self._switch, self._show_quality)
        self._quality: QualityCard | None = None
        self._refusal = Refusal(shell, self._flow)
        self._hand_over: HandOverStep | None = None
        self._table = self._by = ""
        self._first: QWidget | None = None

    def arrive(self, **where: object) -> None:
        """Nothing is given to this page: it stays at its step. On another day another month may be over."""
        self._flow.new_day()

    def refresh(self, change: object) -> None:
        """Asks which month is next; a preview shown is not changed under the eyes of who reads it."""
        if not isinstance(change, Change) or "issued_month" in change.entities:
            self._flow.look_up()
        else:
            self._flow.check()

    def _form(self) -> QWidget:
        flow = self._flow
        self._first = self._quality = self._hand_over = None
        progress = ProgressSlot()
        if flow.work.task is not None:
            progress.follow(flow.work.task, flow.work.words)
        steps = card(StepsBar((_("Monat und Angaben"), _("Vorschau"), _("Ausgeben"), _("Übergeben")), flow.step))
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
        refused = self._refusal.banner()
        if refused is not None:
            found.append(refused)
        if flow.step == MONTH and flow.back_again:
            months = ", ".join(month_words(month) for month in flow.back_again)
            found.append(Banner("ok", _("Wieder da: {months}.").format(months=months)))
        if flow.written and flow.shown is not None:
            said = _("Geschrieben nach {folder}. Prüfzahl zum Vergleichen am Telefon: {code}.")
            found.append(Banner("ok", said.format(folder=flow.written[0].parent, code=flow.shown.code)))
        return found

    def _show_quality(self) -> None:
        if self._quality is not None:
            self._quality.show_quality(self._flow.quality.found)

    def _main(self) -> QWidget:
        flow = self._flow
        if flow.step == MONTH or flow.shown is None:
            return self._months()
        if flow.step == PREVIEW:
            preview = ReportPreview(flow.shown, self._table)
            preview.chosen.connect(self._remember)
            self._first = preview.first_focus()
            return preview
        if flow.step == HAND_OVER:
            self._hand_over = HandOverStep(self._file, flow.written, self._by, self._note)
            self._first = self._hand_over.first
            return self._hand_over
        return issue_step(flow.shown)

    def _months(self) -> QWidget:
        flow = self._flow
        if flow.turn is None or flow.month is None:
            return card(label(f"{flow.work.words} …" if flow.work.words else "", "muted", wrap=True))
        if flow.turn.handed:
            self._by = flow.turn.handed[0].by
        self._quality = QualityCard(self._refusal.check, flow.quality.found)
        months = MonthStep(flow.turn, flow.month, flow.over, self._quality)
        months.chosen.connect(self._choose_month)
        months.opened.connect(flow.preview)
        self._first = None if flow.over else months.table
        if not flow.turn.missing:
            return months
        restored = RestoredCard(flow.turn.missing, flow.take_back, flow.settle)
        self._first = restored.first
        return holder(column(restored, months, gap=12))

    def _note(self, by: str, to: str, on: date) -> None:
        self._by = by
        self._flow.hand_over(by, to, on)

    def _choose_month(self, month: object) -> None:
        if isinstance(month, Month):
            self._flow.month = month
            self._flow.check()

    def _remember(self, key: str) -> None:
        self._table = key

    def _foot(self) -> QWidget:
        said, buttons = self._foot_parts()
        if self._flow.work.task is not None:
            for one in buttons:
                one.setEnabled(False)
            if self._flow.work.stoppable:
                buttons = [button(_("Abbrechen"), icon="x", call=self._flow.work.cancel)]
                self._first = buttons[0]
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
            if flow.work.task is not None and flow.work.stoppable:
                return _("Es geht noch nichts hinaus. Abbrechen lässt alles, wie es war."), []
            return _("Es geht noch nichts hinaus."), [self._button(_("Weiter zur Vorschau"))] if self._may_go() else []
        if flow.step == PREVIEW:
            said = (_("Sie sehen genau das, was in der Datei steht.") if flow.shown and flow.shown.prepared.issued else
                    _("Sie sehen genau das, was in der Datei steht. Es geht noch nichts hinaus."))
            return said, [back, self._button(_("Weiter zum Ausgeben"))]
        if flow.step == HAND_OVER:
            return "", [button(_("Ohne Vermerk fertig"), call=flow.finish),
                        self._button(_("Als übergeben vermerken"), "check")]
        again = flow.shown is not None and flow.shown.prepared.issued
        word = _("Noch einmal schreiben") if again else _("Ausgeben")
        return _("Sie wählen den Ordner, zum Beispiel auf einem Stick."), [back, self._button(word, "file-down")]

    def _may_go(self) -> bool:
        """Whether a month may be looked at: it has ended, and nothing is asked after a backup."""
        return self._flow.over and not (self._flow.turn and self._flow.turn.missing)

    def _button(self, word: str, icon: str = "arrow-right") -> QPushButton:
        return button(word, "primary", icon, call=self._on, shortcut="Alt+W")

    def _on(self) -> None:
        flow = self._flow
        if flow.work.task is not None:
            return
        if flow.step == MONTH:
            if self._may_go():
                flow.preview()
        elif flow.step == PREVIEW:
            flow.go_on()
        elif self._hand_over is not None:
            self._hand_over.confirm()
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
