"""Acts on flags (Merker): set with a reason, changed, cleared with a reason; one with a day makes a follow-up."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain import flag as flags
from app.domain.client import Client
from app.domain.flag import Flag
from app.domain.identity import new_id
from app.domain.names import clean, cleaned
from app.store.casefile import CaseFile
from app.usecases.records import remind


def put(file: CaseFile, client_id: str, *, kind: str, reason: str, until: date | None = None) -> str:
    """A new flag, from today; returns its id. Raises UserError without a reason or with a day before today."""
    with file.write(flags.SET) as work:
        work.get(Client, client_id)
        made = work.add(flags.checked(Flag(id=new_id(), client_id=client_id, kind=kind, reason=clean(reason),
                                           set_on=file.today(), until=until)))
        remind(work, made, file.today())
    return made.id


def change(file: CaseFile, flag_id: str, **fields: Any) -> None:
    """Another kind, reason or day."""
    with file.write(flags.CHANGED) as work:
        remind(work, work.put(flags.checked(replace(work.get(Flag, flag_id), **cleaned(fields)))), file.today())


def clear(file: CaseFile, flag_id: str, reason: str) -> None:
    """Taken down today; it stays in the thread with both reasons."""
    with file.write(flags.CLEARED) as work:
        remind(work, work.put(flags.cleared(work.get(Flag, flag_id), file.today(), clean(reason))), file.today())
