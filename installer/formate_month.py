"""The JSON Schemas of the monthly file and of the merged file, made from the table plan, and an invented month;
written by `formate`."""

import json
from collections.abc import Mapping
from typing import Any

from app.documents import merged_tables
from app.domain.dates import Month
from app.statistics.merging import Cycle, Span
from app.statistics.plan import STOCK, Cell, Table, cell, load_plan
from app.statistics.reach import STAGES
from app.statistics.report_format import REASONS, SCHEMA, SHAPES, Report, ReportHead, ReportTable, to_bytes

MONTH, EXAMPLE, SUMMARY = "monatsmeldung.schema.json", "monatsmeldung.json", "zusammenfassung.schema.json"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
PERIOD = "^[0-9]{4}-(0[1-9]|1[0-2])$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
EXAMPLE_MONTH, PERSONS = Month(2026, 10), 60
# What happened in the invented year, for each person in stock.
COURSE = {"contacted_ytd": 1.5, "reached_ytd": 1.25, "completed_ytd": 0.3, "transition_ytd": 0.2, "dropped_ytd": 0.1,
          "closed_ytd": 0.2, "gap": 0.5}


def _object(properties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(properties),
            "properties": dict(properties), **more}


def _text(pattern: str, description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "description": description}


def _list(items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), **more}


def _dumped(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _head(title: str, name: str) -> dict[str, Any]:
    return {"$schema": DRAFT, "$id": f"urn:klientendatei:{name}:1", "title": title}


AGS, PSEUDONYM = (_text(f"^({SHAPES[name]})$", words) for name, words in (
    ("ags", "Gemeindeschlüssel der Dienststelle, bei einem Kreis fünf Ziffern"),
    ("pseudonym", "zufälliger Name der Klientendatei, bleibt gleich")))


# --- the month --------------------------------------------------------------------------------------------------------

def month_schema() -> str:
    """The document that every monthly file of this schema version keeps to."""
    plan = load_plan()
    unknown = {name: {"type": "integer", "minimum": 0, "maximum": 100, "multipleOf": 5} for name in plan.attributes}
    return _dumped({
        **_head("Monatsmeldung einer Klientendatei, Version 1", "monatsmeldung"),
        "description": "Zahlen eines Monats ohne Personen. Jede Zahl ist ein Vielfaches von fünf; 0 heißt 0 bis 4; "
                       "Summen ergeben sich nicht aus den Teilen. Nicht erhoben ist, was weder unter tables noch unter "
                       "withheld steht.",
        **_object({
            "schema": {"const": SCHEMA},
            "month": _text(PERIOD, "der Monat; Stichtag ist sein letzter Tag"),
            "app_version": _text(f"^{SHAPES['app_version']}$", "Fassung des Programms"),
            "pseudonym": PSEUDONYM, "ags": AGS,
            "catalogue": {"type": ["integer", "null"], "minimum": 0, "description": "Nummer des Katalogs, falls es "
                          "einen gibt"},
            "tables": _list({"oneOf": [{"$ref": f"#/$defs/table_{table.no}"} for table in plan.tables]},
                            description="die ausgegebenen Tabellen, jede höchstens einmal"),
            "withheld": _list(_object({"no": {"enum": [table.no for table in plan.tables]},
                                       "reason": {"enum": sorted(REASONS)}}),
                              description="zurückgehaltene Tabellen: tiny_caseload = Bestand unter 20, audit = von der "
                                          "Prüfung"),
            "unknown_share": {"type": "object", "additionalProperties": False, "properties": unknown,
                              "description": "je Merkmal der Anteil ohne Angabe, auf 5 % gerundet"},
        }),
        "$defs": {**_numbers(), **{f"table_{table.no}": _table(table) for table in plan.tables}},
    })


def _table(table: Table) -> dict[str, Any]:
    form = "number_or_null" if table.grouped else "counter" if table.parts[0].yearly else "number"
    cells = [{"$ref": f"#/$defs/{form}", "properties": {"measure": {"const": c.measure},
                                                       "of": {"const": dict(c.conditions)}}}
             for c in load_plan().cells(table, EXAMPLE_MONTH.year)]
    return _object({"no": {"const": table.no},
                    "cells": {"type": "array", "prefixItems": cells, "items": False, "minItems": len(cells)}})


def _numbers() -> dict[str, Any]:
    """The three forms of a cell: in stock, in stock under the group rule, counted since 1 January."""
    value = {"type": "integer", "minimum": 0, "multipleOf": 5}
    hidden = {**value, "type": ["integer", "null"], "description": "null: nach der Gruppenregel zurückgehalten"}
    stock, year = {"const": ""}, _text("^[0-9]{4}$", "Jahr des Zählers")
    return {name: _object({"measure": {"type": "string"}, "epoch": epoch, "of": {"type": "object"}, "value": form})
            for name, epoch, form in (("number", stock, value), ("number_or_null", stock, hidden),
                                      ("counter", year, value))}


# --- the merged file --------------------------------------------------------------------------------------------------

def summary_schema() -> str:
    """The document that `merged_tables.to_json` keeps to."""
    count = {"type": "integer", "minimum": 0}
    codes = load_plan().attributes
    area = {"ags": {"type": "string", "description": "leer: alle zusammen"}, "name": {"type": "string"},
            "laptops": {**count, "description": "wie viele Klientendateien gemeldet haben"}}
    stage = _object({"figure": {"$ref": "#/$defs/figure"}, "share": {
        "type": ["integer", "null"], "description": "Prozent des Potenzials; null: nicht gemeldet"}})
    gaps = {name: _object({code: {"$ref": "#/$defs/figure"} for code in codes[name].codes if code != "keiner"})
            for name in ("baustein", "reason")}
    return _dumped({
        **_head("Zusammenfassung vieler Monatsmeldungen, Version 1", "zusammenfassung"),
        "description": "Summen ausgegebener Zahlen, keine zweite Zählung.",
        **_object({
            "schema": {"const": merged_tables.SCHEMA},
            "made_on": _text(DAY, "Tag, an dem sie erstellt wurde"),
            "office": {"type": "string", "description": "wer sie erstellt hat"},
            "cycle": {"enum": [cycle.value for cycle in Cycle]},
            "laptops": {**count, "description": "Klientendateien, von denen überhaupt etwas da ist"},
            "reports": {**count, "description": "eingelesene Monatsmeldungen"},
            "periods": _list({"$ref": "#/$defs/period"}, description="die älteste zuerst"),
            "never_reported": _list({"type": "string"}, description="Gebiete ohne jede Meldung"),
            "reach": {"oneOf": [{"type": "null"}, _object({
                "month": _text(PERIOD, "Zähler vom 1. Januar bis zum Ende dieses Monats"),
                "comparable": {**count, "description": "Gebiete mit Potenzial und Meldung"},
                "areas": _list({"$ref": "#/$defs/area"}), "total": {"$ref": "#/$defs/area"}})]},
            "gaps": {"oneOf": [{"type": "null"}, _object({
                "month": _text(PERIOD, "Stichtag ist sein letzter Tag"),
                "areas": _list({"$ref": "#/$defs/gap"}), "total": {"$ref": "#/$defs/gap"}})]},
        }),
        "$defs": {
            "figure": _figure(), "period": _period(),
            "area": _object({**area, "potential": {"type": ["integer", "null"], "minimum": 0, "description": "Personen "
                                                   "der Zielgruppe; null: nicht gemeldet"},
                             "as_of": {"type": ["string", "null"], "pattern": DAY}, "source": {"type": "string"},
                             "stages": _object(dict.fromkeys(STAGES, stage))}),
            "gap": _object({**area, **gaps}),
        },
    })


def _figure() -> dict[str, Any]:
    return {"type": ["object", "null"], "description": "null: in keiner Datei steht eine Zahl", **{
        key: value for key, value in _object({
            "total": {"type": "integer", "minimum": 0, "multipleOf": 5, "description": "Summe"},
            "added": {"type": "integer", "minimum": 0, "description": "K: wie viele Zahlen zusammengezählt sind"},
            "band": {"type": "integer", "minimum": 0, "description": "Spanne ±: 4·√K, aufgerundet"},
            "weak": {"type": "boolean", "description": "die Summe ist kleiner als ihre Spanne"},
        }).items() if key != "type"}}


def _period() -> dict[str, Any]:
    plan = load_plan()
    count = {"type": "integer", "minimum": 0}
    cells = _object({
        "measure": {"enum": sorted({part.measure for table in plan.tables for part in table.parts})},
        "epoch": {"type": "string", "pattern": "^([0-9]{4})?$"},
        "of": {"type": "object", "additionalProperties": False,
               "properties": {name: {"enum": list(each.codes)} for name, each in plan.attributes.items()}},
        "figure": {"$ref": "#/$defs/figure"}})
    return _object({
        "period": _text("^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$", "2026-10, 2026-Q3, 2026-H2 oder 2026"),
        "first": _text(PERIOD, "erster Monat"), "last": _text(PERIOD, "letzter Monat"),
        "members": _list(_object({"pseudonym": PSEUDONYM, "ags": AGS, "no_start": {
            "type": "boolean", "description": "ohne Zähler, weil der Monat vor dem Zeitraum fehlt"}})),
        "absent": _list(_object({"pseudonym": PSEUDONYM, "ags": AGS, "last": _text(PERIOD, "zuletzt gemeldet")})),
        "tables": _list(_object({
            "no": {"enum": [table.no for table in plan.tables]},
            "span": {"enum": [span.value for span in Span], "description": "am Ende, seit 1. Januar oder im Zeitraum"},
            "files": {**count, "description": "Dateien, in denen die Tabelle steht"},
            "withheld": {"type": "object", "additionalProperties": False,
                         "properties": dict.fromkeys(sorted(REASONS), count),
                         "description": "Grund und Zahl der Dateien"},
            "covered": {"type": ["integer", "null"], "minimum": 0, "maximum": 100,
                        "description": "bei zwei Merkmalen: Prozent der Personen in den gezeigten Zahlen"},
            "cells": _list(cells)})),
    })


# --- the example ------------------------------------------------------------------------------------------------------

def example() -> str:
    """An invented month of sixty persons, spread over the codes as if no two attributes had to do with each other."""
    plan, month = load_plan(), EXAMPLE_MONTH
    shares = {name: _shares(attribute.codes) for name, attribute in plan.attributes.items()}

    def value(c: Cell) -> int:
        persons = PERSONS * COURSE.get(c.measure, 1.0)
        for name, code in c.conditions:
            persons *= shares[name][code]
        return round(persons / 5) * 5

    def printed(table: Table, c: Cell) -> int | None:
        margins = (value(cell(STOCK, "", {name: code})) for name, code in c.conditions)
        return None if table.grouped and min(margins) < 10 else value(c)

    tables = tuple(ReportTable(no=table.no, cells=tuple((c, printed(table, c)) for c in plan.cells(table, month.year)))
                   for table in plan.tables)
    head = ReportHead(month=month, app_version="1.0.0", pseudonym="a7f3c2", ags="05315000", catalogue=12)
    return to_bytes(Report(head=head, tables=tables, unknown_share=(("age", 5), ("school", 10)))).decode("ascii")


def _shares(codes: tuple[str, ...]) -> dict[str, float]:
    weights = range(len(codes), 0, -1)
    return {code: weight / sum(weights) for code, weight in zip(codes, weights, strict=True)}
