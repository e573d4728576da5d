"""Rows of an older client list (the table this program replaces) as values of a client, each with a reason where it
cannot be taken. Nothing is written and nobody is looked up here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from app.documents.old_list_columns import FIELDS, NOTE, ColumnMap
from app.documents.old_list_words import MAX_WORDS, is_blank, not_known
from app.documents.own_list import csv_bytes
from app.documents.tables import Row, Step, Table, silent
from app.domain.client import Client, checked
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.names import folded

COLUMN = N_("Spalte „{column}“: {reason}")
NOTE_LINE = N_("Spalte {column}: {text}")
AGAIN = N_("Diese Zeile steht schon in Zeile {line}.")
_BY_ID = {each.id: each for each in FIELDS}
_OF_CLIENT = frozenset(each.name for each in fields(Client))


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRow:
    """A row as it would be taken; it is not where ``error`` says why.

    ``values``: attributes of Client, ``access_route``, ``paper_kind``, ``paper_valid_to`` (date), ``german`` (oral
    level), ``first_contact`` (date), ``shelter`` (its name), ``note``. ``notes`` are lines for what was not understood.
    ``fingerprint`` is the same for the same row at a second import; ``same_as`` is the line it repeats, else 0.
    """

    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""
    fingerprint: str = ""
    same_as: int = 0


def read_rows(table: Table, mapping: ColumnMap, today: date, defaults: Mapping[str, Any],
              step: Step = silent) -> tuple[OldRow, ...]:
    """Every row of a titled table that has a mapped cell; ``defaults`` fill what a row does not say, such as ``ags``.

    Columns and fields of ``mapping`` that no longer exist are passed over. Raises only what ``step`` raises.
    """
    rows: list[OldRow] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(table.rows, start=1):
        if number % 100 == 0:
            step(number, len(table.rows))
        cells = _mapped(table, row, mapping)
        if not cells:
            continue
        fingerprint = _fingerprint(cells)
        first = seen.setdefault(fingerprint, row.line)
        if first != row.line:
            rows.append(OldRow(line=row.line, error=AGAIN.format(line=first), fingerprint=fingerprint, same_as=first))
        else:
            rows.append(_read(row.line, cells, today, defaults, fingerprint))
    return tuple(rows)


Cell = tuple[str, str, str]  # column, field id, text


def _mapped(table: Table, row: Row, mapping: ColumnMap) -> list[Cell]:
    # A row may be shorter than the header: empty cells at its end are left out.
    return [(column, mapping[column], text) for column, text in zip(table.header, row.cells, strict=False)
            if mapping.get(column) in _BY_ID and not is_blank(text)]


def _fingerprint(cells: Iterable[Cell]) -> str:
    """Of what the row says, not how: column names, their order, capitals and blanks do not count."""
    said = sorted(f"{field_id}\t{folded(text)}" for _column, field_id, text in cells)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _read(line: int, cells: list[Cell], today: date, defaults: Mapping[str, Any], fingerprint: str) -> OldRow:
    values: dict[str, Any] = {}
    notes: list[str] = []
    error = ""
    remarks = [(column, text) for column, field_id, text in cells if field_id == NOTE]
    for column, field_id, text in cells:
        if field_id == NOTE:
            continue
        try:
            if len(text) > MAX_WORDS:
                raise not_known(text)
            reading = _BY_ID[field_id].read(text, today)
        except UserError as reason:
            if _BY_ID[field_id].required:
                error = error or COLUMN.format(column=column, reason=reason)
            else:
                notes.append(NOTE_LINE.format(column=column, text=text))
            continue
        # What an earlier column said stands; a later one that says something else is kept as it is written.
        agrees = all(values.setdefault(name, value) == value for name, value in reading.values.items())
        if not (agrees and reading.whole):
            notes.append(NOTE_LINE.format(column=column, text=text))
    if isinstance(until := values.get("paper_valid_to"), date) and "paper_kind" not in values:
        # A date of no paper could not be stored.
        del values["paper_valid_to"]
        notes.append(NOTE_LINE.format(column=_BY_ID["paper_valid_to"].label, text=german(until)))
    if remarks:
        values[NOTE] = remarks[0][1] if len(remarks) == 1 else "\n".join(
            NOTE_LINE.format(column=column, text=text) for column, text in remarks)
    values = {**defaults, **values}
    return OldRow(line=line, values=values, notes=tuple(notes), error=error or _missing(values, today),
                  fingerprint=fingerprint)


def _missing(values: Mapping[str, Any], today: date) -> str:
    """What intake would refuse the person for, "" if nothing."""
    own = {name: value for name, value in values.items() if name in _OF_CLIENT}
    try:
        checked(Client(**{**own, "id": "", "number": 0}), today)
    except UserError as reason:
        return str(reason)
    return ""


def errors_csv(table: Table, rows: Iterable[OldRow]) -> bytes:
    """The rows that cannot be taken, as they stand in the list, with line and reason, to be corrected in Excel."""
    cells = {row.line: row.cells for row in table.rows}
    width = len(table.header)
    return csv_bytes(("Zeile", "Grund", *table.header), [
        (row.line, row.error, *(cells[row.line] + ("",) * width)[:width]) for row in rows if row.error])
