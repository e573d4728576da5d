"""The schema as numbered steps of literal SQL on ``user_version``; never imports today's rows."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from app.store.search import folded_text
from app.vault.errors import TooNew

Step = Callable[[Connection], None]

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


def _to_1(connection: Connection) -> None:
    for statement in SCHEMA_1.split(";"):
        connection.exec_driver_sql(statement)


def _to_2(connection: Connection) -> None:
    """Papers say whether the original was seen; lists read indexes only; the search finds folded forms (Łukasz)."""
    connection.exec_driver_sql("ALTER TABLE residence_document ADD COLUMN seen_original BOOLEAN NOT NULL DEFAULT 0")
    # the texts of notes fill most of the file: what lists ask of contacts and steps must not touch them
    for table, columns in (("contact", 'case_id, "on", result, kind'),
                           ("case_step", 'case_id, "on", recorded_at, state'),
                           ("referral_step", 'referral_id, "on", recorded_at, state, reason')):
        owner = columns.split("_id")[0]
        connection.exec_driver_sql(f"DROP INDEX {table}_{owner}")
        connection.exec_driver_sql(f"CREATE INDEX {table}_{owner} ON {table} ({columns})")
    for index, prefix in (("client_search", "1 2 3"), ("contact_search", "3")):
        words = connection.exec_driver_sql(f"SELECT rowid, words FROM {index}").all()
        connection.exec_driver_sql(f"DROP TABLE {index}")
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {index} USING fts5(words, folded, "
                                   f"tokenize = 'unicode61 remove_diacritics 2', prefix = '{prefix}')")
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")
        for row in words:
            connection.exec_driver_sql(f"INSERT INTO {index} (rowid, words, folded) VALUES (?, ?, ?)",
                                       (row.rowid, row.words, folded_text(row.words)))


def _to_3(connection: Connection) -> None:
    """Attachments inside the vault, the register of what left the laptop, an index of persons that is saved fast."""
    # bytes lie in a table of their own: a list of attachments must not read past megabytes of overflow pages
    for statement in (
        "CREATE TABLE attachment (id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES client(id), "
        "name TEXT NOT NULL CHECK (length(name) <= 200), kind TEXT NOT NULL, size INTEGER NOT NULL, "
        "sha256 TEXT NOT NULL, added_at DATETIME NOT NULL)",
        "CREATE INDEX attachment_client ON attachment (client_id, added_at)",
        "CREATE TABLE attachment_content (id TEXT PRIMARY KEY, client_id TEXT NOT NULL, content BLOB NOT NULL)",
        "CREATE TABLE outgoing (id TEXT PRIMARY KEY, at DATETIME NOT NULL, kind TEXT NOT NULL, "
        "subject TEXT NOT NULL CHECK (length(subject) <= 500), recipient TEXT NOT NULL "
        "CHECK (length(recipient) <= 200), client_id TEXT REFERENCES client(id))",
        "CREATE INDEX outgoing_at ON outgoing (at)",
    ):
        connection.exec_driver_sql(statement)
    # Rewriting prefix lists was four fifths of saving a name; few enough words of persons are scanned fast without.
    words = connection.exec_driver_sql("SELECT rowid, words, folded FROM client_search").all()
    connection.exec_driver_sql("DROP TABLE client_search")
    connection.exec_driver_sql("CREATE VIRTUAL TABLE client_search USING fts5(words, folded, "
                               "tokenize = 'unicode61 remove_diacritics 2')")
    connection.exec_driver_sql("INSERT INTO client_search (client_search, rank) VALUES ('secure-delete', 1)")
    for row in words:
        connection.exec_driver_sql("INSERT INTO client_search (rowid, words, folded) VALUES (?, ?, ?)", tuple(row))


STEPS: Sequence[Step] = (_to_1, _to_2, _to_3)
CURRENT = len(STEPS)


def version(connection: Connection) -> int:
    """The schema number of the file, 0 for one without a schema."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)


def refuse_newer(found: int) -> None:
    """Raises TooNew for a file of a later program, before anything is touched."""
    if found > CURRENT:
        raise TooNew


def migrate(connection: Connection, *, upto: int = CURRENT) -> None:
    """Runs the missing steps inside the transaction of ``connection``, which must be a writing one."""
    for number in range(version(connection) + 1, upto + 1):
        STEPS[number - 1](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
