"""Rows of catalogues, of who issues them and of who offers courses; as `schema`, private to the store."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store.column_types import Row


class CatalogueRow(Row):
    __tablename__ = "catalogue"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int]
    as_of: Mapped[date]
    mode: Mapped[str]
    valid_until: Mapped[date | None]
    imported_at: Mapped[datetime]
    sha256: Mapped[str]
    rows: Mapped[int]
    series: Mapped[str]
    key_id: Mapped[str]
    form: Mapped[str]


class OfferingRow(Row):
    """One version of an offering: it stands in the catalogues ``since`` … before ``until`` (NULL: still)."""

    __tablename__ = "offering"
    id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[int]
    until: Mapped[int | None]
    series: Mapped[str]
    key: Mapped[str]
    offer_key: Mapped[str]
    lifecycle: Mapped[str]
    component: Mapped[str]
    course_kind: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    provider: Mapped[str]
    provider_phone: Mapped[str]
    provider_mail: Mapped[str]
    place: Mapped[str]
    ags: Mapped[str]
    start: Mapped[date | None]
    end: Mapped[date | None]
    register_until: Mapped[date | None]
    continuous_entry: Mapped[bool]
    total_units: Mapped[float | None]
    weekly_units: Mapped[float | None]
    schedule: Mapped[str]
    german_oral: Mapped[str]
    german_written: Mapped[str]
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    residence: Mapped[tuple[str, ...]]
    women_only: Mapped[bool]
    childcare: Mapped[bool]
    travel_refund: Mapped[bool]
    seats_max: Mapped[int | None]
    seats_free: Mapped[int | None]
    seats_as_of: Mapped[date | None]
    certificate: Mapped[str]


class IssuerKeyRow(Row):
    __tablename__ = "issuer_key"
    id: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str]
    public_key: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    compared_on: Mapped[date]
    retired_on: Mapped[date | None]


class OrganisationRow(Row):
    __tablename__ = "organisation"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str]
    ags: Mapped[str]
    phone: Mapped[str]
    mail: Mapped[str]
    components: Mapped[tuple[str, ...]]
    note: Mapped[str]
    from_catalogue: Mapped[bool]


class ContactPersonRow(Row):
    __tablename__ = "contact_person"
    id: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    task: Mapped[str]
    phone: Mapped[str]
    mail: Mapped[str]
    note: Mapped[str]


class OfferingFeedbackRow(Row):
    __tablename__ = "offering_feedback"
    id: Mapped[str] = mapped_column(primary_key=True)
    offering_key: Mapped[str]
    title: Mapped[str]
    provider: Mapped[str]
    kind: Mapped[str]
    on: Mapped[date]
    note: Mapped[str]
    office: Mapped[str]
    sent_on: Mapped[date | None]


class IssuedCatalogueRow(Row):
    __tablename__ = "issued_catalogue"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int] = mapped_column(unique=True)
    as_of: Mapped[date]
    mode: Mapped[str]
    valid_until: Mapped[date | None]
    issued_at: Mapped[datetime]
    rows: Mapped[int]
    content: Mapped[bytes]
    sha256: Mapped[str]
    signature: Mapped[str]
    key_id: Mapped[str]
