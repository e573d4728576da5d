"""What must hold for any bytes: a catalogue or a refusal in a sentence, soon, and never another exception."""

import time
from collections import Counter
from collections.abc import Callable
from random import Random

from app.documents import catalogue_file, catalogue_xlsx, tables_child
from app.documents.catalogue_file import CatalogueFile, CatalogueRefused
from app.documents.tables import TableRefused
from tests.fuzz.damage import LINES, damaged, damaged_table, table_of

FORMS = ("csv", "xlsx", "json", "openqcat")
SECONDS = 2.0


def one(form: str, number: int, seed: int, *, child: bool = False) -> str:
    """How the ``number``-th damaged file of a seed ends: a form, or the name of the refusal. Raises on a defect.

    A damaged workbook goes through the check of its directory, a damaged sheet through the rows; ``child`` sends the
    workbook through the child process as a whole.
    """
    dice = Random(f"{seed} {form} {number}")
    before = time.process_time()
    end = _ended(_reading(form, dice, child=child))
    assert time.process_time() - before < SECONDS, f"{form} {number} of seed {seed} took too long"
    return end


def _reading(form: str, dice: Random, *, child: bool) -> Callable[[], CatalogueFile]:
    if form != "xlsx" or child:
        data = damaged(form, dice)
        return lambda: catalogue_file.read(data)
    if dice.random() < 0.5:
        table = damaged_table(dice)
        return lambda: catalogue_xlsx.of_table(table, sha256="")
    data = damaged(form, dice)
    return lambda: _directory(data)


def _directory(data: bytes) -> CatalogueFile:
    try:
        tables_child.check_size(data)
    except TableRefused as reason:
        raise catalogue_xlsx.refusal(reason) from None
    return catalogue_xlsx.of_table(table_of(LINES), sha256="")


def _ended(reading: Callable[[], CatalogueFile]) -> str:
    try:
        found = reading()
    except CatalogueRefused as refused:
        assert str(refused).endswith("."), refused
        return type(refused).__name__
    assert len({offering.key for offering in found.offerings}) == len(found.offerings)
    assert all(str(row.reason).endswith(".") and row.line > 0 for row in found.refused)
    # Whatever comes in can be stored.
    "".join(f"{offering}" for offering in found.offerings).encode()
    "".join((found.head.name, *found.unknown_columns, *(row.key for row in found.refused))).encode()
    return found.form


def many(form: str, count: int, seed: int, *, child_every: int = 0) -> Counter[str]:
    """How ``count`` files end; every ``child_every``-th workbook goes through the child process."""
    return Counter(one(form, number, seed, child=bool(child_every) and number % child_every == 0)
                   for number in range(count))
