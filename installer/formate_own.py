"""The JSON Schema of all own data, made from the records themselves, and an invented example; written by `formate`."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.documents import own_data
from app.documents.own_data import FILE, JSON_NAME, KINDS, NAMES, SCHEMA_NAME
from app.domain.attachment import Attachment
from app.domain.case import Case
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.labels import LABELS, label_of

SCHEMA, EXAMPLE = SCHEMA_NAME, JSON_NAME
DAY, CLOCK = "[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?"
# in an order in which none is taken for another: a datetime is a date for Python
FORMS: Mapping[type, dict[str, Any]] = {
    bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}, str: {"type": "string"},
    datetime: {"type": "string", "pattern": f"^{DAY}T{CLOCK}$"}, date: {"type": "string", "pattern": f"^{DAY}$"},
    time: {"type": "string", "pattern": f"^{CLOCK}$"},
    PartialDate: {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?$",
                  "$comment": "Jahr, Monat oder Tag; ~ heißt geschätzt"},
}
MOMENT = datetime(2026, 11, 2, 10, 0)


def schema() -> str:
    """The document that every export of this version keeps to."""
    said: dict[str, Any] = {"confidential": "vertrauliche Notizen", "health": "Angaben zur Gesundheit",
                            "history": "Änderungsverlauf"}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:klientendatei:eigene-daten:1",
        "title": "Alle eigenen Daten einer Klientendatei, Version 1",
        "description": "Was eine Klientendatei enthält, ohne Schlüssel und ohne Entwürfe. Jede Art von Eintrag ist "
                       "eine Liste unter records; „id“ verbindet die Einträge.",
        **_object({
            "format": {"const": own_data.FORMAT}, "version": {"const": own_data.VERSION},
            "at": {**FORMS[datetime], "description": "Zeitpunkt der Ausgabe"},
            "office": {"type": "string", "description": "Dienststelle"},
            "ags": {"type": "string", "description": "Gemeindeschlüssel der Dienststelle"},
            "contains": {"description": "was auf Wunsch dabei ist",
                         **_object({name: {"type": "boolean", "description": words} for name, words in said.items()})},
            "codes": {"type": "object", "description": "je Liste die Wörter der Codes, eigene Werte eingeschlossen",
                      "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}},
            "records": _object({NAMES[kind]: {"type": "array", "description": LABELS[kind].one,
                                              "items": {"$ref": f"#/$defs/{NAMES[kind]}"}} for kind in KINDS}),
            "history": {"type": "array", "items": {"$ref": "#/$defs/act"},
                        "description": "die Schritte von Anfang an; leer, wenn nicht gewünscht"},
        }),
        "$defs": {**{NAMES[kind]: {"title": LABELS[kind].one, **_record(kind)} for kind in KINDS}, "act": _act()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def _record(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    found = {}
    for name in own_data.members(kind):
        if name == FILE:
            found[name] = {"type": "string", "description": "Ort der Datei in der ZIP-Datei"}
            continue
        lists = LABELS[kind].lists.get(name, ())
        words = label_of(kind, name) + (f"; Code der Liste {' oder '.join(lists)}" if lists else "")
        found[name] = {"description": words, **_form(hints[name])}
    return _object(found)


def _form(hint: Any) -> dict[str, Any]:
    if get_origin(hint) in (Union, UnionType):
        inner, = (_form(one) for one in get_args(hint) if one is not type(None))
        return {**inner, "type": [inner["type"], "null"]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _form(get_args(hint)[0])}
    return next(form for known, form in FORMS.items() if issubclass(hint, known))


def _act() -> dict[str, Any]:
    entry = {"type": "array", "minItems": 4, "maxItems": 4, "prefixItems": [
        {"enum": ["add", "set", "remove", "because"]}, {"type": "string", "description": "Tabelle der Datei"},
        {"type": "string", "description": "id des Eintrags"},
        {"type": "object", "description": "Felder; bei set je Feld der alte und der neue Wert"}]}
    return {"title": "Schritt", **_object({
        "number": {"type": "integer"}, "at": FORMS[datetime], "title": {"type": "string"},
        "kind": {"enum": ["do", "undo", "redo"]},
        "target": {"type": ["integer", "null"], "description": "der Schritt, der rückgängig gemacht oder wiederholt "
                   "wird"},
        "entries": {"type": ["array", "null"], "items": entry, "description": "null: der Inhalt wurde gelöscht"}})}


def example() -> str:
    """An invented person with a case, a note and an attachment, as the program writes them."""
    client = _made(Client, id="p1", number=1, family_name="MUSTER", given_name="Amira", birth=PartialDate(2001, 3, 5),
                   ags="05315000", sex="w", nationalities=("475",), contact_language="ara", phone="0150 0000001")
    case = _made(Case, id="f1", client_id="p1")
    contact = _made(Contact, id="n1", case_id="f1", on=date(2026, 11, 2), kind="in_person_office", minutes=30,
                    topics=("language",), text="Möchte einen Deutschkurs besuchen.")
    paper = Attachment(id="a1", client_id="p1", name="Anmeldung.pdf", kind="pdf", size=1_024, sha256="0" * 64,
                       added_at=MOMENT)
    records: dict[type, tuple[Any, ...]] = {kind: () for kind in KINDS} | {
        type(one): (one,) for one in (client, case, contact, paper)}
    head = own_data.Head(at=MOMENT, office="MUSTER-Amt", ags="05315000", confidential=False, health=False,
                         history=False)
    return b"".join(own_data.json_pieces(head, records, {"a1": "anlagen/00001.pdf"}, ())).decode()


def _made(made: type, /, **values: Any) -> Any:
    """A record with these values; where a field has no default, the emptiest there is."""
    empty = {each.name: "" for each in fields(made) if each.default is MISSING and each.default_factory is MISSING}
    return made(**{**empty, **values})
