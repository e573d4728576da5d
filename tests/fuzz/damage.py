"""Damages a good file: bytes overwritten, cut out, doubled, moved, pieces of the format put in. The dice decide."""

import re
from collections.abc import Iterable
from random import Random

from app.documents.tables import Row, Table
from tests.fuzz import seeds

GOOD = {"csv": seeds.CSV, "json": seeds.JSON, "openqcat": seeds.OPENQ, "xlsx": seeds.xlsx()}
LINES = (*seeds.HEAD, seeds.COLUMNS, *seeds.ROWS)


def damaged(form: str, dice: Random) -> bytes:
    """A file of this format with one to eight wounds; now and then in another encoding."""
    if form in seeds.VALUES and dice.random() < 0.6:
        return _exchanged(form, dice)
    data = bytearray(GOOD[form])
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at = dice.randrange(len(data) + 1)
        end = at + dice.choice((0, 0, 1, 4, 40))
        data[at:end] = dice.choice((
            dice.choice(seeds.PIECES[form]), dice.choice(seeds.PIECES[form]), b"", dice.randbytes(dice.randrange(1, 5)),
            bytes(data[at:at + dice.randrange(200)]) * 2))
    if form != "xlsx" and dice.random() < 0.03:
        return bytes(data).decode("latin-1").encode(dice.choice(("utf-16", "utf-8-sig", "utf-16-be", "utf-32")))
    return bytes(data)


def _exchanged(form: str, dice: Random) -> bytes:
    """The same structure with other values, and now and then a line lost or doubled."""
    data = GOOD[form]
    for _ in range(dice.choice((1, 2, 4))):
        places = list(re.finditer(seeds.VALUES[form], data))
        if places:
            place = dice.choice(places)
            data = data[:place.start()] + dice.choice(seeds.NEW_VALUES[form]) + data[place.end():]
    if dice.random() < 0.2:
        lines = data.splitlines(keepends=True)
        at = dice.randrange(len(lines))
        lines[at:at + 1] = dice.choice(([], [lines[at]] * 2))
        data = b"".join(lines)
    return data


def damaged_table(dice: Random) -> Table:
    """The cells of a sheet as the child process hands them on, with some exchanged, added and lost."""
    lines = [list(row) for row in LINES]
    for _ in range(dice.choice((1, 2, 3, 8))):
        row = dice.choice(lines)
        at = dice.randrange(len(row) + 1)
        row[at:at + dice.choice((0, 1, 1, 1, 5))] = dice.choice(((dice.choice(seeds.CELLS),), ()))
        if dice.random() < 0.05:
            dice.shuffle(lines)
        if dice.random() < 0.1:
            lines.append(list(dice.choice(lines)))
    return table_of(lines)


def table_of(lines: Iterable[Iterable[str]]) -> Table:
    """The lines as the sheet of a workbook."""
    rows = tuple(Row(line=line, cells=tuple(cells)) for line, cells in enumerate(lines, start=1))
    return Table(header=rows[0].cells, rows=rows[1:], sheet="Katalog", sheets=("Katalog",))
