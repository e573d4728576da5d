"""The catalogues in force and their offerings, and how many referrals of ours stand behind each."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.domain.catalogue import Catalogue, Lifecycle, Offering
from app.domain.listing import ListedOffering, key_prefix, offering_of
from app.domain.names import folded
from app.store.casefile import CaseFile
from app.store.records import from_row
from app.store.schema import MetaRow, ReferralRow
from app.store.schema_offers import CatalogueRow, OfferingRow

# An act reads through its own connection, a page through the file.
Source = CaseFile | Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentOffers:
    """The catalogue of the GfS in force (None before the first), the own lists by name, and all offerings by start,
    withdrawn ones last."""

    catalogue: Catalogue | None
    own: tuple[Catalogue, ...] = ()
    listed: tuple[ListedOffering, ...]
    referred: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What an import meets: the last catalogue of its series with its offerings, and what the others hold.

    ``key_taken``: another series has a key that begins like those of this one. ``left``: how many changes of the last
    catalogue were not taken.
    """

    last: Catalogue | None
    listed: tuple[ListedOffering, ...]
    key_taken: bool
    left: int = 0


def connected(source: Source) -> AbstractContextManager[Connection]:
    """A connection to read with: that of the act, or one of the file that ends with the block."""
    return nullcontext(source) if isinstance(source, Connection) else source.read()


def current(file: CaseFile, known: CurrentOffers | None = None) -> CurrentOffers:
    """Everything the page Angebote shows, in three statements; ``known`` is kept while its issues are in force."""
    with file.read() as connection:
        rows = connection.execute(select(CatalogueRow.__table__)).mappings()
        last = _last_of_each(from_row(Catalogue, row) for row in rows)
        head, own = last.pop("", None), tuple(last[name] for name in sorted(last))
        same = known is not None and (known.catalogue, known.own) == (head, own)
        listed = known.listed if known is not None and same else _listed(connection)
        referred = connection.execute(
            select(ReferralRow.offering_key, func.count())
            .where(ReferralRow.offering_key != "").group_by(ReferralRow.offering_key)).all()
    return CurrentOffers(catalogue=head, own=own, listed=listed, referred={key: number for key, number in referred})


def series(source: Source, name: str) -> Series:
    """What stands in one series ("" for the GfS), and what an import into it has to know of the others."""
    offering, catalogue = OfferingRow, CatalogueRow
    before = key_prefix(name)
    with connected(source) as connection:
        row = connection.execute(select(catalogue.__table__).where(catalogue.series == name).order_by(
            catalogue.number.desc()).limit(1)).mappings().first()
        rows = connection.execute(select(offering.__table__).where(
            offering.until.is_(None), offering.series == name)).mappings()
        listed = tuple(from_row(ListedOffering, one) for one in rows)
        taken = connection.execute(select(offering.id).where(
            offering.until.is_(None), offering.series != name,
            func.substr(offering.key, 1, len(before)) == before).limit(1)).first() if before else None
        said = connection.execute(select(MetaRow.value).where(MetaRow.name == left_name(name))).scalar() or "0 0"
    last = from_row(Catalogue, row) if row else None
    number, left = map(int, said.split())
    return Series(last=last, listed=listed, key_taken=taken is not None,
                  left=left if last is not None and last.number == number else 0)


def left_name(series_name: str) -> str:
    """The fact about the file that says of which number how many changes were not taken: „12 3“."""
    return f"catalogue_left:{series_name}"


def gfs_providers(connection: Connection) -> frozenset[str]:
    """Folded names of the providers in the catalogue of the GfS in force."""
    offering = OfferingRow
    names = connection.execute(select(offering.provider).where(
        offering.until.is_(None), offering.series == "", offering.lifecycle != Lifecycle.WITHDRAWN).distinct())
    return frozenset(folded(name) for name in names.scalars())


def of_keys(file: CaseFile, keys: Collection[str]) -> tuple[Offering, ...]:
    """The offerings of these keys as the current catalogue has them; those it no longer has are left out."""
    if not keys:
        return ()
    with file.read() as connection:
        rows = connection.execute(select(OfferingRow.__table__).where(
            OfferingRow.until.is_(None), OfferingRow.key.in_(keys)).order_by(OfferingRow.key)).mappings()
        return tuple(offering_of(from_row(ListedOffering, row)) for row in rows)


def _last_of_each(catalogues: Iterable[Catalogue]) -> dict[str, Catalogue]:
    last: dict[str, Catalogue] = {}
    for one in catalogues:
        if one.series not in last or last[one.series].number < one.number:
            last[one.series] = one
    return last


def _listed(connection: Connection) -> tuple[ListedOffering, ...]:
    rows = connection.execute(select(OfferingRow.__table__).where(OfferingRow.until.is_(None)).order_by(
        OfferingRow.lifecycle == "withdrawn", OfferingRow.start.is_(None).desc(), OfferingRow.start,
        OfferingRow.title)).mappings()
    return tuple(from_row(ListedOffering, row) for row in rows)
