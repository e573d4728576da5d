"""Reads a full course catalogue from openQ-cat 1.1, the XML of KURSNET: a walk over the elements that keeps only what
offerings are made of. What the elements mean stands in `catalogue_openq_fields`."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.documents.catalogue_openq_fields import IN_SERVICE, TYPES, Service, Supplier, head_cells, rows_of
from app.documents.catalogue_parts import (
    MAX_BYTES,
    MAX_ROWS,
    CatalogueFile,
    NoColumnRow,
    NotText,
    OnlyChanges,
    Step,
    check_bytes,
    head_of,
    names_shown,
    not_a_file,
    silent,
    too_many_rows,
    without_conflicts,
)
from app.domain.errors import N_

CHUNK = 1 << 18  # bytes between two calls of the step
MAX_DEPTH = 60
MAX_TEXT = 30_000  # characters of one element, as the schema allows for DESCRIPTION_LONG
ROOT = "OPENQCAT"

# Whatever else a declaration names is refused: Python would look for a codec of that name.
_ENCODINGS = {"utf-8": "utf-8", "us-ascii": "utf-8", "iso-8859-1": "iso-8859-1", "iso-8859-15": "iso-8859-15",
              "latin1": "iso-8859-1", "windows-1252": "cp1252", "cp1252": "cp1252"}
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BOM_8, _BOMS_16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
HEAD_PATHS = {f"{ROOT}/HEADER/CATALOG/{name}": name for name in ("CATALOG_ID", "CATALOG_NAME", "GENERATION_DATE")}
_RECORD = 3  # depth of a SUPPLIER or SERVICE


def read(data: bytes, *, step: Step = silent) -> CatalogueFile:
    """Reads a full catalogue; offerings that cannot be read are listed with the line their SERVICE begins on.

    The number is the day of generation as YYYYMMDD. Raises `OnlyChanges` for anything but a whole catalogue, else
    another `CatalogueRefused`. ``step(bytes done, bytes)`` may raise to cancel.
    """
    if not data.strip():
        raise not_a_file("empty")
    check_bytes(data, MAX_BYTES)
    encoding = _encoding(data)
    walk = _Walk()
    parser = DefusedXMLParser(target=_Nothing(), encoding=encoding, forbid_dtd=True)
    walk.listen(parser.parser)
    try:
        for start in range(0, len(data), CHUNK):
            step(start // 2, len(data))  # the other half is what becomes of it
            # expat is fed itself: what it says of damage names the line.
            parser.parser.Parse(data[start:start + CHUNK], False)
        parser.parser.Parse(b"", True)
    except DefusedXmlException:
        raise NotText(N_("Die Datei enthält Anweisungen, die ein Katalog nicht braucht, und wird nicht eingelesen. Ihr "
                         "Katalog ist unverändert. Fragen Sie, woher die Datei kommt.")) from None
    except ExpatError:
        raise NotText(N_("Ab Zeile {line} ist die Datei kein gültiges XML. Ihr Katalog ist unverändert. Lassen Sie "
                         "sich den Katalog noch einmal geben."), line=parser.parser.ErrorLineNumber) from None
    if not walk.catalogue:
        raise not_openq()
    rows = rows_of(walk.services, walk.suppliers,
                   lambda done: step((len(data) + len(data) * done // len(walk.services)) // 2, len(data)))
    offerings, refused = without_conflicts(rows)
    return CatalogueFile(head=head_of(head_cells(walk.head, walk.suppliers)), offerings=offerings, refused=refused,
                         unknown_columns=names_shown(sorted(walk.unknown)), form="openqcat", encoding=encoding,
                         sha256=hashlib.sha256(data).hexdigest())


def _encoding(data: bytes) -> str:
    if data.startswith(_BOMS_16):
        return "utf-16"
    found = _DECLARED.match(data.removeprefix(_BOM_8)[:300])
    encoding = _ENCODINGS.get(found[1].decode("ascii").lower()) if found else "utf-8"
    if encoding is None:
        raise not_a_file("text")
    return encoding


def not_openq() -> NoColumnRow:
    """The refusal of any other XML, and of web pages."""
    return NoColumnRow(N_("Die Datei ist kein Katalog im Format openQ-cat 1.1. Ihr Katalog ist unverändert. Lassen Sie "
                          "sich den Katalog in einem der beschriebenen Formate geben."))


class _Nothing:
    """The target the parser insists on; `_Walk` listens instead, which costs a third of the time."""

    def close(self) -> None:
        """Nothing is built."""


@dataclass(slots=True)
class _Walk:
    """Where in the document we are, and what was found so far; a SERVICE is one small record, no tree is kept."""

    head: dict[str, str] = field(default_factory=dict)
    suppliers: list[Supplier] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    catalogue: bool = False
    _path: list[str] = field(default_factory=list)  # each element with those above it, from the record it stands in
    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _leaf: int = 0  # depth of the text we are in: markup inside of it is part of the text
    _supplier: dict[str, str] | None = None
    _service: Service | None = None
    _parser: Any = None

    def listen(self, parser: Any) -> None:
        """Takes the place of the handlers that build a tree; those against entities stay."""
        self._parser = parser
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        path = self._path
        depth = len(path)
        if depth >= MAX_DEPTH:
            raise not_openq()
        if self._leaf:
            path.append("")
            self._data("\n")
            return
        name = tag.rpartition("}")[2]
        record = self._service is not None or self._supplier is not None
        where = name if depth == 0 or (record and depth == _RECORD) else f"{path[-1]}/{name}"
        path.append(where)
        self._text.clear()
        self._length = 0
        if self._service is not None:
            if where in IN_SERVICE:
                self._leaf = depth + 1
            if where in TYPES and "type" in attributes:
                self._service.add(f"{where}@type", attributes["type"][:MAX_TEXT])
        elif depth < _RECORD and not record:
            self._outside(where, attributes)

    def _outside(self, where: str, attributes: Mapping[str, str]) -> None:
        if len(self._path) == 1 and where != ROOT:
            raise not_openq()
        if where == f"{ROOT}/UPDATE_CATALOG":
            raise OnlyChanges(N_("Die Datei enthält nur die Änderungen zu einem früheren Katalog (UPDATE_CATALOG). Ihr "
                                 "Katalog ist unverändert. Lassen Sie sich den vollständigen Katalog geben."))
        if where == f"{ROOT}/NEW_CATALOG":
            self.catalogue = True
            # An xsd:boolean; without the attribute nobody says that the file is complete.
            if attributes.get("FULLCATALOG", "").strip().lower() not in ("true", "1"):
                raise OnlyChanges(N_("Die Datei sagt nicht, dass sie den ganzen Katalog enthält (FULLCATALOG). Ihr "
                                     "Katalog ist unverändert. Lassen Sie sich den vollständigen Katalog geben."))
        elif where == f"{ROOT}/HEADER/SUPPLIER":
            self._supplier = {}
        elif where == f"{ROOT}/NEW_CATALOG/SERVICE":
            if len(self.services) == MAX_ROWS:
                raise too_many_rows()
            self._service = Service(line=self._parser.CurrentLineNumber)
            self.services.append(self._service)

    def _data(self, text: str) -> None:
        if self._length < MAX_TEXT:
            self._text.append(text[:MAX_TEXT - self._length])
            self._length += len(text)

    def _end(self, _tag: str) -> None:
        where, depth = self._path.pop(), len(self._path)
        if self._leaf and depth >= self._leaf:
            self._data("\n")
            return
        text = "".join(self._text).strip()
        self._text.clear()
        self._length = self._leaf = 0
        if depth == _RECORD - 1:
            self._end_record()
        elif not text:
            return
        elif self._service is not None:
            if where in IN_SERVICE:
                self._service.add(where, text)
            else:
                self.unknown.add("/".join(where.split("/")[-2:]))
        elif self._supplier is not None:
            self._supplier.setdefault(where, text)
        elif where in HEAD_PATHS:
            self.head.setdefault(HEAD_PATHS[where], text)

    def _end_record(self) -> None:
        if self._supplier is not None:
            self.suppliers.append(Supplier.of(self._supplier))
        self._supplier = self._service = None
