"""Reads a course catalogue from a spreadsheet (XLSX; ODS and XLS too): the CSV profile in cells. The file itself is
parsed by the limited child process of `tables`; no byte of it is interpreted here."""

import hashlib
from collections.abc import Mapping

from app.documents import tables
from app.documents.catalogue_parts import NO_HEAD, CatalogueFile, CatalogueRefused, NotText, Step, TooLarge, silent
from app.documents.catalogue_table import MAX_HEAD_LINES, read_table
from app.documents.tables import Table, TableRefused

_TOO_LARGE = frozenset({"rows", "columns", "cell", "unpacked", "bytes"})


def read(data: bytes, *, step: Step = silent, head: Mapping[str, str] = NO_HEAD) -> CatalogueFile:
    """Reads the first visible sheet that holds anything; lines in refusals are those of the sheet.

    Dates, numbers and booleans count as what a person would have typed for them. Raises `CatalogueRefused`.
    """
    if len(data) > tables.MAX_BYTES:
        raise refusal(TableRefused("bytes"))
    try:
        table = tables.spreadsheet(data, more_rows=MAX_HEAD_LINES, step=step)
    except TableRefused as reason:
        raise refusal(reason) from None
    return of_table(table, sha256=hashlib.sha256(data).hexdigest(), step=step, head=head)


def of_table(table: Table, *, sha256: str, step: Step = silent, head: Mapping[str, str] = NO_HEAD) -> CatalogueFile:
    """The catalogue in the cells of one sheet; raises `CatalogueRefused`."""
    # The profile says nothing of the first row, so that of the table is a row like the others.
    first = [(1, table.header)] if table.header else []
    records = (*first, *((row.line, row.cells) for row in table.rows))
    return read_table(iter(records), form="xlsx", encoding="", sha256=sha256, step=step, total=len(records),
                      head=head)


def refusal(reason: TableRefused) -> CatalogueRefused:
    """The same sentence as a refusal of a catalogue."""
    kind = TooLarge if reason.reason in _TOO_LARGE else NotText
    return kind(reason.msgid, **reason.values)
