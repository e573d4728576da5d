"""Acts on shelters (Unterkünfte): found by name while persons are recorded, described and renamed."""

from dataclasses import replace
from typing import Any

from app.domain.accommodation import Accommodation, named
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.work import Work

CHANGE = N_("Unterkunft ändern")
NAME_MISSING = N_("Eine Unterkunft braucht einen Namen. Es wurde nichts geändert.")


def identity_of(work: Work, name: str, ags: str, kind: str = "unknown") -> str | None:
    """The shelter of that name, made where it is new; None for no name. Part of the act that names it."""
    name = clean(name)
    if not name:
        return None
    found = named(work.find(Accommodation), name, ags)
    return (found or work.add(Accommodation(id=new_id(), name=name, ags=ags, kind=kind))).id


def change(file: CaseFile, accommodation_id: str, **fields: Any) -> None:
    """Facts about a shelter; a new name is found by the search with all who live there."""
    tidy = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    with file.write(CHANGE) as work:
        changed = replace(work.get(Accommodation, accommodation_id), **tidy)
        if not changed.name:
            raise UserError(NAME_MISSING)
        work.put(changed)
