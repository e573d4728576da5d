"""One act for several persons: who takes part, who is left out and why, and the act itself as one step of undo."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain import followup as followups
from app.domain.case import IN_STOCK, Case, CaseState
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.queries.clients import ClientLine
from app.usecases import followup

FOLLOW_UPS = N_("Wiedervorlage für mehrere anlegen")
FINISHED = N_("Mehrere Wiedervorlagen erledigen")
PHASES = N_("Phase für mehrere ändern")
NOT_RUNNING = N_("der Fall läuft nicht")
NOT_OPENED = N_("der Fall ist noch nicht eröffnet")
NOBODY = N_("Für keine der ausgewählten Personen ist das möglich. Es wurde nichts geändert.")
_FOLLOWED = IN_STOCK | {CaseState.PROSPECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Who takes part in an act, and who is left out with the reason (a msgid)."""

    takes: tuple[ClientLine, ...]
    leaves: tuple[tuple[ClientLine, str], ...]


def for_follow_up(lines: Iterable[ClientLine]) -> Parted:
    """Whoever has a running case or is being taken in."""
    return _parted(lines, lambda line: "" if line.state in _FOLLOWED else NOT_RUNNING)


def for_phase(lines: Iterable[ClientLine]) -> Parted:
    """Whoever is in the stock: before that there is no phase to change."""
    return _parted(lines, lambda line: "" if line.state in IN_STOCK else
                   NOT_OPENED if line.state == CaseState.PROSPECT else NOT_RUNNING)


def for_letter(lines: Iterable[ClientLine]) -> Parted:
    """As for a follow-up: nobody is invited whose case is closed."""
    return for_follow_up(lines)


def _parted(lines: Iterable[ClientLine], why_not: Callable[[ClientLine], str]) -> Parted:
    told = [(line, why_not(line)) for line in lines]
    return Parted(takes=tuple(line for line, why in told if not why), leaves=tuple(one for one in told if one[1]))


def add_follow_ups(file: CaseFile, lines: Sequence[ClientLine], *, title: str, due_on: date | None) -> None:
    """The same follow-up for each of them; UserError for nobody or without a title."""
    _somebody(lines)
    with file.write(FOLLOW_UPS) as work:
        work.add_all([followups.checked(FollowUp(id=new_id(), case_id=line.case_id, title=clean(title), due_on=due_on))
                      for line in lines])


def set_phase(file: CaseFile, lines: Sequence[ClientLine], phase: str) -> None:
    """The same phase for each of them; who is in it already is not touched."""
    _somebody(lines)
    with file.write(PHASES) as work:
        for line in lines:
            work.change(Case, line.case_id, phase=phase)


def finish(file: CaseFile, follow_up_ids: Sequence[str]) -> None:
    """Several follow-ups done today."""
    with file.write(FINISHED) as work:
        for one in follow_up_ids:
            followup.finished(work, one, file.today())


def _somebody(lines: Sequence[ClientLine]) -> None:
    if not lines:
        raise UserError(NOBODY)
