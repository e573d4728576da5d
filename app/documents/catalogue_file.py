"""The door for catalogue files: what bytes are is seen in the bytes, never in a name, and the right reader reads them.
Writes nothing."""

from collections.abc import Mapping

from app.documents import catalogue_csv, catalogue_xlsx, tables
from app.documents.catalogue_parts import (
    MAX_BYTES,
    NO_HEAD,
    CatalogueFile,
    CatalogueRefused,
    HeadIncomplete,
    NoColumnRow,
    NotText,
    OnlyChanges,
    RefusedRow,
    Step,
    TooLarge,
    silent,
)

_LOOKED_AT = 4_096  # bytes that say what a file is
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def read(data: bytes, *, step: Step = silent, head: Mapping[str, str] = NO_HEAD) -> CatalogueFile:
    """Reads a catalogue from CSV, a spreadsheet, JSON or openQ-cat 1.1; rows that cannot be read are listed.

    ``step(done, total)`` is called while it works (``total`` 0 where nobody knows) and may raise to cancel. Raises
    `CatalogueRefused` (one of its kinds) when the file as a whole cannot be used, and nothing else. ``head`` says what
    a table that is not issued yet leaves open in its head (names of `HEAD_NAMES`).
    """
    if tables.is_spreadsheet(data):
        return catalogue_xlsx.read(data, step=step, head=head)
    first = _first_sign(data)
    # XML and JSON come seldom: their readers are loaded with the first such file, not with the window.
    if first == "<":
        from app.documents import catalogue_openq

        return catalogue_openq.read(data, step=step)
    if first and first in "{[":
        from app.documents import catalogue_json

        return catalogue_json.read(data, step=step)
    return catalogue_csv.read(data, step=step, head=head)


def _first_sign(data: bytes) -> str:
    """The first sign that is no blank, "" if there is none near the beginning."""
    start = data[:_LOOKED_AT]
    codec = next((codec for mark, codec in _BOMS.items() if start.startswith(mark)), "latin-1")
    return start.decode(codec, errors="ignore").lstrip("\ufeff \t\r\n")[:1]


__all__ = ["MAX_BYTES", "CatalogueFile", "CatalogueRefused", "HeadIncomplete", "NoColumnRow", "NotText", "OnlyChanges",
           "RefusedRow", "Step", "TooLarge", "read", "silent"]
