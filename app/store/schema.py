"""Typed rows of the encrypted file, private to the store; their fields equal those of the values (a drift test)."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain import (
    accommodation,
    appointment,
    attachment,
    background,
    case,
    catalogue,
    client,
    consent,
    contact,
    family,
    feedback,
    flag,
    followup,
    freshness,
    issue,
    language,
    listing,
    local_codes,
    merging,
    monthly,
    needs,
    offer_gap,
    old_import,
    organisation,
    outgoing,
    plan,
    referral,
    residence,
    saved_list,
    text_module,
    trust,
)
from app.domain.dates import PartialDate
from app.store.column_types import Row
from app.store.schema_offers import (
    CatalogueRow,
    ContactPersonRow,
    IssuedCatalogueRow,
    IssuerKeyRow,
    OfferingFeedbackRow,
    OfferingRow,
    OrganisationRow,
)


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
    mail: Mapped[str]
    messenger: Mapped[str]
    channels: Mapped[tuple[str, ...]]
    safe_hours: Mapped[str]
    contact_note: Mapped[str]
    trusted_person: Mapped[str]
    accommodation: Mapped[str]
    accommodation_id: Mapped[str | None] = mapped_column(ForeignKey("accommodation.id"))
    room: Mapped[str]
    arrived: Mapped[PartialDate | None]
    birth_country: Mapped[str]
    family_status: Mapped[str]
    household: Mapped[str]
    childcare: Mapped[str]
    asylum_state: Mapped[str]
    asylum_applied: Mapped[PartialDate | None]
    decision_served_on: Mapped[date | None]
    identity_state: Mapped[str]
    identity_on: Mapped[date | None]
    first_toleration: Mapped[PartialDate | None]
    literacy: Mapped[str]
    school_years: Mapped[str]
    certificate: Mapped[str]
    recognition: Mapped[str]
    vocational: Mapped[str]
    occupation: Mapped[str]
    driving_licence: Mapped[str]
    employment: Mapped[str]
    livelihood: Mapped[str]


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
    handed_over_to: Mapped[str]
    satisfaction: Mapped[str]
    asked_6m: Mapped[str]
    situation_6m: Mapped[str]
    situation_6m_on: Mapped[date | None]
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
    work_ban_reason: Mapped[str]
    permission_until: Mapped[date | None]
    condition_ags: Mapped[str]
    condition_until: Mapped[date | None]
    spatial_restriction: Mapped[str]
    ends_by_condition: Mapped[bool]


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
    scope: Mapped[str]
    purposes: Mapped[tuple[str, ...]]
    special_categories: Mapped[bool]
    interpreter: Mapped[str]
    template_version: Mapped[str]


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
    place: Mapped[str]
    confidential: Mapped[bool]


class ReferralRow(Row):
    __tablename__ = "referral"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    component: Mapped[str]
    offering_key: Mapped[str]
    offer_key: Mapped[str]
    title: Mapped[str]
    provider: Mapped[str]
    provider_phone: Mapped[str]
    provider_mail: Mapped[str]
    contact_person: Mapped[str]
    place: Mapped[str]
    schedule: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    supports: Mapped[tuple[str, ...]]
    wish: Mapped[str]
    channel: Mapped[str]
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
    units_attended: Mapped[float | None]


class CertificateRow(Row):
    __tablename__ = "certificate"
    id: Mapped[str] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"))
    title: Mapped[str]
    on: Mapped[date | None]
    issuer: Mapped[str]
    seen: Mapped[bool]


class AppointmentRow(Row):
    __tablename__ = "appointment"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    on: Mapped[date]
    at: Mapped[time | None]
    minutes: Mapped[int]
    kind: Mapped[str]
    place: Mapped[str]
    whom: Mapped[str]
    interpreter: Mapped[str]
    state: Mapped[str]
    note: Mapped[str]


class OfferGapRow(Row):
    __tablename__ = "offer_gap"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    component: Mapped[str]
    course_kind: Mapped[str]
    german: Mapped[str]
    ags: Mapped[str]
    since: Mapped[date]
    reason: Mapped[str]
    note: Mapped[str]
    resolved_on: Mapped[date | None]


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
    repeat: Mapped[str]
    priority: Mapped[str]
    exact_on: Mapped[date | None]


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
    consent_id: Mapped[str | None]
    reason: Mapped[str]


class AccommodationRow(Row):
    __tablename__ = "accommodation"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    ags: Mapped[str]
    address: Mapped[str]
    contact: Mapped[str]
    visiting_days: Mapped[str]
    consulting_room: Mapped[str]
    network: Mapped[str]


class ChildRow(Row):
    __tablename__ = "child"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    birth_year: Mapped[int | None]
    lives_with: Mapped[str]
    care_need: Mapped[str]


class FamilyLinkRow(Row):
    __tablename__ = "family_link"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    other_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    relation: Mapped[str]


class SpokenLanguageRow(Row):
    __tablename__ = "spoken_language"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    language: Mapped[str]
    level: Mapped[str]
    reads: Mapped[str]


class EducationEntryRow(Row):
    __tablename__ = "education_entry"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    country: Mapped[str]
    place: Mapped[str]
    started: Mapped[PartialDate | None]
    ended: Mapped[PartialDate | None]
    certificate: Mapped[str]
    recognition: Mapped[str]


class WorkEntryRow(Row):
    __tablename__ = "work_entry"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    job: Mapped[str]
    kind: Mapped[str]
    country: Mapped[str]
    started: Mapped[PartialDate | None]
    ended: Mapped[PartialDate | None]


class NeedRow(Row):
    __tablename__ = "need"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    area: Mapped[str]
    on: Mapped[date]
    level: Mapped[str]
    resource: Mapped[bool]
    note: Mapped[str]
    goal: Mapped[str]
    next_step: Mapped[str]


class GoalRow(Row):
    __tablename__ = "goal"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    area: Mapped[str]
    title: Mapped[str]
    agreed_on: Mapped[date]
    result: Mapped[str]
    ended_on: Mapped[date | None]


class PlanStepRow(Row):
    __tablename__ = "plan_step"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    goal_id: Mapped[str] = mapped_column(ForeignKey("goal.id"))
    title: Mapped[str]
    who: Mapped[str]
    due_on: Mapped[date | None]
    state: Mapped[str]
    done_on: Mapped[date | None]


class PlanReviewRow(Row):
    __tablename__ = "plan_review"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    version: Mapped[int]
    on: Mapped[date]
    note: Mapped[str]
    client_copy: Mapped[bool]


class GoalReviewRow(Row):
    __tablename__ = "goal_review"
    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"))
    review_id: Mapped[str] = mapped_column(ForeignKey("plan_review.id"))
    goal_id: Mapped[str] = mapped_column(ForeignKey("goal.id"))
    result: Mapped[str]
    note: Mapped[str]


class TextModuleRow(Row):
    __tablename__ = "text_module"
    id: Mapped[str] = mapped_column(primary_key=True)
    short: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]


class FlagRow(Row):
    __tablename__ = "flag"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    reason: Mapped[str]
    set_on: Mapped[date]
    until: Mapped[date | None]
    cleared_on: Mapped[date | None]
    cleared_reason: Mapped[str]


class FactCheckRow(Row):
    __tablename__ = "fact_check"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    fact: Mapped[str]
    on: Mapped[date]


class NotDuplicateRow(Row):
    __tablename__ = "not_duplicate"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    other_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    on: Mapped[date]


class SavedListRow(Row):
    __tablename__ = "saved_list"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    filters: Mapped[tuple[str, ...]]
    search: Mapped[str]
    sort: Mapped[str]
    columns: Mapped[tuple[str, ...]]


class LocalCodeRow(Row):
    __tablename__ = "local_code"
    id: Mapped[str] = mapped_column(primary_key=True)
    list_name: Mapped[str]
    label: Mapped[str]
    counts_as: Mapped[str]
    retired: Mapped[bool]


class ImportedRowRow(Row):
    __tablename__ = "imported_row"
    id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id"))
    imported_at: Mapped[datetime]


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


class TallyRow(Row):
    __tablename__ = "tally"
    id: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str]
    period: Mapped[str]
    conditions: Mapped[str]
    n: Mapped[int]


class AuditCellRow(Row):
    __tablename__ = "audit_cell"
    id: Mapped[str] = mapped_column(primary_key=True)
    offsets: Mapped[int]
    s_lo: Mapped[int]
    s_hi: Mapped[int | None]
    nn: Mapped[int]
    last: Mapped[int]
    low: Mapped[int]


class ReceivedReportRow(Row):
    __tablename__ = "received_report"
    __table_args__ = (UniqueConstraint("pseudonym", "period"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    pseudonym: Mapped[str]
    period: Mapped[str]
    ags: Mapped[str]
    content: Mapped[bytes]
    sha256: Mapped[str]
    received_at: Mapped[datetime]


class PotentialRow(Row):
    __tablename__ = "potential"
    __table_args__ = (UniqueConstraint("ags", "as_of"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    ags: Mapped[str]
    as_of: Mapped[date]
    persons: Mapped[int | None]
    source: Mapped[str]


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
    referral.Certificate: CertificateRow,
    appointment.Appointment: AppointmentRow,
    offer_gap.OfferGap: OfferGapRow,
    trust.IssuerKey: IssuerKeyRow,
    organisation.Organisation: OrganisationRow,
    organisation.ContactPerson: ContactPersonRow,
    feedback.OfferingFeedback: OfferingFeedbackRow,
    issue.IssuedCatalogue: IssuedCatalogueRow,
    followup.FollowUp: FollowUpRow,
    attachment.Attachment: AttachmentRow,
    outgoing.Outgoing: OutgoingRow,
    accommodation.Accommodation: AccommodationRow,
    family.Child: ChildRow,
    family.FamilyLink: FamilyLinkRow,
    language.SpokenLanguage: SpokenLanguageRow,
    background.EducationEntry: EducationEntryRow,
    background.WorkEntry: WorkEntryRow,
    needs.Need: NeedRow,
    plan.Goal: GoalRow,
    plan.PlanStep: PlanStepRow,
    plan.PlanReview: PlanReviewRow,
    plan.GoalReview: GoalReviewRow,
    text_module.TextModule: TextModuleRow,
    flag.Flag: FlagRow,
    freshness.FactCheck: FactCheckRow,
    merging.NotDuplicate: NotDuplicateRow,
    saved_list.SavedList: SavedListRow,
    local_codes.LocalCode: LocalCodeRow,
    old_import.ImportedRow: ImportedRowRow,
    monthly.IssuedMonth: IssuedMonthRow,
    monthly.LedgerCell: LedgerCellRow,
    monthly.Tally: TallyRow,
    monthly.AuditCell: AuditCellRow,
    monthly.ReceivedReport: ReceivedReportRow,
    monthly.Potential: PotentialRow,
}
