"""Reads a course catalogue from CSV (profile version 1): bytes in, offerings and refused rows out. Writes nothing."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.documents.catalogue_columns import (
    MAX_CELL,
    MAX_ID,
    PROFILE,
    PROFILE_NAMES,
    SHOWN,
    clean,
    read_date,
    read_offering,
    whole_number,
)
from app.domain.catalogue import CatalogueHead, Mode, Offering
from app.domain.errors import N_, UserError

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_BYTES = 20_000_000
MAX_LINE = 240_000  # characters: 60 columns of 4,000
MAX_HEAD_LINES = 200
FIRST_COLUMN = "angebot_id"
KEY_COLUMN = "durchfuehrung_id"

_T = TypeVar("_T")
_COLUMN_ROW = re.compile(rf'(?:^|[\r\n])[ "]*{FIRST_COLUMN}[ "]*([;,\t]?)', re.IGNORECASE)
_MODES = {"vollständig": Mode.FULL, "vollstaendig": Mode.FULL, "änderung": Mode.DELTA, "aenderung": Mode.DELTA}
_HEAD_NAMES = {"katalog": "Katalog", "nummer": "Nummer", "stand": "Stand", "art": "Art", "gültig bis": "Gültig bis"}


class CatalogueRefused(UserError):
    """The whole file cannot be read as a catalogue; nothing was taken from it."""


class NotText(CatalogueRefused):
    """Empty, binary or in no encoding we read."""


class NoColumnRow(CatalogueRefused):
    """No row of column names, or one that cannot be used."""


class HeadIncomplete(CatalogueRefused):
    """The block above the column names lacks something or says something impossible."""


class TooLarge(CatalogueRefused):
    """More bytes, rows or columns than the profile allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken: first line of it in the file (from 1), durchfuehrung_id or "", the first reason."""

    line: int
    key: str
    reason: UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """What a file holds: offerings in file order with unique keys; ``sha256`` is the hex digest of its bytes."""

    head: CatalogueHead
    offerings: tuple[Offering, ...]
    refused: tuple[RefusedRow, ...]
    unknown_columns: tuple[str, ...]
    encoding: str
    sha256: str

    @property
    def refused_keys(self) -> frozenset[str]:
        """Keys that stood in the file but could not be read; `compare` must not take them for missing."""
        return frozenset(row.key for row in self.refused if row.key)


def read(data: bytes) -> CatalogueFile:
    """Reads a catalogue in the CSV profile; rows that cannot be read are listed with a reason, never guessed.

    Encodings: UTF-16 by byte order mark, UTF-8 with or without it, else cp1252; separators ; , and TAB. Raises
    `CatalogueRefused` (one of its kinds) when the file as a whole cannot be used.
    """
    text, encoding = _decode(data)
    delimiters = _COLUMN_ROW.findall(text)
    if not delimiters:
        raise _no_column_row()
    delimiter = next(filter(None, delimiters), None)
    if delimiter is None:
        raise NoColumnRow(N_("Die Spalten sind weder durch Semikolon noch durch Komma oder Tabulator getrennt. Ihr "
                             "Katalog ist unverändert. Speichern Sie die Tabelle neu als CSV mit Semikolon."))
    records = _records(text, delimiter)
    head, names = _head_and_columns(records)
    unknown = _check_columns(names)
    rows = [(line, _row(line, cells, names)) for line, cells in _limited(records)]
    offerings, refused = _without_conflicts(rows)
    return CatalogueFile(head=head, offerings=offerings, refused=refused, unknown_columns=unknown, encoding=encoding,
                         sha256=hashlib.sha256(data).hexdigest())


def _decode(data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise NotText(N_("Die Datei ist leer. Ihr Katalog ist unverändert. Lassen Sie sich die Datei noch einmal "
                         "geben."))
    if len(data) > MAX_BYTES:
        raise TooLarge(N_("Die Datei ist größer als {limit} MB und wird nicht eingelesen. Ihr Katalog ist unverändert. "
                          "Fragen Sie, ob es der richtige Katalog ist."), limit=MAX_BYTES // 1_000_000)
    if data.startswith(b"PK\x03\x04"):
        raise NotText(N_("Das ist eine Excel- oder ZIP-Datei. Ihr Katalog ist unverändert. Speichern Sie die Tabelle "
                         "als CSV mit Semikolon und lesen Sie diese Datei ein."))
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, codec.removesuffix("-sig")
    raise NotText(N_("Die Datei ist keine Textdatei. Ihr Katalog ist unverändert. Lassen Sie sich den Katalog als CSV "
                     "geben."))


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; one endless line must not fill the memory with empty cells."""
    for line in io.StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise TooLarge(N_("Eine Zeile der Datei hat mehr als {limit} Zeichen. Ihr Katalog ist unverändert. Lassen "
                              "Sie sich die Datei im Katalogprofil geben."), limit=f"{MAX_LINE:,}".replace(",", "."))
        yield line


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line its first cell stands on; a record may span lines inside quotation marks."""
    # strict: else one forgotten quotation mark swallows the rows after it, and they would count as withdrawn.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise NotText(N_("Ab Zeile {line} passen die Anführungszeichen nicht zusammen. Ihr Katalog ist unverändert. "
                         "Öffnen Sie die Datei in Excel und speichern Sie sie neu als CSV."), line=line) from None


def _limited(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The records below the column names that hold anything; empty ones count for the limit too."""
    for number, (line, cells) in enumerate(records, start=1):
        if number > MAX_ROWS:
            raise TooLarge(N_("Die Datei hat mehr als {limit} Zeilen und wird nicht eingelesen. Ihr Katalog ist "
                              "unverändert. Löschen Sie leere Zeilen am Ende oder fragen Sie nach einem kleineren "
                              "Katalog."), limit=f"{MAX_ROWS:,}".replace(",", "."))
        if any(cell and not cell.isspace() for cell in cells):
            yield line, cells


def _head_and_columns(records: Iterator[tuple[int, list[str]]]) -> tuple[CatalogueHead, list[str]]:
    """Reads up to the row of column names; other lines above it are remarks of the office."""
    values: dict[str, str] = {}
    for line, cells in records:
        name = clean(cells[0]).rstrip(" :").lower() if cells else ""
        if name == FIRST_COLUMN:
            return _head(values), [clean(cell).lower() for cell in cells]
        if line > MAX_HEAD_LINES:
            break
        value = clean(cells[1]) if len(cells) > 1 else ""
        if name in _HEAD_NAMES and value and values.setdefault(name, value) != value:
            raise HeadIncomplete(N_("Im Kopf der Datei steht „{name}“ zweimal. Ihr Katalog ist unverändert. Lassen Sie "
                                    "sich die Datei noch einmal geben."), name=_HEAD_NAMES[name])
    raise _no_column_row()


def _head(values: dict[str, str]) -> CatalogueHead:
    head = CatalogueHead(
        name=_head_value(values, "katalog", str),
        number=_head_value(values, "nummer", whole_number(999_999_999)),
        as_of=_head_value(values, "stand", read_date),
        mode=_head_value(values, "art", _mode),
        valid_until=_head_value(values, "gültig bis", read_date) if "gültig bis" in values else None,
    )
    if head.valid_until is not None and head.valid_until < head.as_of:
        raise HeadIncomplete(N_("Im Kopf der Datei liegt „Gültig bis“ vor „Stand“. Ihr Katalog ist unverändert. Lassen "
                                "Sie sich die Datei noch einmal geben."))
    return head


def _head_value(values: dict[str, str], name: str, value: Callable[[str], _T]) -> _T:
    if name not in values:
        raise HeadIncomplete(N_("Im Kopf der Datei fehlt „{name}“. Ihr Katalog ist unverändert. Lassen Sie sich die "
                                "Datei noch einmal geben."), name=_HEAD_NAMES[name])
    try:
        return value(values[name])
    except UserError:
        raise HeadIncomplete(N_("Im Kopf der Datei ist „{name}“ nicht lesbar: {cell}. Ihr Katalog ist unverändert. "
                                "Lassen Sie sich die Datei noch einmal geben."),
                             name=_HEAD_NAMES[name], cell=values[name][:SHOWN]) from None


def _mode(cell: str) -> Mode:
    if cell.lower() not in _MODES:
        raise UserError(N_("„{cell}“ ist weder „vollständig“ noch „Änderung“."), cell=cell[:SHOWN])
    return _MODES[cell.lower()]


def _no_column_row() -> NoColumnRow:
    return NoColumnRow(N_("In der Datei fehlt die Zeile mit den Spaltennamen, die mit „angebot_id“ beginnt. Ihr "
                          "Katalog ist unverändert. Lassen Sie sich die Datei im Katalogprofil geben."))


def _check_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Refuses column names that leave open what a cell means; returns those the profile does not know."""
    if len(names) > MAX_COLUMNS:
        raise TooLarge(N_("Die Datei hat mehr als {limit} Spalten und wird nicht eingelesen. Ihr Katalog ist "
                          "unverändert. Lassen Sie sich die Datei im Katalogprofil geben."), limit=MAX_COLUMNS)
    for column in PROFILE:
        if column.required and column.name not in names:
            raise NoColumnRow(N_("In der Datei fehlt die Spalte „{column}“. Ihr Katalog ist unverändert. Lassen Sie "
                                 "sich die Datei im Katalogprofil geben."), column=column.name)
        if names.count(column.name) > 1:
            raise NoColumnRow(N_("Die Spalte „{column}“ steht zweimal in der Datei. Ihr Katalog ist unverändert. "
                                 "Lassen Sie sich die Datei im Katalogprofil geben."), column=column.name)
    return tuple(name for name in names if name and name not in PROFILE_NAMES)


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> Offering | RefusedRow:
    # A row may be shorter: Excel leaves out empty cells at its end. A longer one has its cells in wrong columns.
    by_name = dict(zip(names, cells, strict=False))
    try:
        if any(clean(cell) for cell in cells[len(names):]):
            raise UserError(N_("Die Zeile hat mehr Zellen als die Zeile mit den Spaltennamen."))
        return read_offering(by_name)
    except UserError as reason:
        return RefusedRow(line=line, key=clean(by_name.get(KEY_COLUMN, "")[:MAX_CELL])[:MAX_ID], reason=reason)


def _without_conflicts(
    rows: Sequence[tuple[int, Offering | RefusedRow]],
) -> tuple[tuple[Offering, ...], tuple[RefusedRow, ...]]:
    """Equal rows count once; rows with one key and different content are refused, all of them: never the last wins."""
    first: dict[str, tuple[int, Offering | RefusedRow]] = {}
    differing: dict[str, int] = {}
    for line, row in rows:
        if row.key and first.setdefault(row.key, (line, row))[1] != row:
            differing.setdefault(row.key, line)
    offerings, refused = [], []
    for line, row in rows:
        if isinstance(row, RefusedRow):
            refused.append(row)
        elif row.key in differing:
            other = first[row.key][0] if line != first[row.key][0] else differing[row.key]
            refused.append(RefusedRow(line=line, key=row.key, reason=UserError(
                N_("durchfuehrung_id: {key} steht auch in Zeile {other}, mit anderem Inhalt."),
                key=row.key, other=other)))
        elif first[row.key][0] == line:
            offerings.append(row)
    return tuple(offerings), tuple(refused)
