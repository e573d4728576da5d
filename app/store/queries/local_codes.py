"""The own values of an office, and how often each is recorded. What they count as is said by `domain`."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import Column, Connection, func, select

from app.domain.labels import LABELS
from app.domain.local_codes import LocalCode
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of


def own(file: CaseFile) -> tuple[LocalCode, ...]:
    """All own values, retired ones included."""
    with file.read() as connection:
        return all_of(connection)


def all_of(connection: Connection) -> tuple[LocalCode, ...]:
    """The same inside a reading or an act that is under way."""
    return tuple(from_row(LocalCode, row) for row in connection.execute(select(table_of(LocalCode))).mappings())


def uses(connection: Connection, values: Iterable[LocalCode]) -> Counter[str]:
    """In how many records each of these values stands, by its code; no statement without values."""
    found: Counter[str] = Counter()
    wanted = tuple(values)
    for name in {value.list_name for value in wanted}:
        codes = [value.code for value in wanted if value.list_name == name]
        for column in _columns(name):
            found.update(_counted(connection, column, codes))
    return found


def _columns(name: str) -> list[Column[str]]:
    """Every column that holds codes of a list, as the table of labels says."""
    return [table_of(kind).columns[field] for kind, labels in LABELS.items()
            for field, lists in labels.lists.items() if name in lists]


def _counted(connection: Connection, column: Column[str], codes: Collection[str]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).where(column.in_(codes)).group_by(column))
    return {code: n for code, n in rows}
