"""The saved lists of the sidebar, in their order."""

from sqlalchemy import select

from app.domain.saved_list import SavedList
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of


def lists(file: CaseFile) -> tuple[SavedList, ...]:
    """All saved lists."""
    with file.read() as connection:
        rows = connection.execute(select(table_of(SavedList))).mappings().all()
    return tuple(sorted((from_row(SavedList, row) for row in rows), key=lambda one: (one.position, one.name)))
