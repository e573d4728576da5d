"""All own data in the published form (resources/formate): records as lines of JSON, one CSV for each kind of record.
What is taken along and how it leaves is decided elsewhere."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from functools import cache
from typing import Any

from app.documents.own_list import Value, csv_bytes
from app.domain.attachment import Attachment
from app.domain.client import Client
from app.domain.codes import CodeList, code_list
from app.domain.dates import PartialDate, german_partial
from app.domain.labels import LABELS, label_of
from app.domain.monthly import AuditCell, LedgerCell
from app.domain.trust import IssuerKey

FORMAT, VERSION = "klientendatei-eigene-daten", 1
JSON_NAME, SCHEMA_NAME = "klientendatei.json", "klientendatei.schema.json"
# Keys, and what only protects the figures of the next months: no data of a person or an office.
LEFT_OUT = frozenset({IssuerKey, LedgerCell, AuditCell})
KINDS = tuple(kind for kind in LABELS if kind not in LEFT_OUT)
NAMES: Mapping[type, str] = {kind: re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in KINDS}
FILE = "file"
# of longer lists (communes, countries) only the codes that occur are told
_AT_ONCE = 200
YES, NO = "Ja", "Nein"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the records: when, of which office, and what was taken along."""

    at: datetime
    office: str
    ags: str
    confidential: bool
    health: bool
    history: bool


def members(kind: type) -> tuple[str, ...]:
    """The members of a record of this kind, in order; a content in bytes is a file of its own."""
    names = tuple(each.name for each in fields(kind) if each.name != "content")
    return (*names, FILE) if has_file(kind) else names


def has_file(kind: type) -> bool:
    """Whether records of this kind come with a file."""
    return kind is Attachment or any(each.name == "content" for each in fields(kind))


def json_pieces(head: Head, records: Mapping[type, tuple[Any, ...]], files: Mapping[str, str],
                acts: Iterable[str]) -> Iterator[bytes]:
    """The document, a record on each line; ``files`` are places in the archive by identity, ``acts`` texts of JSON."""
    told = {"format": FORMAT, "version": VERSION, "at": head.at.isoformat(timespec="seconds"), "office": head.office,
            "ags": head.ags, "contains": {"confidential": head.confidential, "health": head.health,
                                          "history": head.history}, "codes": _codes(records)}
    yield _dumped(told)[:-1].encode() + b',\n"records": {'
    for n, (kind, values) in enumerate(records.items()):
        yield (",\n" if n else "\n").encode() + f'"{NAMES[kind]}": ['.encode()
        yield from _listed(_dumped(record(value, files)) for value in values)
    yield b'},\n"history": ['
    yield from _listed(acts)
    yield b"}\n"


def _listed(texts: Iterable[str]) -> Iterator[bytes]:
    for n, text in enumerate(texts):
        yield (",\n" if n else "\n").encode() + text.encode()
    yield b"]"


def record(value: Any, files: Mapping[str, str]) -> dict[str, Any]:
    """One record in the types of JSON."""
    found = {name: _plain(getattr(value, name)) for name in members(type(value)) if name != FILE}
    return {**found, FILE: files[value.id]} if has_file(type(value)) else found


def _dumped(value: object) -> str:
    # piece by piece, because one call for the whole file would keep the window waiting
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _codes(records: Mapping[type, tuple[Any, ...]]) -> dict[str, dict[str, str]]:
    """The words of all lists that fields refer to; of the long ones only of the codes that occur."""
    used: dict[str, set[Any]] = {}
    for kind, values in records.items():
        for name, lists in LABELS[kind].lists.items():
            for each in lists:
                used.setdefault(each, set())
                if len(code_list(each)) > _AT_ONCE:
                    used[each].update(one for value in values for one in _several(getattr(value, name)))
    return {name: {code.id: code.label for code in code_list(name)
                   if len(code_list(name)) <= _AT_ONCE or code.id in used[name]} for name in sorted(used)}


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def table(kind: type, values: Iterable[Any], numbers: Mapping[str, str], files: Mapping[str, str]) -> bytes:
    """The records of a kind as CSV in words; ``numbers`` are those of the files (K-0001) by identity of the record."""
    names = members(kind)
    header = ["Akte", *("Datei" if name == FILE else label_of(kind, name) for name in names)]
    return csv_bytes(header, [[numbers.get(value.id, ""), *(
        files[value.id] if name == FILE else _cell(kind, name, getattr(value, name)) for name in names)]
        for value in values])


def number_of(client: Client) -> str:
    """The number of a file as people say it."""
    return f"K-{client.number:04d}"


def _cell(kind: type, name: str, value: Any) -> Value:
    if isinstance(value, tuple):
        return ", ".join(str(_cell(kind, name, one)) for one in value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, PartialDate):
        return german_partial(value)
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y, %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, str):
        known = next((found for found in _lists(kind, name) if value in found), None)
        return known.label(value) if known is not None else value
    return value if value is None or isinstance(value, int | float | date) else str(value)


def _lists(kind: type, name: str) -> tuple[CodeList, ...]:
    return tuple(code_list(one) for one in _list_names(kind, name))


@cache
def _list_names(kind: type, name: str) -> tuple[str, ...]:
    return LABELS[kind].lists.get(name, ())
