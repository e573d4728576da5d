"""What pages of drafts share: the footer with saved state and acts, sentences on lines, and a print put into a file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QSizePolicy, QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.controls import button, glyph, label
from app.ui.focus import chain
from app.ui.layouts import FlowBox, column, footer, holder, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.theme import T

LINES_SHOWN = 4
SUFFIX = ".pdf"


class DraftFooter(QWidget):
    """The saved state of the draft left, the acts right; the last one is the page's own."""

    def __init__(self, *acts: QPushButton, hint: str = "") -> None:
        super().__init__()
        self._acts = acts
        self._saved = label("", "muted")
        self._state = holder(row(glyph("check", "ok", 15), self._saved, gap=6))
        self._state.hide()
        self._flow: FlowBox | None = None
        if T.wide:
            self.setLayout(column(footer(self._state, None, label(hint, "caption"), 10, *acts), gap=0))
        else:
            self._flow = FlowBox(self._state, *acts, right=True)
            self.setLayout(column(footer(self._flow), gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def say_saved(self, text: str) -> None:
        """Shows when the draft was kept."""
        self._saved.setText(text)
        self._state.setVisible(bool(text))
        if self._flow is not None:
            self._flow.refit()

    def enter(self) -> None:
        """Puts the keyboard on the last act."""
        self._acts[-1].setFocus(Qt.FocusReason.TabFocusReason)


class LineNotes(QWidget):
    """A sentence for each line that asks for something; `open_one` opens the file of somebody alike."""

    def __init__(self, open_one: Callable[[str], object]) -> None:
        super().__init__()
        self._open_one = open_one
        self._slot = Slot()
        self.sentences: tuple[str, ...] = ()
        self.setLayout(column(self._slot, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        """Shows (sentence, client alike or "") each; the first few, and how many more."""
        said = tuple(sentence for sentence, _client in notes)
        if said == self.sentences:
            return
        self.sentences = said
        lines: list[QWidget] = [self._line(*note) for note in notes[:LINES_SHOWN]]
        if len(notes) > LINES_SHOWN:
            lines.append(label(_("Weitere Zeilen: {n}").format(n=len(notes) - LINES_SHOWN), "caption"))
        self._slot.put(holder(column(*lines, gap=2)) if lines else None)

    def _line(self, sentence: str, client_id: str) -> QWidget:
        line = row(glyph("info" if client_id else "circle-alert", "info" if client_id else "warn", 15), gap=8)
        line.addWidget(label(sentence, wrap=True), 1)
        if client_id:
            line.addWidget(button(_("Akte öffnen"), "link", call=lambda: self._open_one(client_id), tip=sentence))
        return holder(line)


def save_print(shell: Shell, owner: QWidget, title: str, name: str, write: Callable[[Path], object]) -> None:
    """Asks where a PDF shall lie, has it written beside the window, and says where it is."""
    chosen, _filter = QFileDialog.getSaveFileName(
        owner, title, str(Path.home() / f"{name}{SUFFIX}"), _("PDF-Dateien (*{suffix})").format(suffix=SUFFIX),
        options=QFileDialog.Option.DontConfirmOverwrite)
    if chosen:
        target = Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)
        shell.run_task(owner, lambda step: write(target),
                       lambda _none: shell.toast(_("Gespeichert: {place}").format(place=target)))


def save_form(shell: Shell, file: CaseFile, owner: QWidget) -> None:
    """Asks where the empty form of one person shall lie, and writes it."""
    def write(target: Path) -> None:
        # what draws pages is loaded when a page is drawn
        from app.usecases import blank_print

        blank_print.write_intake(file, target)

    save_print(shell, owner, _("Leeres Formular speichern"), "aufnahmebogen", write)


def in_reading_order(before: QWidget, *parts: QWidget) -> None:
    """Tab goes from `before` through these parts; what is made late would be the last of the window."""
    for part in parts:
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, part)
            before = part
        else:
            before = chain(before, part)


def empty(texts: Mapping[str, str]) -> bool:
    """Whether nothing is typed in a line."""
    return not any(text.strip() for text in texts.values())
