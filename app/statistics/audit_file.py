"""A monthly file as the audit reads it: with its own eyes, from the bytes, and refusing whatever it does not know.
Shares no code with what writes the file; only the codes of the table plan are common."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import N_, UserError
from app.statistics.plan import STOCK, Cell, Plan, Table, cell

KNOWN_SCHEMA = "kd-monat/1"
FIVE = 5
LARGEST = 1_000_000
TOTAL = cell(STOCK)
REASONS = frozenset({"tiny_caseload", "audit"})
HEAD = {"month": r"[0-9]{4}-(0[1-9]|1[0-2])", "app_version": r"[0-9A-Za-z.+-]{1,32}", "pseudonym": r"[0-9a-z]{4,32}",
        "ags": r"[0-9]{5}([0-9]{3})?"}
KEYS = frozenset({*HEAD, "schema", "catalogue", "tables", "withheld", "unknown_share"})

UNKNOWN = N_("Die Prüfung kennt den Aufbau der Meldung nicht ({what}). Es wurde nichts ausgegeben. Melden Sie diesen "
             "Satz; Namen von Klienten gehören nicht dazu.")
NOT_ROUNDED = N_("Die Prüfung hat eine Zahl gefunden, die kein Vielfaches von fünf ist ({what}). Es wurde nichts "
                 "ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")


class AuditRefused(UserError):
    """The audit found something that must not leave; nothing was written. ``msgid`` tells which kind it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a file tells: ``shown`` are its numbers, ``empty`` how many of how many cells a table leaves empty."""

    period: str
    shown: Mapping[Cell, int]
    tables: frozenset[str]
    empty: Mapping[str, tuple[int, int]]
    withheld: tuple[tuple[str, str], ...]
    shares: Mapping[str, int]

    @property
    def year(self) -> int:
        """The year of its counters."""
        return int(self.period[:4])


def read(content: bytes, plan: Plan) -> Printed:
    """The numbers of a file; AuditRefused for an unknown schema, table or cell and for a number beside the fives."""
    raw = _raw(content)
    planned = {table.no: table for table in plan.tables}
    shown: dict[Cell, int] = {}
    empty: dict[str, tuple[int, int]] = {}
    numbers = [_text(table, "no") for table in raw["tables"]]
    withheld = tuple((_text(one, "no"), _text(one, "reason")) for one in raw["withheld"])
    _known(all(set(table) == {"no", "cells"} for table in raw["tables"]), "Tabelle")
    _known(all(set(one) == {"no", "reason"} and one["reason"] in REASONS for one in raw["withheld"]), "Grund")
    for named in (numbers, [no for no, _ in withheld]):
        for no in named:
            _known(no in planned and named.count(no) == 1, f"Tabelle {no}")
    for table in raw["tables"]:
        values = _values(planned[table["no"]], table["cells"], plan, int(raw["month"][:4]))
        told = {c: value for c, value in values.items() if value is not None}
        # what is withheld says nothing, except that table 1 always says the total
        _known(table["no"] not in dict(withheld) or set(told) <= {TOTAL}, f"Tabelle {table['no']}")
        shown.update(told)
        empty[table["no"]] = len(values) - len(told), len(values)
    shares = {name: _number(share, f"Anteil {name}") for name, share in raw["unknown_share"].items()}
    return Printed(period=raw["month"], shown=shown, tables=frozenset(numbers), empty=empty, withheld=withheld,
                   shares=shares)


def table_of(plan: Plan, wanted: Cell) -> str:
    """The number of the table a cell is printed in, for the sentence of a refusal."""
    names = tuple(name for name, _ in wanted.conditions)
    return next((t.no for t in plan.tables for part in t.parts if part.measure == wanted.measure
                 and tuple(sorted(part.by)) == names), "?")


def _raw(content: bytes) -> dict[str, Any]:
    """The parsed file with its outer shape checked; spaces, order and doubled keys could carry words."""
    _known(len(content) <= LARGEST, "Größe")
    try:
        raw = json.loads(content.decode("ascii"))
        again = json.dumps(raw, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"
    except (ValueError, RecursionError):
        raise AuditRefused(UNKNOWN, what="JSON") from None
    _known(isinstance(raw, dict) and raw.get("schema") == KNOWN_SCHEMA, "Schema")
    _known(again == content, "Schreibweise")
    _known(set(raw) == KEYS, "Kopf")
    for name, shape in HEAD.items():
        _known(isinstance(raw[name], str) and re.fullmatch(shape, raw[name], re.ASCII) is not None, name)
    _known(raw["catalogue"] is None or type(raw["catalogue"]) is int, "catalogue")
    for name in ("tables", "withheld"):
        _known(isinstance(raw[name], list) and all(isinstance(one, dict) for one in raw[name]), name)
    _known(isinstance(raw["unknown_share"], dict), "unknown_share")
    parsed: dict[str, Any] = raw
    return parsed


def _values(table: Table, cells: list[Any], plan: Plan, year: int) -> dict[Cell, int | None]:
    """The numbers of one table; its cells stand in the order of the plan, and each once."""
    place = f"Tabelle {table.no}"
    _known(isinstance(cells, list), place)
    values: dict[Cell, int | None] = {}
    for one in cells:
        _known(isinstance(one, dict) and set(one) == {"measure", "epoch", "of", "value"}
               and isinstance(one["of"], dict) and all(isinstance(code, str) for code in one["of"].values()), place)
        c = cell(_text(one, "measure"), _text(one, "epoch"), one["of"])
        values[c] = None if one["value"] is None else _number(one["value"], place)
    _known(len(values) == len(cells) and list(values) == [c for c in plan.cells(table, year) if c in values], place)
    return values


def _number(value: object, place: str) -> int:
    if type(value) is not int or value < 0 or value % FIVE:
        raise AuditRefused(NOT_ROUNDED, what=f"{place}: {value}")
    return value


def _text(of: Mapping[str, object], name: str) -> str:
    value = of.get(name)
    if not isinstance(value, str):
        raise AuditRefused(UNKNOWN, what=name)
    return value


def _known(is_known: bool, what: str) -> None:
    if not is_known:
        raise AuditRefused(UNKNOWN, what=what)
