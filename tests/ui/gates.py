"""What the tests of the start share: an invented clock, a password, a new Klientendatei. No pytest here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import client
from app.ui.office import Office
from app.ui.start import Start
from app.usecases import intake, keys
from tests import casefiles
from tests.ui.looks import settle

PASSWORD = "kuchen-laterne-fahrrad-regen-tasse"
NOW = datetime(2026, 11, 3, 14, 3, 22)


def clock() -> datetime:
    """Tuesday, 3 November 2026, in the afternoon."""
    return NOW


def new_file(place: Path) -> CaseFile:
    """A Klientendatei without people, open."""
    return casefiles.new_file(place / "musterstadt.klientendatei", PASSWORD, clock, office="Amt Musterstadt")


def person(file: CaseFile, family: str = "MUSTER", given: str = "Amira") -> str:
    """Takes an invented person in and opens the case; returns the id."""
    identity = intake.take_in(file, {"family_name": family, "given_name": given, "birth": PartialDate(2003, 3, 12),
                                     "ags": "05315000"})
    case = client.page(file, identity).case
    intake.open_case(file, case.id, intake.Opening(on=NOW.date(), override_reason="Test"))
    return identity


class casefile_open:  # noqa: N801 - reads as a verb in a with statement
    """An unlocked file for the length of a block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> CaseFile:
        self._file = keys.unlock(self._folder, PASSWORD, clock=clock)
        return self._file

    def __exit__(self, *_what: object) -> None:
        self._file.close()


@contextmanager
def starts(app: QApplication, place: Path) -> Iterator[Callable[..., Start]]:
    """Begins the program on a place of its own, as often as called; what was begun is gone at the end."""
    made: list[Start] = []

    def begin(path: Path | None = None) -> Start:
        one = Start(app, path, clock, place=place, settings_file=place / "settings.json")
        one.show()
        settle()
        made.append(one)
        return one

    yield begin
    for one in made:
        one.wait()
        one.gate.problems.remove()
        if isValid(one.gate):
            one.gate.close()
            one.gate.deleteLater()
        if one.office is not None:
            one.office.window.desk.problems.remove()
            one.office.window.close()
            one.office.window.deleteLater()
    settle()


def press(office: Office, keys_of: str) -> None:
    """Runs the act with that shortcut."""
    action = next(one for one in office.window.actions() if any(k.toString() == keys_of for k in one.shortcuts()))
    action.trigger()
    settle()
