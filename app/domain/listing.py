"""An offering as it stands in the file: a version that holds from one catalogue number until another."""

from dataclasses import dataclass, replace

from app.domain.catalogue import FIELDS, Lifecycle, Offering
from app.domain.names import clean

# The schema holds 200; an identity of the file stands behind it in the key of an offering.
LIST_NAME_LENGTH = 80
SEPARATOR = "/"


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
    values = {name: getattr(listed, name) for name in FIELDS}
    return Offering(**{**values, "lifecycle": Lifecycle(listed.lifecycle)})


def listed(offering: Offering, identity: str, since: int, series: str = "") -> ListedOffering:
    """A version of the offering that begins with the catalogue of that number."""
    values = {name: getattr(offering, name) for name in FIELDS}
    return ListedOffering(id=identity, since=since, series=series, **values)


def list_name(typed: str) -> str:
    """The name of an own list as it is stored, "" for nothing; without the sign that parts list and key."""
    return clean(typed).replace(SEPARATOR, "-")[:LIST_NAME_LENGTH].strip()


def key_prefix(series: str) -> str:
    """What stands before the keys of a series, so that those of an own list never meet those of the GfS."""
    return f"{series}{SEPARATOR}" if series else ""


def in_series(offering: Offering, series: str) -> Offering:
    """The offering under the keys it is stored with."""
    before = key_prefix(series)
    return replace(offering, key=before + offering.key, offer_key=before + offering.offer_key) if series else offering


def own_list(offering: Offering) -> str:
    """The own list it stands in; "" for the catalogue of the GfS and where nobody knows."""
    return offering.series if isinstance(offering, ListedOffering) else ""
