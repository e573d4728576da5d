"""An offering as it stands in the file: a version that holds from one catalogue number until another."""

from dataclasses import dataclass, fields

from app.domain.catalogue import Lifecycle, Offering


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOffering(Offering):
    """One version: in the catalogues ``since`` … before ``until``; ``until`` None: it stands in the current one.

    ``series`` is that of its catalogue: "" for the Geschäftsführende Stelle, else the name of an own list.
    """

    id: str
    since: int
    until: int | None = None
    series: str = ""


def offering_of(listed: ListedOffering) -> Offering:
    """The offering itself, without the numbers of its version."""
    values = {f.name: getattr(listed, f.name) for f in fields(Offering)}
    return Offering(**{**values, "lifecycle": Lifecycle(listed.lifecycle)})


def listed(offering: Offering, identity: str, since: int, series: str = "") -> ListedOffering:
    """A version of the offering that begins with the catalogue of that number."""
    values = {f.name: getattr(offering, f.name) for f in fields(Offering)}
    return ListedOffering(id=identity, since=since, series=series, **values)
