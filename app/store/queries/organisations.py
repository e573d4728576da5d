"""The book of providers and offices with the persons there, searched by any part of what stands in an entry."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.names import folded
from app.domain.organisation import ContactPerson, Organisation, named
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of

_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation and who can be called there, by name."""

    organisation: Organisation
    persons: tuple[ContactPerson, ...] = ()

    @property
    def phone(self) -> str:
        """The number of the organisation, else of the first person who has one."""
        return self.organisation.phone or next((one.phone for one in self.persons if one.phone), "")

    @property
    def mail(self) -> str:
        """The address of the organisation, else of the first person who has one."""
        return self.organisation.mail or next((one.mail for one in self.persons if one.mail), "")


def book(file: CaseFile) -> tuple[Entry, ...]:
    """All entries by name; some hundreds, in two statements."""
    with file.read() as connection:
        kept = [from_row(Organisation, row) for row in connection.execute(select(table_of(Organisation))).mappings()]
        people = [from_row(ContactPerson, row)
                  for row in connection.execute(select(table_of(ContactPerson))).mappings()]
    there: dict[str, list[ContactPerson]] = defaultdict(list)
    for one in sorted(people, key=lambda one: folded(one.name)):
        there[one.organisation_id].append(one)
    return tuple(Entry(organisation=one, persons=tuple(there[one.id]))
                 for one in sorted(kept, key=lambda one: (folded(one.name), one.id)))


def of_provider(file: CaseFile, name: str) -> Entry | None:
    """The entry of the provider a referral or an offering names, however it is spelled; None where there is none."""
    if not name.strip():
        return None
    with file.read() as connection:
        kept = [from_row(Organisation, row) for row in connection.execute(select(table_of(Organisation))).mappings()]
        found = named(kept, name)
        if found is None:
            return None
        table = table_of(ContactPerson)
        people = [from_row(ContactPerson, row) for row in connection.execute(
            select(table).where(table.c.organisation_id == found.id)).mappings()]
    return Entry(organisation=found, persons=tuple(sorted(people, key=lambda one: folded(one.name))))


def matching(entries: Sequence[Entry], typed: str) -> tuple[Entry, ...]:
    """The entries in which every typed word stands; a number is found however it is spaced."""
    words = folded(typed).split()
    digits = _NO_DIGIT.sub("", typed)
    if not words:
        return tuple(entries)
    return tuple(one for one in entries if _has(one, words) or (
        len(digits) > 2 and len(digits) * 2 > len(typed.strip()) and digits in _numbers(one)))


def person_found(entry: Entry, typed: str) -> ContactPerson | None:
    """The person by whom an entry was found, None where its own words already hold the typed ones."""
    words = folded(typed).split()
    if not words or all(word in _said(entry.organisation) for word in words):
        return None
    return next((one for one in entry.persons if any(word in folded(f"{one.name} {one.task}") for word in words)), None)


def _said(one: Organisation) -> str:
    return folded(f"{one.name} {one.address} {one.mail} {one.note}")


def _has(entry: Entry, words: Sequence[str]) -> bool:
    people = " ".join(f"{one.name} {one.task} {one.mail} {one.note}" for one in entry.persons)
    said = f"{_said(entry.organisation)} {folded(people)}"
    return all(word in said for word in words)


def _numbers(entry: Entry) -> str:
    phones = (entry.organisation.phone, *(one.phone for one in entry.persons))
    return " ".join(_NO_DIGIT.sub("", phone) for phone in phones)
