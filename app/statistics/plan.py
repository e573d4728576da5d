"""The table plan of the monthly report as values, read from resources/statistics; it counts and rounds nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from app import resources
from app.domain.codes import shipped

STOCK, GAP = "stock", "gap"
BAUSTEINE = ("1", "2", "3", "4", "5")
# how the plan says by what a counter is split
COUNTED_BY = {"by baustein 1-5": "baustein", "by first access": "access"}
NO_DOCUMENT = "<no document>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number of the plan, whatever table it is printed in; ``conditions`` are sorted (attribute, code)."""

    measure: str
    epoch: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


def cell(measure: str, epoch: str = "", conditions: Mapping[str, str] | None = None) -> Cell:
    """The cell of a measure under conditions given in any order."""
    return Cell(measure=measure, epoch=epoch, conditions=tuple(sorted((conditions or {}).items())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A partition of the caseload: its codes and which recorded values fall into them."""

    name: str
    codes: tuple[str, ...]
    exact: Mapping[str, str]
    prefixes: tuple[tuple[str, str], ...]

    def code_for(self, recorded: str) -> str:
        """The code a recorded value counts under; every value has one, the last code takes what no rule names."""
        if recorded in self.exact:
            return self.exact[recorded]
        for prefix, code in self.prefixes:
            if recorded.startswith(prefix):
                return code
        return recorded if recorded in self.codes else self.codes[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A measure crossed by attributes; ``yearly`` measures are counters that start anew each year."""

    measure: str
    by: tuple[str, ...] = ()
    yearly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it is printed; ``no`` is '1', '2a', … and ``grouped`` marks those under the group rule."""

    no: str
    parts: tuple[Part, ...]
    grouped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Attributes and tables of one schema version of the monthly report."""

    attributes: Mapping[str, Attribute]
    tables: tuple[Table, ...]

    def cells(self, table: Table, year: int) -> tuple[Cell, ...]:
        """Every cell of a table in the order of the plan."""
        return tuple(c for part in table.parts for c in self.part_cells(part, year))

    def part_cells(self, part: Part, year: int) -> tuple[Cell, ...]:
        """Every combination of codes of one part; only persons in stock can be in no Baustein ('keiner')."""
        codes = [BAUSTEINE if part.measure != STOCK and name == "baustein" else self.attributes[name].codes
                 for name in part.by]
        epoch = str(year) if part.yearly else ""
        return tuple(cell(part.measure, epoch, dict(zip(part.by, chosen, strict=True))) for chosen in product(*codes))


@cache
def load_plan() -> Plan:
    """The plan shipped with the program."""
    raw = json.loads(resources.path("statistics", "table_plan_v1.json").read_text(encoding="utf-8"))
    attributes = {name: _attribute(name, spec) for name, spec in raw["attributes"].items()}
    for spec in raw["tables"]:
        if "access_codes" in spec:
            attributes["access"] = _grouped("access", spec["access_codes"], "access_route", rest="sonstige")
        if "reason_codes" in spec:
            # of a reason that no list knows, all that is known is that the offer is not there
            attributes["reason"] = _grouped("reason", spec["reason_codes"], "gap_reason", rest="gibt_es_nicht")
    return Plan(attributes=attributes, tables=tuple(table for spec in raw["tables"] for table in _tables(spec)))


def _grouped(name: str, codes: Iterable[str], list_name: str, rest: str) -> Attribute:
    """An attribute whose codes are the groups of a code list: the plan names the values only in German words."""
    return Attribute(name=name, codes=tuple(codes), exact={code.id: code.group for code in shipped(list_name)},
                     prefixes=(("", rest),))


def _attribute(name: str, spec: Mapping[str, Any]) -> Attribute:
    exact: dict[str, str] = {}
    prefixes: list[tuple[str, str]] = []
    for code, values in spec.get("from", {}).items():
        for value in [values] if isinstance(values, str) else values:
            if value.endswith("*"):
                prefixes.append((value[:-1], code))
            elif value.endswith("xx"):
                prefixes.append((value[:-2], code))
            elif "everything else" not in value:
                exact[value] = code
    return Attribute(name=name, codes=tuple(spec["codes"]), exact=exact, prefixes=tuple(prefixes))


def _tables(spec: Mapping[str, Any]) -> Iterable[Table]:
    """One printed table, or one per attribute lettered a, b, … where the plan lists several."""
    number = str(spec["no"])
    if "measures" in spec:
        parts = (Part(measure=m, by=tuple(name for words, name in COUNTED_BY.items() if text.endswith(words)),
                      yearly=True) for m, text in spec["measures"].items())
        return [Table(no=number, parts=tuple(parts))]
    stock = [Part(measure=spec["measure"], by=tuple(names)) for names in spec["of"]]
    if sum(1 for part in stock if part.by) == 1:
        return [Table(no=number, parts=tuple(stock))]
    return [Table(no=number + letter, parts=(part,), grouped=spec.get("rule") == "group")
            for letter, part in zip("abcdefgh", stock, strict=False)]
