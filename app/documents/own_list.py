"""Lists for the person's own use, out as CSV or XLSX: text stays text and never becomes a formula. What may leave, and
the register of it, is decided elsewhere."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from app.documents.tables import plain
from app.domain.dates import german

Value = str | int | float | date | None

WARNING = ("Diese Datei ist nicht geschützt: Wer sie öffnet, liest alles. Löschen Sie sie, sobald Sie sie nicht mehr "
           "brauchen.")
MAX_CELL = 32_767  # characters, of Excel
_WIDTHS = range(8, 61)  # characters
_FORMULA = "=+-@"
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """The list with semicolons, for a German Excel; a text that a spreadsheet would compute begins with an apostrophe.

    The rule of which texts those are: OWASP, CSV Injection.
    """
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [_safe(_shown(value), value) for value in row] for row in (header, *rows))
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str, value: Value) -> str:
    return f"'{text}" if isinstance(value, str) and looks_like_formula(value) else text


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might compute it: = + - @ in front, also after blanks or in full width, or TAB, CR."""
    return text.startswith(("\t", "\r")) or plain(unicodedata.normalize("NFKC", text))[:1] in tuple(_FORMULA)


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return german(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return "" if value is None else plain(str(value))


def xlsx_bytes(title: str, header: Sequence[str], rows: Sequence[Sequence[Value]], today: date,
               mark: str = "") -> bytes:
    """A workbook of one sheet: a line of warning, the header, the rows; equal input gives equal bytes.

    ``mark`` stands above everything and on every printed page. Texts are written as texts, whatever they begin with,
    and dates as dates.
    """
    import xlsxwriter  # 0.1 s that only the person who exports waits for

    out = io.BytesIO()
    # in_memory: else the list would lie unprotected in the folder of temporary files.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                     "strings_to_numbers": False})
    book.set_properties({"title": title, "created": datetime(today.year, today.month, today.day)})
    sheet = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", plain(title)).strip()[:31] or None)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    sheet.write_string(0, 0, f"{f'{mark}. ' if mark else ''}{title}, Stand {german(today)}. {WARNING}")
    if mark:
        sheet.set_header(f"&C&14{mark}")
    for column, name in enumerate(header):
        sheet.write_string(1, column, plain(name)[:MAX_CELL], bold)
        longest = max((len(_shown(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(max(len(name), longest, _WIDTHS.start), _WIDTHS.stop) + 1)
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value)
            elif value:
                # A longer text would be left out without a word.
                sheet.write_string(line, column, plain(value)[:MAX_CELL])
    sheet.freeze_panes(2, 0)
    if rows:
        sheet.autofilter(1, 0, len(rows) + 1, len(header) - 1)
    book.close()
    return out.getvalue()
