"""The columns of the catalogue profile, version 1: one row of cells becomes one offering. Knows no file format."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from app.domain.catalogue import COMPONENT_LABELS, RESIDENCE_LABELS, Lifecycle, Offering
from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.language import LEVELS

MAX_ID = 64  # characters
MAX_CELL = 4_000  # characters, before HTML is taken out
SHOWN = 60  # characters of a bad cell repeated in its reason
YEARS = range(2000, 2101)

# Line breaks and tabs stay for the white-space rule; everything that could turn or hide text goes (vault.md).
_STRIPPED = dict.fromkeys(
    [*(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"),
     0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF,
     *range(0xD800, 0xE000)])  # halves of characters: JSON can write them, nothing can store them
_NUMBER = re.compile(r"(\d{1,6}|\d{1,3}\.\d{3})(,\d{1,2})?", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# The parser gets nothing but closed tags: html.parser stops with an AssertionError at some "<![…", and a long row of
# open "<" costs it quadratic time.
_DECLARATION = re.compile(r"<!--.*?(?:-->|$)|<![^>]*>?", re.DOTALL)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_BREAKING_TAGS = frozenset({"br", "p", "li", "div", "tr", "ul", "ol", "h1", "h2", "h3", "h4"})
_HIDDEN_TAGS = frozenset({"script", "style"})


def clean(cell: str) -> str:
    """NFC, without control and bidi characters, white space as single blanks."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split()) if "  " in cell else cell.strip()
    if cell.isprintable():  # nothing that is dropped is printable
        return " ".join(unicodedata.normalize("NFC", cell).split())
    return " ".join(unicodedata.normalize("NFC", cell.translate(_STRIPPED)).split())


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in _HIDDEN_TAGS
        if tag in _BREAKING_TAGS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        if tag in _BREAKING_TAGS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain_text(cell: str) -> str:
    """A description without HTML; its lines are kept, empty ones dropped."""
    if "<" in cell or "&" in cell:
        parser = _PlainText()
        parser.feed(_NO_TAG.sub("&lt;", _DECLARATION.sub(" ", cell)))
        parser.close()
        cell = "".join(parser.parts)
    return "\n".join(line for line in map(clean, cell.splitlines()) if line)


def _text(limit: int) -> Callable[[str], str]:
    def read_text(cell: str) -> str:
        if len(cell) > limit:
            raise UserError(N_("{column}: Der Text ist länger als {limit} Zeichen."), limit=limit)
        return cell
    return read_text


def _code(codes: dict[str, str]) -> Callable[[str], str]:
    """Reads one of the words that are the keys; upper and lower case are the same."""
    def read_code(cell: str) -> str:
        if cell.lower() not in codes:
            raise UserError(N_("{column}: „{cell}“ ist kein Code dieser Spalte."), cell=cell[:SHOWN])
        return codes[cell.lower()]
    return read_code


def _course_kind(cell: str) -> str:
    return _code({kind: kind for kind in code_list("course_kind").ids})(cell)


def read_date(cell: str) -> date:
    """TT.MM.JJJJ or ISO, strictly; raises `UserError` whose template still wants its ``column``."""
    if match := _GERMAN_DATE.fullmatch(cell):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DATE.fullmatch(cell):
        year, month, day = map(int, match.groups())
    else:
        raise UserError(N_("{column}: „{cell}“ ist kein Datum der Form TT.MM.JJJJ."), cell=cell[:SHOWN])
    try:
        value = date(year, month, day)
    except ValueError:
        raise UserError(N_("{column}: Das Datum {cell} gibt es nicht."), cell=cell) from None
    if year not in YEARS:
        raise UserError(N_("{column}: Das Jahr von {cell} liegt nicht zwischen 2000 und 2100."), cell=cell)
    return value


def _units(cell: str) -> float:
    match = _NUMBER.fullmatch(cell)
    if match is None:
        raise UserError(N_("{column}: „{cell}“ ist keine Zahl mit Dezimalkomma."), cell=cell[:SHOWN])
    return float(cell.replace(".", "").replace(",", "."))


def whole_number(highest: int) -> Callable[[str], int]:
    """A reader of digits from 0 to ``highest``."""
    def read_whole(cell: str) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 9 and int(cell) <= highest):
            raise UserError(N_("{column}: „{cell}“ ist keine ganze Zahl von 0 bis {highest}."), cell=cell[:SHOWN],
                            highest=highest)
        return int(cell)
    return read_whole


def _ags(cell: str) -> str:
    if not (cell.isascii() and cell.isdigit() and len(cell) == 8):
        raise UserError(N_("{column}: „{cell}“ ist kein Gemeindeschlüssel mit 8 Ziffern. Excel lässt die erste Null "
                           "weg, wenn die Spalte nicht als Text gespeichert ist."), cell=cell[:SHOWN])
    return cell


def _yes_no(cell: str) -> bool:
    if cell.lower() not in ("ja", "nein"):
        raise UserError(N_("{column}: „{cell}“ ist weder ja noch nein."), cell=cell[:SHOWN])
    return cell.lower() == "ja"


def _residence(cell: str) -> tuple[str, ...]:
    words = [word.strip().lower() for word in cell.split(",")]
    for word in words:
        if word not in RESIDENCE_LABELS:
            raise UserError(N_("{column}: „{cell}“ ist kein Code dieser Spalte."), cell=word[:SHOWN])
    return tuple(known for known in RESIDENCE_LABELS if known in words)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the profile, the attribute of `Offering` it fills and what reads its cleaned, non-empty cell."""

    name: str
    field: str
    value: Callable[[str], object]
    required: bool = False


_CEFR = _code({level: level for level in LEVELS})
_COMPONENT = _code({component.lower(): component for component in COMPONENT_LABELS})
_STATE = _code({"aktiv": "active", "voll": "full", "abgesagt": "cancelled"})
PROFILE = (
    Column("angebot_id", "offer_key", _text(MAX_ID), required=True),
    Column("durchfuehrung_id", "key", _text(MAX_ID), required=True),
    Column("zustand", "lifecycle", lambda cell: Lifecycle(_STATE(cell)), required=True),
    Column("baustein", "component", _COMPONENT, required=True),
    Column("kursart", "course_kind", _course_kind),
    Column("titel", "title", _text(200), required=True),
    Column("beschreibung", "description", _text(MAX_CELL)),
    Column("traeger", "provider", _text(200), required=True),
    Column("traeger_telefon", "provider_phone", _text(200)),
    Column("traeger_mail", "provider_mail", _text(200)),
    Column("ort", "place", _text(200)),
    Column("ags", "ags", _ags),
    Column("beginn", "start", read_date),
    Column("ende", "end", read_date),
    Column("anmeldung_bis", "register_until", read_date),
    Column("laufender_einstieg", "continuous_entry", _yes_no),
    Column("ue_gesamt", "total_units", _units),
    Column("ue_woche", "weekly_units", _units),
    Column("zeiten", "schedule", _text(200)),
    Column("ger_muendlich", "german_oral", _CEFR),
    Column("ger_schriftlich", "german_written", _CEFR),
    Column("alter_min", "age_min", whole_number(120)),
    Column("alter_max", "age_max", whole_number(120)),
    Column("status", "residence", _residence),
    Column("nur_frauen", "women_only", _yes_no),
    Column("kinderbetreuung", "childcare", _yes_no),
    Column("fahrtkosten", "travel_refund", _yes_no),
    Column("plaetze", "seats_max", whole_number(9999)),
    Column("plaetze_frei", "seats_free", whole_number(9999)),
    Column("plaetze_stand", "seats_as_of", read_date),
    Column("abschluss", "certificate", _text(200)),
)
PROFILE_NAMES = frozenset(column.name for column in PROFILE)


def read_offering(cells: Mapping[str, str]) -> Offering:
    """The offering of one row, given as column name → raw cell; columns that are missing count as empty.

    Raises `UserError` with the first thing that is wrong, naming its column.
    """
    values: dict[str, Any] = {}
    for column in PROFILE:
        raw = cells.get(column.name, "")
        if len(raw) > MAX_CELL:
            raise UserError(N_("{column}: Der Text ist länger als {limit} Zeichen."), column=column.name,
                            limit=MAX_CELL)
        cell = plain_text(raw) if column.field == "description" else clean(raw)
        if cell:
            try:
                values[column.field] = column.value(cell)
            except UserError as error:
                raise UserError(error.msgid, column=column.name, **error.values) from None
        elif column.required:
            raise UserError(N_("{column}: Die Angabe fehlt."), column=column.name)
    offering = Offering(**values)
    _check_together(offering)
    return offering


def _check_together(offering: Offering) -> None:
    """What no single cell shows: dates, ages and seats that contradict each other."""
    if offering.start is None and not offering.continuous_entry:
        raise UserError(N_("beginn: Die Angabe fehlt, und ein laufender Einstieg ist nicht vorgesehen."))
    if offering.start and offering.end and offering.end < offering.start:
        raise UserError(N_("ende: Das Ende liegt vor dem Beginn."))
    if offering.age_min is not None and offering.age_max is not None and offering.age_max < offering.age_min:
        raise UserError(N_("alter_max: Das Höchstalter liegt unter dem Mindestalter."))
    if offering.seats_max is not None and (offering.seats_free or 0) > offering.seats_max:
        raise UserError(N_("plaetze_frei: Es sind mehr Plätze frei, als es gibt."))
