"""Writes numbered acts through the normal use cases and verifies what of them is there. Kills nothing itself."""

import re
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path

from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.store import casefile, history
from app.store.casefile import CaseFile
from app.store.check import check_database
from app.store.queries import clients
from app.store.work import Work
from app.usecases import intake
from app.usecases.contact import add_contact
from app.vault import keyfile

PASSWORD = "Kennwort nur für Prüfläufe"
NOW = datetime(2026, 11, 23, 10, 0)
PERSON = {"birth": PartialDate(year=2001), "ags": "05315000"}
_NUMBERED = re.compile(r"Nummer ([0-9]+)")


def clock() -> datetime:
    """The harness knows no date of its own."""
    return NOW


def new(folder: Path) -> bytes:
    """A Klientendatei with one open person, closed again; its master secret."""
    file = casefile.create(folder, PASSWORD, office="MUSTER-Amt", ags="05315000", clock=clock, kdf=keyfile.LIGHT_KDF)
    intake.take_in(file, {"family_name": "MUSTER", **PERSON})
    file.close()
    return file.secret


def secret_of(folder: Path) -> bytes:
    """The master secret by the fixed password of the harness."""
    return keyfile.open_with_password(folder, PASSWORD)[0]


def act(file: CaseFile, case_id: str, number: int) -> None:
    """One durable act that leaves one record with that number; every fifth is a new person."""
    if number % 5:
        add_contact(file, case_id, on=NOW.date(), text=f"Nummer {number}", kind="phone",
                    next_step="Rückruf" if number % 2 else "", next_on=NOW.date())
    else:
        intake.take_in(file, {"family_name": f"Nummer {number}", **PERSON})


def write(file: CaseFile, since: int, acknowledge: Callable[[int], object], upto: int | None = None) -> None:
    """Acts number ``since`` + 1 and on, without an end unless ``upto`` is given; each is acknowledged when durable."""
    case_id = clients.lines(file)[0].case_id
    for number in count(since + 1):
        if upto is not None and number > upto:
            return
        act(file, case_id, number)
        acknowledge(number)


def numbers(folder: Path, secret: bytes) -> list[int]:
    """Every number found, once for each record that bears it; AssertionError where the file is not whole."""
    checked = check_database(folder / casefile.DATABASE, keyfile.hkdf(secret, "db"))
    assert checked.problems == (), checked.problems
    file = casefile.unlock(folder, secret, clock=clock)
    try:
        with file.read() as connection:
            assert history.first_broken_link(connection) is None
            texts = [contact.text for contact in Work(connection).find(Contact)]
        texts += [line.name for line in clients.lines(file)]
    finally:
        file.close()
    return sorted(int(found[1]) for found in map(_NUMBERED.match, texts) if found)


def verify(folder: Path, secret: bytes, since: int, acknowledged: int) -> int:
    """The highest number; AssertionError unless all up to it are there once and none acknowledged is missing."""
    found = [number for number in numbers(folder, secret) if number > since]
    highest = max(found, default=since)
    assert found == list(range(since + 1, highest + 1)), f"gaps or doubles after {since}: {found}"
    assert highest >= acknowledged, f"acknowledged {acknowledged}, found {highest}"
    # an act that was under way may have become durable just before its acknowledgement
    assert highest <= acknowledged + 1, f"acknowledged {acknowledged}, found {highest}"
    return highest
