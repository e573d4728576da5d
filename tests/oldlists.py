"""The older client list of the tests: 20 rows, of which 2 name a person a second time and 3 have a date that is none.
``python -m tests.oldlists`` writes `tests/files/old_list_20.xlsx` and `.csv` anew."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parent / "files"
TITLE = "Teilhabemanagement Musterkreis, Klientenliste"
HEADER = ("Nr.", "Nachname", "Vorname", "Geb.-Datum", "Geschlecht", "Nationalität", "Sprache", "Dolmetscher", "Handy",
          "Unterkunft", "Zimmer", "Ort", "Status", "gültig bis", "Deutsch", "Erstkontakt", "Zugang", "Bemerkung")
_GIVEN = ("Amira", "Bilal", "Chiara", "Dawit", "Elif", "Farid", "Gjon", "Hawa", "Ibrahim", "Jamila", "Kofi", "Leyla",
          "Musa", "Nadia", "Omid", "Petrit", "Rahel", "Samir")
_BORN: tuple[str | date, ...] = (
    date(2001, 3, 5), "01.01.1999?", "ca. 2002", "1998", "7.4.03", date(1996, 11, 23), "31.02.1999", "2000-12-24",
    "05/2001", date(2004, 6, 1), "1.13.2001", "12.08.1997", "geb. 3.9.02", "im Sommer", date(1999, 2, 28), "1.1.2000",
    "17. Mai 1995", "09.10.2003")
_TURNS = (
    ("w", "afghanisch", "Dari", "ja", "GU Musterstraße"), ("m", "Syrien", "Arabisch", "nein", ""),
    ("Frau", "guineisch", "Franz.", "Bruder", "eigene Wohnung"), ("männlich", "ERI", "Tigrinya", "Telefon", ""))
_PAPERS = (("Duldung", date(2026, 12, 31)), ("Aufenthaltsgestattung", "15.01.2027"), ("§ 60b", "30.11.26"), ("", ""))
# Their row and the row that names them a second time: the same name and birth, everything else as it was that day.
TWICE = {11: 2, 17: 5}


def rows() -> list[tuple[str | date | int, ...]]:
    """The 20 rows in the order of the file."""
    people = iter(range(len(_GIVEN)))
    shown: list[int] = []
    for row in range(20):
        shown.append(shown[TWICE[row]] if row in TWICE else next(people))
    found: list[tuple[str | date | int, ...]] = []
    for row, person in enumerate(shown):
        sex, nationality, language, interpreter, home = _TURNS[row % 4]
        paper, until = _PAPERS[row % 4]
        place, access = (("50667 Köln", "Ehrenamt"), ("Düren", ""))[row % 2]
        found.append((
            row + 1, "Muster", _GIVEN[person], _BORN[person], sex, nationality, language, interpreter,
            f"0176 555 {row:04}", home, f"{row + 100}" if home else "", place, paper, until,
            ("A2", "b1", "keine", "")[row % 4], date(2026, 5, row + 1), access,
            "kommt gern; ruft zurück" if row == 3 else ""))
    return found


def _typed(value: str | date | int) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def csv_bytes() -> bytes:
    """As Excel saves it: semicolons, cp1252, a title above, filled up with empty cells."""
    out = io.StringIO(newline="")
    empty = ("",) * len(HEADER)
    lines = [(TITLE, *empty[1:]), empty, HEADER, *(tuple(map(_typed, row)) for row in rows())]
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("cp1252")


def xlsx_bytes() -> bytes:
    """As Excel saves it: a title above, dates as dates, numbers as numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 2)})
    sheet, day = book.add_worksheet("Klienten"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_string(0, 0, TITLE)
    sheet.write_row(2, 0, HEADER)
    for line, row in enumerate(rows(), start=3):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write(line, column, value)
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    (FILES / "old_list_20.csv").write_bytes(csv_bytes())
    (FILES / "old_list_20.xlsx").write_bytes(xlsx_bytes())
