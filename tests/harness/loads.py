"""Backups made while somebody writes, each restored and compared row by row with the live file."""

import random
import shutil
import threading
from pathlib import Path

from app.domain.case import Case, CaseStep
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.followup import FollowUp
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.work import Work
from app.usecases import backup
from tests.harness import acts

KINDS = (Client, Case, CaseStep, Contact, FollowUp)


def backups(folder: Path, times: int, rng: random.Random) -> dict[str, int]:
    """``times`` backups under load; returns how many rows were compared and how many acts were written meanwhile."""
    secret = acts.secret_of(folder) if folder.exists() else acts.new(folder)
    began = max(acts.numbers(folder, secret), default=0)
    file = casefile.unlock(folder, secret, clock=acts.clock)
    compared, written = 0, began
    try:
        for number in range(times):
            target = folder.with_name(f"lauf-{number}{backup.BACKUP_SUFFIX}")
            least = written
            written = _back_up_while_writing(file, target, written, rng)
            compared += _compare(file, secret, target, folder.with_name("zurueck.klientendatei"), least, written)
            target.unlink()
    finally:
        file.close()
    return {"rows": compared, "acts": written - began}


def _back_up_while_writing(file: CaseFile, target: Path, since: int, rng: random.Random) -> int:
    """The backup, and acts beside it until it is done; the last number written."""
    done, last, case_id = threading.Event(), [since], clients.lines(file)[0].case_id
    failed: list[BaseException] = []

    def busy() -> None:
        try:
            while not done.is_set():
                acts.act(file, case_id, last[0] + 1)
                last[0] += 1
                done.wait(rng.random() / 50)
        except BaseException as error:
            failed.append(error)
            raise

    writer = threading.Thread(target=busy)
    writer.start()
    try:
        backup.make(file, target)
    finally:
        done.set()
        writer.join()
    assert not failed, failed
    return last[0]


def _compare(file: CaseFile, secret: bytes, target: Path, place: Path, least: int, most: int) -> int:
    shutil.rmtree(place, ignore_errors=True)
    backup.restore(backup.look(target, file=file), place)
    found = acts.numbers(place, secret)
    assert found == list(range(1, len(found) + 1)) and least <= len(found) <= most, found
    restored = casefile.unlock(place, secret, clock=acts.clock)
    try:
        compared = 0
        for kind in KINDS:
            ours = {value.id: value for value in _all(restored, kind)}
            live = {value.id: value for value in _all(file, kind)}
            differing = [identity for identity, value in ours.items() if live.get(identity) != value]
            assert differing == [], (kind, differing)
            compared += len(ours)
    finally:
        restored.close()
    return compared


def _all(file: CaseFile, kind: type) -> list[Client]:
    with file.read() as connection:
        return Work(connection).find(kind)
