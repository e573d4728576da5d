"""The own text modules (Textbausteine)."""

from sqlalchemy import select

from app.domain.text_module import TextModule
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of


def own(file: CaseFile) -> tuple[TextModule, ...]:
    """All own text modules by their short word."""
    with file.read() as connection:
        rows = connection.execute(select(table_of(TextModule))).mappings().all()
    return tuple(sorted((from_row(TextModule, row) for row in rows), key=lambda module: module.short))
