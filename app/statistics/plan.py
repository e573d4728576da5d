"""The table plan of the monthly report as values, read from resources/statistics; it counts and rounds nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from app import resources

COUNTED_TABLES = range(1, 6)
STOCK = "stock"
BAUSTEINE = ("1", "2", "3", "4", "5")
BY_BAUSTEIN = "by baustein 1-5"
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
        """Every combination of codes of one part; counters know no Baustein 'keiner'."""
        codes = [BAUSTEINE if part.yearly and name == "baustein" else self.attributes[name].codes for name in part.by]
        epoch = str(year) if part.yearly else ""
        return tuple(cell(part.measure, epoch, dict(zip(part.by, chosen, strict=True))) for chosen in product(*codes))


@cache
def load_plan() -> Plan:
    """The plan shipped with the program, tables 1 to 5."""
    raw = json.loads(resources.path("statistics", "table_plan_v1.json").read_text(encoding="utf-8"))
    return Plan(
        attributes={name: _attribute(name, spec) for name, spec in raw["attributes"].items()},
        tables=tuple(table for spec in raw["tables"] if spec["no"] in COUNTED_TABLES for table in _tables(spec)),
    )


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
        parts = (Part(measure=m, by=("baustein",) if text.endswith(BY_BAUSTEIN) else (), yearly=True)
                 for m, text in spec["measures"].items())
        return [Table(no=number, parts=tuple(parts))]
    stock = [Part(measure=spec["measure"], by=tuple(names)) for names in spec["of"]]
    if sum(1 for part in stock if part.by) == 1:
        return [Table(no=number, parts=tuple(stock))]
    return [Table(no=number + letter, parts=(part,), grouped=spec.get("rule") == "group")
            for letter, part in zip("abcdefgh", stock, strict=False)]
