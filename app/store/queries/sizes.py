"""How large a Klientendatei is and which engine reads it, in numbers alone; for the diagnosis. No value of any row."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.store import migrations
from app.store.casefile import CaseFile
from app.store.column_types import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """``rows`` by table, ``size`` of the database in bytes, ``cipher`` the library behind SQLCipher, "" untold."""

    rows: dict[str, int]
    size: int
    schema: int
    sqlcipher: str
    sqlite: str
    cipher: str


def sizes(file: CaseFile) -> Sizes:
    """Counted now; 40,000 notes take some milliseconds."""
    with file.read() as connection:
        rows = {name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in sorted(Row.metadata.tables.items())}

        def told(pragma: str) -> str:
            return str(connection.exec_driver_sql(pragma).scalar() or "")

        return Sizes(rows=rows, size=file.database.stat().st_size, schema=migrations.version(connection),
                     sqlcipher=told("PRAGMA cipher_version"), sqlite=told("SELECT sqlite_version()"),
                     cipher=told("PRAGMA cipher_provider_version") or told("PRAGMA cipher_provider"))
