"""Acts on shelters (Unterkünfte): found by name while persons are recorded, described and renamed."""

from dataclasses import replace
from typing import Any

from app.domain.accommodation import Accommodation, named
from app.domain.client import Client
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean, cleaned
from app.store.casefile import CaseFile
from app.store.work import Work

ADD = N_("Unterkunft anlegen")
CHANGE = N_("Unterkunft ändern")
REMOVE = N_("Unterkunft entfernen")
KNOWN = N_("Eine Unterkunft mit diesem Namen gibt es schon. Es wurde nichts angelegt.")
LIVED_IN = N_("In dieser Unterkunft wohnen noch Personen der Datei. Sie bleibt stehen. "
              "Tragen Sie bei ihnen zuerst eine andere ein.")
NAME_MISSING = N_("Eine Unterkunft braucht einen Namen. Es wurde nichts geändert.")


def identity_of(work: Work, name: str, ags: str, kind: str = "unknown") -> str | None:
    """The shelter of that name, made where it is new; None for no name. Part of the act that names it."""
    name = clean(name)
    if not name:
        return None
    found = named(work.find(Accommodation), name, ags)
    return (found or work.add(Accommodation(id=new_id(), name=name, ags=ags, kind=kind))).id


def moved(work: Work, client: Client, name: str) -> dict[str, Any]:
    """What changes for a person who lives there now: a kind that is not known yet follows from the shelter."""
    identity = identity_of(work, name, client.ags, client.accommodation)
    fields: dict[str, Any] = {"accommodation_id": identity}
    if identity is not None and client.accommodation == "unknown":
        fields["accommodation"] = work.get(Accommodation, identity).kind
    return fields


def add(file: CaseFile, **fields: Any) -> str:
    """A shelter before anybody of it is known; returns its identity."""
    with file.write(ADD) as work:
        made = _checked(Accommodation(id=new_id(), **cleaned(fields)))
        if named(work.find(Accommodation), made.name) is not None:
            raise UserError(KNOWN)
        work.add(made)
    return made.id


def change(file: CaseFile, accommodation_id: str, **fields: Any) -> None:
    """Facts about a shelter; a new name is found by the search with all who live there."""
    with file.write(CHANGE) as work:
        work.put(_checked(replace(work.get(Accommodation, accommodation_id), **cleaned(fields))))


def remove(file: CaseFile, accommodation_id: str) -> None:
    """Takes out a shelter in which nobody of the file lives, such as a mistyped one."""
    with file.write(REMOVE) as work:
        if work.find(Client, accommodation_id=accommodation_id):
            raise UserError(LIVED_IN)
        work.remove(work.get(Accommodation, accommodation_id))


def _checked(made: Accommodation) -> Accommodation:
    if not made.name:
        raise UserError(NAME_MISSING)
    return made
