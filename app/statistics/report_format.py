"""The monthly report as a value and as canonical bytes, strict both ways; no key, offsets or true counts in here."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.statistics.plan import STOCK, Cell, cell, load_plan

SCHEMA = "kd-monat/1"
TINY_CASELOAD, AUDIT = "tiny_caseload", "audit"
# printed on every export (anonymity.md, "What is promised"), German in every language of the window
PROMISE = (
    "Jede ausgegebene Zahl ist ein Vielfaches von fünf. Zu jeder einzelnen Zahlenreihe passen – auch über beliebig "
    "viele Monate und für jemanden, der alle Veränderungen seit dem ersten Export kennt, nicht aber den Bestand davor "
    "– fünf benachbarte wahre Werte gleich gut (nahe null weniger). Für Jahreszähler gilt das gegenüber jedem, der "
    "nicht ohnehin alle Ereignisse kennt. Vor jedem Export greift das Gerät alle bisherigen Ausgaben selbst an und "
    "lässt weg, was eine Gruppe von einer bis vier Personen neu exakt berechenbar machen würde.")
MAX_BYTES = 1_000_000
NOT_A_REPORT = N_("Die Datei ist keine unveränderte Monatsmeldung dieser Fassung. Es wurde nichts übernommen. "
                  "Lassen Sie sich die Datei noch einmal geben.")

REASONS = frozenset({TINY_CASELOAD, AUDIT})
# Every text in a report has one of these shapes or is a word of the plan, so that no free text can leave with it.
SHAPES = {
    "ags": r"[0-9]{5}([0-9]{3})?",
    "app_version": r"[0-9A-Za-z.+-]{1,32}",
    "pseudonym": r"[0-9a-z]{4,32}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """Whose month it is, without a name: ``pseudonym`` is random, ``catalogue`` the number in use."""

    month: Month
    app_version: str
    pseudonym: str
    ags: str
    catalogue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table that leaves the device: its cells in the order of the plan, with their published values.

    None is a cell of a two-way table that the group rule keeps back, or the whole breakdown beside the total of the
    caseload: `withheld` then names the table too. "Not collected" and 0 are numbers of their own.
    """

    no: str
    cells: tuple[tuple[Cell, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that leaves the device for one month; ``withheld`` is (table, reason), ``unknown_share`` (attribute, %)."""

    head: ReportHead
    tables: tuple[ReportTable, ...]
    withheld: tuple[tuple[str, str], ...] = ()
    unknown_share: tuple[tuple[str, int], ...] = ()


class ReportUnreadable(UserError):
    """The bytes are not exactly what `to_bytes` writes."""


def to_bytes(report: Report) -> bytes:
    """Canonical JSON: sorted keys, no spaces, ASCII, one line feed at the end; ValueError beside shape or plan."""
    _check_plan(report)
    head = report.head
    content = {
        "schema": SCHEMA, "month": str(head.month),
        "app_version": _shaped("app_version", head.app_version),
        "pseudonym": _shaped("pseudonym", head.pseudonym), "ags": _shaped("ags", head.ags),
        "catalogue": None if head.catalogue is None else _number(head.catalogue),
        "tables": [{"no": table.no, "cells": [_cell_out(c, value) for c, value in table.cells]}
                   for table in report.tables],
        "withheld": [{"no": no, "reason": reason} for no, reason in report.withheld],
        "unknown_share": {name: _number(share) for name, share in report.unknown_share},
    }
    return (json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n").encode("ascii")


def from_bytes(content: bytes) -> Report:
    """The report of canonical bytes; ReportUnreadable for anything `to_bytes` would write differently."""
    if len(content) > MAX_BYTES:
        raise ReportUnreadable(NOT_A_REPORT)
    try:
        report = _read(json.loads(content.decode("ascii")))
        canonical = to_bytes(report)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise ReportUnreadable(NOT_A_REPORT) from reason
    # Equal bytes settle unknown keys, double keys, spaces, order, schema and notice at once.
    if canonical != content:
        raise ReportUnreadable(NOT_A_REPORT)
    return report


def sha256(content: bytes) -> str:
    """SHA-256 of the file in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def short_code(content: bytes) -> str:
    """Three groups of four digits out of the SHA-256, to be compared over the phone; finds mix-ups, not forgeries."""
    digits = f"{int.from_bytes(hashlib.sha256(content).digest()[:8], 'big') % 10**12:012}"
    return " ".join((digits[:4], digits[4:8], digits[8:]))


def file_stem(head: ReportHead) -> str:
    """The name of the files of a month without its ending (anonymity.md, "Files")."""
    return f"monatsmeldung_{head.ags}_{head.pseudonym}_{head.month}"


def _check_plan(report: Report) -> None:
    plan = load_plan()
    planned = {table.no: plan.cells(table, report.head.month.year) for table in plan.tables}
    grouped = {table.no for table in plan.tables if table.grouped}
    if any(planned.get(table.no) != tuple(c for c, _ in table.cells) for table in report.tables):
        raise ValueError("not a table of the plan")
    if any(no not in planned or reason not in REASONS for no, reason in report.withheld):
        raise ValueError("not a withheld table of the plan")
    gaps = {table.no: [c for c, value in table.cells if value is None] for table in report.tables}
    halved = {no for no, missing in gaps.items() if missing and no not in grouped}
    if any(gaps[no] != [c for c in planned[no] if c.conditions] or (no, AUDIT) not in report.withheld
           or cell(STOCK) not in planned[no] for no in halved):
        raise ValueError("a cell is kept back that no rule keeps back")
    named = [table.no for table in report.tables if table.no not in halved] + [no for no, _ in report.withheld]
    if len(set(named)) != len(named):
        raise ValueError("a table stands twice in the report")
    if any(name not in plan.attributes for name, _ in report.unknown_share):
        raise ValueError("not an attribute of the plan")


def _shaped(shape: str, text: str) -> str:
    if not re.fullmatch(SHAPES[shape], text, re.ASCII):
        raise ValueError(f"not a {shape}")
    return text


def _number(value: int) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a number of a report")
    return value


def _cell_out(c: Cell, value: int | None) -> dict[str, object]:
    return {"measure": c.measure, "epoch": c.epoch, "of": dict(c.conditions),
            "value": None if value is None else _number(value)}


def _read(raw: Mapping[str, Any]) -> Report:
    head = ReportHead(month=Month.parse(raw["month"]), app_version=raw["app_version"], pseudonym=raw["pseudonym"],
                      ags=raw["ags"], catalogue=raw["catalogue"])
    return Report(
        head=head,
        tables=tuple(ReportTable(no=table["no"], cells=tuple(
            (cell(c["measure"], c["epoch"], c["of"]), c["value"]) for c in table["cells"])) for table in raw["tables"]),
        withheld=tuple((entry["no"], entry["reason"]) for entry in raw["withheld"]),
        unknown_share=tuple(raw["unknown_share"].items()),
    )
