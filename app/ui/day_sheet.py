"""The grid of one shelter with its draft: a line a person, what is due and what was noted."""

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.store.queries.shelter_day import Resident, ShelterDay
from app.ui.caret import caret_in
from app.ui.client_fields import past_day
from app.ui.controls import label, set_role
from app.ui.day_cells import Line, about, assumed_result, cells, line_of, shown_texts
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.editors import Chips
from app.ui.entry_form import EntryForm
from app.ui.entry_grid import EntryGrid
from app.ui.entry_lines import Texts
from app.ui.entry_parts import empty
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, framed, holder
from app.ui.page_parts import Slot
from app.ui.theme import T
from app.usecases.shelter_day import draft_kind

ROOM, NEED = "room", "need"
HEAD = "head"
ROW = 44


class DaySheet(QWidget):
    """`edited` with each key, `saved` with each kept draft, `finished` on the last Enter, `whole` with the head."""

    edited = Signal()
    saved = Signal()
    whole = Signal()
    finished = Signal()

    def __init__(self, file: CaseFile, day: ShelterDay) -> None:
        super().__init__()
        self._file, self.day, self.cells = file, day, cells(file)
        self.people: tuple[Resident, ...] = ()
        # what was typed, by case: the lines change their places
        self._typed: dict[str, Texts] = {}
        self._row = -1
        self._head: FormView | None = None
        self._order = ROOM
        self._above = Slot()
        made = EntryGrid if T.wide else EntryForm
        self.area: EntryGrid | EntryForm = made(_("Personen"), self.cells, lambda row: self.people[row].name)
        self._about, self._note = label("", "body", wrap=True), label("", "caption", wrap=True)
        self._keeper = DraftKeeper(self, file, draft_kind(day.shelter.id), self._draft)
        self.restored: Draft | None = draft_of(file, self._keeper.kind)
        self._place = ("", "")
        self._lay_out()
        self._begin()
        self.area.edited.connect(self._touched)
        self.area.left.connect(self._assume)
        self.area.finished.connect(self.finished)
        self._keeper.saved.connect(self.saved)
        # a turn of its own: with the grid it would be more than the window may stand still
        QTimer.singleShot(0, self, lambda: self.head)

    @property
    def head(self) -> FormView:
        """The day of the visit and the order of the lines, above the grid."""
        if self._head is None:
            self._head = head = FormView((
                Field("on", _("Tag des Besuchs"), past_day(self._file.today), required=True),
                Field("order", _("Reihenfolge"), Chips(options=((ROOM, _("Zimmer")), (NEED, _("Dringlichkeit"))))),
            ))
            head.set_values({"on": self._file.today(), "order": ROOM})
            if self.restored is not None:
                head.set_texts(self.restored.content[HEAD])
            head.edited.connect(lambda name: self.set_order(str(head.values()["order"] or ROOM)) if name == "order"
                                else self._touched())
            head.finished.connect(lambda: self.area.go(self.area.place()[0]))
            self._above.put(card(head, gap=4))
            self.whole.emit()
        return self._head

    def set_order(self, order: str) -> None:
        """By room, or what is overdue first."""
        self._order = order
        self._arrange()

    def _lay_out(self) -> None:
        self._about.setMinimumHeight(T.px(20))
        self.area.moved.connect(self._moved)
        if isinstance(self.area, EntryGrid):
            self.area.verticalHeader().setDefaultSectionSize(T.px(ROW))
            self.area.noted.connect(self._say)
            below = holder(column(self._about, self._note, gap=2, margins=(14, 6, 14, 6)))
            body = framed(self.area, below, main=self.area)
        else:
            body = card(self._about, self.area)
        layout = column(self._above, body, gap=12)
        layout.setStretchFactor(body, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _begin(self) -> None:
        if self.restored is not None:
            self._order = self.restored.content[HEAD].get("order") or ROOM
            self._typed = dict(self.restored.content["typed"])
            case_id, _colon, attribute = self.restored.cursor.partition(":")
            self._place = case_id, attribute
        self._arrange()

    def _arrange(self) -> None:
        """The persons in the chosen order, each with what was typed; the current one stays current."""
        self._keep()
        case_id, attribute = self._place
        self.people = self.day.by_need() if self._order == NEED else self.day.by_room()
        rows = [{**shown_texts(one, self.day.today), **self._typed.get(one.case_id, {})} for one in self.people]
        at = next((i for i, one in enumerate(self.people) if one.case_id == case_id), 0)
        self._row = -1
        self.area.show_rows(rows, at, attribute)
        self._moved(at, attribute)

    def _keep(self) -> None:
        for one, texts in zip(self.people, self.area.rows, strict=False):
            typed = {cell.attribute: texts.get(cell.attribute, "") for cell in self.cells if not cell.shown}
            self._typed[one.case_id] = {} if empty(typed) else typed

    def _moved(self, row: int, attribute: str) -> None:
        if row < len(self.people):
            self._place = self.people[row].case_id, attribute or self._place[1]
            self._about.setText(about(self.people[row], self.day.today))
        if self._row >= 0:
            self._assume(self._row)
        self._row = row

    def _assume(self, row: int) -> None:
        """Something was noted: then somebody was there, and that shows before it is written."""
        if row < len(self.area.rows) and (said := assumed_result(self.area.rows[row])):
            self.area.put(row, "result", said)

    def _say(self, role: str, words: str) -> None:
        set_role(self._note, "role", role)
        self._note.setText(words)

    def _touched(self) -> None:
        self._keeper.touch()
        self.edited.emit()

    def _draft(self) -> tuple[dict[str, Any], str]:
        self._keep()
        typed = {case_id: texts for case_id, texts in self._typed.items() if texts}
        above = caret_in(self.head)
        return {"typed": typed, HEAD: self.head.texts()}, f"{HEAD}:{above}" if above else ":".join(self._place)

    @property
    def on(self) -> date:
        """The day of the visit; today where the field holds none."""
        on = self.head.values().get("on")
        return on if isinstance(on, date) else self._file.today()

    def current_client(self) -> str:
        """Whose line it is."""
        row = self.area.place()[0]
        return self.people[row].client_id if row < len(self.people) else ""

    def typed(self) -> dict[str, Texts]:
        """What was typed, by case."""
        self._keep()
        return {case_id: texts for case_id, texts in self._typed.items() if texts}

    def lines(self) -> list[tuple[Resident, Line]]:
        """Every person with what their line means."""
        return [(one, line_of(self.cells, texts, one))
                for one, texts in zip(self.people, self.area.rows, strict=True)]

    def first(self) -> QWidget:
        """The cell that had the caret, or the first one."""
        if self.restored is not None and self.restored.cursor.startswith(HEAD):
            return self.head.box("on").control.targets()[0]
        return self.area if isinstance(self.area, EntryGrid) else self.area.first()

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def stop(self) -> None:
        """Keeps nothing more: the day is being entered."""
        self._keeper.stop()

    def discard(self) -> None:
        """Forgets the draft."""
        self._keeper.discard()
