"""A catalogue as a table, wherever its cells come from: head block, row of column names, one offering per row.
Shared by CSV and XLSX; knows neither."""

from collections.abc import Iterator, Mapping, Sequence

from app.documents.catalogue_columns import MAX_CELL, PROFILE, PROFILE_NAMES, clean
from app.documents.catalogue_parts import (
    FIRST_COLUMN,
    HEAD_NAMES,
    KEY_COLUMN,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_HEAD,
    STEP_ROWS,
    CatalogueFile,
    HeadIncomplete,
    NoColumnRow,
    RefusedRow,
    Step,
    TooLarge,
    head_of,
    refused_row,
    row_of,
    too_many_rows,
    without_conflicts,
)
from app.documents.own_list import looks_like_formula
from app.domain.catalogue import CatalogueHead, Offering
from app.domain.errors import N_, UserError

MAX_HEAD_LINES = 200

Record = tuple[int, Sequence[str]]  # the line its first cell stands on, its cells


def read_table(records: Iterator[Record], *, form: str, encoding: str, sha256: str, step: Step,
               total: int, head: Mapping[str, str] = NO_HEAD) -> CatalogueFile:
    """The catalogue in records that come in the order of the file; raises `CatalogueRefused` (one of its kinds).

    ``step(line, total)`` is called every `STEP_ROWS` rows and may raise to cancel.
    """
    read_head, names = _head_and_columns(records, head)
    unknown = _check_columns(names)
    rows = []
    for number, (line, cells) in enumerate(_limited(records), start=1):
        if number % STEP_ROWS == 0:
            step(min(line, total), total)
        rows.append((line, _row(line, cells, names)))
    offerings, refused = without_conflicts(rows)
    return CatalogueFile(head=read_head, offerings=offerings, refused=refused, unknown_columns=unknown, form=form,
                         encoding=encoding, sha256=sha256)


def guarded(text: str) -> str:
    """A text as it goes into a cell: one that a spreadsheet might compute gets an apostrophe in front.

    So does one that already looks like that behind apostrophes: `unguarded` takes exactly one away again.
    """
    if text[:1].isalnum():  # most cells, and the full look is dear
        return text
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """The text of a cell without the apostrophe that stands before what a spreadsheet might compute."""
    text = cell.lstrip()
    return text[1:] if text.startswith("'") and looks_like_formula(text.lstrip("'")) else cell


def no_column_row() -> NoColumnRow:
    """The refusal of a table without the row that begins with angebot_id."""
    return NoColumnRow(N_("In der Datei fehlt die Zeile mit den Spaltennamen, die mit „angebot_id“ beginnt. Ihr "
                          "Katalog ist unverändert. Lassen Sie sich die Datei im Katalogprofil geben."))


def _limited(records: Iterator[Record]) -> Iterator[Record]:
    """The records below the column names that hold anything; empty ones count for the limit too."""
    for number, (line, cells) in enumerate(records, start=1):
        if number > MAX_ROWS:
            raise too_many_rows()
        if any(cell and not cell.isspace() for cell in cells):
            yield line, cells


def _head_and_columns(records: Iterator[Record], unsaid: Mapping[str, str]) -> tuple[CatalogueHead, list[str]]:
    """Reads up to the row of column names; other lines above it are remarks of the office."""
    values: dict[str, str] = {}
    for line, cells in records:
        name = clean(cells[0][:MAX_CELL]).rstrip(" :").lower() if cells else ""
        if name == FIRST_COLUMN:
            return head_of({**unsaid, **values}), [clean(cell[:MAX_CELL]).lower() for cell in cells]
        if line > MAX_HEAD_LINES:
            break
        value = clean(unguarded(cells[1][:MAX_CELL])) if len(cells) > 1 else ""
        if name in HEAD_NAMES and value and values.setdefault(name, value) != value:
            raise HeadIncomplete(N_("Im Kopf der Datei steht „{name}“ zweimal. Ihr Katalog ist unverändert. Lassen Sie "
                                    "sich die Datei noch einmal geben."), name=HEAD_NAMES[name])
    raise no_column_row()


def _check_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Refuses column names that leave open what a cell means; returns those the profile does not know."""
    if len(names) > MAX_COLUMNS:
        raise TooLarge(N_("Die Datei hat mehr als {limit} Spalten und wird nicht eingelesen. Ihr Katalog ist "
                          "unverändert. Lassen Sie sich die Datei im Katalogprofil geben."), limit=MAX_COLUMNS)
    for column in PROFILE:
        if column.required and column.name not in names:
            raise NoColumnRow(N_("In der Datei fehlt die Spalte „{column}“. Ihr Katalog ist unverändert. Lassen Sie "
                                 "sich die Datei im Katalogprofil geben."), column=column.name)
        if names.count(column.name) > 1:
            raise NoColumnRow(N_("Die Spalte „{column}“ steht zweimal in der Datei. Ihr Katalog ist unverändert. "
                                 "Lassen Sie sich die Datei im Katalogprofil geben."), column=column.name)
    return tuple(name for name in names if name and name not in PROFILE_NAMES)


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> Offering | RefusedRow:
    # A row may be shorter: Excel leaves out empty cells at its end. A longer one has its cells in wrong columns.
    by_name = {name: unguarded(cell) if "'" in cell else cell for name, cell in zip(names, cells, strict=False)}
    if len(cells) > len(names) and any(clean(cell) for cell in cells[len(names):]):
        reason = UserError(N_("Die Zeile hat mehr Zellen als die Zeile mit den Spaltennamen."))
        return refused_row(line, by_name.get(KEY_COLUMN, ""), reason)
    return row_of(line, by_name)
