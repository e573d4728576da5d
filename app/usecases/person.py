"""Acts on what belongs to a person beside the facts of Client: children, family, languages, school and work.
German levels, papers and plain facts are casework's."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain import background, family
from app.domain.background import EducationEntry, WorkEntry
from app.domain.client import Client
from app.domain.errors import N_, UserError
from app.domain.family import Child, FamilyLink
from app.domain.identity import new_id
from app.domain.language import SpokenLanguage
from app.domain.names import cleaned
from app.store.casefile import CaseFile
from app.usecases.records import remind

GERMAN = "deu"
LINK = N_("Person verbinden")
UNLINK = N_("Verbindung lösen")
LANGUAGE_MISSING = N_("Es fehlt die Sprache. Es wurde nichts gespeichert.")
GERMAN_ELSEWHERE = N_("Deutsch hat seinen eigenen Platz, mit Datum und Grundlage: Bildung und Arbeit. "
                      "Es wurde nichts gespeichert.")
TWICE = N_("Diese Sprache steht schon da. Es wurde nichts gespeichert. Ändern Sie den vorhandenen Eintrag.")
ALREADY_LINKED = N_("Diese beiden Personen sind schon verbunden. Es wurde nichts gespeichert. "
                    "Lösen Sie die alte Verbindung, wenn sie nicht stimmt.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The titles of the three acts on one kind of record, as the history tells them."""

    add: str
    change: str
    remove: str


ACTS: dict[type, Words] = {
    Child: Words(add=N_("Kind eintragen"), change=N_("Angabe zum Kind ändern"), remove=N_("Kind entfernen")),
    SpokenLanguage: Words(add=N_("Sprache eintragen"), change=N_("Sprache ändern"), remove=N_("Sprache entfernen")),
    EducationEntry: Words(add=N_("Schule oder Ausbildung eintragen"), change=N_("Schule oder Ausbildung ändern"),
                          remove=N_("Schule oder Ausbildung entfernen")),
    WorkEntry: Words(add=N_("Arbeit eintragen"), change=N_("Arbeit ändern"), remove=N_("Arbeit entfernen")),
}


def add(file: CaseFile, kind: type[Any], client_id: str, /, **fields: Any) -> str:
    """A new record of one of the kinds in ACTS; returns its identity. Raises UserError for what cannot be."""
    with file.write(ACTS[kind].add) as work:
        record = kind(id=new_id(), client_id=client_id, **cleaned(fields))
        _check(record, file.today(), work.find(kind, client_id=client_id))
        remind(work, work.add(record), file.today())
    return str(record.id)


def change(file: CaseFile, kind: type[Any], record_id: str, /, **fields: Any) -> None:
    """A correction of a record."""
    with file.write(ACTS[kind].change) as work:
        record = replace(work.get(kind, record_id), **cleaned(fields))
        others = [other for other in work.find(kind, client_id=record.client_id) if other.id != record_id]
        _check(record, file.today(), others)
        remind(work, work.put(record), file.today())


def remove(file: CaseFile, kind: type[Any], record_id: str) -> None:
    """Takes a record out; undo brings it back."""
    with file.write(ACTS[kind].remove) as work:
        gone = work.get(kind, record_id)
        work.remove(gone)
        remind(work, gone, file.today())


def link(file: CaseFile, client_id: str, other_id: str, relation: str) -> str:
    """``other_id`` is the ``relation`` (list family_relation) of ``client_id``; seen from both. Returns the link."""
    with file.write(LINK) as work:
        for identity in (client_id, other_id):
            work.get(Client, identity)
        made = family.checked_link(FamilyLink(id=new_id(), client_id=client_id, other_id=other_id, relation=relation))
        if work.find(FamilyLink, client_id=client_id, other_id=other_id) or work.find(
                FamilyLink, client_id=other_id, other_id=client_id):
            raise UserError(ALREADY_LINKED)
        work.add(made)
    return made.id


def unlink(file: CaseFile, link_id: str) -> None:
    """Takes the link away; both persons stay."""
    with file.write(UNLINK) as work:
        work.remove(work.get(FamilyLink, link_id))


def _check(record: object, today: date, others: list[Any]) -> None:
    match record:
        case Child():
            family.checked(record, today)
        case EducationEntry():
            background.checked(record, today)
        case WorkEntry():
            background.checked(record, today)
        case SpokenLanguage():
            _checked_language(record, others)


def _checked_language(record: SpokenLanguage, others: list[SpokenLanguage]) -> None:
    if not record.language:
        raise UserError(LANGUAGE_MISSING)
    if record.language == GERMAN:
        raise UserError(GERMAN_ELSEWHERE)
    if record.language in [other.language for other in others]:
        raise UserError(TWICE)
