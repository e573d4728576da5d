"""How far the database has come, against what stood in `stand.json` when this folder was last used (vault.md)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.errors import UserError
from app.store import history, program
from app.store.checkup import Checkup
from app.store.history import Head
from app.store.program import Updated
from app.store.schema import ActRow, MetaRow
from app.vault import stand
from app.vault.stand import Stand

GENERATION = "generation"


class Opened(Protocol):
    """What is asked of an open Klientendatei."""

    folder: Path
    secret: bytes
    now: Callable[[], datetime]
    checkup: Checkup

    def read(self) -> AbstractContextManager[Connection]:
        """A reading transaction."""

    def alone(self) -> AbstractContextManager[None]:
        """Keeps writers and closing waiting; UserError once closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """The database lacks what was in this folder at ``used``; its own last entry is of ``last_entry``."""

    used: datetime
    last_entry: datetime | None


class Standing:
    """The stand of one open Klientendatei: ``compare`` once at opening, ``raise_once`` in transactions, ``keep``.

    The generation in the database rises with the first transaction of a session. Older than the stand is a database
    of a lower generation, or one whose chain of acts has not come through the link that stood at its head. Not
    detected: the whole folder put back together with its `stand.json`; a database that lacks only drafts and settings
    of the same session; anything where `stand.json` is missing, damaged or of another key.
    """

    def __init__(self, file: Opened) -> None:
        self._file = file
        self.raised = self._compared = False
        self.older: Older | None = None
        self.updated: Updated | None = None
        self._whole: datetime | None = None

    def compare(self) -> None:
        """Sets ``older`` where an older database lies here, and learns when it was last checked."""
        self._compared = True
        known = stand.load(self._file.folder, self._file.secret)
        if known is None:
            return
        self._whole = known.checked
        with self._file.read() as connection:
            through = history.holds(connection, Head(number=known.number, link=known.link))
            if _generation(connection) < known.generation or not through:
                last = connection.execute(select(func.max(ActRow.at))).scalar()
                self.older = Older(used=known.at, last_entry=last)

    @property
    def checked(self) -> datetime | None:
        """When both checks last found nothing, None for never and once the start check has found damage."""
        verdict = self._file.checkup.verdict
        if verdict is None:
            return self._whole
        return None if verdict.problems else max(verdict.at, self._whole or verdict.at)

    def found_whole(self, at: datetime) -> None:
        """Remembers a check that a person asked for."""
        self._whole = at

    def raise_once(self, connection: Connection) -> None:
        """Raises the generation, inside each transaction of the session until one of them is committed.

        With it goes which version of the program has written.
        """
        if not self.raised:
            value = str(_generation(connection) + 1)
            connection.execute(upsert(MetaRow).values(name=GENERATION, value=value).on_conflict_do_update(
                index_elements=["name"], set_={"value": value}))
            program.note(connection)

    def keep(self) -> None:
        """Writes `stand.json`: every ten minutes and at closing. What prevents it is told where it matters."""
        if not self._compared:  # opening has failed, and what lay here before goes on being what is known
            return
        file = self._file
        with suppress(OSError, UserError), file.alone():
            with file.read() as connection:
                head, generation = history.head(connection), _generation(connection)
            stand.save(file.folder, Stand(generation=generation, number=head.number, link=head.link, at=file.now(),
                                          checked=self.checked), file.secret)


def _generation(connection: Connection) -> int:
    found = connection.execute(select(MetaRow.value).where(MetaRow.name == GENERATION)).scalar()
    return int(found or 0)
