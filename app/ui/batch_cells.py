"""The columns of the grid for several persons, and what a typed line makes of them. No widgets, no saving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.domain.client import BIRTH_MISSING, NAME_MISSING, Client
from app.domain.names import clean, folded
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import birth_day, due_day, phone, stored_values
from app.ui.editors import Parsed
from app.ui.entry_cells import Cell, listed, parsed, values_of
from app.ui.entry_parts import empty

LINES, MOST = 10, 50
_QUOTES = "\"„“”»«'‚‘’"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it can be taken in (``values``), or what it still asks for."""

    values: Mapping[str, Any] | None = None
    asks: str = ""


def cells(file: CaseFile) -> tuple[Cell, ...]:
    """In the order of the printed list (`documents.blank_form.COLUMNS`)."""
    def day(attribute: str, label: str, width: int, editor: object, **more: Any) -> Cell:
        return parsed(attribute, label, width, cast("Parsed[Any]", editor), **more)

    return (
        Cell(attribute="nr", label=_("Nr."), width=36, shown=True),
        Cell(attribute="family_name", label=_("Familienname oder Alias"), head=_("Name oder Alias"), width=140,
             required=True, help=_("Ein Name genügt. In Anführungszeichen ist er ein Alias: „Sam“.")),
        Cell(attribute="given_name", label=_("Vorname"), width=92),
        day("birth", _("Geboren"), 88, birth_day(file.today), required=True,
            help=_("zum Beispiel 5.3.2001 oder ca. 2001")),
        listed("sex", _("Geschlecht"), 82, "sex", walk=True, help=_("m, w, d oder x; die Leertaste wechselt")),
        listed("nationality", _("Staatsangehörigkeit"), 96, "nationality", head=_("Staatsang."),
               help=_("die ersten Buchstaben genügen")),
        listed("contact_language", _("Sprache"), 84, "language", help=_("die ersten Buchstaben genügen")),
        day("phone", _("Telefon"), 100, phone()),
        listed("paper_kind", _("Papier"), 92, "residence_kind", short=True, help=_("zum Beispiel Duldung")),
        day("paper_valid_to", _("Gültig bis"), 84, due_day(file.today), help=_("zum Beispiel 2301 oder +14")),
        Cell(attribute="room", label=_("Zimmer"), width=70),
        Cell(attribute="contact_note", label=_("Bemerkung"), width=92, help=_("steht als Hinweis zum Kontakt")),
    )


def line_of(columns: Sequence[Cell], texts: Mapping[str, str]) -> Line:
    """What a line holds: nothing, values, or the first thing it asks for."""
    typed = {cell.attribute: texts.get(cell.attribute, "") for cell in columns if not cell.shown}
    if empty(typed):
        return Line()
    values, wrong = values_of(columns, typed)
    if wrong:
        first = next(cell for cell in columns if cell.attribute in wrong)
        return Line(asks=f"{first.label}: {wrong[first.attribute]}")
    if not values["family_name"] and not values["given_name"]:
        return Line(asks=_(NAME_MISSING))
    if values["birth"] is None:
        return Line(asks=_(BIRTH_MISSING))
    return Line(values=_stored(values))


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    name, nationality = values["family_name"] or "", values.pop("nationality")
    paper = {key: values.pop(key) for key in ("paper_kind", "paper_valid_to")}
    found = {**stored_values(Client, values), **{key: value for key, value in paper.items() if value is not None}}
    if nationality:
        found["nationalities"] = (nationality,)
    if name[:1] in _QUOTES and name[-1:] in _QUOTES and (alias := clean(name.strip(_QUOTES))):
        found |= {"family_name": "", "aliases": (alias,)}
    return found


def twins(columns: Sequence[Cell], rows: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """The lines that name the same person as one above: line → the first such line."""
    seen: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    for i, texts in enumerate(rows):
        names = folded(" ".join(sorted(folded(texts.get(n, "")) for n in ("family_name", "given_name"))))
        key = (names, texts.get("birth", "").strip())
        if names and seen.setdefault(key, i) != i:
            found[i] = seen[key]
    return found
