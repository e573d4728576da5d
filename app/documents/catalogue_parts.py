"""What every reader of catalogues gives and refuses with, and the rules that hold for rows of all formats alike.
Knows no file format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.documents.catalogue_columns import MAX_CELL, MAX_ID, SHOWN, clean, read_date, read_offering, whole_number
from app.domain.catalogue import CatalogueHead, Mode, Offering
from app.domain.errors import N_, UserError

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_BYTES = 200_000_000  # of any file; most readers take less
FIRST_COLUMN = "angebot_id"
KEY_COLUMN = "durchfuehrung_id"
STEP_ROWS = 200  # rows between two calls of the step

_T = TypeVar("_T")
Step = Callable[[int, int], None]
_MODES = {"vollständig": Mode.FULL, "vollstaendig": Mode.FULL, "änderung": Mode.DELTA, "aenderung": Mode.DELTA}
# What is taken for the values a head leaves open, under the names of HEAD_NAMES: only whoever issues has such.
NO_HEAD: Mapping[str, str] = {}
HEAD_NAMES = {"katalog": "Katalog", "nummer": "Nummer", "stand": "Stand", "art": "Art", "gültig bis": "Gültig bis"}


class CatalogueRefused(UserError):
    """The whole file cannot be read as a catalogue; nothing was taken from it."""


class NotText(CatalogueRefused):
    """Empty, binary, damaged or in no encoding we read."""


class NoColumnRow(CatalogueRefused):
    """No row of column names, or one that cannot be used; of JSON and XML: not built as the format says."""


class HeadIncomplete(CatalogueRefused):
    """The head of the file lacks something or says something impossible."""


class TooLarge(CatalogueRefused):
    """More bytes, rows or columns than the profile allows."""


class OnlyChanges(CatalogueRefused):
    """An openQ-cat file that does not hold the whole catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken: first line of it in the file (from 1), durchfuehrung_id or "", the first reason."""

    line: int
    key: str
    reason: UserError


Rows = Sequence[tuple[int, Offering | RefusedRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """What a file holds: offerings in file order with unique keys; ``sha256`` is the hex digest of its bytes.

    ``form`` is csv, xlsx, json or openqcat; ``unknown_columns`` are the columns or members nothing is taken from.
    """

    head: CatalogueHead
    offerings: tuple[Offering, ...]
    refused: tuple[RefusedRow, ...]
    unknown_columns: tuple[str, ...]
    form: str
    encoding: str
    sha256: str

    @property
    def refused_keys(self) -> frozenset[str]:
        """Keys that stood in the file but could not be read; `compare` must not take them for missing."""
        return frozenset(row.key for row in self.refused if row.key)


def number_in_words(number: int) -> str:
    """20000 → 20.000"""
    return f"{number:,}".replace(",", ".")


def not_a_file(reason: str) -> NotText:
    """The refusal of bytes no reader knows what to do with, for one of the reasons below."""
    return NotText(_NO_FILE[reason])


_NO_FILE = {
    "empty": N_("Die Datei ist leer. Ihr Katalog ist unverändert. Lassen Sie sich die Datei noch einmal geben."),
    "text": N_("Die Datei ist keine Textdatei. Ihr Katalog ist unverändert. Lassen Sie sich den Katalog als CSV "
               "geben."),
}


def too_many_rows() -> TooLarge:
    """The refusal of a catalogue beyond `MAX_ROWS`; empty rows count too."""
    return TooLarge(N_("Die Datei hat mehr als {limit} Zeilen und wird nicht eingelesen. Ihr Katalog ist unverändert. "
                       "Löschen Sie leere Zeilen am Ende oder fragen Sie nach einem kleineren Katalog."),
                    limit=number_in_words(MAX_ROWS))


def check_bytes(data: bytes, limit: int) -> None:
    """Raises `TooLarge` beyond ``limit`` bytes, a whole number of millions."""
    if len(data) > limit:
        raise TooLarge(N_("Die Datei ist größer als {limit} MB und wird nicht eingelesen. Ihr Katalog ist unverändert. "
                          "Fragen Sie, ob es der richtige Katalog ist."), limit=limit // 1_000_000)


def head_of(values: Mapping[str, str]) -> CatalogueHead:
    """The head from its cleaned values by the names of `HEAD_NAMES`; raises `HeadIncomplete`."""
    head = CatalogueHead(
        name=_head_value(values, "katalog", str),
        number=_head_value(values, "nummer", whole_number(999_999_999)),
        as_of=_head_value(values, "stand", read_date),
        mode=_head_value(values, "art", _mode),
        valid_until=_head_value(values, "gültig bis", read_date) if "gültig bis" in values else None,
    )
    if head.valid_until is not None and head.valid_until < head.as_of:
        raise HeadIncomplete(N_("Im Kopf der Datei liegt „Gültig bis“ vor „Stand“. Ihr Katalog ist unverändert. Lassen "
                                "Sie sich die Datei noch einmal geben."))
    return head


def _head_value(values: Mapping[str, str], name: str, value: Callable[[str], _T]) -> _T:
    if name not in values:
        raise HeadIncomplete(N_("Im Kopf der Datei fehlt „{name}“. Ihr Katalog ist unverändert. Lassen Sie sich die "
                                "Datei noch einmal geben."), name=HEAD_NAMES[name])
    try:
        return value(values[name])
    except UserError:
        raise HeadIncomplete(N_("Im Kopf der Datei ist „{name}“ nicht lesbar: {cell}. Ihr Katalog ist unverändert. "
                                "Lassen Sie sich die Datei noch einmal geben."),
                             name=HEAD_NAMES[name], cell=values[name][:SHOWN]) from None


def _mode(cell: str) -> Mode:
    if cell.lower() not in _MODES:
        raise UserError(N_("„{cell}“ ist weder „vollständig“ noch „Änderung“."), cell=cell[:SHOWN])
    return _MODES[cell.lower()]


def row_of(line: int, cells: Mapping[str, str]) -> Offering | RefusedRow:
    """The offering of one row given as column name → raw cell, or why it is refused."""
    try:
        return read_offering(cells)
    except UserError as reason:
        return refused_row(line, cells.get(KEY_COLUMN, ""), reason)


def refused_row(line: int, raw_key: str, reason: UserError) -> RefusedRow:
    """A refused row under its key, as far as the key is one."""
    return RefusedRow(line=line, key=clean(raw_key[:MAX_CELL])[:MAX_ID], reason=reason)


def without_conflicts(rows: Rows) -> tuple[tuple[Offering, ...], tuple[RefusedRow, ...]]:
    """Equal rows count once; rows with one key and different content are refused, all of them: never the last wins."""
    first: dict[str, tuple[int, Offering | RefusedRow]] = {}
    differing: dict[str, int] = {}
    for at, (_line, row) in enumerate(rows):
        if row.key and first.setdefault(row.key, (at, row))[1] != row:
            differing.setdefault(row.key, at)
    offerings, refused = [], []
    for at, (line, row) in enumerate(rows):
        if isinstance(row, RefusedRow):
            refused.append(row)
        elif row.key in differing:
            other = first[row.key][0] if at != first[row.key][0] else differing[row.key]
            refused.append(RefusedRow(line=line, key=row.key, reason=UserError(
                N_("durchfuehrung_id: {key} steht auch in Zeile {other}, mit anderem Inhalt."),
                key=row.key, other=rows[other][0])))
        elif first[row.key][0] == at:
            offerings.append(row)
    return tuple(offerings), tuple(refused)


def names_shown(names: Iterable[str]) -> tuple[str, ...]:
    """Cleaned names of what is not taken, each once, short enough to be listed."""
    found = dict.fromkeys(clean(name[:MAX_CELL])[:MAX_ID] for name in names)
    names = [name for name in found if name]
    return tuple(names) if len(names) <= MAX_COLUMNS else (*names[:MAX_COLUMNS], "…")


def silent(_done: int, _total: int) -> None:
    """The step of a reading that nobody watches or cancels."""
