"""Household and family: children a person cares for, and links between persons who both stand in the file."""

from dataclasses import dataclass
from datetime import date

from app.domain.errors import N_, UserError

OLDEST_BIRTH = 1950
NO_BIRTH_YEAR = N_("{year} kann kein Geburtsjahr eines Kindes sein. Es wurde nichts gespeichert.")
WITH_ONESELF = N_("Eine Person lässt sich nicht mit sich selbst verbinden. Es wurde nichts gespeichert. "
                  "Suchen Sie die andere Person.")
# What the other one is, seen from the person the relation is told of.
INVERSE = {"partner": "partner", "parent": "child", "child": "parent", "sibling": "sibling", "relative": "relative",
           "household": "household", "guardian": "ward", "ward": "guardian"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child who is no client: only what childcare and family law ask; no name."""

    id: str
    client_id: str
    birth_year: int | None = None
    lives_with: str = "unknown"
    care_need: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLink:
    """``other_id`` is the ``relation`` (partner, parent, child …) of ``client_id``; stored once, read from both."""

    id: str
    client_id: str
    other_id: str
    relation: str


def relation_seen_from(link: FamilyLink, client_id: str) -> str:
    """What the other person of the link is to ``client_id``."""
    return link.relation if link.client_id == client_id else INVERSE[link.relation]


def checked(child: Child, today: date) -> Child:
    """The child itself; raises UserError for a year nobody under age can be born in."""
    if child.birth_year is not None and not OLDEST_BIRTH <= child.birth_year <= today.year:
        raise UserError(NO_BIRTH_YEAR, year=child.birth_year)
    return child


def checked_link(link: FamilyLink) -> FamilyLink:
    """The link itself; raises UserError where somebody is linked to themselves."""
    if link.client_id == link.other_id:
        raise UserError(WITH_ONESELF)
    return link
