"""A list for the person's own use as XLSX or CSV: exactly the rows and columns shown, unprotected, and entered in the
register."""

from collections.abc import Sequence
from pathlib import Path

from app.documents import own_list
from app.documents.own_list import Value
from app.domain.errors import N_, UserError
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.usecases import outgoing

CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Ihre Daten sind unverändert. Wählen Sie einen anderen "
                  "Ort.")
ALREADY_THERE = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie bleibt, wie sie ist. "
                   "Wählen Sie einen anderen Namen.")
SUBJECT = N_("{title}: {n} Zeilen, {kind}")
KINDS = {".xlsx": "XLSX", ".csv": "CSV"}


def write(file: CaseFile, target: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """A new file of the kind its suffix says, then the entry; UserError where it cannot be written."""
    if target.suffix == ".csv":
        content = own_list.csv_bytes(header, rows)
    else:
        content = own_list.xlsx_bytes(title, header, rows, file.today())
    write_new(target, content)
    outgoing.note(file, "list", SUBJECT.format(title=title, n=len(rows), kind=KINDS.get(target.suffix, "XLSX")))


def write_new(target: Path, content: bytes) -> None:
    """Puts the bytes into a file that was not there before; UserError where that is not possible."""
    room_for(target, len(content))
    try:
        with target.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None
