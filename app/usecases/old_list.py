"""Taking over an older client list: look at the file, preview it, then write what was chosen in one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents import old_list
from app.documents.old_list import OldRow
from app.documents.old_list_columns import ColumnMap, titled, unmapped
from app.documents.tables import Step, Table, read, silent
from app.domain.errors import N_, UserError
from app.domain.old_import import ImportedRow
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import history, recorded
from app.store.queries.recorded import Recorded
from app.usecases.new_file import put_down
from app.usecases.old_list_columns import Columns, remember
from app.usecases.old_list_people import fill, take
from app.usecases.old_list_status import FILL, NEW, TAKE, PreviewRow, judged

IMPORT = N_("Alte Liste übernehmen")
UNMAPPED = N_("Es fehlt eine Spalte für: {fields}. Ihre Klientendatei ist unverändert. Ordnen Sie die Spalten zu.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Ihre Klientendatei ist unverändert. Wählen Sie einen "
                  "anderen Ort.")
Choices = Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a list would do, row by row, and what it was compared with."""

    table: Table
    mapping: ColumnMap
    defaults: Mapping[str, Any]
    rows: tuple[PreviewRow, ...]
    recorded: Recorded

    def count(self, status: str) -> int:
        """How many rows have that status."""
        return sum(row.status == status for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """How many rows became new persons, filled the blanks of one, or were chosen and are known by now; ``act`` is the
    number to take it back by, None where nothing was written."""

    taken: int
    filled: int
    skipped: int
    act: int | None


def look(path: Path, sheet: str = "", step: Step = silent) -> Table:
    """The list in a file with its line of column names as header; raises TableRefused, and what ``step`` raises."""
    return titled(read(path, sheet=sheet, step=step))


def preview(file: CaseFile, table: Table, mapping: ColumnMap, defaults: Mapping[str, Any],
            step: Step = silent) -> Preview:
    """What would become of each row; nothing is written. UserError where a required field has neither a column nor a
    default."""
    if missing := unmapped(mapping, defaults):
        raise UserError(UNMAPPED, fields=", ".join(missing))
    rows = old_list.read_rows(table, mapping, file.today(), defaults, step)
    now = recorded.read(file)
    return Preview(table=table, mapping=mapping, defaults=defaults, rows=judged(rows, now, step), recorded=now)


def proposed_choices(shown: Preview) -> dict[int, str]:
    """Every new row is taken; who may be recorded already waits for a person."""
    return {row.line: TAKE for row in shown.rows if row.status == NEW}


def apply(file: CaseFile, shown: Preview, choices: Choices, step: Step = silent) -> Applied:
    """Writes the rows chosen (TAKE or FILL by line) in one act that can be taken back; all of them or, where ``step``
    raises, none.

    What the file holds is compared anew inside the act: a row that has become known or like somebody since the preview
    is skipped. The mapping is remembered for the next list with these columns.
    """
    room_for(file.database, 0)
    with file.write(IMPORT) as work:
        now = recorded.within(work)
        rows = shown.rows if now == shown.recorded else judged([row.row for row in shown.rows], now, step)
        became: dict[int, str] = {}
        done: list[str] = []
        for number, (before, row) in enumerate(zip(shown.rows, rows, strict=True), start=1):
            step(number, len(rows))
            choice = choices.get(row.line, "")
            whom = row.client_id or became.get(row.earlier, "")
            same = (before.status, before.client_id, before.earlier) == (row.status, row.client_id, row.earlier)
            if choice not in row.choices or not same or (choice == FILL and not whom):
                continue
            if choice == FILL:
                fill(work, file, whom, row.row)
            became[row.line] = whom if choice == FILL else take(work, file, row.row)
            done.append(choice)
        work.add_all(ImportedRow(id=row.row.fingerprint, client_id=became[row.line], imported_at=file.now())
                     for row in rows if row.line in became)
        remember(work, shown.table.header, Columns(mapping=shown.mapping, defaults=shown.defaults))
    act = next((step.number for step in history.last(file, 5) if step.title == IMPORT), None) if done else None
    return Applied(taken=done.count(TAKE), filled=done.count(FILL), skipped=len(choices) - len(done), act=act)


def save_errors(shown: Preview, target: Path) -> int:
    """Writes the rows that cannot be taken to a new CSV, to be corrected and read again; returns how many they are."""
    rows: list[OldRow] = [row.row for row in shown.rows]
    content = old_list.errors_csv(shown.table, rows)
    put_down(target, content, CANNOT_WRITE)
    return sum(bool(row.error) for row in rows)
