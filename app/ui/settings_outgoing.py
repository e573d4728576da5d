"""Ausgang: the register of what left the laptop – when, what, for whom – by kind, and as a PDF."""

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.domain.dates import german
from app.domain.names import isolated
from app.domain.outgoing import KINDS
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.store.queries.outgoing import OutgoingLine
from app.ui.columns import Column
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, label
from app.ui.layouts import FlowBox, card, column, framed, holder
from app.ui.page_parts import Slot
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.ui.table import TableView
from app.ui.tasks import Step

SIGNS = {"backup": "download", "report": "chart-column", "attachment": "paperclip", "recovery_sheet": "key-round",
         "diagnosis": "triangle-alert", "print": "printer", "handover": "send", "list": "file-down",
         "catalogue": "signature", "own_data": "file-down"}


def kind_word(kind: str) -> str:
    """The word of a kind."""
    return _(KINDS[kind]) if kind in KINDS else kind


def _about(line: OutgoingLine) -> str:
    """Whom it concerns, and why it went without consent."""
    number = f"K-{line.number:04d}" if line.number is not None else ""
    why = _("ohne Einwilligung: {reason}").format(reason=isolated(line.entry.reason)) if line.entry.reason else ""
    return " · ".join(part for part in (number, why) if part)


def _columns() -> tuple[Column[OutgoingLine], ...]:
    return (
        Column(title=_("Was"), text=lambda line: line.entry.subject,
               caption=_about),
        Column(title=_("Art"), text=lambda line: kind_word(line.entry.kind), width=160,
               sign=lambda line: SIGNS.get(line.entry.kind, "send")),
        Column(title=_("Für wen"), text=lambda line: line.entry.recipient, width=180),
        Column(title=_("Wann"), text=lambda line: f"{german(line.entry.at.date())}, {line.entry.at:%H:%M}", width=130,
               sort=lambda line: line.entry.at),
    )


class OutgoingPart(Part):
    """The list with a chip for every kind that occurs."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._lines: tuple[OutgoingLine, ...] = ()
        self.kind = ""
        self.words = label("", "muted", wrap=True)
        self.chips = Slot()
        self.table: TableView[OutgoingLine] = TableView(
            _("Ausgang"), _columns(), key=lambda line: line.entry.id, height=44, several=False)
        self.button = button(_("Als PDF speichern …"), icon="printer", call=self.ask_place)
        self._list = framed(self.table)
        self._nothing = card(EmptyState("send", _("Noch nichts hinausgegangen"), _(
            "Hier steht, was diesen Rechner verlassen hat: Sicherungen, Monatsmeldungen, Anlagen und Ausdrucke.")))
        head = card(label(_("Ausgang"), "lead"), self.words, FlowBox(self.button), self.chips, gap=10)
        self.show_cards(head, holder(column(self._list, self._nothing)))

    def first_focus(self) -> TableView[OutgoingLine]:
        """The list."""
        return self.table

    def show_facts(self) -> None:
        """Reads the register again."""
        self._lines = outgoing.lines(self._file)
        count = Counter(line.entry.kind for line in self._lines)
        self.words.setText(ngettext("{n} Eintrag. Was einmal hinausging, bleibt hier stehen.",
                                    "{n} Einträge. Was einmal hinausging, bleibt hier stehen.",
                                    len(self._lines)).format(n=len(self._lines)))
        if self.kind not in count:
            self.kind = ""
        self.chips.put(self._made_chips([kind for kind in (*KINDS, *sorted(count)) if kind in count])
                       if len(count) > 1 else None)
        self.button.setVisible(bool(self._lines))
        self._fill()

    def _made_chips(self, kinds: list[str]) -> FlowBox:
        found = {"": Chip(_("Alles"), not self.kind)}
        found.update((kind, Chip(kind_word(kind), kind == self.kind)) for kind in dict.fromkeys(kinds))
        for kind, chip in found.items():
            chip.clicked.connect(partial(self._choose, kind, found))
        return FlowBox(*found.values())

    def _choose(self, kind: str, chips: dict[str, Chip], _on: bool = False) -> None:
        self.kind = kind
        for other, chip in chips.items():
            chip.setChecked(other == kind)
        self._fill()

    def _fill(self) -> None:
        self.table.set_lines([line for line in self._lines if self.kind in ("", line.entry.kind)])
        self.table.fit()
        self._list.setVisible(bool(self._lines))
        self._nothing.setVisible(not self._lines)

    def ask_place(self) -> None:
        """Asks where the PDF shall lie, then writes what is shown."""
        name = f"ausgang-{self._file.today()}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Liste der Ausgänge speichern"), str(Path.home() / name), _("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.write(Path(chosen if chosen.endswith(".pdf") else chosen + ".pdf"))

    def write(self, target: Path) -> None:
        """Writes the list beside the window; that is an entry of its own."""
        def job(_step: Step) -> None:
            # ReportLab loads slowly
            from app.usecases import outgoing_print

            outgoing_print.write_pdf(self._file, target, self.kind)

        self._shell.run_task(self, job, lambda _nothing: self._shell.toast(
            _("Gespeichert und eingetragen: {place}").format(place=target)))
