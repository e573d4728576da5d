"""The grid for several persons with its draft: what holds for all lines above, one person a line below."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from app.domain.codes import code_list
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import intake
from app.store.queries.intake import LastIntake
from app.ui.batch_cells import LINES, MOST, Line, line_of, twins
from app.ui.choice import Choice
from app.ui.client_fields import choice
from app.ui.entry_cells import Cell
from app.ui.entry_form import EntryForm
from app.ui.entry_grid import EntryGrid
from app.ui.entry_lines import Texts
from app.ui.entry_parts import empty
from app.ui.entry_sheet import EntrySheet
from app.ui.form import Field, FormView
from app.ui.intake_fields import own_words
from app.ui.suggest import Suggested
from app.ui.theme import T
from app.usecases.batch import DRAFT


class BatchSheet(EntrySheet):
    """`line_left` comes when a line is left."""

    line_left = Signal(int)

    def __init__(self, file: CaseFile, columns: Sequence[Cell]) -> None:
        self.cells = columns
        made = EntryGrid if T.wide else EntryForm
        super().__init__(file, DRAFT, made(_("Personen"), columns, lambda i: _("Zeile {n}").format(n=i + 1), MOST))
        self._fill()
        self.area.moved.connect(lambda: self._keeper.touch() if self.filled else None)
        self.area.left.connect(self.line_left)
        self._listen()

    def _made_head(self) -> FormView:
        last = intake.last(self._file)
        head = FormView(_head_fields(self._file, last))
        head.set_values({"ags": last.ags or None})
        return head

    def _fill(self) -> None:
        rows: list[Texts] = []
        row, attribute = 0, ""
        if self.restored is not None:
            rows = self.restored.content["rows"]
            place, _colon, attribute = self.restored.cursor.partition(":")
            row = int(place) if place.isdecimal() else 0
        self.show_rows(rows, row, attribute)

    def show_rows(self, rows: Sequence[Texts], row: int = 0, attribute: str = "") -> None:
        """Shows these lines and as many empty ones as make ten."""
        self.area.show_rows([*rows, *({} for _line in range(LINES - len(rows)))], row, attribute)

    def _kept_lines(self) -> tuple[dict[str, Any], str]:
        row, attribute = self.area.place()
        return {"rows": self.typed_rows()}, f"{row}:{attribute}"

    @property
    def filled(self) -> bool:
        """True while there is a line that holds something."""
        return any(not empty(texts) for texts in self.area.rows)

    def typed_rows(self) -> list[Texts]:
        """The lines up to the last one that holds something."""
        rows = [dict(texts) for texts in self.area.rows]
        while rows and empty(rows[-1]):
            rows.pop()
        return rows

    def with_head(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A line with what holds for all."""
        return {**values, **{name: value for name, value in self.head.values().items() if value not in (None, "")}}

    def lines(self) -> list[Line]:
        """What every line holds; a person named twice is asked about in the second line."""
        rows = self.typed_rows()
        found, again = [line_of(self.cells, texts) for texts in rows], twins(self.cells, rows)
        same = _("Wie Zeile {n}. Ist es dieselbe Person, leeren Sie eine der beiden.")
        return [Line(values=line.values, asks=same.format(n=again[i] + 1)) if line.values and i in again else line
                for i, line in enumerate(found)]


def _head_fields(file: CaseFile, last: LastIntake) -> tuple[Field, ...]:
    communes = tuple((c.id, c.label) for c in code_list("commune").active())
    known = own_words(partial(intake.shelter_names, file))
    was = _("wie bei der letzten Aufnahme") if last.former else _("die der Dienststelle")
    return (
        Field("ags", _("Kommune für alle"), Choice(options=communes, frequent=(last.ags,) if last.ags else ()),
              required=True, help=was if last.ags else ""),
        Field("shelter", _("Unterkunft für alle"), Suggested(find=known, free=True),
              help=_("zuletzt: {text}").format(text=isolated(last.shelter)) if last.shelter else ""),
        Field("access_route", _("Zugangsweg für alle"), choice("access_route")),
    )
