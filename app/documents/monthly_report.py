"""Draws an issued month for people, from the bytes of its file alone; what the file says is decided in statistics."""

from collections.abc import Sequence

from app.documents import pdf
from app.domain.date_words import month_in_words
from app.domain.dates import german
from app.statistics.readable import PeopleTable, notes, tables_for_people, unknown_shares
from app.statistics.report_format import NOTICE, SCHEMA, Report, from_bytes, short_code

DASH = "–"
STATUS_TABLE = "1"
# Chosen so that the long table 5 stands opposite the many short ones and all fit on one page.
LEFT_TABLES = frozenset({"1", "2a", "2b", "2c", "2d"})


def draw_pdf(report_bytes: bytes, *, muster: bool = False) -> bytes:
    """One A4 page with every table and a chart; equal bytes in, equal bytes out, ReportUnreadable for a foreign file.

    ``muster`` marks prints of invented data.
    """
    report = from_bytes(report_bytes)
    title = f"Monatsmeldung {month_in_words(report.head.month.year, report.head.month.month)}"
    return pdf.document(lambda: _story(report, title, short_code(report_bytes)), title=title, subject=NOTICE,
                        head=f"Monatsmeldung {report.head.month} · {NOTICE}", muster=muster)


def _story(report: Report, title: str, code: str) -> Sequence[pdf.Part]:
    tables = tables_for_people(report)
    left = _column([table for table in tables if table.no in LEFT_TABLES])
    right = _column([table for table in tables if table.no not in LEFT_TABLES])
    return [
        pdf.paragraph(title, "title"),
        *(pdf.paragraph(line, "caption") for line in _head_lines(report, code)),
        pdf.gap(1.5), pdf.paragraph(f"{NOTICE[0].upper()}{NOTICE[1:]}.", "lead"), pdf.gap(2),
        pdf.side_by_side([*_chart(tables), *left], right), pdf.gap(2),
        *(pdf.paragraph(line, "caption") for line in notes()),
    ]


def _head_lines(report: Report, code: str) -> list[str]:
    head = report.head
    shares = ", ".join(f"{name} {share} %" for name, share in unknown_shares(report))
    catalogue = f"Katalog {head.catalogue}" if head.catalogue is not None else "ohne Katalog"
    lines = [
        f"Stichtag {german(head.month.last_day())} · AGS {head.ags} · Klientendatei {head.pseudonym} · {catalogue}",
        f"Fassung {SCHEMA} · Programm {head.app_version} · Prüfzahl der Datei {code}",
    ]
    return lines + ([f"Nicht bekannt oder unklar, in Schritten von 5 %: {shares}"] if shares else [])


def _column(tables: Sequence[PeopleTable]) -> list[pdf.Part]:
    parts: list[pdf.Part] = []
    unit = ""
    for table in tables:
        if table.unit != unit:
            parts.append(pdf.paragraph(f"{table.unit}:", "caption"))
        unit = table.unit
        parts += _table(table)
    return parts


def _table(table: PeopleTable) -> list[pdf.Part]:
    head = pdf.paragraph(f"{table.no} {table.title}", "strong")
    if table.note:
        return [head, pdf.paragraph(f"{DASH} {table.note}", "caption"), pdf.gap(1.5)]
    rows = [(row.label, DASH if row.value is None else str(row.value)) for row in table.rows]
    return [head, pdf.figures(rows), pdf.gap(1.5)]


def _chart(tables: Sequence[PeopleTable]) -> list[pdf.Part]:
    # The first row of this table is the total: the chart compares the parts.
    parts = [(row.label, row.value) for table in tables if table.no == STATUS_TABLE for row in table.rows[1:]]
    drawn = [(label, value) for label, value in parts if value is not None]
    return [pdf.paragraph("Bestand nach Aufenthalt", "strong"), pdf.bars(drawn), pdf.gap(2)] if drawn else []
