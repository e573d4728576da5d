"""Writes a catalogue in the CSV profile and in the JSON format (resources/formate) from offerings, so that reading it
gives the same offerings again. Opens no file."""

import csv
import html
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.documents.catalogue_columns import PROFILE, Column, plain_text
from app.documents.catalogue_json import HEAD, OFFER_MEMBERS, OFFERING_MEMBERS, OFFERINGS, OFFERS
from app.documents.catalogue_parts import HEAD_NAMES
from app.documents.catalogue_table import guarded
from app.domain.catalogue import CatalogueHead, Lifecycle, Mode, Offering

MODES = {Mode.FULL: "vollständig", Mode.DELTA: "Änderung"}
_STATES = {Lifecycle.ACTIVE: "aktiv", Lifecycle.FULL: "voll", Lifecycle.CANCELLED: "abgesagt"}
_REQUIRED = frozenset(column.name for column in PROFILE if column.required)
_LEVELS = frozenset({"german_oral", "german_written"})


def csv_bytes(head: CatalogueHead, offerings: Sequence[Offering]) -> bytes:
    """The profile as Excel opens it by a double click: UTF-8 with byte order mark, semicolons; it computes nothing.

    No offering may be withdrawn, for no file says so.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    said = _head_values(head, lambda day: f"{day:%d.%m.%Y}")
    writer.writerows((HEAD_NAMES[name], guarded(str(value))) for name, value in said.items() if value is not None)
    writer.writerow(column.name for column in PROFILE)
    writer.writerows([guarded(_cell(column, offering)) for column in PROFILE] for offering in offerings)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def json_bytes(head: CatalogueHead, offerings: Sequence[Offering]) -> bytes:
    """The same as JSON: offers in the order of their first offering, each with what all its offerings share."""
    values = _head_values(head, date.isoformat)
    whole: dict[str, Any] = {name: values[known] for name, known in HEAD.items() if values[known] is not None}
    offers: dict[str, list[dict[str, Any]]] = {}
    for offering in offerings:
        offers.setdefault(offering.offer_key, []).append(_members(offering))
    whole[OFFERS] = [_offer(each) for each in offers.values()]
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _head_values(head: CatalogueHead, day: Callable[[date], str]) -> dict[str, Any]:
    return {"katalog": head.name, "nummer": head.number, "stand": day(head.as_of), "art": MODES[head.mode],
            "gültig bis": day(head.valid_until) if head.valid_until else None}


def _cell(column: Column, offering: Offering) -> str:
    value = _said(column, offering)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        # the profile knows two digits behind the comma
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


def _said(column: Column, offering: Offering) -> object:
    """The value of a column in the words of the profile, dates and numbers as such."""
    value = getattr(offering, column.field)
    if column.field == "lifecycle":
        return _STATES[value]
    if column.field in _LEVELS:
        return value.capitalize() if value == "alpha" else value.upper()
    if column.field == "description" and plain_text(value) != value:
        # what looks like a tag was text once, and must stay it when it is read again
        return html.escape(value, quote=False)
    return value


def _members(offering: Offering) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in PROFILE:
        value = _said(column, offering)
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        if value not in (None, "", ()):
            found[column.name] = list(value) if isinstance(value, tuple) else value
    return found


def _offer(offerings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An offer: what all its offerings say stands once; what an offer must say, as its first offering says it."""
    shared = {name: value for name, value in offerings[0].items() if name in OFFER_MEMBERS
              and (name in _REQUIRED or all(other.get(name) == value for other in offerings))}
    own = [{name: value for name, value in each.items() if name in OFFERING_MEMBERS and shared.get(name) != value}
           for each in offerings]
    return {**shared, OFFERINGS: own}
