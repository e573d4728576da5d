"""The grid for several persons with its draft: what holds for all lines above, one person a line below."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.codes import code_list
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.store.queries import intake
from app.store.queries.intake import LastIntake
from app.ui.batch_cells import LINES, MOST, Line, line_of, twins
from app.ui.caret import caret_in
from app.ui.choice import Choice
from app.ui.client_fields import choice
from app.ui.controls import label, set_role
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.entry_cells import Cell
from app.ui.entry_form import EntryForm
from app.ui.entry_grid import EntryGrid
from app.ui.entry_lines import Texts
from app.ui.entry_parts import empty
from app.ui.form import Field, FormView
from app.ui.intake_fields import own_words
from app.ui.layouts import card, column, framed, holder
from app.ui.page_parts import Slot
from app.ui.suggest import Suggested
from app.ui.theme import T
from app.usecases.batch import DRAFT

HEAD = "head"


class BatchSheet(QWidget):
    """`edited` with each key, `saved` with each kept draft, `line_left` with a line, `finished` on the last Enter,
    `whole` when the head is there too."""

    edited = Signal()
    saved = Signal()
    line_left = Signal(int)
    whole = Signal()
    finished = Signal()

    def __init__(self, file: CaseFile, columns: Sequence[Cell]) -> None:
        super().__init__()
        self._file, self.cells = file, columns
        self._head: FormView | None = None
        self.area: EntryGrid | EntryForm = self._made_area()
        self._note = label("", "caption", wrap=True)
        self._keeper = DraftKeeper(self, file, DRAFT, self._draft)
        self.restored: Draft | None = draft_of(file, DRAFT)
        self._cursor = ""
        self._fill()
        if isinstance(self.area, EntryGrid):
            self.area.noted.connect(self._say)
            self._note.setMinimumHeight(T.px(18))
            below = holder(column(self._note, margins=(14, 4, 14, 6)))
            body = framed(self.area, below, main=self.area)
        else:
            body = card(self.area)
        self._above = Slot()
        layout = column(self._above, body, gap=12)
        layout.setStretchFactor(body, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.area.edited.connect(self._touched)
        self.area.moved.connect(lambda: self._keeper.touch() if self.filled else None)
        self.area.left.connect(self.line_left)
        self.area.finished.connect(self.finished)
        self._keeper.saved.connect(self.saved)
        # a turn of its own: with the grid it would be more than the window may stand still
        QTimer.singleShot(0, self, lambda: self.head)

    @property
    def head(self) -> FormView:
        """What holds for all lines, above the grid."""
        if self._head is None:
            last = intake.last(self._file)
            self._head = head = FormView(_head_fields(self._file, last))
            head.set_values({"ags": last.ags or None})
            if self.restored is not None:
                head.set_texts(self.restored.content[HEAD])
            head.edited.connect(self._touched)
            head.finished.connect(lambda: self.area.go(self.area.place()[0]))
            self._above.put(card(head, gap=4))
            self.whole.emit()
        return self._head

    def _made_area(self) -> EntryGrid | EntryForm:
        made = EntryGrid if T.wide else EntryForm
        return made(_("Personen"), self.cells, lambda i: _("Zeile {n}").format(n=i + 1), MOST)

    def _fill(self) -> None:
        rows: list[Texts] = []
        row, attribute = 0, ""
        if self.restored is not None:
            rows = self.restored.content["rows"]
            place, _colon, attribute = self.restored.cursor.partition(":")
            self._cursor = attribute if place == HEAD else ""
            row = int(place) if place.isdecimal() else 0
        self.show_rows(rows, row, attribute)

    def show_rows(self, rows: Sequence[Texts], row: int = 0, attribute: str = "") -> None:
        """Shows these lines and as many empty ones as make ten."""
        self.area.show_rows([*rows, *({} for _line in range(LINES - len(rows)))], row, attribute)

    def _say(self, role: str, words: str) -> None:
        set_role(self._note, "role", role)
        self._note.setText(words)

    def _touched(self) -> None:
        self._keeper.touch()
        self.edited.emit()

    def _draft(self) -> tuple[dict[str, Any], str]:
        row, attribute = self.area.place()
        above = caret_in(self.head)
        cursor = f"{HEAD}:{above}" if above else f"{row}:{attribute}"
        return {"rows": self.typed_rows(), HEAD: self.head.texts()}, cursor

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

    def first(self) -> QWidget:
        """The field that had the caret, else the first cell."""
        if self._cursor:
            return self.head.box(self._cursor).control.targets()[0]
        return self.area if isinstance(self.area, EntryGrid) else self.area.first()

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def stop(self) -> None:
        """Keeps nothing more of what is being taken in."""
        self._keeper.stop()

    def discard(self) -> None:
        """Forgets the draft."""
        self._keeper.discard()


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
