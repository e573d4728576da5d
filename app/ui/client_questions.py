"""The panel „Fragen fürs nächste Gespräch“: by topic, each with the way to its field, and the sheet to take along."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from app.domain.freshness import CONFIRMABLE
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import offers
from app.store.queries.client import ClientPage as Record
from app.ui.client_fresh import Asking
from app.ui.client_parts import ActPanel
from app.ui.components import setting_line
from app.ui.controls import button, label
from app.ui.layouts import column, holder
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import questions
from app.usecases.questions import GROUPS, Question

QUESTIONS = "questions"
SUFFIX = ".pdf"


class QuestionsPanel(ActPanel):
    """What is missing, may be old, or is asked by an offer; Strg+Eingabe prints, Esc closes."""

    def __init__(self, shell: Shell, file: CaseFile, record: Record, jump: Callable[[str], object]) -> None:
        self._shell, self._file, self._record, self._jump = shell, file, record, jump
        self._asking = Asking(shell, file, partial(jump, "paper"))
        self._list = Slot()
        sentence = _("Was fehlt, was sich geändert haben kann und was ein Angebot wissen will.")
        super().__init__(_("Fragen fürs nächste Gespräch"), sentence, (), _("Als PDF speichern …"),
                         lambda _values: None, self._list, leave=_("Schließen"))
        self._first: QWidget | None = None
        self._fill()

    def _fill(self) -> None:
        """The questions as they stand now."""
        self._asking.record = self._record
        known = offers.of_keys(self._file, questions.open_offerings(self._record))
        asked = questions.questions(self._record, known, self._file.today())
        lines: list[QWidget] = []
        self._first = None
        for group, members in groupby(asked, key=lambda one: one.group):
            lines += [label(_(GROUPS[group]), "strong"), *(self._line(one) for one in members)]
        if not asked:
            lines = [label(_("Zurzeit ist nichts offen."), "muted")]
        self._list.put(holder(column(*lines, gap=6)))

    def _line(self, one: Question) -> QWidget:
        buttons: list[QPushButton] = []
        if one.still and one.key in CONFIRMABLE:
            buttons.append(button(_("Stimmt noch"), "quiet", "check", partial(self._confirm, one.key),
                                  tip=f"{one.text} {_('Stimmt noch')}"))
        words = _("Ändern") if one.still else _("Eintragen")
        buttons.append(button(words, "quiet", "pencil", partial(self._jump, one.key), tip=f"{one.text} {words}"))
        self._first = self._first or buttons[0]
        return setting_line(one.text, one.hint, *buttons)

    def _confirm(self, fact: str) -> None:
        self._asking.confirm(fact)
        self._record = clients.page(self._file, self._record.client.id)
        self._fill()
        self.first().setFocus()

    def first(self) -> QWidget:
        """The first answer, else the button that prints."""
        return self._first or super().first()

    def confirm(self) -> None:
        """Asks where the sheet shall lie, then writes it; the panel stays."""
        name = f"fragen-{self._record.client.reference}-{self._file.today()}{SUFFIX}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Fragen speichern"), str(Path.home() / name), _("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.write(Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX))

    def write(self, target: Path) -> None:
        """Writes the sheet beside the window; it is entered in the register."""
        client_id = self._record.client.id

        def job(_step: Step) -> None:
            # ReportLab loads slowly
            from app.usecases import questions_print

            questions_print.write_pdf(self._file, client_id, target)

        self._shell.run_task(self, job, lambda _nothing: self._shell.toast(
            _("Gespeichert und eingetragen: {place}").format(place=target)))
