"""50 MB stay free: on a real small disk where one can be mounted, and by its rule everywhere."""

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import casefile, check
from app.store.casefile import CaseFile
from app.store.check import CANNOT_WRITE, KEEP_FREE, NO_ROOM, room_for
from app.usecases import catalogue
from tests.casefiles import Clock, Opener, every_row, refusal, taken_in
from tests.catalogues import course, issue

Usage = namedtuple("Usage", "total used free")
SMALL = KEEP_FREE + 8 * 1024 * 1024


def free(patch: pytest.MonkeyPatch, size: int) -> None:
    patch.setattr(check.shutil, "disk_usage", lambda place: Usage(size, 0, size))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 58 MB, None where this system lets nobody mount one."""
    place = tmp_path / "klein"
    place.mkdir()
    mounted = shutil.which("mount") and sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "klientendatei-test", str(place)],
        capture_output=True).returncode == 0
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(("size", "left", "refused"), [
    (0, KEEP_FREE, False), (0, KEEP_FREE - 1, True), (1000, KEEP_FREE + 1000, False), (1000, KEEP_FREE + 999, True)])
def test_fifty_megabytes_stay_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, left: int, refused: bool,
) -> None:
    free(monkeypatch, left)
    target = tmp_path / "noch" / "nicht" / "da.db"
    if refused:
        assert refusal(lambda: room_for(target, size)) == NO_ROOM
    else:
        room_for(target, size)


def test_a_place_that_says_nothing_of_its_room_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check.shutil, "disk_usage", lambda place: os.stat(tmp_path / "weg"))
    assert refusal(lambda: room_for(tmp_path / "da.db", 0)) == CANNOT_WRITE


def test_a_catalogue_is_not_taken_in_without_room_and_everything_stays(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = every_row(file)
    free(monkeypatch, KEEP_FREE - 1)
    assert refusal(lambda: catalogue.apply(file, issue(1, course("K-1-1")))) == NO_ROOM
    assert every_row(file) == before


def test_on_a_small_disk_work_goes_on_when_there_is_no_room_for_an_import(
    opener: Opener, small_disk: Path | None,
) -> None:
    if small_disk is None:
        print("no small disk: this system lets the tests mount none; the rule itself is tested above")
        return
    folder = small_disk / opener.folder.name
    shutil.copytree(opener.folder, folder)
    file = casefile.unlock(folder, opener.secret, clock=Clock())
    catalogue.apply(file, issue(1, course("K-1-1")))
    (small_disk / "voll").write_bytes(b"\0" * 9 * 1024 * 1024)
    assert refusal(lambda: catalogue.apply(file, issue(2, course("K-1-2")))) == NO_ROOM
    taken_in(file)
    file.close()
