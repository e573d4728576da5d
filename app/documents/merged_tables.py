"""What the Geschäftsführende Stelle added up, as a workbook, as CSV in long form and as JSON; all periods, no sum of
its own."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from app.documents.merged_words import (
    ALL,
    COURSE,
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
    title_of,
    unit_of,
)
from app.documents.monthly_tables import place
from app.documents.own_list import csv_bytes
from app.documents.workbook import Workbook
from app.domain.dates import Month, german
from app.statistics.merging import Cycle, Figure, Merged, MergedPeriod, MergedTable, Period
from app.statistics.reach import GapRow, GapTable, Reach, ReachRow
from app.statistics.readable import label, labels

SCHEMA = "kd-zusammenfassung/1"
HEADER = ("period", "table", "row", "column", "value", "flag", "added", "band")
NOT_SHOWN, WEAK, NOT_REPORTED = "not_shown", "weak", "not_reported"
TOTAL = "total"
REACH, POTENTIAL, GAPS_BY_BAUSTEIN, GAPS_BY_REASON = "reach", "potential", "gaps_baustein", "gaps_reason"


def draw_csv(summary: Summary) -> bytes:
    """Every figure of every period in long form, UTF-8 with BOM and semicolons; reach and gaps are tables beside."""
    return csv_bytes(HEADER, list(_rows(summary)))


def _rows(summary: Summary) -> Iterator[tuple[str | int | None, ...]]:
    for one in summary.merged.periods:
        when = _when(one.period)
        for table in one.tables:
            for c in table.cells:
                yield when, table.no, *place(c.cell), *_told(c.figure)
    if summary.reach:
        when = _month(summary.reach.month)
        for row in (*summary.reach.rows, summary.reach.total):
            potential = row.potential, "" if row.potential is not None else NOT_REPORTED, None, None
            yield when, REACH, _where(row.ags), POTENTIAL, *potential
            for stage in row.stages:
                yield when, REACH, _where(row.ags), stage.key, *_told(stage.figure)
    if summary.gaps:
        when = _month(summary.gaps.month)
        for line in (*summary.gaps.rows, summary.gaps.total):
            for name, codes, figures in ((GAPS_BY_BAUSTEIN, summary.gaps.bausteine, line.bausteine),
                                         (GAPS_BY_REASON, summary.gaps.reasons, line.reasons)):
                for code, figure in zip(codes, figures, strict=True):
                    yield when, name, _where(line.ags), code, *_told(figure)


def _when(period: Period) -> str:
    return _month(period.last) if period.cycle is Cycle.MONTH else str(period)


def _month(month: Month) -> str:
    # Excel would take 2026-10 for a date, and the digits of an AGS for a number without its 0.
    return f"{month.year}-M{month.month:02}"


def _where(ags: str) -> str:
    return f"ags_{ags}" if ags else TOTAL


def _told(figure: Figure | None) -> tuple[int | None, str, int | None, int | None]:
    if figure is None:
        return None, NOT_SHOWN, None, None
    return figure.total, WEAK if figure.weak else "", figure.added, figure.band


# --- JSON -------------------------------------------------------------------------------------------------------------

def to_json(summary: Summary) -> bytes:
    """Everything as JSON after resources/formate/zusammenfassung.schema.json; equal input gives equal bytes."""
    merged = summary.merged
    content = {
        "schema": SCHEMA, "made_on": summary.on.isoformat(), "office": summary.office, "cycle": merged.cycle.value,
        "laptops": merged.laptops, "reports": merged.reports, "periods": [_period(one) for one in merged.periods],
        "never_reported": list(summary.never),
        "reach": summary.reach and {"month": str(summary.reach.month), "comparable": summary.reach.comparable,
                                    "areas": [_area(row) for row in summary.reach.rows],
                                    "total": _area(summary.reach.total)},
        "gaps": summary.gaps and {"month": str(summary.gaps.month),
                                  "areas": [_gap(summary.gaps, row) for row in summary.gaps.rows],
                                  "total": _gap(summary.gaps, summary.gaps.total)},
    }
    return (json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n").encode("ascii")


def _period(one: MergedPeriod) -> dict[str, Any]:
    return {
        "period": str(one.period), "first": str(one.period.first), "last": str(one.period.last),
        "members": [{"pseudonym": each.pseudonym, "ags": each.ags, "no_start": each.no_start} for each in one.members],
        "absent": [{"pseudonym": each.pseudonym, "ags": each.ags, "last": str(each.last)} for each in one.absent],
        "tables": [_table(table) for table in one.tables],
    }


def _table(table: MergedTable) -> dict[str, Any]:
    return {"no": table.no, "span": table.span.value, "files": table.files, "withheld": dict(table.withheld),
            "covered": table.covered,
            "cells": [{"measure": c.cell.measure, "epoch": c.cell.epoch, "of": dict(c.cell.conditions),
                       "figure": _figure(c.figure)} for c in table.cells]}


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"total": figure.total, "added": figure.added, "band": figure.band, "weak": figure.weak}


def _area(row: ReachRow) -> dict[str, Any]:
    return {"ags": row.ags, "name": row.name, "laptops": row.laptops, "potential": row.potential,
            "as_of": row.as_of and row.as_of.isoformat(), "source": row.source,
            "stages": {stage.key: {"figure": _figure(stage.figure), "share": stage.share} for stage in row.stages}}


def _gap(table: GapTable, row: GapRow) -> dict[str, Any]:
    return {"ags": row.ags, "name": row.name, "laptops": row.laptops,
            "baustein": dict(zip(table.bausteine, map(_figure, row.bausteine), strict=True)),
            "reason": dict(zip(table.reasons, map(_figure, row.reasons), strict=True))}


# --- the workbook -----------------------------------------------------------------------------------------------------

def draw_xlsx(summary: Summary, *, period: str = "", mark: str = "") -> bytes:
    """A workbook: one period for people, reach, gaps, course, and every figure of every period as a list; no formulas.

    ``period`` is named as ``str(Period)``, "" is the latest; ``mark`` says that it tells of invented people.
    """
    chosen = summary.merged.period(period) if period else summary.merged.latest
    book = Workbook("Zusammenfassung", datetime.combine(summary.on, time()), mark)
    if chosen:
        _write_period(book, summary, chosen)
    if summary.reach:
        _write_reach(book, summary.reach)
    if summary.gaps:
        _write_gaps(book, summary.gaps)
    _write_course(book, summary.merged)
    book.list("Daten", HEADER, list(_rows(summary)))
    book.prose("Erläuterung", [
        ("Wie die Zahlen zu lesen sind", *NOTES), ("Wer fehlt", *(missing_lines(summary, chosen) if chosen else [])),
        ("Reichweite", REACH_NOTE), ("Bedarfslücken", GAP_NOTE)])
    return book.content()


def _write_period(book: Workbook, summary: Summary, period: MergedPeriod) -> None:
    book.texts("Summen", [(title_of(period), "bold"), *((line, "") for line in head_lines(summary, period)),
                          *((note, "grey") for note in NOTES)])
    for table in period.tables:
        book.gap()
        book.line([(f"{name_of(table)} – {unit_of(table, period)}", "bold")])
        book.line([(files_of(table, period), "grey"), ("Summe", "head"), ("Spanne ±", "head"), ("Zahlen", "head")])
        for c in table.cells:
            book.line([(label(c.cell), ""), *_three(c.figure)])


def _three(figure: Figure | None) -> list[tuple[str | int | None, str]]:
    if figure is None:
        return [(None, "number"), ("", ""), (0, "weak")]
    form = "weak" if figure.weak else "number"
    return [(figure.total, form), (figure.band, "weak"), (figure.added, "weak")]


def _write_reach(book: Workbook, reach: Reach) -> None:
    book.texts("Reichweite", [(f"Reichweite vom 1. Januar bis {german(reach.month.last_day())}", "bold"),
                              (REACH_NOTE, "grey")])
    book.line([("Gebiet", "bold"), ("AGS", "head"), ("Dateien", "head"), ("Potenzial", "head"),
               *((word, "head") for words in STAGE_WORDS.values() for word in (words, "±", "Anteil %")),
               ("Stand", "head"), ("Quelle", "")])
    for row in (*reach.rows, reach.total):
        figures = [cell for stage in row.stages for cell in (*_three(stage.figure)[:2], (stage.share, "number"))]
        book.line([(row.name or ALL, ""), (row.ags, ""), (row.laptops, "number"), (row.potential, "number"), *figures,
                   (german(row.as_of) if row.as_of else "", ""), (row.source, "")])


def _write_gaps(book: Workbook, gaps: GapTable) -> None:
    book.texts("Bedarfslücken", [(f"Bedarfslücken am {german(gaps.month.last_day())}", "bold"), (GAP_NOTE, "grey")])
    words = [*gap_words("baustein", gaps.bausteine), *gap_words("reason", gaps.reasons)]
    book.line([("Gebiet", "bold"), ("AGS", "head"), ("Dateien", "head"),
               *((word, "head") for each in words for word in (each, "±"))])
    for row in (*gaps.rows, gaps.total):
        figures = [cell for figure in (*row.bausteine, *row.reasons) for cell in _three(figure)[:2]]
        book.line([(row.name or ALL, ""), (row.ags, ""), (row.laptops, "number"), *figures])


def _write_course(book: Workbook, merged: Merged) -> None:
    book.texts("Verlauf", [("Verlauf", "bold"), (COURSE_NOTE, "grey")])
    book.line([("Zeitraum", "bold"), *((word, "head") for measure in COURSE
                                       for word in (labels()["measures"][measure], "±", "Zahlen"))])
    for one in merged.periods:
        book.line([(one.period.words(), ""), *(cell for measure in COURSE for cell in _three(one.figure(measure)))])
