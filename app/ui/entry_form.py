"""The lines of a grid one after the other as a form, for large text: the same cells, the same keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.caret import caret_in
from app.ui.client_parts import keys
from app.ui.controls import button, label, native
from app.ui.entry_cells import Cell
from app.ui.entry_lines import Texts
from app.ui.focus import areas_of
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column
from app.ui.theme import T


class EntryForm(QWidget):
    """Enter goes on to the next field and line, Alt+↑↓ to another line. The signals are those of the grid."""

    edited = Signal()
    moved = Signal(int, str)
    left = Signal(int)
    finished = Signal()

    def __init__(self, name: str, cells: Sequence[Cell], line_name: Callable[[int], str], grows: int = 0) -> None:
        super().__init__()
        self._cells, self._line_name, self._grows = tuple(cells), line_name, grows
        self._row = 0
        self.rows: list[Texts] = []
        self._title = label("", "strong", wrap=True)
        self._about = label("", "muted", wrap=True)
        self.form = FormView([Field(cell.attribute, cell.label, cell, required=cell.required, help=cell.help)
                              for cell in cells if not cell.shown])
        ways = FlowBox(button(_("Vorige Zeile"), icon="arrow-left", call=lambda: self._turn(-1),
                              shortcut="Alt+Up"),
                       button(_("Nächste Zeile"), call=lambda: self._turn(1), shortcut="Alt+Down"))
        hint = label(_("{up} und {down} gehen zur Zeile davor und danach").format(up=native("Alt+Up"),
                                                                               down=native("Alt+Down")), "caption",
                     wrap=True)
        self.setLayout(column(self._title, self._about, self.form, ways, hint, gap=8))
        self.setAccessibleName(name)
        self.form.edited.connect(self._typed)
        self.form.finished.connect(self._end_of_line)
        keys(self, ("Alt+Up",), lambda: self._turn(-1))
        keys(self, ("Alt+Down",), lambda: self._turn(1))

    def show_rows(self, rows: Sequence[Texts], row: int = 0, attribute: str = "") -> None:
        """Shows other lines, beginning with one of them."""
        self.rows = [dict(one) for one in rows]
        self._show(min(row, len(rows) - 1))
        self._cursor = attribute

    def _show(self, row: int) -> None:
        self._row = row
        texts = self.rows[row]
        self._title.setText(self._line_name(row))
        about = [texts.get(cell.attribute, "").replace("\n", " · ") for cell in self._cells if cell.shown]
        self._about.setText(" · ".join(part for part in about if part))
        self._about.setVisible(bool(self._about.text()))
        typed = {cell.attribute: texts.get(cell.attribute, "") for cell in self._cells if not cell.shown}
        self.form.set_texts(typed)
        for cell in self._cells:
            # as in the grid, a wrong text is marked in a line one comes back to as well
            if not cell.shown and (problem := cell.problem(typed[cell.attribute])):
                self.form.box(cell.attribute).show_error(problem)

    def place(self) -> tuple[int, str]:
        """The current line and field."""
        return self._row, caret_in(self.form)

    def go(self, row: int, attribute: str = "") -> None:
        """Goes to a line and takes the keyboard."""
        if row != self._row:
            self._leave()
            self._show(row)
        self.form.focus(attribute if attribute in self.form.texts() else "")
        for area in areas_of(self)[:1]:
            # which line it is, not only the field
            area.ensureWidgetVisible(self._title, 0, T.sp(24))
        self.moved.emit(row, self.place()[1])

    def put(self, row: int, attribute: str, text: str) -> None:
        """Writes into a cell from outside."""
        self.rows[row][attribute] = text
        if row == self._row and attribute in self.form.texts():
            self.form.set_texts({attribute: text})

    def commit(self) -> bool:
        """What was typed short stands in full."""
        for cell in self._cells:
            if not cell.shown:
                self.rows[self._row][cell.attribute] = cell.in_full(self.form.texts()[cell.attribute])
        return True

    def first(self) -> QWidget:
        """The field that takes the keyboard."""
        names = list(self.form.texts())
        return self.form.box(self._cursor if self._cursor in names else names[0]).control.targets()[0]

    def _typed(self, attribute: str) -> None:
        self.rows[self._row][attribute] = self.form.texts()[attribute]
        self.edited.emit()

    def _leave(self) -> None:
        self.commit()
        self.left.emit(self._row)

    def _turn(self, step: int) -> None:
        if 0 <= self._row + step < len(self.rows):
            self.go(self._row + step)

    def _end_of_line(self) -> None:
        if self._row + 1 == len(self.rows) < self._grows:
            self.rows.append({})
        if self._row + 1 < len(self.rows):
            self.go(self._row + 1)
        else:
            self._leave()
            self.finished.emit()
