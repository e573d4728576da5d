"""Typed rows of the encrypted file, private to the store; their fields equal those of the values (a drift test)."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain import (
    attachment,
    case,
    catalogue,
    client,
    consent,
    contact,
    followup,
    language,
    listing,
    monthly,
    outgoing,
    referral,
    residence,
)
from app.domain.dates import PartialDate
from app.store.column_types import Row


class ClientRow(Row):
    __tablename__ = "client"
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    order_known: Mapped[bool]
    aliases: Mapped[tuple[str, ...]]
    original_script: Mapped[str]
    birth: Mapped[PartialDate | None]
    ags: Mapped[str]
    sex: Mapped[str]
    nationalities: Mapped[tuple[str, ...]]
    contact_language: Mapped[str]
    interpreter: Mapped[str]
    phone: Mapped[str]
    accommodation: Mapped[str]
    shelter: Mapped[str]
    room: Mapped[str]
    arrived: Mapped[PartialDate | None]


class CaseRow(Row):
    __tablename__ = "case_"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    episode: Mapped[int]
    phase: Mapped[str]
    access_route: Mapped[str]
    entry_employment: Mapped[str]
    entry_school_years: Mapped[str]
    entry_certificate: Mapped[str]
    entry_german_oral: Mapped[str]
    closing_reason: Mapped[str]
    outcome_situation: Mapped[str]
    former_case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"))


class CaseStepRow(Row):
    __tablename__ = "case_step"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    state: Mapped[str]
    on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]


class EligibilityRow(Row):
    __tablename__ = "eligibility"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    component: Mapped[str]
    result: Mapped[str]
    checked_on: Mapped[date]
    reason: Mapped[str]
    rule_version: Mapped[str]


class ResidenceDocumentRow(Row):
    __tablename__ = "residence_document"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason_group: Mapped[str]
    work_permission: Mapped[str]
    residence_condition: Mapped[str]
    condition_text: Mapped[str]
    seen_original: Mapped[bool]


class LanguageAssessmentRow(Row):
    __tablename__ = "language_assessment"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    on: Mapped[date]
    oral: Mapped[str]
    written: Mapped[str]
    basis: Mapped[str]
    certificate: Mapped[str]


class ConsentRow(Row):
    __tablename__ = "consent"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    given_on: Mapped[date]
    form: Mapped[str]
    recipients: Mapped[tuple[str, ...]]
    language: Mapped[str]
    expires_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    paper_location: Mapped[str]


class ContactRow(Row):
    __tablename__ = "contact"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    on: Mapped[date]
    at: Mapped[time | None]
    kind: Mapped[str]
    result: Mapped[str]
    minutes: Mapped[int]
    interpreter: Mapped[str]
    topics: Mapped[tuple[str, ...]]
    text: Mapped[str]


class CatalogueRow(Row):
    __tablename__ = "catalogue"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int] = mapped_column(unique=True)
    as_of: Mapped[date]
    mode: Mapped[str]
    valid_until: Mapped[date | None]
    imported_at: Mapped[datetime]
    sha256: Mapped[str]
    rows: Mapped[int]


class OfferingRow(Row):
    """One version of an offering: it stands in the catalogues ``since`` … before ``until`` (NULL: still)."""

    __tablename__ = "offering"
    id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[int]
    until: Mapped[int | None]
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


class ReferralRow(Row):
    __tablename__ = "referral"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    component: Mapped[str]
    offering_key: Mapped[str]
    title: Mapped[str]
    provider: Mapped[str]
    provider_phone: Mapped[str]
    place: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    supports: Mapped[tuple[str, ...]]
    note: Mapped[str]


class ReferralStepRow(Row):
    __tablename__ = "referral_step"
    id: Mapped[str] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"))
    state: Mapped[str]
    on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]


class ParticipationRow(Row):
    __tablename__ = "participation"
    id: Mapped[str] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"), unique=True)
    planned_end: Mapped[date | None]
    exit_kind: Mapped[str]
    situation_at_exit: Mapped[str]
    certificate_seen: Mapped[bool]


class FollowUpRow(Row):
    __tablename__ = "follow_up"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"))
    due_on: Mapped[date | None]
    warn_days: Mapped[tuple[int, ...]]
    title: Mapped[str]
    note: Mapped[str]
    rule: Mapped[str]
    source: Mapped[str]
    state: Mapped[str]
    done_on: Mapped[date | None]
    postponements: Mapped[int]
    edited: Mapped[bool]


class AttachmentRow(Row):
    __tablename__ = "attachment"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]


class AttachmentContentRow(Row):
    """The bytes of an attachment, read only to be looked at; they outlive a removal for as long as it can be undone."""

    __tablename__ = "attachment_content"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    content: Mapped[bytes]


class OutgoingRow(Row):
    __tablename__ = "outgoing"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    subject: Mapped[str]
    recipient: Mapped[str]
    client_id: Mapped[str | None] = mapped_column(ForeignKey("client.id"))


class IssuedMonthRow(Row):
    __tablename__ = "issued_month"
    id: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(unique=True)
    schema_id: Mapped[str]
    content: Mapped[bytes]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]


class LedgerCellRow(Row):
    """The window an attacker could compute for one cell; see anonymity.md, "Ledger"."""

    __tablename__ = "ledger_cell"
    id: Mapped[str] = mapped_column(primary_key=True)
    s_lo: Mapped[int]
    s_hi: Mapped[int | None]
    nn: Mapped[int]
    last: Mapped[int]
    low: Mapped[int]


class MetaRow(Row):
    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class DraftRow(Row):
    """A record being created: in no history and no count until it becomes one."""

    __tablename__ = "draft"
    kind: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    cursor: Mapped[str]
    saved_at: Mapped[datetime]


class ActRow(Row):
    """One link of the history chain; its header holds no value, no name (vault.md, "History that can forget")."""

    __tablename__ = "act"
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    title: Mapped[str]
    kind: Mapped[str]
    target: Mapped[int | None] = mapped_column(ForeignKey("act.number"))
    reversed_by: Mapped[int | None] = mapped_column(ForeignKey("act.number"))
    undoable: Mapped[bool]
    payload_hash: Mapped[bytes]
    link: Mapped[bytes]


class ActPayloadRow(Row):
    """Old and new values of an act with the random bytes that hide them in the chain; erased with the person."""

    __tablename__ = "act_payload"
    number: Mapped[int] = mapped_column(ForeignKey("act.number"), primary_key=True)
    salt: Mapped[bytes]
    content: Mapped[str]


class ActSubjectRow(Row):
    """Which records an act touched, by their random identities."""

    __tablename__ = "act_subject"
    number: Mapped[int] = mapped_column(ForeignKey("act.number"), primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    entity_id: Mapped[str] = mapped_column(primary_key=True)


ROWS: dict[type, type[Row]] = {
    client.Client: ClientRow,
    case.Case: CaseRow,
    case.CaseStep: CaseStepRow,
    case.Eligibility: EligibilityRow,
    residence.ResidenceDocument: ResidenceDocumentRow,
    language.LanguageAssessment: LanguageAssessmentRow,
    consent.Consent: ConsentRow,
    contact.Contact: ContactRow,
    catalogue.Catalogue: CatalogueRow,
    listing.ListedOffering: OfferingRow,
    referral.Referral: ReferralRow,
    referral.ReferralStep: ReferralStepRow,
    referral.Participation: ParticipationRow,
    followup.FollowUp: FollowUpRow,
    attachment.Attachment: AttachmentRow,
    outgoing.Outgoing: OutgoingRow,
    monthly.IssuedMonth: IssuedMonthRow,
    monthly.LedgerCell: LedgerCellRow,
}
