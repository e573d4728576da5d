"""Two files of one person: what was decided about a pair that looks alike, and what becomes of two that are one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.case import Case, CaseStep
from app.domain.client import Client
from app.domain.completeness import recorded
from app.domain.errors import N_
from app.domain.family import FamilyLink
from app.domain.steps import ordered

MERGE = N_("Akten zusammenführen")
# How long the file offers to take a merge back.
TAKEN_BACK_FOR = timedelta(days=30)
_OWN = frozenset({"id", "number", "aliases"})
# One fact in several fields: one of them without the others would say something nobody has said.
TOGETHER: Sequence[frozenset[str]] = (
    frozenset({"accommodation_id", "room"}), frozenset({"identity_state", "identity_on"}),
)
COMPARED: Sequence[str] = tuple(field.name for field in fields(Client) if field.name not in _OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDuplicate:
    """„Kein Duplikat“: these two were looked at and are two persons; never suggested again."""

    id: str
    client_id: str
    other_id: str
    on: date


def differing(keep: Client, give: Client) -> tuple[str, ...]:
    """The attributes in which two files of one person differ, in the order of the form."""
    return tuple(name for name in COMPARED if getattr(keep, name) != getattr(give, name))


def proposed(keep: Client, give: Client) -> frozenset[str]:
    """What the file that stays takes from the other one unless a person decides otherwise: what it lacks itself."""
    return frozenset(name for name in differing(keep, give) if recorded(getattr(give, name))
                     and not any(recorded(getattr(keep, other)) for other in bound(name)))


def bound(name: str) -> frozenset[str]:
    """The attributes that go with one another when one of them is chosen."""
    return next((group for group in TOGETHER if name in group), frozenset({name}))


def merged(keep: Client, give: Client, chosen: Collection[str]) -> Client:
    """The file that stays, with the ``chosen`` attributes of the other one.

    Whatever name and number is not taken stays as a further name, so that the person is found by all of them.
    """
    taken = {name: getattr(give, name) for name in chosen if name in COMPARED}
    one = replace(keep, **taken)
    names = [*keep.aliases, *give.aliases]
    for left in (keep, give):
        if (left.family_name, left.given_name) != (one.family_name, one.given_name):
            names.append(" ".join(filter(None, (left.given_name, left.family_name))))
        if left.original_script != one.original_script:
            names.append(left.original_script)
    own = {"", " ".join(filter(None, (one.given_name, one.family_name))), one.original_script}
    kept = dict.fromkeys(name for name in (*names, give.reference) if name not in own)
    return replace(one, aliases=tuple(kept))


def filled_in(client: Client, values: Mapping[str, Any]) -> dict[str, Any]:
    """What typed values add to a file: only where it has nothing; nothing is overwritten."""
    return {name: values[name] for name in COMPARED if name in values and recorded(values[name])
            and not any(recorded(getattr(client, other)) for other in bound(name))}


def episodes(cases: Iterable[Case], steps: Sequence[CaseStep], client_id: str) -> list[Case]:
    """The cases of two files as episodes of one person, numbered by the day of their first step."""
    def begun(case: Case) -> tuple[Any, ...]:
        first = ordered(step for step in steps if step.case_id == case.id)[:1]
        own = case.client_id != client_id, case.episode
        return (first[0].on, first[0].recorded_at, own) if first else (date.max, datetime.max, own)

    found: list[Case] = []
    for case in sorted(cases, key=begun):
        found.append(replace(case, client_id=client_id, episode=len(found) + 1,
                             former_case_id=found[-1].id if found else None))
    return found


def relinked(links: Iterable[FamilyLink], keep: str, give: str) -> list[FamilyLink]:
    """Links with the one who stays in the place of the other; none to oneself, none twice."""
    found: dict[frozenset[str], FamilyLink] = {}
    for link in links:
        ends = {"client_id": link.client_id, "other_id": link.other_id}
        moved = replace(link, **{end: keep if who == give else who for end, who in ends.items()})
        if moved.client_id != moved.other_id:
            # who was linked to both keeps the link to the one who stays
            pair = frozenset((moved.client_id, moved.other_id))
            if pair not in found or moved == link:
                found[pair] = moved
    return list(found.values())
