"""A laptop whose clock may be wrong: asked at unlock and before a month is issued, settled by the person."""

from datetime import datetime

from app.domain import clock
from app.domain.clock import ClockDoubt
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.store.casefile import CaseFile
from app.store.queries import moments

NO_MONTH = N_("Solange die Uhr dieses Computers vermutlich falsch geht, lässt sich kein Monat ausgeben: Sie zeigt "
              "{now}, bekannt ist schon {known}. Es wurde nichts ausgegeben. Stellen Sie die Uhr, oder öffnen Sie die "
              "Klientendatei neu und bestätigen Sie dort, dass sie richtig geht.")
CONFIRMED = "clock_confirmed"


def doubt(file: CaseFile) -> ClockDoubt | None:
    """Why the clock cannot be right, None where nothing speaks against it."""
    known, confirmed = moments.known(file), file.meta(CONFIRMED)
    return clock.doubt(file.now(), known.last_entry, known.catalogue_of,
                       datetime.fromisoformat(confirmed) if confirmed else None)


def confirm(file: CaseFile, doubted: ClockDoubt) -> None:
    """The person says that the clock is right, and what is later than it was written with a wrong one."""
    file.set_meta(**{CONFIRMED: doubted.known.isoformat()})


def check(file: CaseFile) -> None:
    """Raises UserError while the clock is in doubt: no silent wrong month (features.md, row 84)."""
    doubted = doubt(file)
    if doubted is not None:
        raise UserError(NO_MONTH, now=german(doubted.now), known=german(doubted.known))
