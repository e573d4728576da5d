"""What the catalogues offer and how it suits one person, read and ranked beside the window. Shows nothing itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QObject

from app.domain.catalogue import Lifecycle, Offering
from app.domain.errors import UserError
from app.domain.matching import Match
from app.store.casefile import CaseFile
from app.store.queries import matching, offers
from app.store.queries.offers import CurrentOffers
from app.ui.catalogue_rows import OfferRow, offer_row
from app.ui.match_rows import RankedOffer, ranked_offer
from app.ui.shell import Shell
from app.ui.tasks import Task

Row = OfferRow | RankedOffer


def enterable(offering: Offering, today: date) -> bool:
    """Whether somebody can still be referred: neither cancelled nor begun without later entry."""
    standing = offering.lifecycle in (Lifecycle.ACTIVE, Lifecycle.FULL)
    return standing and (offering.continuous_entry or offering.start is None or offering.start >= today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The offerings in force and a row for each, for the person of a case ranked with what was found out, for nobody
    ("") as the catalogues have them."""

    current: CurrentOffers
    case_id: str = ""
    rows: Sequence[Row] = ()
    matches: Sequence[Match] = ()
    by_key: dict[str, Match] = field(default_factory=dict)


def find(file: CaseFile, case_id: str, known: CurrentOffers | None) -> Found:
    """Reads and ranks; belongs into the worker. Raises UserError where the case has gone."""
    current = offers.current(file, known)
    if not case_id:
        return Found(current=current, rows=[offer_row(one) for one in current.listed])
    matches = matching.offers_for(file, case_id, current.listed)
    return Found(current=current, case_id=case_id, rows=[ranked_offer(one) for one in matches], matches=matches,
                 by_key={one.offering.key: one for one in matches})


class OfferMatching:
    """Lives as long as its page; `come()` is called once another answer is there."""

    def __init__(self, shell: Shell, file: CaseFile, come: Callable[[], object]) -> None:
        self._shell, self._file, self._come = shell, file, come
        self._offerings: dict[str, Offering] = {}
        self._found: Found | None = None
        self._case_id = ""
        self._task: Task | None = None

    def read(self, owner: QObject, case_id: str) -> None:
        """Begins to rank for that person, "" for nobody; what was found for another one is forgotten at once."""
        if self._task is not None:
            self._task.cancel()
        self._case_id = case_id
        known = self._found.current if self._found is not None else None
        self._task = self._shell.run_task(owner, lambda _step: find(self._file, case_id, known), self._have,
                                          reads=True)

    def _have(self, found: Found) -> None:
        self._task = None
        if self._found is None or found.current.listed is not self._found.current.listed:
            self._offerings = {listed.key: listed for listed in found.current.listed}
        self._found = found
        self._come()

    @property
    def found(self) -> Found | None:
        """What was found for the person asked about last, None while that is not known."""
        return self._found if self._found is not None and self._found.case_id == self._case_id else None

    def offering(self, key: str) -> Offering | None:
        """The offering of a key as the catalogue has it now, None where it has gone."""
        if key and key not in self._offerings:
            try:
                self._offerings[key] = matching.offering(self._file, key)
            except UserError:
                return None
        return self._offerings.get(key)
