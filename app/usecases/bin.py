"""The recycle bin (Papierkorb): a whole file is taken out in one act, brought back by its undo, or erased for good."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.client import Client
from app.domain.errors import N_, UserError
from app.domain.monthly import Tally
from app.domain.names import clean, shown
from app.domain.outgoing import Outgoing
from app.statistics import counting
from app.store import belongings, forgetting
from app.store.attachments import KEPT
from app.store.casefile import CaseFile
from app.store.history import LINKS
from app.store.queries import history, monthly
from app.store.queries.history import Act
from app.store.work import BECAUSE, REMOVE

DISCARD = monthly.DISCARD
EMPTY = N_("Akte endgültig löschen")
NOT_IN_BIN = N_("Diese Akte liegt nicht mehr im Papierkorb. Es wurde nichts geändert.")
OTHER_FIRST = N_("Zu dieser Akte gehört eine Verbindung zu {name}, und diese Akte liegt auch im Papierkorb. Es wurde "
                 "nichts geändert. Stellen Sie zuerst die Akte von {name} wieder her.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """A file in the bin: the act that put it there, whose it was, and how long it can still be brought back."""

    number: int
    client_id: str
    name: str
    reference: str
    at: datetime
    days_left: int
    reason: str
    records: int


def discard(file: CaseFile, client_id: str, reason: str = "") -> None:
    """Takes the person and everything recorded of them out of the file, as one act that can be undone for 30 days.

    What left the laptop stays in the register, without the person. Months that were issued are frozen and do not
    change; the counters of the year keep what the person had added to them (`queries.monthly`).
    """
    with file.write(DISCARD) as work:
        client = work.get(Client, client_id)
        work.because(client, clean(reason))
        for left in work.find(Outgoing, client_id=client_id):
            work.change(Outgoing, left.id, client_id=None)
        for record in belongings.of(work, client, without=(Outgoing,)):
            work.remove(record)


def contents(file: CaseFile) -> tuple[Binned, ...]:
    """What lies in the bin, latest first; costs one read of the titles of all acts."""
    return tuple(_binned(file, act) for act in history.standing(file, DISCARD))


def _binned(file: CaseFile, act: Act) -> Binned:
    person = _person(act)
    aliases = person["aliases"]
    return Binned(number=act.number, client_id=person["id"], at=act.at, records=len(_removed(act)),
                  name=shown(family=person["family_name"], given=person["given_name"],
                             alias=aliases[0] if aliases else ""),
                  reference=f"K-{person['number']:04d}",
                  days_left=max(0, (act.at.date() + KEPT - file.today()).days),
                  reason=next((e.fields["reason"] for e in act.entries or () if e.what == BECAUSE), ""))


def _removed(act: Act) -> list[str]:
    return [entry.identity for entry in act.entries or () if entry.what == REMOVE]


def _person(act: Act) -> Any:
    return next(e.fields for e in act.entries or () if e.what == REMOVE and e.entity == history.CLIENT)


def restore(file: CaseFile, number: int) -> None:
    """Brings a file back as it was; raises UserError where something it needs has gone."""
    act = _lying(file, number)
    own = _person(act)["id"]
    others = {entry.fields[end] for entry in act.entries or () if entry.entity in LINKS and entry.what == REMOVE
              for end in ("client_id", "other_id")} - {own}
    # the link would be left out, and coming back the other one would not know of it
    for other in contents(file) if others else ():
        if other.client_id in others:
            raise UserError(OTHER_FIRST, name=other.name)
    file.undo(number)


def erase(file: CaseFile, number: int) -> None:
    """Erases a file in the bin for good, with all that the history knows of it; nothing brings it back.

    What the person had added to the counters stays as numbers, in the same act, so that no counter falls.
    """
    act = _lying(file, number)
    with file.write(EMPTY, undoable=False) as work:
        more = monthly.tallies_of(work.connection, act)
        work.keep(counting.added(work.find(Tally, id=[tally.id for tally in more]), more))
        forgetting.forget(work, _person(act)["id"], _removed(act))


def sweep(file: CaseFile) -> int:
    """Erases what has lain in the bin for 30 days; returns how many files. After unlock, beside the work."""
    due = [act.number for act in history.standing(file, DISCARD) if act.at < file.now() - KEPT]
    for number in due:
        erase(file, number)
    return len(due)


def _lying(file: CaseFile, number: int) -> Act:
    found = next((act for act in history.standing(file, DISCARD) if act.number == number), None)
    if found is None:
        raise UserError(NOT_IN_BIN)
    return found
