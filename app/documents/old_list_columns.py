"""The columns of an older client list: the fields they can fill, what such columns are usually called, the line of the
table in which these words stand. No cell is read here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.documents.old_list_places import commune, contact_language, nationalities
from app.documents.old_list_words import (
    Reader,
    access_route,
    accommodation,
    aliases,
    as_text,
    family_name,
    first_contact,
    full_name,
    german,
    interpreter,
    mail,
    paper_kind,
    paper_valid_to,
    partial_date,
    phone,
    sex,
    shelter,
)
from app.documents.tables import Row, Table
from app.domain.errors import N_
from app.domain.names import folded

_LINES_TRIED = 30
_HEADER_CELL = 60  # characters; a longer text is a remark or a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a column can fill: id, German label, whether a row needs it, and what reads its cells."""

    id: str
    label: str
    read: Reader
    required: bool = False


FIELDS = (
    Field(id="full_name", label=N_("Name (beide in einer Spalte)"), read=full_name),
    Field(id="family_name", label=N_("Familienname"), read=family_name),
    Field(id="given_name", label=N_("Vorname"), read=as_text("given_name")),
    Field(id="aliases", label=N_("Alias"), read=aliases),
    Field(id="original_script", label=N_("Name in Originalschrift"), read=as_text("original_script")),
    Field(id="birth", label=N_("Geburtsdatum oder -jahr"), read=partial_date("birth"), required=True),
    Field(id="ags", label=N_("Kommune"), read=commune, required=True),
    Field(id="sex", label=N_("Geschlecht"), read=sex),
    Field(id="nationalities", label=N_("Staatsangehörigkeit"), read=nationalities),
    Field(id="contact_language", label=N_("Sprache"), read=contact_language),
    Field(id="interpreter", label=N_("Dolmetschen"), read=interpreter),
    Field(id="phone", label=N_("Telefon"), read=phone),
    Field(id="mail", label=N_("E-Mail"), read=mail),
    Field(id="accommodation", label=N_("Art der Unterkunft"), read=accommodation),
    Field(id="shelter", label=N_("Name der Unterkunft"), read=shelter),
    Field(id="room", label=N_("Zimmer"), read=as_text("room")),
    Field(id="arrived", label=N_("Einreise"), read=partial_date("arrived")),
    Field(id="first_contact", label=N_("Erstkontakt"), read=first_contact),
    Field(id="access_route", label=N_("Zugangsweg"), read=access_route),
    Field(id="paper_kind", label=N_("Aufenthaltspapier"), read=paper_kind),
    Field(id="paper_valid_to", label=N_("Papier gültig bis"), read=paper_valid_to),
    Field(id="german", label=N_("Deutsch mündlich"), read=german),
    Field(id="note", label=N_("Notiz"), read=as_text("note")),
)
NOTE = "note"
NAMES = ("full_name", "family_name", "given_name", "aliases")
# Column → field id, "" for a column that is left out; plain JSON, so that it can be remembered.
ColumnMap = Mapping[str, str]

# Patterns for a folded column name; the first that is found counts. Columns that no pattern names are left out: what
# nobody needs is not taken over, least of all religion, ethnicity and numbers of registers (domain.md § 13).
_WORDS = (
    (r"azr|religion|konfession|volks|ethni|geburts(?:ort|land|name)|place of birth|alter\b|^age$|anwalt", ""),
    (r"mail", "mail"), (r"telefon|^tel\b|handy|mobil|phone|rufnummer|whatsapp", "phone"),
    (r"^geb|geburt|birth|^dob$", "birth"), (r"originalschrift|schreibweise|original script", "original_script"),
    (r"alias|spitzname|rufname|genannt", "aliases"),
    (r"name\W.*vorname|vorname\W.*name|^name given|^full name|^klient|^teilnehm|^person$|^client$", "full_name"),
    (r"vorname|first ?name|given ?name|forename", "given_name"),
    (r"nachname|familienname|zuname|surname|last ?name|family ?name", "family_name"), (r"^name\b", "name"),
    (r"geschlecht|^sex$|gender|anrede|^m w", "sex"),
    (r"nationalit|staatsang|herkunft|citizenship|country|^land$|^sta$", "nationalities"),
    (r"deutsch|sprachniveau|sprachstand|^niveau|^ger\b|german", "german"),
    (r"dolmetsch|ubersetz|interpreter|sprachmittl", "interpreter"), (r"sprache|language", "contact_language"),
    (r"wohnform|unterbringung|art der unterkunft|housing", "accommodation"),
    (r"zimmer|^room|^zi\b|^raum", "room"),
    (r"erst(?:kontakt|gesprach|beratung)|aufnahme(?!einr)|first contact", "first_contact"),
    (r"unterkunft|^gu\b|heim\b|einrichtung|shelter|accommodation|^camp", "shelter"),
    (r"kommune|gemeinde|^(?:plz )?(?:wohn)?ort\b|stadt|municipality|^ags|city", "ags"),
    (r"gultig|ablauf|lauft ab|\bbis\b|befrist|valid|expir", "paper_valid_to"),
    (r"status|aufenthalt|duldung|gestattung|residence|permit", "paper_kind"),
    (r"einreise|ankunft|arriv", "arrived"), (r"zugang|zuweis|vermittelt|empfohlen|access", "access_route"),
    (r"bemerk|notiz|anmerk|kommentar|sonstig|hinweis|^info|note|comment|remark", "note"),
)


def titled(table: Table) -> Table:
    """The same table with the line of column names as its header; lines above it, often a title, are dropped.

    The names are unique and none is empty: „Telefon“, „Telefon (2)“, „Spalte C“. A header repeated below is dropped.
    """
    lines = [table.header, *(row.cells for row in table.rows[:_LINES_TRIED])]
    best = max(range(len(lines)), key=lambda number: (sum(map(bool, map(_field, lines[number]))), -number))
    rows = [row for row in table.rows[best:] if row.cells != lines[best]]
    return replace(table, header=_unique(lines[best], rows), rows=tuple(rows))


def _unique(cells: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    names: list[str] = []
    for number in range(max([len(cells), *(len(row.cells) for row in rows)])):
        name = " ".join(cells[number].split()) if number < len(cells) else ""
        name = first = name or f"Spalte {_letters(number)}"
        again = 1
        while name in names:
            again += 1
            name = f"{first} ({again})"
        names.append(name)
    return tuple(names)


def _letters(number: int) -> str:
    """A column as a spreadsheet calls it: 0 is A, 26 is AA."""
    return (_letters(number // 26 - 1) if number > 25 else "") + chr(65 + number % 26)


def _field(column: str) -> str:
    plain = folded(column)
    if not plain or len(plain) > _HEADER_CELL:
        return ""
    return next((field for pattern, field in _WORDS if re.search(pattern, plain)), "")


def proposed(table: Table) -> dict[str, str]:
    """A field for each column of a titled table, by its name; each field once, notes as often as there are any."""
    found = {column: _field(column) for column in table.header}
    both = "given_name" in found.values()
    mapping: dict[str, str] = {}
    for column, field in found.items():
        if field == "name":
            field = "family_name" if both else "full_name"
        mapping[column] = "" if field in mapping.values() and field != NOTE else field
    return mapping


def unmapped(mapping: ColumnMap, defaults: Mapping[str, object]) -> tuple[str, ...]:
    """Labels of the fields without which no row can be taken: a name, and what is required and has no default."""
    mapped = {*mapping.values(), *defaults}
    missing = [field.label for field in FIELDS if field.required and field.id not in mapped]
    return (*((N_("Name"),) if mapped.isdisjoint(NAMES) else ()), *missing)
