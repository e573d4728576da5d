"""The schema as numbered steps of literal SQL on ``user_version``; never imports today's rows."""

import secrets
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from app.store.migrations_sql import ADDED_4, ADDED_5, SCHEMA_1, SCHEMA_4, SCHEMA_5, SCHEMA_6
from app.store.search import folded_text
from app.vault.errors import TooNew

Step = Callable[[Connection], None]


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


def _to_4(connection: Connection) -> None:
    """Casework in full: shelters, families, needs, plans, flags, lists; a shelter becomes a thing of its own."""
    for statement in SCHEMA_4.split(";"):
        connection.exec_driver_sql(statement)
    for table, columns in ADDED_4.items():
        for column in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
    shelters = connection.exec_driver_sql(
        "SELECT shelter, ags, max(accommodation) AS kind FROM client WHERE shelter != '' GROUP BY shelter, ags").all()
    for shelter in shelters:
        identity = uuid.uuid4().hex
        connection.exec_driver_sql(
            "INSERT INTO accommodation VALUES (?, ?, ?, ?, '', '', '', 'unknown', 'unknown')",
            (identity, shelter.shelter, shelter.kind, shelter.ags))
        connection.exec_driver_sql("UPDATE client SET accommodation_id = ? WHERE shelter = ? AND ags = ?",
                                   (identity, shelter.shelter, shelter.ags))
    connection.exec_driver_sql("ALTER TABLE client DROP COLUMN shelter")
    connection.exec_driver_sql("CREATE INDEX client_accommodation ON client (accommodation_id)")


def _to_5(connection: Connection) -> None:
    """Catalogues of one's own beside the signed one, appointments, the book of providers, gaps, the GfS's side."""
    for statement in SCHEMA_5.split(";"):
        connection.exec_driver_sql(statement)
    for table, columns in ADDED_5.items():
        for column in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")


def _to_6(connection: Connection) -> None:
    """The monthly report for good: months on trial go, and with them the key that had rounded them."""
    trial = connection.exec_driver_sql("SELECT count(*) FROM issued_month").scalar()
    for statement in SCHEMA_6.split(";"):
        connection.exec_driver_sql(statement)
    if trial:
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'rounding_key'", (secrets.token_hex(32),))
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'pseudonym'", (secrets.token_hex(4),))


STEPS: Sequence[Step] = (_to_1, _to_2, _to_3, _to_4, _to_5, _to_6)
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
