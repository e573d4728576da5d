"""The shelters in which somebody of the file lives, to begin a day in one of them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries import shelter_day, shelters
from app.store.queries.shelters import ShelterLine
from app.ui.columns import Column
from app.ui.components import EmptyState
from app.ui.controls import button, key_hint
from app.ui.layouts import card, column, framed, holder
from app.ui.page_parts import Slot
from app.ui.paint import Pill
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases.shelter_day import draft_kind


class DayPicker(QWidget):
    """`chosen(id)` comes with Enter; `begin` is where the first person of a shelter is taken in."""

    chosen = Signal(str)

    def __init__(self, file: CaseFile, begin: Callable[[], object]) -> None:
        super().__init__()
        self._file, self._begin = file, begin
        self._drafts: set[str] = set()
        self._running: dict[str, int] = {}
        columns = (
            Column[ShelterLine](title=_("Unterkunft"), text=lambda s: s.shelter.name,
                                caption=lambda s: s.shelter.address, pill=self._pill),
            Column[ShelterLine](title=_("Besuchstage"), text=lambda s: s.shelter.visiting_days, width=260),
            Column[ShelterLine](title=_("Personen"), text=self._people_words, width=100, right=True,
                                sort=self._people),
        )
        self.table = TableView(_("Unterkünfte"), columns, key=lambda s: s.shelter.id, several=False, height=44)
        self.table.opened.connect(lambda key: self.chosen.emit(str(key)))
        hint = holder(column(key_hint(_("Eingabe öffnet die Unterkunft")), margins=(14, 6, 14, 8)), "cardfoot")
        self._list = framed(self.table, hint, main=self.table)
        self._nothing = Slot()
        self.setLayout(column(self._list, self._nothing, gap=0))

    def _people(self, line: ShelterLine) -> int:
        return self._running.get(line.shelter.id, 0)

    def _people_words(self, line: ShelterLine) -> str:
        n = self._people(line)
        # without heads over the columns a bare number says nothing
        return number(n) if T.wide else ngettext("{n} Person", "{n} Personen", n).format(n=number(n))

    def _pill(self, line: ShelterLine) -> Pill | None:
        return Pill(text=_("Entwurf"), kind="info") if draft_kind(line.shelter.id) in self._drafts else None

    def show_shelters(self) -> None:
        """Reads them again, and which of them has a draft."""
        self._drafts = {draft.kind for draft in self._file.drafts()}
        self._running = shelter_day.running(self._file)
        lines = [line for line in shelters.lines(self._file) if line.people]
        self.table.set_lines(lines)
        self._list.setVisible(bool(lines))
        self._nothing.put(None if lines else card(EmptyState(
            "building-2", _("Noch keine Unterkunft"),
            _("Hier stehen die Häuser, in denen Ihre Klienten wohnen. Eine Unterkunft entsteht mit der ersten Person, "
              "bei der Sie sie eintragen."),
            button(_("Neue Person"), "primary", "user-plus", self._begin))))
        if not T.wide:
            self.table.fit()

    def first(self) -> QWidget | None:
        """The list, where there is something in it."""
        return self.table if self.table.current_key() is not None else None
