"""Acts on the book of providers and offices (Adressbuch) and the persons there; what a catalogue says of providers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.catalogue import Offering
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean, folded
from app.domain.organisation import ContactPerson, Organisation, named, renewed, told_by
from app.store.casefile import CaseFile
from app.store.work import Work

ADD = N_("Stelle ins Adressbuch eintragen")
CHANGE = N_("Stelle ändern")
REMOVE = N_("Stelle aus dem Adressbuch löschen")
ADD_PERSON = N_("Ansprechperson eintragen")
CHANGE_PERSON = N_("Ansprechperson ändern")
REMOVE_PERSON = N_("Ansprechperson löschen")
KNOWN = N_("„{name}“ steht schon im Adressbuch. Es wurde nichts geändert. Suchen Sie nach dem Namen.")
NAME_MISSING = N_("Es fehlt der Name. Es wurde nichts geändert.")


def add(file: CaseFile, **fields: Any) -> str:
    """A provider, office or other place to call; returns its identity. UserError for a name that is there."""
    with file.write(ADD) as work:
        made = Organisation(id=new_id(), **_tidy(fields))
        _check(work, made)
        work.add(made)
    return made.id


def change(file: CaseFile, organisation_id: str, **fields: Any) -> None:
    """A correction by hand: no catalogue changes this entry any more."""
    with file.write(CHANGE) as work:
        made = replace(work.get(Organisation, organisation_id), **_tidy(fields), from_catalogue=False)
        _check(work, made)
        work.put(made)


def remove(file: CaseFile, organisation_id: str) -> None:
    """Takes it out with its persons; one of a catalogue comes again with the next number."""
    with file.write(REMOVE) as work:
        for person in work.find(ContactPerson, organisation_id=organisation_id):
            work.remove(person)
        work.remove(work.get(Organisation, organisation_id))


def add_person(file: CaseFile, organisation_id: str, **fields: Any) -> str:
    """Somebody one can call there; returns the identity."""
    with file.write(ADD_PERSON) as work:
        organisation = work.get(Organisation, organisation_id)
        made = work.add(_named_person(ContactPerson(id=new_id(), organisation_id=organisation.id, **_tidy(fields))))
    return made.id


def change_person(file: CaseFile, person_id: str, **fields: Any) -> None:
    """Another number, task or name."""
    with file.write(CHANGE_PERSON) as work:
        work.put(_named_person(replace(work.get(ContactPerson, person_id), **_tidy(fields))))


def remove_person(file: CaseFile, person_id: str) -> None:
    """Who no longer works there."""
    with file.write(REMOVE_PERSON) as work:
        work.remove(work.get(ContactPerson, person_id))


def renew_from_catalogue(work: Work, offerings: Sequence[Offering]) -> int:
    """The providers these offerings name, added or renewed inside the act that takes a catalogue; how many changed.

    Nobody is taken out who is named no more, and what a person has written stays as it is.
    """
    known: dict[str, list[Organisation]] = {}
    for one in work.find(Organisation):
        known.setdefault(folded(one.name), []).append(one)
    added, changed = [], []
    for told in told_by(offerings):
        kept = named(known.get(folded(told.name), ()), told.name)
        if kept is None:
            added.append(replace(told, id=new_id()))
        elif renewed(kept, told) != kept:
            changed.append(renewed(kept, told))
    work.add_all(added)
    for one in changed:
        work.put(one)
    return len(added) + len(changed)


def _check(work: Work, made: Organisation) -> None:
    if not made.name:
        raise UserError(NAME_MISSING)
    if named((one for one in work.find(Organisation) if one.id != made.id), made.name) is not None:
        raise UserError(KNOWN, name=made.name)


def _named_person(person: ContactPerson) -> ContactPerson:
    if not person.name:
        raise UserError(NAME_MISSING)
    return person


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    """Lines as they may be stored; a note keeps its line breaks."""
    return {name: value.strip() if name == "note" and isinstance(value, str) else
            clean(value) if isinstance(value, str) else value for name, value in fields.items()}
