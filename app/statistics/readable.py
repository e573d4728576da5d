"""A report in German words for preview and print, made from the report alone so that both show what the file holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app import resources
from app.statistics.plan import Cell, Plan, Table, load_plan
from app.statistics.report_format import Report

# flags in the file's words: the whole table is kept back, or one cell of it by the group rule
WITHHELD, GROUP_RULE = "withheld", "group_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    """A line of a table; ``value`` is None where the number is withheld, ``flag`` says so in the file's word."""

    label: str
    value: int | None
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A two-way table as a matrix: ``values`` has a line for each of ``rows``, in it a value for each of ``columns``.

    ``corner`` names the two attributes, that of the rows first. None is a withheld number, as in PeopleRow.
    """

    corner: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable:
    """A table for people; ``note`` says in a sentence why it is withheld, else it is empty.

    Of a withheld table the total may still be shown: only rows without a value are dashes. A two-way table
    has its ``grid`` beside ``rows``, which hold the same numbers in the same order.
    """

    no: str
    title: str
    unit: str
    rows: tuple[PeopleRow, ...]
    note: str = ""
    grid: Grid | None = None


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
    shown = {table.no: table.cells for table in report.tables}
    reasons = dict(report.withheld)
    plan, year = load_plan(), report.head.month.year
    tables = []
    for planned in plan.tables:
        if planned.no in shown:
            flag = WITHHELD if planned.no in reasons else GROUP_RULE
            rows = tuple(PeopleRow(label=label(c), value=value, flag=flag if value is None else "")
                         for c, value in shown[planned.no])
        elif planned.no in reasons:
            rows = tuple(PeopleRow(label=label(c), value=None, flag=WITHHELD) for c in plan.cells(planned, year))
        else:
            continue
        reason = reasons.get(planned.no)
        tables.append(PeopleTable(
            no=planned.no, title=labels()["titles"][planned.no], rows=rows, unit=unit(planned),
            note=_note(reason, rows), grid=_grid(plan, planned, rows)))
    return tables


def _note(reason: str | None, rows: tuple[PeopleRow, ...]) -> str:
    if reason is None:
        return ""
    told = any(row.value is not None for row in rows)
    return str(labels()["withheld"]["rest" if told else reason])


def unit(table: Table) -> str:
    """What the numbers of a table count, in words."""
    part = table.parts[0]
    return str(labels()["units"]["year" if part.yearly else part.measure])


def _grid(plan: Plan, table: Table, rows: tuple[PeopleRow, ...]) -> Grid | None:
    part = table.parts[0]
    if len(part.by) != 2:
        return None
    words = labels()
    down, across = (tuple(words["codes"][name][code] for code in plan.attributes[name].codes) for name in part.by)
    values = [row.value for row in rows]
    width = len(across)
    return Grid(corner=(words["attributes"][part.by[0]], words["attributes"][part.by[1]]), rows=down, columns=across,
                values=tuple(tuple(values[i:i + width]) for i in range(0, len(values), width)))


def unknown_shares(report: Report) -> tuple[tuple[str, int], ...]:
    """Per attribute in words the share of records without the fact, in per cent."""
    return tuple((labels()["unknown"][name], share) for name, share in report.unknown_share)


def label(c: Cell) -> str:
    """A cell in words: its codes, for counters after the measure, for the total the measure alone."""
    # a cell keeps its conditions by the alphabet; people read them as the plan lists the attributes
    order = tuple(load_plan().attributes)
    told = sorted(c.conditions, key=lambda condition: order.index(condition[0]))
    codes = " · ".join(labels()["codes"][name][code] for name, code in told)
    if not codes:
        return str(labels()["measures"][c.measure])
    return f"{labels()['measures'][c.measure]} {codes}" if c.epoch else codes
