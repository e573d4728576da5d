"""A list for the person's own use as XLSX or CSV: exactly the rows and columns shown, unprotected, and entered in the
register."""

from collections.abc import Sequence
from pathlib import Path

from app.documents import own_list
from app.documents.own_list import Value
from app.domain.errors import N_
from app.store.casefile import CaseFile
from app.usecases import outgoing
from app.usecases.new_file import put_down

SUBJECT = N_("{title}: {n} Zeilen, {kind}")
KINDS = {".xlsx": "XLSX", ".csv": "CSV"}


def write(file: CaseFile, target: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """A new file of the kind its suffix says, then the entry; UserError where it cannot be written."""
    if target.suffix == ".csv":
        content = own_list.csv_bytes(header, rows)
    else:
        content = own_list.xlsx_bytes(title, header, rows, file.today())
    put_down(target, content)
    outgoing.note(file, "list", SUBJECT.format(title=title, n=len(rows), kind=KINDS.get(target.suffix, "XLSX")))
