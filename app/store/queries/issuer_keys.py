"""The keys of the Geschäftsführende Stelle, as they were entered."""

from sqlalchemy import select

from app.domain.trust import ACTIVE, IssuerKey
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of


def entered(file: CaseFile) -> tuple[IssuerKey, ...]:
    """All of them: those in force first, the active one before the reserve, then those out of use, newest first."""
    with file.read() as connection:
        rows = connection.execute(select(table_of(IssuerKey))).mappings().all()
    keys = [from_row(IssuerKey, row) for row in rows]
    return tuple(sorted(keys, key=lambda key: (
        key.retired_on is not None, -key.retired_on.toordinal() if key.retired_on else 0, key.role != ACTIVE)))
