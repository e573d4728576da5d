"""The literal SQL of the steps in migrations.py: what was released is never changed, and nobody else uses it."""

SCHEMA_1 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE draft (kind TEXT PRIMARY KEY, content TEXT NOT NULL, cursor TEXT NOT NULL, saved_at DATETIME NOT NULL);
CREATE TABLE client (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, family_name TEXT NOT NULL CHECK (length(family_name) <= 200),
  given_name TEXT NOT NULL CHECK (length(given_name) <= 200), order_known BOOLEAN NOT NULL, aliases TEXT NOT NULL,
  original_script TEXT NOT NULL CHECK (length(original_script) <= 200), birth TEXT, ags TEXT NOT NULL,
  sex TEXT NOT NULL, nationalities TEXT NOT NULL, contact_language TEXT NOT NULL, interpreter TEXT NOT NULL,
  phone TEXT NOT NULL CHECK (length(phone) <= 60), accommodation TEXT NOT NULL,
  shelter TEXT NOT NULL CHECK (length(shelter) <= 200), room TEXT NOT NULL CHECK (length(room) <= 60), arrived TEXT);
CREATE TABLE case_ (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), episode INTEGER NOT NULL, phase TEXT NOT NULL,
  access_route TEXT NOT NULL, entry_employment TEXT NOT NULL, entry_school_years TEXT NOT NULL,
  entry_certificate TEXT NOT NULL, entry_german_oral TEXT NOT NULL, closing_reason TEXT NOT NULL,
  outcome_situation TEXT NOT NULL, former_case_id TEXT REFERENCES case_(id), UNIQUE (client_id, episode));
CREATE TABLE case_step (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), state TEXT NOT NULL, "on" DATE NOT NULL,
  recorded_at DATETIME NOT NULL, reason TEXT NOT NULL);
CREATE INDEX case_step_case ON case_step (case_id, "on", recorded_at);
CREATE TABLE eligibility (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), component TEXT NOT NULL, result TEXT NOT NULL,
  checked_on DATE NOT NULL, reason TEXT NOT NULL, rule_version TEXT NOT NULL);
CREATE INDEX eligibility_case ON eligibility (case_id);
CREATE TABLE residence_document (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), kind TEXT NOT NULL, valid_from DATE NOT NULL,
  valid_to DATE, reason_group TEXT NOT NULL, work_permission TEXT NOT NULL, residence_condition TEXT NOT NULL,
  condition_text TEXT NOT NULL CHECK (length(condition_text) <= 2000));
CREATE INDEX residence_document_client ON residence_document (client_id, valid_from);
CREATE TABLE language_assessment (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), "on" DATE NOT NULL, oral TEXT NOT NULL,
  written TEXT NOT NULL, basis TEXT NOT NULL, certificate TEXT NOT NULL);
CREATE INDEX language_assessment_client ON language_assessment (client_id, "on");
CREATE TABLE consent (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), kind TEXT NOT NULL, given_on DATE NOT NULL,
  form TEXT NOT NULL, recipients TEXT NOT NULL, language TEXT NOT NULL, expires_on DATE, withdrawn_on DATE,
  paper_location TEXT NOT NULL);
CREATE INDEX consent_client ON consent (client_id);
CREATE TABLE contact (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), "on" DATE NOT NULL, at TIME, kind TEXT NOT NULL,
  result TEXT NOT NULL, minutes INTEGER NOT NULL, interpreter TEXT NOT NULL, topics TEXT NOT NULL,
  text TEXT NOT NULL CHECK (length(text) <= 20000));
CREATE INDEX contact_case ON contact (case_id, "on");
CREATE TABLE catalogue (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL UNIQUE, as_of DATE NOT NULL, mode TEXT NOT NULL,
  valid_until DATE, imported_at DATETIME NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE offering (
  id TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, key TEXT NOT NULL, offer_key TEXT NOT NULL,
  lifecycle TEXT NOT NULL, component TEXT NOT NULL, course_kind TEXT NOT NULL, title TEXT NOT NULL,
  description TEXT NOT NULL, provider TEXT NOT NULL, provider_phone TEXT NOT NULL, provider_mail TEXT NOT NULL,
  place TEXT NOT NULL, ags TEXT NOT NULL, start DATE, "end" DATE, register_until DATE,
  continuous_entry BOOLEAN NOT NULL, total_units FLOAT, weekly_units FLOAT, schedule TEXT NOT NULL,
  german_oral TEXT NOT NULL, german_written TEXT NOT NULL,
  age_min INTEGER, age_max INTEGER, residence TEXT NOT NULL, women_only BOOLEAN NOT NULL, childcare BOOLEAN NOT NULL,
  travel_refund BOOLEAN NOT NULL, seats_max INTEGER, seats_free INTEGER, seats_as_of DATE, certificate TEXT NOT NULL);
CREATE INDEX offering_current ON offering (until, key);
CREATE TABLE referral (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), component TEXT NOT NULL, offering_key TEXT NOT NULL,
  title TEXT NOT NULL, provider TEXT NOT NULL, provider_phone TEXT NOT NULL, place TEXT NOT NULL, starts_on DATE,
  ends_on DATE, supports TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX referral_case ON referral (case_id);
CREATE TABLE referral_step (
  id TEXT PRIMARY KEY, referral_id TEXT NOT NULL REFERENCES referral(id), state TEXT NOT NULL, "on" DATE NOT NULL,
  recorded_at DATETIME NOT NULL, reason TEXT NOT NULL);
CREATE INDEX referral_step_referral ON referral_step (referral_id, "on", recorded_at);
CREATE TABLE participation (
  id TEXT PRIMARY KEY, referral_id TEXT NOT NULL UNIQUE REFERENCES referral(id), planned_end DATE,
  exit_kind TEXT NOT NULL, situation_at_exit TEXT NOT NULL, certificate_seen BOOLEAN NOT NULL);
CREATE TABLE follow_up (
  id TEXT PRIMARY KEY, case_id TEXT REFERENCES case_(id), due_on DATE, warn_days TEXT NOT NULL, title TEXT NOT NULL,
  note TEXT NOT NULL, rule TEXT NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL, done_on DATE,
  postponements INTEGER NOT NULL, edited BOOLEAN NOT NULL);
CREATE INDEX follow_up_open ON follow_up (state, due_on);
CREATE INDEX follow_up_case ON follow_up (case_id);
CREATE TABLE issued_month (
  id TEXT PRIMARY KEY, period TEXT NOT NULL UNIQUE, schema_id TEXT NOT NULL, content BLOB NOT NULL,
  sha256 TEXT NOT NULL, issued_at DATETIME NOT NULL);
CREATE TABLE ledger_cell (
  id TEXT PRIMARY KEY, s_lo INTEGER NOT NULL, s_hi INTEGER, nn INTEGER NOT NULL, last INTEGER NOT NULL,
  low INTEGER NOT NULL);
CREATE TABLE act (
  number INTEGER PRIMARY KEY, at DATETIME NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
  target INTEGER REFERENCES act(number), reversed_by INTEGER REFERENCES act(number), undoable BOOLEAN NOT NULL,
  payload_hash BLOB NOT NULL, link BLOB NOT NULL);
CREATE TABLE act_payload (number INTEGER PRIMARY KEY REFERENCES act(number), salt BLOB NOT NULL, content TEXT NOT NULL);
CREATE TABLE act_subject (
  number INTEGER NOT NULL REFERENCES act(number), entity TEXT NOT NULL, entity_id TEXT NOT NULL,
  PRIMARY KEY (number, entity, entity_id));
CREATE INDEX act_subject_entity ON act_subject (entity_id);
CREATE TABLE client_search_ref (docid INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE);
CREATE TABLE contact_search_ref (docid INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE client_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE contact_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3');
INSERT INTO client_search (client_search, rank) VALUES ('secure-delete', 1);
INSERT INTO contact_search (contact_search, rank) VALUES ('secure-delete', 1)
"""

SCHEMA_4 = """
CREATE TABLE accommodation (
  id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) <= 200), kind TEXT NOT NULL, ags TEXT NOT NULL,
  address TEXT NOT NULL CHECK (length(address) <= 300), contact TEXT NOT NULL CHECK (length(contact) <= 300),
  visiting_days TEXT NOT NULL CHECK (length(visiting_days) <= 200), consulting_room TEXT NOT NULL,
  network TEXT NOT NULL);
CREATE TABLE child (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), birth_year INTEGER, lives_with TEXT NOT NULL,
  care_need TEXT NOT NULL);
CREATE INDEX child_client ON child (client_id);
CREATE TABLE family_link (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), other_id TEXT NOT NULL REFERENCES client(id),
  relation TEXT NOT NULL);
CREATE INDEX family_link_client ON family_link (client_id);
CREATE INDEX family_link_other ON family_link (other_id);
CREATE TABLE spoken_language (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), language TEXT NOT NULL, level TEXT NOT NULL,
  reads TEXT NOT NULL);
CREATE INDEX spoken_language_client ON spoken_language (client_id);
CREATE TABLE education_entry (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), kind TEXT NOT NULL, country TEXT NOT NULL,
  place TEXT NOT NULL CHECK (length(place) <= 300), started TEXT, ended TEXT,
  certificate TEXT NOT NULL CHECK (length(certificate) <= 300), recognition TEXT NOT NULL);
CREATE INDEX education_entry_client ON education_entry (client_id);
CREATE TABLE work_entry (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), job TEXT NOT NULL CHECK (length(job) <= 300),
  kind TEXT NOT NULL, country TEXT NOT NULL, started TEXT, ended TEXT);
CREATE INDEX work_entry_client ON work_entry (client_id);
CREATE TABLE need (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), area TEXT NOT NULL, "on" DATE NOT NULL,
  level TEXT NOT NULL, resource BOOLEAN NOT NULL, note TEXT NOT NULL CHECK (length(note) <= 2000),
  goal TEXT NOT NULL CHECK (length(goal) <= 500), next_step TEXT NOT NULL CHECK (length(next_step) <= 500));
CREATE INDEX need_case ON need (case_id, area, "on");
CREATE TABLE goal (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), area TEXT NOT NULL,
  title TEXT NOT NULL CHECK (length(title) <= 500), agreed_on DATE NOT NULL, result TEXT NOT NULL, ended_on DATE);
CREATE INDEX goal_case ON goal (case_id);
CREATE TABLE plan_step (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), goal_id TEXT NOT NULL REFERENCES goal(id),
  title TEXT NOT NULL CHECK (length(title) <= 500), who TEXT NOT NULL CHECK (length(who) <= 200), due_on DATE,
  state TEXT NOT NULL, done_on DATE);
CREATE INDEX plan_step_case ON plan_step (case_id);
CREATE TABLE plan_review (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), version INTEGER NOT NULL, "on" DATE NOT NULL,
  note TEXT NOT NULL CHECK (length(note) <= 2000), client_copy BOOLEAN NOT NULL, UNIQUE (case_id, version));
CREATE TABLE goal_review (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id),
  review_id TEXT NOT NULL REFERENCES plan_review(id), goal_id TEXT NOT NULL REFERENCES goal(id),
  result TEXT NOT NULL, note TEXT NOT NULL CHECK (length(note) <= 2000));
CREATE INDEX goal_review_case ON goal_review (case_id);
CREATE TABLE text_module (
  id TEXT PRIMARY KEY, short TEXT NOT NULL CHECK (length(short) <= 40), title TEXT NOT NULL
  CHECK (length(title) <= 200), text TEXT NOT NULL CHECK (length(text) <= 5000));
CREATE TABLE flag (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), kind TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) <= 500), set_on DATE NOT NULL, until DATE, cleared_on DATE,
  cleared_reason TEXT NOT NULL CHECK (length(cleared_reason) <= 500));
CREATE INDEX flag_client ON flag (client_id, cleared_on);
CREATE TABLE fact_check (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), fact TEXT NOT NULL, "on" DATE NOT NULL,
  UNIQUE (client_id, fact));
CREATE TABLE not_duplicate (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), other_id TEXT NOT NULL REFERENCES client(id),
  "on" DATE NOT NULL);
CREATE INDEX not_duplicate_client ON not_duplicate (client_id);
CREATE INDEX not_duplicate_other ON not_duplicate (other_id);
CREATE TABLE saved_list (
  id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) <= 100), position INTEGER NOT NULL,
  filters TEXT NOT NULL, search TEXT NOT NULL, sort TEXT NOT NULL, columns TEXT NOT NULL);
CREATE TABLE local_code (
  id TEXT PRIMARY KEY, list_name TEXT NOT NULL, label TEXT NOT NULL CHECK (length(label) <= 200),
  counts_as TEXT NOT NULL, retired BOOLEAN NOT NULL);
CREATE TABLE imported_row (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), imported_at DATETIME NOT NULL);
CREATE INDEX imported_row_client ON imported_row (client_id)
"""
# table: columns added with what older records mean by them
ADDED_4 = {
    "client": ("mail TEXT NOT NULL DEFAULT ''", "messenger TEXT NOT NULL DEFAULT ''",
               "channels TEXT NOT NULL DEFAULT '[]'", "safe_hours TEXT NOT NULL DEFAULT ''",
               "contact_note TEXT NOT NULL DEFAULT '' CHECK (length(contact_note) <= 1000)",
               "trusted_person TEXT NOT NULL DEFAULT '' CHECK (length(trusted_person) <= 300)",
               "accommodation_id TEXT REFERENCES accommodation(id)", "birth_country TEXT NOT NULL DEFAULT ''",
               *(f"{name} TEXT NOT NULL DEFAULT 'unknown'" for name in (
                   "family_status", "household", "childcare", "asylum_state", "identity_state", "literacy",
                   "school_years", "certificate", "recognition", "vocational", "driving_licence", "employment",
                   "livelihood")),
               "asylum_applied TEXT", "decision_served_on DATE", "identity_on DATE", "first_toleration TEXT",
               "occupation TEXT NOT NULL DEFAULT '' CHECK (length(occupation) <= 300)"),
    "case_": ("handed_over_to TEXT NOT NULL DEFAULT '' CHECK (length(handed_over_to) <= 300)",
              "satisfaction TEXT NOT NULL DEFAULT 'unknown'"),
    "residence_document": ("work_ban_reason TEXT NOT NULL DEFAULT 'unknown'", "permission_until DATE",
                           "condition_ags TEXT NOT NULL DEFAULT ''", "condition_until DATE",
                           "spatial_restriction TEXT NOT NULL DEFAULT 'unknown'",
                           "ends_by_condition BOOLEAN NOT NULL DEFAULT 0"),
    "consent": ("scope TEXT NOT NULL DEFAULT '' CHECK (length(scope) <= 1000)",
                "purposes TEXT NOT NULL DEFAULT '[]'", "special_categories BOOLEAN NOT NULL DEFAULT 0",
                "interpreter TEXT NOT NULL DEFAULT 'unknown'", "template_version TEXT NOT NULL DEFAULT ''"),
    "contact": ("place TEXT NOT NULL DEFAULT '' CHECK (length(place) <= 300)",
                "confidential BOOLEAN NOT NULL DEFAULT 0"),
    "outgoing": ("consent_id TEXT", "reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500)"),
}

SCHEMA_5 = """
CREATE TABLE certificate (
  id TEXT PRIMARY KEY, referral_id TEXT NOT NULL REFERENCES referral(id),
  title TEXT NOT NULL CHECK (length(title) <= 200), "on" DATE,
  issuer TEXT NOT NULL CHECK (length(issuer) <= 200), seen BOOLEAN NOT NULL);
CREATE INDEX certificate_referral ON certificate (referral_id);
CREATE TABLE appointment (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), "on" DATE NOT NULL, at TIME,
  minutes INTEGER NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL CHECK (length(place) <= 300),
  whom TEXT NOT NULL CHECK (length(whom) <= 300), interpreter TEXT NOT NULL, state TEXT NOT NULL,
  note TEXT NOT NULL CHECK (length(note) <= 2000));
CREATE INDEX appointment_case ON appointment (case_id);
CREATE INDEX appointment_on ON appointment ("on", state);
CREATE TABLE offer_gap (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES case_(id), component TEXT NOT NULL,
  course_kind TEXT NOT NULL, german TEXT NOT NULL, ags TEXT NOT NULL, since DATE NOT NULL, reason TEXT NOT NULL,
  note TEXT NOT NULL CHECK (length(note) <= 1000), resolved_on DATE);
CREATE INDEX offer_gap_case ON offer_gap (case_id);
CREATE TABLE issuer_key (
  id TEXT PRIMARY KEY, key_id TEXT NOT NULL, public_key TEXT NOT NULL CHECK (length(public_key) <= 200),
  role TEXT NOT NULL, name TEXT NOT NULL CHECK (length(name) <= 200), compared_on DATE NOT NULL, retired_on DATE);
CREATE TABLE organisation (
  id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) <= 200), kind TEXT NOT NULL,
  address TEXT NOT NULL CHECK (length(address) <= 300), ags TEXT NOT NULL,
  phone TEXT NOT NULL CHECK (length(phone) <= 200), mail TEXT NOT NULL CHECK (length(mail) <= 200),
  components TEXT NOT NULL, note TEXT NOT NULL CHECK (length(note) <= 2000), from_catalogue BOOLEAN NOT NULL);
CREATE INDEX organisation_name ON organisation (name);
CREATE TABLE contact_person (
  id TEXT PRIMARY KEY, organisation_id TEXT NOT NULL REFERENCES organisation(id),
  name TEXT NOT NULL CHECK (length(name) <= 200), task TEXT NOT NULL CHECK (length(task) <= 200),
  phone TEXT NOT NULL CHECK (length(phone) <= 200), mail TEXT NOT NULL CHECK (length(mail) <= 200),
  note TEXT NOT NULL CHECK (length(note) <= 1000));
CREATE INDEX contact_person_organisation ON contact_person (organisation_id);
CREATE TABLE offering_feedback (
  id TEXT PRIMARY KEY, offering_key TEXT NOT NULL, title TEXT NOT NULL CHECK (length(title) <= 200),
  provider TEXT NOT NULL CHECK (length(provider) <= 200), kind TEXT NOT NULL, "on" DATE NOT NULL,
  note TEXT NOT NULL CHECK (length(note) <= 500), office TEXT NOT NULL CHECK (length(office) <= 200), sent_on DATE);
CREATE INDEX offering_feedback_key ON offering_feedback (offering_key);
CREATE TABLE issued_catalogue (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL UNIQUE, as_of DATE NOT NULL, mode TEXT NOT NULL,
  valid_until DATE, issued_at DATETIME NOT NULL, rows INTEGER NOT NULL, content BLOB NOT NULL, sha256 TEXT NOT NULL,
  signature TEXT NOT NULL, key_id TEXT NOT NULL);
CREATE TABLE catalogue_5 (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL, as_of DATE NOT NULL, mode TEXT NOT NULL,
  valid_until DATE, imported_at DATETIME NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL,
  series TEXT NOT NULL CHECK (length(series) <= 200), key_id TEXT NOT NULL, form TEXT NOT NULL,
  UNIQUE (series, number));
INSERT INTO catalogue_5 SELECT id, name, number, as_of, mode, valid_until, imported_at, sha256, rows, '', '', 'csv'
  FROM catalogue;
DROP TABLE catalogue;
ALTER TABLE catalogue_5 RENAME TO catalogue
"""
ADDED_5 = {
    "case_": ("asked_6m TEXT NOT NULL DEFAULT 'unknown'", "situation_6m TEXT NOT NULL DEFAULT ''",
              "situation_6m_on DATE"),
    "offering": ("series TEXT NOT NULL DEFAULT '' CHECK (length(series) <= 200)",),
    "referral": ("offer_key TEXT NOT NULL DEFAULT ''",
                 "provider_mail TEXT NOT NULL DEFAULT '' CHECK (length(provider_mail) <= 200)",
                 "contact_person TEXT NOT NULL DEFAULT '' CHECK (length(contact_person) <= 200)",
                 "schedule TEXT NOT NULL DEFAULT ''",
                 "wish TEXT NOT NULL DEFAULT '' CHECK (length(wish) <= 1000)", "channel TEXT NOT NULL DEFAULT ''"),
    "participation": ("units_attended FLOAT",),
    "follow_up": ("repeat TEXT NOT NULL DEFAULT ''", "priority TEXT NOT NULL DEFAULT 'normal'", "exact_on DATE"),
}

SCHEMA_6 = """
CREATE TABLE tally (
  id TEXT PRIMARY KEY, measure TEXT NOT NULL, period TEXT NOT NULL, conditions TEXT NOT NULL, n INTEGER NOT NULL);
CREATE TABLE audit_cell (
  id TEXT PRIMARY KEY, offsets INTEGER NOT NULL, s_lo INTEGER NOT NULL, s_hi INTEGER, nn INTEGER NOT NULL,
  last INTEGER NOT NULL, low INTEGER NOT NULL);
CREATE TABLE received_report (
  id TEXT PRIMARY KEY, pseudonym TEXT NOT NULL, period TEXT NOT NULL, ags TEXT NOT NULL, content BLOB NOT NULL,
  sha256 TEXT NOT NULL, received_at DATETIME NOT NULL, UNIQUE (pseudonym, period));
CREATE TABLE potential (
  id TEXT PRIMARY KEY, ags TEXT NOT NULL, as_of DATE NOT NULL, persons INTEGER,
  source TEXT NOT NULL CHECK (length(source) <= 200), UNIQUE (ags, as_of));
DELETE FROM ledger_cell;
DELETE FROM issued_month
"""
