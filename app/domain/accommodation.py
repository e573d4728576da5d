"""Where people live (Unterkunft) as an entity of its own: one shelter, many persons, its visiting days."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodation:
    """A shelter or house; ``kind`` is of the list accommodation, ``ags`` its commune, ``visiting_days`` as people say
    it („Di und Do ab 14 Uhr“)."""

    id: str
    name: str
    kind: str = "unknown"
    ags: str = ""
    address: str = ""
    contact: str = ""
    visiting_days: str = ""
    consulting_room: str = "unknown"
    network: str = "unknown"


def named(known: Iterable[Accommodation], name: str, ags: str = "") -> Accommodation | None:
    """The known accommodation of that name, however it is spelled; one in the same commune before others."""
    alike = [a for a in known if folded(a.name) == folded(name)]
    return max(alike, key=lambda a: (a.ags == ags, a.id), default=None)
