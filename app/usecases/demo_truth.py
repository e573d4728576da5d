"""The unrounded counts of a Musterdatei in the long form of the monthly report, for whoever attacks its exports.
Nothing of a real Klientendatei ever passes here."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.documents import monthly_tables
from app.documents.own_list import csv_bytes
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.statistics import counting
from app.statistics.plan import load_plan
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.usecases.muster import is_muster

HEADER = ("month", "pseudonym", *monthly_tables.HEADER)
ONLY_MUSTER = N_("Ungerundete Zahlen gibt das Programm nur von einer Musterdatei aus. Diese Klientendatei ist keine. "
                 "Es wurde nichts geschrieben. Für Ihre eigene Arbeit gibt es die Seite „Eigene Zahlen“.")
# a line below HEADER
Line = tuple[str | int | None, ...]


def of_month(file: CaseFile, month: Month) -> list[Line]:
    """The true count of every cell of the plan, also of those that are never shown; UserError for a real file.

    Counted from the records of this moment: what was true at an export is asked for right after it.
    """
    if not is_muster(file):
        raise UserError(ONLY_MUSTER)
    plan, facts = load_plan(), monthly.facts(file)
    counts = counting.count(plan, facts.caseload, month)
    return [(str(month), facts.pseudonym, table.no, *monthly_tables.place(c), counts[c], "")
            for table in plan.tables for part in table.parts for c in plan.part_cells(part, month.year)]


def write(path: Path, lines: Iterable[Line]) -> None:
    """UTF-8 with BOM and semicolons, as the CSV of the report is; OSError where nothing can be written."""
    path.write_bytes(csv_bytes(HEADER, list(lines)))


def join(path: Path, parts: Sequence[Path]) -> None:
    """One file of several, in their order; the head stands once."""
    contents = [part.read_bytes().splitlines(keepends=True) for part in parts]
    path.write_bytes(b"".join(contents[0][:1]) + b"".join(line for lines in contents for line in lines[1:]))
