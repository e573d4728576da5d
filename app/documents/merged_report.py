"""Draws what the Geschäftsführende Stelle added up for one period, with bands and what is missing; sums come as they
are and none is made in here."""

from collections.abc import Sequence

from app.documents import pdf
from app.documents.merged_words import (
    ALL,
    COURSE_NOTE,
    GAP_NOTE,
    NOTES,
    REACH_NOTE,
    STAGE_WORDS,
    Summary,
    files_of,
    gap_words,
    head_lines,
    missing_lines,
    name_of,
    sources_of,
    title_of,
    unit_of,
)
from app.documents.monthly_report import chapter
from app.documents.pdf_figures import DASH, Bar, Course, bars, lines, matrix, number
from app.documents.pdf_figures import Figure as Shown
from app.domain.dates import german
from app.statistics.merging import Cycle, Figure, Merged, MergedPeriod, MergedTable, Period
from app.statistics.plan import load_plan
from app.statistics.reach import GapTable, Reach, ReachRow
from app.statistics.readable import label, labels

# Bestand alone, since the counters would lie on its axis like a floor; then what moves with the year.
COURSES = (("stock",), ("reached_ytd", "intake_ytd", "completed_ytd"))
# Pairs of columns about as long as each other: those in stock, then counters and gaps.
PAIRS = ((("1", "2a", "2b", "2c"), ("2d", "2e", "3a", "3b")), (("5", "7a"), ("6", "7b")))
MOST_POINTS, MOST_TOGETHER = 36, 40
REACH_COLUMNS = ("Potenzial", "angesprochen", "erreicht", "Anteil", "vermittelt", "begonnen", "abgeschlossen")
# Words that are wider than the column they stand above.
_BROKEN = {"angesprochen": "ange- sprochen", "abgeschlossen": "abge- schlossen",
           "Kinderbetreuung": "Kinder- betreuung", "Arbeitserlaubnis": "Arbeits- erlaubnis"}


def draw_pdf(summary: Summary, *, period: str = "", muster: bool = False) -> bytes:
    """A4 pages of one period, named as ``str(Period)``, "" for the latest; equal input gives equal bytes.

    Reach and gaps are printed as they are given, the courses over all periods. ValueError for a period nobody merged.
    """
    chosen = summary.merged.period(period) if period else summary.merged.latest
    if chosen is None:
        raise ValueError("this period was not merged")
    title = title_of(chosen)
    return pdf.document(lambda: _story(summary, chosen, title), title=title, head=f"{summary.office} · {title}",
                        muster=muster)


def _story(summary: Summary, period: MergedPeriod, title: str) -> Sequence[pdf.Part]:
    one_way = {table.no: _sums(table, period) for table in period.tables if not table.grouped}
    stock, year = ([[part for no in column for part in one_way[no]] for column in pair] for pair in PAIRS)
    return [
        pdf.paragraph(title, "title"), *(pdf.paragraph(line, "caption") for line in head_lines(summary, period)),
        pdf.gap(1.5), *(pdf.paragraph(note, "note") for note in NOTES), pdf.gap(1),
        *(_funnel(summary.reach) if summary.reach else []),
        *_courses(summary.merged),
        *chapter("Wer fehlt", missing_lines(summary, period)),
        pdf.next_page(), pdf.side_by_side(*stock), pdf.next_page(),
        *(part for table in period.tables if table.grouped for part in _crossed(table, period)),
        pdf.next_page(), pdf.side_by_side(*year), pdf.next_page(),
        *(_reach_table(summary.reach) if summary.reach else []),
        *(_gap_tables(summary.gaps) if summary.gaps else []),
    ]


def shown(figure: Figure | None) -> Shown:
    """A sum with its band, grey where it is smaller than that; a dash where no file prints a number."""
    if figure is None:
        return Shown(text=DASH, weak=True)
    return Shown(text=f"{number(figure.total)} ±{number(figure.band)}", weak=figure.weak)


# --- tables -----------------------------------------------------------------------------------------------------------

def _sums(table: MergedTable, period: MergedPeriod) -> list[pdf.Part]:
    rows = [(label(c.cell), [shown(c.figure)]) for c in table.cells]
    return [pdf.paragraph(name_of(table), "strong"),
            matrix(f"{unit_of(table, period)}; {files_of(table, period)}", ("Summe ±",), rows, label_mm=56,
                   width=pdf.HALF), pdf.gap(1.5)]


def _crossed(table: MergedTable, period: MergedPeriod) -> list[pdf.Part]:
    down, across = next(planned.parts[0].by for planned in load_plan().tables if planned.no == table.no)
    words, figures = labels()["codes"], [shown(c.figure) for c in table.cells]
    width = len(load_plan().attributes[across].codes)
    rows = [(words[down][code], figures[i * width:(i + 1) * width])
            for i, code in enumerate(load_plan().attributes[down].codes)]
    columns = [words[across][code] for code in load_plan().attributes[across].codes]
    return [pdf.together([pdf.paragraph(name_of(table), "strong"),
                          pdf.paragraph(f"{unit_of(table, period)}; {files_of(table, period)}", "small"),
                          pdf.gap(0.5), matrix("", columns, rows), pdf.gap(2.5)])]


def _reach_table(reach: Reach) -> list[pdf.Part]:
    columns = [_broken(word) for word in REACH_COLUMNS]
    rows = [(row.name or ALL, _reach_row(row)) for row in (*reach.rows, reach.total)]
    return [*_page_of(f"Reichweite vom 1. Januar bis {german(reach.month.last_day())}", REACH_NOTE),
            matrix("", columns, rows, label_mm=36), pdf.gap(1),
            *(pdf.paragraph(line, "small") for line in sources_of(reach)), pdf.gap(3)]


def _reach_row(row: ReachRow) -> list[Shown]:
    stages = {stage.key: stage for stage in row.stages}
    share = stages["reached"].share
    potential = Shown(text=DASH, weak=True) if row.potential is None else Shown(text=number(row.potential))
    told = {key: shown(stage.figure) for key, stage in stages.items()}
    return [potential, told["contacted"], told["reached"],
            Shown(text=DASH if share is None else f"{share} %", weak=share is None),
            told["referred"], told["started"], told["finished"]]


def _gap_tables(gaps: GapTable) -> list[pdf.Part]:
    rows = (*gaps.rows, gaps.total)
    by_baustein = [(row.name or ALL, [shown(figure) for figure in row.bausteine]) for row in rows]
    by_reason = [(row.name or ALL, [shown(figure) for figure in row.reasons]) for row in rows]
    return [*_page_of(f"Bedarfslücken am {german(gaps.month.last_day())}", GAP_NOTE),
            *_areas("Nach Baustein", gap_words("baustein", gaps.bausteine), by_baustein), pdf.gap(3),
            *_areas("Nach Grund", gap_words("reason", gaps.reasons), by_reason)]


def _areas(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Shown]]]) -> list[pdf.Part]:
    parts = [pdf.paragraph(title, "strong"), matrix("", [_broken(word) for word in columns], rows, label_mm=45)]
    # A table of a Kreis stays on one page, with its last line; that of a state fills the rest of the page it begins on.
    return [pdf.together(parts)] if len(rows) <= MOST_TOGETHER else [pdf.room(40), *parts]


def _page_of(title: str, note: str) -> list[pdf.Part]:
    return [pdf.room(70), pdf.paragraph(title, "heading"), pdf.paragraph(note, "note"), pdf.gap(1)]


def _broken(word: str) -> str:
    for long, parts in _BROKEN.items():
        word = word.replace(long, parts)
    return word


# --- charts -----------------------------------------------------------------------------------------------------------

def _funnel(reach: Reach) -> list[pdf.Part]:
    total = reach.total
    rows = [Bar(label="Potenzial", value=total.potential,
                text=DASH if total.potential is None else number(total.potential))]
    for stage in total.stages:
        share = "" if stage.share is None else f" · {stage.share} %"
        rows.append(Bar(label=STAGE_WORDS[stage.key], value=None if stage.figure is None else stage.figure.total,
                        text=f"{shown(stage.figure).text}{share}"))
    return [pdf.paragraph(f"Reichweite vom 1. Januar bis {german(reach.month.last_day())}", "heading"),
            bars(rows, pdf.WIDTH), pdf.paragraph(REACH_NOTE, "small"), pdf.gap(2)]


def _courses(merged: Merged) -> list[pdf.Part]:
    """The courses over time, from two periods on."""
    periods = merged.periods[-MOST_POINTS:]
    if len(periods) < 2:
        return []
    points = [_short(one.period) for one in periods]
    parts: list[pdf.Part] = [pdf.paragraph("Verlauf", "heading"), pdf.paragraph(COURSE_NOTE, "small")]
    for measures in COURSES:
        told = [Course(name=labels()["measures"][measure], values=tuple(
            None if figure is None else figure.total for figure in (one.figure(measure) for one in periods)))
            for measure in measures]
        parts += [lines(points, told), pdf.gap(1.5)]
    files = [len(one.members) for one in periods]
    words = f"Enthaltene Dateien je Zeitraum: zuletzt {files[-1]}, mindestens {min(files)}, höchstens {max(files)}."
    return [*parts, pdf.paragraph(words, "small"), pdf.gap(2)]


def _short(period: Period) -> str:
    """What fits below an axis: ``10/26``, ``Q3/26``, ``2026``."""
    if period.cycle is Cycle.YEAR:
        return str(period)
    return f"{str(period)[5:]}/{period.last.year % 100:02}"
