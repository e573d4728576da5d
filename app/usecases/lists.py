"""Saved lists (gemerkte Listen): keep what is chosen on the page Klienten under a name, rename it, take it out."""

from collections.abc import Iterable, Sequence

from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean, folded
from app.domain.saved_list import SavedList
from app.store.casefile import CaseFile
from app.store.work import Work

KEEP = N_("Liste merken")
RENAME = N_("Gemerkte Liste umbenennen")
REMOVE = N_("Gemerkte Liste entfernen")
NO_NAME = N_("Die Liste braucht einen Namen. Ein Wort genügt.")
TAKEN = N_("Eine Liste mit dem Namen „{name}“ gibt es schon. Es wurde nichts geändert. Wählen Sie einen anderen Namen.")


def keep(file: CaseFile, name: str, *, filters: Iterable[str], search: str = "", sort: str = "",
         columns: Sequence[str] = ()) -> str:
    """A new list at the end of the others; UserError without a name or for one that is taken."""
    with file.write(KEEP) as work:
        known = work.find(SavedList)
        made = work.add(SavedList(
            id=new_id(), name=_free(work, name), filters=tuple(sorted(filters)), search=search.strip(), sort=sort,
            columns=tuple(columns), position=max((one.position for one in known), default=0) + 1))
    return made.id


def rename(file: CaseFile, list_id: str, name: str) -> None:
    """Another name; UserError as for a new one."""
    with file.write(RENAME) as work:
        work.change(SavedList, list_id, name=_free(work, name, list_id))


def remove(file: CaseFile, list_id: str) -> None:
    """Takes the list out; the persons in it are untouched."""
    with file.write(REMOVE) as work:
        work.remove(work.get(SavedList, list_id))


def _free(work: Work, name: str, own: str = "") -> str:
    wanted = clean(name)
    if not wanted:
        raise UserError(NO_NAME)
    if any(folded(one.name) == folded(wanted) and one.id != own for one in work.find(SavedList)):
        raise UserError(TAKEN, name=wanted)
    return wanted
