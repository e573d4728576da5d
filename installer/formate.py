"""Makes the template and the schemas of the formats in resources/formate: `python -m installer.formate`.

The columns are those of the program, their explanations those of resources/formate/README.md; equal input, equal bytes.
"""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from app import resources
from app.documents.catalogue_columns import MAX_CELL, MAX_ID
from app.documents.catalogue_json import (
    DATES,
    HEAD,
    NUMBERS,
    OF_OFFERING,
    OFFER_MEMBERS,
    OFFERING_MEMBERS,
    OFFERINGS,
    OFFERS,
    WHOLE,
    YES_NO,
)
from app.documents.catalogue_parts import HEAD_NAMES, MAX_ROWS
from app.domain.catalogue import COMPONENT_LABELS, RESIDENCE_LABELS
from app.domain.codes import code_list
from installer import formate_month, formate_own

FOLDER = "formate"
TEMPLATE, SCHEMA = "katalog_vorlage.xlsx", "katalog.schema.json"
CEFR = ("0", "Alpha", "A1", "A2", "B1", "B2", "C1", "C2")
CHOICES: dict[str, tuple[str, ...]] = {
    "zustand": ("aktiv", "voll", "abgesagt"), "baustein": tuple(COMPONENT_LABELS),
    "ger_muendlich": CEFR, "ger_schriftlich": CEFR, **dict.fromkeys(sorted(YES_NO), ("ja", "nein")),
}
HIGHEST = {"alter_min": 120, "alter_max": 120, "plaetze": 9_999, "plaetze_frei": 9_999}
LIMITS = {"angebot_id": MAX_ID, "durchfuehrung_id": MAX_ID, "beschreibung": MAX_CELL}
WIDTHS = {"titel": 34, "beschreibung": 44, "traeger": 28, "ort": 34, "zeiten": 22, "status": 30}
COLUMN_ROW = 6  # counted from 0: five lines of head and a remark above it
REMARK = "Je Zeile eine Durchführung. Dunkle Spalten sind Pflicht; zu jeder Spalte steht eine Erklärung im Kopf der " \
         "Spalte und im Blatt „Erklärung“."


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A column as the README explains it."""

    name: str
    required: bool
    meaning: str
    form: str


def explained() -> dict[str, Explained]:
    """The columns in the table of the README, by name and in its order."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")]
            for line in resources.path(FOLDER, "README.md").read_text(encoding="utf-8").splitlines()
            if line.startswith("|")]
    return {name: Explained(name=name, required=required == "ja", meaning=meaning, form=form)
            for name, required, meaning, form in (row for row in rows if len(row) == 4)
            if required in ("ja", "nein")}


def kinds(*, retired: bool) -> tuple[str, ...]:
    """The codes of the kinds of courses; the template offers only those still in use."""
    return tuple(code.id for code in code_list("course_kind") if retired or not code.retired)


# --- the schema -------------------------------------------------------------------------------------------------------

def _member(column: Explained) -> dict[str, Any]:
    name = column.name
    said: dict[str, Any] = {"description": column.meaning}
    if name == "kursart":
        said["enum"] = [*kinds(retired=True), "", None]
    elif name in YES_NO:
        said["type"] = ["boolean", "null"]
    elif name in CHOICES:
        said["enum"] = [*CHOICES[name], *([] if column.required else ["", None])]
    elif name in WHOLE:
        said |= {"type": ["integer", "null"], "minimum": 0, "maximum": HIGHEST[name]}
    elif name in NUMBERS:
        said |= {"type": ["number", "null"], "minimum": 0, "maximum": 999_999.99}
    elif name in DATES:
        said |= {"type": ["string", "null"], "pattern": r"^((20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2})?$"}
    elif name == "ags":
        said |= {"type": ["string", "null"], "pattern": "^([0-9]{8})?$"}
    elif name == "status":
        said |= {"type": ["array", "null"], "items": {"enum": list(RESIDENCE_LABELS)}, "uniqueItems": True}
    else:
        said |= {"type": "string" if column.required else ["string", "null"], "maxLength": LIMITS.get(name, 200)}
        if column.required:
            said |= {"minLength": 1}
    return said


def schema() -> str:
    """The JSON Schema of the format `catalogue_json` reads."""
    members = {column.name: _member(column) for column in explained().values()}
    day = r"^(20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}$"
    offering = {"type": "object", "required": ["durchfuehrung_id", "zustand"],
                "properties": {name: {"$ref": f"#/$defs/{name}"} for name in members if name in OFFERING_MEMBERS}}
    offer = {"type": "object", "required": ["angebot_id", "baustein", "titel", "traeger", OFFERINGS],
             "properties": {**{name: {"$ref": f"#/$defs/{name}"} for name in members if name in OFFER_MEMBERS},
                            **dict.fromkeys(sorted(OF_OFFERING), False),
                            OFFERINGS: {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/durchfuehrung"}}}}
    head = {"katalog": {"type": "string", "minLength": 1, "maxLength": 200},
            "nummer": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
            "stand": {"type": "string", "pattern": day}, "art": {"enum": ["vollständig", "Änderung"]},
            "gueltig_bis": {"type": ["string", "null"], "pattern": day}}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:klientendatei:katalog:1",
        "title": "Katalog für die Klientendatei, Version 1",
        "description": "Angebote mit ihren Durchführungen. Was am Angebot steht, gilt für jede seiner Durchführungen, "
                       "die es nicht selbst sagt. Unbekannte Mitglieder werden beim Einlesen genannt.",
        "type": "object", "required": [*(name for name in HEAD if name != "gueltig_bis"), OFFERS],
        "properties": {**head, OFFERS: {"type": "array", "items": {"$ref": "#/$defs/angebot"}}},
        "$defs": {"angebot": offer, "durchfuehrung": offering, **members},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


# --- the template -----------------------------------------------------------------------------------------------------

def template(head: Mapping[str, object] | None = None, rows: Sequence[Mapping[str, object]] = ()) -> bytes:
    """The workbook; tests fill it with values of the head and rows by column name, typed as Excel would type them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Katalog", "created": datetime(2026, 11, 2)})
    sheet, words, lists = (book.add_worksheet(name) for name in ("Katalog", "Erklärung", "Listen"))
    lists.hide()
    _write_head(book, sheet, {"Art": "vollständig", **(head or {})})
    _write_columns(book, sheet, lists)
    for line, row in enumerate(rows, start=COLUMN_ROW + 1):
        for at, name in enumerate(explained()):
            _put(book, sheet, line, at, row.get(name, ""))
    _write_words(book, words)
    book.close()
    return out.getvalue()


def _put(book: Any, sheet: Any, line: int, at: int, value: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, at, value, book.add_format({"num_format": "dd.mm.yyyy"}))
    elif isinstance(value, str):
        if value:
            sheet.write_string(line, at, value)
    else:
        sheet.write(line, at, value)


def _write_head(book: Any, sheet: Any, values: Mapping[str, object]) -> None:
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    text, number = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0", "align": "left"})
    forms = {"Nummer": number, "Stand": day, "Gültig bis": day}
    for line, name in enumerate(HEAD_NAMES.values()):
        sheet.write_string(line, 0, name, bold)
        sheet.write_blank(line, 1, None, forms.get(name, text))
        if name in values:
            _put(book, sheet, line, 1, values[name])
    sheet.data_validation(3, 1, 3, 1, {"validate": "list", "source": ["vollständig", "Änderung"]})
    sheet.write_string(COLUMN_ROW - 1, 0, REMARK, book.add_format({"italic": True}))


def _write_columns(book: Any, sheet: Any, lists: Any) -> None:
    needed = book.add_format({"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF"})
    other = book.add_format({"bold": True, "bg_color": "#DCE9EE"})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd.mm.yyyy"})
    number, whole = book.add_format({"num_format": "0.##"}), book.add_format({"num_format": "0"})
    lists.write_column(0, 0, kinds(retired=False))
    for at, (name, column) in enumerate(explained().items()):
        form = day if name in DATES else number if name in NUMBERS else whole if name in WHOLE else text
        # Excel shows #### for more than 255 characters in a cell of text.
        form = None if name == "beschreibung" else form
        sheet.set_column(at, at, WIDTHS.get(name, max(len(name) + 3, 13)), form)
        sheet.write_string(COLUMN_ROW, at, name, needed if column.required else other)
        sheet.write_comment(COLUMN_ROW, at, f"{column.meaning}\nForm: {column.form}",
                            {"author": "", "x_scale": 1.6, "y_scale": 0.9})
        if rule := _rule(name):
            sheet.data_validation(COLUMN_ROW + 1, at, COLUMN_ROW + MAX_ROWS, at, rule)
    sheet.freeze_panes(COLUMN_ROW + 1, 2)


def _rule(name: str) -> dict[str, Any]:
    """What Excel lets a person type into the column."""
    if name == "kursart":
        return {"validate": "list", "source": f"=Listen!$A$1:$A${len(kinds(retired=False))}"}
    if name in CHOICES:
        return {"validate": "list", "source": list(CHOICES[name])}
    if name in DATES:
        return {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31),
                "error_title": name, "error_message": "Hier steht ein Datum, zum Beispiel 07.12.2026."}
    if name in WHOLE:
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": HIGHEST[name],
                "error_title": name, "error_message": f"Hier steht eine ganze Zahl von 0 bis {HIGHEST[name]}."}
    if name in NUMBERS:
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 999_999.99,
                "error_title": name, "error_message": "Hier steht eine Zahl, zum Beispiel 25,5."}
    return {}


def _write_words(book: Any, sheet: Any) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 20, wrap)
    sheet.set_column(2, 3, 60, wrap)
    sheet.write_row(0, 0, ("Spalte", "Pflicht", "Bedeutung", "Form"), bold)
    rows = [(each.name, "ja" if each.required else "nein", each.meaning, each.form) for each in explained().values()]
    known = code_list("course_kind")
    rows += [("", "", "", ""), ("kursart", "", "Bedeutung der Codes", "")]
    rows += [(code.id, "", code.label, code.group) for code in known if not code.retired]
    for line, row in enumerate(rows, start=1):
        sheet.write_row(line, 0, row)


def main() -> int:
    """Writes the files beside the README, those of the own data and of the monthly file too."""
    resources.path(FOLDER, SCHEMA).write_text(schema(), encoding="utf-8", newline="\n")
    resources.path(FOLDER, TEMPLATE).write_bytes(template())
    texts = {formate_own.SCHEMA: formate_own.schema(), formate_own.EXAMPLE: formate_own.example(),
             formate_month.MONTH: formate_month.month_schema(), formate_month.EXAMPLE: formate_month.example(),
             formate_month.SUMMARY: formate_month.summary_schema()}
    for name, content in texts.items():
        resources.path(FOLDER, name).write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
