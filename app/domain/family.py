"""Household and family: children a person cares for, and links between persons who both stand in the file."""

from dataclasses import dataclass

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
