"""An issued month as a workbook and as CSV in long form, from the bytes of its file alone; nothing is counted or
rounded in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from app.documents.own_list import csv_bytes
from app.documents.workbook import DASH, Workbook
from app.domain.date_words import month_in_words
from app.domain.dates import german
from app.statistics.plan import Cell, load_plan
from app.statistics.reach import place_name
from app.statistics.readable import GROUP_RULE, Grid, PeopleTable, notes, tables_for_people, unknown_shares
from app.statistics.report_format import PROMISE, SCHEMA, Report, from_bytes, sha256, short_code

HEADER = ("table", "row", "column", "value", "flag")
# The rulings of anonymity.md ("Table plan") for those who read the numbers; German, as the file is.
RULES = (
    "Stichtag ist der letzte Tag des Monats. Zum Bestand gehört, wessen Fall bis dahin eröffnet und nicht geschlossen "
    "ist; wer am Stichtag selbst geschlossen wird, gehört nicht mehr dazu.",
    "Der Aufenthalt gilt am Stichtag, alles andere bei Eintritt. Ein abgelaufenes Papier zählt bis zum nächsten. Ist "
    "nur das Geburtsjahr bekannt, zählt der 1. Januar.",
    "Baustein jetzt ist die laufende Teilnahme, bei mehreren die erste in der Reihenfolge FB3, FB4, FB2, FB5, FB1. "
    "Letzte Vermittlung ist der Stand der zuletzt abgesandten Vermittlung.",
    "Zähler laufen vom 1. Januar bis zum Stichtag. Ein Nachtrag zählt im Jahr seines Datums und ändert keinen Monat, "
    "der schon ausgegeben ist. Nach dem Zusammenführen zweier Akten zählt eine Aufnahme einmal.",
    "Ein Übergang zählt je Ereignis: eine Teilnahme oder ein Fall, der in Ausbildung oder Arbeit endet. "
    "Fallkonferenzen und Gespräche mit Dritten sind kein Kontakt. Wer in zwei Dienststellen bekannt ist, zählt dort "
    "je einmal.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number in long form, by the codes of the plan; ``value`` None is kept back and ``flag`` says why."""

    table: str
    row: str
    column: str
    value: int | None
    flag: str = ""


def place(c: Cell) -> tuple[str, str]:
    """Row and column of a cell: its codes as the plan lists them; counters and the total stand below their measure."""
    order = tuple(load_plan().attributes)
    told = [code for _, code in sorted(c.conditions, key=lambda condition: order.index(condition[0]))]
    if c.epoch or not told:
        told = [c.measure, *told]
    return told[0], told[1] if len(told) > 1 else ""


def lines(report: Report) -> list[Line]:
    """Every number of the report in the order of the plan, those kept back included; what is not collected is not."""
    shown = {table.no: dict(table.cells) for table in report.tables}
    reasons = dict(report.withheld)
    plan, found = load_plan(), []
    for table in plan.tables:
        if table.no not in shown and table.no not in reasons:
            continue
        values, why = shown.get(table.no, {}), reasons.get(table.no, GROUP_RULE)
        for c in plan.cells(table, report.head.month.year):
            (row, column), value = place(c), values.get(c)
            found.append(Line(table=table.no, row=row, column=column, value=value, flag=why if value is None else ""))
    return found


def rows_of(found: Sequence[Line]) -> list[tuple[str | int | None, ...]]:
    """The lines below `HEADER`."""
    return [(line.table, line.row, line.column, line.value, line.flag) for line in found]


def draw_csv(report_bytes: bytes) -> bytes:
    """The month in long form, UTF-8 with BOM and semicolons; a number kept back is empty and flagged, never 0.

    ReportUnreadable for a foreign file.
    """
    return csv_bytes(HEADER, rows_of(lines(from_bytes(report_bytes))))


def title_of(report: Report) -> str:
    """``Monatsmeldung Oktober 2026``."""
    return f"Monatsmeldung {month_in_words(report.head.month.year, report.head.month.month)}"


def head_lines(report: Report, report_bytes: bytes) -> list[str]:
    """Whose month it is, by what program, and how the file is known again: for the telephone and in full."""
    head = report.head
    catalogue = f"Katalog {head.catalogue}" if head.catalogue is not None else "ohne Katalog"
    shares = ", ".join(f"{name} {share} %" for name, share in unknown_shares(report))
    day = german(head.month.last_day())
    told = [f"{place_name(head.ags)} · AGS {head.ags} · Klientendatei {head.pseudonym} · Stichtag {day}",
            f"{catalogue} · Fassung {SCHEMA} · Programm {head.app_version} · "
            f"Prüfzahl der Datei {short_code(report_bytes)}",
            f"SHA-256 der JSON-Datei {sha256(report_bytes)}"]
    return told + ([f"Nicht bekannt oder unklar, in Schritten von 5 %: {shares}"] if shares else [])


def kept_back(tables: Sequence[PeopleTable]) -> list[str]:
    """What is not shown and why, in sentences: whole tables, then the numbers the group rule keeps back."""
    told = []
    for note, some in groupby((table for table in tables if table.note), key=lambda table: table.note):
        told.append(f"{', '.join(f'{table.no} {table.title}' for table in some)}: {note}")
    hidden = [(table.no, sum(row.flag == GROUP_RULE for row in table.rows)) for table in tables]
    counted = ", ".join(f"{no} ({n} von {len(table.rows)})" for (no, n), table in zip(hidden, tables, strict=True) if n)
    return told + ([f"Einzelne Zahlen in {counted}, weil eines der beiden Merkmale unter 10 ausgegeben ist."]
                   if counted else [])


# --- the workbook -----------------------------------------------------------------------------------------------------

def draw_xlsx(report_bytes: bytes, mark: str = "") -> bytes:
    """A workbook with the tables for people, the long form and what must be known; equal bytes in, equal bytes out.

    No formula stands in it: a sum of rounded parts would be a second, different total. ``mark`` says that it tells of
    invented people. ReportUnreadable as `draw_csv`.
    """
    report = from_bytes(report_bytes)
    tables = tables_for_people(report)
    book = Workbook(title_of(report), datetime.combine(report.head.month.last_day(), time()), mark)
    book.texts("Tabellen", [(title_of(report), "bold"), *((note, "grey") for note in notes()),
                            *((line, "") for line in head_lines(report, report_bytes))])
    for table in tables:
        book.gap()
        book.line([(f"{table.no} {table.title} – {table.unit}", "bold")])
        if table.note:
            book.line([(f"{DASH} {table.note}", "grey")])
        elif table.grid:
            _write_grid(book, table.grid)
        else:
            for row in table.rows:
                book.line([(row.label, ""), (row.value, "number")])
    book.list("Daten", HEADER, rows_of(lines(report)))
    book.prose("Erläuterung", [("Was zugesagt ist", PROMISE), ("Was zurückgehalten ist", *kept_back(tables)),
                               ("Wie gezählt wird", *notes(), *RULES)])
    return book.content()


def _write_grid(book: Workbook, grid: Grid) -> None:
    book.line([(" × ".join(grid.corner), "grey"), *((word, "head") for word in grid.columns)])
    for word, values in zip(grid.rows, grid.values, strict=True):
        book.line([(word, ""), *((value, "number") for value in values)])
