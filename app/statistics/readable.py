"""A report in German words for preview and print, made from the report alone so that both show what the file holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import resources
from app.statistics.plan import Cell, load_plan
from app.statistics.report_format import Report

WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    """A line of a table; ``value`` is None where the number is withheld, ``flag`` says so in the file's word."""

    label: str
    value: int | None
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable:
    """A table for people; ``note`` says in a sentence why it is withheld, else it is empty."""

    no: str
    title: str
    unit: str
    rows: tuple[PeopleRow, ...]
    note: str = ""


@cache
def labels() -> Mapping[str, Any]:
    """The German words of the report; they are German in every language of the window, as the file is."""
    content: Mapping[str, Any] = json.loads(resources.path("statistics", "labels_v1.json").read_text(encoding="utf-8"))
    return content


def notes() -> tuple[str, ...]:
    """The sentences that go with every printed or shown report."""
    return tuple(labels()["notes"].values())


def tables_for_people(report: Report) -> list[PeopleTable]:
    """Every table of the report, the withheld ones with dashes to be drawn, in the order of the plan."""
    shown = {table.no: table for table in report.tables}
    reasons = dict(report.withheld)
    plan, year = load_plan(), report.head.month.year
    tables = []
    for planned in plan.tables:
        if planned.no in shown:
            rows = tuple(PeopleRow(label=label(c), value=value) for c, value in shown[planned.no].cells)
        elif planned.no in reasons:
            rows = tuple(PeopleRow(label=label(c), value=None, flag=WITHHELD) for c in plan.cells(planned, year))
        else:
            continue
        reason = reasons.get(planned.no)
        tables.append(PeopleTable(
            no=planned.no, title=labels()["titles"][planned.no], rows=rows,
            unit=labels()["units"]["year" if planned.parts[0].yearly else "stock"],
            note=labels()["withheld"][reason] if reason else ""))
    return tables


def unknown_shares(report: Report) -> tuple[tuple[str, int], ...]:
    """Per attribute in words the share of records without the fact, in per cent."""
    return tuple((labels()["unknown"][name], share) for name, share in report.unknown_share)


def label(c: Cell) -> str:
    """A cell in words: its codes, for counters after the measure, for the total the measure alone."""
    codes = " · ".join(labels()["codes"][name][code] for name, code in c.conditions)
    if not codes:
        return str(labels()["measures"][c.measure])
    return f"{labels()['measures'][c.measure]} {codes}" if c.epoch else codes
