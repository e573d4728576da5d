"""What the records and their fields are called, as the forms say it, and the list that knows the words of a code.
One table for history, print and answers to the person; a test holds it against every field that is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.accommodation import Accommodation
from app.domain.appointment import Appointment
from app.domain.attachment import Attachment
from app.domain.background import EducationEntry, WorkEntry
from app.domain.case import Case, CaseStep, Eligibility
from app.domain.catalogue import FIELD_LABELS, Catalogue
from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.contact import Contact
from app.domain.errors import N_
from app.domain.family import Child, FamilyLink
from app.domain.feedback import OfferingFeedback
from app.domain.flag import Flag
from app.domain.followup import FollowUp
from app.domain.freshness import FactCheck
from app.domain.issue import IssuedCatalogue
from app.domain.language import LanguageAssessment, SpokenLanguage
from app.domain.listing import ListedOffering
from app.domain.local_codes import LocalCode
from app.domain.merging import NotDuplicate
from app.domain.monthly import AuditCell, IssuedMonth, LedgerCell, Potential, ReceivedReport, Tally
from app.domain.needs import Need
from app.domain.offer_gap import OfferGap
from app.domain.old_import import ImportedRow
from app.domain.organisation import ContactPerson, Organisation
from app.domain.outgoing import Outgoing
from app.domain.plan import Goal, GoalReview, PlanReview, PlanStep
from app.domain.referral import Certificate, Participation, Referral, ReferralStep
from app.domain.residence import ResidenceDocument
from app.domain.saved_list import SavedList
from app.domain.text_module import TextModule
from app.domain.trust import IssuerKey

# Fields that only say whose a record is: nobody reads them as a value.
BINDING = frozenset({"id", "client_id", "case_id", "referral_id", "goal_id", "review_id", "former_case_id",
                     "organisation_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The word for one record, the words of its fields, and per coded field its lists (the first that knows it)."""

    one: str
    fields: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def label_of(kind: type, name: str) -> str:
    """The word of a field; KeyError for a field nobody has named."""
    return LABELS[kind].fields.get(name) or COMMON[name]


COMMON = {
    "id": N_("Kennung"), "client_id": N_("Person"), "other_id": N_("Andere Person"), "case_id": N_("Fall"),
    "referral_id": N_("Vermittlung"), "goal_id": N_("Ziel"), "review_id": N_("Besprechung"), "on": N_("Datum"),
    "note": N_("Anmerkung"), "reason": N_("Grund"), "recorded_at": N_("Eingetragen am"), "name": N_("Name"),
    "organisation_id": N_("Stelle"), "title": N_("Titel"), "ags": N_("Kommune"), "interpreter": N_("Dolmetschen"),
    "sha256": N_("Prüfsumme"),
}
LABELS: Mapping[type, Labels] = {
    Client: Labels(one=N_("Person"), fields={
        "number": N_("Nummer"), "family_name": N_("Familienname"), "given_name": N_("Vorname"),
        "order_known": N_("Reihenfolge der Namen sicher"), "aliases": N_("Weitere Namen"),
        "original_script": N_("Name in eigener Schrift"), "birth": N_("Geburtsdatum"), "sex": N_("Geschlecht"),
        "nationalities": N_("Staatsangehörigkeit"), "contact_language": N_("Sprache"), "phone": N_("Telefon"),
        "mail": N_("E-Mail"), "messenger": N_("Messenger"), "channels": N_("Erlaubte Wege"),
        "safe_hours": N_("Sichere Zeiten"), "contact_note": N_("Hinweis zum Kontakt"),
        "trusted_person": N_("Vertrauensperson"), "accommodation": N_("Art der Unterkunft"),
        "accommodation_id": N_("Unterkunft"), "room": N_("Zimmer"), "arrived": N_("In Deutschland seit"),
        "birth_country": N_("Geburtsland"), "family_status": N_("Familienstand"), "household": N_("Haushalt"),
        "childcare": N_("Kinderbetreuung nötig"), "asylum_state": N_("Asylverfahren"),
        "asylum_applied": N_("Asylantrag gestellt"), "decision_served_on": N_("Bescheid zugestellt am"),
        "identity_state": N_("Identität"), "identity_on": N_("Identität, Stand vom"),
        "first_toleration": N_("Erste Duldung"), "literacy": N_("Lesen und Schreiben"),
        "school_years": N_("Schuljahre"), "certificate": N_("Höchster Abschluss"), "recognition": N_("Anerkennung"),
        "vocational": N_("Ausbildung"), "occupation": N_("Beruf oder Tätigkeit"), "driving_licence": N_("Führerschein"),
        "employment": N_("Beschäftigung heute"), "livelihood": N_("Lebensunterhalt"),
    }, lists={
        "sex": ("sex",), "ags": ("commune",), "nationalities": ("nationality",), "contact_language": ("language",),
        "interpreter": ("interpreter",), "channels": ("contact_channel",), "accommodation": ("accommodation",),
        "birth_country": ("nationality",), "family_status": ("family_status",), "household": ("household",),
        "childcare": ("yes_no",), "asylum_state": ("asylum_state",), "identity_state": ("identity_state",),
        "literacy": ("literacy",), "school_years": ("school_years",), "certificate": ("certificate",),
        "recognition": ("certificate_recognition",), "vocational": ("vocational",), "driving_licence": ("yes_no",),
        "employment": ("employment",), "livelihood": ("livelihood",),
    }),
    Case: Labels(one=N_("Fall"), fields={
        "episode": N_("Wievielter Fall"), "phase": N_("Phase"), "access_route": N_("Zugangsweg"),
        "entry_employment": N_("Beschäftigung zu Beginn"), "entry_school_years": N_("Schuljahre zu Beginn"),
        "entry_certificate": N_("Höchster Abschluss zu Beginn"),
        "entry_german_oral": N_("Deutsch zu Beginn, mündlich"), "closing_reason": N_("Grund des Abschlusses"),
        "outcome_situation": N_("Situation am Ende"), "handed_over_to": N_("Übergeben an"),
        "satisfaction": N_("Zufriedenheit der Person"), "asked_6m": N_("Nach sechs Monaten erreicht"),
        "situation_6m": N_("Situation nach sechs Monaten"), "situation_6m_on": N_("Nachgefragt am"),
        "former_case_id": N_("Früherer Fall"),
    }, lists={
        "phase": ("phase",), "access_route": ("access_route",), "entry_employment": ("employment",),
        "entry_school_years": ("school_years",), "entry_certificate": ("certificate",),
        "entry_german_oral": ("cefr",), "closing_reason": ("closing_reason",),
        "outcome_situation": ("outcome_situation",), "asked_6m": ("yes_no",),
        "situation_6m": ("outcome_situation",), "satisfaction": ("satisfaction",),
    }),
    CaseStep: Labels(one=N_("Schritt des Falls"), fields={"state": N_("Stand")}, lists={
        "state": ("case_state",), "reason": ("closing_reason", "case_reason")}),
    Eligibility: Labels(one=N_("Prüfung der Zielgruppe"), fields={
        "component": N_("Baustein"), "result": N_("Einschätzung"), "reason": N_("Begründung"),
        "checked_on": N_("Geprüft am"),
        "rule_version": N_("Stand der Regeln"),
    }, lists={"component": ("referral_target",), "result": ("eligibility_result",)}),
    ResidenceDocument: Labels(one=N_("Aufenthaltspapier"), fields={
        "kind": N_("Papier"), "valid_from": N_("Gültig ab"), "valid_to": N_("Gültig bis"),
        "reason_group": N_("Grund der Duldung"), "work_permission": N_("Arbeit laut Papier"),
        "residence_condition": N_("Wohnsitzauflage"), "condition_text": N_("Weitere Auflagen"),
        "seen_original": N_("Original gesehen"), "work_ban_reason": N_("Grund des Arbeitsverbots"),
        "permission_until": N_("Arbeit erlaubt bis"), "condition_ags": N_("Ort der Auflage"),
        "condition_until": N_("Auflage bis"), "spatial_restriction": N_("Räumliche Beschränkung"),
        "ends_by_condition": N_("Erlischt durch eine Bedingung"),
    }, lists={
        "kind": ("residence_kind",), "reason_group": ("duldung_reason",), "work_permission": ("work_permission",),
        "residence_condition": ("residence_condition",), "work_ban_reason": ("work_ban_reason",),
        "condition_ags": ("commune",), "spatial_restriction": ("spatial_restriction",),
    }),
    LanguageAssessment: Labels(one=N_("Deutschstand"), fields={
        "on": N_("Stand vom"), "oral": N_("Mündlich"), "written": N_("Schriftlich"), "basis": N_("Grundlage"),
        "certificate": N_("Zertifikat"),
    }, lists={"oral": ("cefr",), "written": ("cefr",), "basis": ("cefr_basis",)}),
    Consent: Labels(one=N_("Einwilligung"), fields={
        "kind": N_("Wofür"), "given_on": N_("Erteilt am"), "form": N_("Form"), "recipients": N_("An wen"),
        "language": N_("Erklärt auf"), "expires_on": N_("Gilt bis"), "withdrawn_on": N_("Widerrufen am"),
        "paper_location": N_("Wo das Blatt liegt"), "scope": N_("Welche Angaben"), "purposes": N_("Zwecke"),
        "special_categories": N_("Auch besonders geschützte Angaben"), "template_version": N_("Fassung des Blatts"),
    }, lists={"kind": ("consent_kind",), "form": ("consent_form",), "language": ("language",),
              "purposes": ("consent_purpose",), "interpreter": ("interpreter",)}),
    Contact: Labels(one=N_("Notiz"), fields={
        "at": N_("Uhrzeit"), "kind": N_("Kanal"), "result": N_("Ergebnis"), "minutes": N_("Dauer in Minuten"),
        "topics": N_("Themen"), "text": N_("Notiz"), "place": N_("Ort"), "confidential": N_("Vertraulich"),
    }, lists={"kind": ("contact_kind",), "result": ("contact_result",), "interpreter": ("interpreter",),
              "topics": ("need_area",)}),
    Referral: Labels(one=N_("Vermittlung"), fields={
        "component": N_("Baustein"), "offering_key": N_("Kennung der Durchführung"),
        "offer_key": N_("Kennung des Angebots"), "title": N_("Angebot"), "provider": N_("Träger"),
        "provider_phone": N_("Telefon des Trägers"), "provider_mail": N_("E-Mail des Trägers"),
        "contact_person": N_("Ansprechperson"), "place": N_("Ort"), "schedule": N_("Zeiten"),
        "starts_on": N_("Beginn"), "ends_on": N_("Ende"), "supports": N_("Unterstützung"),
        "wish": N_("Warum dieses Angebot"), "channel": N_("Wie abgeschickt"),
    }, lists={"component": ("referral_target",), "supports": ("supports",), "channel": ("contact_channel",)}),
    ReferralStep: Labels(one=N_("Schritt der Vermittlung"), fields={"state": N_("Stand")}, lists={
        "state": ("referral_state",), "reason": ("referral_reason", "drop_out_reason")}),
    Participation: Labels(one=N_("Teilnahme"), fields={
        "planned_end": N_("Geplantes Ende"), "exit_kind": N_("Ergebnis"),
        "situation_at_exit": N_("Was die Person danach macht"), "certificate_seen": N_("Nachweis gesehen"),
        "units_attended": N_("Besuchte Unterrichtseinheiten"),
    }, lists={"exit_kind": ("outcome",), "situation_at_exit": ("outcome_situation",)}),
    Certificate: Labels(one=N_("Zertifikat"), fields={
        "title": N_("Bezeichnung"), "on": N_("Ausgestellt am"), "issuer": N_("Ausgestellt von"),
        "seen": N_("Original gesehen")}),
    Appointment: Labels(one=N_("Termin"), fields={
        "at": N_("Uhrzeit"), "minutes": N_("Dauer in Minuten"), "kind": N_("Art"), "place": N_("Ort"),
        "whom": N_("Bei wem"), "state": N_("Stand"),
    }, lists={"kind": ("appointment_kind",), "state": ("appointment_state",), "interpreter": ("interpreter",)}),
    OfferGap: Labels(one=N_("Angebotslücke"), fields={
        "component": N_("Baustein"), "course_kind": N_("Kursart"), "german": N_("Deutsch ab"), "since": N_("Seit"),
        "reason": N_("Warum nichts passt"), "resolved_on": N_("Erledigt am"),
    }, lists={"component": ("referral_target",), "course_kind": ("course_kind",), "german": ("cefr",),
              "ags": ("commune",), "reason": ("gap_reason",)}),
    FollowUp: Labels(one=N_("Wiedervorlage"), fields={
        "due_on": N_("Bis wann"), "warn_days": N_("Tage vorher zeigen"), "title": N_("Was zu tun ist"),
        "rule": N_("Regel"), "source": N_("Anlass"), "state": N_("Stand"), "done_on": N_("Erledigt am"),
        "postponements": N_("Wie oft verschoben"), "edited": N_("Von Hand geändert"), "repeat": N_("Wiederholen"),
        "priority": N_("Vorrang"), "exact_on": N_("Tag der Frist"),
    }, lists={"state": ("follow_up_state",), "repeat": ("follow_up_repeat",), "priority": ("follow_up_priority",)}),
    Attachment: Labels(one=N_("Anlage"), fields={
        "kind": N_("Art"), "size": N_("Größe in Byte"), "added_at": N_("Hinzugefügt am")}),
    Outgoing: Labels(one=N_("Eintrag im Ausgang"), fields={
        "at": N_("Wann"), "kind": N_("Art"), "subject": N_("Was"), "recipient": N_("Für wen"),
        "consent_id": N_("Einwilligung"), "reason": N_("Grund ohne Einwilligung")}),
    Accommodation: Labels(one=N_("Unterkunft"), fields={
        "kind": N_("Art der Unterkunft"), "address": N_("Anschrift"), "contact": N_("Ansprechperson"),
        "visiting_days": N_("Besuchstage"), "consulting_room": N_("Beratungsraum"), "network": N_("WLAN"),
    }, lists={"kind": ("accommodation",), "ags": ("commune",), "consulting_room": ("yes_no",), "network": ("yes_no",)}),
    Child: Labels(one=N_("Kind"), fields={
        "birth_year": N_("Geburtsjahr"), "lives_with": N_("Lebt"), "care_need": N_("Betreuung nötig"),
    }, lists={"lives_with": ("child_lives_with",), "care_need": ("yes_no",)}),
    FamilyLink: Labels(one=N_("Angehörige"), fields={"relation": N_("Ist für diese Person")}, lists={
        "relation": ("family_relation",)}),
    SpokenLanguage: Labels(one=N_("Weitere Sprache"), fields={
        "language": N_("Sprache"), "level": N_("Wie gut"), "reads": N_("Liest die Schrift"),
    }, lists={"language": ("language",), "level": ("language_skill",), "reads": ("yes_no",)}),
    EducationEntry: Labels(one=N_("Schule oder Ausbildung"), fields={
        "kind": N_("Was"), "country": N_("Land"), "place": N_("Name oder Ort"), "started": N_("Von"),
        "ended": N_("Bis"), "certificate": N_("Abschluss"), "recognition": N_("Anerkennung"),
    }, lists={"kind": ("education_kind",), "country": ("nationality",), "recognition": ("certificate_recognition",)}),
    WorkEntry: Labels(one=N_("Arbeit"), fields={
        "job": N_("Tätigkeit"), "kind": N_("Art"), "country": N_("Land"), "started": N_("Von"), "ended": N_("Bis"),
    }, lists={"kind": ("employment",), "country": ("nationality",)}),
    Need: Labels(one=N_("Bedarf"), fields={
        "area": N_("Lebensbereich"), "on": N_("Erhoben am"), "level": N_("Wie groß"), "resource": N_("Stärke"),
        "note": N_("Notiz"), "goal": N_("Was die Person erreichen möchte"),
        "next_step": N_("Nächster Schritt"),
    }, lists={"area": ("need_area",), "level": ("need_level",)}),
    Goal: Labels(one=N_("Ziel"), fields={
        "area": N_("Lebensbereich"), "title": N_("Ziel"), "agreed_on": N_("Vereinbart am"), "result": N_("Ergebnis"),
        "ended_on": N_("Beendet am"),
    }, lists={"area": ("need_area",), "result": ("goal_result",)}),
    PlanStep: Labels(one=N_("Schritt im Teilhabeplan"), fields={
        "title": N_("Was zu tun ist"), "who": N_("Wer"), "due_on": N_("Bis wann"), "state": N_("Stand"),
        "done_on": N_("Erledigt am"),
    }, lists={"state": ("follow_up_state", "goal_result")}),
    PlanReview: Labels(one=N_("Besprechung des Teilhabeplans"), fields={
        "version": N_("Fassung"), "on": N_("Durchgesprochen am"), "note": N_("Dazu vereinbart"),
        "client_copy": N_("Planblatt mitgegeben")}),
    GoalReview: Labels(one=N_("Stand eines Ziels"), fields={"result": N_("Ergebnis")}, lists={
        "result": ("goal_result",)}),
    Flag: Labels(one=N_("Merker"), fields={
        "kind": N_("Merker"), "set_on": N_("Gesetzt am"), "until": N_("Gilt bis"), "cleared_on": N_("Aufgehoben am"),
        "cleared_reason": N_("Grund der Aufhebung"),
    }, lists={"kind": ("flag_kind",)}),
    FactCheck: Labels(one=N_("Bestätigte Angabe"), fields={"fact": N_("Angabe"), "on": N_("Bestätigt am")}),
    NotDuplicate: Labels(one=N_("Kein Duplikat"), fields={}),
    ImportedRow: Labels(one=N_("Zeile einer früheren Liste"), fields={"imported_at": N_("Eingelesen am")}),
    TextModule: Labels(one=N_("Textbaustein"), fields={
        "short": N_("Kürzel"), "title": N_("Bezeichnung"), "text": N_("Text")}),
    SavedList: Labels(one=N_("Gemerkte Liste"), fields={
        "position": N_("Platz"), "filters": N_("Filter"), "search": N_("Suche"), "sort": N_("Sortierung"),
        "columns": N_("Spalten")}),
    LocalCode: Labels(one=N_("Eigener Wert"), fields={
        "list_name": N_("Liste"), "label": N_("Wort"), "counts_as": N_("Zählt als"), "retired": N_("Außer Gebrauch")}),
    Catalogue: Labels(one=N_("Katalog"), fields={
        "number": N_("Nummer"), "as_of": N_("Stand"), "mode": N_("Umfang"), "valid_until": N_("Gültig bis"),
        "imported_at": N_("Eingelesen am"), "rows": N_("Zeilen"), "series": N_("Eigene Liste"),
        "key_id": N_("Schlüssel der Signatur"), "form": N_("Format")}),
    ListedOffering: Labels(one=N_("Angebot"), fields={
        **FIELD_LABELS, "since": N_("Seit Katalog"), "until": N_("Bis vor Katalog"), "series": N_("Eigene Liste")}),
    IssuerKey: Labels(one=N_("Schlüssel der Geschäftsführenden Stelle"), fields={
        "key_id": N_("Kennung"), "public_key": N_("Öffentlicher Schlüssel"), "role": N_("Aufgabe"),
        "compared_on": N_("Verglichen am"), "retired_on": N_("Außer Gebrauch seit")}),
    Organisation: Labels(one=N_("Stelle"), fields={
        "kind": N_("Art"), "address": N_("Anschrift"), "phone": N_("Telefon"), "mail": N_("E-Mail"),
        "components": N_("Bausteine"), "from_catalogue": N_("Aus dem Katalog"),
    }, lists={"kind": ("organisation_kind",), "ags": ("commune",), "components": ("referral_target",)}),
    ContactPerson: Labels(one=N_("Ansprechperson"), fields={
        "task": N_("Wofür zuständig"), "phone": N_("Telefon"), "mail": N_("E-Mail")}),
    OfferingFeedback: Labels(one=N_("Hinweis zu einem Angebot"), fields={
        "offering_key": N_("Kennung der Durchführung"), "title": N_("Angebot"), "provider": N_("Träger"),
        "kind": N_("Was nicht stimmt"), "office": N_("Amt"), "sent_on": N_("Weitergegeben am"),
    }, lists={"kind": ("offering_feedback",)}),
    IssuedCatalogue: Labels(one=N_("Ausgegebener Katalog"), fields={
        "number": N_("Nummer"), "as_of": N_("Stand"), "mode": N_("Umfang"), "valid_until": N_("Gültig bis"),
        "issued_at": N_("Ausgegeben am"), "rows": N_("Zeilen"), "content": N_("Inhalt"),
        "signature": N_("Signatur"), "key_id": N_("Schlüssel der Signatur")}),
    IssuedMonth: Labels(one=N_("Monatsmeldung"), fields={
        "period": N_("Monat"), "schema_id": N_("Form"), "content": N_("Inhalt"), "issued_at": N_("Ausgegeben am")}),
    LedgerCell: Labels(one=N_("Zelle der Gegenprobe"), fields={
        "s_lo": N_("Summe mindestens"), "s_hi": N_("Summe höchstens"), "nn": N_("Zurückgehalten"),
        "last": N_("Zuletzt"), "low": N_("Kleinste Zahl")}),
    Tally: Labels(one=N_("Zählstand ohne Person"), fields={
        "measure": N_("Zähler"), "period": N_("Monat"), "conditions": N_("Merkmal"), "n": N_("Anzahl")}),
    AuditCell: Labels(one=N_("Zelle der Prüfung"), fields={
        "offsets": N_("Mögliche Verschiebungen"), "s_lo": N_("Summe mindestens"), "s_hi": N_("Summe höchstens"),
        "nn": N_("Mindestens"), "last": N_("Zuletzt"), "low": N_("Kleinste Zahl")}),
    ReceivedReport: Labels(one=N_("Eingegangene Monatsmeldung"), fields={
        "pseudonym": N_("Kennung der Klientendatei"), "period": N_("Monat"), "ags": N_("Gemeindeschlüssel"),
        "content": N_("Inhalt"), "received_at": N_("Eingegangen am")}),
    Potential: Labels(one=N_("Potenzial"), fields={
        "ags": N_("Gemeindeschlüssel"), "as_of": N_("Stand"), "persons": N_("Personen"), "source": N_("Quelle")}),
}
