"""A list for the person's own use as XLSX or CSV: exactly the rows and columns shown, unprotected or in an encrypted
ZIP, and entered in the register."""

from collections.abc import Sequence
from pathlib import Path

from app.documents import own_list
from app.documents.own_list import Value
from app.domain.errors import N_
from app.store.casefile import CaseFile
from app.usecases import outgoing
from app.usecases.muster import mark_of
from app.usecases.new_file import put_down
from app.vault import aes_zip

SUBJECT = N_("{title}: {n} Zeilen, {kind}")
SEALED = N_("{title}: {n} Zeilen, {kind} in verschlüsselter ZIP")
KINDS = {".xlsx": "XLSX", ".csv": "CSV"}
ZIP = ".zip"
# a ZIP shows the names of its files without the password, and the title of a list may tell of somebody
INSIDE = "liste"


def write(file: CaseFile, target: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]], *,
          suffix: str = "", password: str = "") -> None:
    """A new file, then the entry; UserError where it cannot be written or the password is too weak for a ZIP.

    Its kind is what ``suffix`` says, by default that of ``target``; with a password it lies in an encrypted ZIP.
    """
    suffix = suffix or target.suffix
    if password:
        aes_zip.check(password)
    mark = mark_of(file)
    if suffix == ".csv":
        content = own_list.csv_bytes(*_marked(mark, header, rows))
    else:
        content = own_list.xlsx_bytes(title, header, rows, file.today(), mark)
    if password:
        content = aes_zip.zipped(f"{INSIDE}{suffix}", content, password, file.now())
    put_down(target, content)
    subject = SEALED if password else SUBJECT
    outgoing.note(file, "list", subject.format(title=title, n=len(rows), kind=KINDS.get(suffix, "XLSX")))


def _marked(mark: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> tuple[list[str], list[list[Value]]]:
    """With a column more that says where the list comes from: a line above the header would be read as the header."""
    more = [mark] if mark else []
    return [*header, *more], [[*row, *more] for row in rows]
