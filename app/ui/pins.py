"""The saved lists as the sidebar and the palette show them: name and count, which are the rows of the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.saved_list import SavedList
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.store.queries import lists as query
from app.store.queries.clients import ClientLine
from app.store.queries.found import Persons
from app.ui.clients_filters import fits_all
from app.ui.clients_view import answered, bare
from app.ui.history import undo
from app.ui.people import People
from app.ui.shell import PageEntry, Shell
from app.usecases import lists

PREFIX = "list:"
# more tests than this are made beside the window
AT_ONCE = 4000
Question = tuple[SavedList, Persons | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A saved list in the sidebar; ``count`` is None until it was counted."""

    id: str
    name: str
    count: int | None = None


class Pins(QObject):
    """What is pinned; nothing, until somebody who knows the file says more. `changed` comes with other pins."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Pin, ...] = ()

    def refresh(self) -> None:
        """Counts again where something was written."""

    def open(self, page_id: str) -> bool:
        """Opens a pin by the id of its entry; False for any other page."""
        return False

    def remove(self, list_id: str) -> None:
        """Takes a pin out."""

    def entries(self) -> list[PageEntry]:
        """The pins as pages for the palette."""
        return []


class SavedLists(Pins):
    """Those of a file, counted over the persons that the page Klienten shows too."""

    def __init__(self, shell: Shell, file: CaseFile, people: People) -> None:
        super().__init__()
        self._shell, self._file, self._people = shell, file, people
        self._lists = query.lists(file)
        self._old, self._turn = True, 0
        self._counted: tuple[int, date] | None = None
        self._show({})
        people.changed.connect(self._count)
        file.subscribe(self._told)

    def _told(self, change: Change) -> None:
        """Comes in the thread that wrote."""
        self._old = self._old or "saved_list" in change.entities

    def _show(self, counts: dict[str, int]) -> None:
        self.items = tuple(Pin(id=one.id, name=one.name, count=counts.get(one.id)) for one in self._lists)
        self.changed.emit()

    def refresh(self) -> None:
        """Reads the lists where they changed, and counts where persons did."""
        if self._old:
            self._old, self._lists, self._counted = False, query.lists(self._file), None
            known = {pin.id: pin.count for pin in self.items if pin.count is not None}
            self._show(known)
        if self._lists and self._people.refresh(at_once=0):
            self._count()

    def _count(self) -> None:
        lines, now = self._people.lines or (), (self._people.version, self._file.today())
        if self._counted == now:
            return
        self._counted = now
        questions: list[Question] = [(one, frozenset(
            answered(self._people.words, bare(one.search), self._people.notes).everybody) if one.search else None)
            for one in self._lists]
        if len(lines) * len(questions) <= AT_ONCE:
            self._show(counts(lines, questions, now[1]))
        else:
            self._shell.run_task(self, lambda _step: counts(lines, questions, now[1]), self._show)

    def open(self, page_id: str) -> bool:
        """Opens the list on the page Klienten."""
        if not page_id.startswith(PREFIX):
            return False
        # counted up, so that going back to the page does not choose everything anew
        self._turn += 1
        self._shell.go("clients", saved=page_id.removeprefix(PREFIX), turn=self._turn)
        return True

    def remove(self, list_id: str) -> None:
        """Takes the list out; the persons in it stay as they are."""
        name = next(pin.name for pin in self.items if pin.id == list_id)
        lists.remove(self._file, list_id)
        self._shell.toast(_("Liste „{name}“ entfernt. Die Personen sind unverändert.").format(name=name),
                          partial(undo, self._shell, self._file))

    def entries(self) -> list[PageEntry]:
        """The pins as pages for the palette; opening one is `open`."""
        def no_page(_shell: Shell) -> None:
            raise KeyError(PREFIX)

        return [PageEntry(id=f"{PREFIX}{pin.id}", label=pin.name, icon="pin", factory=no_page)  # type: ignore[arg-type]
                for pin in self.items]


def counts(lines: Sequence[ClientLine], questions: Sequence[Question], today: date) -> dict[str, int]:
    """How many rows each list has, in one pass over the persons."""
    tests = [(one.id, fits_all(one.filters, today), everybody) for one, everybody in questions]
    found = dict.fromkeys((one for one, _fits, _everybody in tests), 0)
    for line in lines:
        for one, fits, everybody in tests:
            if (everybody is None or line.client_id in everybody) and fits(line):
                found[one] += 1
    # as on the page: who is looked for is shown, whatever the filters say
    return {one: found[one] or (len(everybody) if everybody else 0) for one, _fits, everybody in tests}
