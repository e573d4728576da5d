"""What the monthly report has to know of its own past: months issued, the audit's memory, where the file stood."""

import json

from sqlalchemy import Connection, func, select

from app.domain.monthly import AuditCell
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of
from app.store.schema import ActRow, IssuedMonthRow, MetaRow
from app.store.work import Work

# the fact about the file that lists months which were issued and whose files are gone, as JSON
LOST = "months_lost"


def last_period(connection: Connection) -> str:
    """The latest month that was issued, also of those whose bytes are lost, as ``YYYY-MM``; empty before the first."""
    lost = select(MetaRow.value).where(MetaRow.name == LOST).scalar_subquery()
    issued, gone = connection.execute(select(func.max(IssuedMonthRow.period), lost)).one()
    return max((str(issued or ""), *map(str, json.loads(gone or "[]"))))


def stand(file: CaseFile) -> int:
    """The number of the last act, 0 before the first: equal numbers mean equal records."""
    with file.read() as connection:
        return int(connection.execute(select(func.max(ActRow.number))).scalar() or 0)


def unchanged(work: Work, since: int) -> bool:
    """Whether nobody has written since `stand` told that number; asked inside the write that relies on it."""
    return int(work.connection.execute(select(func.max(ActRow.number))).scalar() or 0) == since


def issued_bytes(file: CaseFile) -> dict[str, bytes]:
    """All months issued, oldest first, byte for byte, by ``YYYY-MM``."""
    query = select(IssuedMonthRow.period, IssuedMonthRow.content).order_by(IssuedMonthRow.period)
    with file.read() as connection:
        return {row.period: row.content for row in connection.execute(query)}


def audit_cells(file: CaseFile) -> dict[str, AuditCell]:
    """What the audit remembers, by its own names of the cells."""
    with file.read() as connection:
        rows = connection.execute(select(table_of(AuditCell))).mappings().all()
    return {row["id"]: from_row(AuditCell, row) for row in rows}

