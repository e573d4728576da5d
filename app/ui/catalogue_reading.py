"""The offerings in force as Angebote shows them, read beside the window; what is known already is not read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from app.domain.catalogue import Offering
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.store.queries.offers import CurrentOffers
from app.ui import catalogue_words
from app.ui.catalogue_rows import OfferRow, offer_row
from app.ui.shell import Shell
from app.ui.tasks import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The catalogues in force, with each offering and its row by key and the places there are."""

    current: CurrentOffers
    offerings: dict[str, Offering]
    rows: dict[str, OfferRow]
    places: Sequence[tuple[str, str]]


NOTHING = InForce(current=CurrentOffers(catalogue=None, listed=(), referred={}), offerings={}, rows={}, places=())


class OfferReader:
    """`ask` calls ``done`` once `found` is new; of several that were asked for only the last one comes.

    It outlives the widgets, which are built anew with each text size.
    """

    def __init__(self, shell: Shell, file: CaseFile, done: Callable[[], object]) -> None:
        self._shell, self._file, self._done = shell, file, done
        self._owner = QObject()
        self._task: Task | None = None
        self._anew = True
        self.found = NOTHING

    def forget(self) -> None:
        """The next reading fetches every offering again; until then `found` is what was there."""
        self._anew = True

    def ask(self) -> None:
        """Reads anew; what was asked for before comes no more."""
        if self._task is not None:
            self._task.cancel()
        known = None if self._anew else self.found
        self._task = self._shell.run_task(self._owner, lambda _step: _in_force(self._file, known), self._have,
                                          reads=True)

    def _have(self, found: InForce) -> None:
        self._task, self._anew, self.found = None, False, found
        self._done()


def _in_force(file: CaseFile, known: InForce | None) -> InForce:
    """Belongs into the worker: a large catalogue has two thousand offerings."""
    current = offers.current(file, known.current if known is not None else None)
    if known is not None and known.current.listed is current.listed:
        return replace(known, current=current)
    listed = current.listed
    return InForce(current=current, offerings={one.key: one for one in listed},
                   rows={one.key: offer_row(one) for one in listed}, places=catalogue_words.places(listed))
