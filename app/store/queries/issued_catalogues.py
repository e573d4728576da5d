"""The catalogues the Geschäftsführende Stelle has issued: what they say of themselves, and their bytes on demand."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, select

from app.domain.catalogue import Mode
from app.domain.issue import IssuedCatalogue
from app.store.queries.offers import Source, connected
from app.store.records import from_row, table_of

_TABLE = table_of(IssuedCatalogue)
_SAID = ("id", "name", "number", "as_of", "mode", "valid_until", "issued_at", "rows", "key_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLine:
    """An issue without its bytes, which may be many."""

    id: str
    name: str
    number: int
    as_of: date
    mode: str
    valid_until: date | None
    issued_at: datetime
    rows: int
    key_id: str


def lines(source: Source) -> tuple[IssuedLine, ...]:
    """All issues, the newest first."""
    with connected(source) as connection:
        return tuple(IssuedLine(**row) for row in connection.execute(_newest_first()).mappings())


def last(source: Source) -> IssuedLine | None:
    """The issue with the highest number, None before the first."""
    with connected(source) as connection:
        row = connection.execute(_newest_first().limit(1)).mappings().first()
    return None if row is None else IssuedLine(**row)


def whole(source: Source, identity: str) -> IssuedCatalogue | None:
    """One issue with its bytes."""
    with connected(source) as connection:
        row = connection.execute(select(_TABLE).where(_TABLE.c.id == identity)).mappings().first()
    return None if row is None else from_row(IssuedCatalogue, row)


def chain(source: Source, before: int | None = None) -> tuple[bytes, ...]:
    """The files that make up what held before that number (None: what holds now): the last full one and those after
    it with only changes, the oldest first."""
    number = _TABLE.c.number
    limit = number > 0 if before is None else number < before
    with connected(source) as connection:
        start = _start(connection, limit)
        rows = connection.execute(select(_TABLE.c.content).where(limit, number >= start).order_by(number)).scalars()
        return tuple(bytes(content) for content in rows)


def _start(connection: Connection, limit: ColumnElement[bool]) -> int:
    full = select(_TABLE.c.number).where(limit, _TABLE.c.mode == str(Mode.FULL)).order_by(_TABLE.c.number.desc())
    return int(connection.execute(full.limit(1)).scalar() or 0)


def _newest_first() -> Select[tuple[object, ...]]:
    return select(*(_TABLE.c[name] for name in _SAID)).order_by(_TABLE.c.number.desc())
