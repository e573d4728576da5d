"""The grid of one shelter with its draft: a line a person, what is due and what was noted."""

from datetime import date
from typing import Any

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.shelter_day import Resident, ShelterDay
from app.ui.client_fields import past_day
from app.ui.controls import label
from app.ui.day_cells import Line, about, assumed_result, cells, line_of, shown_texts
from app.ui.editors import Chips
from app.ui.entry_form import EntryForm
from app.ui.entry_grid import EntryGrid
from app.ui.entry_lines import Texts
from app.ui.entry_parts import empty
from app.ui.entry_sheet import HEAD, EntrySheet
from app.ui.form import Field, FormView
from app.ui.theme import T
from app.usecases.shelter_day import draft_kind

ROOM, NEED = "room", "need"
ROW = 44


class DaySheet(EntrySheet):
    """The persons are in the order of their rooms, or of what is due."""

    def __init__(self, file: CaseFile, day: ShelterDay) -> None:
        self.day, self.cells = day, cells(file)
        self.people: tuple[Resident, ...] = ()
        # what was typed, by case: the lines change their places
        self._typed: dict[str, Texts] = {}
        self._row, self._order, self._place = -1, ROOM, ("", "")
        self._about = label("", "body", wrap=True)
        self._about.setMinimumHeight(T.px(20))
        made = EntryGrid if T.wide else EntryForm
        super().__init__(file, draft_kind(day.shelter.id),
                         made(_("Personen"), self.cells, lambda row: self.people[row].name), self._about)
        if isinstance(self.area, EntryGrid):
            self.area.verticalHeader().setDefaultSectionSize(T.px(ROW))
        self.area.moved.connect(self._moved)
        self._begin()
        self.area.left.connect(self._assume)
        self._listen()

    def _made_head(self) -> FormView:
        head = FormView((
            Field("on", _("Tag des Besuchs"), past_day(self._file.today), required=True),
            Field("order", _("Reihenfolge"), Chips(options=((ROOM, _("Zimmer")), (NEED, _("Dringlichkeit"))))),
        ))
        head.set_values({"on": self._file.today(), "order": ROOM})
        return head

    def _head_edited(self, attribute: str) -> None:
        if attribute == "order":
            self.set_order(str(self.head.values()["order"] or ROOM))
        else:
            self._touched()

    def set_order(self, order: str) -> None:
        """By room, or what is overdue first."""
        self._order = order
        self._arrange()

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

    def _kept_lines(self) -> tuple[dict[str, Any], str]:
        return {"typed": self.typed()}, ":".join(self._place)

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
