"""Draws an issued month for people, from the bytes of its file alone; what the file says is decided in statistics."""

from collections.abc import Sequence

from app.documents import pdf
from app.documents.monthly_tables import RULES, head_lines, kept_back, title_of
from app.documents.pdf_figures import Bar, bars, figure, matrix
from app.statistics.reach import place_name
from app.statistics.readable import PeopleTable, labels, notes, tables_for_people
from app.statistics.report_format import PROMISE, SCHEMA, Report, from_bytes

STATUS_TABLE = "1"
# Which column a table stands in, so that both are about as long; counters and gaps are the second pair.
STOCK_LEFT, STOCK_RIGHT = ("1", "2a", "2b", "2c"), ("2d", "2e", "3a", "3b")
YEAR_LEFT, YEAR_RIGHT = ("5", "7a"), ("6", "7b")
# The way of the persons through a year, as far as it is counted without a Baustein.
COURSE = ("contacted_ytd", "reached_ytd", "intake_ytd", "completed_ytd", "transition_ytd")


def draw_pdf(report_bytes: bytes, *, muster: bool = False) -> bytes:
    """A4 pages with every table, charts and what must be known; equal bytes in, equal bytes out.

    ReportUnreadable for a foreign file; ``muster`` marks prints of invented data.
    """
    report = from_bytes(report_bytes)
    return pdf.document(lambda: _story(report, report_bytes), title=title_of(report), subject=SCHEMA,
                        head=f"{place_name(report.head.ags)} · Monatsmeldung {report.head.month}", muster=muster)


def _story(report: Report, report_bytes: bytes) -> Sequence[pdf.Part]:
    tables = tables_for_people(report)
    shown = {table.no: table for table in tables if not table.note}
    return [
        pdf.paragraph(title_of(report), "title"),
        *(pdf.paragraph(line, "caption") for line in head_lines(report, report_bytes)),
        pdf.gap(1.5), pdf.paragraph(" ".join(notes()), "cell"), pdf.gap(2),
        *_pair([*_status_chart(shown), *_column(shown, STOCK_LEFT)], _column(shown, STOCK_RIGHT)),
        *chapter("Was zugesagt ist", [PROMISE]),
        *_crossed(shown), *chapter("Was zurückgehalten ist", kept_back(tables)), *_year(report, shown),
        *chapter("Wie gezählt wird", RULES),
    ]


def chapter(title: str, paragraphs: Sequence[str]) -> list[pdf.Part]:
    """A heading with its paragraphs; nothing where there are none."""
    told = [pdf.paragraph(text, "note") for text in paragraphs]
    return [pdf.together([pdf.paragraph(title, "heading"), told[0]]), *told[1:], pdf.gap(1.5)] if told else []


def _pair(left: Sequence[pdf.Part], right: Sequence[pdf.Part]) -> list[pdf.Part]:
    return [pdf.side_by_side(left, right), pdf.gap(2)] if left or right else []


def _column(shown: dict[str, PeopleTable], wanted: Sequence[str]) -> list[pdf.Part]:
    parts: list[pdf.Part] = []
    unit = ""
    for table in (shown[no] for no in wanted if no in shown):
        if table.unit != unit:
            parts.append(pdf.paragraph(f"{table.unit}:", "caption"))
        unit = table.unit
        parts += [pdf.paragraph(f"{table.no} {table.title}", "strong"),
                  pdf.figures([(row.label, figure(row.value).text) for row in table.rows]), pdf.gap(1.5)]
    return parts


def _crossed(shown: dict[str, PeopleTable]) -> list[pdf.Part]:
    """The two-way tables, beginning on a page of their own."""
    crossed = [(table, table.grid) for table in shown.values() if table.grid]
    parts: list[pdf.Part] = [pdf.next_page(), pdf.paragraph(f"{crossed[0][0].unit}:", "caption")] if crossed else []
    for table, grid in crossed:
        rows = [(word, [figure(value) for value in values])
                for word, values in zip(grid.rows, grid.values, strict=True)]
        parts.append(pdf.together([pdf.paragraph(f"{table.no} {table.title}", "strong"),
                                   matrix("", grid.columns, rows), pdf.gap(2.5)]))
    return parts


def _status_chart(shown: dict[str, PeopleTable]) -> list[pdf.Part]:
    # The first row of this table is the total: the chart compares the parts.
    rows = shown[STATUS_TABLE].rows[1:] if STATUS_TABLE in shown else ()
    return _chart("Bestand nach Aufenthalt", [(row.label, row.value) for row in rows])


def _year(report: Report, shown: dict[str, PeopleTable]) -> list[pdf.Part]:
    """Counters and gaps, on a page of their own where there are two-way tables before them."""
    left, right = _column(shown, YEAR_LEFT), _column(shown, YEAR_RIGHT)
    if not left and not right:
        return []
    values = {c.measure: value for table in report.tables for c, value in table.cells if c.epoch and not c.conditions}
    words = labels()["measures"]
    course = [(words[name], values[name]) for name in COURSE if name in values]
    return [*([pdf.next_page()] if any(table.grid for table in shown.values()) else []),
            *_chart("Verlauf seit Jahresbeginn", course, pdf.WIDTH), *_pair(left, right)]


def _chart(title: str, rows: Sequence[tuple[str, int | None]], width: float = pdf.HALF) -> list[pdf.Part]:
    drawn = [Bar(label=label, value=value, text=figure(value).text) for label, value in rows]
    return [pdf.paragraph(title, "heading"), bars(drawn, width), pdf.gap(2)] if drawn else []
