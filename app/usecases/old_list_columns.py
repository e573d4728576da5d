"""What the columns of an older list mean: as it was last time, as their names suggest, or as a file of JSON says."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.old_list_columns import FIELDS, ColumnMap
from app.documents.old_list_columns import proposed as by_name
from app.documents.tables import Table
from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.names import folded
from app.store.casefile import CaseFile
from app.store.work import Work

NOT_READ = N_("Die Zuordnung der Spalten lässt sich nicht lesen. Ihre Klientendatei ist unverändert. Gebraucht wird "
              "eine JSON-Datei mit Spalten und Feldern, wie sie der Versuch mit --dry-run zeigt.")
NO_FIELD = N_("„{name}“ ist kein Feld. Ihre Klientendatei ist unverändert. Möglich sind: {fields}.")
NO_DEFAULT = N_("Für alle Zeilen lässt sich nur „ags“ vorgeben, mit einem Gemeindeschlüssel aus Nordrhein-Westfalen. "
                "Ihre Klientendatei ist unverändert.")
REMEMBERED = 10  # headers
DEFAULTS, AGS = "defaults", "ags"
_META = "old_list_columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The field each column fills ("" for none), and what holds where a row says nothing."""

    mapping: ColumnMap
    defaults: Mapping[str, Any]


def remembered(file: CaseFile, header: tuple[str, ...]) -> Columns | None:
    """How a list of this header was taken over last."""
    kept = json.loads(file.meta(_META) or "{}").get(_key(header))
    return None if kept is None else Columns(mapping=dict(zip(header, kept["fields"], strict=True)),
                                             defaults=kept[DEFAULTS])


def proposed(file: CaseFile, table: Table) -> Columns:
    """As it was last time, else by the names of the columns, with the commune of the office for all."""
    return remembered(file, table.header) or Columns(mapping=by_name(table), defaults={AGS: file.meta(AGS)})


def remember(work: Work, header: tuple[str, ...], columns: Columns) -> None:
    """Keeps it for the next list of this header, inside the act that takes one over.

    A list without a header has people in its place: columns are kept by their order and not by their names.
    """
    known = json.loads(work.meta(_META) or "{}")
    known.pop(_key(header), None)
    known[_key(header)] = {"fields": [columns.mapping.get(column, "") for column in header],
                           DEFAULTS: dict(columns.defaults)}
    work.set_meta(_META, json.dumps(dict(list(known.items())[-REMEMBERED:])))


def _key(header: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(map(folded, header)).encode()).hexdigest()


def read(path: Path) -> Columns:
    """From JSON: {column: field id, …} and, if wanted, "defaults": {"ags": …}; UserError for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raise UserError(NOT_READ) from None
    if not isinstance(found, dict):
        raise UserError(NOT_READ)
    defaults = found.pop(DEFAULTS, {})
    ids = [field.id for field in FIELDS]
    for field in found.values():
        if field not in ("", *ids):
            raise UserError(NO_FIELD, name=str(field)[:60], fields=", ".join(ids))
    if not isinstance(defaults, dict) or not defaults.keys() <= {AGS} or not all(
            isinstance(ags, str) and ags in code_list("commune") for ags in defaults.values()):
        raise UserError(NO_DEFAULT)
    return Columns(mapping=found, defaults=defaults)
