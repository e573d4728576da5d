"""Between frozen values and rows: columns, plain JSON forms for the history, and back."""

import hashlib
from datetime import date, datetime, time
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping, Table

from app.domain.client import Client
from app.domain.dates import PartialDate
from app.store.column_types import PartialDateText, Several
from app.store.schema import ROWS

V = TypeVar("V")
Plain = dict[str, Any]
_TABLES: dict[type, Table] = {kind: cast(Table, row.__table__) for kind, row in ROWS.items()}
_KINDS: dict[str, type] = {table.name: kind for kind, table in _TABLES.items()}
_FIELDS: dict[type, tuple[str, ...]] = {kind: tuple(table.columns.keys()) for kind, table in _TABLES.items()}
# what a field names that leads to a person; a link names two, of whom neither owns it
_OWNING = {"client_id": "client_id", "case_id": "case_id", "referral_id": "referral_id"}
_LINKING = {"client_id": "relative_id", "other_id": "relative_id"}
_OWNERS: dict[type, tuple[tuple[str, str], ...]] = {
    kind: (("id", "client_id"),) if kind is Client else
    tuple((name, leads[name]) for leads in (_LINKING if "other_id" in names else _OWNING,) for name in names
          if name in leads) for kind, names in _FIELDS.items()}


def table_of(kind: type) -> Table:
    """The table that keeps values of this kind."""
    return _TABLES[kind]


def kind_named(entity: str) -> type:
    """The value class whose table has this name."""
    return _KINDS[entity]


def fields_of(kind: type) -> tuple[str, ...]:
    """Attribute names of the value, which are the column names of its row."""
    return _FIELDS[kind]


def owners_of(kind: type) -> tuple[tuple[str, str], ...]:
    """The fields that lead to the persons a record is about, each with what it names: client_id, case_id, referral_id,
    relative_id."""
    return _OWNERS[kind]


def to_row(value: object) -> Plain:
    """Column values of a value."""
    return {name: getattr(value, name) for name in fields_of(type(value))}


def from_row(kind: type[V], row: RowMapping) -> V:
    """The value that a row holds."""
    return kind(**{name: row[name] for name in fields_of(kind)})


def plain(value: Any) -> Any:
    """A field as it stands in the history: JSON types only; bytes (an issued file) only as their hash."""
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value


def restored(kind: type, name: str, value: Any) -> Any:
    """The field again from its plain form."""
    column_type = table_of(kind).columns[name].type
    if value is None:
        return None
    if isinstance(column_type, PartialDateText):
        return PartialDate.parse_iso(value)
    if isinstance(column_type, Several):
        return tuple(value)
    python_type = column_type.python_type
    if python_type in (date, datetime, time):
        return python_type.fromisoformat(value)
    return value
