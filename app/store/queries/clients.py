"""The list of clients and the search: one line per person, and why a person was found."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select, text

from app.domain.client import ENTRY_FACTS, missing_facts
from app.domain.names import sort_key
from app.store.casefile import CaseFile
from app.store.queries.current import (
    Found,
    case_states,
    current_levels,
    current_papers,
    last_contacts,
    latest_cases,
    name_of,
    shelter_names,
    some,
)
from app.store.schema import AccommodationRow, ClientRow
from app.store.search import folded_text, match_expression

NOTES_FROM = 3
NOTES_AT_MOST = 300
EXPLAINED_AT_MOST = 100
# at every key the same names are folded again, and the same hundreds are found
_folded = lru_cache(maxsize=4096)(folded_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One person as the list shows them; ``filled`` is the share of entry facts recorded, 0–100."""

    client_id: str
    case_id: str
    number: int
    name: str
    sort: tuple[str, str]
    state: str
    phase: str
    paper_kind: str
    paper_until: date | None
    german: str
    shelter: str
    accommodation: str
    last_contact: date | None
    filled: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Why a person was found: ``why`` is empty if the name says it already; ``value`` is what the word stands in."""

    client_id: str
    why: str
    value: str = ""


# One text each, however many are found: SQLite would compile a list of 90 anew for 89.
_PERSONS = text("SELECT r.ref FROM client_search s JOIN client_search_ref r ON r.docid = s.rowid "
                "WHERE client_search MATCH :expression ORDER BY s.rowid")
_EXPLAINING = select(
    ClientRow.id, ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.original_script,
    ClientRow.phone, ClientRow.number, AccommodationRow.name.label("shelter"),
).outerjoin_from(ClientRow, AccommodationRow, AccommodationRow.id == ClientRow.accommodation_id).where(
    ClientRow.id.in_(text("SELECT value FROM json_each(:ids)")))
_ANY_NOTE = text("SELECT rowid FROM contact_search WHERE contact_search MATCH :expression LIMIT 1")
_NOTES = text("SELECT k.client_id FROM (SELECT rowid FROM contact_search WHERE contact_search MATCH :expression "
              "ORDER BY rowid LIMIT :limit) s JOIN contact_search_ref r ON r.docid = s.rowid "
              "JOIN contact n ON n.id = r.ref JOIN case_ k ON k.id = n.case_id")


@lru_cache(maxsize=4096)
def _hit(client_id: str, why: str) -> Hit:
    return Hit(client_id=client_id, why=why)


def lines(file: CaseFile, only: Collection[str] | None = None) -> tuple[ClientLine, ...]:
    """All persons by name, or only these; seven statements, whatever their number."""
    today = file.today()
    wanted = select(ClientRow.__table__).where(some(ClientRow.id, only))
    with file.read() as connection:
        people = connection.execute(wanted).all()
        cases = latest_cases(connection, only)
        states = case_states(connection, None if only is None else [case.id for case in cases.values()])
        papers, levels = current_papers(connection, today, only), current_levels(connection, today, only)
        contacts, shelters = last_contacts(connection, only), shelter_names(connection)
    made = (_line(row, cases[row.id], states, papers.get(row.id), levels.get(row.id), contacts.get(row.id),
                  shelters.get(row.accommodation_id, ""))
            for row in people if row.id in cases)
    return tuple(sorted(made, key=lambda line: line.sort))


def _line(row: Any, case: Any, states: Found, paper: Any, level: Any, last_contact: date | None,
          shelter: str) -> ClientLine:
    alias = row.aliases[0] if row.aliases else ""
    return ClientLine(
        client_id=row.id, case_id=case.id, number=row.number, name=name_of(row), state=states[case.id].state,
        phase=case.phase, paper_kind=paper.kind if paper else "", paper_until=paper.valid_to if paper else None,
        sort=sort_key(family=row.family_name, given=row.given_name, alias=alias, transliterate=folded_text),
        german=level.oral if level else "unknown", shelter=shelter, accommodation=row.accommodation,
        last_contact=last_contact, filled=round(100 * (1 - len(missing_facts(row)) / len(ENTRY_FACTS))),
    )


def search(file: CaseFile, typed: str) -> tuple[Hit, ...]:
    """Who is found for what was typed: names, numbers, telephone, birth date, shelter; notes from three letters on.

    Always in the same order, found as a person first: with a longer word some go and the others stay where they are.
    """
    expression = match_expression(typed)
    if expression is None:
        return ()
    with file.read() as connection:
        hits = {hit.client_id: hit for hit in _by_person(connection, expression, typed)}
        if len(typed.strip()) >= NOTES_FROM and _in_notes(connection, typed):
            for hit in _by_note(connection, expression):
                hits.setdefault(hit.client_id, hit)
    return tuple(hits.values())


def _by_person(connection: Connection, expression: str, typed: str) -> list[Hit]:
    found = connection.execute(_PERSONS, {"expression": expression}).scalars().all()
    # nobody reads why somebody is among hundreds; with fewer hits every one is explained
    if len(found) > EXPLAINED_AT_MOST:
        return [_hit(ref, "") for ref in found]
    if not found:
        return []
    words = [folded for word in typed.split() if (folded := folded_text(word))]
    people = {row.id: row for row in connection.execute(_EXPLAINING, {"ids": json.dumps(found)})}
    return [_explained(people[ref], words) for ref in found]


def _explained(row: Any, words: list[str]) -> Hit:
    """The hit with the first field that explains it; the name itself needs no explanation."""
    name = _folded(f"{row.family_name} {row.given_name}").split()
    if all(any(part.startswith(word) for part in name) for word in words):
        return Hit(client_id=row.id, why="")
    fields = (*(("alias", alias) for alias in row.aliases), ("original_script", row.original_script),
              ("shelter", row.shelter or ""))
    for label, value in fields:
        if any(part.startswith(words[0]) for part in _folded(value).split()):
            return Hit(client_id=row.id, why=label, value=value)
    if words[0].lstrip("+").isdigit():
        digits = "".join(c for c in row.phone if c.isdigit())
        if words[0].lstrip("+") in digits:
            return Hit(client_id=row.id, why="phone", value=row.phone)
        return Hit(client_id=row.id, why="number" if row.number == int(words[0]) else "birth")
    return Hit(client_id=row.id, why="number" if words[0].startswith("k") else "other")


def _in_notes(connection: Connection, typed: str) -> bool:
    """Whether notes have the longer words at all; for the short ones the index has to be read in large parts."""
    words = typed.split()
    longer = match_expression(" ".join(word for word in words if len(word) >= NOTES_FROM))
    if longer is None or all(len(word) >= NOTES_FROM for word in words):
        return True
    return connection.execute(_ANY_NOTE, {"expression": longer}).scalar() is not None


def _by_note(connection: Connection, expression: str) -> list[Hit]:
    found = connection.execute(_NOTES, {"expression": expression, "limit": NOTES_AT_MOST}).scalars()
    # SQLite would build a table for DISTINCT, in locked memory
    return [_hit(ref, "note") for ref in dict.fromkeys(found)]


def counts(file: CaseFile) -> dict[str, int]:
    """How many persons are in each state of their latest case."""
    with file.read() as connection:
        states, cases = case_states(connection), latest_cases(connection)
    return Counter(states[case.id].state for case in cases.values())


def how_many(file: CaseFile) -> int:
    """How many persons there are."""
    with file.read() as connection:
        return connection.execute(select(func.count()).select_from(ClientRow)).scalar() or 0
