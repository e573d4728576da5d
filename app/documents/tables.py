"""Reads a table file (CSV, XLSX, ODS, XLS) into rows of text. Spreadsheets are parsed by `tables_child`, in a process
of its own; what the columns mean is not known here."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.child import SECONDS, Child, TooLate
from app.child import Step as Step
from app.child import silent as silent
from app.domain.errors import N_, UserError
from app.domain.names import clean

MAX_BYTES = 50_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 4_000  # characters
CHILD = "--read-table"  # the hidden word `__main__` knows
REFUSED = 3  # exit code of the child that names its reason in its last line

_MAX_LINE = MAX_COLUMNS * MAX_CELL
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # ZIP (XLSX, ODS) and OLE (XLS)


class TableRefused(UserError):
    """The file cannot be read as a table, for one of the reasons below; nothing was taken from it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(_REASONS[reason], line=line)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line with content: its number in the file (from 1) and its cells, without the empty ones at its end."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The lines with content of one sheet, the first of them as ``header``; ``sheets`` are those a person can see.

    A CSV has no sheets: ``sheet`` is "" and ``sheets`` is empty.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()


_REASONS = {
    "rows": N_("Die Tabelle hat mehr als 20.000 Zeilen und wird nicht eingelesen. Ihre Klientendatei ist unverändert. "
               "Löschen Sie leere und fremde Zeilen oder teilen Sie die Tabelle."),
    "columns": N_("Zeile {line} hat mehr als 60 Spalten. Ihre Klientendatei ist unverändert. Löschen Sie in der "
                  "Tabelle die Spalten, die Sie nicht brauchen."),
    "cell": N_("In Zeile {line} steht eine Zelle mit mehr als 4.000 Zeichen. Ihre Klientendatei ist unverändert. "
               "Kürzen Sie den Text oder verteilen Sie ihn auf mehrere Spalten."),
    "unpacked": N_("Die Datei enthält ausgepackt mehr als 50 MB oder ungewöhnlich viele Teile und wird nicht "
                   "eingelesen. Ihre Klientendatei ist unverändert. Kopieren Sie die Liste in eine neue, leere Tabelle "
                   "und speichern Sie diese."),
    "password": N_("Die Datei ist mit einem Kennwort geschützt. Ihre Klientendatei ist unverändert. Öffnen Sie sie in "
                   "Excel und speichern Sie eine Kopie ohne Kennwort."),
    "sheet": N_("Dieses Blatt gibt es in der Datei nicht mehr. Ihre Klientendatei ist unverändert. Öffnen Sie die "
                "Datei noch einmal."),
    "broken": N_("Die Datei lässt sich nicht als Tabelle lesen: Sie ist beschädigt, zu groß oder keine Tabelle. Ihre "
                 "Klientendatei ist unverändert. Öffnen Sie sie in Excel und speichern Sie sie neu als XLSX."),
    "time": N_("Die Datei ließ sich in 30 Sekunden nicht lesen. Ihre Klientendatei ist unverändert. Kopieren Sie die "
               "Liste in eine neue, leere Tabelle und speichern Sie diese."),
    "start": N_("Der Teil des Programms, der Excel-Dateien liest, lässt sich nicht starten. Ihre Klientendatei ist "
                "unverändert. Speichern Sie die Tabelle als CSV und lesen Sie diese Datei ein."),
    "empty": N_("In der Datei steht nichts. Ihre Klientendatei ist unverändert. Prüfen Sie, ob es die richtige Datei "
                "ist."),
    "missing": N_("Die Datei lässt sich nicht öffnen. Ihre Klientendatei ist unverändert. Prüfen Sie, ob sie noch da "
                  "ist und nicht in einem anderen Programm offen."),
    "bytes": N_("Die Datei ist größer als 50 MB und wird nicht eingelesen. Ihre Klientendatei ist unverändert. Prüfen "
                "Sie, ob es die richtige Datei ist."),
    "text": N_("Die Datei ist weder eine Tabelle noch eine Textdatei mit Spalten. Ihre Klientendatei ist unverändert. "
               "Öffnen Sie sie in Excel und speichern Sie sie neu als XLSX oder CSV."),
    "quotes": N_("Ab Zeile {line} passen die Anführungszeichen nicht zusammen. Ihre Klientendatei ist unverändert. "
                 "Öffnen Sie die Datei in Excel und speichern Sie sie neu als CSV."),
}


def read(path: Path, *, sheet: str = "", step: Step = silent) -> Table:
    """The table in a file; of a spreadsheet the named ``sheet``, else the first visible one that holds anything.

    Numbers, dates and booleans come as the German text a person would have typed. ``step(done, total)`` is called
    while it works (``total`` 0 where nobody knows) and may raise to cancel. Raises `TableRefused` and nothing else.
    """
    data = _bytes_of(path)
    if is_spreadsheet(data):
        table = spreadsheet(data, sheet=sheet, step=step)
    else:
        rows = list(_csv_rows(_decoded(data), step))
        table = Table(header=rows[0].cells if rows else (), rows=tuple(rows[1:]))
    if not table.header:
        raise TableRefused("empty")
    return table


def plain(text: str) -> str:
    """A cell as it may be stored: its lines in NFC without control and bidi characters, empty ones dropped."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return "\n".join(filter(None, map(_plain_line, text.splitlines())))


def _plain_line(line: str) -> str:
    # A printable line has nothing `clean` would drop, and most lines of a large table are.
    return unicodedata.normalize("NFC", " ".join(line.split())) if line.isprintable() else clean(line)


def _bytes_of(path: Path) -> bytes:
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file():
            raise TableRefused("missing")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise TableRefused("missing") from None
    if len(data) > MAX_BYTES:
        raise TableRefused("bytes")
    return data


# --- spreadsheets -----------------------------------------------------------------------------------------------------

def is_spreadsheet(data: bytes) -> bool:
    """Whether bytes begin as a spreadsheet does; it may still be another kind of archive."""
    return data.startswith(_SPREADSHEETS)


def spreadsheet(data: bytes, *, sheet: str = "", more_rows: int = 0, step: Step = silent) -> Table:
    """As `read`, of the bytes of a spreadsheet; ``more_rows`` may stand in it beyond `MAX_ROWS`. It may be empty."""
    question = json.dumps({"sheet": sheet, "more_rows": more_rows}).encode()
    answer = _asked(question + b"\n" + data, step).splitlines()
    try:
        head = json.loads(answer[0])
        rows = []
        # Line by line: one large text would keep the window waiting while it is taken apart.
        for number, line in enumerate(answer[1:], start=1):
            place, cells = json.loads(line)
            rows.append(Row(line=place, cells=tuple(map(plain, cells))))
            if number % 500 == 0:
                step(number, len(answer))
        return Table(header=rows[0].cells if rows else (), rows=tuple(rows[1:]), sheet=head["sheet"],
                     sheets=tuple(head["sheets"]))
    except (ValueError, TypeError, LookupError, AttributeError):
        raise TableRefused("broken") from None


def _asked(question: bytes, step: Step) -> bytes:
    try:
        child = Child(CHILD)
    except OSError:
        raise TableRefused("start") from None
    try:
        with child:
            code, answer = child.all(question, step=step, seconds=SECONDS)
    except TooLate:
        raise TableRefused("time") from None
    if code == REFUSED:
        with suppress(ValueError, TypeError, LookupError):
            raise TableRefused(**json.loads(answer.splitlines()[-1]))
    if code != 0:
        raise TableRefused("broken")
    return answer


# --- CSV --------------------------------------------------------------------------------------------------------------

def _decoded(data: bytes) -> str:
    """UTF-16 by its byte order mark, UTF-8, else cp1252; binary files and web pages called .xls are refused."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.lstrip().startswith("<"):
            return text
    raise TableRefused("text")


def _csv_rows(text: str, step: Step) -> Iterator[Row]:
    delimiter, skipped = _delimiter(text)
    total = text.count("\n") + 1
    # strict: else one forgotten quotation mark swallows the rows after it.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line, rows = 1, 0
    try:
        for cells in reader:
            first, line = line, reader.line_num + 1
            if first <= skipped:
                continue
            row = limited(first, cells)
            if row is None:
                continue
            rows += 1
            if rows > MAX_ROWS:
                raise TableRefused("rows")
            if rows % 500 == 0:
                step(first, total)
            yield Row(line=first, cells=tuple(map(plain, row)))
    except csv.Error:
        raise TableRefused("quotes", line) from None


def limited(line: int, cells: Iterable[str]) -> list[str] | None:
    """The cells up to the last one with content, None if there is none; too many or too long ones are refused."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    if len(kept) > MAX_COLUMNS:
        raise TableRefused("columns", line)
    if any(len(cell) > MAX_CELL for cell in kept):
        raise TableRefused("cell", line)
    return kept or None


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _MAX_LINE:
            raise TableRefused("cell", number)
        yield line


def _delimiter(text: str) -> tuple[str, int]:
    """What separates the cells, and how many lines say nothing but that (``sep=;``, written for Excel)."""
    first = text[:7].splitlines()[0] if text else ""
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], 1

    def fit(delimiter: str) -> tuple[int, int]:
        widths: list[int] = []
        # The wrong one meets quotation marks in places where they cannot stand.
        with suppress(csv.Error):
            widths.extend(len(cells) for cells in csv.reader(islice(_lines(text), 100), delimiter=delimiter,
                                                             strict=True))
        return sum(width > 1 for width in widths), sum(widths)

    return max(";,\t", key=fit), 0
