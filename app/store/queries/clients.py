"""The list of clients and the search: one line per person, and why a person was found."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from app.domain import followup
from app.domain.completeness import exit_share, percent, share
from app.domain.dates import PartialDate
from app.domain.names import sort_key
from app.domain.referral import OVER
from app.store.casefile import CaseFile
from app.store.queries import completeness, notes
from app.store.queries.current import (
    Found,
    case_states,
    current_levels,
    current_papers,
    last_by,
    last_contacts,
    latest_cases,
    name_of,
    some,
)
from app.store.schema import AccommodationRow, CaseRow, ClientRow, FlagRow, FollowUpRow, ReferralRow, ReferralStepRow
from app.store.search import folded_text, forms_of, match_expression, parts_of

EXPLAINED_AT_MOST = 100
# at every key the same names are folded again, and the same hundreds are found
_folded = lru_cache(maxsize=4096)(folded_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One person as the list shows, filters and finds them, by their latest case.

    ``since`` is the day of the case's last step; ``components`` those of referrals that are not over; ``next_due`` the
    earliest open follow-up and ``reminder`` the latest of those a person made; ``filled`` the Füllstand at entry,
    0–100, and ``filled_exit`` that at exit, None before; ``words`` the texts that are searched, folded.
    """

    client_id: str
    case_id: str
    number: int
    name: str
    family: str
    given: str
    sort: tuple[str, str]
    state: str
    phase: str
    since: date
    paper_kind: str
    paper_until: date | None
    german: str
    german_written: str
    shelter: str
    shelter_id: str
    accommodation: str
    ags: str
    language: str
    nationalities: tuple[str, ...]
    birth: PartialDate | None
    certificate: str
    phone: str
    aliases: tuple[str, ...]
    original_script: str
    last_contact: date | None
    next_due: date | None
    reminder: date | None
    components: tuple[str, ...]
    flags: tuple[str, ...]
    filled: int
    filled_exit: int | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Why a person was found: ``why`` is empty if the name says it already; ``value`` is what the word stands in."""

    client_id: str
    why: str
    value: str = ""


# One text each, however many are found: SQLite would compile a list of 90 anew for 89.
_PERSONS = text("SELECT r.ref FROM client_search s JOIN client_search_ref r ON r.docid = s.rowid "
                "WHERE client_search MATCH :expression ORDER BY s.rowid LIMIT :most")
_EXPLAINING = select(
    ClientRow.id, ClientRow.family_name, ClientRow.given_name, ClientRow.aliases, ClientRow.original_script,
    ClientRow.phone, ClientRow.number, AccommodationRow.name.label("shelter"),
).outerjoin_from(ClientRow, AccommodationRow, AccommodationRow.id == ClientRow.accommodation_id).where(
    ClientRow.id.in_(text("SELECT value FROM json_each(:ids)")))


@lru_cache(maxsize=4096)
def _hit(client_id: str, why: str) -> Hit:
    return Hit(client_id=client_id, why=why)


def lines(file: CaseFile, only: Collection[str] | None = None) -> tuple[ClientLine, ...]:
    """All persons by name, or only these; eight statements, whatever their number."""
    today = file.today()
    with file.read() as connection:
        people = connection.execute(_people(only)).all()
        cases = completeness.latest_cases(connection, today, only)
        case_ids = None if only is None else [case.id for case in cases.values()]
        facts = _Facts(
            cases=cases, states=case_states(connection, case_ids), papers=current_papers(connection, today, only),
            levels=current_levels(connection, today, only), contacts=last_contacts(connection, only),
            components=_components(connection, only), due=_follow_ups(connection, case_ids))
    return tuple(sorted((_line(row, facts) for row in people if row.id in cases), key=lambda line: line.sort))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What belongs to persons and cases, by their identities."""

    cases: Found
    states: Found
    papers: Found
    levels: Found
    contacts: dict[str, date]
    components: dict[str, set[str]]
    due: dict[str, tuple[date, date | None]]


def _people(only: Collection[str] | None) -> Select[Any]:
    home, flag = AccommodationRow, FlagRow
    flags = (select(func.group_concat(flag.kind, " ")).where(flag.client_id == ClientRow.id, flag.cleared_on.is_(None))
             .scalar_subquery())
    return (select(ClientRow.__table__, home.name.label("shelter"), flags.label("flags"))
            .outerjoin_from(ClientRow, home, home.id == ClientRow.accommodation_id).where(some(ClientRow.id, only)))


def _components(connection: Connection, only: Collection[str] | None) -> dict[str, set[str]]:
    """Per person the components of the referrals that are not over."""
    step, referral = ReferralStepRow, ReferralRow
    last = last_by(connection, select(step.referral_id, step.state, referral.component, CaseRow.client_id)
                   .join(referral, referral.id == step.referral_id).join(CaseRow, CaseRow.id == referral.case_id)
                   .where(some(CaseRow.client_id, only)).order_by(step.referral_id, step.on, step.recorded_at))
    found: dict[str, set[str]] = defaultdict(set)
    for row in last.values():
        if row.state not in OVER:
            found[row.client_id].add(row.component)
    return found


def _follow_ups(connection: Connection, cases: Collection[str] | None) -> dict[str, tuple[date, date | None]]:
    """Per case the earliest open follow-up with a day, and the latest that a person made."""
    own = FollowUpRow
    query = select(own.case_id, own.due_on, own.rule).where(own.state == followup.OPEN, own.due_on.is_not(None),
                                                            some(own.case_id, cases)).order_by(own.due_on)
    found: dict[str, tuple[date, date | None]] = {}
    for row in connection.execute(query):
        first, made = found.get(row.case_id, (row.due_on, None))
        found[row.case_id] = first, made if row.rule else row.due_on
    return found


def _line(row: Any, facts: _Facts) -> ClientLine:
    alias = row.aliases[0] if row.aliases else ""
    case, paper, level = facts.cases[row.id], facts.papers.get(row.id), facts.levels.get(row.id)
    state, (next_due, reminder) = facts.states[case.id], facts.due.get(case.id, (None, None))
    known = completeness.of_line(row, case, state.state, paper, level)
    return ClientLine(
        client_id=row.id, case_id=case.id, number=row.number, name=name_of(row), state=state.state, since=state.on,
        sort=sort_key(family=row.family_name, given=row.given_name, alias=alias, transliterate=_folded),
        family=row.family_name, given=row.given_name, phase=case.phase, paper_kind=paper.kind if paper else "",
        paper_until=paper.valid_to if paper else None,
        german=level.oral if level else "unknown", german_written=level.written if level else "unknown",
        shelter=row.shelter or "", shelter_id=row.accommodation_id or "", accommodation=row.accommodation, ags=row.ags,
        language=row.contact_language, nationalities=row.nationalities, birth=row.birth, certificate=row.certificate,
        phone=row.phone, aliases=row.aliases, original_script=row.original_script,
        last_contact=facts.contacts.get(row.id), next_due=next_due, reminder=reminder,
        components=tuple(sorted(facts.components.get(row.id, ()))), flags=tuple((row.flags or "").split()),
        filled=percent(share(known)), filled_exit=None if (ended := exit_share(known)) is None else percent(ended),
        words=tuple(form for part in parts_of(row, row.shelter or "") for form in forms_of(part)),
    )


def search(file: CaseFile, typed: str, most: int = -1) -> tuple[Hit, ...]:
    """Who is found for what was typed: names, numbers, telephone, birth date, shelter; notes from three letters on.

    Always in the same order, found as a person first: with a longer word some go and the others stay where they are.
    ``most`` ends the search as soon as so many are found; -1 for all. The list itself asks ``found.Words``.
    """
    expression = match_expression(typed)
    if expression is None:
        return ()
    with file.read() as connection:
        hits = {hit.client_id: hit for hit in _by_person(connection, expression, typed, most)}
        if most < 0 or len(hits) < most:
            for ref, secret in notes.found_by(connection, typed, notes.AT_MOST).clients.items():
                hits.setdefault(ref, _hit(ref, "secret_note" if secret else "note"))
    return tuple(hits.values())[:most if most >= 0 else None]


def _by_person(connection: Connection, expression: str, typed: str, most: int) -> list[Hit]:
    found = connection.execute(_PERSONS, {"expression": expression, "most": most}).scalars().all()
    # nobody reads why somebody is among hundreds; with fewer hits every one is explained
    if len(found) > EXPLAINED_AT_MOST:
        return [_hit(ref, "") for ref in found]
    if not found:
        return []
    words = [folded for word in typed.split() if (folded := folded_text(word))]
    people = {row.id: row for row in connection.execute(_EXPLAINING, {"ids": json.dumps(found)})}
    return [replace(explained(people[ref], _folded(f"{people[ref].family_name} {people[ref].given_name}"), words),
                    client_id=ref) for ref in found]


def explained(person: Any, name: str, words: Sequence[str]) -> Hit:
    """The hit with the first field that explains it; the folded ``name`` itself needs no explanation."""
    who = getattr(person, "client_id", "")
    parts = name.split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return Hit(client_id=who, why="")
    fields = (*(("alias", alias) for alias in person.aliases), ("original_script", person.original_script),
              ("shelter", person.shelter or ""))
    for label, value in fields:
        if any(part.startswith(words[0]) for part in _folded(value).split()):
            return Hit(client_id=who, why=label, value=value)
    if words[0].lstrip("+").isdigit():
        digits = "".join(c for c in person.phone if c.isdigit())
        if words[0].lstrip("+") in digits:
            return Hit(client_id=who, why="phone", value=person.phone)
        return Hit(client_id=who, why="number" if person.number == int(words[0]) else "birth")
    return Hit(client_id=who, why="number" if words[0].startswith("k") else "other")


def counts(file: CaseFile) -> dict[str, int]:
    """How many persons are in each state of their latest case."""
    with file.read() as connection:
        states, cases = case_states(connection), latest_cases(connection)
    return Counter(states[case.id].state for case in cases.values())


def how_many(file: CaseFile) -> int:
    """How many persons there are."""
    with file.read() as connection:
        return connection.execute(select(func.count()).select_from(ClientRow)).scalar() or 0
