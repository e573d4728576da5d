"""Reads a course catalogue from CSV (profile version 1): bytes in, offerings and refused rows out. Writes nothing."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping

from app.documents.catalogue_parts import (
    FIRST_COLUMN,
    NO_HEAD,
    CatalogueFile,
    NoColumnRow,
    NotText,
    Step,
    TooLarge,
    check_bytes,
    not_a_file,
    number_in_words,
    silent,
)
from app.documents.catalogue_table import no_column_row, read_table
from app.domain.errors import N_

MAX_BYTES = 20_000_000
MAX_LINE = 240_000  # characters: 60 columns of 4,000

_COLUMN_ROW = re.compile(rf'(?:^|[\r\n])[ "]*{FIRST_COLUMN}[ "]*([;,\t]?)', re.IGNORECASE)


def read(data: bytes, *, step: Step = silent, head: Mapping[str, str] = NO_HEAD) -> CatalogueFile:
    """Reads a catalogue in the CSV profile; rows that cannot be read are listed with a reason, never guessed.

    Encodings: UTF-16 by byte order mark, UTF-8 with or without it, else cp1252; separators ; , and TAB. Raises
    `CatalogueRefused` (one of its kinds) when the file as a whole cannot be used.
    """
    text, encoding = _decode(data)
    delimiters = _COLUMN_ROW.findall(text)
    if not delimiters:
        raise no_column_row()
    delimiter = next(filter(None, delimiters), None)
    if delimiter is None:
        raise NoColumnRow(N_("Die Spalten sind weder durch Semikolon noch durch Komma oder Tabulator getrennt. Ihr "
                             "Katalog ist unverändert. Speichern Sie die Tabelle neu als CSV mit Semikolon."))
    return read_table(_records(text, delimiter), form="csv", encoding=encoding,
                      sha256=hashlib.sha256(data).hexdigest(), step=step, total=text.count("\n") + 1, head=head)


def _decode(data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise not_a_file("empty")
    check_bytes(data, MAX_BYTES)
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, codec.removesuffix("-sig")
    raise not_a_file("text")


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; one endless line must not fill the memory with empty cells."""
    for line in io.StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise TooLarge(N_("Eine Zeile der Datei hat mehr als {limit} Zeichen. Ihr Katalog ist unverändert. Lassen "
                              "Sie sich die Datei im Katalogprofil geben."), limit=number_in_words(MAX_LINE))
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
