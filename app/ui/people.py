"""All persons as the lists need them, read once and kept: of a change only the lines it touched are read again."""

from collections import deque
from contextlib import suppress
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from app import resources
from app.domain import codes
from app.domain.contact import Contact
from app.domain.errors import UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.store.casefile import CaseFile, Change
from app.store.queries import client, history, touched
from app.store.queries import clients as query
from app.store.queries.clients import ClientLine
from app.store.queries.found import Words
from app.store.queries.notes import NoteSearch
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.ui.turns import soon
from app.usecases.rehearsal import rehearse

# More persons than this are read beside the window, so that it never stands still.
AT_ONCE = 400
# the connections that read: the window's and those of its two workers
READERS = 3
# no line says anything of these
_OF_NOBODY = frozenset({"saved_list", "outgoing", "text_module", "catalogue", "offering", "issued_month",
                        "organisation", "contact_person"})
_OF_NOTES = frozenset({"contact", "case_", "client"})


def _make_ready(file: CaseFile, line: ClientLine, step: Step) -> None:
    """Does once what the first acts, their undo, the lists after them and the first words of a page would wait for."""
    day = file.today()
    # a file that takes no act now says so when somebody tries
    with suppress(UserError):
        rehearse(file, (Contact(id=new_id(), case_id=line.case_id, on=day),
                        FollowUp(id=new_id(), case_id=line.case_id, title="", due_on=day)))
    # each reader takes its turn, and each prepares the two dozen statements of a person for itself
    for reader in range(READERS):
        step(reader, READERS)
        with suppress(UserError):
            client.page(file, line.client_id)
    history.weight_of_undo(file)
    touched.clients(file, {"contact", "follow_up"}, {line.client_id})
    query.lines(file, only=[line.client_id])
    for name in resources.path("codes").glob("*.csv"):
        codes.shipped(name.stem)


class People(QObject):
    """`lines` are None until they are asked for by `refresh`; `changed` comes when they were read beside the window.

    `version` counts up with every change of the lines.
    """

    changed = Signal()
    _written = Signal()

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.lines: tuple[ClientLine, ...] | None = None
        self.words, self.notes = Words(), NoteSearch(file)
        self.version, self._newest = 0, ""
        self._day, self._reading = date.min, False
        self._changes: deque[Change] = deque()
        # told in the thread that wrote
        file.subscribe(self._told)
        self._written.connect(self._read_ahead, Qt.ConnectionType.QueuedConnection)

    def _told(self, change: Change) -> None:
        if change.entities - _OF_NOBODY:
            self._changes.append(change)
            self._written.emit()
        if change.entities & _OF_NOTES:
            self.notes.forget()

    def refresh(self, at_once: int | None = None) -> bool:
        """Reads what acts have touched since the last time, everything on another day; True when `lines` are right.

        False while they are read beside the window, which more than `at_once` always are.
        """
        if self._reading:
            return False
        if self.lines is None or self._day != self._file.today():
            return self._load(AT_ONCE if at_once is None else at_once)
        entities, ids = set[str](), set[str]()
        while self._changes:
            change = self._changes.popleft()
            entities |= change.entities
            ids |= change.ids
        who = touched.clients(self._file, entities, ids) if ids else frozenset()
        if who is None or len(who) > AT_ONCE:
            return self._load(AT_ONCE if at_once is None else at_once)
        if who:
            self._take(query.lines(self._file, only=who), self.lines)
        return True

    def _read_ahead(self) -> None:
        # in a turn of its own now, so that going back to the list waits for nothing
        if self._changes and self.lines is not None:
            soon(self, self.refresh)

    def _take(self, fresh: tuple[ClientLine, ...], lines: tuple[ClientLine, ...]) -> None:
        kept = {line.client_id: line for line in lines}
        new = [line.client_id for line in fresh if line.client_id not in kept]
        kept.update({line.client_id: line for line in fresh})
        for line in fresh:
            self.words.put(line)
        self.lines = tuple(sorted(kept.values(), key=lambda line: line.sort))
        self.version += 1
        if new:
            self._newest = new[0] if len(new) == 1 else ""

    def take_newest(self) -> str:
        """The person the changes since the last call brought alone, else ""."""
        newest, self._newest = self._newest, ""
        return newest

    def _load(self, at_once: int) -> bool:
        self._changes.clear()
        day = self._file.today()

        def read() -> tuple[tuple[ClientLine, ...], Words]:
            lines = query.lines(self._file)
            return lines, Words(lines)

        if query.how_many(self._file) <= at_once:
            self._have(day, *read())
            return True
        self._reading = True
        self._shell.run_task(self, lambda _step: read(), lambda have: self._arrived(day, *have), self._failed,
                             reads=True)
        return False

    def _have(self, day: date, lines: tuple[ClientLine, ...], words: Words) -> None:
        self.lines, self.words, self._day = lines, words, day
        self.version, self._newest = self.version + 1, ""
        self.notes.forget()

    def _arrived(self, day: date, lines: tuple[ClientLine, ...], words: Words) -> None:
        self._reading, first = False, self.lines is None
        self._have(day, lines, words)
        # what was written meanwhile
        if self.refresh():
            self.changed.emit()
        if first and lines:
            self._shell.run_task(self, partial(_make_ready, self._file, lines[0]), lambda _none: None, reads=True)

    def _failed(self, error: Exception) -> None:
        self._reading = False
        raise error
