"""Reads a course catalogue from JSON (resources/formate/katalog.schema.json): offers with their dated offerings. The
members have the names of the CSV columns and the types of JSON; the schema itself is not needed to read."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.documents.catalogue_columns import MAX_CELL, PROFILE_NAMES, SHOWN, clean
from app.documents.catalogue_parts import (
    FIRST_COLUMN,
    KEY_COLUMN,
    MAX_ROWS,
    STEP_ROWS,
    CatalogueFile,
    HeadIncomplete,
    NoColumnRow,
    NotText,
    RefusedRow,
    Step,
    check_bytes,
    head_of,
    names_shown,
    not_a_file,
    refused_row,
    row_of,
    silent,
    too_many_rows,
    without_conflicts,
)
from app.domain.catalogue import Offering
from app.domain.errors import N_, UserError

MAX_BYTES = 50_000_000
OFFERS = "angebote"
OFFERINGS = "durchfuehrungen"
HEAD = {"katalog": "katalog", "nummer": "nummer", "stand": "stand", "art": "art", "gueltig_bis": "gültig bis"}
IGNORED = frozenset({"$schema"})
NUMBERS = frozenset({"ue_gesamt", "ue_woche"})
WHOLE = frozenset({"alter_min", "alter_max", "plaetze", "plaetze_frei"})
YES_NO = frozenset({"laufender_einstieg", "nur_frauen", "kinderbetreuung", "fahrtkosten"})
DATES = frozenset({"beginn", "ende", "anmeldung_bis", "plaetze_stand"})
# What only a dated offering has; everything else may stand at its offer and then holds for each of its offerings.
OF_OFFERING = frozenset({KEY_COLUMN, "zustand", "beginn", "ende", "anmeldung_bis", "plaetze", "plaetze_frei",
                         "plaetze_stand"})
OFFER_MEMBERS = PROFILE_NAMES - OF_OFFERING
OFFERING_MEMBERS = PROFILE_NAMES - {FIRST_COLUMN}

_BLANKS = re.compile(r"[ \t\n\r]*")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Members = Mapping[str, Any]


def read(data: bytes, *, step: Step = silent) -> CatalogueFile:
    """Reads a catalogue in the JSON format; offerings that cannot be read are listed with the line they begin on.

    UTF-8 with or without byte order mark. A member with null counts as not stated. Raises `CatalogueRefused`.
    """
    if not data.strip():
        raise not_a_file("empty")
    check_bytes(data, MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_a_file("text") from None
    reading = _Reading(text=text, step=step)
    try:
        reading.document()
    except (ValueError, RecursionError):
        raise NotText(N_("Ab Zeile {line} ist die Datei kein gültiges JSON. Ihr Katalog ist unverändert. Lassen Sie "
                         "sich den Katalog noch einmal geben."), line=reading.line) from None
    head = head_of(_head_values(reading.head))
    rows = []
    for number, found in enumerate(reading.found, start=1):
        if number % STEP_ROWS == 0:
            step((len(text) + len(text) * number // len(reading.found)) // 2, len(text))
        rows.append((found.line, _row(found)))
    offerings, refused = without_conflicts(rows)
    return CatalogueFile(head=head, offerings=offerings, refused=refused, unknown_columns=names_shown(reading.unknown),
                         form="json", encoding="utf-8", sha256=hashlib.sha256(data).hexdigest())


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a member that stands twice would leave open which one counts."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no JSON")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An offering as it stands in the text, with what its offer says; no offering at all where ``own`` is None."""

    line: int
    shared: Members
    own: Members | None


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A walk through the text: offers are read one by one, so that each has a line and the walk can be cancelled."""

    text: str
    step: Step
    at: int = 0
    counted: int = 0
    line: int = 1
    head: dict[str, object] = field(default_factory=dict)
    found: list[_Found] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def document(self) -> None:
        """Reads everything; raises ValueError where it is no JSON, `CatalogueRefused` where it is no catalogue."""
        self._object(self._top)
        if OFFERS not in self.head:
            raise NoColumnRow(N_("In der Datei fehlt die Liste „angebote“. Ihr Katalog ist unverändert. Lassen Sie "
                                 "sich die Datei im beschriebenen Format geben."))
        self._blank()
        if self.at != len(self.text):
            raise ValueError("something follows")

    def _top(self, name: str) -> None:
        if name in self.head:
            raise ValueError("a member stands twice")
        if name != OFFERS:
            self.head[name] = self._value()
            if name not in HEAD and name not in IGNORED:
                self.unknown.append(name)
            return
        self.head[name] = ""
        if self._peek() != "[":
            raise _not_as_described(self.line)
        self._list(self._offer)

    def _offer(self) -> None:
        """One offer: its own members wait until all are known, for those of its offerings may stand before them."""
        own: dict[str, Any] = {}
        waiting: list[tuple[int, Members]] = []

        def offering() -> None:
            line, value = self.line, self._value()
            if not isinstance(value, dict):
                raise _not_as_described(line)
            waiting.append((line, value))
            if len(self.found) + len(waiting) > MAX_ROWS:
                raise too_many_rows()
            if (len(self.found) + len(waiting)) % STEP_ROWS == 0:
                self.step(self.at // 2, len(self.text))  # the other half is what becomes of it

        def member(name: str) -> None:
            if name in own:
                raise ValueError("a member stands twice")
            if name != OFFERINGS:
                own[name] = self._value()
                return
            own[name] = None
            if self._peek() != "[":
                raise _not_as_described(self.line)
            self._list(offering)

        if self._peek() != "{":
            raise _not_as_described(self.line)
        line = self.line
        self._object(member)
        self.unknown += [name for name in own if name not in OFFER_MEMBERS and name != OFFERINGS]
        shared = {name: value for name, value in own.items() if name in OFFER_MEMBERS}
        if not waiting:
            self.found.append(_Found(line=line, shared=shared, own=None))
        for at, members in waiting:
            self.unknown += [name for name in members if name not in OFFERING_MEMBERS]
            self.found.append(_Found(line=at, shared=shared, own=members))

    # --- the grammar of objects and lists; values inside are the decoder's ----------------------------------------

    def _object(self, member: Callable[[str], None]) -> None:
        for _ in self._items("{", "}"):
            name = self._value()
            if not isinstance(name, str):
                raise ValueError("no name")
            self._take(":")
            self._blank()
            member(name)

    def _list(self, item: Callable[[], None]) -> None:
        for _ in self._items("[", "]"):
            item()

    def _items(self, first: str, last: str) -> Iterator[None]:
        self._take(first)
        if self._peek() == last:
            self._take(last)
            return
        while True:
            self._blank()
            yield
            if self._peek() == last:
                self._take(last)
                return
            self._take(",")

    def _value(self) -> Any:
        value, self.at = _DECODER.raw_decode(self.text, self.at)
        return value

    def _peek(self) -> str:
        self._blank()
        return self.text[self.at:self.at + 1]

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise ValueError(f"no {sign}")
        self.at += 1

    def _blank(self) -> None:
        """Goes on to the next sign and counts the lines up to it."""
        found = _BLANKS.match(self.text, self.at)
        self.at = found.end() if found else self.at
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_no_constant)


def _row(found: _Found) -> Offering | RefusedRow:
    if found.own is None:
        return refused_row(found.line, "", UserError(N_("Das Angebot hat keine Durchführung.")))
    own = {name: value for name, value in found.own.items() if name in OFFERING_MEMBERS and value is not None}
    cells = {}
    for name, value in {**found.shared, **own}.items():
        try:
            cells[name] = _cell(name, value)
        except UserError as reason:
            key = own.get(KEY_COLUMN)
            return refused_row(found.line, key if isinstance(key, str) else "", reason)
    return row_of(found.line, cells)


def _not_as_described(line: int) -> NoColumnRow:
    return NoColumnRow(N_("Ab Zeile {line} ist die Datei nicht aufgebaut, wie das Format es beschreibt. Ihr Katalog "
                          "ist unverändert. Lassen Sie sich die Datei im beschriebenen Format geben."), line=line)


def _head_values(members: Members) -> dict[str, str]:
    values = {}
    for name, known in HEAD.items():
        value = members.get(name)
        if value is None:
            continue
        if not isinstance(value, int if name == "nummer" else str) or isinstance(value, bool):
            raise HeadIncomplete(N_("Im Kopf der Datei hat „{name}“ nicht die Form, die das Format beschreibt. Ihr "
                                    "Katalog ist unverändert. Lassen Sie sich die Datei noch einmal geben."),
                                 name=name)
        if cell := clean(str(value)[:MAX_CELL]):
            values[known] = cell
    return values


def _cell(name: str, value: object) -> str:
    """The cell of the profile that says the same; raises `UserError` for a value of another type."""
    if value is None:
        return ""
    if name in YES_NO:
        fits, cell = isinstance(value, bool), "ja" if value else "nein"
    elif name in WHOLE or name in NUMBERS:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        cell = _number(value) if isinstance(value, int | float) else ""
    elif name == "status":
        fits = isinstance(value, list) and all(isinstance(word, str) for word in value)
        cell = ",".join(value) if isinstance(value, list) and fits else ""
    else:
        fits = isinstance(value, str) and (name not in DATES or not value or _ISO_DATE.fullmatch(value) is not None)
        cell = value if isinstance(value, str) else ""
    if not fits:
        raise UserError(N_("{column}: „{cell}“ hat nicht die Form, die das Format beschreibt."), column=name,
                        cell=_shown(value))
    return cell


def _shown(value: object) -> str:
    if isinstance(value, str):
        return clean(value[:SHOWN])
    # A list in a list in a list … is not written out.
    return json.dumps(value)[:SHOWN] if isinstance(value, int | float) else "…"


def _number(value: float) -> str:
    """With a decimal comma; 15 and 15.0 are the same number in JSON."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}".replace(".", ",")
    return str(int(value))
