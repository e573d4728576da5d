"""The panel „Gibt es die Person schon?“: a thin list of like names that never takes the focus by itself."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.dates import german_partial
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import intake
from app.store.queries.intake import SimilarLine
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell

AFTER_MS = 150


class SimilarNames(QWidget):
    """Looks a moment after the last letter; empty room until there is a hit."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._names: tuple[str, ...] = ()
        self._title = SectionTitle(_("Gibt es die Person schon?"))
        self._title.hide()
        self._list = Slot()
        self._openers: list[QPushButton] = []
        self.hits: tuple[SimilarLine, ...] = ()
        self.setLayout(column(self._title, self._list, None, gap=10))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._look)

    def look_for(self, names: tuple[str, ...]) -> None:
        """Searches for these names soon."""
        if names != self._names:
            self._names = names
            self._timer.start()

    def _look(self) -> None:
        self.hits = intake.similar(self._file, self._names)
        self._openers = []
        self._title.set_count(_("{n} ähnliche").format(n=len(self.hits)) if self.hits else "")
        self._title.setVisible(bool(self.hits))
        if not self.hits:
            self._list.put(None)
            return
        note = label(_("Die Prüfung hält Sie nicht auf."), "caption", wrap=True)
        self._list.put(holder(column(*(self._card(hit) for hit in self.hits), note, gap=10)))

    def _card(self, hit: SimilarLine) -> QWidget:
        born = _("geb. {date}").format(date=german_partial(hit.birth)) if hit.birth else ""
        about = " · ".join(part for part in (born, isolated(hit.shelter)) if part)
        opener = button(_("Akte öffnen"), call=partial(self._shell.open_client, hit.client_id),
                        tip=_("Akte von {name} öffnen").format(name=hit.name))
        self._openers.append(opener)
        head = row(label(hit.name, "strong", wrap=True), label(f"K-{hit.number:04d}", "caption"), gap=8)
        head.setStretch(0, 1)
        return card(head, label(about, "caption", wrap=True), FlowBox(opener), gap=8, pad=14)

    def enter(self) -> None:
        """F2: to the button of the first hit."""
        if self._openers:
            self._openers[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
