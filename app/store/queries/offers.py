"""The current catalogue and its offerings, and how many referrals of ours stand behind each."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.domain.catalogue import Catalogue, Offering
from app.domain.listing import ListedOffering, offering_of
from app.store.casefile import CaseFile
from app.store.records import from_row
from app.store.schema import CatalogueRow, OfferingRow, ReferralRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentOffers:
    """The catalogue in force (None before the first) with its offerings by start, withdrawn ones last."""

    catalogue: Catalogue | None
    listed: tuple[ListedOffering, ...]
    referred: dict[str, int]


def current(file: CaseFile, known: CurrentOffers | None = None) -> CurrentOffers:
    """Everything the page Angebote shows, in three statements; ``known`` is kept while its issue is in force."""
    with file.read() as connection:
        row = connection.execute(
            select(CatalogueRow.__table__).order_by(CatalogueRow.number.desc()).limit(1)).mappings().first()
        head = from_row(Catalogue, row) if row else None
        listed = known.listed if known is not None and known.catalogue == head else _listed(connection)
        referred = connection.execute(
            select(ReferralRow.offering_key, func.count())
            .where(ReferralRow.offering_key != "").group_by(ReferralRow.offering_key)).all()
    return CurrentOffers(catalogue=head, listed=listed, referred={key: number for key, number in referred})


def of_keys(file: CaseFile, keys: Collection[str]) -> tuple[Offering, ...]:
    """The offerings of these keys as the current catalogue has them; those it no longer has are left out."""
    if not keys:
        return ()
    with file.read() as connection:
        rows = connection.execute(select(OfferingRow.__table__).where(
            OfferingRow.until.is_(None), OfferingRow.key.in_(keys)).order_by(OfferingRow.key)).mappings()
        return tuple(offering_of(from_row(ListedOffering, row)) for row in rows)


def _listed(connection: Connection) -> tuple[ListedOffering, ...]:
    rows = connection.execute(select(OfferingRow.__table__).where(OfferingRow.until.is_(None)).order_by(
        OfferingRow.lifecycle == "withdrawn", OfferingRow.start.is_(None).desc(), OfferingRow.start,
        OfferingRow.title)).mappings()
    return tuple(from_row(ListedOffering, row) for row in rows)
