"""Choosing a person by typing: names, numbers, telephone. Knows nothing of what the person is chosen for."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.domain.case import CaseState
from app.domain.codes import code_list
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.ui import paint
from app.ui.controls import label, search_field
from app.ui.layouts import column
from app.ui.listing import EntryList
from app.ui.page_parts import lead_into
from app.ui.theme import T

HITS_SHOWN = 6
_GONE = frozenset({CaseState.CLOSED, CaseState.LOCKED, CaseState.ERASED, CaseState.DISCARDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person found: name, number, phase."""

    key: str
    name: str
    caption: str

    @property
    def spoken(self) -> str:
        """Name, number and phase."""
        return f"{self.name}, {self.caption}"


class PersonList(EntryList):
    """Persons in one line each."""

    def measure(self, _entry: Any, _width: int) -> int:
        """36."""
        return T.row(36)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints name and caption."""
        entry: PersonRow = self.entries.entries[row]
        line = rect.adjusted(T.px(14), 0, -T.px(14), 0)
        w = paint.text(p, line, entry.name, "strong")
        paint.text(p, line.adjusted(w + T.px(10), 0, 0, 0), entry.caption, "caption", "muted")


class PersonPicker(QWidget):
    """A search field with its hits below; `picked` says the case of the person chosen."""

    picked = Signal(str)

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self._file = file
        self.field = search_field(_("Person suchen"), _("Name, Nummer, Telefon …"))
        self._note = label(_("Für wen? Tippen Sie einen Teil des Namens."), "caption", wrap=True)
        self._hits = PersonList(_("Gefundene Personen"))
        self._hits.hide()
        self.field.textChanged.connect(self._search)
        lead_into(self.field, self._hits)
        self._hits.opened.connect(lambda key: self.picked.emit(str(key)))
        self._hits.clicked.connect(lambda: self.picked.emit(str(self._hits.current_key())))
        self.setLayout(column(self.field, self._note, self._hits, gap=6))

    def _search(self, typed: str) -> None:
        ids = [hit.client_id for hit in clients.search(self._file, typed)]
        found = [line for line in clients.lines(self._file, ids) if line.state not in _GONE] if ids else []
        phase = code_list("phase")
        self._hits.show_entries([
            PersonRow(key=line.case_id, name=line.name, caption=f"K-{line.number:04d} · {_(phase.label(line.phase))}")
            for line in found[:HITS_SHOWN]])
        self._hits.setVisible(bool(found))
        self._hits.fit()
        left = len(found) - HITS_SHOWN
        if not typed.strip():
            self._note.setText(_("Für wen? Tippen Sie einen Teil des Namens."))
        elif not found:
            self._note.setText(_("Niemand gefunden, dessen Fall läuft."))
        else:
            self._note.setText(_("und {n} weitere: tippen Sie mehr.").format(n=left) if left > 0 else "")
