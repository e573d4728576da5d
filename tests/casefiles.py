"""Real case files for tests: one encrypted file is made per session, every test opens a copy of its own."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.connection import open_connection
from app.store.queries import client as client_query
from app.store.restore import RESTORED_FROM
from app.usecases import intake
from app.vault import keyfile

PASSWORD = "Muster-Kennwort für Prüfungen"
MONDAY = datetime(2026, 11, 23, 10, 0)


@dataclass(slots=True)
class Clock:
    """A wall clock that stands still until it is moved."""

    moment: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.moment

    def go_to(self, day: date) -> None:
        self.moment = datetime.combine(day, self.moment.time())


_MADE = TemporaryDirectory(prefix="klientendatei-muster-")
_KNOWN: dict[tuple[str, str, str, bool], tuple[Path, bytes]] = {}


def new_file(folder: Path, password: str, clock: Callable[[], datetime], *, office: str = "MUSTER-Amt",
             ags: str = "05315000", muster: bool = False) -> CaseFile:
    """An empty Klientendatei in ``folder``, open: its key is derived once a session, then the file is copied."""
    words = (password, office, ags, muster)
    if words not in _KNOWN:
        pattern = Path(_MADE.name) / f"{len(_KNOWN)}.klientendatei"
        made = casefile.create(pattern, password, office=office, ags=ags, clock=clock, muster=muster,
                               kdf=keyfile.LIGHT_KDF)
        made.close()
        _KNOWN[words] = pattern, made.secret
    pattern, secret = _KNOWN[words]
    shutil.copytree(pattern, folder)
    return casefile.unlock(folder, secret, clock=clock)


@dataclass(slots=True)
class Opener:
    """Opens the one file of a test, as often as wished; what is still open at the end is closed."""

    folder: Path
    secret: bytes
    clock: Clock
    opened: list[CaseFile] = field(default_factory=list)

    def __call__(self) -> CaseFile:
        self.opened.append(casefile.unlock(self.folder, self.secret, clock=self.clock))
        return self.opened[-1]

    def close(self) -> None:
        for file in self.opened:
            file.close()


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """An empty Klientendatei, closed, and its master secret; only for copying."""
    folder = tmp_path_factory.mktemp("pattern") / "muster.klientendatei"
    file = casefile.create(folder, PASSWORD, office="MUSTER-Amt", ags="05315000", clock=Clock(),
                           kdf=keyfile.LIGHT_KDF)
    file.close()
    return folder, file.secret


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opener(pattern: tuple[Path, bytes], tmp_path: Path, clock: Clock) -> Iterator[Opener]:
    folder = tmp_path / "muster.klientendatei"
    shutil.copytree(pattern[0], folder)
    opener = Opener(folder, pattern[1], clock)
    yield opener
    opener.close()


@pytest.fixture
def file(opener: Opener) -> CaseFile:
    return opener()


def person(**fields: Any) -> dict[str, Any]:
    """What intake needs of an invented person, and more where given."""
    return {"family_name": "MUSTER", "given_name": "Amira", "birth": PartialDate(2001, 3, 5), "ags": "05315000",
            **fields}


def taken_in(file: CaseFile, **fields: Any) -> tuple[str, str]:
    """A prospect; identities of client and case."""
    client_id = intake.take_in(file, person(**fields))
    return client_id, client_query.page(file, client_id).case.id


def opened_case(file: CaseFile, **fields: Any) -> tuple[str, str]:
    """A person whose case is open since today; identities of client and case."""
    client_id, case_id = taken_in(file, **fields)
    intake.open_case(file, case_id, intake.Opening(on=file.today(), override_reason="Probe"))
    return client_id, case_id


def after(days: int) -> date:
    """So many days after the day on which the clocks of the tests stand."""
    return MONDAY.date() + timedelta(days)


def every_row(file: CaseFile) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, search index included: for „nothing at all has changed“."""
    return dump(file.database, file.secret)


def dump_restored(database: Path, secret: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """As `dump`, of a file brought back from a backup made today, without the row that says so."""
    rows = dump(database, secret)
    rows["meta"].remove((RESTORED_FROM, MONDAY.isoformat()))
    return rows


def dump(database: Path, secret: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of a database file, read on a connection of its own."""
    connection = open_connection(database, keyfile.hkdf(secret, "db"))
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for (name,) in names}
    finally:
        connection.close()


def refusal(act: Callable[[], object]) -> str:
    """The msgid of the refusal that ``act`` must end in."""
    with pytest.raises(UserError) as refused:
        act()
    return refused.value.msgid
