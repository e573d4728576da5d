"""The process in which one spreadsheet is parsed: its bytes in, lines of JSON out, within limits of memory and time.
Whatever goes wrong ends this process alone; it knows no client, no file on disk, no window."""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from app.child import limit
from app.documents.tables import MAX_ROWS, REFUSED, TableRefused, limited
from app.domain.dates import german

MAX_UNPACKED = 50_000_000
MAX_ENTRIES = 200
MAX_RATIO = 200
MAX_TEXT = 30_000_000  # characters of all cells

# How Office names the stream of a file encrypted with a password (MS-OFFCRYPTO 2.3.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# What zipfile says of damaged directories: its own error, seeks to nowhere, names in no encoding, versions to come.
_NO_DIRECTORY = (zipfile.BadZipFile, ValueError, OSError, EOFError, LookupError, NotImplementedError, OverflowError,
                 struct.error)


def main() -> int:
    """Answers one question on the standard streams: a line of JSON, then the bytes of a spreadsheet.

    The answer is ``{"sheet", "sheets"}`` and one ``[line, cells]`` per line with content. Exit 0 complete, REFUSED with
    the reason in the last line; any other end means that the file cannot be read.
    """
    limit()
    # The built program without a console has the streams of the system, but none of Python's.
    with open(0, "rb") as question, open(1, "wb") as answer:
        head, _, data = question.read().partition(b"\n")
        try:
            asked = json.loads(head)
            for part in _parts(data, asked["sheet"], asked.get("more_rows", 0)):
                answer.write(json.dumps(part).encode() + b"\n")
        except TableRefused as refusal:
            answer.write(json.dumps({"reason": refusal.reason, **refusal.values}).encode() + b"\n")
            return REFUSED
    return 0


def _parts(data: bytes, wanted: str, more_rows: int = 0) -> Iterator[object]:
    """What is answered, in its order; errors of the parser are left to end the process."""
    if data.startswith(b"PK"):
        check_size(data)
    elif _ENCRYPTED in data:
        raise TableRefused("password")
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(data))
    except PasswordError:
        raise TableRefused("password") from None
    seen = [sheet.name for sheet in book.sheets_metadata
            if (sheet.typ, sheet.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)]
    if wanted and wanted not in seen:
        raise TableRefused("sheet")
    for name in [wanted] if wanted else seen:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            yield {"sheet": name, "sheets": seen}
            yield from _rows(sheet, sheet.start[1], MAX_ROWS + more_rows)
            return
    raise TableRefused("empty")


def check_size(data: bytes) -> None:
    """By the directory alone; a directory that lies still meets the limits of memory and time.

    Raises `TableRefused` and nothing else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
    except _NO_DIRECTORY:
        raise TableRefused("broken") from None
    if len(sizes) > MAX_ENTRIES or sum(sizes) > min(MAX_UNPACKED, MAX_RATIO * len(data)):
        raise TableRefused("unpacked")


def _rows(sheet: CalamineSheet, left: int, most: int) -> Iterator[tuple[int, list[str]]]:
    rows = length = 0
    # The parser gives every row from the first, but none of the empty columns at the left.
    for line, values in enumerate(sheet.iter_rows(), start=1):
        cells = limited(line, [""] * left + [as_typed(value) for value in values])
        if cells is None:
            continue
        rows, length = rows + 1, length + sum(map(len, cells))
        if rows > most:
            raise TableRefused("rows")
        if length > MAX_TEXT:
            raise TableRefused("unpacked")
        yield line, cells


def as_typed(value: object) -> str:
    """The German text a person would have typed for a value of a cell: ``05.03.2001``, ``1,5``, ``ja``, ``10:30``."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return german(value) if value.time() == time() else f"{german(value)} {value:%H:%M}"
    if isinstance(value, date):
        return german(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        hours, minutes = divmod(round(value.total_seconds() / 60), 60)
        return f"{hours}:{minutes:02}"
    if isinstance(value, float):
        # Office counts every number as one with decimals, telephone numbers too; it keeps 15 digits.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}".replace(".", ",")
    return str(value)
