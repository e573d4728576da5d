"""Which version of the program wrote to a Klientendatei last, and the backup before a newer one does."""

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from app import VERSION
from app.domain.errors import UserError
from app.domain.release import is_newer
from app.store import local_backups, migrations
from app.store.copying import Live
from app.store.schema import MetaRow

PROGRAM = "program"
# the first one said nothing of itself until its first write
FIRST = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """This program is newer than ``since``, which wrote last; ``failure`` says why there is no backup of before."""

    since: str
    failure: UserError | None


def before_first_write(file: Live, schema: int) -> Updated | None:
    """Makes the backup „vor Version …“ where a newer program or schema comes; None where the program is no newer.

    A backup that fails keeps nobody from the data as long as the schema stays; else its UserError is raised. An older
    program of the same schema may write: what it does not know it does not touch.
    """
    with file.read() as connection:
        since = connection.execute(select(MetaRow.value).where(MetaRow.name == PROGRAM)).scalar() or FIRST
    updated, failure = False, None
    # a later program may write its version in another way
    with suppress(ValueError):
        updated = is_newer(VERSION, since)
    if schema == migrations.CURRENT and not updated:
        return None
    try:
        local_backups.before_version(file, VERSION)
    except UserError as refusal:
        if schema < migrations.CURRENT:
            raise
        failure = refusal
    return Updated(since=since, failure=failure) if updated else None


def note(connection: Connection) -> None:
    """Writes that this version has written."""
    connection.execute(upsert(MetaRow).values(name=PROGRAM, value=VERSION).on_conflict_do_update(
        index_elements=["name"], set_={"value": VERSION}))
