"""The bare limit of the store: one plain SQLCipher connection that repeats statements heard from the program."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from app.store.casefile import CaseFile
from app.store.connection import open_connection
from app.vault import keyfile

COMMIT = "COMMIT"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the driver got it."""

    sql: str
    values: Any = ()
    many: bool = False


def connected(file: CaseFile) -> Any:
    """A connection of its own to the same database: same key, same pragmas, nothing else."""
    return open_connection(file.database, keyfile.hkdf(file.secret, "db"))


@contextmanager
def heard() -> Iterator[list[Statement]]:
    """Collects every statement that SQLAlchemy sends, with its values, and the commits."""
    statements: list[Statement] = []

    def sent(_connection: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        statements.append(Statement(sql, values, many))

    def committed(_connection: Any) -> None:
        statements.append(Statement(COMMIT))

    event.listen(Engine, "before_cursor_execute", sent)
    event.listen(Engine, "commit", committed)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", sent)
        event.remove(Engine, "commit", committed)


def repeat(connection: Any, statements: Iterable[Statement]) -> None:
    """Sends the statements again and fetches every row."""
    for statement in statements:
        if statement.many:
            connection.executemany(statement.sql, statement.values)
        else:
            connection.execute(statement.sql, statement.values).fetchall()


def without_memory_security() -> None:
    """Leaves the pragma out in this process; once set, SQLCipher never takes it back."""
    sqlcipher.connect = partial(sqlcipher.connect, factory=_Unlocked)


class _Unlocked(sqlcipher.Connection):  # type: ignore[misc]
    def execute(self, sql: str, *values: Any) -> Any:
        """Asks for the value of the one pragma instead of setting it."""
        return super().execute("PRAGMA cipher_memory_security" if "cipher_memory_security" in sql else sql, *values)
