"""The card of the page Monatsmeldung after a backup came back: files of months issued since, and what is lost."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.domain.dates import Month
from app.domain.errors import N_
from app.i18n import _, ngettext, number
from app.ui.components import SectionTitle
from app.ui.controls import Chip, button, label
from app.ui.export_steps import month_words
from app.ui.layouts import FlowBox, card, column
from app.ui.page_parts import Slot

ASKED = N_("Diese Klientendatei stammt aus einer Sicherung. Was seitdem ausgegeben wurde, steht nicht darin. Ein Monat "
           "darf nicht zweimal mit anderen Zahlen hinausgehen: Wählen Sie die JSON-Dateien der Monate, die schon "
           "ausgegeben waren.")
LAST = N_("Welcher dieser Monate war vor der Sicherung der letzte, den Sie ausgegeben haben? Er und die davor gelten "
          "als ausgegeben; ohne Datei lassen sie sich nie wieder ausgeben.")


class RestoredCard(QWidget):
    """Asks for files first; where there are no more, which month was the last. `take` reads files, `settle` ends the
    question with the months that are lost."""

    def __init__(self, missing: Sequence[Month], take: Callable[[Sequence[Path]], object],
                 settle: Callable[[Sequence[Month]], object]) -> None:
        super().__init__()
        self._missing, self._take, self._settle = tuple(missing), take, settle
        self._chips: dict[Chip, int] = {}
        self._further = Slot()
        self.choose = button(_("Dateien wählen …"), "primary", "file-up", call=self.ask_files)
        self._none = button(_("Keine weiteren Dateien"), call=self._ask_last)
        count = ngettext("{n} Monat offen", "{n} Monate offen", len(missing)).format(n=number(len(missing)))
        names = ", ".join(month_words(month) for month in missing)
        self.setLayout(column(card(
            SectionTitle(_("Monate seit der Sicherung"), count, icon="history"), label(_(ASKED), wrap=True),
            label(_("Offen: {months}").format(months=names), "strong", wrap=True),
            FlowBox(self._none, self.choose), self._further, gap=10), gap=0))

    def ask_files(self) -> None:
        """Asks for the files of one month or many."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            QApplication.activeWindow(), _("Ausgegebene Monatsmeldungen"), "", _("Monatsmeldungen (*.json)"))
        if chosen:
            self._take([Path(one) for one in chosen])

    def _ask_last(self) -> None:
        self._chips = {Chip(_("keiner davon"), True): 0}
        self._chips.update({Chip(month_words(month)): n for n, month in enumerate(self._missing, start=1)})
        for chip in self._chips:
            chip.clicked.connect(self._chose)
        self._end = button("", icon="check", call=self._confirm)
        self._further.put(card(label(_(LAST), wrap=True), FlowBox(*self._chips), FlowBox(self._end), gap=10))
        self._say()
        next(iter(self._chips)).setFocus()

    def _chose(self) -> None:
        for chip in self._chips:
            chip.setChecked(chip is self.sender())
        self._say()

    def _lost(self) -> tuple[Month, ...]:
        return self._missing[:next(n for chip, n in self._chips.items() if chip.isChecked())]

    def _say(self) -> None:
        n = len(self._lost())
        self._end.setText(ngettext("{n} Monat als verloren eintragen", "{n} Monate als verloren eintragen", n).format(
            n=number(n)) if n else _("Nichts war ausgegeben: weiter"))

    def _confirm(self) -> None:
        self._settle(self._lost())

    @property
    def first(self) -> QPushButton:
        """Choosing files."""
        return self.choose
