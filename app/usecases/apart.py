"""„Kein Duplikat“: two persons who look alike were looked at and are two."""

from collections.abc import Iterable
from datetime import date

from app.domain.client import Client
from app.domain.errors import N_
from app.domain.identity import new_id
from app.domain.merging import NotDuplicate
from app.store.casefile import CaseFile
from app.store.work import Work

APART = N_("Kein Duplikat")


def set_apart(file: CaseFile, one_id: str, other_id: str) -> None:
    """The two are never suggested again; undone like any act."""
    with file.write(APART) as work:
        note(work, one_id, (other_id,), file.today())


def note(work: Work, one_id: str, others: Iterable[str], today: date) -> None:
    """The same for several, as part of the act that takes the person in; whoever has gone meanwhile is left out."""
    wanted = [other for other in others if other != one_id]
    there = {one.id for one in work.find(Client, id=wanted)} if wanted else set()
    work.add_all(NotDuplicate(id=new_id(), client_id=one_id, other_id=other, on=today)
                 for other in wanted if other in there)
