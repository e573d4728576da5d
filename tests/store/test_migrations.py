"""From every released schema to today's: nothing lost, a verified copy first, all or nothing, newer files untouched."""

import hashlib
import shutil
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app import VERSION
from app.domain.errors import UserError
from app.store import casefile, history, migrations
from app.store.casefile import CaseFile
from app.store.connection import open_connection
from app.store.queries import clients, monthly
from app.store.queries.client import page
from app.store.records import fields_of, from_row, table_of, to_row
from app.store.schema import ROWS, Row
from app.usecases import backup, casework, keys
from app.vault import keyfile
from app.vault.errors import Damaged, TooNew
from tests.casefiles import PASSWORD, Clock, Opener, after, dump, dump_restored, opened_case, refusal

# the sample files are those of released programs
pytestmark = pytest.mark.derives
FILES = Path(__file__).resolve().parents[1] / "files"
SCHEMAS = range(1, migrations.CURRENT + 1)
ALLOWED = {"daten.db", "daten.db-journal", "schluessel-a.json", "schluessel-b.json", "stand.json", "sperre.lock"}


@pytest.fixture(scope="session")
def secrets() -> dict[int, bytes]:
    """The master secrets of the sample files, each derived once from their password."""
    return {schema: keyfile.unlock(keyfile.load(FILES / f"schema_{schema}.klientendatei")[0], PASSWORD)
            for schema in SCHEMAS}


def sample(tmp_path: Path, schema: int) -> Path:
    return Path(shutil.copytree(FILES / f"schema_{schema}.klientendatei", tmp_path / "alt.klientendatei"))


def scalar(folder: Path, secret: bytes, statement: str) -> int:
    connection = open_connection(folder / "daten.db", keyfile.hkdf(secret, "db"))
    try:
        return int(connection.execute(statement).fetchone()[0])
    finally:
        connection.close()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_of_every_released_schema_opens_with_everything_in_it(
    tmp_path: Path, schema: int, secrets: dict[int, bytes],
) -> None:
    folder = sample(tmp_path, schema)
    assert scalar(folder, secrets[schema], "PRAGMA user_version") == schema
    file = casefile.unlock(folder, secrets[schema], clock=Clock())
    lines = clients.lines(file)
    assert [line.name for line in lines] == ["MUSTER, Amira", "MUSTER, Łukasz", "MUSTER, Øresund"]
    assert {(line.state, line.paper_kind) for line in lines} == {("prospect", "toleration_60a")}
    for typed in ("lukasz", "oresund", "strasse", "أميرة", "gespr"):
        assert clients.search(file, typed), typed
    (paper,) = page(file, lines[1].client_id).papers
    assert paper.seen_original is (schema > 1)
    assert len(page(file, lines[1].client_id).attachments) == (schema > 2)
    assert "Straße 1" in {line.shelter for line in lines}
    assert len(page(file, lines[1].client_id).plan_steps) == (schema > 3)
    casework.change_client(file, lines[0].client_id, phone="0300")
    with file.read() as connection:
        assert history.first_broken_link(connection) is None
        assert migrations.version(connection) == migrations.CURRENT
    file.close()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_password_of_a_sample_file_opens_it(tmp_path: Path, schema: int) -> None:
    file = keys.unlock(sample(tmp_path, schema), PASSWORD, clock=Clock())
    assert file.meta("office") == "MUSTER-Amt"
    file.close()


def test_a_backup_that_a_person_can_open_is_made_before_the_schema_changes(
    tmp_path: Path, secrets: dict[int, bytes],
) -> None:
    folder = sample(tmp_path, 1)
    before = dump(folder / "daten.db", secrets[1])
    casefile.unlock(folder, secrets[1], clock=Clock()).close()
    (made,) = backup.local(folder)
    assert made.path.parent.name == "alt-Sicherungen" and made.before_version == VERSION
    fresh = backup.prepare(backup.look(made.path, password=PASSWORD), tmp_path / "zurück.klientendatei")
    assert dump_restored(fresh / "daten.db", secrets[1]) == before
    assert {path.name for path in folder.iterdir()} <= ALLOWED
    assert scalar(folder, secrets[1], "PRAGMA user_version") == migrations.CURRENT


def test_months_on_trial_go_with_their_key_and_where_there_were_none_the_key_stays(
    tmp_path: Path, secrets: dict[int, bytes],
) -> None:
    keys = []
    for place, months in (("ohne", ()), ("mit", ("2026-09", "2026-10"))):
        folder = sample(tmp_path / place, 5)
        with closing(open_connection(folder / "daten.db", keyfile.hkdf(secrets[5], "db"))) as connection:
            before = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            for month in months:
                connection.execute("INSERT INTO issued_month VALUES (?, ?, 'kd-monat/0-erprobung', x'00', '', ?)",
                                   (month, month, "2026-11-01 10:00:00.000000"))
            connection.execute("INSERT INTO ledger_cell VALUES ('krr1|stock||', 5, 9, 0, 7, 7)")
        file = casefile.unlock(folder, secrets[5], clock=Clock())
        facts = monthly.facts(file)
        assert (monthly.issued_lines(file), facts.ledger) == ((), {})
        keys.append((facts.rounding_key.hex() == before["rounding_key"], facts.pseudonym == before["pseudonym"]))
        file.close()
    assert keys == [(True, True), (False, False)]


def test_an_up_to_date_file_is_not_copied(tmp_path: Path, secrets: dict[int, bytes]) -> None:
    folder = sample(tmp_path, migrations.CURRENT)
    before = digest(folder / "daten.db")
    casefile.unlock(folder, secrets[migrations.CURRENT], clock=Clock()).close()
    assert digest(folder / "daten.db") == before
    assert backup.local(folder) == ()


def test_an_interrupted_migration_leaves_the_old_schema_and_can_be_repeated(
    tmp_path: Path, secrets: dict[int, bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = sample(tmp_path, 1)
    before = dump(folder / "daten.db", secrets[1])

    def breaks_off(connection: Connection) -> None:
        migrations._to_2(connection)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (migrations._to_1, breaks_off))
        with pytest.raises(ZeroDivisionError):
            casefile.unlock(folder, secrets[1], clock=Clock())
    assert dump(folder / "daten.db", secrets[1]) == before
    assert scalar(folder, secrets[1], "PRAGMA user_version") == 1
    file = casefile.unlock(folder, secrets[1], clock=Clock())
    assert len(clients.lines(file)) == 3
    file.close()


def test_a_migration_without_room_for_its_copy_changes_nothing(
    tmp_path: Path, secrets: dict[int, bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = sample(tmp_path, 1)
    before = digest(folder / "daten.db")
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    with pytest.raises(UserError, match="zu wenig Platz"):
        casefile.unlock(folder, secrets[1], clock=Clock())
    assert digest(folder / "daten.db") == before


def test_a_newer_file_is_refused_and_stays_as_it_is(opener: Opener) -> None:
    connection = open_connection(opener.folder / "daten.db", keyfile.hkdf(opener.secret, "db"))
    connection.execute(f"PRAGMA user_version = {migrations.CURRENT + 1}")
    connection.close()
    before = digest(opener.folder / "daten.db")
    assert refusal(opener) == TooNew.sentence
    assert digest(opener.folder / "daten.db") == before
    assert refusal(opener) == TooNew.sentence  # and not "already open"


def test_a_database_without_a_schema_is_damage_and_no_reason_to_make_one(opener: Opener) -> None:
    database = opener.folder / "daten.db"
    database.write_bytes(b"")
    assert refusal(opener) == Damaged.sentence
    assert database.read_bytes() == b""


def test_values_rows_and_tables_have_the_same_fields(file: CaseFile) -> None:
    with file.read() as connection:
        for kind in ROWS:
            table = table_of(kind)
            info = connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")').all()
            assert {row.name for row in info} == {field.name for field in fields(kind)} == set(fields_of(kind))
            nullable = {column.name for column in table.columns if column.nullable}
            # SQLite reports a text primary key as nullable; the program never leaves it out
            assert {row.name for row in info if not row.notnull and not row.pk} == nullable, table.name


def test_every_table_of_the_file_is_described_by_a_row_or_is_the_search_index(file: CaseFile) -> None:
    described = {table.name for table in Row.metadata.tables.values()}
    tables = {name for name in dump(file.database, file.secret) if "_search" not in name}
    assert tables == described


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_sample_file_brought_up_to_date_has_the_tables_and_indexes_of_a_new_one(
    tmp_path: Path, schema: int, secrets: dict[int, bytes], file: CaseFile,
) -> None:
    def described(database: Path, secret: bytes) -> set[tuple[str, str, str]]:
        connection = open_connection(database, keyfile.hkdf(secret, "db"))
        try:
            return set(connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall())
        finally:
            connection.close()

    folder = sample(tmp_path, schema)
    casefile.unlock(folder, secrets[schema], clock=Clock()).close()
    assert described(folder / "daten.db", secrets[schema]) == described(file.database, file.secret)


def test_a_value_survives_its_row(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-9), valid_to=after(9))
    (paper,) = page(file, client_id).papers
    with file.read() as connection:
        row = connection.execute(table_of(type(paper)).select()).mappings().one()
    assert from_row(type(paper), row) == paper
    assert to_row(paper) == dict(row)
